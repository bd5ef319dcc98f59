"""What preambles do, event by event: packages, definitions of statements, names of kinds.

Of the document's files and of the project's own style files. Not here: what comes of it
(`cross_references`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from .. import patterns
from ..latex import Macro, expand_macros
from ..latex.arguments import after, bracket_at, group_at
from ..latex.definitions import TheoremDefinition, parse_definition
from ..latex.mask import mask, scan
from ..latex.packages import loaded_packages
from ..latex.theorems import plain_words
from ..patterns import pattern
from ..project.files import is_file
from ..records.errors import InputError
from .context import Context
from .rule import Observation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_NEW = pattern(r"\\(newtheorem|newmdtheoremenv|declaretheorem)(?![a-zA-Z@])\*?")
#: What is run at the end of the preamble, wherever it stands in it.
_HOOK = pattern(
    r"\\(?:AtEndPreamble|AtBeginDocument|AfterEndPreamble|BeforeBeginDocument)(?![a-zA-Z@])"
    r"|\\AddToHook\s*\{\s*(?P<named>begindocument(?:/before|/end)?|env/document/before)\s*\}"
    r"(?:\s*\[[^\[\]]*\])?"
)
_COUNTER_ALIAS = pattern(r"\\newaliascnt\*?\s*\{([^{}]*)\}")
_NAMED = pattern(r"\\[cC]refname\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_TYPED_LABEL = pattern(r"\\label\s*\[[^\]]*\]\s*\{([^{}]*)\}")
_WORD = pattern(r"[\w*]+")
_REST_OF_LINE = pattern(r"[ \t]*(?:%[^\r\n]*)?(\r\n|\r|\n)")
_BLANKS = pattern(r"[ \t]*")

#: Style files that load each other are followed so far.
_MAX_DEPTH = 5


def preamble_events(
    text: str,
    masked: str,
    hidden: Sequence[tuple[int, int, str]],
    macros: Mapping[str, Macro],
    begin: int = 0,
) -> Iterator[Observation]:
    """What happens in a file, as (start, end, what, …); in the order of kinds, not of places.

    Args:
        text, masked: the file.
        hidden: start, end and kind of what is masked.
        macros: to expand printed names.
        begin: definitions before this offset do not count.
    """
    late = _late(text, masked)
    for package in loaded_packages(masked):
        what = "late package" if _within(package.start, late) else "package"
        yield _event(what, package.start, package.name, package.harmless, package.options)
    for start, end, kind in hidden:
        if kind != "definition" or start < begin:
            continue
        match = _NEW.match(text, start)
        if match:
            for row in _definitions(text, match, end, macros):
                yield (*row[:2], "late theorem", *row[3:]) if _within(start, late) else row
        elif _HOOK.match(text, start):
            for package in loaded_packages(text[start:end]):
                yield _event(
                    "late package", start + package.start, package.name, package.harmless,
                    package.options,
                )  # fmt: skip
        elif "\\crefalias" in text[start:end]:
            # A hook or a wrapper that says which kind what it begins is.
            yield _event("kind set", start, *sorted(set(_WORD.findall(text[start:end]))))
    for match in _COUNTER_ALIAS.finditer(masked):
        yield _event("own counter", match.start(), match[1].strip())
    for match in _NAMED.finditer(masked):
        yield _event("named", match.start(), match[1].strip(), match[2].strip())
    for match in _TYPED_LABEL.finditer(masked):
        yield _event("typed label", match.start(), match[1].strip())


def _late(text: str, masked: str) -> list[tuple[int, int]]:
    """The arguments of hooks that are run when the preamble ends."""
    found = []
    for match in _HOOK.finditer(masked):
        position = match.end()
        if match["named"] is None and (option := bracket_at(masked, position)):
            position = after(masked, option)
        group = group_at(text, position)
        if group is not None:
            found.append(group)
    return found


def _within(offset: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= offset < end for start, end in spans)


def own_style_events(context: Context, name: str, depth: int = 0) -> list[Observation] | None:
    """What a package or class does that the project brings itself, None for any other.

    Args:
        context: of the project and the document.
        name: as the document loads it, without suffix.
        depth: how many style files load each other on the way to it.
    """
    for suffix in (".sty", ".cls"):
        try:
            path = context.project.real_path(f"{name}{suffix}")
            text = context.project.read(path) if is_file(path) else None
        except (InputError, ValueError, OSError):  # elsewhere, or not UTF-8
            text = None
        if text is not None:
            break
    else:
        return None
    regions = scan(text).regions
    found = list(preamble_events(text, mask(text, regions), regions, context.document.macros))
    found.sort(key=lambda row: row[0])
    events: list[Observation] = []
    for row in found:
        if row[2] == "package" and not row[4] and depth < _MAX_DEPTH:
            inner = own_style_events(context, row[3], depth + 1)
            events += inner or ()
            row = (*row[:4], inner is not None, *row[5:])
        events.append(row)
    return events


def _event(kind: str, start: int, *rest: Any, end: int | None = None) -> Observation:
    return (start, start if end is None else end, kind, *rest)


def _definitions(
    text: str, match: patterns.Match[str], end: int, macros: Mapping[str, Macro]
) -> Iterator[Observation]:
    """The environments that a command defines, and where a line behind it may be put."""
    parsed = parse_definition(text, match[1], match.start(), match.end())
    found = parsed[1] if parsed else None
    theorems = [t for t in found if isinstance(t, TheoremDefinition)] if found else []
    rest = _REST_OF_LINE.match(text, end)
    line_start = max(text.rfind(mark, 0, match.start()) for mark in "\r\n") + 1
    indent = _BLANKS.match(text, line_start)
    line = (rest.start(1), rest[1] + (indent[0] if indent else "")) if rest else (end, "")
    for theorem in theorems:
        printed = plain_words(expand_macros(theorem.printed, macros)).strip()
        yield _event(
            "theorem", match.start(), theorem.name, theorem.counter if theorem.numbered else None,
            printed, match[1], *line, end=end,
        )  # fmt: skip
