"""What forbids a change of the text: locks, places it leaves alone, its size, the gates, TeX.

Not here: what becomes of a change that is refused (`fixing`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from shutil import which as find_program

from ..gates import GateContext, ReviewState, evaluate_gates
from ..graph.plan_file import read_plan
from ..latex import read_document
from ..project import Project
from ..records.errors import InputError, MissingPartError
from ..trace import verify_steps, write_trace
from .locks import changed_locks, locked_texts
from .lookup import find_weakness
from .units_of_text import TextUnits


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a change is not accepted.

    Args:
        why: one line.
        labels, changes: what the author approved and it would change; empty in other cases.
    """

    why: str
    labels: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()


def why_refused(
    project: Project,
    review: ReviewState,
    identifiers: Sequence[str],
    lines: int,
    allowed: int | None,
    progress: Callable[[str], None],
) -> Refusal | None:
    """What forbids a change, the cheapest look first; None where nothing does."""
    try:
        document, plan = read_document(project), read_plan(project)
        changed = changed_locks(review.current.locked, locked_texts(plan, document))
        if changed:
            told = tuple(line for one in changed.values() for line in one)
            return Refusal(
                f"it changes what the author approved: {'; '.join(told)}", tuple(changed), told
            )
        untouched = _untouched(review, identifiers, TextUnits(document, plan).prints)
        if untouched:
            return Refusal(f"it leaves what {untouched} is about as it is")
        if allowed is not None and lines > allowed:
            return Refusal(f"it changes {lines} lines, and may change {allowed}")
        progress("asking the free checkers about the steps that changed")
        verify_steps(project, document)
        write_trace(project, document)
        progress("the gates up to the sweep")
        gates = evaluate_gates(GateContext(project, mending=True), "C.5")
    except InputError as error:
        return Refusal(f"the project cannot be read after it: {error}")
    broken = next((gate for gate in gates if not gate.holds), None)
    if broken is not None:
        check = next(c for c in broken.checks if c.outcome not in ("holds", "not required"))
        return Refusal(f"gate {broken.gate} does not hold after it: {check.name}: {check.detail}")
    return _does_not_compile(project, progress)


def _untouched(review: ReviewState, identifiers: Sequence[str], prints: Mapping[str, str]) -> str:
    """A weakness whose statement, proof and what they rest on a change leaves alone; "" for none.

    A weakness of no statement is one of the whole paper, of which every change is a part.
    """
    for identifier in identifiers:
        # By what it says: another label mends nothing.
        if review.accepted_units.get(find_weakness(review, identifier).unit) in prints.values():
            return identifier
    return ""


def _does_not_compile(project: Project, progress: Callable[[str], None]) -> Refusal | None:
    """Without TeX gate D tells later; a fix is not held up by a missing program."""
    if find_program("latexmk") is None:
        progress("no latexmk here: whether it still compiles is for gate D to say")
        return None
    from ..build import compile_document

    progress("compiling")
    try:
        errors = compile_document(project).report.errors
    except MissingPartError as error:
        progress(f"whether it still compiles is for gate D to say: {error}")
        return None
    if not errors:
        return None
    first = errors[0]
    return Refusal(f"it does not compile after it: {first.file}:{first.line} {first.message}")
