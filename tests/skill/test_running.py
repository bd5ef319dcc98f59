"""What the skill tells to run is run, on a project that is as far: none of it is wrong use."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from dlt_proof.project import Project

from .reading import ROOT, commands_in

Said = Callable[..., tuple[int, str]]

#: What the placeholders and the names of examples stand for in the small project.
_MEANT = {
    "LABEL": "thm:main", "thm:main": "thm:main", "STEP": "lem:square/1", "W1": "W1", "N": "1",
    "NAME": "Ada", "paper.tex": "main.tex", "paper.tex:lem:main": "main.tex:lem:square",
    "ITEM": "title",
}  # fmt: skip
#: Why these are not run here; each is by a test of its own, or by the walk of a whole session.
_NOT_HERE = {
    "init": "makes another folder",
    "adopt": "is for a paper that is no project",
    "record": "needs answers",
    "--answers": "needs answers",
    "--anew": "is for a review that has ended",
    "--backend": "asks models",
    "fix": "needs a weakness",
    "classify": "needs a weakness",
    "report": "needs a round",
    "restore": "needs a round",
    "refute": "needs a violated claim",
    "manage": "is for an adopted paper",
    "lint-baseline": "is for an adopted paper",
    "compile": "needs TeX",
    "gate D": "needs TeX",
    "scope Quick": "is below what the plan shows",
    "checklist answer": "is answered there",
}


def told() -> list[str]:
    """The commands of SKILL.md, the slash commands and the references, each once, whole."""
    texts = [ROOT / "SKILL.md", *(ROOT / "commands").glob("*.md"),
             *(ROOT / "references").glob("*.md")]  # fmt: skip
    found = {c.words for path in texts for c in commands_in(path.read_text("utf-8"))}
    names = {"…", "plan", "trace", "review", "explain", "trace sign", "plan approve"}
    return sorted(
        words
        for words in found - names
        if not any(re.search(rf"(?<![\w-]){re.escape(part)}", words) for part in _NOT_HERE)
    )


def test_what_is_left_out_is_named() -> None:
    assert len(told()) >= 25


@pytest.mark.parametrize("words", told())
def test_a_command_that_is_told_is_no_wrong_use(
    words: str, swept: Project, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(swept.root)
    meant = [_MEANT.get(word, word) for word in words.replace('"…"', "x").split() if word != "…"]
    code, text = said(*("R15" if word == "ID" else word for word in meant))
    assert code in (0, 1), text


def notes() -> list[str]:
    """The domain notes that the texts show, without those that only say where one goes."""
    texts = [ROOT / "SKILL.md", ROOT / "README.md", *sorted((ROOT / "references").glob("*.md"))]
    found = {
        note.strip()
        for path in texts
        for note in re.findall(r"% domain: ([^`\n]+)", path.read_text("utf-8"))
    }
    return sorted(note for note in found if "…" not in note)


@pytest.mark.parametrize(
    ("shown", "code"), [(notes(), 0), (["k <= n"], 1), (["x in somewhere"], 1)]
)
def test_the_domain_notes_are_read(shown: list[str], code: int, tmp_path: Path, said: Said) -> None:
    assert shown
    lemmas = (
        f"\\begin{{lemma}}\\label{{lem:l{i}}} $1 < 2$.\\end{{lemma}}\n"
        f"\\begin{{proof}}\n% domain: {note}\nWe have $1 < 2$.\n\\end{{proof}}\n"
        for i, note in enumerate(shown)
    )
    head = "\\documentclass{article}\n\\usepackage{amsthm}\n\\newtheorem{lemma}{Lemma}\n"
    paper = tmp_path / "paper.tex"
    paper.write_text(f"{head}\\begin{{document}}\n{''.join(lemmas)}\\end{{document}}\n", "utf-8")
    _, text = said("check", paper, "--jobs", "1")
    assert ("T6" in text) == bool(code), text
