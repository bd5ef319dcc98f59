"""What is told of the messages of a log, on small literal ones: no TeX needed."""

from __future__ import annotations

from pathlib import Path

from dlt_proof.build.engines import ENGINES
from dlt_proof.build.findings import tex_findings
from dlt_proof.build.latex_log import parse_latex_log
from dlt_proof.build.run_files import RunFiles
from dlt_proof.project import Project

BEGIN = "This is pdfTeX, Version 3\n(./main.tex\n"
END = ")\nOutput written on main.pdf (3 pages, 20 bytes).\n"


def found(folder: Path, lines: list[str]):
    (folder / "main.tex").write_text("text\n")
    files = RunFiles(Project(folder), "main.tex", folder, ENGINES["pdflatex"])
    log = parse_latex_log(BEGIN + "\n".join(lines) + "\n" + END)
    return list(tex_findings(files, log, {"main.tex": "text\n"}))


def undefined(count: int) -> list[str]:
    return [
        f"LaTeX Warning: Reference `k{n}' on page 1 undefined on input line 1."
        for n in range(count)
    ]


def overfull(count: int, points: float) -> list[str]:
    return [
        f"Overfull \\hbox ({points}pt too wide) in paragraph at lines 1--2\n" for _ in range(count)
    ]


def test_more_errors_than_anyone_reads_are_counted(tmp_path):
    findings = found(tmp_path, undefined(1_010))
    assert len(findings) == 1_001
    assert "10 more messages" in findings[-1].message
    assert {finding.severity for finding in findings} == {"error"}


def test_a_thousand_are_told_each(tmp_path):
    assert {f.rule for f in found(tmp_path, undefined(1_000))} == {"B2"}


def test_many_warnings_are_no_error_and_hide_none(tmp_path):
    findings = found(tmp_path, overfull(1_010, 60.0) + undefined(1))
    assert len(findings) == 1_002
    assert [f.rule for f in findings if f.severity == "error"] == ["B2"]


def test_boxes_that_are_not_told_are_not_counted(tmp_path):
    assert found(tmp_path, overfull(3_000, 20.0)) == []


def test_a_character_and_a_link_are_told_once(tmp_path):
    lines = ["Missing character: There is no ∈ in font cmr10!"] * 1_200
    lines += ["pdfTeX warning (dest): name{a} has been referenced but does not exist"] * 3
    lines += ["Package acronym Warning: Acronym `x' is not defined on input line 1."] * 3
    findings = found(tmp_path, lines)
    assert [f.rule for f in findings] == ["B1", "B2", "B2"]
    assert {f.severity for f in findings} == {"warning"}
