"""`plan manage`: which statements gates look at."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dlt_proof.graph.plan_file import read_plan
from dlt_proof.project import Project

from ..conftest import edit, run
from ..workflow.papers import write_paper

Said = Callable[..., tuple[int, str]]
PLAN_FILE = ".proof-research/dependency-graph.md"
GIVEN = "none: given, not checked"


@pytest.fixture
def adopted(tmp_path: Path) -> Project:
    paper = write_paper(tmp_path / "paper")
    assert run("adopt", paper) == 0
    return Project(paper)


def managed(project: Project) -> list[str]:
    return [*read_plan(project).managed]


def test_definitions_and_assumptions_come_along_and_lemmas_stay_given(
    adopted: Project, said: Said
) -> None:
    code, text = said("plan", "manage", "thm:main", adopted)
    assert code == 0
    assert managed(adopted) == ["def:gap", "thm:main"]
    assert "def:gap is managed (it comes along)" in text
    assert "thm:main needs a numeric check, or a reason why not" in text
    assert "thm:main rests on what stays given, unchecked: lem:square" in text
    assert "approves thm:main" in text


def test_only_these_fields_change(adopted: Project) -> None:
    edit(adopted, PLAN_FILE, "## thm:main\n", "<!-- mine,\n  two lines -->\n## thm:main\n")
    path = adopted.plan_file
    before = path.read_bytes().replace(b"\n", b"\r\n")
    path.write_bytes(before)
    assert run("plan", "manage", "lem:square", adopted) == 0
    old, new = before.split(b"\n"), path.read_bytes().split(b"\n")
    assert len(old) == len(new)
    changed = [(o, n) for o, n in zip(old, new, strict=True) if o != n]
    assert changed == [(b"**Managed:** no\r", b"**Managed:** yes\r")] * 2


def test_twice_is_once(adopted: Project, said: Said) -> None:
    assert run("plan", "manage", "lem:square", adopted) == 0
    before = adopted.plan_file.read_bytes()
    code, text = said("plan", "manage", "lem:square", adopted)
    assert code == 0 and "was managed already" in text
    assert adopted.plan_file.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["lem:squar"], "did you mean lem:square?"),
        (["thm:main", "lem:unknown_thing"], "is not in the plan"),
        ([], "no label is named"),
    ],
)
def test_an_unknown_label_changes_nothing(
    adopted: Project, said: Said, words: list[str], message: str
) -> None:
    before = adopted.plan_file.read_bytes()
    code, text = said("plan", "manage", *words, adopted)
    assert code == 2 and message in text
    assert adopted.plan_file.read_bytes() == before


def test_only_a_person_gives_up(
    adopted: Project, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = adopted.plan_file.read_bytes()
    monkeypatch.setenv("CLAUDECODE", "1")
    assert run("plan", "manage", "lem:aside", adopted) == 0
    code, text = said("plan", "manage", "--off", "lem:aside", adopted)
    assert code == 1 and "only from a person" in text
    assert managed(adopted) == ["lem:aside"]
    monkeypatch.delenv("CLAUDECODE")
    assert run("plan", "manage", "--off", "lem:aside", adopted) == 0
    assert adopted.plan_file.read_bytes() == before


def test_what_adopt_wrote_is_no_reason_for_a_managed_statement(
    adopted: Project, said: Said
) -> None:
    assert run("plan", "check", adopted) == 0
    assert run("plan", "manage", "thm:main", adopted) == 0
    code, text = said("plan", "check", adopted)
    assert code == 1 and f"its check is still `{GIVEN}`" in text
    code, text = said("status", adopted)
    assert "how it is checked, or why not" in text
    section = adopted.read(PLAN_FILE).split("## thm:main")
    section[1] = section[1].replace(GIVEN, "none: it follows in one line", 1)
    adopted.plan_file.write_text("## thm:main".join(section))
    code, text = said("plan", "check", adopted)
    assert f"its check is still `{GIVEN}`" not in text


def test_what_the_paper_lacks_is_told(adopted: Project, said: Said) -> None:
    edit(adopted, "parts/body.tex", "By \\cref{lem:square} we have $g(x) \\ge 2x > x$.", "")
    body = adopted.root / "parts" / "body.tex"
    text = body.read_text()
    start = text.index("\\begin{lemma}\\label{lem:aside}")
    body.write_text(text[:start])
    code, told = said("plan", "manage", "lem:aside", adopted)
    assert code == 0
    assert "lem:aside is not in paper.tex and what it inputs" in told
    assert "lem:aside is used by nothing" in told
    assert run("plan", "check", adopted) == 1  # a managed orphan


def test_a_lemma_alone_may_be_managed(adopted: Project, said: Said) -> None:
    assert run("plan", "manage", "lem:square", adopted) == 0
    assert managed(adopted) == ["ass:positive", "lem:square"]
    text = adopted.read(PLAN_FILE)
    start = text.index("## lem:square")
    text = text[:start] + text[start:].replace(GIVEN, "none: one line", 1)
    adopted.plan_file.write_text(text)
    code, told = said("gate", "A", adopted)
    assert code == 0, told
    assert "no goal is managed" in told and "3 unmanaged" in told


def test_in_a_project_that_is_not_adopted_all_it_rests_on_comes_along(planned: Project) -> None:
    text = planned.read(PLAN_FILE)
    sections = text.rstrip("\n").split("\n\n")
    given = [s + "\n**Managed:** no" if s.startswith("## ") else s for s in sections]
    planned.plan_file.write_text("\n\n".join(given) + "\n")
    assert managed(planned) == []
    assert run("plan", "manage", "thm:main", planned) == 0
    assert managed(planned) == ["def:gap", "ass:positive", "lem:square", "thm:main"]


def test_scope_quick_asks_for_no_check_and_no_approval(tmp_path: Path, said: Said) -> None:
    body = "\\begin{theorem}\\label{thm:one} It holds that $1 = 1$. \\end{theorem}\n"
    paper = write_paper(tmp_path, body + "\\begin{proof} We have $1 = 1$. \\end{proof}\n")
    assert run("adopt", paper) == 0
    assert Project(paper).scope_file.read_text().startswith("Quick\n")
    code, text = said("plan", "manage", "thm:one", paper)
    assert code == 0 and "gates ask" not in text
    assert run("gate", "C.5", paper) == 0
