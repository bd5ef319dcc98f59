"""From a step to its closed job: all that a checker needs, and nothing that could persuade it."""

import re

from ..graph.order import rests_on
from ..graph.plan_file import Plan
from ..latex import Document, Span, expand_macros, math_spans, normalise
from ..records.evidence import Job
from .steps import ProofSteps, Sweep

_REFERENCE = re.compile(
    r"(?:Eqs?\.\s*~?\s*)?\\(?:[cC](?:page)?ref|autoref|ref|eqref|nameref|zcref)\*?\s*\{(?P<keys>[^{}]*)\}"
)
_CITATION = re.compile(r"~?\\(?:cite[a-zA-Z]*|[a-z]+cite)\*?(?:\s*\[[^\]]*\])*\s*\{[^{}]*\}")
_DEFINING_KINDS = ("definition", "notation")


def build_jobs(document: Document, sweep: Sweep, plan: Plan | None) -> dict[str, Job]:
    """The job of every step, by the step's identifier.

    Args:
        document, sweep: the paper and its steps.
        plan: the plan, None for a paper without one; then all definitions and assumptions of
            the paper count as in scope.
    """
    jobs: dict[str, Job] = {}
    equations = _equations(document)
    for proof in sweep.proofs:
        of_proof = _proof_jobs(document, proof, plan, equations)
        assert not jobs.keys() & of_proof.keys(), "two steps with one identifier"
        jobs.update(of_proof)
    return jobs


def _proof_jobs(
    document: Document, proof: ProofSteps, plan: Plan | None, equations: dict[str, str]
) -> dict[str, Job]:
    label = proof.label
    scope = _in_scope(document, label, plan)
    proving = _statement_text(document, label)
    texts = [_statement_text(document, other) for other in scope]
    hypotheses = tuple(text for text in texts if text)
    domains = tuple(expand_macros(domain.text, document.steady_macros) for domain in proof.domains)
    jobs: dict[str, Job] = {}
    definitions: list[str] = []
    earlier: list[str] = []
    # One numbering of cited statements for the whole proof, so that [1] is the same in all of it.
    used: list[str] = []

    def plain(text: str) -> str:
        return _plain(document, text, used, equations)

    steps = list(proof.steps)
    for index, (sentence, first) in enumerate(proof.sentences):
        following = (
            proof.sentences[index + 1][1] if index + 1 < len(proof.sentences) else len(steps)
        )
        for step in steps[first:following]:
            claim, left, right = plain(step.latex), plain(step.left), plain(step.right)
            justification = plain(step.justification)
            seen = " ".join((claim, justification, *definitions, *earlier))
            jobs[step.identifier] = Job(
                claim=claim,
                left=left,
                relation=step.relation,
                right=right,
                justification=justification,
                proving=proving,
                hypotheses=hypotheses,
                may_use=tuple(
                    f"[{number}] {text}"
                    for number, text in enumerate(used, start=1)
                    if f"[{number}]" in seen
                ),
                definitions=tuple(definitions),
                earlier=tuple(earlier),
                domains=domains,
                conditional=step.conditional,
            )
            if sentence.role != "announcement":
                earlier.append(claim)
        if sentence.role in ("definition", "mixed"):
            definitions.append(plain(document.text(sentence.span)))
    return jobs


def _in_scope(document: Document, label: str, plan: Plan | None) -> list[str]:
    """Labels of the hypotheses and definitions that the proof of a statement may stand on."""
    if plan is not None and label in plan.nodes:
        node = plan.nodes[label]
        defining = [n.label for n in rests_on(plan, label) if n.kind in _DEFINING_KINDS]
        return [n for n in plan.nodes if n in set(defining) | set(node.hypotheses)]
    return [
        statement.label
        for statement in document.statements
        if statement.kind in (*_DEFINING_KINDS, "assumption") and statement.label is not None
    ]


def _statement_text(document: Document, label: str) -> str:
    statement = document.statement(label)
    if statement is None:
        return ""
    text = _CITATION.sub("", document.text(statement.environment.body))
    # Which label a reference names is no part of what a statement says.
    text = _REFERENCE.sub(
        lambda match: ", ".join(_kind(document, key) for key in _keys(match["keys"])), text
    )
    plain = normalise(expand_macros(normalise(text), document.steady_macros))
    return f"{statement.kind.capitalize()}: {plain}"


def _kind(document: Document, label: str) -> str:
    statement = document.statement(label)
    return f"the {statement.kind}" if statement else "the display"


def _plain(document: Document, text: str, used: list[str], equations: dict[str, str]) -> str:
    """The text with macros expanded, and each reference replaced by its number in `used`."""

    def number(match: re.Match[str]) -> str:
        numbers = []
        for key in _keys(match["keys"]):
            target = _statement_text(document, key) or equations.get(key, "")
            target = target or "something the document does not have"
            if target not in used:
                used.append(target)
            numbers.append(f"[{used.index(target) + 1}]")
        return ", ".join(numbers)

    text = _CITATION.sub("", _REFERENCE.sub(number, normalise(text)))
    return normalise(expand_macros(text, document.steady_macros))


def _keys(text: str) -> list[str]:
    return [key.strip() for key in text.split(",") if key.strip()]


def _equations(document: Document) -> dict[str, str]:
    """The text of each labelled display, by its label."""
    found: dict[str, str] = {}
    for source in document.files.values():
        for formula in math_spans(document, Span(source.name, 0, len(source.text))):
            if formula.display:
                for key in document.inside(formula.span, document.labels):
                    text = normalise(
                        expand_macros(document.masked(formula.body), document.steady_macros)
                    )
                    found[key.key] = f"Display: {text}"
    return found
