"""What an earlier build left is believed only where its digests are those that were kept."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dlt_proof.build import CompileResult, compile_document, last_build, one_at_a_time
from dlt_proof.build import compile as compiling
from dlt_proof.project import Project
from dlt_proof.records.errors import InputError

pytestmark = [
    pytest.mark.tex,
    pytest.mark.skipif(shutil.which("latexmk") is None, reason="latexmk is missing"),
]

FILES = {
    "main.tex": """\\documentclass{article}
\\begin{document}
\\input{sections/a}
\\bibliographystyle{plain}\\bibliography{refs}
\\end{document}
""",
    "sections/a.tex": "\\section{One}\\label{one}\nSee \\ref{one} and \\cite{k}.\n",
    "refs.bib": "@misc{k,author={Oldman},title={T},year=2000}\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return write(tmp_path / "paper", FILES)


def write(root: Path, files: dict[str, str]) -> Project:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return Project(root)


def build(project: Project) -> CompileResult:
    """As another command would: nothing is kept in memory."""
    return compile_document(Project(project.root))


def rules(result: CompileResult) -> list[str]:
    return [finding.rule for finding in result.report.findings]


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One entry for each run of latexmk."""
    made: list[str] = []
    real = compiling.run_latexmk

    def counted(root: Path, main: str, *rest: object, **named: object) -> object:
        made.append(main)
        return real(root, main, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(compiling, "run_latexmk", counted)
    return made


def replace_silently(path: Path, old: str, new: str) -> None:
    """Another content of the same size, with the times it had."""
    assert len(old) == len(new)
    status = path.stat()
    text = path.read_bytes()
    assert old.encode() in text
    path.write_bytes(text.replace(old.encode(), new.encode()))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def test_where_nothing_changed_nothing_runs(project: Project, runs: list[str]) -> None:
    wide = FILES["sections/a.tex"] + "\n\\noindent\\rule{20cm}{1pt}\n"
    (project.root / "sections/a.tex").write_text(wide)
    first = build(project)
    assert rules(first) == ["B6"]
    second = build(project)
    assert len(runs) == 1
    assert (second.report, second.pdf, second.pages) == (first.report, first.pdf, first.pages)


def test_a_document_with_errors_is_run_again(project: Project, runs: list[str]) -> None:
    (project.root / "sections/a.tex").write_text("\\ref{gone} \\foo")
    assert build(project).report == build(project).report
    assert len(runs) == 2


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("main.tex", "sections/a", "sections/b", "B5"),
        ("sections/a.tex", "\\ref{one}", "\\ref{two}", "B2"),
        ("sections/a.tex", "\\cite{k}", "\\cite{l}", "B3"),
    ],
)
def test_a_source_that_keeps_size_and_time(
    project: Project, name: str, old: str, new: str, expected: str
) -> None:
    assert build(project).report.ok
    replace_silently(project.root / name, old, new)
    assert expected in rules(build(project))


def test_a_bibliography_that_keeps_size_and_time(project: Project) -> None:
    assert build(project).report.ok
    replace_silently(project.root / "refs.bib", "Oldman", "Newman")
    assert build(project).report.ok
    assert "Newman" in (project.output / "main.bbl").read_text()


@pytest.mark.parametrize("known", [True, False])
def test_a_bibliography_beside_the_main_one(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, known: bool
) -> None:
    """What lies in the output folder may be of a build that is known here, or of another user."""
    main = project.root / "main.tex"
    part = "\\begin{bibunit}[plain]\\cite{p}\\putbib[part]\\end{bibunit}"
    main.write_text(
        FILES["main.tex"]
        .replace("\\begin{doc", "\\usepackage{bibunits}\\begin{doc")
        .replace("\\input", f"{part}\\input")
    )
    (project.root / "part.bib").write_text("@misc{p,author={Oldman},title={T},year=2000}\n")
    assert build(project).report.examined["files"] == 4
    if not known:
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "other"))
    replace_silently(project.root / "part.bib", "Oldman", "Newman")
    assert build(project).report.ok
    assert "Newman" in (project.output / "bu1.bbl").read_text()


def flaw(project: Project) -> None:
    """A reference that LaTeX warns of and that is not told where warnings are believed gone."""
    path = project.root / "sections/a.tex"
    path.write_text(FILES["sections/a.tex"] + "\\footnote{See \\ref{gone}.}\n")


def silence_the_log(output: Path) -> None:
    path = output / "main.log"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "ndefined" not in line))


def empty_the_aux(output: Path) -> None:
    path = output / "main.aux"
    path.write_text(path.read_text().replace("one", "eno"))


@pytest.mark.parametrize(
    "spoil",
    [
        silence_the_log,
        empty_the_aux,
        lambda output: shutil.copy(output / "main.log", output / "main.blg"),
        lambda output: (output / "main.fls").write_text("PWD /\n"),
        lambda output: (output / "main.pdf").write_bytes(b"%PDF-1.5 %%EOF"),
        lambda output: (output / "main.bbl").unlink(),
    ],
    ids=["log", "aux", "blg", "fls", "pdf", "bbl"],
)
@pytest.mark.parametrize("flawed", [False, True], ids=["sound", "flawed"])
def test_an_output_that_was_edited(
    project: Project, spoil: Callable[[Path], object], flawed: bool
) -> None:
    if flawed:
        flaw(project)
    first = build(project)
    assert rules(first) == (["B2"] if flawed else [])
    kept = {path.name: path.stat() for path in project.output.glob("main.*")}
    spoil(project.output)
    for path in project.output.glob("main.*"):
        os.utime(path, ns=(kept[path.name].st_atime_ns, kept[path.name].st_mtime_ns))
    second = build(project)
    assert second.report == first.report
    assert second.pages == 1


def test_an_output_folder_that_came_with_a_clone(project: Project, tmp_path: Path) -> None:
    """The forger knows how to build: the folder is whole, and of another document."""
    assert build(project).report.ok
    shutil.copytree(project.root, tmp_path / "clone")
    clone = Project(tmp_path / "clone")
    replace_silently(clone.root / "sections/a.tex", "\\ref{one}", "\\ref{two}")
    assert rules(build(clone)) == ["B2"]
    shutil.copytree(project.root, tmp_path / "sound")
    sound = build(Project(tmp_path / "sound"))
    assert sound.report.ok and sound.pages == 1


def test_what_lies_in_the_output_folder_and_was_not_made_is_a_source(project: Project) -> None:
    (project.root / "sections/a.tex").write_text("\\input{more} \\cite{k}\n")
    project.output.mkdir()
    (project.output / "more.tex").write_text("\\section{One}\\label{one}\\label{one}\n")
    result = build(project)
    assert [(f.rule, f.file, f.line) for f in result.report.findings] == [
        ("B4", ".output/more.tex", 1)
    ]
    assert result.report.examined["files"] >= 3
    # Of another length: latexmk does not see an .aux change that keeps its size within a second.
    (project.output / "more.tex").write_text("\\section{One}\\label{one}\\label{longer}\n")
    assert build(project).report.ok
    replace_silently(project.output / "more.tex", "\\label{longer}", "\\label{one}%%%")
    assert rules(build(project)) == ["B4"]


def test_an_error_that_an_earlier_build_wrote_down(project: Project, runs: list[str]) -> None:
    """It is told while the heading has it, and not once more after it was mended."""
    path = project.root / "sections/a.tex"
    main = project.root / "main.tex"
    main.write_text(FILES["main.tex"].replace("\\input", "\\tableofcontents\\input"))
    path.write_text("\\section{A $a_b^c^d$}\\label{one}See \\ref{one} and \\cite{k}.")
    assert set(rules(build(project))) == {"B1"}
    assert len(runs) == 1
    path.write_text("\\section{A $a_b^c$}\\label{one}See \\ref{one} and \\cite{k}.")
    assert build(project).report.ok
    runs.clear()
    assert build(project).report.ok
    assert runs == []


def test_the_record_of_a_chapter_that_came_with_the_project(tmp_path: Path) -> None:
    main = """\\documentclass{report}
\\begin{document}
\\include{parts/one}
\\include{two}
\\end{document}
"""
    chapters = {"parts/one.tex": "\\label{one}One", "two.tex": "See \\ref{one} and \\ref{ghost}."}
    project = write(tmp_path / "paper", {"main.tex": main, **chapters})
    only = main.replace("\\begin", "\\includeonly{two}\\begin")
    shipped = {
        ".output/parts/one.aux": "\\relax \\newlabel{one}{{1}{1}}\\newlabel{ghost}{{2}{1}}\n"
        "\\@setckpt{parts/one}{\\setcounter{page}{2}}\n"
    }
    write(project.root, {"main.tex": only, **shipped})
    assert rules(build(project)) == ["B2", "B2"]
    write(project.root, {"main.tex": main, **shipped})
    assert [f.message for f in build(project).report.findings] == [
        "reference to 'ghost', which is not defined"
    ]
    write(project.root, {"two.tex": "See \\ref{one}."})
    assert build(project).report.ok
    write(project.root, {"main.tex": only})
    assert build(project).report.ok, "the record is of a build that is known"


@pytest.mark.parametrize("engine", ["pdflatex", "xelatex"])
def test_a_file_that_may_have_been_read_without_a_record(
    project: Project, runs: list[str], engine: str
) -> None:
    """XeTeX does not list fonts and pictures; pdfTeX lists all, so notes beside do not matter."""
    program = f"% !TEX program = {engine}\n"
    page = "\\special{pdf:fstream @x (data)}\\special{pdf:put @catalog <</Data @x>>}"
    main = FILES["main.tex"].replace("\\input", f"{page * (engine == 'xelatex')}\\input")
    write(project.root, {"main.tex": program + main, "data": "Oldman"})
    assert build(project).report.ok
    assert build(project).report.ok
    assert len(runs) == 1
    replace_silently(project.root / "data", "Oldman", "Newman")
    assert build(project).report.ok
    assert len(runs) == (2 if engine == "xelatex" else 1)
    (project.root / "sections/a.tex").write_text(FILES["sections/a.tex"])
    assert build(project).report.ok
    assert len(runs) == (3 if engine == "xelatex" else 2)


def test_a_file_that_would_be_found_first(project: Project, runs: list[str]) -> None:
    assert build(project).report.ok
    (project.root / "article.cls").write_text("\\LoadClass{report}\\endinput\n")
    build(project)
    assert len(runs) == 2


def test_two_documents_of_one_folder_leave_each_other_alone(
    project: Project, runs: list[str]
) -> None:
    (project.root / "other.tex").write_text(FILES["main.tex"])
    (project.output / "checks").mkdir(parents=True)
    (project.output / "checks" / "mine.json").write_text("{}")
    other = Path("other.tex")
    for _ in range(2):
        assert compile_document(project, main=Path("main.tex")).report.ok
        assert compile_document(project, main=other).report.ok
    assert runs == ["main.tex", "other.tex"]
    assert (project.output / "checks" / "mine.json").read_text() == "{}"


def test_one_build_at_a_time(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another of the same document waits, and does not accuse it; one of another goes on."""
    (project.root / "other.tex").write_text(FILES["main.tex"])
    monkeypatch.setattr(one_at_a_time, "_WAITED_SECONDS", 0.0)
    real = compiling.run_latexmk
    told: list[str] = []

    def meanwhile(*given: object, **named: object) -> object:
        if not told:
            told.append("begun")
            try:
                build(project)
            except InputError as error:
                told.append(str(error))
            elsewhere = compile_document(project, outdir=project.root / "elsewhere")
            beside = compile_document(project, main=Path("other.tex"))
            assert elsewhere.report.ok and beside.report.ok
        return real(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(compiling, "run_latexmk", meanwhile)
    assert build(project).report.ok
    assert len(told) == 2 and "another compile of this document is running" in told[1]
    assert build(project).report.ok


def test_a_build_waits_for_the_one_before_it(tmp_path: Path) -> None:
    lock = tmp_path / "locks" / "paper.lock"
    order: list[str] = []

    def second() -> None:
        with one_at_a_time.alone(lock, "main.tex"):
            order.append("second")

    with contextlib.ExitStack() as stack, ThreadPoolExecutor() as threads:
        stack.enter_context(one_at_a_time.alone(lock, "main.tex"))
        waiting = threads.submit(second)
        order.append("first")
        stack.close()
        waiting.result()
    assert order == ["first", "second"]


def test_without_a_folder_to_keep_anything_it_is_built_anew(
    project: Project, runs: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert build(project).report.ok
    assert build(project).report.ok
    assert len(runs) == 2


@pytest.mark.parametrize("text", ["", "{}", "[" * 10_000, '{"circumstances": 1}'])
def test_a_record_that_is_damaged_is_none(project: Project, runs: list[str], text: str) -> None:
    assert build(project).report.ok
    (kept,) = Path(os.environ["XDG_CACHE_HOME"]).glob("dlt-proof/builds/*.json")
    kept.write_text(text)
    assert build(project).report.ok
    assert len(runs) == 2


def test_another_engine_or_variable_is_another_build(
    project: Project, runs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert build(project).report.ok
    monkeypatch.setenv("TEXINPUTS", f"{project.root}/sections//:")
    assert build(project).report.ok
    (project.root / "dlt-proof.toml").write_text('[compile]\nengine = "xelatex"\n')
    assert build(project).engine == "xelatex"
    assert len(runs) == 3


def test_a_source_that_changes_while_tex_runs(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = compiling.run_latexmk
    changes = iter(["Oldman", "Newman"])

    def changing(*given: object, **named: object) -> object:
        run = real(*given, **named)  # type: ignore[arg-type]
        name = next(changes, None)
        if name:
            replace_silently(project.root / "refs.bib", "Oldman", name)
        return run

    monkeypatch.setattr(compiling, "run_latexmk", changing)
    result = build(project)  # twice: each time something was written
    assert rules(result) == ["B8"]
    assert "refs.bib was changed while TeX ran" in result.report.findings[0].message
    assert result.pdf is None
    assert build(project).report.ok


def test_a_source_that_changes_while_the_log_is_read(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = compiling.read_sources

    def changing(*given: object) -> object:
        replace_silently(project.root / "sections/a.tex", "\\ref{one}", "\\ref{two}")
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(compiling, "read_sources", changing)
    build(project)
    monkeypatch.undo()
    assert rules(build(project)) == ["B2"]


def test_old_builds_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(last_build, "_KEPT_BUILDS", 2)
    for number in range(3):
        text = "\\documentclass{article}\\begin{document}x\\end{document}"
        assert build(write(tmp_path / str(number), {"main.tex": text})).report.ok
    kept = list(Path(os.environ["XDG_CACHE_HOME"]).glob("dlt-proof/builds/*.json"))
    assert len(kept) == 2
