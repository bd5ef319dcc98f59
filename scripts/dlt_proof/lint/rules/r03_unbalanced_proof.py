"""R3: every proof that is begun is ended."""

from collections.abc import Iterator

from ... import patterns
from ...latex import FileView
from ...latex.balance import balanced_across
from ...patterns import pattern
from ...records.findings import Finding
from ..context import Context
from ..rule import Observation, Observed, Rule

_EDGE = pattern(r"\\(?:begin|end)\s*\{[^{}]*\}|\\[a-zA-Z@]+")
_PLAIN = pattern(r"\\(end)?proof(?![a-zA-Z@])")
# What ends a proof in a paper whose class makes \proof a mere word.
_SIGN = pattern(
    r"\\(?:qed|QED|qedsymbol|qedhere|eop|square|Box|blacksquare|Halmos)(?![a-zA-Z@])|∎|\bQ\.?E\.?D\b"
)


class UnbalancedProof(Rule):
    r"""A proof is begun and not ended, or ended and not begun: what it proves cannot be told.

    Proofs of any name count, `\proof … \endproof` and the author's own abbreviations too. Like
    everything that tells that a text could not be read, this can be neither ignored nor
    suppressed.

    **Anti-pattern**

    ```latex
    \begin{proof}
      By \cref{lem:tail} the sum is small.
    \begin{theorem}\label{thm:main} … \end{theorem}
    ```

    **Best practice**

    ```latex
    \begin{proof}
      By \cref{lem:tail} the sum is small.
    \end{proof}
    \begin{theorem}\label{thm:main} … \end{theorem}
    ```
    """

    id = "R3"
    name = "unbalanced-proof"
    rule_class = "wrong"
    description = "Every proof that is begun is ended, in the right order."
    ignorable = False

    def observe(self, view: FileView) -> Iterator[Observation]:
        for offset, _ in view.account.unbalanced:
            edge = _EDGE.match(view.masked, offset)
            end = edge.end() if edge else offset + 1
            words = edge.group() if edge else "this"
            yield self._spot(offset, end, words)
        if "\\proof" in view.masked and "\\endproof" not in view.masked:
            yield from self._plain_tex(view)

    def judge(self, context: Context, observed: Observed) -> Iterator[Finding]:
        document = context.document
        balanced = balanced_across(document.views, document.input_at, document.main)
        for file, spots in observed.items():
            kept = [spot for spot in spots if (file, spot[0]) not in balanced]
            yield from super().judge(context, {file: kept})

    def _spot(self, start: int, end: int, words: str) -> Observation:
        if patterns.match(r"\\(?:end|e)", words):
            message, help = f"{words} ends no proof", "begin the proof, or take its end out"
        else:
            message = f"the proof begun by {words} is not ended where it should be"
            help = "end it before what stands around it ends"
        return self.spot(start, end, message, help)

    def _plain_tex(self, view: FileView) -> Iterator[Observation]:
        r"""`\proof` in a file where no `\endproof` stands and nothing else ends the proof."""
        if "proof" in view.macros:
            return  # the author's own: it begins no group
        starts = [(m.start(), m.end()) for m in _PLAIN.finditer(view.masked)]
        limits = sorted([start for start, _ in starts] + [len(view.masked)])
        for number, (start, end) in enumerate(starts):
            if not _SIGN.search(view.masked, end, limits[number + 1]):
                yield self._spot(start, end, "\\proof")
