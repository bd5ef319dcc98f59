"""What an agent's tool call may not change in a proof project: each rule from a change to what is
wrong with it. A person, at a shell or in an editor, may do all of it.

Not here: how a call is refused or undone (`before_tool`, `after_tool`).
"""

from __future__ import annotations

import os

from ..graph.plan_file import parse_plan
from ..plan.scope import SCOPES, plan_extent
from ..project.root import PLAN_FILE, RESEARCH_FOLDER, SECTION_FOLDER
from ..records.errors import InputError
from .approved import differences
from .delta import Delta, Violation
from .phase import is_quick, why_gate_a_fails

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from .delta import Changed, Side

STATE_FOLDER = f"{RESEARCH_FOLDER}/state/"
_RESEARCH = f"{RESEARCH_FOLDER}/"
SCOPE_FILE = f"{RESEARCH_FOLDER}/scope.md"
SETTINGS_FILE = "dlt-proof.toml"
SHARED_SETTINGS_FILE = "pyproject.toml"
#: Settings that decide what is asked of the paper; the others say how the work is done.
_DECIDING = ("adopted", "environments", "lint", "main", "review", "trace")
_FOR_A_PERSON = "ask the author, who does it in an editor or a shell of their own"


def violations(delta: Delta, *, of_history: bool = False) -> list[Violation]:
    """What a change does that it may not.

    Args:
        delta: the change.
        of_history: git brought it: then sections and state are as somebody committed them, and
            only what is asked of the paper is looked at.

    Raises:
        OSError: a file cannot be read.
    """
    found: list[Violation] = []
    for rule in _OF_HISTORY if of_history else _RULES:
        try:
            found += rule(delta)
        except InputError as error:
            # Where it cannot be told what a change means it is not made.
            told = f"this cannot be judged: {error}"
            found += [Violation(changed.name, told) for changed in delta.judged]
    return found


def _state(delta: Delta) -> Iterator[Violation]:
    """The state grows by sealed records, and by those of our own commands only."""
    for changed in delta.changed:
        if not changed.name.startswith(STATE_FOLDER):
            continue
        if not delta.done:
            yield Violation(changed.name, "state/ is written by dlt-proof alone")
            continue
        before, after = changed.before or b"", changed.after
        if after is None or not after.startswith(before):
            yield Violation(
                changed.name, "records were taken out of state/, to which is only ever added"
            )
        elif not _sealed(delta, changed, after[len(before) :]):
            yield Violation(
                changed.name, "what was added to state/ was not sealed by dlt-proof on this machine"
            )


def _sealed(delta: Delta, changed: Changed, added: bytes) -> bool:
    """Whether lines were written by our program with this user's key."""
    kind, _, name = changed.name.removeprefix(STATE_FOLDER).partition("/")
    if not name.endswith(".jsonl") or "/" in name or not added.endswith(b"\n"):
        return added == b"" and name.endswith(".jsonl")
    try:
        records = delta.after.project.state.records_in(added, kind, changed.name)
        return all(record.sealed_here for record in records)
    except InputError:
        return False


def _removed(delta: Delta) -> Iterator[Violation]:
    """Without its plan, its scope or its main file a project would be held to less."""
    gone = [changed.name for changed in delta.changed if changed.after is None]
    deciding = {PLAN_FILE, SCOPE_FILE}.intersection(gone)
    along = f"{RESEARCH_FOLDER}/" if PLAN_FILE in deciding else "\0"
    if not delta.after.main:  # then the paper is none any more
        deciding |= {name for name in gone if name.endswith(".tex") and "/" not in name}
    for changed in delta.changed:
        if changed.name in deciding or (changed.after is None and changed.name.startswith(along)):
            yield Violation(changed.name, f"{changed.name} was removed: {_FOR_A_PERSON}")


def _links(delta: Delta) -> Iterator[Violation]:
    """A link in the place of one of the project's folders would lead to what nobody looks at."""
    for changed in delta.changed:
        path = os.path.join(delta.root, changed.name)
        is_ours = changed.name == SECTION_FOLDER or f"{changed.name}/".startswith(_RESEARCH)
        if delta.done and changed.before is None and is_ours and os.path.islink(path):
            yield Violation(changed.name, "a link stands where the project has a folder")


def _switches(delta: Delta) -> Iterator[Violation]:
    """What could switch these guards off."""
    for changed in delta.changed:
        if changed.name.startswith(".claude/"):
            yield Violation(changed.name, f"settings of Claude Code: {_FOR_A_PERSON}")


def _settings(delta: Delta) -> Iterator[Violation]:
    """What is asked of the paper is for the author to set."""
    names = {SETTINGS_FILE, SHARED_SETTINGS_FILE}.intersection(delta.by_name)
    if not names:
        return
    before, after = _deciding(delta, False), _deciding(delta, True)
    if delta.plain[:1] == ("adopt",):
        after.pop("adopted", None)
    told = ", ".join(key for key in _DECIDING if before.get(key) != after.get(key))
    for name in sorted(names) if told else ():
        yield Violation(name, f"{told} decides what is asked of the paper: {_FOR_A_PERSON}")


def _deciding(delta: Delta, afterwards: bool) -> dict[str, Any]:
    """What the settings say that decides what is asked of the paper."""
    import tomllib

    for name in (SETTINGS_FILE, SHARED_SETTINGS_FILE):
        data = delta.content(name, afterwards)
        if data is None:
            continue
        try:
            table: Any = tomllib.loads(data.decode("utf-8-sig"))
        except ValueError:  # not TOML yet, or not any more: every command says so
            return {}
        if name == SHARED_SETTINGS_FILE:
            table = (table.get("tool") or {}).get("dlt-proof")
        return {k: v for k, v in table.items() if k in _DECIDING} if isinstance(table, dict) else {}
    return {}


def _scope(delta: Delta) -> Iterator[Violation]:
    """A smaller scope would release what the plan asks for."""
    changed = delta.by_name.get(SCOPE_FILE)
    if changed is None or changed.after is None:
        return
    before, after = (_declared(data) for data in (changed.before, changed.after))
    if before is not None and after is None:
        yield Violation(SCOPE_FILE, f"it would declare no scope any more: {_FOR_A_PERSON}")
    elif after == 0 and before is not None and before > 0:
        yield Violation(
            SCOPE_FILE,
            f"scope Quick in the place of {SCOPES[before]} asks for no plan, check, sweep or "
            f"review: {_FOR_A_PERSON}",
        )
    elif delta.after.plan is not None and after is not None:
        extent = plan_extent(delta.after.plan)
        if after < SCOPES.index(extent.smallest_scope):
            yield Violation(
                SCOPE_FILE, f"scope {SCOPES[after]} is below what the plan shows: {extent}"
            )


def _declared(data: bytes | None) -> int | None:
    words = (data or b"").decode("utf-8-sig", errors="replace").split()
    return SCOPES.index(words[0]) if words and words[0] in SCOPES else None


def _plan(delta: Delta) -> Iterator[Violation]:
    """What gates apply to: only a person takes a statement out of their reach."""
    changed = delta.by_name.get(PLAN_FILE)
    if changed is None or changed.after is None or delta.after.plan is None:
        return
    text = (changed.before or b"").decode("utf-8", errors="replace")
    before, after = parse_plan(text, PLAN_FILE), delta.after.plan
    given = {label for label, node in before.nodes.items() if not node.managed}
    adopted = _is_adopted(delta.after)
    out_of_reach = f"out of the gates' reach: {_FOR_A_PERSON}"
    for label, node in after.nodes.items():
        fresh = label not in before.nodes
        if not (node.managed or label in given or (adopted and fresh)):
            told = f"{PLAN_FILE}:{node.line}: `**Managed:** no` takes {label} {out_of_reach}"
            yield Violation(PLAN_FILE, told)
    # The statements of an adopted paper stay in it without their nodes.
    for label in before.managed if adopted else ():
        if label not in after.nodes and label not in after.unread:
            yield Violation(PLAN_FILE, f"{PLAN_FILE}: without its node {label} is {out_of_reach}")


def _is_adopted(side: Side) -> bool:
    try:
        return side.project.configuration.adopted
    except InputError:
        return False


def _too_early(delta: Delta) -> Iterator[Violation]:
    """No section is written before gate A holds."""
    if not delta.latex or delta.plain[:1] in (("init",), ("adopt",)) or is_quick(delta.after):
        return
    reason = why_gate_a_fails(delta.after if delta.done else delta.before)
    sections = [c for c in delta.latex if _is_section(delta, c)] if reason else []
    fresh = reason and not sections and not _is_adopted(delta.after)
    if fresh and _stated_in(delta.after) > _stated_in(delta.before):
        sections = delta.latex  # it stands in a file that is read now
    main = [c for c in delta.latex if delta.done and c not in sections and c.before is not None]
    # What inputs a section that is put back is put back with it.
    for changed in [*sections, *(c for c in main if sections and c.name == delta.before.main)]:
        yield Violation(
            changed.name,
            f"no section is written before gate A holds, and it does not: {reason}\n"
            "`dlt-proof status` says what comes next",
        )


def _stated_in(side: Side) -> int:
    document = side.document
    return len(document.statements) + len(document.proofs) if document is not None else 0


def _is_section(delta: Delta, changed: Changed) -> bool:
    """Whether a file belongs to what the plan is about; in an adopted paper, to what is managed."""
    if _is_adopted(delta.before) or _is_adopted(delta.after):
        return any(changed.name in _managed_files(side) for side in (delta.before, delta.after))
    if changed.name.startswith(f"{SECTION_FOLDER}/"):
        return True
    plan = delta.after.plan
    return plan is not None and any(n.section == changed.name for n in plan.nodes.values())


def _managed_files(side: Side) -> set[str]:
    """The files that hold a managed statement, or its proof."""
    if side.plan is None:
        return set()
    found = {node.section for node in side.plan.managed.values()}
    document = side.document
    for label in side.plan.managed if document is not None else ():
        statement, proof = document.statement(label), document.proof_of(label)  # type: ignore[union-attr]
        found |= {part.environment.span.file for part in (statement, proof) if part is not None}
    return found


def _approved(delta: Delta) -> Iterator[Violation]:
    """What the author approved stays as it was approved."""
    if not any(c.is_latex or c.name == PLAN_FILE for c in delta.changed):
        return
    told = differences(delta.after)
    known = differences(delta.before) if told else []
    for message in (message for message in told if message not in known):
        for name in _made_by(delta, message):
            yield Violation(
                name,
                f"{message}\nThe author approved it: propose the change and wait. To allow it they "
                "type `dlt-proof plan approve --withdraw LABEL` here, as the whole message",
            )


def _made_by(delta: Delta, message: str) -> list[str]:
    """The files without whose change a difference would not be there; all where none alone is."""
    names = [c.name for c in delta.changed if c.is_latex or c.name == PLAN_FILE]
    if len(names) == 1:
        return names
    alone = [name for name in names if message not in differences(delta.without(name).after)]
    return alone or names


_OF_HISTORY = (_links, _switches, _settings, _scope, _plan)
_RULES = (_state, _removed, _links, _switches, _settings, _scope, _plan, _too_early, _approved)
