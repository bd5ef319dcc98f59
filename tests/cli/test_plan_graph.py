"""`dlt-proof plan graph` as a user runs it, and what it tells of a blueprint's declarations."""

from __future__ import annotations

import contextlib
import importlib.metadata
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from dlt_proof.project import Project

from ..conftest import run

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
NODE_KEYS = {"id": str, "label": str, "kind": str, "title": str, "file": str, "line": int,
             "state": str}  # fmt: skip
EDGE_KEYS = {"from": str, "to": str, "kind": str, "file": str, "line": int}

BLUEPRINT = r"""\documentclass{article}
\usepackage{amsthm,cleveref}
\newtheorem{lemma}{Lemma}
\newtheorem{theorem}{Theorem}
\begin{document}
\begin{lemma}\label{lem:a}\lean{A}\leanok $1 \le 2$.\end{lemma}
\begin{lemma}\label{lem:b}\lean{B} $1 \le 3$.\end{lemma}
\begin{lemma}\label{lem:m}\mathlibok $1 \le 5$.\end{lemma}
\begin{theorem}\label{thm:t}
  \uses{lem:m,
  lem:gone}
  $1 \le 4$.
\end{theorem}
\begin{proof}
  \leanok
  \uses{lem:a}
  By \cref{lem:a} it is clear.
  By \cref{lem:b} again.
\end{proof}
\end{document}
"""


def graph(*words: object) -> subprocess.CompletedProcess[str]:
    """Run the command in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = run("plan", "graph", *words)
        except SystemExit as end:
            code = int(end.code or 0)
    return subprocess.CompletedProcess([], int(code), out.getvalue(), err.getvalue())


def test_the_script_is_the_command(blueprint: Path) -> None:
    command = [sys.executable, str(SCRIPTS / "plan.py"), "graph", "--format", "json", "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=blueprint)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == graph("--format", "json", blueprint).stdout


@pytest.fixture
def blueprint(tmp_path: Path) -> Path:
    folder = tmp_path / "blueprint folder"
    folder.mkdir()
    (folder / "main.tex").write_text(BLUEPRINT, encoding="utf-8")
    return folder


def test_json_is_what_is_documented(written: Project) -> None:
    done = graph("--format", "json", written.root)
    told = json.loads(done.stdout)
    assert done.returncode == 0 and list(told) == ["schema", "nodes", "edges"]
    assert told["schema"] == "dlt-proof/graph/1" and told["nodes"] and told["edges"]
    for row, keys in ((told["nodes"], NODE_KEYS), (told["edges"], EDGE_KEYS)):
        for entry in row:
            assert list(entry) == list(keys)
            assert all(type(entry[key]) is kind for key, kind in keys.items())
            assert entry["line"] >= 1 and (written.root / entry["file"]).is_file()
    names = [node["id"] for node in told["nodes"]]
    assert len(names) == len(set(names))
    assert {edge[end] for edge in told["edges"] for end in ("from", "to")} <= set(names)
    assert {e["kind"] for e in told["edges"]} <= {"proof", "statement", "declared", "mention",
                                                  "cites"}  # fmt: skip


@pytest.mark.parametrize(
    ("source", "kinds"),
    [("plan", {"declared"}), ("paper", {"proof", "statement"}),
     ("both", {"declared", "proof", "statement"})],
)  # fmt: skip
def test_where_the_graph_comes_from(written: Project, source: str, kinds: set[str]) -> None:
    told = json.loads(graph("--format", "json", "--from", source, written.root).stdout)
    assert {edge["kind"] for edge in told["edges"]} == kinds
    assert [n["id"] for n in told["nodes"]] == ["def:gap", "ass:positive", "lem:square", "thm:main"]


def test_a_folder_that_is_no_project(blueprint: Path) -> None:
    for form, start in [("json", "{"), ("mermaid", ""), ("dot", ""), ("text", "lem:a")]:
        done = graph("--format", form, blueprint)
        assert done.returncode == 0 and done.stdout.startswith(start), done.stderr
        assert "lem:a" in done.stdout or "lem" in done.stdout
    assert sorted(p.name for p in blueprint.iterdir()) == ["main.tex"], "nothing is written"
    assert graph("--from", "plan", blueprint).returncode == 2


@pytest.mark.parametrize(("form", "start"), [("html", "<!"), ("svg", "<")])
def test_pictures(blueprint: Path, form: str, start: str) -> None:
    if not any(d.name == "graphviz-pure" for d in importlib.metadata.distributions()):
        pytest.skip("needs graphviz-pure")
    done = graph("--format", form, blueprint)
    assert done.returncode == 0 and done.stdout.lstrip().startswith(start), done.stderr


def test_a_file_is_written_and_stdout_stays_empty(blueprint: Path, tmp_path: Path) -> None:
    target = tmp_path / "graph.json"
    done = graph("--format", "json", "--output", target, blueprint)
    assert (done.returncode, done.stdout) == (0, "") and "written" in done.stderr
    assert target.read_text(encoding="utf-8") == graph("--format", "json", blueprint).stdout
    assert graph("--format", "json", "--output", target, "--quiet", blueprint).stderr == ""


def test_wrong_use_is_told_in_one_line(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    bare = tmp_path / "bare"
    bare.mkdir()
    (bare / "main.tex").write_text("\\documentclass{article}\\begin{document}x\\end{document}\n",
                                   encoding="utf-8")  # fmt: skip
    for words in ([empty], [bare], [tmp_path / "nowhere"], ["--from", "paper", empty]):
        done = graph(*words)
        assert done.returncode == 2 and done.stdout == "" and "Traceback" not in done.stderr
        assert done.stderr.strip()
    assert graph("--format", "png", bare).returncode == 2


def test_what_could_not_be_read_is_a_hint_beside_the_graph(blueprint: Path) -> None:
    text = BLUEPRINT.replace("By \\cref{lem:b} again.", "\\input{gone}")
    (blueprint / "main.tex").write_text(text, encoding="utf-8")
    done = graph("--format", "json", blueprint)
    assert done.returncode == 0 and json.loads(done.stdout) and "main.tex:18" in done.stderr
    assert graph("--format", "json", "--quiet", blueprint).stderr == ""


def test_what_a_blueprint_declares_and_its_text_does_not_say(blueprint: Path) -> None:
    told = graph(blueprint).stdout
    assert told.endswith(
        "1 declared, with no such label:\n"
        "    main.tex:11: lem:gone is declared, which labels nothing\n"
        "1 used in the text, not declared:\n"
        "    main.tex:18: thm:t uses lem:b, and does not declare it\n"
        "1 formalised, resting on what is not:\n"
        "    main.tex:15: the proof of thm:t is \\leanok, and uses lem:b, which is not\n"
        "1 declared, never referred to:\n"
        "    main.tex:10: thm:t declares lem:m, and never refers to it\n"
    ), told


def test_a_blueprint_that_agrees_and_a_paper_that_declares_nothing(blueprint: Path) -> None:
    text = BLUEPRINT.replace("lem:m,\n  lem:gone", "lem:m").replace("$1 \\le 4$", "\\cref{lem:m}")
    text = text.replace("\\uses{lem:a}", "\\uses{lem:a, lem:b}").replace("{B}", "{B}\\leanok")
    for agreed in (text, text.replace("\\uses", "%").replace("\\leanok", "")):
        (blueprint / "main.tex").write_text(agreed, encoding="utf-8")
        assert graph(blueprint).stdout.rstrip().rsplit("\n")[-1].startswith("4 nodes")


def test_a_long_list_of_differences_is_cut_with_its_count(blueprint: Path) -> None:
    keys = ",".join(f"no{n}" for n in range(1000))
    text = BLUEPRINT.replace("lem:m,\n  lem:gone", keys)
    (blueprint / "main.tex").write_text(text, encoding="utf-8")
    told = graph(blueprint).stdout
    assert "1000 declared, with no such label:" in told and "… and 995 more" in told
    assert len(told.splitlines()) < 40


def test_no_source_is_written_over(blueprint: Path) -> None:
    main = blueprint / "main.tex"
    done = graph("--format", "html", "--output", main, blueprint)
    assert done.returncode == 2 and "is a source" in done.stderr
    assert main.read_text(encoding="utf-8") == BLUEPRINT
    new = blueprint / "graph.md"
    assert graph("--format", "mermaid", "--output", new, blueprint).returncode == 0
    assert new.is_file()


def test_text_is_cut_and_holds_nothing_that_a_terminal_acts_on(tmp_path: Path) -> None:
    lemmas = "".join(
        f"\\begin{{lemma}}\\label{{l{n}\x1b[2J}} $x$.\\end{{lemma}}\n" for n in range(300)
    )
    text = f"\\documentclass{{article}}\n\\begin{{document}}\n{lemmas}\\end{{document}}\n"
    (tmp_path / "main.tex").write_text(text, encoding="utf-8")
    done = graph(tmp_path)
    lines = done.stdout.splitlines()
    assert len(lines) == 202 and lines[200] == "… and 100 more lines: --format json shows all"
    assert lines[201].startswith("300 nodes") and "\x1b" not in done.stdout
