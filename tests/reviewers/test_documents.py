"""The reviewers over long documents: every weakness was judged by hand, four of five are real.

`tests/documents/NAME.weaknesses` has a line `file:line RULE real|wrong  # why` for each.
"""

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from dlt_proof.latex.documents import read_folder
from dlt_proof.project import Project
from dlt_proof.records.plan import PROVABLE_KINDS
from dlt_proof.reviewers import NAMES, reviewed_paper, run_reviewers
from dlt_proof.reviewers.unread import Unread
from dlt_proof.trace.steps import enumerate_steps

DOCUMENTS = Path(__file__).parents[1] / "documents"
EXAMPLE = "08-anchor-convergence"
LONG = ("thesis", "biblatex-paper", "notes")
FOLDERS = {
    **{name: DOCUMENTS / name for name in LONG},
    EXAMPLE: Path(__file__).parents[2] / "eval_results/08-anchor-convergence",
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


def test_the_example_is_read_whole() -> None:
    project = Project(FOLDERS[EXAMPLE])
    (document,) = read_folder(project)
    paper = reviewed_paper(project, document, None)
    proved = [passage for passage in paper.passages if passage.proofs]
    to_prove = [p for p in paper.passages if p.statement.kind in PROVABLE_KINDS]
    assert proved == to_prove and len(proved) >= 30
    assert len(paper.passages) == len(document.statements) > len(proved)
    assert Unread(paper).count == 0
    assert len({proof.environment.span for p in proved for proof in p.proofs}) == len(proved)
    assert len(enumerate_steps(document).steps) >= 500


#: Faults in the example, each with the file, the old and the new words, the rule and the statement.
PLANTED = (
    (
        "05-anchor-count",
        "For integers $0 \\le n \\le j \\le T$ let",
        "The proof has three steps.\n\n\\emph{Step 1.} For integers $0 \\le n \\le j \\le T$ let",
        ("V29", "lem:domination"),
    ),
    (
        "05-anchor-count",
        "$\\Pr[B_{n,p} \\le u n] \\le \\exp(-n \\kl(u, p))$.",
        "$\\Pr[B_{n,p} \\le u n] \\le \\exp(-n \\zeta \\kl(u, p))$.",
        ("V12", "lem:binomial_upper"),
    ),
    (
        "05-anchor-count",
        "\\Cref{lem:binomial_upper} with $n = T$ and $p = p_0$.",
        "Theorem 4.17 of \\citet{chernoff1952measure} with $n = T$ and $p = p_0$.",
        ("V28", "lem:anchor_count"),
    ),
    (
        "06-anchor-mass",
        "Suppose that \\Cref{ass:anchor_accuracy,ass:bounded_values} hold. Then",
        "Suppose that \\Cref{ass:anchor_accuracy,ass:bounded_values,ass:emission} hold. Then",
        ("V11", "lem:threshold"),  # which uses it and supposes less
    ),
    (
        "08-worst-case",
        "The function $\\kl(\\cdot, p)$ is continuous on $[0,1]$, so the right-hand side",
        "It is clear that the right-hand side",
        ("V18", "lem:binomial_tail"),
    ),
)


@pytest.mark.slow
def test_they_would_object_to_the_example(tmp_path: Path) -> None:
    """It is sound in their eyes as it stands; with faults in it, each is seen and nothing else."""
    ignore = shutil.ignore_patterns("state", ".output")
    folder = shutil.copytree(FOLDERS[EXAMPLE], tmp_path / "proof", ignore=ignore)
    for name, old, new, _ in PLANTED:
        file = folder / "sections" / f"{name}.tex"
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, old
        file.write_text(text.replace(old, new), encoding="utf-8")
    project = Project(folder)
    (document,) = read_folder(project)
    found = run_reviewers(reviewed_paper(project, document, None))
    assert Counter((w.rule, w.statement) for w in found) == Counter(what for *_, what in PLANTED)
