"""R2: what others may want to refer to has a label."""

from collections.abc import Iterator

from ... import patterns
from ...latex import FileView, Span
from ...patterns import pattern
from ...records.findings import Finding
from ...records.plan import PROVABLE_KINDS
from ..context import Context
from ..rule import Observation, Observed, Rule

_LABELLED_KINDS = frozenset([*PROVABLE_KINDS, "definition", "assumption"])
# "(Informal)", "Informal version of …", but not "with informal constants".
_NO_LABEL_NEEDED = pattern(
    r"\binformal(?:ly)?\b(?=\W*(?:\Z|\\|of\b|and\b|statement|version|summary|theorem|lemma|proposition"
    r"|corollary|result|main|restat)|[^\w\s]|\s+[^a-z\s])"
    r"|\brestat(?!e\s*=)|\brecall|\breminder|\brepeated\b|\b(?:stated|said) again\b",
    patterns.IGNORECASE,
)
# `\renewcommand{\thetheorem}{\ref{thm:main}}`: it is printed with the number of another.
_OLD_NUMBER = pattern(r"\\the[a-zA-Z]+\}?\s*\{[^{}]*\\[a-zA-Z]*ref\s*\{[^{}]*\}[^{}]*\}")


class UnlabelledStatement(Rule):
    r"""A theorem, lemma, definition, assumption or their like has no label.

    One without a number needs none, nor one that is only said again or said informally.
    Remarks and examples are talk around the mathematics and may go without.

    **Anti-pattern**

    ```latex
    \begin{lemma} The tail is light. \end{lemma}
    ```

    **Best practice**

    ```latex
    \begin{lemma}\label{lem:tail} The tail is light. \end{lemma}
    ```
    """

    id = "R2"
    name = "unlabelled-statement"
    rule_class = "style"
    description = "Every numbered statement has a label."

    def observe(self, view: FileView) -> Iterator[Observation]:
        """Statements without a label, and whether somebody could miss it."""
        for statement in view.statements:
            if statement.label is None and statement.kind in _LABELLED_KINDS:
                environment = statement.environment
                before = view.text[max(0, environment.span.start - 250) : environment.span.start]
                if not (
                    _NO_LABEL_NEEDED.search(environment.option or "") or _OLD_NUMBER.search(before)
                ):
                    yield environment.span.start, environment.span.end, environment.body.start

    def judge(self, context: Context, observed: Observed) -> Iterator[Finding]:
        document = context.document
        kinds = {s.environment.span: s.kind for s in document.statements}
        for file, seen in observed.items():
            for start, end, body in seen:
                span = Span(file, start, end)
                if not document.numbers.get(span, ("",)):
                    continue  # printed without a number
                if any(s.label for s in document.repeats.get(span, ())):
                    continue
                yield self.at(
                    context,
                    span._replace(end=min(body, end)),
                    f"the {kinds.get(span, 'statement')} has no label",
                    "give it one, with the prefix that the paper's labels have",
                )
