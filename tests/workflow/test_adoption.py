"""`adopt`: an existing paper becomes a proof project, and nothing in it changes."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dlt_proof.graph.plan_file import Plan, read_plan
from dlt_proof.lint.baseline import read_baseline
from dlt_proof.project import Project

from ..conftest import edit, run
from .papers import BODY, PREAMBLE, digest, write_paper

Said = Callable[..., tuple[int, str]]
SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
MADE = ("dependency-graph.md", "scope.md", "decisions.md", "lint-baseline.json")


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    return write_paper(tmp_path / "paper")


def command(*words: object, code: str = "") -> subprocess.CompletedProcess[str]:
    """`dlt-proof` as a program of its own, after some code was run in it."""
    program = f"{code}\nimport sys\nfrom dlt_proof.cli import main\nsys.exit(main(sys.argv[1:]))"
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(SCRIPTS)},
    )


def plan_of(folder: Path) -> Plan:
    return read_plan(Project(folder))


def test_the_paper_is_as_it_was_and_the_plan_holds_what_it_says(paper: Path, said: Said) -> None:
    before = digest(paper)
    code, text = said("adopt", paper)
    assert code == 0
    assert "adopted paper.tex: 5 statements, 3 uses, 1 goal; all given, unchecked" in text
    assert f"next: dlt-proof plan manage thm:main {paper}" in text
    after = digest(paper)
    assert {name: after[name] for name in before} == before
    added = {f".proof-research/{name}" for name in MADE} | {"dlt-proof.toml"}
    assert after.keys() - before.keys() == added
    plan = plan_of(paper)
    assert plan.findings == ()
    assert [*plan.nodes] == ["def:gap", "ass:positive", "lem:square", "thm:main", "lem:aside"]
    assert not plan.managed
    square, main = plan.nodes["lem:square"], plan.nodes["thm:main"]
    assert square.hypotheses == ("ass:positive",) and square.consumers == ("thm:main",)
    # The lemma is used in the proof: it is no hypothesis of the theorem.
    assert main.hypotheses == ("def:gap",) and main.consumers == ()
    assert main.goal and not square.goal and not plan.nodes["lem:aside"].goal
    assert main.check == "none: given, not checked" and plan.nodes["def:gap"].check is None
    assert plan.nodes["def:gap"].statement == "The gap of $x$ is $g(x) = (1 + x)^2 - 1$."
    assert {node.section for node in plan.nodes.values()} == {"parts/body.tex"}
    assert Project(paper).configuration.adopted


def test_an_adopted_paper_holds_as_it_is(paper: Path, said: Said) -> None:
    assert run("adopt", paper) == 0
    code, text = said("plan", "check", paper)
    assert code == 0 and "5 not managed: given, unchecked" in text
    baseline = paper / ".proof-research" / "lint-baseline.json"
    code, text = said("lint", paper, "--baseline", baseline)
    assert code == 0 and "0 errors, 0 warnings" in text
    code, text = said("status", paper)
    assert code == 0
    assert "adopted: 0 managed, 5 given, unchecked" in text
    assert "next: dlt-proof plan manage thm:main" in text
    # Nothing is managed: there is nothing to check, which is no pass.
    code, text = said("gate", "A", paper)
    assert code == 2 and "none is managed" in text


def test_the_baseline_holds_what_lint_finds_in_the_adopted_paper(tmp_path: Path) -> None:
    paper = write_paper(tmp_path / "paper", BODY + "\nSee \\cref{lem:nowhere}.\n")
    assert run("adopt", paper) == 0
    known = read_baseline(paper / ".proof-research" / "lint-baseline.json")
    assert sorted(rule for _, rule, *_ in known) == ["R21", "R24"]
    assert run("lint", paper) == 1
    baseline = paper / ".proof-research" / "lint-baseline.json"
    assert run("lint", paper, "--baseline", baseline) == 0
    edit(Project(paper), "parts/body.tex", "See", "See also \\cref{lem:elsewhere}. See")
    assert run("lint", paper, "--baseline", baseline) == 1


def test_a_second_run_refuses_and_changes_nothing(paper: Path, said: Said) -> None:
    assert run("adopt", paper) == 0
    before = digest(paper)
    code, text = said("adopt", paper)
    assert code == 1 and "--refresh" in text
    assert run("adopt", "--dry-run", paper) == 1
    assert digest(paper) == before


def test_a_proof_project_is_not_adopted(planned: Project) -> None:
    before = digest(planned.root)
    assert run("adopt", planned) == 1
    assert run("adopt", "--refresh", planned) == 1
    assert digest(planned.root) == before


def test_a_dry_run_writes_nothing(paper: Path, said: Said) -> None:
    before = digest(paper)
    code, text = said("adopt", "--dry-run", paper)
    assert code == 0 and "would adopt paper.tex: 5 statements" in text and "would make" in text
    assert digest(paper) == before


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("Only words.", "there is no statement to adopt"),
        (r"\begin{theorem} It holds that $1 = 1$. \end{theorem}", "has no label"),
        (r"\begin{theorem}\label{thm: a, b} $1 = 1$. \end{theorem}", "a blank, a comma"),
        (r"\begin{theorem}\label{thm:a} \end{theorem}", "says nothing"),
        (r"\begin{remark}\label{rem:a} $1 = 1$. \end{remark}", "there is no statement to adopt"),
    ],
)
def test_nothing_to_adopt_is_no_success(
    tmp_path: Path, said: Said, body: str, message: str
) -> None:
    paper = write_paper(tmp_path / "paper", body)
    before = digest(paper)
    code, text = said("adopt", paper)
    assert code == 2 and message in text
    assert digest(paper) == before


def test_which_paper_has_to_be_clear(tmp_path: Path, said: Said) -> None:
    code, text = said("adopt", tmp_path / "nowhere")
    assert code == 2 and "does not exist" in text
    (tmp_path / "piece.tex").write_text(BODY)
    code, text = said("adopt", tmp_path)
    assert code == 2 and "there is nothing to adopt" in text
    code, text = said("adopt", tmp_path / "piece.tex")
    assert code == 2 and "a piece of a paper" in text
    write_paper(tmp_path / "below")
    code, text = said("adopt", tmp_path)
    assert code == 2 and "below/paper.tex" in text
    write_paper(tmp_path, name="a.tex")
    write_paper(tmp_path, name="b.tex")
    code, text = said("adopt", tmp_path)
    assert code == 2 and "several files" in text
    assert not (tmp_path / ".proof-research").exists()


def test_the_paper_that_is_named_is_the_main_one(tmp_path: Path) -> None:
    paper = write_paper(tmp_path, name="a.tex")
    (paper / "b.tex").write_text(PREAMBLE + "\\end{document}\n")
    assert run("adopt", paper / "a.tex") == 0
    configuration = Project(paper).configuration
    assert configuration.adopted and configuration.main == "a.tex"
    assert run("status", paper) == 0


def test_a_supplement_with_the_labels_of_the_paper_is_read_with_it(
    tmp_path: Path, said: Said
) -> None:
    write_paper(tmp_path, name="main.tex")
    more = "\\begin{corollary}\\label{cor:more} It is so. \\end{corollary}"
    proof = "\\begin{proof} By \\cref{lem:aside} it is so. \\end{proof}"
    (tmp_path / "supplement.tex").write_text(PREAMBLE + more + proof + "\\end{document}\n")
    assert run("adopt", tmp_path) == 0
    assert plan_of(tmp_path).nodes["lem:aside"].consumers == ("cor:more",)
    assert run("plan", "check", tmp_path) == 0
    assert "R25" not in said("lint", tmp_path)[1]
    assert "since adopted" not in said("status", tmp_path)[1]


def test_a_stranger_beside_the_paper_is_left_out(tmp_path: Path, said: Said) -> None:
    write_paper(tmp_path, name="main.tex")
    other = "\\begin{lemma}\\label{lem:aside} It is otherwise. \\end{lemma}"
    (tmp_path / "other.tex").write_text(PREAMBLE + other + "\\end{document}\n")
    code, text = said("adopt", tmp_path)
    assert code == 0 and "left out: other.tex" in text
    assert plan_of(tmp_path).nodes["lem:aside"].statement == "It holds that $x = x$."


def test_what_could_not_be_read_is_told(tmp_path: Path, said: Said) -> None:
    paper = write_paper(tmp_path, BODY + "\\input{parts/missing}\n")
    code, text = said("adopt", paper)
    assert code == 0 and "could not be read: parts/body.tex:" in text
    # No baseline hides it.
    baseline = paper / ".proof-research" / "lint-baseline.json"
    assert run("lint", paper, "--baseline", baseline) == 1


@pytest.mark.parametrize("step", range(1, 7))
def test_a_killed_run_leaves_nothing_and_the_next_one_all(paper: Path, step: int) -> None:
    """Killed before each file gets its name, and before the folder does."""
    (paper / "dlt-proof.toml").write_text("[trace]\ncoverage = 0.7\n")
    before = digest(paper)
    kill = f"""
import os
count = 0
def killed(call):
    def instead(*arguments, **options):
        global count
        if "cache" in str(arguments[0]):
            return call(*arguments, **options)
        count += 1
        if count == {step}:
            os._exit(9)
        return call(*arguments, **options)
    return instead
os.replace, os.rename = killed(os.replace), killed(os.rename)
"""
    assert command("adopt", paper, code=kill).returncode == 9
    assert not (paper / ".proof-research").exists()
    after = digest(paper)
    changed = {name for name in before if after[name] != before[name]}
    # The setting means nothing before the folder is there.
    assert changed == ({"dlt-proof.toml"} if step == 6 else set())
    assert run("lint", paper) == 0
    assert run("adopt", paper) == 0
    configuration = Project(paper).configuration
    assert configuration.adopted and configuration.trace.coverage == 0.7
    assert not (paper / ".proof-research.new").exists()
    assert {p.name for p in (paper / ".proof-research").iterdir()} == {*MADE}


def test_a_folder_that_cannot_be_written_is_left_alone(paper: Path, said: Said) -> None:
    fail = """
import os
call = os.rename
def refused(source, target, **options):
    raise OSError(30, "Read-only file system")
os.rename = refused
"""
    before = digest(paper)
    done = command("adopt", paper, code=fail)
    assert done.returncode == 2 and "Read-only" in done.stderr
    assert digest(paper) == before


def test_what_stands_where_the_folder_is_made_is_not_ours(paper: Path, said: Said) -> None:
    mine = paper.parent / "mine"
    mine.mkdir()
    (mine / "scope.md").write_text("mine")
    link = paper / ".proof-research.new"
    link.symlink_to(mine)
    code, text = said("adopt", paper)
    assert code == 2 and ".proof-research.new: is in the way" in text
    link.unlink()
    shutil.copytree(mine, link)
    (link / "notes.md").write_text("mine")
    assert run("adopt", paper) == 2
    assert (mine / "scope.md").read_text() == (link / "scope.md").read_text() == "mine"
    assert not (paper / ".proof-research").exists() and not (paper / "dlt-proof.toml").exists()


def test_a_linked_configuration_is_not_changed(paper: Path, said: Said) -> None:
    shared = paper.parent / "shared.toml"
    shared.write_text("[trace]\ncoverage = 0.7\n")
    link = paper / "dlt-proof.toml"
    link.symlink_to(shared)
    code, text = said("adopt", paper)
    assert code == 2 and "adopted = true" in text
    assert link.is_symlink() and shared.read_text() == "[trace]\ncoverage = 0.7\n"
    assert not (paper / ".proof-research").exists()
    shared.write_text("adopted = true\n")
    assert run("adopt", paper) == 0 and link.is_symlink()


def test_a_name_that_is_not_utf_8_is_told(paper: Path, said: Said) -> None:
    odd = os.fsdecode(b"a\xff.tex")
    own = "\\begin{lemma}\\label{lem:own}\n$1 = 1$.\n\\end{lemma}\n"
    text = (paper / "paper.tex").read_text()
    (paper / "paper.tex").write_text(text.replace("\\end{document}", f"{own}\\end{{document}}"))
    (paper / "paper.tex").rename(paper / odd)
    code, shown = said("adopt", paper)
    assert code == 2 and "name is not UTF-8" in shown
    assert not (paper / ".proof-research").exists() and not (paper / "dlt-proof.toml").exists()


def test_a_name_moves_no_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    odd = "a\x1b[31m.tex"
    folder = write_paper(tmp_path / "paper", name=odd)
    (folder / "parts" / "body.tex").rename(folder / "parts" / odd)
    (folder / odd).write_text((folder / odd).read_text().replace("parts/body", f"parts/{odd}"))
    assert run("adopt", folder) == 0
    assert run("plan", "manage", "lem:square", folder) == 0
    assert run("plan", "next", folder) == 0
    shown = capsys.readouterr().out
    assert "[31m.tex" in shown and "\x1b" not in shown


def test_a_byte_order_mark_and_line_ends_stay(paper: Path) -> None:
    file = paper / "dlt-proof.toml"
    file.write_bytes(b"\xef\xbb\xbf# mine\r\n")
    assert run("adopt", paper) == 0
    assert file.read_bytes() == b"\xef\xbb\xbfadopted = true\r\n# mine\r\n"


def test_a_long_paper_is_adopted_in_seconds(tmp_path: Path) -> None:
    statements = []
    for number in range(400):
        uses = "".join(f" By \\cref{{lem:n{n}}}, $x > 0$." for n in range(number - 3, number))
        statements.append(
            f"\\begin{{lemma}}\\label{{lem:n{number}}}\nIt holds that\n\\begin{{equation}}\n"
            f"x_{{{number}}} + 1 > x_{{{number}}}.\n\\end{{equation}}\n\\end{{lemma}}\n"
            f"\\begin{{proof}}\nWe add.\n{uses if number >= 3 else ''}\n\\end{{proof}}\n"
        )
    paper = write_paper(tmp_path, "\n".join(statements))
    start = time.monotonic()
    assert run("adopt", paper) == 0
    assert time.monotonic() - start < 10
    assert len(plan_of(paper).nodes) == 400


# ---- the next edit by hand ----------------------------------------------------------------------


def test_the_next_edit_by_hand_breaks_nothing(paper: Path, said: Said) -> None:
    assert run("adopt", paper) == 0
    baseline = paper / ".proof-research" / "lint-baseline.json"
    body = paper / "parts" / "body.tex"
    text = body.read_text()
    new = "\\begin{lemma}\\label{lem:new} It is new. \\end{lemma}\n"
    new += "\\begin{proof} By \\cref{lem:square}, $x > 0$. \\end{proof}\n"
    body.write_text(text.replace("lem:aside", "lem:renamed") + new)
    code, told = said("lint", paper, "--baseline", baseline, "--format", "json")
    assert code == 0 and '"severity": "error"' not in told
    for label in ("lem:new is not in the plan", "lem:aside is planned, but"):
        assert label in told
    code, told = said("status", paper)
    assert code == 0 and "2 new: lem:renamed, lem:new; 1 gone: lem:aside" in told
    code, told = said("gate", "A", paper)
    assert code == 2 and "1 gone: lem:aside: `dlt-proof adopt --refresh`" in told
    assert run("plan", "check", paper) == 0


def test_a_managed_statement_that_vanished_is_an_error(paper: Path, said: Said) -> None:
    assert run("adopt", paper) == 0
    assert run("plan", "manage", "lem:aside", paper) == 0
    assert run("lint", paper, "--select", "R25") == 0
    edit(Project(paper), "parts/body.tex", "lem:aside", "lem:renamed")
    code, told = said("lint", paper, "--select", "R25")
    assert code == 1 and "error R25 plan-and-paper: lem:aside is planned, but" in told
    assert said("status", paper)[0] == 0


def test_where_nothing_is_managed_no_scope_is_written(paper: Path, said: Said) -> None:
    assert said("adopt", paper)[0] == 0
    project = Project(paper if paper.is_dir() else paper.parent)
    before = project.scope_file.read_bytes()
    code, text = said("scope", "Quick", project)
    assert code == 2 and "plan manage LABEL" in text
    assert project.scope_file.read_bytes() == before
