"""Compiling real documents: for every finding an input that makes it fire, and a clean one."""

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from dlt_proof.build import compile_document
from dlt_proof.build.latexmk import OUTPUT_LOG, Run
from dlt_proof.project import Project
from dlt_proof.records.errors import InputError, MissingPartError

from .conftest import processes_with

needs_tex = pytest.mark.skipif(
    shutil.which("latexmk") is None or shutil.which("pdflatex") is None,
    reason="latexmk or pdflatex is missing",
)


def paper(tmp_path: Path, body: str, *, preamble: str = "", **files: str) -> Project:
    """A project whose main file has this body; `sections_a_tex="…"` makes sections/a.tex."""
    root = tmp_path / "paper"
    root.mkdir(exist_ok=True)
    (root / "main.tex").write_text(
        f"\\documentclass{{article}}\n{preamble}\\begin{{document}}\n{body}\n\\end{{document}}\n",
        encoding="utf-8",
    )
    for name, text in files.items():
        *folders, stem, suffix = name.split("_")
        path = root.joinpath(*folders, f"{stem}.{suffix}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Project(root)


def cited(tmp_path: Path) -> Project:
    """A project with a bibliography."""
    return paper(
        tmp_path,
        "\\cite{k}\\bibliographystyle{plain}\\bibliography{refs}",
        refs_bib="@misc{k,author={Oldman},title={T},year=2000}\n",
    )


def found(result) -> list[tuple[str, str, int]]:
    return [(f.rule, f.file, f.line) for f in result.report.findings]


@pytest.mark.tex
@needs_tex
class TestFindings:
    def test_clean_document(self, tmp_path):
        project = paper(
            tmp_path,
            "Hello \\ref{s} and \\cite{k}. \\section{S}\\label{s} \\include{sections/a}\n"
            "\\bibliographystyle{plain}\\bibliography{refs}",
            sections_a_tex="Text.\n",
            refs_bib="@misc{k,author={A},title={T},year=2000}\n",
        )
        result = compile_document(project)
        assert result.report.findings == ()
        assert result.report.ok
        assert result.report.command == "compile"
        assert result.report.examined == {"files": 3, "pages": 3}
        assert result.pages == 3
        assert result.pdf == project.output / "main.pdf"
        assert result.pdf.read_bytes().startswith(b"%PDF")

    def test_everything_lands_in_the_output_folder(self, tmp_path):
        project = paper(tmp_path, "Hello. \\include{sections/a}", sections_a_tex="Text.\n")
        compile_document(project)
        assert sorted(p.name for p in project.root.iterdir()) == [".output", "main.tex", "sections"]
        assert [p.name for p in (project.root / "sections").iterdir()] == ["a.tex"]

    def test_b1_error_on_a_first_run_gives_no_false_undefined_references(self, tmp_path):
        result = compile_document(
            paper(
                tmp_path,
                "\\foo \\ref{s} \\cite{k}\\section{S}\\label{s}\n"
                "\\bibliographystyle{plain}\\bibliography{refs}",
                refs_bib="@misc{k,author={A},title={T},year=2000}\n",
            )
        )
        assert found(result) == [("B1", "main.tex", 3)]

    def test_b8_no_end_of_document(self, tmp_path):
        project = paper(tmp_path, "Hello")
        (project.root / "main.tex").write_text("\\documentclass{article}\\begin{document}Hello\n")
        result = compile_document(project)
        assert "B8" in {f.rule for f in result.report.findings}
        assert result.pdf is None
        assert not result.report.ok

    def test_b8_references_that_never_settle(self, tmp_path):
        # The label moves as often as it is read.
        result = compile_document(
            paper(
                tmp_path,
                "\\makeatletter\\@ifundefined{r@s}{\\def\\n{1}}{\\edef\\n{\\pageref{s}}}"
                "\\newcount\\p\\p=0\\expandafter\\ifx\\csname r@s\\endcsname\\relax\\else"
                "\\edef\\t{\\expandafter\\expandafter\\expandafter\\@secondoftwo"
                "\\csname r@s\\endcsname}\\p=\\t\\fi\\advance\\p by 1 \\setcounter{page}{\\p}"
                "Text\\label{s}",
            )
        )
        assert [f.rule for f in result.report.findings] == ["B8"]

    def test_b9_missing_entry_that_latex_does_not_tell(self, tmp_path):
        project = paper(
            tmp_path,
            "\\cite{k}\\bibliographystyle{plain}\\bibliography{refs}",
            preamble="\\makeatletter\\AtBeginDocument{\\immediate\\write\\@auxout"
            "{\\string\\citation{gone}}}\\makeatother\n",
            refs_bib="@misc{k,author={A},title={T},year=2000}\n",
        )
        result = compile_document(project)
        assert [f.rule for f in result.report.findings] == ["B9"]
        assert "'gone'" in result.report.findings[0].message


@pytest.mark.tex
@needs_tex
class TestSecondRun:
    def test_mended_document_becomes_clean(self, tmp_path):
        assert not compile_document(paper(tmp_path, "\\foo")).report.ok
        assert compile_document(paper(tmp_path, "foo")).report.ok

    def test_document_that_breaks_loses_its_pdf(self, tmp_path):
        assert compile_document(paper(tmp_path, "fine")).pdf
        result = compile_document(paper(tmp_path, "\\input{gone}"))
        assert not result.report.ok
        assert result.pdf is None

    @pytest.mark.parametrize("name", ["main.log", "main.pdf", "main.fls"])
    def test_lost_output_is_made_again(self, tmp_path, name):
        project = paper(tmp_path, "See \\ref{gone}.")
        first = compile_document(project)
        (project.output / name).unlink()
        second = compile_document(project)
        assert second.report == first.report
        assert second.pdf

    @pytest.mark.parametrize("name", ["main.log", "main.pdf"])
    def test_truncated_output_is_made_again(self, tmp_path, name):
        project = paper(tmp_path, "See \\ref{gone}.")
        first = compile_document(project)
        path = project.output / name
        path.write_bytes(path.read_bytes()[:200])
        assert compile_document(project).report == first.report
        assert path.stat().st_size > 200

    def test_touched_source_is_compiled_again_and_clean(self, tmp_path):
        project = paper(tmp_path, "Hello.")
        compile_document(project)
        log = (project.output / "main.log").stat().st_mtime_ns
        os.utime(project.root / "main.tex", ns=(log + 1_000_000, log + 1_000_000))
        assert compile_document(project).report.ok
        newer = (project.output / "main.log").stat().st_mtime_ns
        assert newer > (project.root / "main.tex").stat().st_mtime_ns

    def test_changed_bibliography_is_made_again(self, tmp_path):
        project = cited(tmp_path)
        assert compile_document(project).report.ok
        (project.root / "refs.bib").write_text("@misc{k,author={Newman},title={T},year=2001}\n")
        log = (project.output / "main.log").stat().st_mtime_ns
        os.utime(project.root / "refs.bib", ns=(log + 1_000_000, log + 1_000_000))
        assert compile_document(project).report.ok
        assert "Newman" in (project.output / "main.bbl").read_text()

    def test_latexmk_that_does_nothing_is_not_believed(self, tmp_path, monkeypatch):
        project = cited(tmp_path)
        assert compile_document(project).report.ok
        (project.root / "main.tex").open("a").write("%\n")
        nothing = Run("itself", 0)
        monkeypatch.setattr("dlt_proof.build.compile.run_latexmk", lambda *_, **__: nothing)
        result = compile_document(project)
        assert ("B8", "TeX left no log") in [(f.rule, f.message) for f in result.report.findings]
        assert result.pdf is None

    def test_another_engine_makes_the_log_anew(self, tmp_path):
        project = paper(tmp_path, "Hello.")
        assert compile_document(project).engine == "pdflatex"
        result = compile_document(project, engine="xelatex")
        assert result.report.ok and result.engine == "xelatex"
        assert (project.output / "main.log").read_text().startswith("This is XeTeX")

    def test_source_dated_in_the_future_is_no_error(self, tmp_path):
        project = paper(tmp_path, "Hello.")
        future = time.time() + 3600
        os.utime(project.root / "main.tex", (future, future))
        assert compile_document(project).report.ok


@pytest.mark.tex
@needs_tex
class TestSafety:
    @pytest.mark.parametrize(
        "body",
        [
            "x\\immediate\\write18{touch pwned}",
            'x\\newread\\r\\openin\\r="|touch pwned"',
            'x\\immediate\\openout3="|touch pwned"\\immediate\\closeout3',
            # latexmk hands names from the log to programs
            "x{\\catcode36=12 \\newwrite\\w\\immediate\\openout\\w=a$(touch pwned).idx "
            "\\immediate\\write\\w{x}\\immediate\\closeout\\w"
            "\\typeout{Writing index file a$(touch pwned).idx}}",
            "\\cite{a}{\\catcode36=12 \\typeout{No file a$(touch pwned).bbl.}"
            "\\makeatletter\\immediate\\write\\@auxout{\\string\\bibdata{a$(touch pwned)}}"
            "\\immediate\\write\\@auxout{\\string\\bibstyle{plain}}}",
            "\\cite{a}{\\catcode96=12 \\makeatletter"
            "\\immediate\\write\\@auxout{\\string\\bibdata{a`touch pwned`}}"
            "\\immediate\\write\\@auxout{\\string\\bibstyle{plain}}}",
        ],
    )
    def test_no_shell(self, tmp_path, body):
        project = paper(tmp_path, body)
        compile_document(project)
        # Only files that a shell would have made: TeX itself may make one with `pwned` inside.
        assert not [p for p in project.root.rglob("*") if p.name == "pwned"]

    def test_an_index_is_still_made(self, tmp_path):
        project = paper(
            tmp_path,
            "Hello\\index{hello}\\printindex",
            preamble="\\usepackage{makeidx}\\makeindex\n",
        )
        assert compile_document(project).report.ok
        assert (project.output / "main.ind").is_file()

    @pytest.mark.parametrize("name", ["../outside", "{absolute}", "../outside.tex"])
    def test_reading_outside_is_refused(self, tmp_path, name):
        outside = tmp_path / "outside.tex"
        outside.write_text("SECRET \\typeout{READ-OUTSIDE}")
        project = paper(tmp_path, f"\\input{{{name.format(absolute=outside)}}}")
        result = compile_document(project)
        assert "B12" in {f.rule for f in result.report.findings}
        assert "READ-OUTSIDE" not in (project.output / OUTPUT_LOG).read_text()

    def test_writing_outside_is_refused(self, tmp_path):
        project = paper(tmp_path, "x\\immediate\\openout3=../pwned.txt \\immediate\\write3{x}")
        result = compile_document(project)
        assert not (tmp_path / "pwned.txt").exists()
        assert not result.report.ok

    @pytest.mark.parametrize(
        "name",
        [".output", ".output/latexmk-output.txt", ".output/main.log", ".output/.tex-cache"],
    )
    def test_output_that_leads_out_is_refused(self, tmp_path, name):
        project = paper(tmp_path, "\\include{sections/deep/a}", sections_deep_a_tex="Text.\n")
        victim = tmp_path / "victim"
        victim.write_text("mine")
        folder = tmp_path / "folder"
        folder.mkdir()
        link = project.root / name
        link.parent.mkdir(exist_ok=True)
        link.symlink_to(victim if link.suffix in (".txt", ".log") else folder)
        with pytest.raises(InputError, match="symbolic link"):
            compile_document(project)
        assert victim.read_text() == "mine"
        assert not list(folder.iterdir())

    def test_latexmkrc_is_not_run(self, tmp_path):
        project = paper(tmp_path, "Hello.")
        for name in (".latexmkrc", "latexmkrc"):
            (project.root / name).write_text("system('touch pwned');\n1;\n")
        assert compile_document(project).report.ok
        assert not (project.root / "pwned").exists()

    @pytest.mark.parametrize("name", ["a$(touch pwned).tex", "a`touch pwned`.tex", 'a"b.tex'])
    def test_main_file_with_shell_characters_is_refused(self, tmp_path, name):
        project = paper(tmp_path, "Hello.")
        (project.root / "main.tex").rename(project.root / name)
        with pytest.raises(InputError, match="cannot be given safely"):
            compile_document(project, main=Path(name))
        assert not (project.root / "pwned").exists()

    @pytest.mark.parametrize(
        "name", ["my paper.tex", "-norc.tex", "paper;touch pwned.tex", "ü.tex"]
    )
    def test_other_names_compile(self, tmp_path, name):
        project = paper(tmp_path, "Hello.")
        (project.root / "main.tex").rename(project.root / name)
        result = compile_document(project, main=Path(name))
        assert result.report.ok, result.report.findings
        assert not list(tmp_path.rglob("pwned*"))

    def test_main_file_outside_is_refused(self, tmp_path):
        (tmp_path / "other.tex").write_text("x")
        with pytest.raises(InputError, match="outside"):
            compile_document(paper(tmp_path, "x"), main=Path("../other.tex"))

    def test_b7_endless_loop_is_ended_with_all_its_processes(self, tmp_path):
        marker = f"endless{os.getpid()}"
        project = paper(tmp_path, "\\def\\x{\\x}\\x")
        (project.root / "main.tex").rename(project.root / f"{marker}.tex")
        result = compile_document(project, main=Path(f"{marker}.tex"), timeout_seconds=2)
        assert [f.rule for f in result.report.findings] == ["B7"]
        assert result.pdf is None
        assert not result.report.ok
        assert not processes_with(marker)

    def test_run_after_the_time_limit_is_whole(self, tmp_path):
        project = paper(tmp_path, "See \\ref{gone}.")
        first = compile_document(project)
        paper(tmp_path, "\\def\\x{\\x}\\x")
        assert not compile_document(project, timeout_seconds=1).report.ok
        paper(tmp_path, "See \\ref{gone}.")
        assert compile_document(project).report == first.report

    def test_interrupt_leaves_no_process(self, tmp_path, monkeypatch):
        marker = f"interrupted{os.getpid()}"
        project = paper(tmp_path, "\\def\\x{\\x}\\x")
        (project.root / "main.tex").rename(project.root / f"{marker}.tex")
        real_wait = subprocess.Popen.wait
        calls = []

        def wait(self, timeout=None):
            if "contained.py" in str(self.args):
                calls.append(timeout)
            if len(calls) == 1:
                while not processes_with(marker):
                    pass
                raise KeyboardInterrupt
            return real_wait(self, timeout=timeout)

        monkeypatch.setattr(subprocess.Popen, "wait", wait)
        with pytest.raises(KeyboardInterrupt):
            compile_document(project, main=Path(f"{marker}.tex"))
        assert not processes_with(marker)


def test_missing_tex_is_told_with_its_packages(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingPartError, match="latexmk texlive-latex-extra cm-super"):
        compile_document(paper(tmp_path, "Hello."))


def test_folder_without_main_file(tmp_path):
    with pytest.raises(InputError, match="documentclass"):
        compile_document(Project(tmp_path))
