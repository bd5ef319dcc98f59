"""R4: every label exists once."""

from collections.abc import Iterator

from ...latex import Document, FileView, Key, expand_macros
from ...latex.branches import Branch, branches, exclude_each_other
from ...patterns import pattern
from ...records.findings import Finding
from ..context import Context
from ..rule import Observation, Observed, Rule

#: What prints something else at every place, so that a label made of it is another one.
_VARYING = pattern(
    r"\\(?:the[a-zA-Z@]+|arabic|[rR]oman|[aA]lph|fnsymbol|number|value|jobname|currfile\w*|romannumeral"
    r"|csname|uniqueid|[ijknxy])(?![a-zA-Z@])"
)
_CONTROL_WORD = pattern(r"\\([a-zA-Z@]+)")
_DOCUMENT_CLASS = pattern(r"\\document(?:class|style)(?![a-zA-Z@])")


class DuplicateLabel(Rule):
    r"""A label is defined more than once, so that references to it go to the wrong place.

    Documents of their own share nothing, and of the branches of a conditional only one counts.

    **Anti-pattern**

    ```latex
    \begin{lemma}\label{lem:tail} … \end{lemma}
    \begin{lemma}\label{lem:tail} … \end{lemma}
    ```

    **Best practice**

    ```latex
    \begin{lemma}\label{lem:tail} … \end{lemma}
    \begin{lemma}\label{lem:tail_matrix} … \end{lemma}
    ```
    """

    id = "R4"
    name = "duplicate-label"
    rule_class = "wrong"
    description = "Every label is defined once."

    def observe(self, view: FileView) -> Iterator[Observation]:
        if _DOCUMENT_CLASS.search(view.masked):
            yield ("document",)
        places = sorted({key.span.start for key in view.labels})
        for place, inside in branches(view.masked, view.macros, places).items():
            yield ("branches", place, tuple((*branch,) for branch in inside))

    def judge(self, context: Context, observed: Observed) -> Iterator[Finding]:
        document = context.document
        own = {f for f, seen in observed.items() if ("document",) in [o[:1] for o in seen]}
        inside = {
            (file, o[1]): tuple(Branch(*branch) for branch in o[2])
            for file, seen in observed.items() for o in seen if o[0] == "branches"
        }  # fmt: skip
        seen: dict[tuple[str, str], list[Key]] = {}
        order = {name: number for number, name in enumerate(document.files)}
        placed = sorted(
            (_document_of(document, label.span.file, own), _place(document, label, order), label)
            for label in document.labels
        )
        for owner, _, label in placed:
            key = _meant(document, label.key)
            if key is None:
                continue
            earlier = seen.setdefault((owner, key), [])
            mine = inside.get((label.span.file, label.span.start), ())
            before = next(
                (
                    other
                    for other in earlier
                    if other.span != label.span
                    and not exclude_each_other(
                        mine, inside.get((other.span.file, other.span.start), ())
                    )
                ),
                None,
            )
            if len(earlier) < 50:  # more is no news
                earlier.append(label)
            if before is None:
                continue
            line = document.place(before.span)[0]
            yield self.at(
                context,
                label.span,
                f"the label {label.key} is already defined in {before.span.file}:{line}",
                "rename one of them and the references that mean it",
            )


def _document_of(document: Document, file: str, own: set[str]) -> str:
    """The file that begins the document a file is part of."""
    while file in document.input_at:
        file = document.input_at[file][0]
    return file if file in own else document.main


def _meant(document: Document, key: str) -> str | None:
    """A label with the user's macros in it replaced; None where it is another one at every place:
    made of a counter, or of a macro that each chapter defines anew."""
    if "\\" not in key:
        return key
    if any(name in document.redefined for name in _CONTROL_WORD.findall(key)):
        return None
    key = expand_macros(key, document.steady_macros)
    return None if _VARYING.search(key) else key


def _place(document: Document, label: Key, order: dict[str, int]) -> tuple[int, ...]:
    """As a reader meets it; see `Document.reading_order`."""
    file, path = label.span.file, [label.span.start]
    while file in document.input_at:
        file, offset = document.input_at[file]
        path.append(offset)
    return (order[file], *reversed(path))
