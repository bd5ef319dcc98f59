"""What statements say, in the plan and in the paper: the texts that an approval holds.

Macros are expanded and files put in place of their `\\input`, so that whatever changes what is said
changes the text. Not here: whether an approval holds (`approval`).
"""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from ..latex import Document, Span, expand_macros, normalise
from ..records.plan import PlanNode

_INPUT = re.compile(
    r"\\(?:input|include|subfile)(?:\s*\{(?P<braced>[^{}]*)\}|\s+(?P<bare>[^\s{}\\%]+))"
)
_DEFINES = re.compile(
    r"\\(?:(?:re|provide)?newcommand|Declare|(?:New|Renew|Provide)|[gex]?def|let)"
)


def statement_texts(node: PlanNode, document: Document | None) -> dict[str, str | None]:
    """A node's statement in the plan and in the paper, macros expanded: their bodies count."""
    macros = document.steady_macros if document is not None else {}
    return {
        where: None if source is None else normalise(expand_macros(source, macros))
        for where, source in statement_sources(node, document).items()
    }


def statement_sources(node: PlanNode, document: Document | None) -> dict[str, str | None]:
    """A node's statement in the plan and in the paper, as it is written."""
    statement = document.statement(node.label) if document is not None else None
    written = None
    if statement is not None and document is not None:
        written = whole_text(document, statement.environment.body)
    return {"plan": normalise(node.statement), "paper": written}


def whole_text(document: Document, span: Span) -> str:
    """What stands in a span, normalised, with the files that it inputs in place."""
    return normalise(_with_inputs(document, span.file, document.text(span)))


def _with_inputs(
    document: Document, file: str, text: str, above: frozenset[str] = frozenset()
) -> str:
    """A text with the files of the paper that it inputs in place: they are what it says."""

    def put(match: re.Match[str]) -> str:
        name = (match["braced"] or match["bare"]).strip()
        folders = (PurePosixPath(), PurePosixPath(file).parent, PurePosixPath(document.main).parent)
        names = [(folder / f"{name}{end}").as_posix() for end in ("", ".tex") for folder in folders]
        found = next((n for n in names if n in document.files and n not in above), None)
        if found is None:
            return match[0]
        return _with_inputs(document, found, document.files[found].text, above | {found})

    return _INPUT.sub(put, text)


def redefined_in(node: PlanNode, document: Document | None) -> dict[str, str]:
    """How the macros are defined that a statement calls and that mean two things.

    They are not expanded, so that their definitions are held as they are written.
    """
    if document is None or not document.redefined:
        return {}
    texts = [text for text in statement_sources(node, document).values() if text]
    return redefined_called(texts, document)


def redefined_called(texts: list[str], document: Document) -> dict[str, str]:
    """The same for the macros that texts call."""
    if not document.redefined:
        return {}
    bodies = {name: macro.body for name, macro in document.macros.items()}
    called = called_in(texts, bodies)
    written = {}
    for name in called.keys() & document.redefined:
        lines = [
            normalise(line)
            for source in document.files.values()
            for line in re.findall(rf"\\[A-Za-z]+\*?\s*{{?\s*\\{name}(?![A-Za-z@]).*", source.text)
            if _DEFINES.match(line)
        ]
        written[name] = "; ".join([called[name], *lines])
    return written


def macros_in(nodes: list[PlanNode], document: Document | None) -> dict[str, str]:
    """The bodies of the user's macros that statements call, all the way down."""
    if document is None:
        return {}
    bodies = {name: macro.body for name, macro in document.steady_macros.items()}
    return called_in(
        [t for n in nodes for t in statement_sources(n, document).values() if t], bodies
    )


def called_in(texts: list[str], bodies: Mapping[str, str]) -> dict[str, str]:
    """Those of the bodies whose macros texts call, directly or through another macro."""
    called: dict[str, str] = {}
    open_texts = list(texts)
    while open_texts:
        for name in re.findall(r"\\([a-zA-Z@]+)", open_texts.pop()):
            if name in bodies and name not in called:
                called[name] = bodies[name]
                open_texts.append(bodies[name])
    return dict(sorted(called.items()))
