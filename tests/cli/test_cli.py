"""The command contract: exit codes, formats, bad input, scripts without dependencies."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dlt_proof.project import Project

from ..conftest import edit, run

Said = Callable[..., tuple[int, str]]
SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
THEOREM = "sections/03-theorem.tex"
PLAN_FILE = ".proof-research/dependency-graph.md"


def script(
    name: str, *arguments: object, python: tuple[str, ...] = (), **options: object
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *python, str(SCRIPTS / name), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)  # type: ignore[call-overload, no-any-return]


@pytest.mark.parametrize(
    ("name", "arguments", "code"),
    [
        ("lint.py", [], 0),
        ("check_scope.py", [], 0),
        ("plan.py", ["order"], 0),
        ("emit.py", [], 0),
        ("checklist.py", [], 0),
        ("trace.py", ["status"], 0),
        ("check_confidence_tags.py", [], 0),
        ("review.py", ["start"], 0),
        ("gate.py", ["C.5"], 0),
        ("eval.py", ["checks"], 0),
    ],
)
def test_every_script_runs_from_anywhere(
    swept: Project, tmp_path: Path, name: str, arguments: list[str], code: int
) -> None:
    done = script(name, *arguments, swept.root, cwd=tmp_path)
    assert done.returncode == code, done.stdout + done.stderr


def test_every_script_says_how_to_get_what_is_missing(swept: Project) -> None:
    # -S: without site-packages there is no pydantic.
    done = script("plan.py", "check", swept.root, python=("-S",))
    assert done.returncode == 3
    assert len(done.stderr.splitlines()) == 1 and "run " in done.stderr
    assert "bin/dlt-proof instead" in done.stderr


def test_lint_and_help_need_no_dependency(swept: Project) -> None:
    assert script("lint.py", swept.root, python=("-S",)).returncode == 0
    assert script("gate.py", "--help", python=("-S",)).returncode == 0


def test_the_folder_is_found_from_inside(swept: Project) -> None:
    assert script("gate.py", "A", cwd=swept.root / "sections").returncode == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["gate", "E"], "invalid choice"),
        (["frobnicate"], "invalid choice"),
        (["lint", "nowhere.tex"], "does not exist"),
        (["gate", "A", "nowhere"], "does not exist"),
        (["scope", "Big"], "neither a scope nor a folder"),
        (["lint", "--select", "R99"], "R99"),
        (["explain", "R99"], "R99"),
        (["eval", "run", "99"], "no eval"),
        ([], "required"),
    ],
)
def test_wrong_use_is_two(
    words: list[str],
    message: str,
    swept: Project,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(swept.root)
    try:
        code = run(*words)
    except SystemExit as exit:
        code = int(exit.code or 0)
    assert code == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ["gate", "C.5", "--format", "json", "FOLDER"],
        ["gate", "--format", "json", "C.5", "FOLDER"],
        ["gate", "C.5", "FOLDER", "--quiet"],
        ["scope", "Standard", "--quiet", "FOLDER"],
        ["lint", "--quiet", "FOLDER"],
        ["trace", "mark", "thm:main/1", "note", "--note", "x", "FOLDER"],
    ],
)
def test_options_stand_anywhere(swept: Project, said: Said, words: list[str]) -> None:
    code, text = said(*[str(swept.root) if word == "FOLDER" else word for word in words])
    assert code == 0, text


@pytest.mark.parametrize(
    "words", [["gate", "A", "x", "y"], ["gate", "A", "--nope"], ["status", "--nope"]]
)
def test_what_is_left_over_is_refused(words: list[str]) -> None:
    with pytest.raises(SystemExit) as exit:
        run(*words)
    assert exit.value.code == 2


def test_outside_any_project_is_two(monkeypatch: pytest.MonkeyPatch, said: Said) -> None:
    monkeypatch.chdir("/")
    for command in (
        ["status"],
        ["gate", "A"],
        ["lint"],
        ["compile"],
        ["emit"],
        ["plan", "check"],
        ["checklist"],
        ["checklist", "form"],
        ["trace", "check"],
    ):
        code, text = said(*command)
        assert code == 2 and len(text.splitlines()) == 1, text


def test_findings_in_every_format(swept: Project, said: Said) -> None:
    edit(swept, THEOREM, "By \\Cref{lem:square}", "By \\Cref{lem:squares}")
    code, text = said("lint", swept, "--format", "json")
    data = json.loads(text)
    assert code == 1 and data["schema"] == "dlt-proof/findings/1" and data["ok"] is False
    finding = next(f for f in data["findings"] if f["rule"] == "R21")
    assert finding["file"] == THEOREM
    line = (swept.root / THEOREM).read_text().splitlines()[finding["line"] - 1]
    assert line[finding["column"] - 1 :].startswith("lem:squares")
    assert data["summary"]["errors"] == len(
        [f for f in data["findings"] if f["severity"] == "error"]
    )
    code, text = said("lint", swept, "--format", "github")
    assert code == 1 and f"\n::error file={THEOREM},title=R21" in text
    code, text = said("lint", swept, "--format", "sarif")
    results = json.loads(text)["runs"][0]["results"]
    assert code == 1 and [result["ruleId"] for result in results] == ["R23", "R21"]


# ---- bad input: one clear line each, nothing half-written ---------------------------------------


def test_tex_that_is_not_utf8(swept: Project, said: Said) -> None:
    path = swept.root / THEOREM
    path.write_bytes(path.read_bytes() + b"caf\xe9\n")
    line = path.read_bytes().count(b"\n")
    code, text = said("lint", swept)
    assert code == 1 and f"{THEOREM}:{line}" in text and "UTF-8" in text
    code, text = said("trace", "verify", swept)
    assert code == 2 and len(text.splitlines()) == 1 and f"{THEOREM}:{line}" in text


def test_circular_input(swept: Project, said: Said) -> None:
    path = swept.root / THEOREM
    path.write_text(path.read_text() + "\\input{sections/03-theorem}\n")
    code, text = said("lint", swept)
    assert code == 1 and "03-theorem" in text
    assert said("gate", "C", swept)[0] == 1


def test_a_typo_in_the_plan(swept: Project, said: Said) -> None:
    edit(swept, PLAN_FILE, "**Kind:** lemma", "**Kind:** lema")
    code, text = said("plan", "check", swept)
    assert code == 1 and f"{PLAN_FILE}:20:1: error G1" in text


def test_no_main_file(swept: Project, said: Said) -> None:
    (swept.root / "main.tex").unlink()
    for command in (["lint"], ["emit"], ["trace", "status"], ["compile"]):
        code, text = said(*command, swept)
        assert code == 2 and "main.tex" in text and len(text.splitlines()) == 1


def test_a_folder_that_cannot_be_written(
    checked: Project, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    before = sorted(p.name for p in checked.root.rglob("*"))
    monkeypatch.setattr("os.open", refused)
    for command in (["emit"], ["scope", "Appendix"], ["init"]):
        target = checked.root.parent / "other" if command == ["init"] else checked
        code, text = said(*command, target)
        assert code == 2 and "Permission denied" in text and len(text.splitlines()) == 1
    assert sorted(p.name for p in checked.root.rglob("*")) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes into read-only folders")
def test_a_read_only_folder(checked: Project, said: Said) -> None:
    checked.root.chmod(0o500)
    try:
        assert said("emit", checked)[0] == 2
    finally:
        checked.root.chmod(0o700)


def test_an_interrupt_is_130_and_leaves_the_state_whole(written: Project) -> None:
    started = written.root / "started"
    slow = f"import pathlib, time\npathlib.Path({str(started)!r}).touch()\ntime.sleep(60)\n"
    check = written.root / "checks" / "square.py"
    check.write_text(slow + check.read_text())
    process = subprocess.Popen(
        [sys.executable, str(SCRIPTS / "plan.py"), "check", "--run", str(written.root)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # A shell starts what runs in the background deaf to interrupts, this test too.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    for _ in range(600):
        if started.exists():
            break
        time.sleep(0.1)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 130
    assert errors.strip().splitlines()[-1] == "dlt-proof: interrupted"
    check.write_text(check.read_text().replace(slow, ""))
    assert run("plan", "check", written) == 0


def test_a_reader_that_goes_away_is_no_error(swept: Project) -> None:
    writer = subprocess.Popen(
        [sys.executable, str(SCRIPTS / "trace.py"), "status", str(swept.root), "--format", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert writer.stdout is not None and writer.stderr is not None
    writer.stdout.close()
    assert writer.stderr.read() == ""
    assert writer.wait() == 0


def test_an_ascii_terminal_gets_question_marks(swept: Project) -> None:
    done = script("trace.py", "status", swept.root, env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0 and "? 1. proved" in done.stdout


def test_long_lists_are_cut_in_text_and_whole_in_json(swept: Project, said: Said) -> None:
    path = swept.root / THEOREM
    path.write_text(path.read_text() + "".join(f"\\Cref{{lem:no{i}}}\n" for i in range(80)))
    code, text = said("lint", swept)
    assert code == 1 and "and 30 more (--format json shows all)" in text
    assert len(json.loads(said("lint", swept, "--format", "json")[1])["findings"]) == 80


def test_lint_does_not_pay_for_what_it_does_not_use(swept: Project) -> None:
    code = (
        "import sys; from dlt_proof.cli import main; main(['lint', sys.argv[1]]);"
        "heavy = ('sympy', 'pydantic', 'networkx', 'jinja2', 'numpy', 'pylatexenc');"
        "print([module for module in heavy if module in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(swept.root)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(SCRIPTS)},
    )
    assert done.stdout.splitlines()[-1] == "[]"
