"""Steps of a proof made false, and derivations taken out of it.

A false step is a mutant of a step that the free checkers proved; placed back into the text, read
anew, it is refuted by them. A derivation that is taken out leaves a claim that they cannot prove.
"""

import re
from collections.abc import Iterator
from functools import partial
from random import Random

from ...checkers.free import check_job
from ...latex import Document, MathSpan, Span
from ...mathematics.formula import Relation, relation_aliases, relations
from ...records.evidence import Job, Step
from ...trace import StepState, build_jobs, enumerate_steps
from ...trace.surroundings import Surroundings
from ...verify.canaries.versions import Version, find_versions
from .records import Change, Draft
from .sources import Source, plain

#: Proved steps whose mutants are looked for, which takes the checkers a second or so each.
_STEPS = 4
_LONGEST = 240
_LONG_CHAIN = 4
_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\d+|\s+|.", re.DOTALL)
#: What a chain of relations is explained by behind it: "where the first step …".
_REASONS = re.compile(r"\s*,?\s*(?=\\end\{|\$\$|\\\])")
_WHERE = re.compile(r"\s*(?:where|in which|here)\s+the\s+(?:first|second|third|last)\b", re.I)
_SENTENCE_END = re.compile(r"\.(?=\s|\\end|\Z)")
_WEAK = {"<", "\\lt"}
_LESS = {"\\le", "\\leq", "\\leqslant", "<", "\\lt"}
_MORE = {"\\ge", "\\geq", "\\geqslant", ">", "\\gt"}


def false_steps(source: Source, random: Random) -> Iterator[Draft]:
    """Proved steps of a statement's proofs made false."""
    if source.trace is None:
        return
    proved = [item for item in source.trace.steps if _is_proved(item, source.name)]
    random.shuffle(proved)
    for item in proved[:_STEPS]:
        versions = list(find_versions((item.job, False)))
        random.shuffle(versions)
        for version in versions:
            change = _placed(source.document, item.step, item.job, version.job)
            if change is not None:
                yield _false_step(source, item, version, change)


def _is_proved(item: StepState, name: str) -> bool:
    return (
        item.step.proves == name
        and item.step.kind == "relation"
        and len(item.job.claim) <= _LONGEST
        and any(
            h.evidence.word == "proved" and h.evidence.origin == "recomputable"
            for h in item.evidence
        )
    )


def _false_step(source: Source, item: StepState, version: Version, change: Change) -> Draft:
    claim = version.job.claim
    return Draft(
        kind="false-step",
        changes=(change,),
        change=version.change,
        claim=f"The step ${claim}$ is false.",
        evidence="The two sides do not compare as the sign says for all values that are allowed, "
        "and neither the line before nor the reason given yields it.",
        holds=partial(is_refuted, source=source, claim=claim, version=version),
    )


def is_refuted(document: Document, source: Source, claim: str, version: Version) -> bool:
    """Whether the free checkers refute a claim where it now stands in a statement's proof."""
    sweep = enumerate_steps(document, {source.name})
    jobs = build_jobs(document, sweep, source.plan)
    surroundings = Surroundings(document, sweep, jobs)
    for job in jobs.values():
        if job.claim != claim:
            continue
        verdict = check_job(job)
        if verdict.word == "defect":
            return not surroundings.rules_out(job, verdict.detail)
        if version.evidence != version.job:
            contrary = job.model_copy(update={"relation": version.evidence.relation})
            return check_job(contrary).word == "proved"
    return False


def _placed(document: Document, step: Step, old: Job, new: Job) -> Change | None:
    """The change of the file that makes one claim of another, found by what it comes to."""
    text = document.files[step.file].text[step.start : step.end]
    wanted = plain(new.claim, document)
    if plain(text, document) != plain(old.claim, document):
        return None
    before, after = _TOKEN.findall(old.claim), _TOKEN.findall(new.claim)
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    gone = [t for t in before[start : len(before) - end] if not t.isspace()]
    put = "".join(after[start : len(after) - end]).strip()
    spelled = [(m.start(), m.end(), m[0]) for m in _TOKEN.finditer(text) if not m[0].isspace()]
    for first in range(len(spelled) - len(gone) + 1):
        window = spelled[first : first + len(gone)]
        if [token for _, _, token in window] != gone:
            continue
        begin = spelled[first][0] if first < len(spelled) else len(text.rstrip())
        stop = window[-1][1] if window else begin
        for new_text in (put, f"{put} ", f" {put}"):
            made = text[:begin] + new_text + text[stop:]
            if plain(made, document) == wanted:
                return Change(step.file, step.start + begin, step.start + stop, new_text)
    return None


def _common(one: list[str], other: list[str]) -> int:
    count = 0
    while count < min(len(one), len(other)) and one[count] == other[count]:
        count += 1
    return count


def asserted_derivations(source: Source, random: Random) -> Iterator[Draft]:
    """Chains of at least three relations cut down to their ends, with the reasons behind them."""
    aliases = relation_aliases(source.document.steady_macros)
    chains = []
    for proof in source.proofs:
        for formula in source.formulas(proof.environment.body):
            if formula.display:
                found = relations(source.document.masked(formula.body), aliases)
                chains += _chains(formula, found, proof.environment.body)
    random.shuffle(chains)
    for formula, chain, body in chains:
        draft = _asserted(source, formula, chain, body)
        if draft is not None:
            yield draft


def _chains(
    formula: MathSpan, found: list[Relation], body: Span
) -> list[tuple[MathSpan, list[Relation], Span]]:
    by_chain: dict[int, list[Relation]] = {}
    for relation in found:
        by_chain.setdefault(relation.chain, []).append(relation)
    whole = [chain for chain in by_chain.values() if len(chain) >= 3]
    # Of several chains in one display the words behind may speak of any.
    return [(formula, whole[0], body)] if len(by_chain) == len(whole) == 1 else []


def _asserted(source: Source, formula: MathSpan, chain: list[Relation], body: Span) -> Draft | None:
    text = source.document.files[formula.span.file].text
    sign = _sign_of(chain)
    reasons = _WHERE.match(text, formula.span.end, body.end)
    end = reasons and _SENTENCE_END.search(text, reasons.end(), body.end)
    comma = _REASONS.search(text, formula.body.start + chain[-1].last, formula.span.end)
    if not sign or reasons is None or not end or comma is None:
        return None
    at = formula.body.start
    cut = Change(formula.span.file, at + chain[0].start, at + chain[-1].end, sign)
    stop = Change(
        formula.span.file, comma.start(), comma.end(), " .\n" if "\n" in comma[0] else " ."
    )
    if text[comma.start() : comma.end()].strip() != ",":
        return None
    behind = text[end.end() : body.end].split("\n", 1)[0].strip()
    drop = Change(formula.span.file, formula.span.end, end.end(), "\n" if behind else "")
    claim = f"{chain[0].left} {sign} {chain[-1].right}"
    statement = source.plain(source.document.text(source.statement.environment.body))
    if len(chain) < _LONG_CHAIN and source.plain(claim) not in statement:
        return None  # a short way to something in passing: it may be plain to a reader
    return Draft(
        kind="asserted-derivation",
        changes=(cut, stop, drop),
        change=f"{len(chain)} relations and their reasons taken out",
        claim=f"The display is asserted without a derivation: ${' '.join(claim.split())}$.",
        evidence="No intermediate step and no reason is given, and it does not follow at sight.",
        holds=partial(_stays_open, source=source, claim=claim),
    )


def _sign_of(chain: list[Relation]) -> str:
    signs = {relation.sign for relation in chain if relation.sign != "="}
    if not signs:
        return "="
    if signs <= _LESS or signs <= _MORE:
        strict = signs <= _WEAK or signs <= {">", "\\gt"}
        weak = "\\le" if signs <= _LESS else "\\ge"
        return next(iter(sorted(signs))) if strict else weak
    return ""


def _stays_open(document: Document, source: Source, claim: str) -> bool:
    """Whether the checkers find the asserted claim in the proof, and neither prove nor match it."""
    sweep = enumerate_steps(document, {source.name})
    wanted = plain(claim, document)
    for job in build_jobs(document, sweep, source.plan).values():
        if plain(job.claim, document) == wanted:
            return check_job(job).word not in ("proved", "matched")
    return False
