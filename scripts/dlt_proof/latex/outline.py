"""What a file tells about the document around it: definitions, inputs, bibliographies.

An outline depends on the file's text and on what files before it declared, on nothing else, so
that it can be kept between runs.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns
from ..patterns import pattern
from ..records.record import Record
from .arguments import NEARBY, after, bracket_at, group_at
from .bibliography import formatted_keys
from .definitions import (
    Definition,
    EnvironmentDefinition,
    MacroDefinition,
    TheoremDefinition,
)
from .mask import Declared, Known, Region, mask, scan

_INPUTS = (
    "input", "include", "subfile", "subfileinclude", "InputIfFileExists",
    "import", "subimport", "includefrom", "subincludefrom", "inputfrom",
)  # fmt: skip
INPUT = pattern(rf"\\({'|'.join(_INPUTS)})(?![a-zA-Z@])\*?")
_TWO_PARTS = frozenset(["import", "subimport", "includefrom", "subincludefrom", "inputfrom"])
_BARE_NAME = pattern(r"[ \t]*([^\s{}\\%\[\]]+)")
_FURTHER = pattern(r"\\newcites\s*\{([^{}]*)\}")
_BIBLIOGRAPHY = pattern(
    r"\\(?:bibliography|addbibresource|addglobalbib|addsectionbib|nobibliography)(?![a-zA-Z@*])"
)
# biblatex and bibunits name further ones in an option.
_IN_OPTION = pattern(
    r"\\(?:begin\s*\{refsection\}|newrefsection(?![a-zA-Z@])|putbib(?![a-zA-Z@]))\s*\[([^\[\]]+)\]"
)
_PACKAGES = pattern(r"\\(?:usepackage|RequirePackage|documentclass|LoadClass)(?![a-zA-Z@])")
_RESTATABLE = pattern(
    r"\\begin\s*\{(?:restatable|thmrestate)\*?\}\s*(?:\[[^\]]*\])?"
    r"\s*\{[^{}]*\}\s*\{([a-zA-Z@]+)\}"
)
_BEGIN_DOCUMENT = pattern(r"\\begin\s*\{document\}")
_END_DOCUMENT = pattern(r"\\end\s*\{document\}")
_DOCUMENT_CLASS = pattern(r"\\document(?:class|style)(?![a-zA-Z@])")


class InputCall(Record):
    """A command that inputs a file: its place, its name, and its arguments as written.

    `parts` is empty where the command names no file.
    """

    start: int
    end: int
    command: str
    parts: tuple[str, ...]


class Outline(Record):
    """What a file tells about the document around it.

    Args:
        regions: what is masked in it.
        definitions: in their order.
        problems: what could not be read, as offset and message.
        declared: conditionals, verbatim and hidden environments that the file declares.
        inputs: its calls of other files.
        packages: names of style and class files, with their suffix.
        bibliographies: start, end and names of each command that names `.bib` files.
        formatted: keys of `\\bibitem` and the like, with start and end.
        restatable: commands that repeat a restatable statement made here.
        empty: why this is no whole document, as start, end, message; None where it is one.
    """

    regions: tuple[Region, ...]
    definitions: tuple[Definition, ...]
    problems: tuple[tuple[int, str], ...]
    declared: Declared
    inputs: tuple[InputCall, ...]
    packages: tuple[str, ...]
    bibliographies: tuple[tuple[int, int, tuple[str, ...]], ...]
    formatted: tuple[tuple[str, int, int], ...]
    restatable: tuple[str, ...]
    empty: tuple[int, int, str] | None


def outline_of(text: str, known: Known, *, main: bool = False, subfile: bool = False) -> Outline:
    """Read the outline of a file.

    Args:
        text: the file as it is on the disk.
        known: what files before it declared; not changed.
        main: the document ends at `\\end{document}` in this file.
        subfile: the file is a document of its own that is part of another one: its preamble,
            and what follows its end, are masked.
    """
    mine = known.copy()
    scanned = scan(text, mine, main=main or subfile)
    regions = tuple(scanned.regions)
    masked = mask(text, regions)
    if subfile:
        regions = _without_preamble(masked, regions)
        masked = mask(text, regions)
    return Outline(
        regions=regions,
        definitions=tuple(scanned.definitions),
        problems=tuple(scanned.problems),
        declared=mine.beyond(known),
        inputs=tuple(input_calls(masked)),
        packages=tuple(_packages(masked)),
        bibliographies=tuple(_bibliographies(masked)),
        formatted=tuple(formatted_keys(masked)),
        restatable=tuple(match[1] for match in _RESTATABLE.finditer(masked)),
        empty=_emptiness(masked) if main else None,
    )


def input_calls(masked: str) -> Iterator[InputCall]:
    """The commands in a masked text that input files."""
    for match in INPUT.finditer(masked):
        parts: list[str] = []
        end = match.end()
        for _ in range(2 if match[1] in _TWO_PARTS else 1):
            group = group_at(masked, end, within=NEARBY)
            if group is not None:
                parts.append(masked[slice(*group)].strip().strip('"'))
                end = after(masked, group)
            elif match[1] == "input" and (bare := _BARE_NAME.match(masked, end)):
                parts.append(bare[1].strip('"'))
                end = bare.end()
        named = bool(parts) and bool(parts[-1])
        yield InputCall(match.start(), end, match[1], tuple(parts) if named else ())


def _packages(masked: str) -> Iterator[str]:
    for match in _PACKAGES.finditer(masked):
        position = match.end()
        if option := bracket_at(masked, position):
            position = after(masked, option)
        group = group_at(masked, position, within=NEARBY)
        suffix = ".cls" if match.group().lower().endswith("class") else ".sty"
        for package in masked[slice(*group)].split(",") if group else []:
            yield f"{package.strip()}{suffix}"


def _bibliographies(masked: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    found = list(_BIBLIOGRAPHY.finditer(masked))
    # multibib: \\newcites{app}{…} makes \\bibliographyapp.
    further = ",".join(match[1] for match in _FURTHER.finditer(masked))
    for suffix in filter(None, map(str.strip, further.split(","))):
        found += patterns.finditer(rf"\\bibliography{patterns.escape(suffix)}(?![a-zA-Z@])", masked)
    for match in sorted(found, key=lambda match: match.start()):
        position = match.end()
        if option := bracket_at(masked, position):
            position = after(masked, option)
        group = group_at(masked, position, within=NEARBY)
        if group is None:
            yield match.start(), match.end(), ()
        else:
            names = tuple(part.strip() for part in masked[slice(*group)].split(","))
            yield match.start(), after(masked, group), names
    for match in _IN_OPTION.finditer(masked):
        yield match.start(), match.end(), tuple(part.strip() for part in match[1].split(","))


def _emptiness(masked: str) -> tuple[int, int, str] | None:
    begin = _BEGIN_DOCUMENT.search(masked)
    if begin is None:
        missing = "" if _DOCUMENT_CLASS.search(masked) else "\\documentclass and "
        return 0, 0, f"has no {missing}\\begin{{document}}"
    end = _END_DOCUMENT.search(masked, begin.end())
    if not masked[begin.end() : end.start() if end else len(masked)].strip():
        return begin.start(), begin.end(), "there is nothing in the document"
    return None


def _without_preamble(masked: str, regions: tuple[Region, ...]) -> tuple[Region, ...]:
    begin = _BEGIN_DOCUMENT.search(masked)
    if begin is None:
        return regions
    end = _END_DOCUMENT.search(masked, begin.end())
    last = end.start() if end else len(masked)
    kept = [region for region in regions if begin.end() <= region.start and region.end <= last]
    tail = [Region(last, len(masked), "dead")] if last < len(masked) else []
    return (Region(0, begin.end(), "dead"), *kept, *tail)


# -- keeping outlines -----------------------------------------------------------------------------

_KINDS: dict[str, type] = {"macro": MacroDefinition, "environment": EnvironmentDefinition}


def pack_outline(outline: Outline) -> tuple[object, ...]:
    """The outline as plain tuples, which can be stored."""
    return (
        tuple(tuple(region) for region in outline.regions),
        tuple(_pack_definition(definition) for definition in outline.definitions),
        outline.problems,
        outline.declared,
        tuple(tuple(call) for call in outline.inputs),
        *outline[5:],
    )


def unpack_outline(packed: tuple[object, ...]) -> Outline:
    """The outline that `pack_outline` stored."""
    regions, definitions, problems, declared, inputs, *rest = packed
    return Outline(
        tuple(Region(*region) for region in regions),  # type: ignore[attr-defined]
        tuple(_unpack_definition(definition) for definition in definitions),  # type: ignore[attr-defined]
        problems,  # type: ignore[arg-type]
        declared,  # type: ignore[arg-type]
        tuple(InputCall(*call) for call in inputs),  # type: ignore[attr-defined]
        *rest,  # type: ignore[arg-type]
    )


def _pack_definition(definition: Definition) -> tuple[object, ...]:
    if isinstance(definition, MacroDefinition):
        return ("macro", *definition)
    if isinstance(definition, EnvironmentDefinition):
        return ("environment", *definition)
    return ("theorems", *(tuple(theorem) for theorem in definition))


def _unpack_definition(packed: tuple[object, ...]) -> Definition:
    kind, *values = packed
    if kind == "theorems":
        return tuple(TheoremDefinition(*value) for value in values)  # type: ignore[misc]
    definition: Definition = _KINDS[str(kind)](*values)
    return definition
