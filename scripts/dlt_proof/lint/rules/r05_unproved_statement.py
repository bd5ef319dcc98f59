"""R5: what is asserted has a proof or a source."""

from collections.abc import Iterator

from ...latex import FileView, Span
from ...records.findings import Finding
from ...records.plan import PROVABLE_KINDS
from ..context import Context
from ..provenance.places import Places
from ..rule import Observation, Observed, Rule


class UnprovedStatement(Rule):
    r"""A theorem, lemma, proposition, corollary or claim has neither a proof nor a source.

    The proof is the one that follows, or one anywhere that names the statement by a reference,
    its number or its title, in an environment of any name or in none; or the sentence that says
    from what it follows. Where the text sends the reader to an appendix, a proof must be there.
    The source is a citation in the title, in the statement or in the sentence that introduces
    it, if it says whose result this is: "the algorithm of [3]" and "we improve on [3]" do not.
    A title that is nothing but the name of a classical result (Hoeffding's inequality) will do.
    Facts, observations and conjectures need neither.

    **Anti-pattern**

    ```latex
    \begin{lemma}\label{lem:tail} The tail is light. \end{lemma}
    We now turn to the main result.
    ```

    **Best practice**

    ```latex
    \begin{lemma}\label{lem:tail} The tail is light. \end{lemma}
    \begin{proof} … \end{proof}

    \begin{lemma}[{\citet[Theorem 1.6]{tropp2012}}] … \end{lemma}
    ```
    """

    id = "R5"
    name = "unproved-statement"
    rule_class = "wrong"
    reads_sentences = True
    across_documents = True
    description = "Every asserted statement has a proof or names its source."

    def observe(self, view: FileView) -> Iterator[Observation]:
        if view.statements or view.proofs or "roof" in view.masked or "follow" in view.masked:
            # Imported here: a run that looks at no file anew does without.
            from ..provenance.telling import Telling

            yield from Telling(view).all()

    def judge(self, context: Context, observed: Observed) -> Iterator[Finding]:
        places = Places(context, observed)
        for statement in context.document.statements:
            span = statement.environment.span
            if statement.kind not in PROVABLE_KINDS or places.accounted(statement):
                continue
            repeats = context.document.repeats.get(span)
            if repeats and statement != repeats[0] and statement.label is None:
                continue  # one finding for what is said twice
            name = f" {statement.label}" if statement.label else ""
            yield self.at(
                context,
                Span(span.file, span.start, min(statement.environment.body.start, span.end)),
                f"the {statement.kind}{name} has neither a proof nor a source",
                "prove it, cite it, or name it in the proof's optional argument",
            )
