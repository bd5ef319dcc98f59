"""Which rules are run: what `--select`, `--ignore` and the configuration name, made precise.

An item is a rule's identifier (`R15`) or name (`bare-constant`), a number whose rules carry
letters (`R0` for R0a, R0b, R0c), a class (`style`), or `all`. A group leaves out what cannot be
asked now (no plan, not `--final`); a rule named by itself that cannot be run is an error. Where
a group and a single rule disagree, the single rule wins; where two groups do, ignoring wins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache

from ..latex import PROBLEMS
from ..patterns import pattern
from ..project.configuration import LintConfiguration
from ..records.errors import InputError
from ..records.plan import PlanNode
from ..records.record import Record
from .rule import Rule
from .rules import all_rules

#: Findings about suppressions: they are made when all other rules have spoken.
UNUSED, INVALID = "R26", "R27"
ABOUT_SUPPRESSIONS = frozenset([UNUSED, INVALID])

_CLASSES = ("wrong", "unaccounted", "structure", "style")
#: Classes that every paper is checked for; the others are conventions of a proof project.
_ALWAYS = frozenset(["wrong", "unaccounted"])
_NUMBER = pattern(r"R\d+")
_IDENTIFIER = pattern(r"[a-zA-Z]?\d+[a-zA-Z]?")


class Choice(Record):
    """The rules of one run.

    Args:
        rules: to be run, by number.
        observers: to be run besides, for what they observe and not for their findings.
        asked: those that were selected, by themselves or in a group.
        shown: identifiers whose findings are reported, None for all of `rules`.
        about_suppressions: which of `ABOUT_SUPPRESSIONS` are reported.
        every_suppression: whether suppressions of rules that are not run are looked at too.
        notes: what the configuration switches off, one clause each.
    """

    rules: tuple[Rule, ...]
    observers: tuple[Rule, ...]
    asked: frozenset[str]
    shown: frozenset[str] | None
    about_suppressions: frozenset[str]
    every_suppression: bool
    notes: tuple[str, ...] = ()


def known_identifiers() -> tuple[str, ...]:
    """Every identifier that can be explained, rules first."""
    return (*(rule.id for rule in all_rules()), *PROBLEMS)


def is_reading(identifier: str) -> bool:
    """Whether it tells what could not be read, which nobody can ignore."""
    return identifier in PROBLEMS or any(
        rule.id == identifier and not rule.ignorable for rule in all_rules()
    )


def identifier_of(item: str) -> str:
    """The identifier of a rule given by identifier or name.

    Raises:
        InputError: there is no such rule; the remedy names those spelled like it.
    """
    found = find_rule(item)
    if found is None:
        raise InputError(f"there is no rule {item.strip()!r}", remedy=_remedy(item.strip()))
    return found


def find_rule(item: str) -> str | None:
    """The identifier of a rule given by identifier or name, None where there is no such rule."""
    return _spellings().get(item.strip().lower())


@cache
def _spellings() -> dict[str, str]:
    """Identifiers by everything they may be called, in lower case."""
    found = {name: identifier for identifier, name in PROBLEMS.items()}
    found.update({rule.name: rule.id for rule in all_rules()})
    found.update({identifier.lower(): identifier for identifier in known_identifiers()})
    return found


def similar(wanted: str, *, groups: bool = True) -> list[str]:
    """Identifiers, names and groups that are spelled like something unknown."""
    import difflib

    # One digit more or less says little where identifiers are this short.
    likeness = 0.75 if _IDENTIFIER.fullmatch(wanted) else 0.6
    names = (*known_identifiers(), *(rule.name for rule in all_rules()), *PROBLEMS.values())
    spellings = {name.lower(): name for name in (*names, *((*_CLASSES, "all") if groups else ()))}
    close = difflib.get_close_matches(wanted.lower(), spellings, n=3, cutoff=likeness)
    return [spellings[spelling] for spelling in close]


def _remedy(wanted: str) -> str:
    close = similar(wanted)
    meant = f"did you mean {' or '.join(close)}? " if close else ""
    return f"{meant}`dlt-proof explain` lists them all"


def members(item: str) -> tuple[frozenset[str], bool]:
    """What an item stands for, and whether it is a group.

    Raises:
        InputError: it stands for nothing.
    """
    wanted = item.strip()
    if wanted.lower() == "all":
        return frozenset(rule.id for rule in all_rules()), True
    if wanted.lower() in _CLASSES:
        return frozenset(r.id for r in all_rules() if r.rule_class == wanted.lower()), True
    if _NUMBER.fullmatch(wanted.upper()) and wanted.upper() not in known_identifiers():
        lettered = [rule.id for rule in all_rules() if rule.id[:-1] == wanted.upper()]
        if lettered and not lettered[0][-1].isdigit():
            return frozenset(lettered), True
    return frozenset([identifier_of(item)]), False


class _Wish(Record):
    """What a list of items names: single rules, and rules named as part of a group."""

    single: frozenset[str] = frozenset()
    group: frozenset[str] = frozenset()

    def names(self, rule: str) -> bool:
        return rule in self.single or rule in self.group

    def __bool__(self) -> bool:
        return bool(self.single or self.group)


def choose(
    select: Sequence[str],
    ignore: Sequence[str],
    configured: LintConfiguration,
    *,
    final: bool,
    strict: bool,
    plan: Mapping[str, PlanNode] | None,
    plain: bool = False,
) -> Choice:
    """The rules of one run, from the command's options and the project's configuration.

    What the command selects takes the place of what the configuration selects, and is run even
    where the configuration ignores it, a single rule in any case and a group where the
    configuration ignores a group.

    Args:
        select, ignore: items of the command.
        configured: `[lint]` of the configuration.
        final: the paper is about to be submitted.
        strict: the tool's conventions hold throughout; elsewhere structure and style are asked
            for or left alone.
        plan: nodes of the plan, None where there is none.
        plain: it is no proof project; rules that need a plan say that they cannot check it.

    Raises:
        InputError: an unknown rule, one that cannot be run or cannot be ignored, the same rule
            selected and ignored, or nothing left to run.
    """
    commanded = _wish(select)
    off, off_here = _wish(ignore), _wish(configured.ignore, configured.source)
    wanted = commanded or _wish(configured.select, configured.source)
    _refuse(wanted, off, None if commanded else configured.source)
    _refuse(_Wish() if commanded else wanted, off_here, configured.source)

    def is_off(rule: str) -> bool:
        return rule in off.single or (rule in off.group and rule not in wanted.single)

    def is_off_here(rule: str) -> bool:
        if rule in commanded.single or (rule in wanted.single and rule not in off_here.single):
            return False
        return rule in off_here.single or (rule in off_here.group and not commanded.names(rule))

    def can_run(rule: Rule) -> bool:
        if rule.needs_plan and plan is None and not plain:
            if rule.id in wanted.single:
                raise InputError(f"{rule.id} needs a plan, and there is none")
            return False
        if not (strict or wanted.names(rule.id) or rule.rule_class in _ALWAYS):
            return False
        return final or not rule.only_final or rule.id in wanted.single

    ignored = frozenset(
        r.id for r in all_rules() if r.ignorable and (is_off(r.id) or is_off_here(r.id))
    )
    possible = [rule for rule in all_rules() if rule.id not in ignored and can_run(rule)]
    chosen = [rule for rule in possible if not wanted or wanted.names(rule.id)]
    ignorable = any(rule.ignorable for rule in chosen)
    if not ignorable and not any(is_reading(item) for item in wanted.single):
        file = None if commanded or off else configured.source
        raise InputError("these options leave no rule to run", file=file)
    shown = None
    if UNUSED in wanted.single:
        # Whether a suppression is used can only be told by running what it suppresses.
        shown = frozenset(rule.id for rule in chosen)
    return Choice(
        rules=tuple(
            rule
            for rule in (chosen if shown is None else possible)
            if rule.id not in ABOUT_SUPPRESSIONS
        ),
        observers=tuple(rule for rule in all_rules() if rule.id == UNUSED),
        asked=frozenset(rule.id for rule in chosen if wanted),
        shown=shown,
        about_suppressions=ABOUT_SUPPRESSIONS - ignored,
        every_suppression=not wanted or bool(wanted.single & ABOUT_SUPPRESSIONS),
        notes=_notes(configured, chosen, commanded, wanted, is_off_here),
    )


def _notes(
    configured: LintConfiguration,
    chosen: Sequence[Rule],
    commanded: _Wish,
    wanted: _Wish,
    is_off_here: Callable[[str], bool],
) -> tuple[str, ...]:
    """What the configuration, and not the command itself, keeps from being run."""
    notes = []
    if wanted and not commanded:
        names = ", ".join(rule.id for rule in chosen)
        notes.append(f"only {names} selected by {configured.source}")
    off = [
        rule.id
        for rule in all_rules()
        if rule.ignorable and is_off_here(rule.id) and (not wanted or wanted.names(rule.id))
    ]
    if off:
        notes.append(f"{', '.join(off)} ignored by {configured.source}")
    return tuple(notes)


def _wish(items: Sequence[str], file: str | None = None) -> _Wish:
    """The rules that items name; errors are about the configuration file, where one is given."""
    single: set[str] = set()
    group: set[str] = set()
    for item in items:
        try:
            found, is_group = members(item)
        except InputError as error:
            if file is None:
                raise
            raise InputError(f"[lint] {error.message}", file=file, remedy=error.remedy) from None
        (group if is_group else single).update(found)
    return _Wish(frozenset(single), frozenset(group))


def _refuse(wanted: _Wish, off: _Wish, file: str | None) -> None:
    refuse_reading(off.single, file)
    both = sorted(wanted.single & off.single)
    if both:
        raise InputError(f"{both[0]} is both selected and ignored", file=file)


def refuse_reading(ignored: Iterable[str], file: str | None = None) -> None:
    """Refuse to ignore what tells what was not read.

    Raises:
        InputError: one of them does.
    """
    for identifier in sorted(ignored):
        if is_reading(identifier):
            raise InputError(
                f"{identifier} cannot be ignored: it tells what was not read", file=file
            )
