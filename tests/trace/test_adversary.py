"""No true step refuted and no false one proved, in papers written to mislead the checkers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dlt_proof.checkers.free import check_job
from dlt_proof.latex import read_document
from dlt_proof.project import Project
from dlt_proof.trace.jobs import build_jobs
from dlt_proof.trace.steps import enumerate_steps
from dlt_proof.trace.surroundings import Surroundings

FOLDER = Path(__file__).parents[1] / "cases/adversary"
PREAMBLE = (FOLDER / "preamble.tex").read_text(encoding="utf-8")
_PAPER = re.compile(r"^=== (?P<name>\S+)\n(?P<body>.*?)(?=^=== |\Z)", re.DOTALL | re.MULTILINE)
_MARK = re.compile(r"%% (?P<verdict>TRUE|FALSE)\b")
#: What once was judged wrongly: run every time.
WERE_WRONG = (
    "034", "046", "134", "160", "169", "180", "419", "424", "563", "564", "572", "574", "575",
    "576", "578", "584", "585", "587", "618", "620", "621", "626", "628", "629", "632", "634",
    "635", "636", "637", "640", "641", "650", "651", "652", "653", "655", "657", "659", "662",
    "664", "665", "666", "672", "673", "678", "679", "680", "685",
)  # fmt: skip


def papers() -> Iterator[tuple[str, str]]:
    for path in sorted(FOLDER.glob("papers-*.txt")):
        for match in _PAPER.finditer(path.read_text(encoding="utf-8")):
            yield match["name"], match["body"]


def rows(folder: Path, body: str) -> Iterator[tuple[int, str, list[str]]]:
    """The rows under judgement of a paper: line, verdict, and the words found for its steps."""
    source = f"{PREAMBLE}\\begin{{document}}\n{body}\n\\end{{document}}\n"
    (folder / "main.tex").write_text(source, encoding="utf-8")
    document = read_document(Project(folder))
    sweep = enumerate_steps(document)
    jobs = build_jobs(document, sweep, None)
    surroundings = Surroundings(document, sweep, jobs)
    words: dict[int, list[str]] = {}
    for step in sweep.steps:
        job = jobs[step.identifier]
        verdict = check_job(job)
        word = "match" if verdict.checker == "match" else verdict.word or "unknown"
        if word == "defect" and surroundings.rules_out(job, verdict.detail):
            word = "unknown"
        words.setdefault(step.line, []).append(word)
    for number, line in enumerate(source.splitlines(), start=1):
        mark = _MARK.match(line.strip())
        if mark:
            yield number + 1, mark["verdict"], words.get(number + 1, [])


def wrong(verdict: str, words: list[str]) -> bool:
    """Whether a row is judged wrongly; a false row is one of whose relations is false."""
    if verdict == "TRUE":
        return "defect" in words
    return bool(words) and set(words) <= {"proved", "match"}


def _judged(folder: Path, chosen: list[tuple[str, str]]) -> tuple[int, int, list[str]]:
    seen = decided = 0
    found = []
    for name, body in chosen:
        for line, verdict, words in rows(folder, body):
            seen += 1
            decided += bool({"proved", "defect"} & set(words))
            if wrong(verdict, words):
                found.append(f"{name}:{line} {verdict} {words}")
    return seen, decided, found


def test_what_once_misled_them_does_so_no_more(tmp_path: Path) -> None:
    chosen = [(name, body) for name, body in papers() if name.startswith(WERE_WRONG)]
    seen, _, found = _judged(tmp_path, chosen)
    assert seen >= len(WERE_WRONG) and found == []


@pytest.mark.slow
def test_no_true_step_is_refuted_and_no_false_row_proved(tmp_path: Path) -> None:
    seen, decided, found = _judged(tmp_path, list(papers()))
    assert seen == 1092 and found == []
    assert decided >= 300  # who decides nothing is never wrong


def test_a_wrong_verdict_would_be_seen() -> None:
    assert wrong("TRUE", ["unknown", "defect"]) and wrong("FALSE", ["proved"])
    assert wrong("FALSE", ["proved", "match"])
    assert not wrong("TRUE", ["proved"]) and not wrong("FALSE", ["proved", "unknown"])
    assert not wrong("FALSE", [])
