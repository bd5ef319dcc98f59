"""R24: every assumption is discussed, once, where it is made."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from ... import patterns
from ...latex import FileView, Span
from ...patterns import pattern
from ...records.findings import Finding
from ..context import Context
from ..rule import Observation, Observed, Rule

# A remark in no environment, where a paragraph begins.
_REMARK_IN_WORDS = pattern(
    r"(?:\n[ \t\r]*\n|\\end\s*\{[^{}]*\}|\\par(?![a-zA-Z]))"
    r"(?:\s|\\(?:noindent|medskip|smallskip|bigskip)(?![a-zA-Z]))*"
    r"(\\(?:textbf|textit|emph|textsc|paragraph\*?|subparagraph\*?)\s*\{\s*Remarks?\b"
    r"|\{\s*\\(?:bf|it|em|sc|bfseries|itshape)(?![a-zA-Z])\s*Remarks?\b)",
    patterns.IGNORECASE,
)


class AssumptionWithoutRemark(Rule):
    r"""An assumption is not followed by exactly one remark that says why it may be made.

    The remark comes before the next statement, proof or section; figures, lists and text may
    stand between. Outside a proof project this is not asked: one warning says so.

    **Anti-pattern**

    ```latex
    \begin{assumption}\label{ass:tail} The noise is sub-Gaussian. \end{assumption}
    \begin{lemma} … \end{lemma}
    ```

    **Best practice**

    ```latex
    \begin{assumption}\label{ass:tail} The noise is sub-Gaussian. \end{assumption}
    \begin{remark} Bounded noise satisfies it; heavy tails do not. … \end{remark}
    ```
    """

    id = "R24"
    name = "assumption-without-remark"
    rule_class = "unaccounted"
    across_documents = True
    description = "Every assumption is followed by exactly one remark."

    def observe(self, view: FileView) -> Iterator[Observation]:
        """Remarks that stand in no environment."""
        if "emark" in view.masked or "EMARK" in view.masked:
            for match in _REMARK_IN_WORDS.finditer(view.masked):
                yield (match.start(1),)

    def judge(self, context: Context, observed: Observed) -> Iterator[Finding]:
        document = context.document
        assumptions = [s for s in document.statements if s.kind == "assumption"]
        # What is only said again was discussed where it was made.
        again = {s.environment.span for group in document.repeats.values() for s in group[1:]}
        assumptions = [s for s in assumptions if s.environment.span not in again]
        if not context.project.is_proof_project:
            shown = [s for s in assumptions if context.reports(s.environment.span)]
            if shown:
                begin = shown[0].environment
                yield self.at(
                    context,
                    begin.span._replace(end=begin.body.start),
                    f"{len(shown)} assumptions could not be checked for their remarks: "
                    "this is no proof project",
                    "`dlt-proof adopt` makes one of it",
                )
            return
        events = _events(context, observed)
        places = [place for place, _, _ in events]
        for statement in assumptions:
            span = statement.environment.span
            remarks = 0
            start = bisect_left(places, document.reading_order(span.file, span.start)) + 1
            for _, kind, inside in events[start:]:
                if inside.file == span.file and inside.start < span.end:
                    continue  # stands in the assumption
                if kind != "remark":
                    break
                remarks += 1
            if remarks == 1:
                continue
            name = f" {statement.label}" if statement.label else ""
            count = "no remark" if remarks == 0 else f"{remarks} remarks"
            yield self.at(
                context,
                Span(span.file, span.start, statement.environment.body.start),
                f"the assumption{name} is followed by {count}, not by exactly one",
                "say in one remark what satisfies it and what does not",
            )


_Event = tuple[tuple[int, ...], str, Span]


def _events(context: Context, observed: Observed) -> list[_Event]:
    """Statements, proofs, headings and remarks as a reader of the document meets them."""
    document = context.document
    found = [(s.kind, s.environment.span) for s in document.statements]
    found += [("proof", p.environment.span) for p in document.proofs]
    in_words = {(file, o[0]) for file, seen in observed.items() for o in seen}
    found += [("remark", Span(file, start, start + 1)) for file, start in in_words]
    found += [
        ("heading", heading.span)
        for heading in document.headings
        if (heading.span.file, heading.span.start) not in in_words
    ]
    return sorted(
        (document.reading_order(span.file, span.start), kind, span) for kind, span in found
    )
