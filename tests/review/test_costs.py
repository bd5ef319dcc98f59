"""What a change costs, and what it may cost."""

import pytest

from dlt_proof.records.review import DISMISSALS, SEVERITIES, Classification, Severity
from dlt_proof.review.costs import LINE_LENGTH, allowed_lines, changed_lines

TEXT = "one\n\ntwo words\nthree\nfour\n"


def cost(before: str, after: str, name: str = "sections/a.tex") -> int:
    return changed_lines({name: before}, {name: after})


@pytest.mark.parametrize(
    ("severity", "classification", "lines"),
    [
        ("critical", "REAL-blocking", None),
        ("major", "REAL-blocking", None),
        ("minor", "REAL-blocking", 5),
        ("style", "REAL-blocking", 1),
        ("critical", "REAL-nonblocking", 10),
        ("major", "REAL-nonblocking", 10),
        ("minor", "REAL-nonblocking", 3),
        ("style", "REAL-nonblocking", 1),
    ],
)
def test_the_cost_table(
    severity: Severity, classification: Classification, lines: int | None
) -> None:
    assert allowed_lines(severity, classification) == lines


@pytest.mark.parametrize("severity", SEVERITIES)
@pytest.mark.parametrize("classification", DISMISSALS)
def test_what_was_dismissed_has_no_price(
    severity: Severity, classification: Classification
) -> None:
    with pytest.raises(KeyError):
        allowed_lines(severity, classification)


@pytest.mark.parametrize(
    ("after", "lines"),
    [
        (TEXT, 0),
        (TEXT.replace("two words", "two  words "), 0),  # white space
        (TEXT.replace("three\n", "three\n\n\n"), 0),  # empty lines
        (TEXT.replace("three", "3"), 1),
        (TEXT.replace("three\n", ""), 1),
        (TEXT.replace("three\n", "three\nand\nmore\n"), 2),
        (TEXT.replace("three\nfour", "3\n4\n5"), 3),
        (TEXT.replace("one", "1").replace("four", "4"), 2),
        (TEXT.replace("one\n", "one \\todo{verify: the step in line {3}}\n"), 0),
        (TEXT.replace("one\n", "one \\todo{prove: all of it}\n"), 1),
        (TEXT.replace("one\n", "one \\todo{verify: never closed\n"), 1),
        ("", 4),
    ],
)
def test_what_a_change_costs(after: str, lines: int) -> None:
    assert cost(TEXT, after) == lines


def test_a_proof_in_one_long_line_is_not_one_line() -> None:
    assert cost(TEXT, TEXT.replace("three", "x" * (3 * LINE_LENGTH + 1))) == 4


def test_all_files_that_tex_reads_count_new_and_removed_ones_too() -> None:
    before = {"a.tex": "one\n", "refs.bib": "@misc{a}\n", ".proof-research/x.md": "digest\n"}
    after = {"b.tex": "one\ntwo\n", "refs.bib": "@misc{b}\n", ".proof-research/x.md": "other\n"}
    assert changed_lines(before, after) == 1 + 2 + 1


def test_a_file_of_style_is_no_way_around() -> None:
    assert cost("", "\\newcommand{\\a}{b}\n", "macros.sty") == 1
