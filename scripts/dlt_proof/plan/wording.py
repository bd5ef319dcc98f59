"""What changed between two versions of a statement, in the words of a mathematician.

"hypothesis added", "constant changed: 1/8 → 1/4", "inequality reversed". The words are a
service: the old and the new fragment always stand beside them, and texts that differ never give
nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from .property_words import PROPERTY_WORDS
from .statement_parts import Part, parts
from .statement_tokens import MATHEMATICS, RELATIONS, Token, tokens

_SIMILAR = 0.5
_CONTEXT = 3
_WHOLE_FORMULA = 100
_STRICT = {"<": "\\le", ">": "\\ge", "\\subset": "\\subseteq", "\\supset": "\\supseteq"}
_REVERSED = {"<": ">", "\\le": "\\ge", "\\subset": "\\supset", "\\subseteq": "\\supseteq"}
_NEGATIONS = {"not", "no", "never", "cannot", "nor", "neither", "without", "\\not", "\\neg"}
_ARITHMETIC = {"+", "-", "*", "/", "{", "}", "\\cdot", "\\frac", "."}
_BRACKETS = {"(", ")", "[", "]", "\\{", "\\}", "{", "}"}
_NEGATING = ("non", "un", "in", "im", "dis", "ir")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    Args:
        words: what it is, `constant changed: 1/8 → 1/4`.
        old, new: the fragments, as they stand; "" where there is none.
    """

    words: str
    old: str
    new: str

    def __str__(self) -> str:
        if not self.old or not self.new:
            return f"{self.words}: «{self.old or self.new}»"
        return f"{self.words} («{self.old}» → «{self.new}»)"


def changes(old: str, new: str, *, supposes: bool = False) -> list[Change]:
    """What changed, hypotheses first; empty only where the texts are the same.

    Args:
        old, new: normalised LaTeX with macros expanded.
        supposes: whether all of it is supposed, as in an assumption or a definition.
    """
    if old == new:
        return []
    before, after = parts(old, supposes=supposes), parts(new, supposes=supposes)
    paired, left, right = _paired(before, after)
    found: list[Change] = []
    wordings: list[Change] = []
    for a, b in paired:
        if a.role != b.role:
            shown = b.text if b.text != a.text else ""  # the same words are told once
            found.append(Change(f"moved from the {a.role} to the {b.role}", a.text, shown))
        inner = _worded(old, new, a.core, b.core)
        only_words = all(change.words.startswith("wording changed") for change in inner)
        if only_words and a.role == b.role:
            wordings += inner
            continue
        if order := _quantifier_order(a, b):
            found.append(Change(f"{a.role} changed, {order}", a.text, b.text))
        found += [Change(f"{a.role} changed, {c.words}", c.old, c.new) for c in inner]
    found += [Change(f"{p.role} removed", p.text, "") for p in left]
    found += [Change(f"{p.role} added", "", p.text) for p in right]
    if not _ordered(paired, after):
        found.append(Change("order of the parts changed", _short(old), _short(new)))
    found.sort(key=lambda change: "hypothesis" not in change.words)
    if not found:
        # Not even a part: the words that join the parts, "Let", "Suppose that".
        wordings = wordings or _worded(old, new, tokens(old), tokens(new))
        wordings = [Change(f"only {change.words}", change.old, change.new) for change in wordings]
    found += wordings
    return found or [Change("only typesetting changed", *_differing(old, new))]


def _paired(
    before: Sequence[Part], after: Sequence[Part]
) -> tuple[list[tuple[Part, Part]], list[Part], list[Part]]:
    """Parts that say the same, then those most alike in the same role; and what is left over."""
    left, right = list(before), list(after)
    pairs: list[tuple[Part, Part]] = []

    def take(score: Callable[[Part, Part], float], least: float) -> None:
        scored = sorted(
            (
                (-alike, i, j)
                for i, a in enumerate(left)
                for j, b in enumerate(right)
                if (alike := score(a, b)) >= least
            ),
        )
        used_left: set[int] = set()
        used_right: set[int] = set()
        for _, i, j in scored:
            if i not in used_left and j not in used_right:
                used_left.add(i)
                used_right.add(j)
                pairs.append((left[i], right[j]))
        left[:] = [p for i, p in enumerate(left) if i not in used_left]
        right[:] = [p for j, p in enumerate(right) if j not in used_right]

    take(lambda a, b: float(a.key == b.key and a.role == b.role), 1.0)
    take(lambda a, b: float(a.key == b.key), 1.0)
    take(lambda a, b: _likeness(a, b) if a.role == b.role else 0.0, _SIMILAR)
    conclusions = (
        [p for p in left if p.role == "conclusion"],
        [p for p in right if p.role == "conclusion"],
    )
    if all(len(side) == 1 for side in conclusions):
        take(lambda a, b: float(a.role == b.role == "conclusion"), 1.0)
    pairs.sort(key=lambda pair: before.index(pair[0]))
    return pairs, left, right


def _likeness(a: Part, b: Part) -> float:
    matcher = SequenceMatcher(None, a.key, b.key, autojunk=False)
    if matcher.real_quick_ratio() < _SIMILAR or matcher.quick_ratio() < _SIMILAR:
        return 0.0
    return matcher.ratio()


def _ordered(paired: Sequence[tuple[Part, Part]], after: Sequence[Part]) -> bool:
    """Whether the parts of each role that both have stand in the same order."""
    for role in ("hypothesis", "conclusion"):
        places = [after.index(b) for a, b in paired if a.role == b.role == role]
        if places != sorted(places):
            return False
    return True


def _quantifier_order(a: Part, b: Part) -> str:
    """That the same quantifiers stand in another order, "" where they do not."""
    before = [token for token in a.core if token.quantifies]
    after = [token for token in b.core if token.quantifies]
    kinds = [token.kind for token in before], [token.kind for token in after]
    if kinds[0] == kinds[1] or sorted(kinds[0]) != sorted(kinds[1]):
        return ""
    shown = [", ".join(token.text for token in run) for run in (before, after)]
    return f"order of quantifiers changed: {shown[0]} → {shown[1]}"


def _worded(old: str, new: str, before: Sequence[Token], after: Sequence[Token]) -> list[Change]:
    """The differences between two runs of tokens."""
    a = [token for token in before if token.kind != "mark"]
    b = [token for token in after if token.kind != "mark"]
    matcher = SequenceMatcher(
        None, [token.text for token in a], [token.text for token in b], autojunk=False
    )
    found = []
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            continue
        words = _named(a, b, (i, j), (k, m))
        found.append(Change(words, _around(old, a, i, j), _around(new, b, k, m)))
    return found


def _named(
    a: Sequence[Token], b: Sequence[Token], gone: tuple[int, int], came: tuple[int, int]
) -> str:
    """What a difference is called."""
    x, y = list(a[slice(*gone)]), list(b[slice(*came)])
    both = x + y
    shown = f"{_as_read(x)} → {_as_read(y)}"
    if len(x) == len(y) == 1 and x[0].kind == y[0].kind == "relation":
        return _relation_words(x[0].text, y[0].text)
    quantified = [t.kind for t in x if t.quantifies] != [t.kind for t in y if t.quantifies]
    if quantified:
        return f"quantifier changed: {shown}"
    if {t.text for t in both} & _NEGATIONS:
        return f"negation changed: {shown}"
    if {t.text for t in x} ^ {t.text for t in y} >= {"least", "most"}:
        return f"inequality reversed: at {_as_read(x)} → at {_as_read(y)}"
    numeric = all(t.kind == "number" or t.text in _ARITHMETIC for t in both)
    if all(t.level for t in both):
        if numeric and x and y:
            return f"probability changed, constant changed: {shown}"
        return f"probability changed: {_level(a, gone)} → {_level(b, came)}"
    if numeric and all(t.exponent for t in both) and _whole_exponent(a, gone):
        return f"exponent changed: {shown}"
    if numeric:
        where = " (in an exponent)" if all(t.exponent for t in both) else ""
        if not x or not y:
            return f"constant {'added' if y else 'removed'}: {_as_read(both)}{where}"
        return f"constant changed: {shown}{where}"
    if all(t.exponent for t in both):
        return f"exponent changed: {shown}"
    if all(t.text in _BRACKETS for t in both):
        return f"bracket changed: {shown}"
    if any(t.kind == "relation" for t in both):
        return f"relation changed: {shown}"
    if all(t.kind == "word" or t.quantifies for t in both):
        return _word_words(x, y)
    if len(x) == len(y) == 1 and all(t.kind == "symbol" for t in both):
        return f"symbol changed: {shown}"
    if not x or not y:
        return f"term {'added' if y else 'removed'}: {_as_read(both)}"
    return f"formula changed: {shown}"


def _relation_words(x: str, y: str) -> str:
    shown = f"{RELATIONS[x]} → {RELATIONS[y]}"
    mirror = {**_REVERSED, **{v: k for k, v in _REVERSED.items()}}
    if _STRICT.get(y) == x:
        return f"strict inequality now: {shown}"
    if _STRICT.get(x) == y:
        return f"inequality no longer strict: {shown}"
    loose, strict = dict(_STRICT), {v: k for k, v in _STRICT.items()}
    if y in {mirror.get(form) for form in (x, loose.get(x), strict.get(x)) if form}:
        return f"inequality reversed: {shown}"
    return f"relation changed: {shown}"


def _word_words(x: Sequence[Token], y: Sequence[Token]) -> str:
    shown = f"{_quoted(x)} → {_quoted(y)}"
    words = {t.text for t in x} ^ {t.text for t in y}
    negated = any(
        p.text in (prefix + q.text, prefix + "-" + q.text)
        for p in (*x, *y)
        for q in (*x, *y)
        for prefix in _NEGATING
    )
    if negated:
        return f"negation changed: {shown}"
    if words & PROPERTY_WORDS or any(w.startswith(("non-", "sub-", "semi-")) for w in words):
        return f"property changed: {shown}"
    return f"wording changed: {shown}"


def _level(run: Sequence[Token], at: tuple[int, int]) -> str:
    """How large a probability is said to be, around some of its tokens."""
    first, last = at
    while first and run[first - 1].level:
        first -= 1
    while last < len(run) and run[last].level:
        last += 1
    return _as_read(run[first:last])


def _whole_exponent(a: Sequence[Token], gone: tuple[int, int]) -> bool:
    """Whether what went is all of its exponent: x^2, not e^{-8 x}."""
    i, j = gone
    before = a[i - 1].text if i else ""
    after = a[j].text if j < len(a) else "}"
    opened = before == "{" and i >= 2 and a[i - 2].text == "^"
    return (before == "^" and (j >= len(a) or after != "{")) or (opened and after == "}")


def _as_read(run: Sequence[Token]) -> str:
    """Tokens as a person writes them: ≤ for \\le, 1/8 for a division by 8."""
    if not run:
        return "nothing"
    if len(run) == 1 and run[0].divides:
        return f"1/{run[0].text}"
    words = [RELATIONS.get(token.text, token.text) for token in run]
    if all(token.kind == "word" or token.quantifies for token in run):
        return " ".join(words)
    return "".join(_spaced(words))


def _spaced(words: Sequence[str]) -> list[str]:
    """A blank where two pieces would run into one."""
    spaced: list[str] = []
    for word in words:
        runs_on = spaced and (spaced[-1][-1:].isalnum() and word[:1].isalnum())
        spaced.append(f" {word}" if runs_on or word in RELATIONS.values() else word)
        if word in RELATIONS.values():
            spaced.append(" ")
    return spaced


def _quoted(run: Sequence[Token]) -> str:
    return f"'{_as_read(run)}'" if run else "nothing"


def _around(text: str, run: Sequence[Token], i: int, j: int) -> str:
    """The fragment that a run of tokens stands in, with what stands next to it.

    A formula that is not long is shown whole.
    """
    if not run:
        return ""
    first, last = max(0, i - _CONTEXT), min(len(run), j + _CONTEXT) - 1
    start, end = run[first].start, run[max(first, last)].end
    for match in MATHEMATICS.finditer(text):
        if len(match[0]) <= _WHOLE_FORMULA:
            start = match.start() if match.start() < start < match.end() else start
            end = match.end() if match.start() < end < match.end() else end
    return text[start:end]


def _differing(old: str, new: str) -> tuple[str, str]:
    """The stretches in which two texts differ, widened to whole words."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    while start and not old[start - 1].isspace():
        start -= 1
    while end and not old[len(old) - end].isspace():
        end -= 1
    gone, came = old[start : len(old) - end], new[start : len(new) - end]
    return (gone, came) if gone.strip() == came.strip() else (gone.strip(), came.strip())


def _short(text: str, limit: int = 160) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
