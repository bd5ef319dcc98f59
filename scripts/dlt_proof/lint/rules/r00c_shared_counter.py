"""R0c: `\\Cref` calls every statement by its own name."""

from __future__ import annotations

from collections.abc import Iterator

from ...latex import Document, FileView, Span
from ...latex.words import word_set
from ...patterns import pattern
from ...records.findings import Edit, Finding
from ..context import Context
from ..rule import Observation, Observed, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_NAMES_KIND = pattern(r"\\(?:[cC]ref|(?:lc)?namecref|nameCref|[cC]refrange|[vV]ref)s?(?![a-zA-Z@])")
_CREF = word_set(
    "cref Cref namecref nameCref lcnamecref namecrefs nameCrefs lcnamecrefs crefrange Crefrange "
    "vref Vref"
)
_AUTOREF = frozenset(["autoref", "Autoref"])


class SharedCounter(Rule):
    r"""A statement shares another's counter in a way that makes `\Cref` print the other's name.

    cleveref sees which environment a shared number belongs to only where amsthm is loaded before
    cleveref and the definition stands after it, or where ntheorem or thmtools is loaded in time.
    Otherwise `\Cref{lem:tail}` prints "Theorem 2". hyperref's `\autoref` needs thmtools or
    aliascnt.

    **Anti-pattern**

    ```latex
    \usepackage{amsthm}
    \newtheorem{theorem}{Theorem}
    \newtheorem{lemma}[theorem]{Lemma}
    \usepackage{cleveref}
    ```

    **Best practice**

    ```latex
    \usepackage{amsthm}
    \usepackage{cleveref}
    \newtheorem{theorem}{Theorem}
    \newtheorem{lemma}[theorem]{Lemma}
    ```
    """

    id = "R0c"
    name = "shared-counter"
    rule_class = "wrong"
    description = "\\Cref prints the name of every statement that shares a counter."

    def observe(self, view: FileView) -> Iterator[Observation]:
        from ..preambles import preamble_events  # what was observed before needs it not

        # The preamble of a subfile is masked as a whole: it is not read as part of a document.
        body = view.text.find("\\begin{document}")
        begin = body if body >= 0 and view.masked[body] != "\\" else 0
        yield from preamble_events(view.text, view.masked, view.hidden, view.macros, begin)

    def judge(self, context: Context, observed: Observed) -> Iterator[Finding]:
        if not any(
            row[2] in ("theorem", "late theorem") and row[4]
            for found in observed.values()
            for row in found
        ):
            return  # nothing is shared
        from ..cross_references import Setting, edits_for, why_wrong
        from ..preambles import own_style_events

        document = context.document
        setting = Setting()
        of_styles: list[tuple[str, list[Any]]] = []
        rows = [(file, row) for file, found in observed.items() for row in found]
        rows.sort(key=lambda item: document.reading_order(item[0], item[1][0]))
        late = [
            (file, (*row[:2], row[2].removeprefix("late "), *row[3:]))
            for file, row in rows
            if row[2].startswith("late ")
        ]
        rows = [item for item in rows if not item[1][2].startswith("late ")] + late
        for file, (start, end, kind, *rest) in rows:
            own = own_style_events(context, rest[0]) if kind == "package" and not rest[1] else None
            for _, _, inner, *inner_rest in own or ():
                if inner.startswith("late "):
                    of_styles.append((inner.removeprefix("late "), inner_rest))
                else:
                    setting.add("", 0, 0, inner, inner_rest)
            if own is not None:
                rest[1] = True  # what it does is known
            setting.add(file, start, end, kind, rest)
        for kind, rest in of_styles:
            setting.add("", 0, 0, kind, rest)
        cref, autoref = _used(document)
        for definition in setting.definitions:
            labels = [s.label for s in document.statements if s.environment.name == definition.name]
            if labels and all(label in setting.typed_labels for label in labels):
                continue
            wrong = why_wrong(setting, definition, cref=cref, autoref=autoref)
            if wrong is None:
                continue
            edits: tuple[Edit, ...] = edits_for(setting, definition) if wrong.by_cref else ()
            yield self.at(
                context,
                Span(definition.file, definition.start, definition.end),
                f"{wrong.command} prints {wrong.printed} for {definition.name}: {wrong.reason}",
                wrong.help,
                edits,
            )


def _used(document: Document) -> tuple[bool, bool]:
    """Whether statements are referred to by `\\Cref` and its like, and by `\\autoref`."""
    statements = {statement.label for statement in document.statements}
    others = {key.key for key in document.labels} - statements
    cref = autoref = False
    for reference in document.references:
        if reference.key in others:
            continue
        macro = document.macros.get(reference.command)
        body = macro.body if macro else ""
        cref |= reference.command in _CREF or bool(_NAMES_KIND.search(body))
        autoref |= reference.command in _AUTOREF or "\\autoref" in body
    return cref, autoref
