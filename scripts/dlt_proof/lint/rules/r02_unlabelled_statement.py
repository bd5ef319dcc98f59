"""R2: what others may want to refer to has a label."""

from collections.abc import Iterator

from ... import patterns
from ...graph.owners import Owners
from ...latex import FileView, Proof, Span
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

    In a proof project that is not adopted it is an error where a theorem, lemma, proposition,
    corollary or claim outside a proof has none, whatever it is called once it has a proof of its
    own: plan, sweep and checklists speak of labels, and would pass it over.

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
        """Statements without a label, and whether their title or place says why."""
        for statement in view.statements:
            if statement.label is None and statement.kind in _LABELLED_KINDS:
                environment = statement.environment
                before = view.text[max(0, environment.span.start - 250) : environment.span.start]
                excused = bool(
                    _NO_LABEL_NEEDED.search(environment.option or "") or _OLD_NUMBER.search(before)
                )
                start, end = environment.span.start, environment.span.end
                yield start, end, environment.body.start, excused

    def judge(self, context: Context, observed: Observed) -> Iterator[Finding]:
        document = context.document
        kinds = {s.environment.span: s.kind for s in document.statements}
        proved = {s.environment.span for p in document.proofs for s in p.statements}
        owners = Owners(document) if context.strict and any(observed.values()) else None
        for file, seen in observed.items():
            for start, end, body, excused in seen:
                span = Span(file, start, end)
                if any(s.label for s in document.repeats.get(span, ())):
                    continue
                needed = (
                    owners is not None
                    and kinds.get(span) in PROVABLE_KINDS
                    and not any(isinstance(t, Proof) for t in owners.around(file, start))
                )
                # What is printed without a number, or said informally, needs none, unless it is
                # proved right here.
                unnumbered = not document.numbers.get(span, ("",))
                if (excused or unnumbered) and not (needed and span in proved):
                    continue
                finding = self.at(
                    context,
                    span._replace(end=min(body, end)),
                    f"the {kinds.get(span, 'statement')} has no label",
                    "give it one, with the prefix that the paper's labels have",
                )
                yield finding._replace(severity="error") if needed else finding
