"""What an agent may not do in a proof project, through each of its tools; and all it may."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from dlt_proof.graph.plan_file import read_plan
from dlt_proof.hooks import snapshots
from dlt_proof.hooks.commands import is_git_alone
from dlt_proof.hooks.delta import Changed
from dlt_proof.latex import read_document
from dlt_proof.plan.approval import approve
from dlt_proof.project import Project
from tests.conftest import PLAN, edit, run

from .conftest import Agent, tree

LEMMA = "\\begin{lemma}\\label{lem:square}\nX\n\\end{lemma}\n\\begin{proof}\nY.\n\\end{proof}\n"


def kept() -> list[Path]:
    return sorted((Path(os.environ["XDG_CACHE_HOME"]) / "dlt-proof" / "put-back").glob("*"))


# ---- no section before gate A ------------------------------------------------------------------


def test_a_section_before_the_gate_is_refused(planned: Project) -> None:
    agent = Agent(planned)
    before = tree(planned.root)
    for called in (
        agent.write("sections/02-lemma.tex", LEMMA),
        agent.write("sections/anything.tex", "Words."),
        agent.edit("main.tex", "\\begin{document}", "\\begin{document}\n" + LEMMA),
    ):
        assert "no section is written before gate A holds" in called.refused
        assert "square.py" in called.refused or "lem:square" in called.refused
    assert tree(planned.root) == before
    assert agent.write("draft/elsewhere.tex", LEMMA).refused == "", "the paper does not read it"
    called = agent.edit(
        "main.tex", "\\begin{document}", "\\begin{document}\n\\input{draft/elsewhere}"
    )
    assert "no section is written before gate A holds" in called.refused


@pytest.mark.parametrize(
    "command",
    [
        "cat > sections/02-lemma.tex <<'X'\n" + LEMMA + "X",
        "echo words > sections/new.tex",
        "sed -i 's/^.begin{document}/&\\n\\\\begin{proof}x\\\\end{proof}/' main.tex",
        "cp sections/00-introduction.tex sections/01-setting.tex",
        "python3 -c \"open('sec' + 'tions/x.tex', 'w').write('x')\"",
        "cd sections; printf x > y.tex",
        "cd ..; printf x > proof/sections/z.tex",
    ],
)
def test_what_a_shell_wrote_too_early_is_put_back(planned: Project, command: str) -> None:
    before = tree(planned.root)
    called = Agent(planned).bash(command)
    assert called.refused == "" and "no section is written before gate A" in called.undone
    assert tree(planned.root) == before
    assert len(kept()) == 1 and str(kept()[0]) in called.undone, "what was written is not lost"


def test_from_outside_the_project_too(planned: Project, tmp_path: Path) -> None:
    before = tree(planned.root)
    called = Agent(planned).bash("echo x > proof/sections/a.tex", folder=tmp_path)
    assert "put back" in called.undone and tree(planned.root) == before
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    called = Agent(planned).bash(f"cd {planned.root} && echo x > sections/a.tex", folder=elsewhere)
    assert "put back" in called.undone and tree(planned.root) == before
    spaced = tmp_path / "a paper" / "proof"
    shutil.copytree(planned.root, spaced)
    for command in (
        "cd '../a paper/proof' && echo x > sections/a.tex",
        f'P="{spaced}"; echo x > "$P/sections/a.tex"',
        "echo x > ../a\\ paper/proof/sections/a.tex",
        "cd ../a*/proof; echo x > sections/a.tex",
    ):
        assert "put back" in Agent(planned).bash(command, folder=elsewhere).undone, command
        assert tree(spaced) == before


def test_what_is_no_section_may_be_written(planned: Project) -> None:
    agent = Agent(planned)
    for called in (
        agent.write("macros.tex", "\\newcommand{\\R}{\\mathbb{R}}\n"),
        agent.write("checks/other.py", "x = 1\n"),
        agent.write("refs.bib", "@misc{a, title={b}}\n"),
        agent.write(".proof-research/azuma-hoeffding.md", "# A digest\n"),
        agent.write(".proof-research/decisions.md", "gate A holds, says the agent\n"),
        agent.edit(".proof-research/dependency-graph.md", "$x > 0$", "$x > 1$"),
        agent.bash("ls; mkdir -p notes; echo hello > notes/n.txt"),
    ):
        assert (called.refused, called.undone) == ("", "")
    assert "no section" in agent.write("sections/02-lemma.tex", LEMMA).refused, (
        "nothing released it"
    )


def test_a_section_after_the_gate_may_be_written(checked: Project) -> None:
    approve(checked, read_plan(checked), None, [], by_default=True)
    agent = Agent(checked)
    assert agent.write("sections/02-lemma.tex", LEMMA).refused == ""
    assert agent.bash("echo '% a comment' >> sections/02-lemma.tex").undone == ""
    assert "% a comment" in (checked.root / "sections/02-lemma.tex").read_text()


def test_the_gate_is_asked_anew_when_the_plan_changed(checked: Project) -> None:
    approve(checked, read_plan(checked), None, [], by_default=True)
    agent = Agent(checked)
    assert agent.write("sections/02-lemma.tex", LEMMA).refused == ""
    edit(checked, "checks/square.py", "0, 10", "0, 11")
    assert "no section" in agent.write("sections/02-lemma.tex", LEMMA + "x").refused


def test_in_scope_quick_nothing_is_held_back(tmp_path: Path) -> None:
    research = tmp_path / ".proof-research"
    research.mkdir()
    (tmp_path / "main.tex").write_text(
        "\\documentclass{article}\n\\begin{document}\n\\end{document}"
    )
    agent = Agent(Project(tmp_path))
    lemma = "\\begin{lemma}\\label{lem:a}\nX\n\\end{lemma}\n\\begin{proof}\nY.\n\\end{proof}\n"
    assert agent.write("sections/01.tex", lemma).refused == ""
    (research / "scope.md").write_text("Quick\n")
    assert agent.write("sections/01.tex", lemma + "% more").refused == ""
    second = lemma.replace("lem:a", "lem:b")
    assert "no section" in agent.write("sections/02.tex", second).refused
    assert "put back" in agent.bash("cp sections/01.tex sections/02.tex").undone


# ---- state, settings, plan, scope --------------------------------------------------------------


def test_state_is_for_our_commands_alone(swept: Project) -> None:
    agent = Agent(swept)
    file = next(swept.research.glob("state/evidence/*.jsonl"))
    name = file.relative_to(swept.root).as_posix()
    before = tree(swept.root)
    assert "state/ is written by dlt-proof alone" in agent.write(name, "{}\n").refused
    assert "by dlt-proof alone" in agent.write(".proof-research/state/new/x", "").refused
    assert "by dlt-proof alone" in agent.edit(name, '"', "'").refused
    for command in (
        f"echo '{{}}' >> {name}",
        f"sed -i 1d {name}",
        f"rm {name}",
        f"sed -i 's/proved/signed/' {name}",
        "mkdir -p .proof-research/state/new; echo hello > .proof-research/state/new/x.jsonl",
        "rm -r .proof-research/state",
        "printf a > .proof-research/state/x.jsonl",
        "printf a > .proof-research/state/evidence/x.jsonl",
        "echo a > .proof-research/state/evidence/x",
        f"head -1 {name} | sed 's/evidence/approval/' > .proof-research/state/approval/y.jsonl",
    ):
        called = agent.bash(command)
        assert "put back" in called.undone, command
        assert tree(swept.root) == before, command


def test_our_commands_add_to_the_state(checked: Project) -> None:
    agent = Agent(checked)

    def approved() -> None:
        approve(checked, read_plan(checked), None, [], by_default=True)

    given = {"command": "dlt-proof plan approve --by-default"}
    assert agent.call("Bash", given, approved).undone == ""
    assert checked.state.has("approval")


def test_of_another_machines_seal_nothing_is_taken_from_a_command(
    swept: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = next(swept.research.glob("state/approval/*.jsonl"))
    text = file.read_text()
    file.unlink()
    foreign = tmp_path / "foreign.jsonl"
    foreign.write_text(text)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "another user"))
    called = Agent(swept).bash(f"cp {foreign} {file}")
    assert "not sealed by dlt-proof on this machine" in called.undone and not file.exists()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("adopted = true\n", "adopted"),
        ("[trace]\ncoverage = 0.0\n", "trace"),
        ('[lint]\nignore = ["R13"]\n', "lint"),
        ('[review]\npanel = "optional"\n', "review"),
        ('[environments]\ntheorem = "remark"\n', "environments"),
    ],
)
def test_what_is_asked_of_the_paper_is_not_the_agents_to_set(
    planned: Project, text: str, name: str
) -> None:
    agent = Agent(planned)
    assert f"{name} decides" in agent.write("dlt-proof.toml", text).refused
    called = agent.bash(f"printf '%s' '{text}' > dlt-proof.toml")
    assert f"{name} decides" in called.undone
    shared = "[tool.dlt-proof]\nadopted = true\n"
    assert "adopted decides" in agent.write("pyproject.toml", shared).refused
    assert not (planned.root / "dlt-proof.toml").exists()


def test_how_the_work_is_done_is_the_agents_to_set(planned: Project) -> None:
    agent = Agent(planned)
    text = '[compile]\nengine = "xelatex"\n'
    assert agent.write("dlt-proof.toml", text).refused == ""
    assert agent.bash(f"printf '%s' '{text}# more' > dlt-proof.toml").undone == ""


def test_no_statement_is_taken_out_of_the_gates_reach(planned: Project) -> None:
    agent = Agent(planned)
    plan = ".proof-research/dependency-graph.md"
    loosened = PLAN.replace("**Goal:** yes", "**Goal:** yes\n**Managed:** no")
    assert "thm:main out of the gates' reach" in agent.write(plan, loosened).refused
    called = agent.bash(f"sed -i 's/^.*Goal.*$/**Goal:** yes\\n**Managed:** no/' {plan}")
    assert "thm:main out of the gates' reach" in called.undone
    new = PLAN + "\n## lem:other\n**Kind:** lemma\n**Statement:** $1 < 2$.\n**Managed:** no\n"
    new += "**Hypotheses:** none\n**Techniques:** none\n**Downstream consumers:** thm:main\n"
    new += "**Section:** sections/02-lemma.tex\n**Check:** none: plain\n"
    assert "lem:other out of the gates' reach" in agent.write(plan, new).refused
    planned.plan_file.write_text(loosened)  # as its author wrote it
    assert agent.write(plan, loosened + "\n<!-- a note -->\n").refused == ""


def test_plan_and_scope_stay(planned: Project) -> None:
    agent = Agent(planned)
    before = tree(planned.root)
    for command in (
        "rm .proof-research/scope.md",
        "rm -rf .proof-research",
        "mv .proof-research hidden",
        "echo Quick > .proof-research/scope.md",
    ):
        assert "put back" in agent.bash(command).undone, command
        assert before.items() <= tree(planned.root).items(), command
    assert "in the place of Standard" in agent.write(".proof-research/scope.md", "Quick\n").refused
    assert agent.write(".proof-research/scope.md", "Appendix\nLarge.\n").refused == ""
    assert agent.write(".proof-research/scope.md", "Standard\n").refused == ""
    planned.scope_file.unlink()
    assert "below what the plan" in agent.write(".proof-research/scope.md", "Quick\n").refused


def test_a_project_that_is_gone_is_told(planned: Project, tmp_path: Path) -> None:
    called = Agent(planned).bash("mv proof elsewhere", folder=tmp_path)
    assert "is gone or has another name" in called.undone


# ---- ways around, and what stands in the way of undoing ----------------------------------------


@pytest.mark.parametrize(
    "command",
    [
        "ln -s /nowhere sections/00.tex; echo early > sections/zz.tex",
        "rm .proof-research/dependency-graph.md; mkdir .proof-research/dependency-graph.md",
        "rm -rf .proof-research; touch .proof-research",
        "rm -rf .proof-research; ln -s /nowhere .proof-research",
        "mkdir other; mv .proof-research other/x; ln -s other/x .proof-research",
        "rm -rf .p*",
        "echo Quick > .proof-research/scope.md; chmod 555 .proof-research",
        "mkdir .s; printf %s '\\begin{proof}x\\end{proof}' > .s/a.tex; "
        "sed -i 's|^.begin{document}|&\\n\\\\input{.s/a}|' main.tex",
        "rm main.tex",
        "rm -rf .proof-research; echo w > sections/early.tex",
        "rm .proof-research/scope.md .proof-research/dependency-graph.md; echo w > sections/e.tex",
        "mv sections/00-introduction.tex sections/00-intro.tex; echo w >> sections/00-intro.tex",
        "mv sections shared; ln -s shared sections",
        "echo x > .proof-research/scope.md",
        "mkdir -p .claude; echo '{\"disableAllHooks\": true}' > .claude/settings.json",
    ],
)
def test_each_is_undone_whatever_stands_in_the_way(planned: Project, command: str) -> None:
    before = tree(planned.root)
    called = Agent(planned).bash(command)
    assert "put back" in called.undone and "could not" not in called.undone, called
    after = tree(planned.root)
    assert before.items() <= after.items()
    assert not [
        name
        for name in after.keys() - before.keys()
        if not name.startswith((".s/", "other", "shared"))
    ]


def test_what_cannot_be_put_back_is_told_once(
    planned: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(root: str, changed: Changed) -> str:
        raise OSError("no room")

    monkeypatch.setattr(snapshots, "put_back", no_room)
    called = Agent(planned).bash("echo w > sections/a.tex; echo w > sections/b.tex")
    assert called.undone.count("could not be put back: no room") == 2


def test_of_a_damaged_state_nothing_is_let_through(planned: Project) -> None:
    agent = Agent(planned)
    kept = planned.research / "state" / "approval"
    kept.mkdir(parents=True)
    (kept / "x.jsonl").write_text("<<<<<<< ours\n")
    assert "cannot be judged" in agent.write("sections/a.tex", "x").refused
    before = tree(planned.root)
    called = agent.bash("echo x > sections/a.tex; echo y > sections/b.tex")
    assert "cannot be judged" in called.undone and tree(planned.root) == before


@pytest.mark.parametrize("kind", ["fifo", "socket", "unreadable", "device"])
def test_what_is_no_file_to_read_locks_nobody_out(planned: Project, kind: str) -> None:
    path = planned.root / "x.tex"
    if kind == "fifo":
        os.mkfifo(path)
        os.mkfifo(planned.research / "y")
        os.mkfifo(planned.root / "x.log")
    elif kind == "socket":
        import socket

        here = Path.cwd()
        os.chdir(planned.root)
        with socket.socket(socket.AF_UNIX) as one:
            one.bind("x.tex")
        os.chdir(here)
    elif kind == "unreadable":
        path.write_text("x")
        path.chmod(0)
    else:
        path.symlink_to("/dev/zero")
        (planned.root / "x.log").symlink_to("/dev/zero")
    called = Agent(planned).bash("rm -f x.tex")
    assert (called.refused, called.undone) == ("", "") and not path.exists()


def test_a_damaged_memory_is_none(written: Project) -> None:
    agent = Agent(written)
    assert agent.bash("true").undone == ""
    sessions = Path(os.environ["XDG_CACHE_HOME"]) / "dlt-proof" / "sessions"
    for path in sessions.glob("*/known-*"):
        path.write_text("[]")
    (next(sessions.iterdir()) / "written").write_text("{\n[]\n")
    assert agent.edit("sections/02-lemma.tex", "We expand", "We now expand").refused == ""
    for name in ("gate-a", "approved"):
        for path in sessions.parent.glob(f"{name}*"):
            path.write_text('{"x": [')
    assert agent.edit("sections/02-lemma.tex", "now expand", "expand").refused == ""


def test_an_approved_goal_stays_in_the_plan(written: Project) -> None:
    agent = Agent(written)
    plan = ".proof-research/dependency-graph.md"
    text = planned_text = (written.root / plan).read_text()
    for changed in (
        text.replace("## thm:main", "## thm:other"),
        text[: text.index("## thm:main")],
        text.replace("**Goal:** yes", "**Goal:** no"),
    ):
        assert "none of the plan any more" in agent.write(plan, changed).refused
    assert agent.write(plan, planned_text + "\n").refused == ""


def test_by_settings_of_another_file_nothing_is_loosened(planned: Project) -> None:
    shared = planned.root / "pyproject.toml"
    shared.write_text('[tool.dlt-proof.review]\npanel = "required"\n')
    agent = Agent(planned)
    assert "review decides" in agent.bash("rm pyproject.toml").undone
    assert "review decides" in agent.write("dlt-proof.toml", "").refused
    shared.unlink()
    assert "lint decides" in agent.write("dlt-proof.toml", '\ufeff[lint]\nignore=["R13"]\n').refused
    assert "main decides" in agent.write("dlt-proof.toml", 'main = "macros.tex"\n').refused


def test_what_git_brings_is_history(written: Project) -> None:
    def git(*words: str) -> None:
        identity = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
        subprocess.run(
            ["git", *identity, *words], cwd=written.root, check=True, capture_output=True
        )

    git("init", "--initial-branch=main")
    (written.root / ".gitignore").write_text(".output\n")
    git("add", "--all")
    git("commit", "-m", "first")
    git("checkout", "-b", "other")
    edit(written, "sections/03-theorem.tex", "g(x) > x", "g(x) > x - 1")
    shutil.rmtree(written.research / "state" / "approval")
    git("commit", "--all", "-m", "second")
    agent = Agent(written)
    assert agent.bash("git checkout main").undone == ""
    assert agent.bash("git checkout other 2>&1 | tail -3 && git status").undone == ""
    assert not written.state.has("approval")
    assert agent.bash("git checkout main").undone == ""
    called = agent.bash("git checkout main; rm -r .proof-research/state")
    assert "put back" in called.undone and written.state.has("approval")
    (written.root / ".gitignore").write_text(".output\n.proof-research\n")
    git("rm", "-r", "--cached", ".proof-research")
    assert "put back" in agent.bash("git clean -fdxq").undone and written.has_plan


@pytest.mark.parametrize(
    ("command", "alone"),
    [
        ("git pull", True),
        ("cd paper && git checkout main 2>&1 | tail -3; dlt-proof status", True),
        ("git commit -m 'words > of & mine'", True),
        ("git status; dlt-proof emit", False),
        ("git pull; cp a sections/b.tex", False),
        ("git log > sections/a.tex", False),
        ("git clean -fdx", False),
        ("dlt-proof status", False),
        ("", False),
    ],
)
def test_what_git_brings_alone(command: str, alone: bool) -> None:
    assert is_git_alone(command) is alone


def test_of_history_too_what_is_asked_of_the_paper_is_the_authors(planned: Project) -> None:
    def git(*words: str) -> None:
        identity = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
        subprocess.run(
            ["git", *identity, *words], cwd=planned.root, check=True, capture_output=True
        )

    git("init", "--initial-branch=main")
    planned.scope_file.write_text("Quick\n")
    git("add", "--all")
    git("commit", "-m", "first")
    planned.scope_file.write_text("Standard\n")
    git("commit", "--all", "-m", "second")
    agent = Agent(planned)
    assert "put back" in agent.bash("git checkout HEAD~1 -- .proof-research/scope.md").undone
    for command in (
        "git log -1 --format='tformat:words' > sections/a.tex",
        'git commit --allow-empty -m "$(echo w > sections/a.tex)"',
        "git status; echo w > sections/a.tex",
        "git status; dlt-proof emit || python3 -c \"open('sections/a.tex', 'w')\"",
    ):
        assert "put back" in agent.bash(command).undone, command


def test_nothing_is_put_back_through_a_link(planned: Project, tmp_path: Path) -> None:
    other = tmp_path / "thesis"
    other.mkdir()
    (other / "dlt-proof.toml").write_text("adopted = true\n")
    command = "mv proof old; ln -s thesis proof"
    called = Agent(planned).bash(command, folder=tmp_path)
    assert "is a link" in called.undone or "gone or has another name" in called.undone
    assert [path.name for path in other.iterdir()] == ["dlt-proof.toml"]


def test_large_commands_are_read(planned: Project) -> None:
    agent = Agent(planned)
    for command in (
        "cat <<A\n" + "\n" * 100_000,
        "<<A " * 25_000,
        'python3 -c "' + "1<<k; " * 10_000 + '"',
        "echo " + "'" * 50_001,
        "\\" * 100_000,
        "((" * 50_000,
    ):
        assert agent.call("Bash", {"command": command}, lambda: None).refused == ""


def test_the_author_may_edit_while_a_file_is_written(written: Project) -> None:
    given = {"file_path": str(written.root / "refs.bib"), "content": "% none\n"}

    def both() -> None:
        (written.root / "refs.bib").write_text("% none\n")
        edit(written, "sections/03-theorem.tex", "g(x) > x", "g(x) > x - 1")

    assert Agent(written).call("Write", given, both).undone == ""


def test_words_nobody_can_look_at_are_no_projects(planned: Project) -> None:
    agent = Agent(planned)
    for word in ("a" * 300, "x/" * 3000, "\udcff", "~nobody/x", "/nowhere/x/y", "*" * 40):
        assert agent.bash(f"echo {word.encode('utf-8', 'replace').decode()}").refused == ""
        assert agent.call("Bash", {"command": f"echo {word}"}, lambda: None).refused == ""


# ---- what was approved -------------------------------------------------------------------------


def test_an_approved_statement_stays(written: Project) -> None:
    agent = Agent(written)
    before = tree(written.root)
    section = "sections/03-theorem.tex"
    called = agent.edit(section, "g(x) > x", "g(x) > x - 1")
    assert "thm:main" in called.refused and "--withdraw" in called.refused
    assert "x - 1" in called.refused, "the difference is told"
    text = (written.root / section).read_text()
    assert (
        "is not the one approved" in agent.write(section, text.replace("> x$", "\\ge x$")).refused
    )
    plan = ".proof-research/dependency-graph.md"
    assert "thm:main" in agent.edit(plan, "$g(x) > x$", "$g(x) > 0$").refused
    called = agent.bash(f"sed -i 's/g(x) > x/g(x) > 2/' {section}; echo '% fine' >> macros.tex")
    assert "put back" in called.undone and "thm:main" in called.undone
    after = tree(written.root)
    assert after.pop("macros.tex").endswith(b"% fine\n"), "what is not wrong stays"
    before.pop("macros.tex")
    assert after == before


def test_until_the_author_takes_the_approval_back(written: Project) -> None:
    agent = Agent(written)
    section, old, new = "sections/03-theorem.tex", "g(x) > x", "g(x) > 2"
    assert "the one approved" in agent.edit(section, old, new).refused
    assert run("plan", "approve", "--withdraw", "thm:main", written) == 0
    assert "the one approved" not in agent.edit(section, old, new).refused
    assert agent.edit(".proof-research/dependency-graph.md", f"${old}$", f"${new}$").refused == ""


def test_by_what_its_macros_mean_too(written: Project) -> None:
    edit(written, "sections/03-theorem.tex", "g(x) > x", "g(x) \\more x")
    edit(written, ".proof-research/dependency-graph.md", "$g(x) > x$", "$g(x) \\more x$")
    macros = written.root / "macros.tex"
    macros.write_text(macros.read_text() + "\\newcommand{\\more}{>}\n")
    approve(written, read_plan(written), read_document(written), [], by_default=True)
    agent = Agent(written)
    called = agent.edit("macros.tex", "{\\more}{>}", "{\\more}{\\ge}")
    assert "\\more" in called.refused and "thm:main" in called.refused
    assert "\\more" in agent.bash("sed -i 's/{>}/{=}/' macros.tex").undone
    assert agent.edit("macros.tex", "{\\more}{>}", "{\\more}{>}% yes").refused == ""


def test_proofs_and_other_statements_may_change(written: Project) -> None:
    agent = Agent(written)
    called = agent.edit("sections/02-lemma.tex", "We expand the square", "We multiply out")
    assert (called.refused, called.undone) == ("", "")
    called = agent.edit("sections/03-theorem.tex", "\\ge 2x > x", "\\ge 2x\n  > x")
    assert (called.refused, called.undone) == ("", "")


def test_what_its_author_changed_is_held_against_no_agent(written: Project) -> None:
    edit(written, "sections/03-theorem.tex", "g(x) > x", "g(x) > x - 1")
    agent = Agent(written)
    assert agent.write("macros.tex", "% none\n").refused == ""
    assert agent.bash("echo words > notes.txt").undone == ""
    called = agent.edit("sections/02-lemma.tex", "We expand", "We now expand")
    assert "is not the one approved" in called.refused, "they approve it first"
    approve(written, read_plan(written), read_document(written), [], by_default=True)
    assert agent.edit("sections/02-lemma.tex", "We expand", "We now expand").refused == ""
    assert agent.bash("echo '% more' >> sections/03-theorem.tex").undone == ""


# ---- output, shells, findings ------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["main.pdf", "main.aux", "main.log", "sections/01-setting.aux", "x.synctex.gz"]
)
def test_latex_output_elsewhere_is_put_away(written: Project, name: str) -> None:
    agent = Agent(written)
    called = agent.bash(f"echo data > {name}")
    assert f"{name}: LaTeX output belongs under .output/" in called.undone
    assert not (written.root / name).exists() and kept()[0].read_text() == "data\n"
    assert "belongs under .output/" in agent.write(name, "data").refused
    called = agent.bash(f"mkdir -p .output/sections; echo data > .output/{name}")
    assert called.undone == "" and (written.root / ".output" / name).exists()


def test_a_figure_and_another_programs_log_are_no_output_of_latex(written: Project) -> None:
    agent = Agent(written)
    assert (
        agent.bash("echo '%PDF-1.4 matplotlib' > plot.pdf; echo epoch 1 > train.log").undone == ""
    )
    assert (written.root / "plot.pdf").exists()
    (written.root / "figure.tex").write_text("\\begin{tikzpicture}\\end{tikzpicture}")
    assert (
        agent.bash("echo data > figure.pdf; mkdir l; echo x > l/a.tex; echo x > l/a.pdf").undone
        == ""
    )
    called = agent.bash("touch other.aux; echo x > other.pdf")
    assert "other.pdf" in called.undone
    called = agent.bash(
        "mkdir -p .output; echo A > .output/main.pdf; cp .output/main.pdf paper.pdf"
    )
    assert "paper.pdf" in called.undone
    assert agent.bash("echo x > slurm.out; echo x > index.toc").undone == ""
    called = agent.bash("touch job.aux job.out job.toc")
    assert all(f"job.{end}" in called.undone for end in ("aux", "out", "toc"))


def test_what_was_there_before_is_not_put_away(written: Project) -> None:
    (written.root / "main.pdf").write_text("of the author")
    assert Agent(written).bash("echo again > main.pdf").undone == ""


@pytest.mark.parametrize(
    "command",
    [
        "pdflatex main.tex",
        "cd sections && latexmk -pdf ../main.tex",
        "TEXINPUTS=. /usr/bin/xelatex main",
        "timeout 60 lualatex main.tex; true",
        "nohup latexmk -outdir=/somewhere main.tex &",
        "bash -c 'pdflatex main.tex'",
        "nohup sh -c 'sleep 1; echo w > sections/x.tex' >/dev/null 2>&1 &",
        "(sleep 1; echo x > sections/y.tex) &",
        "setsid -f sleep 1",
        "sleep 1 & disown",
        "dlt-proof plan 'approve'",
        "# let's compile\npdflatex main.tex\n# that's it",
        "timeout 60s pdflatex main.tex",
        "bash -c '(sleep 1; echo w > sections/bg.tex) >/dev/null 2>&1 &'",
        "dlt-proof plan approve",
        "dlt-proof plan approve thm:main",
        "env -u CLAUDECODE dlt-proof status",
        "unset CLAUDECODE; dlt-proof plan approve --show",
        "python3 scripts/plan.py approve",
        'dlt-proof trace sign lem:square/1 --name "Ada"',
        "dlt-proof init . --autonomous",
        "dlt-proof review start --anew",
        "dlt-proof plan manage --off lem:square",
        "echo '{}' | dlt-proof hook user-prompt-submit",
        "echo '{}' | sh ~/plugin/hooks/run.sh user-prompt-submit # dlt-proof",
        'claude -p "dlt-proof plan approve"',
    ],
)
def test_commands_that_are_refused(written: Project, command: str) -> None:
    called = Agent(written).bash(command)
    assert called.refused.startswith("refused: "), command


@pytest.mark.parametrize(
    "command",
    [
        "pdflatex --version",
        "which latexmk",
        "grep -n pdflatex Makefile",
        "echo biber",
        "command -v pdflatex",
        "cat > t.tex <<\\EOF\na & b\nEOF",
        "cat > t.tex <<'END-OF' && cat > u.tex <<X\na & b\nEND-OF\nc & d\nX\necho done",
        "echo $((5 & 3)); make & wait",
        "for tex in *.tex; do wc ${tex}; done",
        'git commit -m "fix \\\nlatex errors"',
        "claude --version",
        "latexmk -C",
        "grep -nE '(latex|tex)' main.tex",
        "ls | grep -v 'aux\\|tex'",
        "git commit -m 'fix\n\nlatex errors; dlt-proof plan approve'",
        "python3 - <<'E'\nimport sympy\nlatex = sympy.latex\nE",
        'python3 -c "x = 1; tex = 3"',
        "grep -rn 'dlt-proof plan approve' .",
        "cat > notes.md <<X\nType `dlt-proof plan approve`\nX",
        "make 2>&1 | tail; test -f a && true",
        "echo a >& /dev/null; ls &>/dev/null",
        "dlt-proof plan approve --show",
        "dlt-proof plan approve --by-default",
        "dlt-proof plan check --run && dlt-proof gate A",
        "dlt-proof review start",
        "dlt-proof compile",
        "git log --grep=approve",
        "cat sections/03-theorem.tex | head",
    ],
)
def test_commands_that_are_not(written: Project, command: str) -> None:
    given = {"command": command}
    assert Agent(written).call("Bash", given, lambda: None).refused == "", command


def test_in_the_background_only_our_own_commands_run(written: Project) -> None:
    agent = Agent(written)
    command = "sleep 0; echo x > sections/y.tex"
    assert "background" in agent.bash(command, run_in_background=True).refused
    assert agent.bash("dlt-proof trace verify", run_in_background=True).refused == ""


def test_no_tool_sets_a_prompt_for_the_author(written: Project) -> None:
    agent = Agent(written)
    for tool in ("ScheduleWakeup", "CronCreate"):
        called = agent.call(tool, {"prompt": "dlt-proof plan approve"}, lambda: None)
        assert "none of the author's" in called.refused
        assert agent.call(tool, {"prompt": "go on"}, lambda: None).refused == ""
    assert "background" in agent.call("Monitor", {"command": "make watch"}, lambda: None).refused


def test_emit_too_early_is_undone_whole(planned: Project) -> None:
    before = tree(planned.root)

    def emitted() -> None:
        for name in ("01-setting", "02-lemma"):
            (planned.root / "sections" / f"{name}.tex").write_text(LEMMA)
        edit(planned, "main.tex", "\\end{document}", "\\input{sections/01}\n\\end{document}")

    called = Agent(planned).call("Bash", {"command": "dlt-proof emit"}, emitted)
    assert "main.tex" in called.undone and tree(planned.root) == before


def test_new_findings_are_told_and_old_ones_are_not(written: Project) -> None:
    agent = Agent(written)
    called = agent.edit("sections/02-lemma.tex", "We expand", "By \\cite{nobody2020} we expand")
    assert "nobody2020" in called.context and "sections/02-lemma.tex:" in called.context
    called = agent.edit("sections/02-lemma.tex", "we expand", "we now expand")
    assert called.context == ""
    called = agent.bash("sed -i 's/now expand/expand \\\\ref{lem:gone}/' sections/02-lemma.tex")
    assert "lem:gone" in called.context and "nobody2020" not in called.context


def test_ten_findings_at_most(written: Project) -> None:
    many = " ".join(f"\\ref{{lem:gone{n}}}" for n in range(30))
    called = Agent(written).edit("sections/02-lemma.tex", "We expand", f"{many} We expand")
    lines = called.context.splitlines()
    assert len(lines) == 12 and lines[-1] == "… and 20 more"


def test_faults_of_the_plan_are_told(planned: Project) -> None:
    called = Agent(planned).edit(
        ".proof-research/dependency-graph.md", "**Kind:** lemma", "**Kind:** lema"
    )
    assert "dependency-graph.md" in called.context and "lema" in called.context


def test_outside_a_proof_project_all_is_silent(tmp_path: Path) -> None:
    folder = tmp_path / "paper"
    folder.mkdir()
    (folder / "main.tex").write_text("\\documentclass{article}\\begin{document}\\end{document}")
    agent = Agent(Project(folder))
    assert agent.write("sections/x.tex", LEMMA) == agent.bash(
        "pdflatex --version; echo a > main.aux"
    )
    assert (folder / "main.aux").exists()
    assert agent.write("dlt-proof.toml", "adopted = true\n").refused == ""


def test_a_statement_of_an_adopted_paper_that_nobody_manages_is_free(tmp_path: Path) -> None:
    folder = tmp_path / "paper"
    folder.mkdir()
    text = "\\documentclass{article}\\newtheorem{lemma}{Lemma}\n\\begin{document}\n"
    body = LEMMA.replace("lem:square", "lem:a").replace("Y.", "Plain.")
    (folder / "main.tex").write_text(text + "\\input{one}\\input{two}\n\\end{document}\n")
    (folder / "one.tex").write_text(body)
    (folder / "two.tex").write_text(body.replace("lem:a", "lem:b"))
    assert run("adopt", folder / "main.tex") == 0
    agent = Agent(Project(folder))
    assert agent.edit("one.tex", "Plain", "Clear").refused == ""
    assert agent.write("three.tex", LEMMA).refused == ""
    assert run("plan", "manage", "lem:b", folder) == 0
    assert "no section" in agent.edit("two.tex", "Plain", "Clear").refused
    assert agent.edit("one.tex", "Clear", "Plain").refused == ""


def test_to_an_adopted_paper_whatever_nobody_manages_is_added(tmp_path: Path) -> None:
    folder = tmp_path / "paper"
    folder.mkdir()
    text = "\\documentclass{article}\\newtheorem{lemma}{Lemma}\n\\begin{document}\n\\input{one}\n"
    (folder / "main.tex").write_text(text + "\\end{document}\n")
    (folder / "one.tex").write_text(LEMMA)
    assert run("adopt", folder / "main.tex") == 0
    agent = Agent(Project(folder))
    added = LEMMA + LEMMA.replace("lem:square", "lem:new")
    assert agent.write("one.tex", added).refused == ""
    assert agent.bash("cat one.tex >> one.tex.new; echo '% x' >> one.tex").undone == ""


def test_a_quick_lemma_beside_papers_of_others(tmp_path: Path) -> None:
    (tmp_path / ".proof-research").mkdir()
    (tmp_path / ".proof-research" / "scope.md").write_text("Quick\n")
    main = "\\documentclass{article}\\newtheorem{lemma}{Lemma}\n\\begin{document}\n"
    main += "\\input{sections/01}\n\\end{document}\n"
    (tmp_path / "main.tex").write_text(main)
    (tmp_path / "literature").mkdir()
    (tmp_path / "literature" / "paper.tex").write_text(LEMMA * 5)
    agent = Agent(Project(tmp_path))
    assert agent.write("sections/01.tex", LEMMA).refused == ""
    assert agent.write("sections/01.tex", f"% \\begin{{lemma}} old\n{LEMMA}").refused == ""
    assert "no section" in agent.write("sections/01.tex", LEMMA * 2).refused


def test_calls_side_by_side_are_held_apart(planned: Project) -> None:
    from dlt_proof.hooks import after_tool, before_tool

    from .conftest import event

    first = event("PreToolUse", planned.root, "Bash", tool_input={"command": "a"})
    assert before_tool.answer(first).refusal == ""
    (planned.root / "sections" / "early.tex").write_text("x")
    second = event("PreToolUse", planned.root, "Bash", tool_input={"command": "b"})
    assert before_tool.answer(second).refusal == ""
    assert after_tool.answer(second).refusal == "", "it was there before"
    assert "early.tex" in after_tool.answer(first).refusal


def test_only_the_standard_library_is_on_the_way(written: Project) -> None:
    import json
    import sys

    program = """
import sys
from dlt_proof.hooks import after_tool, before_tool
from dlt_proof.hooks.event import read_event
event = read_event(sys.stdin.read())
print(before_tool.answer(event)); print(after_tool.answer(event))
"""
    approve(written, read_plan(written), None, [], by_default=True)
    assert Agent(written).edit("sections/02-lemma.tex", "We expand", "We now expand").refused == ""
    path = written.root / "sections" / "02-lemma.tex"
    given = {"file_path": str(path), "old_string": "We now expand", "new_string": "We expand"}
    told = {
        "hook_event_name": "PreToolUse", "session_id": "s", "cwd": str(written.root),
        "tool_name": "Edit", "tool_use_id": "t", "tool_input": given,
    }  # fmt: skip
    scripts = Path(__file__).resolve().parents[2] / "scripts"
    done = subprocess.run(
        [sys.executable, "-S", "-c", program],
        input=json.dumps(told), capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(scripts)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("Answer(refusal='', context='', to_user='')") == 2
