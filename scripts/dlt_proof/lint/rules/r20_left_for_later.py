"""R20: what goes out holds nothing that was meant to stay inside."""

from __future__ import annotations

from collections.abc import Iterator

from ... import patterns
from ...latex import FileView, Span
from ...patterns import pattern
from ...records.findings import Finding
from ..context import Context
from ..rule import Observation, Observed, Rule

_TODO = pattern(r"\\(?:todo|TODO|Todo|fixme|FIXME|missingfigure|unfinished)[a-zA-Z]*(?![a-zA-Z@])")
_NOT_LEFT = frozenset(["todototoc", "todos", "todosetup", "todoformat", "todostyle"])
# A note in words, not the word: "TODO: check", "[TODO add it]", in bold, alone in a sentence.
_WORD = pattern(r"(?<![\\\w-])(?:TODO|FIXME|TBD)(?![\w-])")
_TODO_IN_WORDS = pattern(
    r"(?<!\{)(?:\w+(?=\s*:)|(?:FIXME|TBD)(?=\s*[.!)\]}])|(?<=\[)\w+(?!\s*,)"
    r"|(?:^|(?<=[.!?\s]\s))\w+(?=\s*(?:[.!]|$)|\s+[a-z]+\s+(?:the|a|an|this|that|it)\b))",
    patterns.MULTILINE,
)
_STYLED = pattern(
    r"(?:\\(?:text(?:bf|it|sf|tt|sc)|emph|underline|[fm]box|footnote|marginpar|hl"
    r"|textcolor\s*\{[^{}]*\})\s*\{|\{\s*\\(?:bf|em|it|bfseries|color\s*\{[^{}]*\}))\s*\Z"
)
_MEANS_TODO = pattern(r"\\(?:todo|missingfigure|fixme)(?![a-zA-Z@])")
_INTERNAL = pattern(
    r"\.proof-research\b[\w./-]*|\b(?:dependency-graph|confidence-trace|review-iteration-\w+|decisions"
    r"|scope|cite-[\w:.-]+?)\.md\b|\bdlt-proof\.toml\b"
)


class LeftForLater(Rule):
    r"""A `\todo` is left, an internal research file is named, or an anonymous paper its author.

    Asked with `--final`. A submission is anonymous where the class or the venue's style says
    so (`anonymous`, `review` of CVPR and ACL, NeurIPS without `final`, ICML without
    `accepted`, ICLR without `\iclrfinalcopy`), where `\author` says Anonymous, or where a
    footnote of the title says that the paper is under double-blind review.

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
    description = (
        "A paper to be submitted holds no \\todo, names no internal file and no hidden author."
    )
    only_final = True

    def observe(self, view: FileView) -> Iterator[Observation]:
        for start, end, words in sorted(_todos(view)):
            yield ("left", start, end, f"{words} is left", "settle it, or take it out")
        # What is verbatim is printed too; what is a comment is not.
        unseen = [(start, end) for start, end, kind in view.hidden if kind in ("comment", "dead")]
        internal = any(sign in view.text for sign in ("proof-research", ".md", "dlt-proof."))
        for match in _INTERNAL.finditer(view.text) if internal else ():
            if not any(start <= match.start() < end for start, end in unseen):
                message = f"the internal file {match.group()} is named"
                yield ("left", *match.span(), message, "say what a reader of the paper can use")
        # Imported here: only papers about to be submitted are asked.
        from ..anonymity import is_anonymous, named_people

        said = is_anonymous(view)
        if said is not None:
            yield ("anonymous", said)
        for start, end, message in named_people(view):
            yield ("named", start, end, message, "leave names for the accepted version")

    def judge(self, context: Context, observed: Observed) -> Iterator[Finding]:
        said = [o[1] for seen in observed.values() for o in seen if o[0] == "anonymous"]
        anonymous = any(said) and False not in said
        for file, seen in observed.items():
            for kind, *rest in seen:
                if kind == "left" or (kind == "named" and anonymous):
                    start, end, message, help = rest
                    yield self.at(context, Span(file, start, end), message, help)


def _todos(view: FileView) -> Iterator[tuple[int, int, str]]:
    text = view.masked
    own = [
        name
        for name, macro in view.macros.items()
        if name.isalpha() and _MEANS_TODO.search(macro.body) and not _TODO.fullmatch(f"\\{name}")
    ]
    for match in _TODO.finditer(text):
        if match.group()[1:] not in _NOT_LEFT:
            yield *match.span(), match.group()
    if own:
        for match in patterns.finditer(
            rf"\\(?:{'|'.join(map(patterns.escape, own))})(?![a-zA-Z@])", text
        ):
            yield *match.span(), match.group()
    if any(word in text for word in ("TODO", "FIXME", "TBD")):
        for match in _WORD.finditer(text):
            before = text[max(0, match.start() - 60) : match.start()]
            if _TODO_IN_WORDS.match(text, match.start()) or _STYLED.search(before):
                yield *match.span(), match.group()
