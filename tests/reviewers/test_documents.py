"""The reviewers over long documents: every weakness was judged by hand, four of five are real.

`tests/documents/NAME.weaknesses` has a line `file:line RULE real|wrong  # why` for each.
"""

import re
from collections import Counter
from pathlib import Path

import pytest

from dlt_proof.latex.documents import read_folder
from dlt_proof.project import Project
from dlt_proof.reviewers import NAMES, reviewed_paper, run_reviewers

DOCUMENTS = Path(__file__).parents[1] / "documents"
LONG = ("thesis", "biblatex-paper", "notes")
FOLDERS = {
    **{name: DOCUMENTS / name for name in LONG},
    "08-anchor-convergence": Path(__file__).parents[2] / "eval_results/08-anchor-convergence",
}
_LINE = re.compile(r"(?P<place>\S+:\d+) (?P<rule>V\d+) (?P<word>real|wrong)  # (?P<why>.+)")


def judged(name: str) -> list[tuple[str, str, str]]:
    """Place, rule and judgement of each weakness of a document."""
    lines = (DOCUMENTS / f"{name}.weaknesses").read_text(encoding="utf-8").splitlines()
    found = []
    for line in lines:
        match = _LINE.fullmatch(line)
        assert match, f"{name}.weaknesses: {line!r}"
        found.append((match["place"], match["rule"], match["word"]))
    return found


@pytest.mark.parametrize("name", FOLDERS)
def test_every_weakness_was_judged(name: str) -> None:
    project = Project(FOLDERS[name])
    found = [
        (f"{weakness.file}:{weakness.line}", weakness.rule)
        for document in read_folder(project)
        # Without the plan: all statements are read, not only the managed ones.
        for weakness in run_reviewers(reviewed_paper(project, document, None))
    ]
    assert Counter(found) == Counter((place, rule) for place, rule, _ in judged(name))


def test_four_of_five_are_real() -> None:
    words = [(rule, word) for name in LONG for _, rule, word in judged(name)]
    for rules in (NAMES, *({rule} for rule in NAMES)):
        mine = [word for rule, word in words if rule in rules]
        assert not mine or mine.count("real") >= 0.8 * len(mine), sorted(rules)


def test_nothing_wrong_is_said_of_the_example() -> None:
    assert all(word == "real" for _, _, word in judged("08-anchor-convergence"))
