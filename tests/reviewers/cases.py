"""The cases of the reviewers: reading `tests/cases/reviewers`, and running one case."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from dlt_proof.latex import read_document
from dlt_proof.project import Project
from dlt_proof.reviewers import FoundWeakness, ReviewedPaper, Reviewer, run_reviewers

FOLDER = Path(__file__).parent.parent / "cases" / "reviewers"
PREAMBLE = (FOLDER / "preamble.tex").read_text(encoding="utf-8")

_MARK = re.compile(r"(?P<word>expect|missed|wrong) (?P<rule>V\d+) (?P<line>\d+)(?: +(?P<said>.*))?")


@dataclass(frozen=True)
class Mark:
    """What a case says of one weakness; see the README of the cases."""

    word: str
    rule: str
    line: int
    said: str = ""


@dataclass(frozen=True)
class Case:
    """A tiny paper and what the reviewers say of it."""

    file: str
    name: str
    body: str
    rules: frozenset[str]
    marks: tuple[Mark, ...]
    digests: tuple[tuple[str, str], ...] = ()

    @property
    def preamble(self) -> str:
        """What stands before the body: nothing if the body is a whole document."""
        whole = "\\begin{document}" in self.body
        return "" if whole else PREAMBLE + "\\begin{document}\n"

    @property
    def text(self) -> str:
        """The document."""
        return self.preamble + self.body + ("\n\\end{document}\n" if self.preamble else "\n")

    def expected(self) -> list[Mark]:
        return [mark for mark in self.marks if mark.word != "missed"]

    def found(self, folder: Path, *reviewers: Reviewer) -> list[FoundWeakness]:
        """The weaknesses of the file's rules, found by some reviewers, or by all."""
        (folder / "main.tex").write_text(self.text, encoding="utf-8")
        for name, said in self.digests:
            research = folder / ".proof-research"
            research.mkdir(exist_ok=True)
            (research / f"{name}.md").write_text(said, encoding="utf-8")
        project = Project(folder)
        digests = {name: project.read_digest(name) for name in project.digests()}
        paper = ReviewedPaper(read_document(project), digests=digests if self.digests else None)
        if reviewers:
            found = {weakness for reviewer in reviewers for weakness in reviewer(paper)}
        else:
            found = set(run_reviewers(paper))
        mine = (weakness for weakness in found if weakness.rule in self.rules)
        return sorted(mine, key=lambda w: (w.line, w.column, w.rule, w.claim))

    def line(self, weakness: FoundWeakness) -> int:
        """The line of the case that a weakness stands in."""
        return weakness.line - self.preamble.count("\n")

    def check(self, folder: Path, *reviewers: Reviewer) -> None:
        """Every weakness is expected, and every expected one is found."""
        found = self.found(folder, *reviewers)
        listed = "\n".join(f"{w.rule} {self.line(w)}  {w.claim} | {w.evidence}" for w in found)
        open_ones = list(found)
        for mark in self.expected():
            fits = [
                w
                for w in open_ones
                if w.rule == mark.rule
                and self.line(w) == mark.line
                and mark.said in f"{w.claim} | {w.evidence}"
            ]
            assert fits, f"{mark.rule} {mark.line} {mark.said!r} is not among:\n{listed}"
            open_ones.remove(fits[0])
        missed = {mark.rule for mark in self.marks if mark.word == "missed"}
        assert not missed & {w.rule for w in open_ones}, f"found now, no longer missed:\n{listed}"
        assert not open_ones, f"not expected:\n{listed}"


def read_cases(name: str) -> list[Case]:
    """The cases of one file."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    head, *parts = re.split(r"^=== (?=\S)", text, flags=re.MULTILINE)
    rules = frozenset(re.findall(r"V\d+", head))
    assert rules, f"{name} names no rules"
    cases = []
    for part in parts:
        title, _, rest = part.partition("\n")
        body: list[str] = []
        marks: list[Mark] = []
        digests: list[tuple[str, str]] = []
        silent = False
        for line in rest.splitlines():
            mark = _MARK.fullmatch(line.rstrip())
            digest = re.fullmatch(r"digest (\S+): (.*)", line)
            if mark:
                marks.append(
                    Mark(mark["word"], mark["rule"], int(mark["line"]), mark["said"] or "")
                )
            elif digest:
                digests.append((digest[1], digest[2].replace("\\n", "\n")))
            elif line.rstrip() == "silent":
                silent = True
            elif not marks and not silent:
                body.append(line)
            else:
                assert not line.strip(), f"{name}, {title}: {line!r} behind the marks"
        assert silent != bool(marks), f"{name}, {title}: either marks or `silent`"
        cases.append(
            Case(name, title, "\n".join(body).rstrip(), rules, tuple(marks), tuple(digests))
        )
    return cases


def parametrised(*names: str) -> pytest.MarkDecorator:
    """A test's parameter `case`: all cases of some files."""
    found = [case for name in names for case in read_cases(name)]
    return pytest.mark.parametrize("case", found, ids=lambda case: case.name)
