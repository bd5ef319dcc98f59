"""What stands in one file: statements, proofs, keys, formulas, headings, with their places.

A view depends on the file's text and on the definitions of the whole document, and on nothing
else: that is why it can be kept between runs, and files can be read side by side.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence

from .. import patterns
from ..patterns import pattern
from ..project import fingerprint
from .accounts import read_account
from .arguments import NEARBY, after, bracket_at, group_at
from .balance import settle
from .definitions import EnvironmentDefinition, TheoremDefinition
from .formula_macros import called_formulas, formula_macros
from .keys import KeyMacro, key_macros, read_keys, role_of
from .loose_proofs import find_paragraph_proofs
from .mathematics import DISPLAYS, formulas
from .model import (
    Command,
    Environment,
    FileView,
    Heading,
    Key,
    Macro,
    MathSpan,
    ProofEnvironment,
    SourceFile,
    Span,
    Statement,
    commands_in,
)
from .paragraph_proofs import proof_macros
from .structure import RawEnvironment, Structure, read_structure
from .theorems import EnvironmentKind, Environments
from .words import word_set

_LABEL_SETTING = pattern(r"(?<![a-zA-Z])label\s*=\s*\{?([^,{}\[\]]+)")
_LISTING = pattern(r"\\begin\{(?:lstlisting|tcblisting)\}|\\(?:lst)?input(?:listing|minted)\b")
_ABBREVIATED = pattern(r"\s*\\(begin|end)\s*\{([^{}]*)\}")
_BEGIN_OR_END = pattern(r"\\(?:begin|end)(?![a-zA-Z@])")
_PLAIN_END = pattern(r"\\end([a-zA-Z]+)(?![a-zA-Z@])")
#: In these a label belongs to an item or to the float rather than to the statement around.
_LABELS_OF_ITS_OWN = word_set(
    "enumerate itemize description inparaenum compactenum compactitem asparaenum figure figure* "
    "table table* algorithm algorithm* subequations wrapfigure"
)
_HEADINGS = frozenset(
    ["part", "chapter", "section", "subsection", "subsubsection", "paragraph", "subparagraph"]
)


class Definitions:
    """What a document defines, in the forms that reading its files needs.

    Args:
        macros: by name without backslash.
        theorems, wrappers: definitions of environments; later ones win.
        restatable: names of the commands that repeat a restatable statement.
        configured: what the author says that environments are, by name.
    """

    def __init__(
        self,
        macros: dict[str, Macro],
        theorems: Sequence[TheoremDefinition],
        wrappers: Sequence[EnvironmentDefinition],
        restatable: Iterable[str] = (),
        configured: Mapping[str, str] | None = None,
    ) -> None:
        self.macros = macros
        self.environments = Environments(theorems, wrappers, macros, configured)
        self.begins, self.ends = _abbreviations(macros.values())
        self.keys: dict[str, KeyMacro] = key_macros(macros)
        self.displays = _own_displays(wrappers)
        self.formula_macros = formula_macros(macros, DISPLAYS | self.displays.keys())
        self.proof_macros = proof_macros(macros)
        self.restatable = frozenset(restatable)
        self._read: dict[str, bool] = {}
        #: Equal where every file is read alike. Where a macro was defined plays no part.
        self.fingerprint = fingerprint(
            repr([macro[:4] + macro[5:] for macro in macros.values()]),
            repr(theorems),
            repr(wrappers),
            repr(sorted(self.restatable)),
            repr(sorted((configured or {}).items())),
        )

    def is_read(self, command: str) -> bool:
        """Whether a command has keys, is a heading or repeats a statement."""
        if command not in self._read:
            own = command in self.keys or command in self.restatable or command in _HEADINGS
            self._read[command] = own or role_of(command) is not None
        return self._read[command]


def read_view(source: SourceFile, definitions: Definitions) -> FileView:
    """Read one file.

    Args:
        source: the file.
        definitions: of the whole document.
    """
    begins, ends = _plain_tex(source.masked, definitions)
    structure = read_structure(source.masked, source.text, begins, ends)
    proofs = {e.name for e in structure.environments}
    proofs = {name for name in proofs if definitions.environments.kind(name).kind == "proof"}
    settle(structure, source.masked, begins, ends, definitions.macros, proofs)
    _begun_here(structure, source.masked, definitions.environments)
    commands = list(commands_in(source.masked, definitions.is_read))
    keys = read_keys(source.name, source.masked, commands, definitions.keys)
    found = formulas(
        source.name,
        source.masked,
        structure.environments,
        structure.formulas,
        definitions.displays,
        called_formulas(source.name, source.masked, definitions.formula_macros),
    )
    parts = _Parts([*keys.labels, *_listing_labels(source)])
    for raw in structure.environments:
        _read_environment(source, raw, definitions, parts)
    parts.labels.sort(key=lambda key: key.span.start)
    if parts.references:
        keys.references += parts.references
        keys.references.sort(key=lambda key: key.span.start)
    labels_of = _first_labels(parts, [formula.span for formula in found if formula.display])
    headings = _headings(source, commands)
    _find_paragraph_proofs(source, found, headings, definitions, parts)
    statements = [
        Statement(kind, environment, labels_of.get(environment.span))
        for kind, environment in parts.statements
    ]
    return FileView(
        source=source,
        macros=definitions.macros,
        environments=tuple(parts.environments),
        statements=tuple(statements),
        proofs=tuple(parts.proofs),
        restatable={
            parts.restatable[s.environment.span]: s
            for s in statements
            if s.environment.span in parts.restatable
        },
        restated=tuple(
            (command.start, command.end, command.name)
            for command in commands
            if command.name in definitions.restatable
        ),
        labels=tuple(parts.labels),
        references=tuple(keys.references),
        citations=tuple(keys.citations),
        formulas=tuple(found),
        headings=tuple(headings),
        problems=tuple(structure.problems),
        account=read_account(
            source,
            structure,
            parts.statements,
            parts.proofs,
            headings,
            keys.references,
            definitions.environments,
        ),
    )


def _begun_here(structure: Structure, masked: str, environments: Environments) -> None:
    """Add the proof that is still open where a file ends, up to there or to the next statement:
    the next file may go on with it."""
    for start, end, name, begins in structure.open_edges:
        if begins and environments.kind(name).kind == "proof":
            later = (
                e.start
                for e in structure.environments
                if e.start > end and environments.kind(e.name).kind not in (None, "proof")
            )
            limit = min(later, default=len(masked))
            limit = end + len(masked[end:limit].rstrip())
            structure.environments.append(RawEnvironment(name, start, end, limit, limit))
            structure.environments.sort(key=lambda e: (e.start, -e.end))


def _plain_tex(masked: str, definitions: Definitions) -> tuple[dict[str, str], dict[str, str]]:
    """The user's abbreviations, and `\\proof … \\endproof` where a file ends proofs like that."""
    begins, ends = definitions.begins, definitions.ends
    for name in set(_PLAIN_END.findall(masked)):
        if f"end{name}" not in ends and definitions.environments.kind(name).kind is not None:
            begins, ends = {name: name, **begins}, {f"end{name}": name, **ends}
    return begins, ends


def _find_paragraph_proofs(
    source: SourceFile,
    found: Sequence[MathSpan],
    headings: Sequence[Heading],
    definitions: Definitions,
    parts: _Parts,
) -> None:
    """Add the proofs that stand in no environment."""
    starts = {environment.span.start: "statement" for _, environment in parts.statements}
    starts |= {proof.environment.span.start: "proof" for proof in parts.proofs}
    kinds = [
        (starts.get(e.span.start, "other"), e.span.start, e.span.end) for e in parts.environments
    ]
    kinds += [("display", f.span.start, f.span.end) for f in found if f.display]
    kinds.sort(key=lambda item: (item[1], -item[2]))
    own = {
        name: macro
        for name, macro in definitions.proof_macros.items()
        if name not in definitions.begins and f"\\end{name}" not in source.masked
    }
    parts.proofs += find_paragraph_proofs(source, kinds, headings, own)
    parts.proofs.sort(key=lambda proof: proof.environment.span.start)


class _Parts:
    def __init__(self, labels: list[Key]) -> None:
        self.labels = labels
        self.references: list[Key] = []
        self.environments: list[Environment] = []
        self.statements: list[tuple[str, Environment]] = []
        self.proofs: list[ProofEnvironment] = []
        self.restatable: dict[Span, str] = {}


def _abbreviations(macros: Iterable[Macro]) -> tuple[dict[str, str], dict[str, str]]:
    """The user's macros that are `\\begin{name}` or `\\end{name}`, by macro."""
    begins: dict[str, str] = {}
    ends: dict[str, str] = {}
    for macro in macros:
        if len(_BEGIN_OR_END.findall(macro.body)) != 1:
            continue
        match = _ABBREVIATED.search(macro.body)
        if match is None or "#" in match[2]:
            continue
        (begins if match[1] == "begin" else ends)[macro.name] = match[2].strip()
    return begins, ends


def _own_displays(wrappers: Iterable[EnvironmentDefinition]) -> dict[str, str]:
    """The user's environments that open a display, with the display's name."""
    found: dict[str, str] = {}
    for wrapper in wrappers:
        match = _ABBREVIATED.search(wrapper.begin)
        inner = match[2].strip() if match else ""
        inner = found.get(inner, inner)
        if inner in DISPLAYS:
            found[wrapper.name] = inner
        elif patterns.search(r"\\\[|\$\$", wrapper.begin):
            found[wrapper.name] = "displaymath"
    return found


def _read_environment(
    source: SourceFile, raw: RawEnvironment, definitions: Definitions, parts: _Parts
) -> None:
    text, position = source.masked, raw.body_start
    environments = definitions.environments
    option_span: tuple[int, int] | None = None
    restated: str | None = None
    if raw.name.rstrip("*") in ("restatable", "thmrestate"):
        option_span = bracket_at(text, position)
        position = after(text, option_span) if option_span else position
        name, macro = _groups(text, position, 2, raw.body_end)
        meant = environments.kind(text[slice(*name)].strip()) if name else EnvironmentKind(None)
        position = after(text, macro or name or (position, position))
        restated = text[slice(*macro)].strip() if macro else None
        meant = EnvironmentKind(meant.kind or "other")
    else:
        meant = environments.kind(raw.name)
        if meant.kind is None:
            span = Span(source.name, raw.start, raw.end)
            body = Span(source.name, raw.body_start, raw.body_end)
            parts.environments.append(Environment(raw.name, span, body, None))
            return
        option_span = bracket_at(text, position)
        if option_span and option_span[1] < raw.body_end:
            position = after(text, option_span)
        else:
            option_span = None
    option = source.text[slice(*option_span)] if option_span else None
    if option_span and (labelled := _LABEL_SETTING.search(text, *option_span)):
        parts.labels.append(Key("label", labelled[1].strip(), Span(source.name, *labelled.span(1))))
    if meant.boxed:
        title, label = _groups(text, position, 2, raw.body_end)
        option = source.text[slice(*title)] if title else option
        position = after(text, label or title or (position, position))
        if label and (key := text[slice(*label)].strip()):
            parts.labels.append(Key("label", f"{meant.prefix}{key}", Span(source.name, *label)))
    elif meant.arguments or meant.option is not None or meant.label is not None:
        groups = _groups(text, position, meant.arguments, raw.body_end)
        given = [group for group in groups if group]
        values = [source.text[slice(*g)] if g else "" for g in groups]
        values = [option or "", *values] if meant.optional else values
        if meant.label and given and (key := _filled(meant.label, values).strip()):
            parts.labels.append(Key("label", key, Span(source.name, *given[-1])))
        if meant.refers and (option_span or given):
            # \begin{proofof}{thm:main}: the environment itself makes a reference of it.
            place = Span(source.name, *(given[-1] if given else option_span or (0, 0)))
            for key in filter(None, map(str.strip, _filled(meant.refers, values).split(","))):
                if "#" not in key and "\\" not in key:
                    parts.references.append(Key(raw.name, key, place))
        if meant.option is not None and (given or "#" not in meant.option):
            if option is None and given:
                option_span = (given[0][0], given[-1][1])
            option = _filled(meant.option, values).strip() or option
        position = after(text, given[-1]) if given else position
    elif option_span is None and (named := _argument_of_proof(text, raw, meant, definitions)):
        option_span, option = named, source.text[slice(*named)]
        position = after(text, named)
    span = Span(source.name, raw.start, raw.end)
    environment = Environment(
        raw.name, span, Span(source.name, min(position, raw.body_end), raw.body_end), option
    )
    parts.environments.append(environment)
    if meant.kind == "proof":
        where = Span(source.name, *option_span) if option_span else None
        words = text[slice(*option_span)] if option_span else ""
        parts.proofs.append(ProofEnvironment(environment, where, words))
    else:
        parts.statements.append((meant.kind or "other", environment))
        if restated:
            parts.restatable[span] = restated


def _argument_of_proof(
    text: str, raw: RawEnvironment, meant: EnvironmentKind, definitions: Definitions
) -> tuple[int, int] | None:
    """What a proof says it proves in braces: `\\proof{Proof of Theorem 1.}`, `{proofof}{…}`, or
    the argument of the user's abbreviation that begins it."""
    if meant.kind != "proof" or not text.startswith("{", raw.body_start):
        return None
    group = group_at(text, raw.body_start, within=NEARBY)
    if group is None or group[1] >= raw.body_end:
        return None
    words = text[slice(*group)]
    begun = patterns.match(r"\\([a-zA-Z@]+)", text[raw.start : raw.body_start])
    own = definitions.macros.get(begun[1]) if begun else None
    if own is not None and own.arguments:
        return group
    named = patterns.match(r"\s*(?:\\[a-zA-Z]+\s*|\{)*(?:proof|[A-Z][a-z]+|\\[a-zA-Z]*ref)", words)
    return group if named and len(words) < 200 else None


def _listing_labels(source: SourceFile) -> list[Key]:
    """Labels that listings set by an option; the option of a listing is not seen as LaTeX."""
    found = []
    for match in _LISTING.finditer(source.masked):
        option = bracket_at(source.text, match.end())
        label = _LABEL_SETTING.search(source.text, *option) if option else None
        if label:
            found.append(Key("label", label[1].strip(), Span(source.name, *label.span(1))))
    return found


def _groups(text: str, position: int, count: int, limit: int) -> list[tuple[int, int] | None]:
    found: list[tuple[int, int] | None] = []
    for _ in range(count):
        group = group_at(text, position, within=NEARBY)
        if group is None or group[1] >= limit:
            found.append(None)
            continue
        found.append(group)
        position = after(text, group)
    return found


def _filled(template: str, arguments: list[str]) -> str:
    for number, argument in enumerate(arguments, start=1):
        template = template.replace(f"#{number}", argument)
    return template


def _headings(source: SourceFile, commands: Iterable[Command]) -> list[Heading]:
    found = []
    for command in commands:
        if command.name not in _HEADINGS:
            continue
        position = command.end + source.masked.startswith("*", command.end)
        if option := bracket_at(source.masked, position):
            position = after(source.masked, option)
        group = group_at(source.masked, position, within=NEARBY)
        if group:
            span = Span(source.name, command.start, after(source.masked, group))
            title = Span(source.name, *group)
            found.append(Heading(command.name, span, title, source.masked[slice(*group)]))
    return found


def _first_labels(parts: _Parts, displays: Sequence[Span]) -> dict[Span, str]:
    """The first label of every statement that no display, list, float or other statement inside
    it claims."""
    inner = [e.span for e in parts.environments if e.name in _LABELS_OF_ITS_OWN]
    inner += [environment.span for _, environment in parts.statements]
    inner = sorted([*inner, *displays], key=lambda span: span.start)
    starts = [key.span.start for key in parts.labels]
    found: dict[Span, str] = {}
    for _, environment in parts.statements:
        span = environment.span
        first = bisect_left(starts, span.start)
        if first == len(starts) or starts[first] >= span.end:
            continue
        number = bisect_right(inner, span.start, key=lambda s: s.start)
        claimed = 0
        for index in range(first, bisect_left(starts, span.end)):
            place = starts[index]
            while number < len(inner) and inner[number].start < place:
                claimed = max(claimed, inner[number].end)
                number += 1
            if claimed <= place:
                found[span] = parts.labels[index].key
                break
    return found
