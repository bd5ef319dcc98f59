"""What is looked for in sources and records: that no text makes the search take long."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest

from dlt_proof.build import engines, lists_not_made, macros, shipped_bibliography, silencing, unsaid
from dlt_proof.build.sources import find_keys, labels_of


def searching(pattern: str | re.Pattern[str]) -> Callable[[str], object]:
    compiled = re.compile(pattern)
    return lambda text: [match.span() for match in compiled.finditer(text)]


SILENCING, HFUZZ = searching(silencing._SILENCING), searching(silencing._HFUZZ)
DEFINITION = searching(macros._DEFINITION)
SEARCHES: dict[str, tuple[Callable[[str], object], Callable[[int], str]]] = {
    "let": (SILENCING, lambda n: "\\let" + " " * n),
    "let, star and brace": (SILENCING, lambda n: "\\let" + " " * n + "*" + " " * n + "{" + " " * n),
    "cs_new": (SILENCING, lambda n: "\\cs_new:N" + "a" * n + " " * n),
    "hfuzz": (HFUZZ, lambda n: "\\hfuzz" + " " * n),
    "hfuzz of many digits": (HFUZZ, lambda n: "\\hfuzz=" + "9" * n + " " * n),
    "engine": (searching(engines._MAGIC), lambda n: "%!TEX program=x" + " " * n + "y" + " " * n),
    "engine without a name": (searching(engines._MAGIC), lambda n: "%" * n + " " * n),
    "definition": (DEFINITION, lambda n: "\\newcommand" + " " * n),
    "definition of a delimiter": (DEFINITION, lambda n: "\\DeclarePairedDelimiter" + "a" * n),
    "glossary": (searching(lists_not_made._GLOSSARY), lambda n: "\\@newglossary{" + "}{" * n),
    "bibdata": (searching(shipped_bibliography._NAMED_FOR_BIBTEX), "\\bibdata{".__mul__),
    "datasource": (
        searching(shipped_bibliography._NAMED_FOR_BIBER),
        '<bcf:datasource type="file"'.__mul__,
    ),
    "recorded work": (searching(unsaid._RECORDED_WORK), "\n".__mul__),
    "key": (lambda text: find_keys({"main.tex": text}, "a b"), "a ".__mul__),
    "label": (lambda text: labels_of({"main.tex": text}, "a"), lambda n: "label=" + " " * n + "a"),
}


def seconds(search: Callable[[str], object], text: str) -> float:
    started = time.process_time()
    search(text)
    return time.process_time() - started


@pytest.mark.parametrize(("search", "make"), SEARCHES.values(), ids=SEARCHES)
def test_no_search_takes_long(search: Callable[[str], object], make: Callable[[int], str]) -> None:
    """Twice as much takes less than 3.5 times as long, at one of five attempts."""
    assert any(
        seconds(search, make(8_000)) < 3.5 * seconds(search, make(4_000)) + 0.005 for _ in range(5)
    )


def test_growth_is_told() -> None:
    """The measure refuses a search that goes back over the blanks from each place among them."""
    search = searching(r"\\let\s*\s*x")
    assert any(
        seconds(search, "\\let" + " " * 8_000) > 3.5 * seconds(search, "\\let" + " " * 4_000)
        for _ in range(5)
    )


@pytest.mark.parametrize(
    ("search", "text"),
    [
        (SILENCING, r"\renewcommand * {\@latex@warning}"),
        (SILENCING, r"\let \@setref = \relax"),
        (SILENCING, r"\cs_gset_eq:NN \@latex@warning"),
        (HFUZZ, r"\hfuzz = 100.5 pt"),
        (HFUZZ, r"\hfuzz\maxdimen"),
        (DEFINITION, r"\newcommand* { \foo }"),
        (searching(engines._MAGIC), "% !TEX TS-program = lualatex  "),
        (searching(lists_not_made._GLOSSARY), r"\@newglossary{main}{glg}{gls}{glo}"),
        (searching(unsaid._RECORDED_WORK), "\n  \\entry{knuth}{book}"),
        (searching(shipped_bibliography._NAMED_FOR_BIBTEX), r"\bibdata{a,b}"),
        (
            searching(shipped_bibliography._NAMED_FOR_BIBER),
            '<bcf:datasource type="file" datatype="bibtex">a.bib</bcf:datasource>',
        ),
    ],
)
def test_what_is_looked_for_is_found(search: Callable[[str], object], text: str) -> None:
    assert search(text)
