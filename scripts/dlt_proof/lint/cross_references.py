"""What `\\Cref` and `\\autoref` print for statements that share a counter.

Both know a number's counter; whose it is they learn only in some settings. Which ones is measured
with TeX Live's cleveref 0.21, hyperref, amsthm, ntheorem, thmtools and aliascnt: `tests/lint`
compiles them again.
"""

from __future__ import annotations

from collections.abc import Sequence

from .. import patterns
from ..latex.packages import AMSTHM_CLASSES, THMTOOLS
from ..latex.words import word_set
from ..patterns import pattern
from ..records.findings import Edit
from ..records.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

#: The kinds that cleveref has names for.
CLEVEREF_KINDS = word_set(
    "theorem lemma corollary proposition definition result example remark note algorithm"
)
_COUNTERS_OF_LATEX = {
    "equation": "Equation",
    "section": "Section",
    "subsection": "Section",
    "subsubsection": "Section",
    "chapter": "Chapter",
    "figure": "Figure",
    "table": "Table",
}
#: Counters that step inside a statement too: their kind cannot be set for a whole statement.
_STEP_INSIDE = frozenset(["equation", "figure", "table"])
_SIMPLE_NAME = pattern(r"[a-z]+(?: [a-z]+)*")


class Definition(Record):
    """An environment that `\\newtheorem` or its like defines.

    Args:
        number: which event of the preamble it is.
        counter: that it shares, None where it counts by itself or not at all.
        printed: its printed name in lower-case words.
        command: that defines it.
        insert_at, line_break: where a line behind the definition begins, and with what.
    """

    number: int
    file: str
    start: int
    end: int
    name: str
    counter: str | None
    printed: str
    command: str
    insert_at: int
    line_break: str


class Setting:
    """What the preamble does, in the order TeX meets it.

    Attributes:
        packages: number of the event that first loads each package or class.
        definitions: in their order.
        own_counters: aliases of counters, made by aliascnt.
        kind_set: words of the hooks that set a kind.
        names: what `\\crefname` says, by kind.
        typed_labels: labels that name their kind themselves.
        first_unknown: number of the first event that loads something not known to be harmless.
        capitals: whether names are to begin with capitals.
        events: how many there were.
    """

    def __init__(self) -> None:
        self.packages: dict[str, int] = {}
        self.definitions: list[Definition] = []
        self.own_counters: set[str] = set()
        self.kind_set: set[str] = set()
        self.names: dict[str, str] = {}
        self.typed_labels: set[str] = set()
        self.first_unknown: int | None = None
        self.capitals = False
        self.events = 0

    def add(self, file: str, start: int, end: int, kind: str, rest: Sequence[Any]) -> None:
        """Take in the next event, made by `preambles`."""
        self.events += 1
        if kind == "package":
            name, harmless, options = rest
            self.packages.setdefault(name, self.events)
            if name in AMSTHM_CLASSES:
                self.packages.setdefault("amsthm", self.events)
            elif not harmless and self.first_unknown is None:
                self.first_unknown = self.events
            if name == "cleveref" and patterns.search(r"capitali[sz]e", options):
                self.capitals = True
        elif kind == "theorem":
            self.definitions.append(Definition(self.events, file, start, end, *rest))
        elif kind == "own counter":
            self.own_counters.add(rest[0])
        elif kind == "kind set":
            self.kind_set.update(rest)
        elif kind == "named":
            self.names.setdefault(*rest)
            self.capitals |= rest[1][:1].isupper()
        elif kind == "typed label":
            self.typed_labels.add(rest[0])

    def loaded(self, *names: str) -> int | None:
        """The number of the event that first loads one of some packages."""
        found = [self.packages[name] for name in names if name in self.packages]
        return min(found) if found else None


class Wrong(Record):
    """What is printed wrongly, by which command, why, and what helps."""

    command: str
    printed: str
    reason: str
    help: str
    by_cref: bool


def why_wrong(
    setting: Setting, definition: Definition, *, cref: bool, autoref: bool
) -> Wrong | None:
    """Why a statement is referred to by a wrong name; None where it is not, or not surely.

    Args:
        setting: the preamble.
        definition: of the statement's environment.
        cref, autoref: which of the two families the paper refers to statements with.
    """
    other = _other_name(setting, definition)
    if other is None or definition.command == "declaretheorem":
        return None
    problem = _cref_problem(setting, definition) if cref else None
    if problem is not None and definition.name not in setting.kind_set:
        return Wrong("\\Cref", other, *problem, by_cref=True)
    if autoref and _autoref_fails(setting, definition):
        reason = "\\autoref sees only the counter that they share"
        return Wrong("\\autoref", other, reason, "load thmtools before the definition", False)
    return None


def _other_name(setting: Setting, definition: Definition) -> str | None:
    """The name that goes with the shared counter, None where it is the right one."""
    counter, printed = definition.counter, definition.printed
    if counter is None or counter == definition.name:
        return None
    named = setting.names.get(counter)
    if named and named.lower() == printed:
        return None
    owner = next((d for d in setting.definitions if d.name == counter), None)
    if owner is not None:
        return None if owner.printed == printed else (named or owner.printed.capitalize())
    if counter in _COUNTERS_OF_LATEX:
        return _COUNTERS_OF_LATEX[counter]
    if counter in CLEVEREF_KINDS:  # a style file that we do not see defines it
        return None if counter == printed else counter.capitalize()
    rivals = [d for d in setting.definitions if d.counter == counter and d.printed != printed]
    if not rivals:
        return None
    return named or ("another name" if counter in setting.own_counters else "??")


def _cref_problem(setting: Setting, definition: Definition) -> tuple[str, str] | None:
    """Why `\\Cref` does not learn whose number it is, and what helps."""
    defined = definition.number
    cleveref = setting.loaded("cleveref")
    amsthm = setting.loaded("amsthm")
    ntheorem = setting.loaded("ntheorem")
    thmtools = setting.loaded(*THMTOOLS)
    if cleveref is None:
        return None
    if ntheorem is not None and ntheorem < cleveref:
        return None
    if thmtools is not None and thmtools < defined and not (amsthm and thmtools < amsthm < defined):
        return None
    if amsthm is not None and amsthm < cleveref < defined:
        return None
    if amsthm is None or amsthm > defined:
        if ntheorem is not None:
            return "ntheorem is loaded after cleveref", "load ntheorem before cleveref"
        if setting.first_unknown is not None and setting.first_unknown < defined:
            return None
        reason = "without amsthm cleveref sees only the counter that they share"
        return reason, "load amsthm before cleveref, and define statements after both"
    if amsthm > cleveref:
        return "amsthm is loaded after cleveref", "load amsthm before cleveref"
    reason = "it is defined before cleveref is loaded"
    return reason, "load cleveref before the definitions of statements"


def _autoref_fails(setting: Setting, definition: Definition) -> bool:
    defined = definition.number
    thmtools = setting.loaded(*THMTOOLS)
    amsthm = setting.loaded("amsthm")
    if setting.loaded("hyperref") is None or setting.first_unknown is not None:
        return False
    if thmtools is None or thmtools > defined:
        return True
    return amsthm is not None and thmtools < amsthm < defined


def edits_for(setting: Setting, definition: Definition) -> tuple[Edit, ...]:
    """A line behind the definition that tells cleveref the kind; nothing where that may not do."""
    counter, name, printed = definition.counter, definition.name, definition.printed
    if counter in _STEP_INSIDE or not _SIMPLE_NAME.fullmatch(printed):
        return ()
    lines = []
    kind = name
    if name not in setting.names:
        if printed in CLEVEREF_KINDS:
            kind = printed
        else:
            singular = printed.capitalize() if setting.capitals else printed
            lines.append(
                f"\\AddToHook{{begindocument/before}}"
                f"{{\\crefname{{{name}}}{{{singular}}}{{{_plural(singular)}}}}}"
            )
    lines.insert(0, f"\\AddToHook{{env/{name}/begin}}{{\\crefalias{{{counter}}}{{{kind}}}}}")
    at = definition.insert_at
    return ((at, at, "".join(f"{definition.line_break}{line}" for line in lines)),)


def _plural(word: str) -> str:
    if word.endswith("is"):
        return f"{word[:-2]}es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "ch", "sh")) else f"{word}s"
