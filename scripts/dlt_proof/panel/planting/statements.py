"""Statements that say more than their proofs: hypotheses dropped, constants that are not reached.

Each is read off the structure of the paper: which labels and conditions the statement and its proof
name, which formula the proof ends with. Not here: where references lead (`references`).
"""

import re
from collections.abc import Iterator
from functools import partial
from random import Random

from ...checkers.free import check_job
from ...latex import Document, Key, Span
from ...mathematics.formula import Relation, relation_aliases, relations
from ...records.evidence import Job
from ...records.plan import PROVABLE_KINDS
from ...trace import build_jobs, enumerate_steps
from ...verify.canaries.changes import changes_of
from ...verify.canaries.looks import style_of
from .records import Change, Draft
from .sources import Source, call_around, plain

_BEFORE_ALONE = re.compile(
    r"(?:(?P<suppose>(?:Suppose|Assume)(?:\s+that)?|Let)|(?P<under>Under))[\s~]*\Z"
)
_SUPPOSED = re.compile(r"\s+(?:holds?|be\s+satisfied|is\s+satisfied)\.\s*(?:Then,?\s+)?")
_UNDER = re.compile(r",\s*")
_GLOBAL = re.compile(
    r"\b(?:throughout|henceforth|standing|from now on|always|in the sequel)\b", re.I
)
_SUPPOSE = re.compile(r"(?:Suppose|Assume)\s+that\s+(?P<list>[^.]*?)\.(?=\s)", re.DOTALL)
_ITEM = re.compile(r",?\s+and\s+that\s+|,\s+that\s+")
_CONDITION = re.compile(r"\$(?P<formula>[^$]+)\$\Z")
_CONCLUDES = re.compile(
    r"(?:\b(?:Then|then|we have|there holds)\b|^\s*Under\b[^.$]*),?[^.$]*\Z", re.DOTALL
)
_KINDS = ("constant", "exponent")
_STRICT = {"\\le": "<", "\\leq": "<", "<": "<", "\\ge": ">", "\\geq": ">", ">": ">"}
_TRIES = 12


def dropped_hypotheses(source: Source, random: Random) -> Iterator[Draft]:
    """Hypotheses of a statement, named by label or written as a formula, that its proof uses."""
    drafts = [*_dropped_labels(source), *_dropped_conditions(source)]
    random.shuffle(drafts)
    yield from drafts


def _dropped_labels(source: Source) -> Iterator[Draft]:
    document, body = source.document, source.statement.environment.body
    named = source.references(body)
    for key in named:
        statement = source.by_label.get(key.key)
        if statement is None or statement.kind != "assumption":
            continue
        if [k.key for k in named].count(key.key) > 1 or _is_global(document, key.key):
            continue
        uses = uses_of(source, key.key)
        change = _without_key(document, key, body) if uses else None
        if change is None:
            continue
        direct = any(use.key == key.key for use in uses)
        through = "" if direct else f" by way of {uses[0].key}, which supposes it"
        yield Draft(
            kind="dropped-hypothesis",
            changes=(change,),
            change=f"the statement no longer supposes {key.key}",
            claim=f"The proof uses {key.key}{through}; the statement does not suppose it.",
            evidence=f"The {source.statement.kind} does not name {key.key} among its hypotheses.",
            holds=partial(_is_unsupposed, source=source, label=key.key),
            also=tuple(use.span for use in uses),
        )


def uses_of(source: Source, label: str) -> list[Key]:
    """The references in a statement's proofs to an assumption, or to a result that supposes it."""
    found = []
    for key in source.proof_references:
        used = source.by_label.get(key.key)
        if used is None or used.environment.span == source.statement.environment.span:
            continue
        supposes = used.kind in PROVABLE_KINDS and label in {
            inner.key for inner in source.references(used.environment.body)
        }
        if key.key == label or supposes:
            found.append(key)
    return found


def _is_unsupposed(document: Document, source: Source, label: str) -> bool:
    now = Source(document, source.plan, None, source.name)
    said = {key.key for key in now.references(now.statement.environment.body)}
    # One hypothesis may name another.
    for key in list(said):
        if key in now.by_label:
            said |= {inner.key for inner in now.references(now.by_label[key].environment.body)}
    return label not in said and bool(uses_of(now, label))


def _is_global(document: Document, label: str) -> bool:
    """Whether the running text, or the assumption itself, lays a hypothesis down for all."""
    for key in document.references:
        if key.key == label:
            text = document.files[key.span.file].masked
            around = text[max(0, key.span.start - 300) : key.span.end + 100]
            if _GLOBAL.search(around):
                return True
    return any(
        s.label == label and _GLOBAL.search(document.masked(s.environment.span))
        for s in document.statements
    )


def _without_key(document: Document, key: Key, body: Span) -> Change | None:
    """The change that takes one key out of what a statement supposes."""
    text = document.files[key.span.file].text
    call = call_around(text, key.span, body)
    if call is None:
        return None
    start, first, last = call
    keys = [part.strip() for part in text[first:last].split(",")]
    if len(keys) > 1:
        left = [name for name in keys if name != key.key]
        end, hold = last + 1, re.compile(r"\s+hold\b").match(text, last + 1)
        verb = ""
        # "Let Assumption 1 hold", "Suppose that Assumption 1 holds"
        let = re.search(r"\b[Ll]et[\s~]*\Z", text[max(body.start, start - 10) : start])
        if len(left) == 1 and hold and not let:
            end, verb = hold.end(), " holds"
        return Change(key.span.file, start, end, f"{text[start:first]}{','.join(left)}}}{verb}")
    before = _BEFORE_ALONE.search(text, max(body.start, start - 40), start)
    if before is None:
        return None
    behind = (_SUPPOSED if before["suppose"] else _UNDER).match(text, last + 1, body.end)
    if behind is None:
        return None
    rest = text[behind.end() : behind.end() + 1]
    if rest.isalpha():
        return Change(key.span.file, before.start(), behind.end() + 1, rest.upper())
    return (
        Change(key.span.file, before.start(), behind.end(), "We have ")
        if rest != "\\" or (not text.startswith("\\begin", behind.end()))
        else Change(key.span.file, before.start(), behind.end(), "We have\n")
    )


def _dropped_conditions(source: Source) -> Iterator[Draft]:
    """Conditions among several that a statement supposes and that its proof repeats verbatim."""
    document, body = source.document, source.statement.environment.body
    text = document.files[body.file].text
    match = _SUPPOSE.search(text, body.start, body.end)
    if match is None:
        return
    items = _ITEM.split(match["list"])
    if len(items) < 2:
        return
    inside = {
        source.plain(document.text(formula.body))
        for proof in source.proofs
        for formula in source.formulas(proof.environment.body)
    }
    for number, item in enumerate(items):
        found = _CONDITION.fullmatch(item.strip())
        if found is None or source.plain(found["formula"]) not in inside:
            continue
        left = [each.strip() for place, each in enumerate(items) if place != number]
        joined = " and that ".join(left)
        if len(left) > 2:
            joined = ", that ".join(left[:-1]) + ", and that " + left[-1]
        condition = found["formula"].strip()
        wanted = source.plain(condition)
        yield Draft(
            kind="dropped-hypothesis",
            changes=(Change(body.file, match.start("list"), match.end("list"), joined),),
            change=f"the statement no longer supposes ${condition}$",
            claim=f"The proof uses the condition ${condition}$, which the statement does not "
            "suppose.",
            evidence="It stands in the proof as a condition, and not among the hypotheses.",
            holds=partial(_says, source=source, wanted=wanted, whether=False),
            also=tuple(
                formula.span
                for proof in source.proofs
                for formula in source.formulas(proof.environment.body)
                if source.plain(document.text(formula.body)) == wanted
            ),
        )


def _says(document: Document, source: Source, wanted: str, whether: bool) -> bool:
    """Whether a formula stands, or does not stand, in what the statement says now."""
    now = Source(document, source.plan, None, source.name)
    said = plain(document.text(now.statement.environment.body), document)
    return (wanted in said) == whether


def unreached_constants(source: Source, random: Random) -> Iterator[Draft]:
    """A bound of the statement made stronger than the one that its proof ends with."""
    document, body = source.document, source.statement.environment.body
    if not source.proofs:
        return
    sweep = enumerate_steps(document, {source.name})
    jobs = build_jobs(document, sweep, source.plan)
    by_right: dict[str, Job] = {}
    for step in sweep.steps:
        if step.kind == "relation":
            by_right.setdefault(source.plain(step.right).rstrip(".,"), jobs[step.identifier])
    aliases = relation_aliases(document.steady_macros)
    lefts = {source.plain(step.left) for step in sweep.steps if step.kind == "relation"}
    bounds = []
    for formula in source.formulas(body):
        text = document.files[body.file].masked[body.start : formula.span.start]
        # Beside the words of a statement a formula may be what is supposed.
        concluded = formula.display or _CONCLUDES.search(text) is not None
        for relation in relations(document.masked(formula.body), aliases) if concluded else ():
            job = by_right.get(source.plain(relation.right).rstrip(".,"))
            derived = formula.display or source.plain(relation.left) in lefts
            wanted = relation.sign in _STRICT and not relation.condition
            if wanted and derived and job is not None:
                bounds.append((formula.body.start, relation, job))
    random.shuffle(bounds)
    for start, relation, job in bounds:
        yield from _stronger(source, start, relation, job, random)


def _stronger(
    source: Source, start: int, relation: Relation, job: Job, random: Random
) -> Iterator[Draft]:
    document, file = source.document, source.statement.environment.body.file
    text = document.files[file].text
    at = text.find(relation.right, start + relation.end)
    if at < 0 or at > start + relation.last:
        return
    proof = "".join(source.plain(document.text(p.environment.body)) for p in source.proofs)
    drafts = [c for c in changes_of(relation.right, style_of([job.claim])) if c.kind in _KINDS]
    random.shuffle(drafts)
    for changed in drafts[:_TRIES]:
        new = source.plain(changed.text)
        if new in proof or not _is_beyond(source, job, changed.text, relation):
            continue
        yield Draft(
            kind="unreached-constant",
            changes=(Change(file, at, at + len(relation.right), changed.text),),
            change=f"{relation.right} -> {changed.text}",
            claim=f"The statement asserts the bound ${changed.text.strip()}$, which its proof "
            "does not reach.",
            evidence=f"The proof ends with ${relation.right.strip()}$, which is weaker.",
            holds=partial(_says, source=source, wanted=new, whether=True),
            also=tuple(
                formula.span
                for p in source.proofs
                for formula in source.formulas(p.environment.body)
                if source.plain(relation.right) in source.plain(document.text(formula.body))
            ),
        )


def _is_beyond(source: Source, job: Job, new: str, relation: Relation) -> bool:
    """Whether the checkers prove that a bound is strictly stronger than what the proof has."""
    from ...latex import expand_macros

    sign = _STRICT[relation.sign]
    macros = source.document.steady_macros
    left, right = expand_macros(new, macros), expand_macros(relation.right, macros)
    asked = job.model_copy(
        update={
            "claim": f"{left} {sign} {right}",
            "left": left,
            "relation": sign,
            "right": right,
            "conditional": False,
        }
    )
    return check_job(asked).word == "proved"
