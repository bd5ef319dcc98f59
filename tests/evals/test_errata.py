"""Reading `ERRATA.md`: strictly, with the line of whatever does not read."""

import pytest

from dlt_proof.evals.errata import Errata, NumberOfCheck, parse_errata

from .conftest import ERRATA


def test_an_entry_reads() -> None:
    errata = parse_errata(ERRATA)
    assert errata.faults == ()
    [erratum] = errata.entries
    assert (erratum.identifier, erratum.name, erratum.line) == ("E01", "quadrupling", 3)
    assert erratum.verdict == "false"
    assert erratum.labels == ("thm:main",)
    assert erratum.numbers == (
        NumberOfCheck("checks/errata.py", "quadrupling", "4.0"),
        NumberOfCheck("checks/errata.py", "cubing", None),
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("**Numbers:** checks/errata.py: quadrupling = 4.0; checks/errata.py: cubing",
         "**Numbers:** none: it is a matter of words"),
        ("**Proved in:** thm:main", "**Proved in:** thm:main, lem:square"),
        ("**Proved in:** thm:main", "**Proved in:** none: nothing is claimed any more"),
        ("**Verdict:** false", "**Verdict:** true-but: only for even numbers"),
        ("**Verdict:** false", "**Verdict:** false, as stated"),
        ("## E01", "<!-- a\n## note -->\n## E01"),
        ("## E01", "What the source is, and how to read this.\n\n## E01"),
        (": quadrupling = 4.0", ": p = 1/2, x = y = 4.0"),
    ],
)  # fmt: skip
def test_other_forms_read(old: str, new: str) -> None:
    assert ERRATA.count(old) == 1
    errata = parse_errata(ERRATA.replace(old, new))
    assert (len(errata.entries), errata.faults) == (1, ())


def test_a_title_alone_has_no_entry() -> None:
    assert parse_errata("# Errata of the source\n") == Errata((), ())


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("# Errata of the source", "# Errata", 1, "begins with"),
        ("**Why:** the fourth power is larger.\n", "", 3, "lacks Why"),
        ("**Why:** the fourth", "**Why:**\nthe fourth", 7, "empty"),
        ("**Why:**", "**Because:**", 7, "unknown field"),
        ("**Why:** the", "**Place:** here\n**Why:** the", 7, "twice"),
        ("**Verdict:** false", "**Verdict:** wrong", 6, "begins with none of"),
        ("**Verdict:** false", "**Verdict:** true-but", 6, "needs a word"),
        ("checks/errata.py: quadrupling = 4.0", "quadrupling = 4.0", 8, "not of the form"),
        ("checks/errata.py: quadrupling = 4.0", "checks/errata.py:", 8, "not of the form"),
        ("**Proved in:** thm:main", "**Proved in:** none", 10, "needs a reason"),
        ("**Proved in:** thm:main", "**Proved in:** the main theorem", 10, "is no label"),
        ("## E01 quadrupling", "## quadrupling", 3, "no heading of the form"),
        ("**Place:** the result", "**Place:** the result\nand more", 6, "neither a heading"),
        ("**Proved in:** thm:main", "**Proved in:** thm:main\n\n## E01 again", 12, "twice"),
    ],
)
def test_a_fault_is_told_with_its_line(old: str, new: str, line: int, message: str) -> None:
    faults = parse_errata(ERRATA.replace(old, new)).faults
    assert any(fault.line == line and message in fault.message for fault in faults), faults


def test_every_fault_is_told_and_what_reads_is_kept() -> None:
    entry = ERRATA.split("\n", 1)[1]
    second = entry.replace("E01", "E02").replace("**Verdict:** false", "**Verdict:** wrong")
    third = entry.replace("E01", "E03").replace(": quadrupling = 4.0; checks/errata.py: cubing", "")
    fourth = entry.replace("E01", "E04")
    errata = parse_errata(ERRATA + second + third + fourth)
    assert [e.identifier for e in errata.entries] == ["E01", "E04"]
    assert ["verdict" in fault.message for fault in errata.faults] == [True, False]


@pytest.mark.parametrize(
    ("written", "observed", "agrees"),
    [
        ("4.0", 4.04, True),
        ("4.0", 4.06, False),
        ("0.33", 1 / 3, True),
        ("0.34", 1 / 3, False),
        ("2e-5", 1.9999999e-5, True),
        ("2e-5", 1.4e-5, False),
        ("-3", 3.0, False),
        (None, 17.0, True),
    ],
)
def test_a_written_number_is_rounded(written: str | None, observed: float, agrees: bool) -> None:
    number = NumberOfCheck("checks/a.py", "a", written)
    assert number.agrees(observed, absolute=1e-9, relative=1e-6) is agrees
