"""Differences of statements in words: each phrase, and a neighbour that does not call for it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlt_proof.plan.wording import changes

BASE = (
    r"Suppose that $T \ge 1$ and that \Cref{ass:emission} holds. "
    r"Then $\lVert x_T \rVert \le \frac{1}{8} T^2$ for every $x \in \mathbb{R}$."
)


def told(old: str, new: str, *, supposes: bool = False) -> list[str]:
    return [change.words for change in changes(old, new, supposes=supposes)]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (r" and that \Cref{ass:emission} holds", "", "hypothesis removed"),
        (r"$T \ge 1$ and", r"$T \ge 1$, that $M > 0$, and", "hypothesis added"),
        (r"T \ge 1", r"T > 1", "hypothesis changed, strict inequality now: ≥ → >"),
        (r"T \ge 1", r"T \le 1", "hypothesis changed, inequality reversed: ≥ → ≤"),
        (r"T \ge 1", r"T < 1", "hypothesis changed, inequality reversed: ≥ → <"),
        (r"T \ge 1", r"T = 1", "hypothesis changed, relation changed: ≥ → ="),
        (r"T \ge 1", r"T \ge 2", "hypothesis changed, constant changed: 1 → 2"),
        (r"\frac{1}{8}", r"\frac14", "conclusion changed, constant changed: 1/8 → 1/4"),
        (r"\frac{1}{8}", r"1/4", "conclusion changed, constant changed: 1/8 → 1/4"),
        (r"\frac{1}{8} ", "", "conclusion changed, constant removed: 1/8"),
        (r"T^2", r"T^3", "conclusion changed, exponent changed: 2 → 3"),
        (r"T^2", r"T^{2 \alpha}", "conclusion changed, exponent changed: nothing → \\alpha"),
        (r"T^2", r"T", "conclusion changed"),
        ("for every", "for some", "conclusion changed, quantifier changed: for every → for some"),
        (r"x_T \rVert", r"y_T \rVert", "conclusion changed, symbol changed: x → y"),
        (r"x_T \rVert", r"x_T + y \rVert", "conclusion changed, term added: +y"),
        ("that $T", "we are given $T", "wording changed"),
    ],
)
def test_what_changed_is_told(old: str, new: str, words: str) -> None:
    assert BASE.count(old) == 1
    found = told(BASE, BASE.replace(old, new))
    assert len(found) <= 2 and any(words in change for change in found), found


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("$x < y$", r"$x \le y$", "inequality no longer strict: < → ≤"),
        (r"$x \le y$", "$x < y$", "strict inequality now: ≤ → <"),
        ("At least $n$ tokens.", "At most $n$ tokens.", "inequality reversed: at least → at most"),
        ("At least $n$ tokens.", "At least $n$ words.", "only wording changed: 'tokens' → 'words'"),
        ("The token is $x$.", "The word is $x$.", "only wording changed: 'token' → 'word'"),
        ("$f$ is convex.", "$f$ is smooth.", "property changed: 'convex' → 'smooth'"),
        ("$f$ is bounded.", "$f$ is unbounded.", "negation changed: 'bounded' → 'unbounded'"),
        ("$f$ is bounded.", "$f$ is not bounded.", "negation changed: nothing → not"),
        (r"$p \in (0,1]$", r"$p \in (0,1)$", "bracket changed: ] → )"),
        (
            r"With probability at least $1 - \delta$, $x < 1$.",
            r"With probability at least $1 - 2\delta$, $x < 1$.",
            r"probability changed: 1-\delta → 1-2\delta",
        ),
        (
            r"With probability at least $1 - \delta$, $x < 1$.",
            r"With probability at least $1 - \delta$, $x < 2$.",
            "constant changed: 1 → 2",
        ),
        (
            r"With probability at least $1 - e^{-p_0 T/8}$, $x < 1$.",
            r"With probability at least $1 - e^{-p_0 T/4}$, $x < 1$.",
            "probability changed, constant changed: 1/8 → 1/4",
        ),
        (
            r"$\Pr[N < p] \le \exp(-T/8)$",
            r"$\Pr[N < p] \le \exp(-T/4)$",
            "probability changed, constant changed: 1/8 → 1/4",
        ),
        (r"$\Pr[N < 1] \le q$", r"$\Pr[N < 2] \le q$", "conclusion changed, constant changed"),
        (
            r"With probability at least $1 - \delta$, $x < 1$.",
            r"Almost surely, $x < 1$.",
            r"quantifier changed: with probability at least 1-\delta → almost surely",
        ),
        (
            "With probability one, $x < 1$.",
            "Almost surely, $x < 1$.",
            "only wording changed: 'with probability one' → 'almost surely'",
        ),
        ("For all $x$, $f$.", "For every $x$, $f$.", "only wording changed"),
        ("For all $x$, $f$.", "There exists $x$ with $f$.", "quantifier changed: for all →"),
        (
            "For every $x$ there is $y$ with $x < y$.",
            "There is $y$ such that for every $x$ we have $x < y$.",
            "order of quantifiers changed: for every, there is → there is, for every",
        ),
        ("$e^{-x/8}$", "$e^{-x/4}$", "constant changed: 1/8 → 1/4 (in an exponent)"),
        (r"$\frac{x}{8}$", r"$\frac{x}{4}$", "constant changed: 1/8 → 1/4"),
        ("$x^{10}$", "$x^{12}$", "exponent changed: 10 → 12"),
        ("$x_{10}$", "$x_{12}$", "constant changed: 10 → 12"),
        ("Suppose $A$. Then $B$.", "Suppose $B$. Then $A$.", "moved from the hypothesis"),
        ("Suppose $A$. Then $B$.", "Assume $A$. Then $B$.", "only wording changed: 'suppose'"),
        ("$x ≥ 1$", "$x ≤ 1$", "formula changed"),
        (r"The noise is at most $\epsilon$.", r"The noise is at most $\varepsilon$.", "symbol"),
    ],
)
def test_a_phrase_and_its_neighbour(old: str, new: str, words: str) -> None:
    found = told(old, new)
    assert any(words in change for change in found), found


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (r"$x \le y$", r"$x \leq y$"),
        (r"$x \le y$", r"\(x \le y\)"),
        (r"$\bigl( x \bigr)$", r"$( x )$"),
        ("$x^2$", "$x^{2}$"),
        ("Let $x$ be real.", "Let $x$ be real,"),
        (r"an \emph{anchor}", "an anchor"),
    ],
)
def test_only_the_look_changed(old: str, new: str) -> None:
    (change,) = changes(old, new)
    assert change.words == "only typesetting changed" and change.old != change.new


@pytest.mark.parametrize(("old", "new"), [("$x_{ab}$", "$x_ab$"), ("$X$", "$x$"), ("$1$", "$10$")])
def test_what_is_more_than_the_look(old: str, new: str) -> None:
    assert "only typesetting changed" not in told(old, new)


def test_only_wording_is_said_where_nothing_else_changed() -> None:
    found = told("The token $x$ has $x < 1$.", "The word $x$ has $x < 2$.")
    assert "wording changed: 'token' → 'word'" in " ".join(found)
    assert not any(words.startswith("only") for words in found)


def test_the_same_text_has_no_difference() -> None:
    assert changes(BASE, BASE) == []


def test_a_hypothesis_is_told_before_the_conclusion() -> None:
    found = told(BASE, BASE.replace("1$ and", "2$ and").replace("^2", "^3"))
    assert ["hypothesis" in words for words in found] == [True, False]


def test_all_of_an_assumption_is_supposed() -> None:
    (words,) = told("At every outcome, $x > 0$.", "At every outcome, $x > 1$.", supposes=True)
    assert words == "hypothesis changed, constant changed: 0 → 1"


def test_fragments_are_text_of_the_statements() -> None:
    new = BASE.replace("T^2", "T^3").replace("ge 1", "ge 2")
    for change in changes(BASE, new):
        assert change.old in BASE and change.new in new
        assert change.old in str(change) and change.new in str(change)


_SIGNS = r"$ $ \( \) { } [ ] ( ) ^ _ 1 2 1/8 \frac18 \le < > \exp \Pr \[ x. \] , ; . \\ % ä ≥ $$"
_WORDS = "Let|Suppose that|Then|if|not|all|for every|there exists|with probability|almost surely"
_DISPLAY = [r"\begin{equation*}", r"\end{equation*}"]
PIECES = st.sampled_from([*BASE.split(), *_SIGNS.split(), *_WORDS.split("|"), *_DISPLAY])
TEXTS = st.one_of(
    st.lists(PIECES, max_size=12).map(" ".join),
    st.lists(PIECES, max_size=12).map("".join),
    st.text(max_size=20),
)


@settings(max_examples=400, deadline=None)
@given(TEXTS, TEXTS, st.booleans())
def test_the_shown_difference_is_never_empty_when_texts_differ(
    old: str, new: str, supposes: bool
) -> None:
    found = changes(old, new, supposes=supposes)
    assert bool(found) == (old != new)
    for change in found:
        assert change.words and change.old != change.new
        assert change.old in old or change.old.endswith("…")
        assert change.new in new or change.new.endswith("…")


def test_what_moved_unchanged_is_told_once() -> None:
    (change,) = [c for c in changes("$T", "Suppose ; $T") if c.words.startswith("moved")]
    assert str(change) == "moved from the conclusion to the hypothesis: «$T»"
