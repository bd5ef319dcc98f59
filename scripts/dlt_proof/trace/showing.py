"""`trace show`: one step as a person reads it: what was really checked, under what, and by whom."""

from collections.abc import Iterable
from typing import Any

from ..records.evidence import SYMBOL, Job
from .belief import HeldEvidence
from .exporting import counterexample, evidence_as_json, step_as_json
from .store import StepState

#: What of a certificate a person is shown; the record has all of it.
_SHOWN = 300
#: How many texts of a kind are listed, the last ones.
_LISTED = 12


def show_step(item: StepState) -> str:
    """The text about a step: claim, domains, what it may rest on, evidence or why there is none."""
    step, job = item.step, item.job
    lines = [
        f"{step.identifier}  {SYMBOL[item.colour]} {item.word}",
        f"{step.file}:{step.line}:{step.column}",
        "",
        f"  {step.latex}",
    ]
    if _squeezed(job.claim) != _squeezed(step.latex):
        lines += ["with macros expanded:", f"  {job.claim}"]
    if step.justification:
        lines += ["said beside it:", f"  {step.justification}"]
    lines += ["", "what the free checkers are asked:"]
    lines += _indented(_translated(job))
    for title, role, texts in (
        ("domain notes", "domains", job.domains),
        ("proving", "proving", (job.proving,) if job.proving else ()),
        ("in scope", "hypotheses", job.hypotheses),
        ("introduced before it", "definitions", job.definitions),
        ("claimed before it", "earlier", job.earlier),
        ("may use", "may_use", job.may_use),
    ):
        if texts:
            lines += ["", f"{title}:"]
            if len(texts) > _LISTED:
                lines.append(f"  … {len(texts) - _LISTED} before these (--format json shows all)")
            lines += [f"  {_place(job, role, text)}{text}" for text in texts[-_LISTED:]]
    lines += ["", "evidence:", *_indented(_evidence(item))]
    lines += [f"note: {note}" for note in item.notes]
    if item.before:
        why = "for an earlier text, by an earlier checker, or by a verifier that is not believed"
        lines += ["", f"{why}:"]
        lines += [f"  {_who(held)}" for held in item.before]
    return "\n".join(lines) + "\n"


def step_record(item: StepState) -> dict[str, Any]:
    """Everything about a step, for programs."""
    attempt = item.attempt
    return {
        **step_as_json(item),
        "fingerprint": item.job.fingerprint,
        "job": item.job.model_dump(),
        "translated": _translated(item.job),
        "without": None if attempt is None else attempt.detail,
        "before": [evidence_as_json(held) for held in item.before],
        "notes": list(item.notes),
    }


def _translated(job: Job) -> list[str]:
    """The claim in readable mathematics, with each domain and the line it comes from."""
    from ..mathematics.scope import describe_claim

    if not job.relation:
        return ["nothing: it is a claim in words"]
    return describe_claim(job)


def _evidence(item: StepState) -> list[str]:
    lines = []
    for held in item.evidence:
        lines.append(_who(held))
        detail = held.evidence.detail
        if held.evidence.word == "defect":
            lines.append(f"  {counterexample(detail)}")
        elif held.evidence.word == "disputed":
            lines += _indented(_side_by_side(item.job, detail))
        elif held.evidence.checker == "match":
            lines += _indented(_match(item.job, detail))
        else:
            lines += [f"  {key}: {_short(value)}" for key, value in detail.items()]
    if any(held.evidence.origin == "recomputable" for held in item.evidence):
        return lines
    if item.attempt is not None:
        lines.append(f"the free checkers found nothing: {_why(item.attempt.detail)}")
    else:
        lines.append(f"the free checkers were not asked about this text: {_preview(item.job)}")
    return lines


def _match(job: Job, detail: dict[str, Any]) -> list[str]:
    """A match, with the place of what is cited and of what binds each of its conditions."""
    places = [(s.text, f"{s.file}:{s.line}: ") for s in job.sources if s.file]

    def placed(text: str) -> str:
        place = next((place for whole, place in places if text in whole), "")
        return f"{place}{_short(text)}"

    lines = [f"says what is cited: {placed(str(detail['source']))}"]
    if detail["with"]:
        lines.append("with " + ", ".join(f"{n} := {value}" for n, value in detail["with"].items()))
    lines += [f"needs {_short(c['condition'])}: {placed(c['by'])}" for c in detail["conditions"]]
    return [*lines, f"the step {detail['step']}"]


def _side_by_side(job: Job, detail: dict[str, Any]) -> list[str]:
    """What the paper claims over what a verifier came to, whole, and the verifier's derivation."""
    rest = {k: v for k, v in detail.items() if k not in ("conclusion", "derivation", "verdict")}
    return [
        f"the paper says:    {job.claim}",
        f"the verifier says: {detail.get('conclusion', '')} ({detail.get('verdict', '')})",
        "because:",
        *_indented(str(detail.get("derivation", "")).splitlines()),
        *(f"{key}: {_short(value)}" for key, value in rest.items()),
    ]


def _preview(job: Job) -> str:
    """What they would say: they are asked about one step in a moment, and nothing is recorded."""
    from ..checkers.free import check_job

    verdict = check_job(job)
    if verdict.word == "defect":
        return f"{counterexample(verdict.detail)}, if the running text does not rule that out"
    return f"they would say {verdict.word or _why(verdict.detail)}"


def _who(held: HeldEvidence) -> str:
    evidence = held.evidence
    seal = ", unverified: sealed on another machine" if held.unverified else ""
    version = f", version {evidence.version}" if evidence.origin == "recomputable" else ""
    return (
        f"{evidence.word} ({evidence.origin}{seal}) by {evidence.checker}{version}, "
        f"{held.time[:10]}"
    )


def _why(detail: dict[str, Any]) -> str:
    rest = ", ".join(f"{k}: {_short(v)}" for k, v in detail.items() if k != "why")
    return f"{detail.get('why', 'no reason is on record')}{f' ({rest})' if rest else ''}"


def _short(value: object) -> str:
    if isinstance(value, dict):
        value = ", ".join(f"{name} = {one}" for name, one in value.items())
    elif isinstance(value, list | tuple):
        value = "; ".join(str(one) for one in value)
    from ..mathematics.translation import OPAQUE

    text = str(value).replace(f"{OPAQUE} ", "")
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _place(job: Job, role: str, text: str) -> str:
    for source in job.sources:
        if (source.role, source.text) == (role, text):
            return f"{source.file}:{source.line}: "
    return ""


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"  {line}" for line in lines]


def _squeezed(text: str) -> str:
    return "".join(text.split())
