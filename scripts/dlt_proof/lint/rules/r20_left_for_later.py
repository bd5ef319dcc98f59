"""R20: what goes out holds nothing that was meant to stay inside."""

import re
from collections.abc import Iterator

from ...latex import Span
from ...latex.mask import mask, scan
from ...records.findings import Finding
from ..context import Context
from ..rule import Rule

_TODO = re.compile(r"\\(?:todo|TODO|fixme|FIXME)[a-zA-Z]*(?![a-zA-Z@])")
_NOT_LEFT = frozenset(["todototoc", "todos"])
_INTERNAL = re.compile(r"\.proof-research\b[\w./-]*")


class LeftForLater(Rule):
    r"""A `\todo` is left, or an internal research file is named, in a paper to be submitted.

    **Anti-pattern**

    ```latex
    The constant is explicit \todo{verify: see .proof-research/bernstein.md}.
    ```

    **Best practice**

    ```latex
    The constant is explicit, see \cref{lem:constant}.
    ```
    """

    id = "R20"
    name = "left-for-later"
    rule_class = "wrong"
    description = "A paper to be submitted holds no \\todo and names no internal file."
    only_final = True

    def check(self, context: Context) -> Iterator[Finding]:
        document = context.document
        for name, source in document.files.items():
            for match in _TODO.finditer(source.masked):
                if match.group()[1:] not in _NOT_LEFT:
                    yield self.at(
                        context,
                        Span(name, match.start(), match.end()),
                        f"{match.group()} is left",
                        "settle it, or take it out",
                    )
            # What is verbatim is printed too; what is a comment is not.
            hidden = scan(source.text, main=name == document.main).regions
            printed = mask(source.text, [r for r in hidden if r.kind in ("comment", "dead")])
            for match in _INTERNAL.finditer(printed):
                yield self.at(
                    context,
                    Span(name, match.start(), match.end()),
                    f"the internal file {match.group()} is named",
                    "say what a reader of the paper can use instead",
                )
