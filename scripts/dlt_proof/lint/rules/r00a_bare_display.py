"""R0a: displays are environments."""

from collections.abc import Iterator

from ... import patterns
from ...latex import FileView, Span
from ...latex.packages import BRING_AMSMATH, has_amsmath, loaded_packages
from ...patterns import pattern
from ...records.findings import Edit, Finding
from ..context import Context
from ..preambles import own_style_events
from ..rule import Observation, Observed, Rule

_DELIMITERS = {"\\[": "\\[ … \\]", "$$": "$$ … $$"}
# What `equation*` cannot hold: plain TeX's equation numbers and alignments, a second display,
# and an end of its own.
_ONLY_PLAIN = pattern(
    r"\\(?:eqno|leqno|eqalign|eqalignno|leqalignno|displaylines|halign|openup|cr|crcr"
    r"|begin\s*\{(?:equation|align|gather|multline|eqnarray|flalign|alignat|displaymath)\*?\}"
    r"|end\s*\{equation\*\})(?![a-zA-Z@])"
)
_LABEL = pattern(r"\\label(?![a-zA-Z@])")
# In a box that takes one line only, `$$` begins no display at all; captions and titles try one.
_LINE_BOX = (
    r"\\(?:[mhf]box|makebox|framebox|raisebox|resizebox|scalebox|fcolorbox|colorbox|node|text"
    r"|caption|captionof|subcaption|title|chapter|(?:sub)*section|(?:sub)?paragraph|underline"
    r"|multicolumn|makecell|thead|rotatebox)(?![a-zA-Z@])"
)
_ONE_LINE = pattern(_LINE_BOX)
_BRACE = pattern(r"\\.|[{}]", patterns.DOTALL)
_BEFORE_BRACE = pattern(_LINE_BOX + r"(?:\s|\[[^\]]*\]|\{[^{}]*\}|\([^()]*\))*\Z")
_ONE_LINE_ENVIRONMENTS = frozenset(
    ["tabular", "tabular*", "tabularx", "longtable", "array", "tikzpicture", "picture", "tikzcd"]
)


class BareDisplay(Rule):
    r"""A display stands between `\[` and `\]` or between `$$` and `$$`, not in an environment.

    `$$` is plain TeX: it ignores `fleqn` and spaces differently. Neither can be given a number,
    and both are hard to tell apart from text when a line is searched for. `--fix` writes
    `equation*`, which `\[` means anyway, where amsmath is known to be loaded.

    **Anti-pattern**

    ```latex
    Summing over $t$ gives \[ \sum_{t=1}^T a_t \le A. \]
    ```

    **Best practice**

    ```latex
    Summing over $t$ gives
    \begin{equation*}
      \sum_{t=1}^T a_t \le A.
    \end{equation*}
    ```
    """

    id = "R0a"
    name = "bare-display"
    rule_class = "style"
    description = "Displays are environments, not \\[ … \\] or $$ … $$."

    def observe(self, view: FileView) -> Iterator[Observation]:
        if has_amsmath(view):
            yield (0, 0, None, "")
        for package in loaded_packages(view.masked):
            if not package.harmless:
                yield (package.start, package.start, None, package.name)
        boxes = [e.span for e in view.environments if e.name in _ONE_LINE_ENVIRONMENTS]
        for formula in view.formulas:
            # A paper may give `\[` a meaning of its own; then it is its display environment.
            if formula.environment not in _DELIMITERS or (
                formula.environment == "\\[" and "[" in view.macros
            ):
                continue
            span, body = formula.span, formula.body
            content = view.masked[body.start : body.end]
            edits: tuple[Edit, ...] = ()
            if (
                not _ONLY_PLAIN.search(content)
                # `$$ … \label` refers to the section, `equation*` to no place at all.
                and not (formula.environment == "$$" and _LABEL.search(content))
                and span.end - body.end == 2
                and not any(box.start < span.start < box.end for box in boxes)
                and not _in_a_line_box(view.masked, span.start)
            ):
                edits = (
                    (span.start, body.start, "\\begin{equation*}"),
                    (body.end, span.end, "\\end{equation*}"),
                )
            yield (span.start, body.start, formula.environment, edits)

    def judge(self, context: Context, observed: Observed) -> Iterator[Finding]:
        if not any(row[2] for rows in observed.values() for row in rows):
            return
        shown = {row[3] for rows in observed.values() for row in rows if row[2] is None}
        amsmath = "" in shown or any(_own_style_brings_it(context, name) for name in shown)
        for file, rows in observed.items():
            for start, end, delimiter, edits in rows:
                if delimiter is not None:
                    yield self.at(
                        context,
                        Span(file, start, end),
                        f"a display stands in {_DELIMITERS[delimiter]}",
                        "write \\begin{equation*} … \\end{equation*}"
                        + ("" if amsmath else " and load amsmath"),
                        edits if amsmath else (),
                    )


def _own_style_brings_it(context: Context, name: str) -> bool:
    events = own_style_events(context, name) or ()
    return any(row[2] == "package" and row[3] in BRING_AMSMATH for row in events)


def _in_a_line_box(text: str, start: int) -> bool:
    """Whether the argument of a command that sets a single line is open at an offset."""
    begin = max(text.rfind("\n\n", 0, start), start - 2_000, 0)
    if not _ONE_LINE.search(text, begin, start):
        return False
    opened: list[int] = []
    for match in _BRACE.finditer(text, begin, start):
        if match.group() == "{":
            opened.append(match.start())
        elif match.group() == "}" and opened:
            opened.pop()
    return any(_BEFORE_BRACE.search(text, max(begin, brace - 200), brace) for brace in opened)
