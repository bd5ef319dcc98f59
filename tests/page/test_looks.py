"""Shapes, words and colours: each state and kind told apart, by everybody."""

import math
from collections.abc import Sequence
from itertools import combinations

import pytest

from dlt_proof.page.look import EDGE_LOOKS, MARK_STROKES, STATE_LOOKS, shape_of
from dlt_proof.page.words import LONGEST, one_line, plain, shortened
from dlt_proof.records.graph import EDGE_KINDS, STATES


def test_every_state_and_kind_of_edge_has_its_look() -> None:
    assert list(STATE_LOOKS) == list(MARK_STROKES) == list(STATES)
    assert list(EDGE_LOOKS) == list(EDGE_KINDS)
    assert len({look.mark for look in STATE_LOOKS.values()}) == len(STATES)
    assert len({MARK_STROKES[state] for state in STATES}) == len(STATES)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES)
def test_words_and_marks_can_be_read_on_their_ground(state: str, theme: str) -> None:
    # 4.5 for text and 3 for signs is what WCAG 2.2 asks for (1.4.3, 1.4.11).
    colours = getattr(STATE_LOOKS[state], theme)
    assert contrast(colours.ink, colours.fill) >= 4.5
    if state not in ("false", "all-ancestors-checked"):  # there the mark has the colour of words
        assert contrast(colours.line, colours.fill) >= 3


#: How colours look without one kind of cone: Machado, Oliveira, Fernandes (2009), severity 1.
SEEN = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
WHITE = (0.9505, 1.0, 1.089)


def times(rows: Sequence[Sequence[float]], vector: Sequence[float]) -> list[float]:
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in rows]


def lab(colour: str, kind: str) -> list[float]:
    """A colour in CIELAB, where distances are about what people see, as somebody sees it."""
    rgb = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb]
    linear = [min(1.0, max(0.0, c)) for c in times(SEEN[kind], linear)]
    ratios = [c / white for c, white in zip(times(XYZ, linear), WHITE, strict=True)]
    x, y, z = (r ** (1 / 3) if r > 0.008856 else 7.787 * r + 16 / 116 for r in ratios)
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("kind", SEEN)
def test_states_differ_also_for_the_colour_blind(kind: str, theme: str) -> None:
    fills = {state: lab(getattr(look, theme).fill, kind) for state, look in STATE_LOOKS.items()}
    del fills["cited"]  # which no statement is: its shape tells
    bad, good = {"false", "rests-on-false"}, {"proved", "checked", "all-ancestors-checked"}
    for one, other in combinations(fills, 2):
        distance = math.dist(fills[one], fills[other])
        assert distance > (25 if {one, other} & bad and {one, other} & good else 6), (one, other)


def test_shapes() -> None:
    assert [shape_of(k) for k in ("definition", "lemma", "citation", "remark")] == [
        "box",
        "ellipse",
        "note",
        "rounded",
    ]


def test_words_that_are_too_long_are_cut_and_others_are_not() -> None:
    assert shortened("lem:short") == "lem:short"
    assert shortened("x" * 400) == "x" * (LONGEST - 1) + "…"
    assert len(shortened("定" * 400)) < 20


def test_titles_are_plain_text() -> None:
    assert plain(r"Bound on $\lambda_{\max}$ \& more") == "Bound on λ_max & more"
    assert plain("nothing odd") == "nothing odd"
    assert one_line("a\x00b\n c") == "a b c"
