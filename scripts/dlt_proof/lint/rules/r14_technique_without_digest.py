"""R14: a technique that is used was looked up, and what was found is written down."""

from __future__ import annotations

from collections.abc import Iterator

from ...latex import FileView, Span
from ...records.findings import Finding
from ..context import Context
from ..rule import Observation, Observed, Rule


class TechniqueWithoutDigest(Rule):
    r"""A catalogued technique is used without a digest of its statement and hypotheses.

    The digest of matrix Bernstein is `.proof-research/matrix-bernstein.md`; a file called by
    another of its names counts as well, an empty one does not. All names of the catalogue count,
    however they are spelled, where the text uses the technique: not in titles and keys, in
    captions only as a reason, not for the person, and not where the text says that it does
    without. The first use of each technique is reported.

    **Anti-pattern**

    ```latex
    By Bernstein's inequality the sum concentrates.   % which of its forms, under what?
    ```

    **Best practice**

    ```latex
    By Bernstein's inequality the sum concentrates.
    % .proof-research/bernstein.md has the form used, with its hypotheses and constants
    ```
    """

    id = "R14"
    name = "technique-without-digest"
    rule_class = "unaccounted"
    reads_sentences = True
    across_documents = True
    description = "Every catalogued technique that is used has a digest in .proof-research/."

    def observe(self, view: FileView) -> Iterator[Observation]:
        # Only where a file is looked at: a run that knows all files starts without it.
        from ..techniques import techniques_used

        yield from techniques_used(view)

    def judge(self, context: Context, observed: Observed) -> Iterator[Finding]:
        first: dict[str, Span] = {}
        used = [
            (context.document.reading_order(file, start), Span(file, start, end), technique)
            for file, uses in observed.items()
            if not context.reported or file in context.reported
            for start, end, technique in uses
        ]
        for _, span, technique in sorted(used, key=lambda use: use[0]):
            first.setdefault(technique, span)
        if not context.project.is_proof_project:
            if first:
                yield self.at(
                    context,
                    next(iter(first.values())),
                    "techniques could not be checked for digests, this is no proof project: "
                    f"{', '.join(sorted(first))}",
                    "`dlt-proof adopt` makes one of it",
                )
            return
        missing = [t for t in first if not context.digest_written([f"{t}.md"])]
        digested: frozenset[str] = frozenset()
        if missing:
            from ..techniques.digested import digested_techniques  # as above

            digested = digested_techniques(context.project)
        for technique in missing:
            if technique not in digested:
                yield self.at(
                    context,
                    first[technique],
                    f"{technique} is used without a digest",
                    f"write .proof-research/{technique}.md: statement, hypotheses, constants",
                )
