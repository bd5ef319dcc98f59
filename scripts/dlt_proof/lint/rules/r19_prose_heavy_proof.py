"""R19: a derivation is shown, not told."""

from __future__ import annotations

from collections.abc import Iterator

from ...latex import FileView
from ..proof_texts import proof_texts
from ..rule import Observation, Rule
from ..weighing import Weight, may_be_wordy, weigh

# Characters of prose up to which an argument is short, and from which on it is long.
_SHORT, _LONG = 140, 350
# "A routine calculation." is an assertion; "Trivial." asserts nothing that could be written out.
_LEAST = 15


class ProseHeavyProof(Rule):
    r"""A proof tells its derivation in words: there is more prose than mathematics.

    Characters are counted, without the names of commands, keys and labels; every formula counts,
    whatever its environment; `\text` in a formula is prose. A proof is silent where it only
    points to a result, where it is a short argument, where it says in its title that it is a
    sketch, and where its words build something (a reduction, a protocol) or explain the steps
    of a display, rather than tell what a computation would give.

    **Anti-pattern**

    ```latex
    \begin{proof}
    Expanding the square and taking expectations, the cross term vanishes. Summing over all
    rounds and rearranging, the claimed rate follows after simplification.
    \end{proof}
    ```

    **Best practice**

    ```latex
    \begin{proof}
    Since $\E[\xi_t \mid x_t] = 0$, expanding the square gives
    \begin{equation*}
      \E\|x_{t+1} - x^*\|^2 = \E\|x_t - \eta \nabla f(x_t) - x^*\|^2 + \eta^2 \E\|\xi_t\|^2 .
    \end{equation*}
    \end{proof}
    ```
    """

    id = "R19"
    name = "prose-heavy-proof"
    rule_class = "style"
    description = "No proof tells in words a derivation that it does not show."

    def observe(self, view: FileView) -> Iterator[Observation]:
        for proof in proof_texts(view):
            if proof.sketch or not may_be_wordy(view, proof):
                continue
            if not _told(weigh(view, proof, expand=False)):
                continue
            weight = weigh(view, proof)
            if _told(weight):
                yield self.spot(
                    proof.begin,
                    max(proof.begin, proof.start),
                    f"the derivation is told in words: {weight.prose} characters of prose, "
                    f"{weight.mathematics} of mathematics",
                    "show its steps as formulas, or point to the result that has them",
                )


def _told(weight: Weight) -> bool:
    """Whether a proof tells what it should show."""
    if weight.prose <= weight.mathematics or weight.prose < _LEAST:
        return False
    if weight.computed:
        return True
    share = weight.told / weight.prose
    if weight.prose < _SHORT:
        # Three manipulations in one breath, and not one of them is shown.
        return weight.steps >= 3 and share >= 0.8 and not weight.relations and not weight.points
    if weight.points and weight.steps < 2 and weight.prose < 2 * _LONG:
        return False
    # Words that build something, beside what it satisfies: a reduction with its calculation.
    shown = weight.relations >= 4 and weight.builds * 120 >= weight.prose
    # A gadget, described and checked: nothing in it is computed, and nothing measured.
    gadget = weight.builds * 40 >= weight.prose and not weight.steps and not weight.quantities
    if weight.prose >= _LONG and share >= 0.4 and not shown and not gadget:
        return True
    if weight.prose >= _LONG and weight.equal >= 2 and weight.mathematics * 2 < weight.prose:
        return True
    if weight.prose < _LONG and weight.steps >= 2 and share >= 0.4:
        return True
    # A word of graphs or of logic in every few: an argument about things, not about formulas.
    if weight.prose < _LONG and weight.builds * 40 >= weight.prose:
        return False
    little = weight.mathematics * 4 < weight.prose
    if little and weight.prose > 200 and share >= 0.7 and not gadget:
        return True
    # Hardly a formula at all: unless something is built in words, nothing is shown.
    bare = weight.mathematics * 8 < weight.prose and weight.prose >= 240
    if weight.prose < _LONG and weight.relations >= 2:
        return False
    # A long construction whose bounds are said in words, too: how many, how likely, how fast.
    measured = weight.quantities >= 5 and weight.quantities * 160 >= weight.prose
    if bare and weight.prose >= _LONG and measured and not weight.points:
        return True
    built = weight.builds >= 3 and (weight.prose < 2 * _LONG or weight.builds * 60 >= weight.prose)
    return bare and not built
