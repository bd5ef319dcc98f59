"""R13: what is cited was looked at, and what was found is written down."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from ...latex import FileView, Span, prose
from ...project.digests import digest_of_key, digested_keys
from ...records.findings import Finding
from ..context import Context
from ..provenance.sentences import introduction
from ..rule import Observation, Observed, Rule

#: What these say is talk around the mathematics.
_TALK = frozenset(["remark", "other"])


class CitationWithoutDigest(Rule):
    r"""A cited work has no digest: what was taken from it, from where, and whether it was seen.

    The digest of the key `tropp2012` is `.proof-research/cite-tropp2012.md`, or several
    `cite-tropp2012-<slug>.md`; `:`, `/` and their like in a key become hyphens. An empty file
    is none. It is an error where a statement or a proof relies on the work (in it, in its
    title, in the sentence that introduces it), and a warning in the text around. Each key is
    reported once, where it weighs most.

    **Anti-pattern**

    ```latex
    By \citet{tropp2012} the sum concentrates.   % from memory
    ```

    **Best practice**

    ```latex
    By \citet[Theorem 1.6]{tropp2012} the sum concentrates.
    % .proof-research/cite-tropp2012.md quotes the theorem with its hypotheses
    ```
    """

    id = "R13"
    name = "citation-without-digest"
    rule_class = "unaccounted"
    across_documents = True
    description = "Every cited work has a digest in .proof-research/."

    def observe(self, view: FileView) -> Iterator[Observation]:
        """Where statements with their introductions, and proofs, begin and end."""
        if not view.citations:
            return
        text = prose(view)
        for statement in view.statements:
            if statement.kind not in _TALK:
                span = statement.environment.span
                yield introduction(text, view.masked, span.start), span.end
        for proof in view.proofs:
            yield proof.environment.span[1:]

    def judge(self, context: Context, observed: Observed) -> Iterator[Finding]:
        document = context.document
        cited = [k for k in document.citations if k.command.lower() != "nocite"]
        used = context.first_of_each(cited)
        if not context.project.is_proof_project:
            if used:
                yield self.at(
                    context,
                    used[0].span,
                    f"{len(used)} cited works could not be checked for digests: "
                    "this is no proof project",
                    "`dlt-proof adopt` makes one of it",
                )
            return
        relied_on = {file: _merged(spans) for file, spans in observed.items()}
        heavy = {k.key: k for k in reversed(cited) if _is_in(k.span, relied_on)
                 and (not context.reported or k.span.file in context.reported)}  # fmt: skip
        known = {key.key for key in document.citations} | set(document.bibliography)
        digested = digested_keys(context.project, known)
        for key in used:
            if key.key in digested:
                continue
            place = heavy.get(key.key, key)
            finding = self.at(
                context,
                place.span,
                f"{key.key} is cited without a digest",
                f"write .proof-research/{digest_of_key(key.key)}.md from the source itself",
            )
            yield finding if key.key in heavy else finding._replace(severity="warning")


def _merged(spans: Iterable[Observation]) -> list[tuple[int, int]]:
    """Pieces that overlap as one, in order."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _is_in(span: Span, pieces: dict[str, list[tuple[int, int]]]) -> bool:
    found = pieces.get(span.file, [])
    index = bisect_right(found, (span.start, 1 << 62)) - 1
    return index >= 0 and span.start < found[index][1]
