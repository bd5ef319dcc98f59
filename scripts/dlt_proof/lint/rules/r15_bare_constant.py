"""R15: a constant is used only where the reader can know what it depends on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from ...latex import FileView, Span
from ...records.findings import Finding
from ..constants.names import pattern_keys
from ..context import Context
from ..rule import Observation, Observed, Rule

_HELP = (
    "say where it first appears that it is universal, absolute or numerical, what it depends on, "
    "or its value"
)

#: Proofs in proofs are looked through so far.
_NESTED = 8


class BareConstant(Rule):
    r"""A constant C or c is used and nothing says that it is universal or what it depends on.

    A declaration covers the symbols it names, from where it stands on, and all of the statement
    it stands in: `$C_1$` is not `$C_2$`, and `$C$` is not `$C'$`. "A constant $C$" or "for a
    sufficiently large constant $C$" says nothing. The first bare use in each statement, proof and
    section is reported.

    **Anti-pattern**

    ```latex
    With probability at least $1 - \delta$, $\|\hat\theta - \theta\| \le C \sqrt{d/n}$.
    ```

    **Best practice**

    ```latex
    With probability at least $1 - \delta$, $\|\hat\theta - \theta\| \le C \sqrt{d/n}$, where
    $C$ depends only on $\delta$ and the sub-Gaussian norm of the noise.
    ```
    """

    id = "R15"
    name = "bare-constant"
    rule_class = "unaccounted"
    reads_sentences = True
    across_documents = True
    description = "Every constant C or c is declared universal, or says what it depends on."

    def observe(self, view: FileView) -> Iterator[Observation]:
        from ..constants.reading import read_constants  # what was observed before needs it not

        uses, declarations = read_constants(view)
        for use in uses:
            shown = " ".join(view.text[use.start : use.end].split())
            yield use.start, use.end, "use", use.name, shown[:40], use.block
        for declared in declarations:
            yield (
                declared.start, declared.start, "says", declared.pattern, declared.statement,
                declared.until,
            )  # fmt: skip

    def judge(self, context: Context, observed: Observed) -> Iterator[Finding]:
        reach = _Reach(context, observed)
        for file, items in observed.items():
            reported: set[tuple[int, str]] = set()
            for start, end, what, *rest in items:
                if what != "use":
                    continue
                name, shown, block = rest
                if (block, name) in reported or reach.covers(file, start, name):
                    continue
                reported.add((block, name))
                yield self.at(
                    context,
                    Span(file, start, end),
                    f"{shown} is used and nothing says what it depends on",
                    _HELP,
                )


class _Reach:
    """Which declarations reach a place from elsewhere.

    Args:
        context: the document.
        observed: the observations of all files.
    """

    def __init__(self, context: Context, observed: Observed) -> None:
        self.document = context.document
        self.first: dict[str, tuple[int, ...]] = {}
        self.confined: dict[tuple[str, int], set[str]] = {}
        #: From where to where a section is, by the pattern that it is declared for.
        self.sections: dict[str, list[tuple[tuple[int, ...], tuple[int, ...]]]] = {}
        for file, items in observed.items():
            for start, _, what, *rest in items:
                if what != "says":
                    continue
                pattern, statement, until = rest
                if until >= 0:
                    place = self.document.reading_order
                    scope = place(file, start), place(file, until)
                    self.sections.setdefault(pattern, []).append(scope)
                    continue
                if statement >= 0:
                    self.confined.setdefault((file, statement), set()).add(pattern)
                    continue
                order = self.document.reading_order(file, start)
                if pattern not in self.first or order < self.first[pattern]:
                    self.first[pattern] = order
        self.proofs: dict[str, list[tuple[int, int, set[str]]]] = {}
        everything = {pattern for patterns in self.confined.values() for pattern in patterns}
        for proof in self.document.proofs:
            span = proof.environment.span
            # A proof of nobody knows what may use the words of any statement.
            patterns: set[str] = set() if proof.statements else everything
            for statement in proof.statements:
                proved = statement.environment.span
                patterns |= self.confined.get((proved.file, proved.start), set())
            if patterns:
                self.proofs.setdefault(span.file, []).append((span.start, span.end, patterns))
        for proofs in self.proofs.values():
            proofs.sort(key=lambda proof: proof[0])

    def covers(self, file: str, offset: int, name: str) -> bool:
        """Whether a use of a name at a place is declared elsewhere in the document."""
        keys = pattern_keys(name)
        order = self.document.reading_order(file, offset)
        if any(key in self.first and self.first[key] < order for key in keys):
            return True
        scopes = [scope for key in keys for scope in self.sections.get(key, ())]
        if any(start < order < end for start, end in scopes):
            return True
        proofs = self.proofs.get(file, [])
        behind = bisect_right(proofs, offset, key=lambda proof: proof[0])
        return any(
            offset < end and not patterns.isdisjoint(keys)
            for _, end, patterns in proofs[max(0, behind - _NESTED) : behind]
        )
