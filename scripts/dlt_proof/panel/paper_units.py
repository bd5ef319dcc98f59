"""Units that are no statement: the whole paper, and its running text.

The running text is all that stands in no statement that is read with its proof: introduction,
remarks, captions, assumptions, what is not managed. So nothing that is printed belongs to no unit.
Not here: the units of statements (`units`).
"""

import re
from collections.abc import Iterable, Iterator

from ..graph.plan_file import Plan
from ..latex import Document, SourceFile, Span, normalise
from ..trace import TraceState
from .excerpts import doubted_lines, macros_in
from .identity import Identity
from .shown import shown_lines
from .units import Passage, Unit, own_parts, passage, statements_to_read
from .works import Works

#: Names of the units.
PAPER = "the whole paper"
RUNNING_TEXT = "the running text"
#: What stands before the body and is printed.
_OF_TITLE = re.compile(
    r"\\(?:[a-z]*title|[a-z]*authors?|date|thanks|dedicat\w*|abstract|keywords?|subjclass|"
    r"institut\w*|affil\w*|address|email)(?![A-Za-z])"
)


def paper_unit(document: Document, trace: TraceState | None = None) -> Unit:
    """The whole paper as one unit."""
    passages = tuple(
        Passage("paper", name, name, tuple(shown_lines(source).items()))
        for name, source in document.files.items()
    )
    texts = [("paper", source.text) for source in document.files.values()]
    texts += [
        (f"macro {name}", macro.body)
        for name, macro in sorted(document.macros.items())
        if macro.place.file not in document.files
    ]
    works = Works(document).all
    texts += [("work", work) for work in works]
    print_of = Identity(document).of(texts)
    return Unit(PAPER, "paper", passages, (), works, doubted_lines(trace, None), print_of)


def running_text_unit(document: Document, plan: Plan | None) -> Unit:
    """All that stands in no unit of a statement, beside what these statements say.

    Args:
        document: the paper, read with its text.
        plan: its plan; see `units`.
    """
    read = statements_to_read(document, plan)
    stated = [statement.environment.span for statement, _ in read.values()]
    owned = [span for each in read.values() for _, _, span in own_parts(document, *each)]
    shown = {name: shown_lines(source) for name, source in document.files.items()}
    rest = [span for source in document.files.values() for span in _outside(source, owned)]
    rest = [span for span in rest if _is_printed(document, span)]
    parts = [("used", "a result of the paper (without its proof)", span) for span in stated]
    parts += [("running text", "running text", span) for span in rest]
    works = Works(document).all
    texts = [(role, document.text(span)) for role, _, span in parts]
    return Unit(
        name=RUNNING_TEXT,
        reads="running text",
        passages=tuple(passage(document, shown, *part) for part in parts),
        macros=macros_in(document, (text for _, text in texts)),
        works=works,
        doubted=(),
        fingerprint=Identity(document).of([*texts, *(("work", work) for work in works)]),
    )


def _is_printed(document: Document, span: Span) -> bool:
    """Whether a part lies in the document's body, or has something of its title."""
    begin = next((e.span for e in document.environments if e.name == "document"), None)
    if begin is None:
        return True
    place = document.reading_order(span.file, span.end)
    behind = place > document.reading_order(begin.file, begin.start)
    return behind or bool(_OF_TITLE.search(document.masked(span)))


def _outside(source: SourceFile, owned: Iterable[Span]) -> Iterator[Span]:
    """The parts of a file that say something and lie outside of some spans and of definitions."""
    cuts = [(span.start, span.end) for span in owned if span.file == source.name]
    cuts += [(r.start, r.end) for r in source.regions if r.kind == "definition"]
    done = 0
    for start, end in sorted([*cuts, (len(source.text), len(source.text))]):
        text = source.text[done:start]
        if normalise(text):
            first = done + len(text) - len(text.lstrip())
            yield Span(source.name, first, done + len(text.rstrip()))
        done = max(done, end)
