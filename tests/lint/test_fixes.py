"""Applying fixes: what is changed, what is never changed, and what is taken back."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dlt_proof.lint import lint
from dlt_proof.lint.fixes import as_diff, find_fixes, fixed_text, write_fixes
from dlt_proof.project import Project
from dlt_proof.project.edited import EditedProject
from dlt_proof.records.findings import Edit, Finding, Report, file_finding

MENDING = ["R0a", "R0b", "R0c"]
MAIN = (
    "\\documentclass{article}\n\\usepackage{amsmath}\n\\begin{document}\n"
    "\\input{a}\n\\input{b}\n\\end{document}\n"
)
Said = Callable[..., tuple[int, str]]


def style(project: Project) -> Report:
    return lint(project, select=MENDING)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / ".proof-research").mkdir()
    (tmp_path / "main.tex").write_text(MAIN)
    (tmp_path / "a.tex").write_text("\\[ x = y. \\]\n")
    (tmp_path / "b.tex").write_text("Nothing.\n")
    return Project(tmp_path)


# ---- texts --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fixes", "expected", "applied"),
    [
        ([((0, 1, "X"),)], "Xbcdef", 1),
        ([((0, 1, "X"), (5, 6, "Y"))], "XbcdeY", 1),
        ([((3, 3, "-"),)], "abc-def", 1),
        ([((6, 6, "!"),)], "abcdef!", 1),
        ([((0, 3, ""),), ((3, 3, "+"),)], "+def", 2),
        ([((0, 3, ""),), ((2, 4, "+"),)], "def", 1),
        ([((3, 3, "+"),), ((3, 3, "-"),)], "abc+def", 1),
        ([((3, 3, "+"),), ((2, 4, "-"),)], "abc+def", 1),
        ([((1, 2, "X"), (1, 2, "Y")), ((1, 2, "Z"),)], "aZcdef", 1),
        ([((5, 9, "X"),), ((-1, 2, "X"),), ((4, 3, "X"),)], "abcdef", 0),
        ([()], "abcdef", 0),
    ],
)
def test_edits(fixes: list[tuple[Edit, ...]], expected: str, applied: int) -> None:
    assert fixed_text("abcdef", fixes) == (expected, applied)


@given(st.text(), st.data())
def test_text_outside_edits_stays(text: str, data: st.DataObject) -> None:
    offset = st.integers(0, len(text))
    edit = st.tuples(offset, offset, st.text(max_size=3)).map(lambda e: (*sorted(e[:2]), e[2]))
    fixes = data.draw(st.lists(st.lists(edit, min_size=1, max_size=3).map(tuple)))
    new, applied = fixed_text(text, fixes)
    assert applied <= len(fixes)
    for edits in fixes:
        alone, count = fixed_text(text, [edits])
        if count:
            first, last = min(e[0] for e in edits), max(e[1] for e in edits)
            assert alone.startswith(text[:first]) and alone.endswith(text[last:])
    if not applied:
        assert new == text


# ---- projects -----------------------------------------------------------------------------------

PIECES = [
    "\\[ a = b. \\]", "$$ a = b. $$", "\\[", "\\]", "$$", "$", "x", " ", "\n", "\r\n", "\r", "\n\n",
    "% c", "\\begin{equation}\\label{e} a \\end{equation}", "By \\eqref{e} it is.",
    "Eq.~\\eqref{e}",
    "\\begin{verbatim}\n\\[ x \\]\n\\end{verbatim}", "\\text{$x$}", "{", "}", "\\eqref{e}",
    "\\newtheorem{lemma}[theorem]{Lemma}", "\\usepackage{cleveref}", "\\Cref{l}", "é", "\u2028",
    "\\begin{lemma}\\label{l} y \\end{lemma}", "\ufeff", "\x0c", "\\\\[2pt]", "\t",
]  # fmt: skip


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@example(["\\usepackage{cleveref}", "\\newtheorem{lemma}[theorem]{Lemma}", "\r\n"], False)
@given(st.lists(st.sampled_from(PIECES), max_size=14), st.booleans())
def test_fixing_twice_is_fixing_once(project: Project, pieces: list[str], marked: bool) -> None:
    path = project.root / "a.tex"
    before = ("\ufeff" if marked else "") + "".join(pieces)
    path.write_bytes(before.encode())
    (project.root / "b.tex").write_text("By Eq.~\\eqref{e}, \\Cref{l}.\n")
    write_fixes(project, find_fixes(project, style))
    once = path.read_bytes()
    again = find_fixes(project, style)
    assert not again.files
    text = once.decode()
    assert text.startswith("\ufeff") == before.startswith("\ufeff")
    for end in ("\u2028", "\x0c", "\t"):
        assert text.count(end) == before.count(end)
    # R0c adds a line behind a shared counter, with the line ends that the file has.
    added = text.count("\\crefalias") if "\r\n" in before else 0
    assert before.count("\r\n") <= text.count("\r\n") <= before.count("\r\n") + added
    assert {"\r", "\n"} & set(text) <= {"\r", "\n"} & set(before)
    without = [t.replace("\\begin{equation*}", "").replace("\\end{equation*}", "") for t in [text]]
    for word in ("Eq.~", "Eqs.~", "Equation~", "Equations~"):
        without = [t.replace(word, "") for t in without]
    bare = before.replace("Eq.~", "")
    for mark in ("\\[", "\\]", "$$"):
        without = [t.replace(mark, "") for t in without]
        bare = bare.replace(mark, "")
    if "theorem" not in before:
        assert without[0].replace("$", "") == bare.replace("$", "")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_endings_marks_and_modes(project: Project, end: str, mark: bytes) -> None:
    path = project.root / "a.tex"
    path.write_bytes(mark + f"é{end}\\[{end}  x = y.{end}\\]{end}".encode())
    path.chmod(0o640)
    written = write_fixes(project, find_fixes(project, style))
    assert [(fix.name, fix.mended) for fix in written.files] == [("a.tex", 1)]
    expected = f"é{end}\\begin{{equation*}}{end}  x = y.{end}\\end{{equation*}}{end}"
    assert path.read_bytes() == mark + expected.encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert sorted(p.name for p in project.root.iterdir() if p.suffix == ".tex") == [
        "a.tex", "b.tex", "main.tex",
    ]  # fmt: skip


def test_only_files_reported_on(project: Project) -> None:
    (project.root / "b.tex").write_text("\\[ z. \\]\n")
    fixes = find_fixes(project, lambda p: lint(p, files=[p.root / "b.tex"], select=MENDING))
    assert [fix.name for fix in fixes.files] == ["b.tex"]


def test_a_file_that_was_not_read_stays(project: Project) -> None:
    (project.root / "a.tex").write_text("\\[ x = y. \\]\n}\n")
    (project.root / "b.tex").write_text("\\[ x = y. \\]\n")
    fixes = find_fixes(project, style)
    assert [fix.name for fix in fixes.files] == ["b.tex"]
    assert fixes.refused == (("a.tex", "a part of it could not be read"),)


def test_a_missing_bibliography_is_no_hindrance(project: Project) -> None:
    (project.root / "a.tex").write_text("\\[ x = y. \\]\n\\bibliography{none}\n")
    assert [fix.name for fix in find_fixes(project, style).files] == ["a.tex"]


def test_a_file_in_another_encoding_stays(project: Project) -> None:
    path = project.root / "a.tex"
    path.write_bytes("é \\[ x = y. \\]\n".encode("latin-1"))
    assert not write_fixes(project, find_fixes(project, style)).files
    assert path.read_bytes() == "é \\[ x = y. \\]\n".encode("latin-1")


def test_a_linked_file_is_changed_where_it_lies(project: Project) -> None:
    real = project.root / "real.tex"
    (project.root / "a.tex").replace(real)
    (project.root / "a.tex").symlink_to(real)
    written = write_fixes(project, find_fixes(project, style))
    assert [fix.name for fix in written.files] == ["real.tex"]
    assert (project.root / "a.tex").is_symlink()
    assert "equation*" in real.read_text()


def test_a_file_that_changed_or_is_protected_stays(project: Project) -> None:
    path = project.root / "a.tex"
    fixes = find_fixes(project, style)
    path.write_text("\\[ another. \\]\n")
    assert write_fixes(project, fixes).refused == (("a.tex", "it was changed in the meantime"),)
    assert path.read_text() == "\\[ another. \\]\n"
    path.chmod(0o444)
    refused = write_fixes(project, find_fixes(project, style)).refused
    assert refused == (("a.tex", "it is write-protected"),)


def test_texts_that_are_not_written_yet_are_read(project: Project) -> None:
    report = style(EditedProject(project.root, {"a.tex": "x\n\\[ y. \\]\n", "b.tex": "\\[ z. \\]"}))
    assert [(f.file, f.line) for f in report.findings] == [("a.tex", 2), ("b.tex", 1)]
    assert [(f.file, f.line) for f in style(project).findings] == [("a.tex", 1)]


def finding(rule: str, file: str, edits: tuple[Edit, ...] = ()) -> Finding:
    return file_finding(rule, "made-up", "for the test", file=file, line=1, edits=edits)


def test_a_fix_that_does_harm_is_taken_back(project: Project) -> None:
    def run(trial: Project) -> Report:
        found = []
        for name in ("a.tex", "b.tex"):
            text = trial.read(trial.root / name)
            if "good" not in text:
                found.append(finding("R90", name, ((0, 0, "good "),)))
            elif name == "a.tex":
                found.append(finding("R91", name))
        return Report("lint", tuple(found), {"files": 2})

    fixes = find_fixes(project, run)
    assert [fix.name for fix in fixes.files] == ["b.tex"]
    assert fixes.refused == (("a.tex", "mending it would bring new findings of R91"),)
    assert [(f.rule, f.file) for f in fixes.remaining.findings] == [("R90", "a.tex")]


def test_harm_in_another_file_takes_all_back(project: Project) -> None:
    def run(trial: Project) -> Report:
        if "good" in trial.read(trial.root / "a.tex"):
            return Report("lint", (finding("R4", "main.tex"),), {"files": 2})
        return Report("lint", (finding("R90", "a.tex", ((0, 0, "good "),)),), {"files": 2})

    fixes = find_fixes(project, run)
    assert not fixes.files
    assert [name for name, _ in fixes.refused] == ["a.tex"]


def test_a_fix_that_settles_nothing_is_taken_back(project: Project) -> None:
    def run(trial: Project) -> Report:
        return Report("lint", (finding("R90", "a.tex", ((0, 0, "more "),)),), {"files": 1})

    fixes = find_fixes(project, run)
    assert not fixes.files
    assert fixes.refused == (("a.tex", "mending it would not settle what was found"),)


def test_overlapping_fixes_take_turns(project: Project) -> None:
    def run(trial: Project) -> Report:
        text = trial.read(trial.root / "b.tex")
        found = [finding("R90", "b.tex", ((i, i + 2, "b"),)) for i in range(len(text))]
        found = [f for f in found if text[f.edits[0][0] : f.edits[0][1]] == "aa"]
        return Report("lint", tuple(found), {"files": 1})

    (project.root / "b.tex").write_text("aaaaa")
    assert [fix.after for fix in find_fixes(project, run).files] == ["bba"]


def test_diff(project: Project) -> None:
    (project.root / "a.tex").write_bytes(b"one\r\n\\[ x. \\]\r\n\x0cthree\nfour")
    diff = as_diff(find_fixes(project, style).files)
    assert diff.splitlines(keepends=True)[:2] == ["--- a.tex\n", "+++ a.tex\n"]
    assert "-\\[ x. \\]\r\n+\\begin{equation*} x. \\end{equation*}\r\n" in diff
    assert diff.endswith(" four\n\\ No newline at end of file\n")
    assert as_diff([]) == ""


# ---- the command --------------------------------------------------------------------------------


def test_command_fixes(project: Project, said: Said) -> None:
    before = (project.root / "b.tex").stat().st_mtime_ns
    code, text = said("lint", "--fix", project)
    assert code == 0
    assert "mended 1 finding in 1 file" in text and "0 warnings" in text
    assert (project.root / "a.tex").read_text() == "\\begin{equation*} x = y. \\end{equation*}\n"
    assert (project.root / "b.tex").stat().st_mtime_ns == before
    assert said("lint", "--fix", "--quiet", project)[0] == 0


def test_command_shows(project: Project, said: Said) -> None:
    code, text = said("lint", "--diff", project)
    assert code == 1
    assert "+\\begin{equation*} x = y. \\end{equation*}\n" in text
    assert (project.root / "a.tex").read_text() == "\\[ x = y. \\]\n"
    code, text = said("lint", "--diff", "--ignore", "R0a", project)
    assert (code, text) == (0, "would mend 0 findings in 0 files\n")
    (project.root / "a.tex").write_text("{")
    assert said("lint", "--diff", project)[0] == 1


def test_command_refuses(project: Project, said: Said) -> None:
    for words in (["--fix", "--diff"], ["--diff", "--short"], ["--diff", "--format", "json"]):
        assert said("lint", *words, project)[0] == 2
    assert said("lint", "--fix", "--baseline", "b.json", "--update-baseline", project)[0] == 2


@pytest.mark.skipif(os.name == "nt", reason="no patch")
def test_diff_can_be_applied(project: Project, said: Said, tmp_path: Path) -> None:
    import shutil
    import subprocess

    if shutil.which("patch") is None:
        pytest.skip("patch is missing")
    (project.root / "a.tex").write_bytes(b"one\r\n\\[ x. \\]\r\nthree\n\\[ y. \\]")
    diff = as_diff(find_fixes(project, style).files)
    subprocess.run(
        ["patch", "-p0", "--binary"], cwd=project.root, input=diff.encode(), check=True,
        capture_output=True,
    )  # fmt: skip
    assert not find_fixes(project, style).files


def test_what_is_silenced_is_not_mended(project: Project, said: Said) -> None:
    text = "\\[ x. \\] % dlt: ignore[R0a] the journal wants it\n\\[ y. \\]\n"
    (project.root / "a.tex").write_text(text)
    assert said("lint", "--fix", "--select", "R0a", project)[0] == 0
    expected = text.replace("\\[ y. \\]", "\\begin{equation*} y. \\end{equation*}")
    assert (project.root / "a.tex").read_text() == expected


def test_what_the_baseline_holds_is_not_mended(project: Project, said: Said) -> None:
    baseline = project.root / "baseline.json"
    assert said("lint", "--baseline", baseline, "--update-baseline", project)[0] == 0
    (project.root / "b.tex").write_text("\\[ new. \\]\n")
    assert said("lint", "--fix", "--baseline", baseline, project)[0] == 0
    assert "\\[" in (project.root / "a.tex").read_text()
    assert "equation*" in (project.root / "b.tex").read_text()
