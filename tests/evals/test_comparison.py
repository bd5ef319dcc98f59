"""Comparing results: within the stated tolerance, and nothing ignored in silence."""

import json
from typing import Any

import pytest

from dlt_proof.evals.comparison import Comparison, compare
from dlt_proof.evals.tolerance import Tolerance

PDF_PAGE = "BT /F1 12 Tf 72 700 Td ({}) Tj ET"


def pdf(*texts: str) -> bytes:
    """A PDF of a page for each text, in one line of Helvetica."""
    pages = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(texts)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{pages}] /Count {len(texts)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, text in enumerate(texts):
        stream = PDF_PAGE.format(text)
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    data, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    return data + f"{end}startxref\n{len(data)}\n%%EOF\n".encode()


def compared(name: str, committed: Any, made: Any, **tolerance: Any) -> Comparison:
    sides = [
        side if isinstance(side, bytes) else side.encode() if isinstance(side, str)
        else json.dumps(side).encode()
        for side in (committed, made)
    ]  # fmt: skip
    stated = Tolerance.model_validate(tolerance)
    return compare({name: sides[0]}, {name: sides[1]}, stated)


@pytest.mark.parametrize(
    ("name", "committed", "made"),
    [
        ("a.json", {"x": 1.0}, {"x": 1.0000001}),
        ("a.json", {"x": [1, 2]}, {"x": [1, 2.0000001]}),
        ("a.json", {"x": 0.0}, {"x": 5e-10}),
        ("a.json", {"x": 1, "y": 2}, {"y": 2, "x": 1}),
        ("a.json", {"x": "at p = 0.3333333"}, {"x": "at p = 0.33333331"}),
        ("a.md", "ratio 0.5\n", "ratio 0.5\r\n"),
        ("a.svg", '<circle cx="10.0"/>', '<circle cx="10.0000001"/>'),
        ("a.pdf", pdf("Theorem one"), pdf("Theorem   one")),
    ],
)
def test_what_is_near_is_the_same(name: str, committed: Any, made: Any) -> None:
    found = compared(name, committed, made)
    assert (found.differences, found.ignored, found.files) == ((), (), 1)


@pytest.mark.parametrize(
    ("name", "committed", "made", "key", "told"),
    [
        ("a.json", {"x": 1.0}, {"x": 1.00001}, "x", ("1.0", "1.00001")),
        ("a.json", {"x": {"y": [1, 2]}}, {"x": {"y": [1, 3]}}, "x.y.1", ("2", "3")),
        ("a.json", {"x": [1, 2]}, {"x": [1]}, "x.1", ("2", "(not there)")),
        ("a.json", {"x": 1}, {"x": 1, "y": 2}, "y", ("(not there)", "2")),
        ("a.json", {"x": True}, {"x": 1}, "x", ("true", "1")),
        ("a.json", {"x": None}, {"x": 0.0}, "x", ("null", "0.0")),
        ("a.json", {"x": "at p = 0.3"}, {"x": "at q = 0.3"}, "x", None),
        ("a.json", {"x": "holds"}, {"x": "fails"}, "x", ("'holds'", "'fails'")),
        ("a.md", "one\ntwo 2\n", "one\ntwo 3\n", "line 2", ("'two 2'", "'two 3'")),
        ("a.md", "one\n", "one\ntwo\n", "lines", ("1", "2")),
        ("a.svg", '<circle cx="10.0"/>', '<circle cx="10.1"/>', "line 1", None),
        ("a.pdf", pdf("Theorem one"), pdf("Theorem two"), "page 1", None),
        ("a.pdf", pdf("One"), pdf("One", "Two"), "pages", ("1", "2")),
        ("a.bin", b"\xff\x00", b"\xff\x00\x00", "", ("2 bytes", "3 bytes")),
        ("a.json", "no JSON", "none either", "", ("7 bytes", "11 bytes")),
    ],
)
def test_what_differs_is_told_with_its_place(
    name: str, committed: Any, made: Any, key: str, told: tuple[str, str] | None
) -> None:
    [difference] = compared(name, committed, made).differences
    assert (difference.file, difference.key) == (name, key)
    if told is not None:
        assert (difference.committed, difference.made) == told


def test_what_is_on_one_side_only_is_a_difference() -> None:
    found = compare({"a.json": b"{}"}, {"b.json": b"{}"}, Tolerance())
    assert [(d.file, d.committed, d.made) for d in found.differences] == [
        ("a.json", "there", "(not there)"),
        ("b.json", "(not there)", "there"),
    ]


def test_an_override_is_for_its_file_and_key_only() -> None:
    rule = [
        {"file": "plots/*.svg", "absolute": 0.2},
        {"file": "a.json", "key": "x.*", "relative": 0.1},
    ]
    wide = {"override": rule}
    assert not compared("plots/a.svg", 'x="10.0"', 'x="10.1"', **wide).differences
    assert compared("a.svg", 'x="10.0"', 'x="10.1"', **wide).differences
    assert not compared("a.json", {"x": {"y": 1.0}}, {"x": {"y": 1.05}}, **wide).differences
    assert compared("a.json", {"y": 1.0}, {"y": 1.05}, **wide).differences


def test_what_is_ignored_is_told_with_the_reason() -> None:
    rule = {"ignore": [{"file": "a.json", "key": "seconds", "why": "a matter of the machine"}]}
    found = compared("a.json", {"seconds": 1, "x": 1}, {"seconds": 9, "x": 2}, **rule)
    assert [d.key for d in found.differences] == ["x"]
    assert [(d.key, d.why) for d in found.ignored] == [("seconds", "a matter of the machine")]
