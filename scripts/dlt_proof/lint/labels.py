"""What a label labels, what its prefix says, and which scheme a paper follows.

Not here: which deviations are reported (`rules.r01_label_prefix`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator

from ..latex import FileView
from ..latex.keys import LABELS
from ..latex.words import word_set
from ..patterns import pattern
from ..records.record import Record

#: Prefixes that people use, by what they say. The first of each is suggested.
PREFIXES = {
    "theorem": "thm theorem theo th thrm teo satz mainthm",
    "lemma": "lem lemma lm lma lemm",
    "proposition": "prop proposition prp propo propn",
    "corollary": "cor corollary coro corol corr crl",
    "claim": "clm claim cl subclaim fact obs",
    "definition": "def definition defn dfn defi defin",
    "assumption": "ass assumption asm assum asmp assump asp hyp hypothesis cond condition axiom ax",
    "remark": "rem remark rmk rk rmrk note obs observation",
    "notation": "not notation nota",
    "equation": "eq eqn equ equation eqs eqns form formula ineq",
    "figure": "fig figure figs subfig sfig subfigure plot img",
    "table": "tab table tbl tabs",
    "section": "sec section sect ssec subsec subsection sub sss subsubsec chap chapter ch part app "
    "appendix appx apx apdx apd appen par",
    "algorithm": "alg algo algorithm algs",
}
_MEANS: dict[str, set[str]] = {}
for _kind, _names in PREFIXES.items():
    for _name in _names.split():
        _MEANS.setdefault(_name, set()).add(_kind)
#: Prefixes that leave no doubt. Others are abbreviations of many things.
CLEAR = word_set(
    "thm theorem theo lem lemma prop proposition cor corollary coro corol clm claim def defn "
    "definition ass assum asm assump assumption rem rmk remark eq eqn equation fig figure tab "
    "table tbl sec section subsec subsection alg algo algorithm chap chapter"
)
#: An equation may be named for what it says: a definition, a condition, a property.
_SAYS = word_set("def definition defn ass assumption asm assum cond prop claim rem ex")

_PREFIX = pattern(r"([a-zA-Z]+)\s*[:\-_./|]")
_PART = pattern(r"[a-zA-Z]+")
#: On an example or an exercise these are wrong; others may well be meant.
CLEAR_OF_OTHERS = word_set(
    "thm theorem theo lem lemma cor corollary coro corol eq eqn equation fig figure tab table tbl "
    "sec section subsec subsection alg algo algorithm chap chapter"
)
_FLOATS = {
    **dict.fromkeys(["figure", "figure*", "wrapfigure", "SCfigure", "subfigure", "sidewaysfigure",
                     "marginfigure", "subfigures", "floatingfigure"], "figure"),
    **dict.fromkeys(["table", "table*", "longtable", "wraptable", "sidewaystable", "subtable",
                     "threeparttable", "longtblr", "talltblr"], "table"),
    **dict.fromkeys(["algorithm", "algorithm*", "algorithm2e", "algo", "procedure", "function",
                     "algochart"], "algorithm"),
    **dict.fromkeys(["subequations", "subequation"], "equation"),
}  # fmt: skip
#: In these a label names an item, a line, or something that has no prefix of its own.
_OTHERS = word_set(
    "enumerate itemize description inparaenum compactenum compactitem asparaenum algorithmic "
    "algpseudocode tikzpicture lstlisting minted minipage proof axiomlist tasks quote"
)
_CAPTION_OF = pattern(r"\\captionof\*?\s*\{\s*(figure|table|algorithm)\s*\}")
_TABULAR = pattern(r"\\begin\s*\{(?:tabular|array|tabularx|longtable|tblr)")
_ALGORITHMIC = pattern(r"\\begin\s*\{(?:algorithmic|algorithm|algpseudocode|tcolorbox|minipage)")
_NOTHING = pattern(
    r"(?:\s|%|~|\\(?:label|index|addcontentsline|markboth|markright|hypertarget|phantomsection"
    r"|thispagestyle|setcounter)\*?\s*(?:\[[^\]]*\]|\{[^{}]*\})*)*+"
)


class Labelled(Record):
    """A label and what it labels.

    Args:
        start, end: of the key.
        key: the label.
        kind: a key of `PREFIXES`, or `other` for statements of other kinds.
        loose: the float may be called for what stands in it.
    """

    start: int
    end: int
    key: str
    kind: str
    loose: str = ""


def labelled(view: FileView) -> Iterator[Labelled]:
    """The labels of a file with what they label, where that can be told."""
    if not view.labels:
        return
    kinds = {s.environment.span: s.kind for s in view.statements}
    proofs = {p.environment.span for p in view.proofs}
    containers: list[tuple[int, int, str]] = []
    for environment in view.environments:
        span = environment.span
        kind = kinds.get(span) or _FLOATS.get(environment.name)
        if span in proofs or environment.name in _OTHERS:
            kind = "unknown"
        if kind:
            containers.append((span.start, span.end, kind))
    containers += [(f.span.start, f.span.end, "equation") for f in view.formulas if f.display]
    containers.sort(key=lambda item: (item[0], -item[1]))
    headings = _behind_headings(view)
    open_ones: list[tuple[int, int, str]] = []
    number = 0
    labelled_spans: set[tuple[int, int]] = set()
    for key in sorted(view.labels, key=lambda k: k.span.start):
        written = view.masked[key.span.start : key.span.end].strip()
        if key.command not in LABELS or written != key.key:
            continue  # an environment or a macro puts a prefix of its own before it
        place = key.span.start
        while number < len(containers) and containers[number][0] <= place:
            open_ones.append(containers[number])
            number += 1
        open_ones = [item for item in open_ones if item[1] > place]
        inner = open_ones[-1] if open_ones else None
        if inner is None:
            index = bisect_right(headings, (place, 1 << 62)) - 1
            if index >= 0 and place < headings[index][1]:
                yield Labelled(place, key.span.end, key.key, "section")
            continue
        start, end, kind = inner
        if kind == "unknown":
            continue
        if kind not in ("equation", "figure", "table", "algorithm"):
            if (start, end) in labelled_spans:
                continue  # a second label may name anything in the statement
            labelled_spans.add((start, end))
        loose = ""
        if kind in ("figure", "table", "algorithm"):
            kind, loose = _float_kind(view.masked, start, end, place, kind)
        yield Labelled(place, key.span.end, key.key, kind, loose)


def _behind_headings(view: FileView) -> list[tuple[int, int]]:
    """Where each heading begins, and up to where nothing but labels follows it."""
    found = []
    for heading in view.headings:
        nothing = _NOTHING.match(view.masked, heading.span.end)
        found.append((heading.span.start, nothing.end() if nothing else heading.span.end))
    return found


def _float_kind(masked: str, start: int, end: int, place: int, kind: str) -> tuple[str, str]:
    """What a float is by its caption, and what else it may be called."""
    said = None
    for match in _CAPTION_OF.finditer(masked, start, place):
        said = match[1]
    if said:
        return said, ""
    if kind == "figure" and _ALGORITHMIC.search(masked, start, end):
        return kind, "algorithm"
    if kind == "figure" and _TABULAR.search(masked, start, end):
        return kind, "table" if "\\includegraphics" not in masked[start:end] else ""
    return kind, ""


def prefix_of(key: str) -> str:
    """The prefix of a label, in lower case; empty where it has none."""
    match = _PREFIX.match(key)
    return match[1].lower() if match else ""


def means(prefix: str) -> set[str]:
    """What a prefix says, nothing for one that nobody knows."""
    return _MEANS.get(prefix, set())


def fits(key: str, kind: str) -> bool:
    """Whether some part of a label says what it labels: `app:lem:tail`, `tail-lemma`."""
    first, *others = [part.lower() for part in _PART.findall(key)] or [""]
    if kind in means(first) or (kind == "equation" and first in _SAYS):
        return True
    # "tab:plot" is still called a table; "app:lem:tail" and "tail-lemma" are lemmas.
    return any(kind in means(part) and part in CLEAR for part in others)


class Scheme:
    """How a paper labels: the prefix that most labels of a kind have.

    Args:
        labels: kinds and keys of all labels.
    """

    def __init__(self, labels: Iterable[tuple[str, str]]) -> None:
        self._by_kind: dict[str, Counter[str]] = {}
        for kind, key in labels:
            self._by_kind.setdefault(kind, Counter())[prefix_of(key)] += 1

    def usual(self, kind: str) -> str | None:
        """The prefix that at least three labels of a kind, and three in four, have; None where
        there is no such custom; empty where the custom is to have none."""
        counts = self._by_kind.get(kind)
        if not counts:
            return None
        prefix, count = counts.most_common(1)[0]
        return prefix if count >= 3 and 4 * count >= 3 * counts.total() else None

    def common(self) -> str | None:
        """The one prefix of the statements of all kinds, where a paper does not tell them apart."""
        statements = {k: c for k, c in self._by_kind.items() if k in _STATEMENTS}
        prefixes = {prefix for counts in statements.values() for prefix in counts}
        total = sum(counts.total() for counts in statements.values())
        return prefixes.pop() if len(prefixes) == 1 and len(statements) > 1 and total >= 3 else None

    def is_custom(self) -> bool:
        """Whether nearly all labels of a paper have a prefix that fits."""
        fitting = other = 0
        for kind, counts in self._by_kind.items():
            for prefix, count in counts.items():
                if kind in means(prefix):
                    fitting += count
                else:
                    other += count
        return fitting >= 5 and fitting >= 6 * other


_STATEMENTS = word_set(
    "theorem lemma proposition corollary claim definition assumption remark notation other"
)
