"""What moves counters in a file: headings, statements, and commands that set them."""

from __future__ import annotations

from collections.abc import Iterable

from ..patterns import pattern
from ..records.record import Record
from .arguments import NEARBY, after, bracket_at, group_at
from .model import Environment, Heading
from .theorems import Environments

LEVELS = ("part", "chapter", "section", "subsection", "subsubsection")
_CHANGES = pattern(
    r"\\(?P<name>setcounter|addtocounter|stepcounter|refstepcounter|numberwithin|counterwithin"
    r"|counterwithout|newaliascnt|appendix|begin\s*\{append(?:ices|ix)\*?\}|documentclass"
    r"|mainmatter)(?![a-zA-Z@])\*?"
)
_ARGUMENTS = {
    **dict.fromkeys(["stepcounter", "refstepcounter"], 1),
    **dict.fromkeys(["setcounter", "addtocounter", "numberwithin", "counterwithin"], 2),
    **dict.fromkeys(["counterwithout", "newaliascnt"], 2),
}
_INTEGER = pattern(r"-?\d+")


class Count(Record):
    """Something that moves a counter.

    Args:
        place: offset in the file.
        action: `step`, `set`, `add`, `within`, `without`, `alias`, `appendix`, or `statement`.
        counter: the counter, or for a statement the environment that it comes down to.
        value: a number, a second counter, or for a statement the kind.
        end: for a statement, where it ends.
    """

    place: int
    action: str
    counter: str = ""
    value: int | str = 0
    end: int = 0


def counts(
    masked: str,
    statements: Iterable[tuple[str, Environment]],
    headings: Iterable[Heading],
    environments: Environments,
) -> list[Count]:
    """What moves counters in a file, by place.

    Args:
        masked: its masked text.
        statements: kind and environment of each.
        headings: of the file.
        environments: what environments are.
    """
    found = []
    for heading in headings:
        starred = masked.startswith("*", heading.span.start + 1 + len(heading.command))
        if heading.command in LEVELS and not starred:
            found.append(Count(heading.span.start, "step", heading.command))
    for kind, environment in statements:
        name = environments.kind(environment.name).base or environment.name
        if environment.name.rstrip("*") in ("restatable", "thmrestate"):
            name = environment.name  # put right by `views`, which knows the argument
        span = environment.span
        found.append(Count(span.start, "statement", name, kind, span.end))
    for match in _CHANGES.finditer(masked):
        name = match["name"]
        if name.startswith("begin") or name == "appendix":
            found.append(Count(match.start(), "appendix"))
            continue
        arguments = _groups(masked, match.end(), _ARGUMENTS.get(name, 0))
        if len(arguments) < _ARGUMENTS.get(name, 1):
            continue
        first, second = arguments[0], arguments[-1]
        if name in ("setcounter", "addtocounter"):
            if _INTEGER.fullmatch(second):
                action = "set" if name == "setcounter" else "add"
                found.append(Count(match.start(), action, first, int(second)))
        elif name in ("stepcounter", "refstepcounter"):
            found.append(Count(match.start(), "step", first))
        elif name == "newaliascnt":
            found.append(Count(match.start(), "alias", first, second))
        else:
            action = "without" if name == "counterwithout" else "within"
            found.append(Count(match.start(), action, first, second))
    return sorted(found)


def _groups(text: str, position: int, count: int) -> list[str]:
    found = []
    for _ in range(count):
        while option := bracket_at(text, position):
            position = after(text, option)
        group = group_at(text, position, within=NEARBY)
        if group is None:
            break
        found.append(text[slice(*group)].strip())
        position = after(text, group)
    return found


class TheoremCounter(Record):
    """How the statements of an environment count; see `definitions.TheoremDefinition`."""

    counter: str | None
    within: str | None
    numbered: bool


def theorem_counters(
    found: Iterable[Count], environments: Environments
) -> dict[str, TheoremCounter]:
    """The definitions behind the statements among `found`, and those they share counters with."""
    wanted = [count.counter for count in found if count.action == "statement"]
    counters: dict[str, TheoremCounter] = {}
    while wanted:
        name = wanted.pop()
        theorem = environments.theorem(name)
        if theorem is None or name in counters:
            continue
        counters[name] = TheoremCounter(theorem.counter, theorem.within, theorem.numbered)
        if theorem.counter:
            wanted.append(theorem.counter)
    return counters
