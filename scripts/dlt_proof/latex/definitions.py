"""Parsing definitions of macros, environments and theorem-like environments.

Each parser gets the text and the offset behind the command, and returns the offset behind the
whole definition with what was defined. Not here: what a defined environment amounts to
(`theorems`), or using a macro (`macros`).
"""

from __future__ import annotations

from collections.abc import Callable

from .. import patterns
from ..patterns import pattern
from ..records.record import Record
from .arguments import after, bracket_at, group_at, remove_comments, skip_blank, token_at

_COMMAND_NAME = pattern(r"\\([a-zA-Z@]+|[^a-zA-Z@])")
_PARAMETERS = pattern(r"[^{}\\]*")
_SPECIFICATION = pattern(r"[+!>]?\s*(?:\{[^{}]*\})?\s*([a-zA-Z])\s*(\{[^{}]*\})?")


class MacroDefinition(Record):
    """`\\newcommand` and its like; fields as in `model.Macro`, `span` of the whole definition."""

    name: str
    arguments: int
    default: str | None
    body: str
    span: tuple[int, int]
    paired: bool = False
    renewed: bool = False


class EnvironmentDefinition(Record):
    """`\\newenvironment{name}[arguments][default]{begin}{…}`."""

    name: str
    arguments: int
    default: str | None
    begin: str


class TheoremDefinition(Record):
    """A theorem-like environment and its printed name.

    Args:
        boxed: made by `\\newtcbtheorem`, hence used as `\\begin{name}{title}{label}`.
        prefix: what `\\newtcbtheorem` puts before the label, with its colon.
        counter: the counter it shares, `theorem` in `\\newtheorem{lemma}[theorem]{Lemma}`; None
            where it counts by itself.
        within: the counter that begins its count anew, `section`; None where none does.
        numbered: False for a starred one.
    """

    name: str
    printed: str
    boxed: bool = False
    prefix: str = ""
    counter: str | None = None
    within: str | None = None
    numbered: bool = True


Definition = MacroDefinition | EnvironmentDefinition | tuple[TheoremDefinition, ...]
Parsed = tuple[int, Definition | None] | None


def parse_definition(text: str, command: str, start: int, position: int) -> Parsed:
    """Parse the definition that a command of `DEFINERS` begins.

    Args:
        text: original text of the file.
        command: the command without backslash.
        start: offset of its backslash.
        position: offset behind the command and its star.

    Returns:
        The offset behind the definition and what it defines (None: nothing we keep); None
        where the text is no such definition.
    """
    return DEFINERS[command](text, command, start, position)


def _macro_name(text: str, position: int) -> tuple[int, str] | None:
    """`\\name` or `{\\name}`."""
    at = skip_blank(text, position)
    group = group_at(text, at) if text.startswith("{", at) else None
    match = _COMMAND_NAME.match(text, skip_blank(text, group[0]) if group else at)
    if match is None:
        return None
    return (after(text, group) if group else match.end()), match[1]


def _count_and_default(text: str, position: int) -> tuple[int, int, str | None] | None:
    """`[n][default]`: offset behind, number of arguments, default of the first."""
    count, default = 0, None
    if number := bracket_at(text, position):
        value = text[slice(*number)].strip()
        if not value.isdigit():
            return None
        count, position = int(value), after(text, number)
        if optional := bracket_at(text, position):
            default, position = text[slice(*optional)], after(text, optional)
    return position, count, default


def _newcommand(text: str, command: str, start: int, position: int) -> Parsed:
    named = _macro_name(text, position)
    if named is None:
        return None
    counted = _count_and_default(text, named[0])
    if counted is None:
        return None
    position, count, default = counted
    body = token_at(text, position)
    if body is None:
        return None
    end = after(text, body)
    content = remove_comments(text[slice(*body)])
    renewed = command == "renewcommand"
    return end, MacroDefinition(named[1], count, default, content, (start, end), renewed=renewed)


def _document_command(text: str, command: str, start: int, position: int) -> Parsed:
    named = _macro_name(text, position)
    specification = group_at(text, named[0]) if named else None
    if named is None or specification is None:
        return None
    body = group_at(text, after(text, specification))
    if body is None:
        return None
    end = after(text, body)
    letters = _SPECIFICATION.findall(text[slice(*specification)])
    kinds = "".join(letter for letter, _ in letters)
    content = remove_comments(text[slice(*body)])
    if patterns.fullmatch("m*", kinds):
        return end, MacroDefinition(named[1], len(kinds), None, content, (start, end))
    if patterns.fullmatch("[oO]m*", kinds):
        default = letters[0][1][1:-1]
        return end, MacroDefinition(named[1], len(kinds), default, content, (start, end))
    return end, None


def _def(text: str, command: str, start: int, position: int) -> Parsed:
    match = _COMMAND_NAME.match(text, skip_blank(text, position))
    if match is None:
        return None
    brace = text.find("{", match.end())
    if brace < 0 or "\n\n" in text[match.end() : min(brace, match.end() + 400)]:
        return None
    parameters = text[match.end() : brace]
    body = group_at(text, brace)
    if body is None or len(parameters) > 400:
        return None
    end = after(text, body)
    numbers = patterns.fullmatch(r"\s*((?:#\d\s*)*)", parameters)
    if numbers is None or match[1] == "csname":
        return end, None  # delimited parameters: hidden, but not expanded anywhere
    count = numbers[1].count("#")
    content = remove_comments(text[slice(*body)])
    return end, MacroDefinition(match[1], count, None, content, (start, end))


def _let(text: str, command: str, start: int, position: int) -> Parsed:
    match = patterns.compiled(r"\s*\\([a-zA-Z@]+|.)\s*=? ?(\\(?:[a-zA-Z@]+|.)|[^\s\\])").match(
        text, position
    )
    if match is None:
        return None
    return match.end(), MacroDefinition(match[1], 0, None, match[2], (start, match.end()))


def _operator(text: str, command: str, start: int, position: int) -> Parsed:
    named = _macro_name(text, position)
    body = group_at(text, named[0]) if named else None
    if named is None or body is None:
        return None
    end = after(text, body)
    star = "*" if text[position - 1] == "*" else ""
    content = f"\\operatorname{star}{{{remove_comments(text[slice(*body)])}}}"
    return end, MacroDefinition(named[1], 0, None, content, (start, end))


def _paired(text: str, command: str, start: int, position: int) -> Parsed:
    named = _macro_name(text, position)
    if named is None:
        return None
    counted = _count_and_default(text, named[0])
    if counted is None:
        return None
    position, count, _ = counted
    groups = []
    wanted = {"DeclarePairedDelimiter": 2, "DeclarePairedDelimiterX": 3}.get(command, 5)
    for _ in range(wanted):
        group = token_at(text, position)
        if group is None:
            return None
        groups.append(remove_comments(text[slice(*group)]).strip())
        position = after(text, group)
    if wanted == 2:
        body, count = f"{groups[0]} #1{groups[1]}", 1
    elif wanted == 3:
        body = f"{groups[0]} {groups[2]}{groups[1]}"
    else:
        body = f"{groups[0]}{groups[1]} {groups[4]}{groups[2]}{groups[3]}"
    # The size of the bars means nothing to a reader of mathematics.
    body = body.replace("\\delimsize", "")
    return position, MacroDefinition(named[1], count, None, body, (start, position), paired=True)


def _environment(text: str, command: str, start: int, position: int) -> Parsed:
    name = group_at(text, position)
    if name is None:
        return None
    position = after(text, name)
    if command.endswith("DocumentEnvironment"):
        specification = group_at(text, position)
        if specification is None:
            return None
        kinds = [letter for letter, _ in _SPECIFICATION.findall(text[slice(*specification)])]
        count, position = len(kinds), after(text, specification)
        default = "" if kinds and kinds[0] in "oO" else None
    else:
        counted = _count_and_default(text, position)
        if counted is None:
            return None
        position, count, default = counted
    begin = group_at(text, position)
    if begin is None:
        return None
    position = after(text, begin)
    if command != "NewEnviron":
        end = group_at(text, position)
        if end is None:
            return None
        position = after(text, end)
    content = remove_comments(text[slice(*begin)])
    return position, EnvironmentDefinition(text[slice(*name)].strip(), count, default, content)


def _newtheorem(text: str, command: str, start: int, position: int) -> Parsed:
    """`\\newtheorem{name}[counter]{Printed}[within]`; `\\spnewtheorem` has two styles more."""
    numbered = text[position - 1] != "*"
    option = bracket_at(text, position)  # \newmdtheoremenv[settings]{name}…
    name = group_at(text, after(text, option) if option else position)
    if name is None:
        return None
    position = after(text, name)
    counter = within = None
    if option := bracket_at(text, position):
        counter, position = _counter_name(text[slice(*option)]), after(text, option)
    printed = group_at(text, position)
    if printed is None:
        return None
    position = after(text, printed)
    if option := bracket_at(text, position):
        within, position = _counter_name(text[slice(*option)]), after(text, option)
    for _ in range(2 if command == "spnewtheorem" else 0):
        if style := group_at(text, position):
            position = after(text, style)
    label = remove_comments(text[slice(*printed)]).strip()
    theorem = TheoremDefinition(
        text[slice(*name)].strip(), label, counter=counter, within=within, numbered=numbered
    )
    return position, (theorem,)


def _counter_name(text: str) -> str | None:
    return remove_comments(text).strip().strip("{}").strip() or None


def _setting(settings: str, names: str) -> str | None:
    """The value of the first of some keys (`a|b`) in a list of `key=value`."""
    match = patterns.search(rf"(?:^|,)\s*(?:{names})\s*=\s*(\{{[^{{}}]*\}}|[^,{{}}]*)", settings)
    return match[1].strip().strip("{}").strip() or None if match else None


def _declaretheorem(text: str, command: str, start: int, position: int) -> Parsed:
    unnumbered = text[position - 1] == "*"
    settings = ""
    if option := bracket_at(text, position):
        settings, position = remove_comments(text[slice(*option)]), after(text, option)
    names = group_at(text, position)
    if names is None:
        return None
    position = after(text, names)
    if option := bracket_at(text, position):  # thmtools takes the settings on either side
        settings, position = remove_comments(text[slice(*option)]), after(text, option)
    printed = _setting(settings, "name|title|heading")
    counter = _setting(settings, "sibling|numberlike|sharenumber|sharecounter")
    within = _setting(settings, "numberwithin|within|parent|counterwithin")
    numbered = not unnumbered and _setting(settings, "numbered") not in ("no", "false")
    found = []
    for name in remove_comments(text[slice(*names)]).split(","):
        label = printed or name.strip().capitalize()
        found.append(
            TheoremDefinition(
                name.strip(), label, counter=counter, within=within, numbered=numbered
            )
        )
    return position, tuple(found)


def _newtcbtheorem(text: str, command: str, start: int, position: int) -> Parsed:
    settings = ""
    if option := bracket_at(text, position):
        settings, position = remove_comments(text[slice(*option)]), after(text, option)
    groups = []
    for _ in range(4):
        group = group_at(text, position)
        if group is None:
            return None
        groups.append(remove_comments(text[slice(*group)]).strip())
        position = after(text, group)
    prefix = f"{groups[3]}:" if groups[3] else ""
    counter = _setting(settings, "use counter from|use counter")
    within = _setting(settings, "number within")
    numbered = not patterns.search(r"(?:^|,)\s*no counter\b", settings)
    return position, (
        TheoremDefinition(groups[0], groups[1], True, prefix, counter, within, numbered),
    )


DEFINERS: dict[str, Callable[[str, str, int, int], Parsed]] = {
    **dict.fromkeys(
        ["newcommand", "renewcommand", "providecommand", "DeclareRobustCommand", "newrobustcmd"],
        _newcommand,
    ),
    **dict.fromkeys(
        [f"{verb}DocumentCommand" for verb in ("New", "Renew", "Provide", "Declare")],
        _document_command,
    ),
    **dict.fromkeys(["def", "gdef", "edef", "xdef"], _def),
    "let": _let,
    "DeclareMathOperator": _operator,
    **dict.fromkeys([f"DeclarePairedDelimiter{suffix}" for suffix in ("", "X", "XPP")], _paired),
    **dict.fromkeys(
        ["newenvironment", "renewenvironment", "provideenvironment", "NewEnviron"]
        + [f"{verb}DocumentEnvironment" for verb in ("New", "Renew", "Provide", "Declare")],
        _environment,
    ),
    **dict.fromkeys(
        [
            "newtheorem",
            "spnewtheorem",
            "newmdtheoremenv",
            "newframedtheorem",
            "newshadedtheorem",
            "newshadetheorem",
        ],
        _newtheorem,
    ),
    "declaretheorem": _declaretheorem,
    **dict.fromkeys(["newtcbtheorem", "NewTcbTheorem"], _newtcbtheorem),
}
