"""What documents keep silent about: marked copies, figures, the user's own files."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from dlt_proof.build import compile_document
from dlt_proof.build.engines import ENGINES
from dlt_proof.build.figures import boxes_asked_for, figures_not_printed
from dlt_proof.build.latex_log import parse_latex_log
from dlt_proof.build.latexmk import Run
from dlt_proof.build.reached import spots_reached
from dlt_proof.build.run_files import RunFiles
from dlt_proof.build.silencing import silencing_place
from dlt_proof.build.unsaid import unsaid_findings
from dlt_proof.latex import read_document
from dlt_proof.project import Project

needs_tex = [
    pytest.mark.tex,
    pytest.mark.skipif(shutil.which("latexmk") is None, reason="latexmk is missing"),
]
BEGIN = "This is pdfTeX, Version 3\n(./main.tex\n"
END = "Output written on main.pdf (1 page, 20 bytes).\n"


def project(folder: Path, body: str, preamble: str = "", **files: str) -> Project:
    text = (
        f"\\documentclass{{article}}\n{preamble}\n\\begin{{document}}\n{body}\n\\end{{document}}\n"
    )
    (folder / "main.tex").write_text(text)
    for name, content in files.items():
        (folder / name.replace("_", ".")).write_text(content)
    return Project(folder)


class TestMarkedCopy:
    """`spots_reached` with a TeX that does what the test says."""

    BODY = "See \\ref{a}.\n\\hide{\\ref{b}}"

    def reached(self, folder: Path, log: str, *, ended: str = "itself"):
        paper = project(folder, self.BODY)
        (folder / ".output").mkdir()
        (folder / ".output" / "main.fls").write_text("PWD x\nINPUT ./main.tex\n")
        files = RunFiles(paper, "main.tex", folder / ".output", ENGINES["pdflatex"])
        document = read_document(paper, folder / "main.tex")
        text = document.files["main.tex"].text
        spots = [("main.tex", text.index("\\ref{a}")), ("main.tex", text.index("\\ref{b}"))]
        self.copies: list[str] = []

        def run(copy: RunFiles) -> Run:
            self.copies.append((copy.project.root / "main.tex").read_text())
            name = self.copies[0].partition("\\message")[0].removeprefix("\\let\\")
            letters = name.removeprefix("marked")
            other = letters.translate(str.maketrans("ABCDEFGH", "PQRSTUVW"))
            copy.named(".log").write_text(
                log.replace("NAME", name).replace("DIGITS", letters).replace("ROMAN", other)
            )
            return Run(ended, 0)

        return spots, spots_reached(files, document, spots, run)

    def test_marks_stand_before_the_commands_and_nothing_else_changes(self, tmp_path):
        self.reached(tmp_path, BEGIN + END)
        (copy,) = self.copies
        definition, _, marked = copy.partition(" ")
        name = definition.removeprefix("\\let").removesuffix("\\message")
        for key in "ab":
            marked, count = re.subn(
                rf"\{name}\{{[^{{}}]+\}}\\ref\{{{key}\}}", f"\\\\ref{{{key}}}", marked
            )
            assert count == 1
        assert marked == (tmp_path / "main.tex").read_text()

    def test_each_run_has_a_mark_of_its_own(self, tmp_path):
        for name in ("one", "two"):
            (tmp_path / name).mkdir()
        self.reached(tmp_path / "one", BEGIN + END)
        (first,) = self.copies
        self.reached(tmp_path / "two", BEGIN + END)
        assert first != self.copies[0]

    @pytest.mark.parametrize(
        "line", ["DIGITS1; DIGITS1; DIGITS77;", "ROMANm:", "DIGITS1;ROMAN\nm:"]
    )
    def test_what_the_log_says_was_reached(self, tmp_path, line):
        spots, reached = self.reached(tmp_path, BEGIN + line + "\n)\n" + END)
        assert reached == ({spots[0]}, True)

    def test_a_source_that_the_log_quotes_was_not(self, tmp_path):
        quoted = "l.4 \\NAME{DIGITS\\number1;ROMAN\\romannumeral1000:}\\ref"
        _, reached = self.reached(tmp_path, BEGIN + quoted + "\n)\n" + END)
        assert reached == (set(), True)

    @pytest.mark.parametrize("ended", ["itself", "time"])
    def test_a_run_that_breaks_off_is_not_whole(self, tmp_path, ended):
        log = BEGIN + "DIGITS2;\n" + ("" if ended == "itself" else END)
        spots, reached = self.reached(tmp_path, log, ended=ended)
        assert reached == ({spots[1]}, False)

    def test_nothing_in_doubt_needs_no_run(self, tmp_path):
        files = RunFiles(Project(tmp_path), "main.tex", tmp_path, ENGINES["pdflatex"])
        assert spots_reached(files, None, [], None) == (set(), True)


class TestFailsClosed:
    """What could not be looked at is told, not passed over."""

    def found(self, folder: Path, run=None):
        (folder / ".output").mkdir()
        files = RunFiles(Project(folder), "main.tex", folder / ".output", ENGINES["pdflatex"])
        log = parse_latex_log(BEGIN + END)
        return list(unsaid_findings(files, log, {"main.tex": ""}, run))

    @staticmethod
    def whole(copy: RunFiles) -> Run:
        copy.named(".log").write_text(BEGIN + END)
        return Run("itself", 0)

    def test_sources_that_cannot_be_read(self, tmp_path):
        (finding,) = self.found(tmp_path)
        assert (finding.rule, finding.severity) == ("B8", "warning")
        assert "cannot be read" in finding.message

    def test_more_places_in_doubt_than_are_marked(self, tmp_path, monkeypatch):
        project(tmp_path, "A \\hide{\\ref{x}\\ref{y}}", "\\newcommand{\\hide}[1]{}")
        monkeypatch.setattr("dlt_proof.build.unsaid._MARKS", 1)
        assert len(self.found(tmp_path, self.whole)) == 2

    def test_as_many_as_are_marked(self, tmp_path, monkeypatch):
        project(tmp_path, "A \\hide{\\ref{x}\\ref{y}}", "\\newcommand{\\hide}[1]{}")
        monkeypatch.setattr("dlt_proof.build.unsaid._MARKS", 2)
        assert self.found(tmp_path, self.whole) == []


class TestFigures:
    def not_printed(self, folder: Path, body: str, *lines: str, preamble: str = ""):
        document = read_document(project(folder, body, preamble), folder / "main.tex")
        log = parse_latex_log(BEGIN + "".join(f"{line}\n" for line in lines) + ")\n" + END)
        return [figure.name for figure in figures_not_printed(document.views, log)]

    @pytest.mark.parametrize(
        ("written", "printed"),
        [
            ("{plot}", "plot.pdf"),
            ("{plot.png}", "figures/plot.png"),
            ("*[width=2cm]{plot.v2}", "plot.v2.jpg"),
            ("[1,1][2,2]{figures/plot}", "./figures/plot.pdf"),
            ('{"a plot"}', '"a plot".png'),
            ("{plot.eps}", "plot-eps-converted-to.pdf"),
            ("{plot}", "plot-eps-converted-to.pdf"),
            ("{exp1/plot.eps}", ".output/plot-eps-converted-to.pdf"),
            ("{exp1/plot}", "./figures/exp1/plot.pdf"),
            ("{./exp1/../plot}", "figures/plot.pdf"),
            ("{../figures/plot}", "sections/../figures/plot.pdf"),
            ("{../figures/plot}", "../figures/plot.pdf"),
            ("{/papers/figures/plot}", "/papers/figures/plot.pdf"),
        ],
    )
    def test_printed(self, tmp_path, written, printed):
        line = f"File: {printed} Graphic file (type pdf)"
        assert self.not_printed(tmp_path, f"\\includegraphics{written}", line) == []

    @pytest.mark.parametrize("written", ["{\\name}", "{a#1}", "", "[width=1cm]", "{}"])
    def test_not_understood(self, tmp_path, written):
        assert self.not_printed(tmp_path, f"\\includegraphics{written}") == []

    def test_not_printed(self, tmp_path):
        lines = [
            "File: plots.pdf Graphic file (type pdf)",
            "File: another/plot2.pdf Graphic file (type pdf)",
            "LaTeX Warning: File `gone.pdf' not found on input line 3.",
        ]
        body = "\\includegraphics{plot}\\includegraphics{gone}% \\includegraphics{comment}"
        assert self.not_printed(tmp_path, body, *lines) == ["plot"]

    @pytest.mark.parametrize(
        ("written", "printed"),
        [
            ("exp2/plot", "exp1/plot.pdf"),
            ("exp2/plot", "plot.pdf"),
            ("exp2/plot", "figures/exp1/plot.pdf"),
            ("a/exp1/plot", "b/exp1/plot.pdf"),
            ("../exp2/plot", "../exp1/plot.pdf"),
        ],
    )
    def test_another_of_the_name(self, tmp_path, written, printed):
        line = f"File: {printed} Graphic file (type pdf)"
        assert self.not_printed(tmp_path, f"\\includegraphics{{{written}}}", line) == [written]

    def test_a_command_that_latex_does_not_know(self, tmp_path):
        error = "./main.tex:4: Undefined control sequence."
        lines = [error, "l.4 \\includegraphics", " " * 19 + "{a}"]
        assert self.not_printed(tmp_path, "\\includegraphics{a}", *lines) == []

    @pytest.mark.parametrize(
        ("text", "option"),
        [
            ("\\documentclass[11pt,draft]{article}", "draft"),
            ("\\usepackage[ demo ]{graphicx}", "demo"),
            ("\\PassOptionsToPackage{draft}{graphicx}", "draft"),
            ("\\setkeys{Gin}{width=1cm,draft=true}", "draft"),
            ("\\documentclass[overfull-draft,final]{article}", ""),
            ("% \\documentclass[draft]{article}", ""),
            ("\\usepackage[final]{graphicx} A draft, a demo [draft]", ""),
            ("\\setkeys{Gin}{draft=false}", ""),
        ],
    )
    def test_boxes_that_are_asked_for(self, tmp_path, text, option):
        document = read_document(project(tmp_path, "\\includegraphics{a}"), tmp_path / "main.tex")
        figures = list(figures_not_printed(document.views, parse_latex_log(BEGIN + END)))
        found = boxes_asked_for(figures, {"main.tex": f"\n{text}\n"})
        assert (found is not None) is bool(option)
        if found:
            assert f"option {option} prints" in found.message
            assert found.line == 2
        assert boxes_asked_for([], {"main.tex": text}) is None


@pytest.mark.parametrize(
    "text",
    [
        "\\renewcommand\\@latex@warning[1]{}",
        "\\let\\@latex@warning@no@line\\@gobble",
        "\\cs_gset_eq:NN \\@latex@warning \\use_none:n",
        "\\cs_set_protected:Npn \\GenericWarning #1 #2 { }",
        "\\expandafter\\let\\csname @latex@warning\\endcsname\\@gobble",
        "\\@namedef{@setref}#1#2#3{3}",
    ],
)
def test_what_keeps_latex_from_warning(text):
    assert silencing_place({"main.tex": f"\n{text}\n"}) == ("main.tex", 2)
    assert silencing_place({"main.tex": f"% {text}\n"}) is None


@pytest.mark.parametrize(
    "text",
    [
        "\\@latex@warning{Reference `#1' undefined}",
        "\\PackageWarning{venue}{old}",
        "\\let\\oldwarning\\@latex@warning",
        "\\newcommand\\warningsign{!}",
    ],
)
def test_what_only_warns(text):
    assert silencing_place({"main.tex": text}) is None


class TestWithTex:
    pytestmark = needs_tex

    def test_files_that_only_this_user_has_are_told(self, tmp_path, monkeypatch):
        tree = tmp_path / "home" / "texmf" / "tex" / "latex"
        tree.mkdir(parents=True)
        (tree / "mine.sty").write_text("\\newcommand{\\mine}{1}\\def\\ref#1{3}\n")
        monkeypatch.setenv("HOME", str(tmp_path / "home"))
        folder = tmp_path / "paper"
        folder.mkdir()
        preamble = "\\usepackage{own}\n\\usepackage{mine}"
        paper = project(folder, "\\mine \\emph{\\ref{x}}", preamble, own_sty="")
        result = compile_document(paper)
        assert [(f.rule, f.line, f.severity) for f in result.report.findings] == [
            ("B12", 3, "warning"),
            ("B8", 5, "error"),
        ]
        assert str(tree / "mine.sty") in result.report.findings[0].message

    def test_a_copy_for_which_no_time_is_left_is_no_acquittal(self, tmp_path, monkeypatch):
        paper = project(tmp_path, "A \\hide{\\ref{x}}", "\\newcommand{\\hide}[1]{}")
        assert compile_document(paper).report.ok
        monkeypatch.setattr(
            "dlt_proof.build.unsaid.spots_reached", lambda *args: spots_reached(*args[:3], ended)
        )

        def ended(copy: RunFiles) -> Run:
            return Run("time", -9)

        (tmp_path / "main.tex").write_text((tmp_path / "main.tex").read_text() + "\n")
        (finding,) = compile_document(paper).report.findings
        assert (finding.rule, finding.line) == ("B8", 4)
        assert "which a second run did not show" in finding.help

    def test_a_log_without_end_is_no_log(self, tmp_path):
        body = (
            "\\newcount\\n\\def\\x{xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx}\n"
            "A\\loop\\ifnum\\n<80000 \\immediate\\write-1{\\x\\x\\x\\x\\x}\\advance\\n1 \\repeat"
        )
        (finding,) = compile_document(project(tmp_path, body)).report.findings
        assert finding.rule == "B8"
        assert "longer than 20 MB" in finding.message
