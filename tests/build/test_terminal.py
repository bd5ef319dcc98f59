"""What TeX printed and what the kernel saw of its files, held against what it left."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from dlt_proof.build import compile_document, contained, latexmk, parse_latex_log, witness
from dlt_proof.build.engines import ENGINES
from dlt_proof.build.run_files import RunFiles
from dlt_proof.build.terminal import TexRun, doubts_of_runs, keep_printed
from dlt_proof.project import Project

MARK = "0123abcd"
BANNER = "This is LuaHBTeX, Version 1.15.0 (TeX Live 2022/Debian)\n"
END = "Output written on .output/main.pdf (1 page, 9 bytes).\n"
WARNING = "LaTeX Warning: Reference `gone' on page 1 undefined on input line 3.\n\n"
ERROR = "./main.tex:4: Undefined control sequence.\nl.4 \\foo\n        \n\n"
WRITTEN = {suffix: {"closed": 1} for suffix in (".log", ".aux", ".pdf", ".bcf")} | {
    ".fls": {"closed": 1, "moved here": 1}
}

needs_inotify = pytest.mark.skipif(sys.platform != "linux", reason="the system has no inotify")


def doubt(
    tmp_path: Path,
    printed: str,
    log: str,
    events: Mapping[str, Mapping[str, int]] | None = WRITTEN,
    engine: str = "lualatex",
) -> str:
    files = RunFiles(Project(tmp_path), "main.tex", tmp_path / ".output", ENGINES[engine])
    return doubts_of_runs([TexRun(printed, events)], parse_latex_log(log), files)


@pytest.mark.parametrize("said", ["", WARNING, ERROR, WARNING + ERROR, WARNING + WARNING])
def test_a_log_that_tells_what_was_printed(tmp_path: Path, said: str) -> None:
    printed = f"{BANNER}{said}{END}Transcript written on .output/main.log.\n"
    assert doubt(tmp_path, printed, BANNER + said + END) == ""
    # The log holds more: what is not for the terminal, and what \batchmode kept from it.
    more = BANNER + "Overfull \\hbox (60.0pt too wide) in paragraph at lines 4--5\n\n" + said + END
    assert doubt(tmp_path, BANNER + said + END, more) == ""


@pytest.mark.parametrize("said", [WARNING, ERROR])
@pytest.mark.parametrize("engine", ["pdflatex", "xelatex", "lualatex"])
def test_a_log_that_lacks_what_was_printed(tmp_path: Path, said: str, engine: str) -> None:
    for events in (WRITTEN, None):
        found = doubt(tmp_path, BANNER + said + END, BANNER + END, events, engine)
        assert "does not tell what TeX printed" in found


def test_only_lualatex_must_say_that_it_ended(tmp_path: Path) -> None:
    assert "kept TeX from printing" in doubt(tmp_path, BANNER, BANNER + END)
    assert doubt(tmp_path, BANNER, BANNER + END, engine="pdflatex") == ""
    assert doubt(tmp_path, BANNER + "No pages of output.\n", BANNER + "No pages of output.\n") == ""


@pytest.mark.parametrize(
    ("suffix", "seen"),
    [
        (".log", {"closed": 2}),
        (".log", {"closed": 1, "deleted": 1}),
        (".log", {"closed": 1, "moved here": 1}),
        (".log", {"closed": 1, "moved away": 1}),
        (".log", {}),
        (".fls", {"closed": 1, "moved here": 2}),
        (".aux", {"closed": 2}),
        (".bbl", {"closed": 1}),
        (".blg", {"moved here": 1}),
    ],
)
def test_a_file_that_something_else_wrote(
    tmp_path: Path, suffix: str, seen: Mapping[str, int]
) -> None:
    found = doubt(tmp_path, BANNER + END, BANNER + END, {**WRITTEN, suffix: seen})
    assert f"main{suffix}" in found


def test_files_that_tex_or_a_document_may_write(tmp_path: Path) -> None:
    events = {
        **WRITTEN,
        ".toc": {"closed": 3},
        ".glo": {"closed": 1, "deleted": 1},
        ".pdf": {"closed": 1, "deleted": 1},  # by TeX after an error; it is not there
        "-figure1.pdf": {"closed": 1, "moved here": 1},
    }
    assert doubt(tmp_path, BANNER + END, BANNER + END, events) == ""


def test_the_runs_are_told_apart_by_what_tex_cannot_know(tmp_path: Path) -> None:
    ended = json.dumps({"status": 0, "events": {".log": {"closed": 1}}})
    printed = tmp_path / "printed.txt"
    printed.write_text(
        f"Rc files read:\n\n{MARK} begins \n{BANNER}one\nffff begins \nffff ended {ended}\n"
        f"\n{MARK} ended {ended}\nbetween\n\n{MARK} begins \n{BANNER}two\n\n{MARK} ended nonsense\n"
    )
    kept = tmp_path / "kept.txt"
    kept.write_text("of an earlier run")
    first, second = keep_printed(printed, MARK, kept)
    assert first.printed.startswith(f"{BANNER}one\nffff begins")
    assert first.events == {".log": {"closed": 1}}
    assert second.printed == f"{BANNER}two\n\n" and second.events is None
    assert MARK not in kept.read_text()
    assert "between" in kept.read_text() and "earlier" not in kept.read_text()


def watched(tmp_path: Path, script: str) -> tuple[int, str, dict[str, dict[str, int]]]:
    """Exit status, what was printed, and what was seen of files, of a script in a folder."""
    arguments = [witness.__file__, MARK, str(tmp_path), "main", "sh", "-c", script]
    done = subprocess.run(
        [sys.executable, "-I", "-S", *arguments], cwd=tmp_path, capture_output=True, text=True
    )
    (tmp_path / "printed").write_text(done.stdout)
    (run,) = keep_printed(tmp_path / "printed", MARK, tmp_path / "kept")
    return done.returncode, run.printed, dict(run.events or {})


@needs_inotify
def test_witness_counts_who_wrote_what(tmp_path: Path) -> None:
    script = """
        echo a >main.log; cat main.log; echo b >other.txt
        for each in 1 2 3 4 5; do echo c >main.aux; done
        echo e >main123.fls; mv main123.fls main.fls; rm main.aux; mkdir main.d; exit 3
    """
    status, printed, events = watched(tmp_path, script)
    assert (status, printed.strip()) == (3, "a")
    assert events[".log"] == {"closed": 1}
    assert events[".aux"] == {"closed": 5, "deleted": 1}
    assert events[".fls"] == {"moved here": 1}
    assert "123.fls" in events and "other.txt" not in events


def test_witness_ends_as_the_program_does(tmp_path: Path) -> None:
    assert watched(tmp_path, "kill -XFSZ $$")[0] == -signal.SIGXFSZ
    assert watched(tmp_path, "exit 0")[0] == 0
    done = subprocess.run(
        [sys.executable, "-I", "-S", witness.__file__, MARK, str(tmp_path), "main", "no-program"],
        capture_output=True,
    )
    assert done.returncode == 127


REWRITING = """
local function rewritten()
  local file = io.open(".output/main.log", "rb")
  local said = file:read("a"):gsub("[^\\n]*ndefined[^\\n]*\\n", "")
  file:close()
  return said
end
luatexbase.add_to_callback("wrapup_run", function()
  local said = rewritten()
  local file = %s
  file:write(said)
  file:close()
end, "rewrite")
"""
OPENED = [
    'io.open(".output/main.log", "wb")',
    'gzip.open(".output/main.log", "wT")',
    '(os.remove(".output/main.log") and io.open(".output/main.log", "wb"))',
    '(os.rename(".output/main.log", ".output/x") and io.open(".output/main.log", "wb"))',
]


@pytest.mark.tex
@pytest.mark.skipif(shutil.which("lualatex") is None, reason="lualatex is missing")
@pytest.mark.skipif(contained.landlock_version() == 0, reason="the kernel has no Landlock")
@pytest.mark.parametrize("seen", [True, False], ids=["inotify", "printed"])
@pytest.mark.parametrize("opened", OPENED, ids=["open", "gzip", "remove", "rename"])
def test_a_log_rewritten_where_no_door_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lua_fonts: None, opened: str, seen: bool
) -> None:
    """The doors of `lua_start.lua` are open here: what is not thought of there is noticed too."""
    open_doors = tmp_path / "open.lua"
    open_doors.write_text("")
    monkeypatch.setattr(latexmk, "_LUA_START", open_doors)
    # The program is told by its path, and Landlock lets it be read where the package is.
    readable = latexmk.tex_trees
    monkeypatch.setattr(latexmk, "tex_trees", lambda v: (*readable(v), str(open_doors)))
    if not seen:
        real = latexmk.keep_printed
        monkeypatch.setattr(
            latexmk,
            "keep_printed",
            lambda *given: tuple(TexRun(run.printed, None) for run in real(*given)),
        )
    root = tmp_path / "paper"
    root.mkdir()
    (root / "main.tex").write_text(
        "\\documentclass{article}\\begin{document}\\footnote{\\ref{gone}}"
        "\\directlua{dofile('rewrite.lua')}\\end{document}\n"
    )
    (root / "rewrite.lua").write_text(REWRITING % opened)
    result = compile_document(Project(root), engine="lualatex")
    assert "undefined" not in (root / ".output" / "main.log").read_text()
    told = [f.message for f in result.report.findings if f.rule == "B8"]
    wanted = "the document writes to main.log" if seen else "does not tell what TeX printed"
    assert any(wanted in message for message in told)
    assert result.pdf is None


@pytest.mark.tex
@pytest.mark.skipif(shutil.which("latexmk") is None, reason="latexmk is missing")
def test_what_was_printed_is_not_the_documents_to_write(tmp_path: Path) -> None:
    (tmp_path / "main.tex").write_text(
        "\\documentclass{article}\\begin{document}See \\ref{gone}.\\newwrite\\w\n"
        "\\immediate\\openout\\w=latexmk-output.txt \\immediate\\write\\w{FORGED}\n"
        "\\immediate\\closeout\\w\\end{document}\n"
    )
    result = compile_document(Project(tmp_path))
    assert [finding.rule for finding in result.report.findings] == ["B2"]
    kept = (tmp_path / ".output" / latexmk.OUTPUT_LOG).read_text()
    assert "FORGED" not in kept and "Reference `gone'" in kept
    assert {path.name for path in tmp_path.iterdir()} == {"main.tex", ".output"}


@pytest.mark.parametrize(
    ("engine", "found"),
    [("pdflatex", "no program was seen to run TeX"), ("tectonic", "")],
)
def test_a_build_in_which_no_tex_was_seen(tmp_path: Path, engine: str, found: str) -> None:
    files = RunFiles(Project(tmp_path), "main.tex", tmp_path / ".output", ENGINES[engine])
    assert doubts_of_runs([], parse_latex_log(BANNER + END), files) == found
