"""`adopt --refresh`: the plan follows the paper where nothing is managed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dlt_proof.graph.plan_file import Plan, read_plan
from dlt_proof.project import Project

from ..conftest import edit, run
from .papers import digest, write_paper

Said = Callable[..., tuple[int, str]]
PLAN_FILE = ".proof-research/dependency-graph.md"
TEX = "parts/body.tex"
NEW = r"""\begin{corollary}\label{cor:new}
It holds that $g(x) > 0$.
\end{corollary}
\begin{proof}
By \cref{thm:main} and \cref{lem:aside}, $g(x) > 0$.
\end{proof}
"""


@pytest.fixture
def adopted(tmp_path: Path) -> Project:
    paper = write_paper(tmp_path / "paper")
    assert run("adopt", paper) == 0
    return Project(paper)


def append(project: Project, text: str) -> None:
    path = project.root / TEX
    path.write_text(path.read_text() + text)


def plan_of(project: Project) -> Plan:
    plan = read_plan(project)
    assert plan.findings == ()
    return plan


def test_nothing_to_do_changes_nothing(adopted: Project, said: Said) -> None:
    before = digest(adopted.root)
    code, text = said("adopt", "--refresh", adopted)
    assert code == 0 and "nothing to bring up to date" in text
    assert digest(adopted.root) == before


def test_new_statements_come_in_and_given_ones_follow(adopted: Project, said: Said) -> None:
    append(adopted, NEW)
    edit(adopted, TEX, "$x = x$", "$x + 0 = x$")
    before = digest(adopted.root)
    code, text = said("adopt", "--refresh", "--dry-run", adopted)
    assert code == 0 and "would add cor:new" in text and digest(adopted.root) == before
    code, text = said("adopt", "--refresh", adopted)
    assert code == 0 and "added cor:new" in text and "updated thm:main, lem:aside" in text
    after = digest(adopted.root)
    assert [name for name in before if after[name] != before[name]] == [PLAN_FILE]
    plan = plan_of(adopted)
    assert plan.nodes["cor:new"].goal and not plan.nodes["cor:new"].managed
    assert plan.nodes["lem:aside"].statement == "It holds that $x + 0 = x$."
    assert plan.nodes["lem:aside"].consumers == ("cor:new",)
    assert run("plan", "check", adopted) == 0
    assert "nothing to bring" in said("adopt", "--refresh", adopted)[1]


def test_comments_in_the_plan_stay(adopted: Project) -> None:
    edit(adopted, PLAN_FILE, "## lem:aside\n", "<!-- mine -->\n## lem:aside\n")
    append(adopted, NEW)
    assert run("adopt", "--refresh", adopted) == 0
    assert "<!-- mine -->\n## lem:aside\n" in adopted.read(PLAN_FILE)


def test_what_is_managed_is_not_touched(adopted: Project, said: Said) -> None:
    assert run("plan", "manage", "lem:aside", "thm:main", adopted) == 0
    nodes = plan_of(adopted).nodes
    managed = {label: nodes[label]._replace(field_lines={}) for label in ("lem:aside", "thm:main")}
    append(adopted, NEW.replace("It holds that", r"As in \cref{lem:aside}, it holds that"))
    edit(adopted, TEX, "$x = x$", "$x + 0 = x$")
    code, text = said("adopt", "--refresh", adopted)
    assert code == 0
    after = plan_of(adopted).nodes
    for label, node in managed.items():
        assert after[label]._replace(field_lines={}, line=node.line) == node
    # What the managed node would have to say is told, and not written on one side only.
    assert "add cor:new to its consumers" in text
    assert "lem:aside" not in after["cor:new"].hypotheses
    assert not any(f.rule == "G3" for f in _shape(adopted))


def test_what_vanished_is_told_and_stays(adopted: Project, said: Said) -> None:
    assert run("plan", "manage", "thm:main", adopted) == 0
    edit(adopted, TEX, r"\label{lem:square}", r"\label{lem:quadratic}")
    edit(adopted, TEX, r"\cref{lem:square}", r"\cref{lem:quadratic}")
    edit(adopted, TEX, r"\label{thm:main}", r"\label{thm:first}")
    code, text = said("adopt", "--refresh", adopted)
    assert code == 0
    assert "no longer in the paper, and still in the plan: lem:square, thm:main" in text
    plan = plan_of(adopted)
    assert {"lem:square", "lem:quadratic", "thm:main", "thm:first"} <= plan.nodes.keys()
    assert plan.nodes["ass:positive"].consumers == ("lem:quadratic",)
    assert not any(f.rule in ("G2", "G3") for f in _shape(adopted))


def test_what_cannot_be_read_is_not_gone(adopted: Project, said: Said) -> None:
    before = adopted.plan_file.read_bytes()
    text = (adopted.root / TEX).read_text()
    (adopted.root / TEX).unlink()
    code, shown = said("adopt", adopted, "--refresh")
    assert code == 0 and "could not be read: paper.tex" in shown
    assert adopted.plan_file.read_bytes() == before
    (adopted.root / TEX).write_text(text)
    append(adopted, "\\input{none}\n\\begin{lemma}\\label{lem:new}\n$2 = 2$.\n\\end{lemma}\n")
    assert run("adopt", adopted, "--refresh") == 0
    assert "lem:new" in plan_of(adopted).nodes
    assert plan_of(adopted).nodes["thm:main"].hypotheses == ("def:gap",)


def test_line_ends_of_the_plan_stay(adopted: Project) -> None:
    adopted.plan_file.write_bytes(adopted.plan_file.read_bytes().replace(b"\n", b"\r\n"))
    append(adopted, "\\begin{lemma}\\label{lem:new}\n$2 = 2$.\n\\end{lemma}\n")
    assert run("adopt", adopted, "--refresh") == 0
    written = adopted.plan_file.read_bytes()
    assert b"lem:new" in written and written.count(b"\n") == written.count(b"\r\n")


def test_a_plan_that_does_not_read_is_not_touched(adopted: Project) -> None:
    edit(adopted, PLAN_FILE, "## lem:aside\n", "## lem:aside\nfree text\n")
    append(adopted, NEW)
    before = digest(adopted.root)
    assert run("adopt", "--refresh", adopted) == 2
    assert digest(adopted.root) == before


def test_a_plain_paper_has_nothing_to_refresh(tmp_path: Path) -> None:
    assert run("adopt", "--refresh", write_paper(tmp_path)) == 1


def _shape(project: Project):  # type: ignore[no-untyped-def]
    from dlt_proof.graph.shape import shape_findings

    return shape_findings(read_plan(project), adopted=True)
