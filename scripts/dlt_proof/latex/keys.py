"""Labels, references and citations of one masked file, key by key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .. import patterns
from ..patterns import pattern
from ..records.record import Record
from .arguments import NEARBY, after, bracket_at, group_at, skip_blank, token_at
from .macros import expand_macros
from .model import Command, Key, Macro, Span
from .ranges import RANGES, with_ranges
from .words import word_set

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

Role: TypeAlias = 'Literal["label", "reference", "citation"]'

#: `\thlabel` of ntheorem and `\zlabel` of zref label as well.
LABELS = frozenset(["label", "thlabel", "zlabel"])
REFERENCES = word_set(
    "ref eqref pageref autoref Autoref nameref Nameref titleref vref Vref vpageref cref Cref "
    "cpageref Cpageref namecref nameCref lcnamecref namecrefs nameCrefs lcnamecrefs labelcref "
    "labelcpageref zcref zcpageref zref zpageref subref fullref thref autopageref hypref fref "
    "Fref refeq"
)
# `\cite` and everything called like it, of natbib, biblatex and the venues' own classes.
CITATION = pattern(r"[Cc]ite[a-zA-Z]*|[A-Z]?[a-z]*cites?|[Ff]ootcitetexts?")
NOT_CITATIONS = word_set(
    "citestyle citetext citename citefield citelist citeindexfalse citeindextrue citereset "
    "citedash citepunct citeleft citeright citeform citemid citeprefix defcite bibcite "
    "citetrackertrue citetrackerfalse citesetup citenum@ newcites newcite@ "
    "citeauthoryear"
)
_KEY = pattern(r"[^\s,][^,]*?(?=\s*(?:,|\Z))")
_CALL = pattern(r"\\([a-zA-Z@]+)\*?((?:\s*\[[^\[\]]*\])*)((?:\s*\{[^{}]*\})*)")
_OPTION = pattern(r"\[([^\[\]]*)\]")
_PARAMETER = pattern(r"#([1-9])")
#: How deep macros that refer may be made of one another.
_NESTED = 4
_SIMPLE_GROUP = pattern(r"\{([^{}]*)\}")
# apacite: `\cite<see>[p.~2]{key}`.
_ANGLE = pattern(r"\s*<[^<>{}\\]{0,200}>(?=\s*[\[{])")
_ROUND = pattern(r"\s*\(([^()]*)\)")


def role_of(command: str) -> Role | None:
    """What the keys of a command are, None for a command without keys."""
    if command in LABELS:
        return "label"
    if command in REFERENCES or command in RANGES or command == "hyperref":
        return "reference"
    if CITATION.fullmatch(command) and command not in NOT_CITATIONS:
        return "citation"
    return None


class KeyMacro(Record):
    """A user's macro that refers, cites or labels: `\\newcommand{\\fig}[1]{Fig.~\\ref{fig:#1}}`.

    Args:
        uses: role, command and template of the keys (`fig:#1`, or the key that it always is) of
            each such command in it. Where the template is empty the macro is another name of the
            command.
    """

    macro: Macro
    uses: tuple[tuple[Role, str, str], ...]


class Keys:
    """The keys of a file, in order."""

    def __init__(self) -> None:
        self.labels: list[Key] = []
        self.references: list[Key] = []
        self.citations: list[Key] = []

    def add(self, role: Role, key: Key) -> None:
        {"label": self.labels, "reference": self.references, "citation": self.citations}[
            role
        ].append(key)


def key_macros(macros: Mapping[str, Macro]) -> dict[str, KeyMacro]:
    """Those of the user's macros that label, refer or cite: with an argument of theirs, or always
    the same key, themselves or through one another."""
    found: dict[str, KeyMacro] = {}
    for name, macro in macros.items():
        # \let\oldref\ref: the new name is as good as the old one.
        target = macro.body[1:] if macro.body.startswith("\\") and not macro.arguments else ""
        if target.isalpha() and (role := role_of(target)):
            found[name] = KeyMacro(macro, ((role, target, ""),))
            continue
        if uses := _uses(macro.body):
            found[name] = KeyMacro(macro, uses)
    for _ in range(_NESTED if found else 0):
        inner = {name: own.macro for name, own in found.items() if own.uses[0][2]}
        calls = patterns.compiled(rf"\\(?:{'|'.join(map(patterns.escape, inner))})(?![a-zA-Z@])")
        others = [m for name, m in macros.items() if name not in found and calls.search(m.body)]
        uses_of = {m.name: _uses(expand_macros(m.body, inner)) for m in others if inner}
        more = {name: KeyMacro(macros[name], uses) for name, uses in uses_of.items() if uses}
        if not more:
            break
        found |= more
    return found


def _uses(body: str) -> tuple[tuple[Role, str, str], ...]:
    """Role, command and template of the keys in the body of a macro, each key once: a link to
    `#1` around the number of `#1` is one reference."""
    found: dict[tuple[Role, str], str] = {}
    for match in _CALL.finditer(body):
        role = role_of(match[1])
        if role is None:
            continue
        templates = _SIMPLE_GROUP.findall(match[3])
        if match[1] == "hyperref":
            templates = _OPTION.findall(match[2])[:1]
        elif not match[1].endswith("cites"):
            templates = templates[: 2 if match[1] in RANGES else 1]
        for template in filter(str.strip, templates):
            found.setdefault((role, template), match[1])
    return tuple((role, command, template) for (role, template), command in found.items())


def read_keys(
    file: str, masked: str, commands: Iterable[Command], macros: Mapping[str, KeyMacro]
) -> Keys:
    """Collect the keys of a file.

    Args:
        file: its name.
        masked: its masked text.
        commands: all its commands.
        macros: see `key_macros`.
    """
    keys = Keys()
    for command in commands:
        if own := macros.get(command.name):
            _from_macro(file, masked, command, own, keys)
        elif role := role_of(command.name):
            _from_command(file, masked, command.name, role, command.end, keys)
    keys.references = with_ranges(masked, keys.references)
    return keys


def split_keys(file: str, command: str, text: str, start: int, end: int) -> list[Key]:
    """The keys of a comma-separated list between two offsets."""
    found = []
    for match in _KEY.finditer(text[start:end]):
        key = patterns.sub(r"\s+", " ", match.group().strip())
        span = Span(file, start + match.start(), start + match.end())
        found.append(Key(command, key, span))
    return found


def _from_command(
    file: str, text: str, command: str, role: Role, position: int, keys: Keys
) -> None:
    position += text.startswith("*", position)
    if command == "hyperref":
        if option := bracket_at(text, position):
            braced = _SIMPLE_GROUP.fullmatch(text, *option)
            option = braced.span(1) if braced else option
            for key in split_keys(file, command, text, *option):
                keys.references.append(key)
        return
    multiple = command.endswith("cites")
    volume = command.lower().endswith(("volcite", "volcites"))
    wanted = 2 if command in RANGES else 1
    while True:
        position = _behind_options(text, position, role, round_too=multiple)
        group = _key_group(text, position)
        if group and volume:  # biblatex: \volcite[prenote]{volume}[page]{key}
            position = _behind_options(text, after(text, group), role, round_too=multiple)
            group = _key_group(text, position)
        if group is None:
            return
        # aomart's \fullref{Lemma}{key} takes the word first, varioref's takes the key alone.
        if command == "fullref" and text.startswith("{", after(text, group)):
            group = _key_group(text, after(text, group)) or group
        if role == "label":
            name = patterns.sub(r"\s+", " ", text[slice(*group)]).strip()
            keys.labels.append(Key(command, name, Span(file, *group)))
        else:
            for key in split_keys(file, command, text, *group):
                if not (key.key == "*" and command == "nocite"):
                    keys.add(role, key)
        position = after(text, group)
        wanted -= 1
        if wanted <= 0 and not multiple:
            return
        if multiple and not patterns.compiled(r"\s*[\[{]").match(text, position):
            return


def _key_group(text: str, position: int) -> tuple[int, int] | None:
    """The `{…}` that holds keys."""
    simple = _SIMPLE_GROUP.match(text, skip_blank(text, position))
    return simple.span(1) if simple else group_at(text, position, within=NEARBY)


def _behind_options(text: str, position: int, role: Role, *, round_too: bool) -> int:
    while True:
        if round_too and (pair := _ROUND.match(text, position)):
            position = pair.end()
            continue
        if role == "citation" and (angle := _ANGLE.match(text, position)):
            position = angle.end()
            continue
        option = bracket_at(text, position, nested=role == "citation")
        if option is None:
            return position
        position = after(text, option)


def _from_macro(file: str, text: str, command: Command, own: KeyMacro, keys: Keys) -> None:
    macro = own.macro
    if not own.uses[0][2]:
        role, target, _ = own.uses[0]
        _from_command(file, text, target, role, command.end, keys)
        return
    position = command.end
    arguments: list[tuple[int, int] | None] = []
    if macro.default is not None:
        option = bracket_at(text, position)
        arguments.append(option)
        position = after(text, option) if option else position
    while len(arguments) < macro.arguments:
        found = token_at(text, position)
        if found is None:
            return
        arguments.append(found)
        position = after(text, found)
    for role, _, template in own.uses:
        parameter = _PARAMETER.search(template)
        number = int(parameter[1]) if parameter else 0
        # An optional argument that was left out has no place, nor has a key that is always the
        # same: the command stands for it.
        given = arguments[number - 1] if 0 < number <= len(arguments) else None
        place = given or (command.start, command.end)
        if given and template == f"#{number}" and role != "label":
            for key in split_keys(file, command.name, text, *place):
                keys.add(role, key)
            continue
        filled = _PARAMETER.sub(
            lambda match: _argument(text, arguments, int(match[1]), macro.default),
            template,
        )
        for part in filled.split(",") if role != "label" else [filled]:
            if part.strip():
                keys.add(role, Key(command.name, part.strip(), Span(file, *place)))


def _argument(
    text: str, arguments: list[tuple[int, int] | None], number: int, default: str | None
) -> str:
    if number > len(arguments):
        return ""
    place = arguments[number - 1]
    return text[slice(*place)] if place else (default or "")
