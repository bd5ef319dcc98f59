"""What suppressions and settings do to a run as a whole; what each finds is in the rule cases."""

import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dlt_proof.latex import read_document
from dlt_proof.lint import lint
from dlt_proof.lint.settings import names_meant
from dlt_proof.lint.suppressions import suppressions_in
from dlt_proof.project import Project
from dlt_proof.records.errors import InputError
from dlt_proof.records.findings import Report

MAIN = """\\documentclass{article}
\\newtheorem{lemma}{Lemma}
\\begin{document}
\\input{a}
\\input{b}
\\end{document}
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / ".proof-research").mkdir()
    (tmp_path / "main.tex").write_text(MAIN)
    (tmp_path / "a.tex").write_text("")
    (tmp_path / "b.tex").write_text("")
    return Project(tmp_path)


def found(report: Report) -> list[tuple[str, str, int]]:
    return [(f.rule, f.file, f.line) for f in report.findings]


def write(project: Project, name: str, text: str) -> Project:
    """Write a file, and open the project anew: it reads its configuration once."""
    path = project.root / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return Project(project.root)


# ---- comments -----------------------------------------------------------------------------------


def test_what_is_suppressed_is_counted_and_does_not_count(project: Project) -> None:
    write(project, "a.tex", "\\ref{x} % dlt: ignore[R21] the label comes later\n\\ref{y}\n")
    report = lint(project)
    assert found(report) == [("R21", "a.tex", 2)]
    assert report.suppressed == 1 and report.as_json()["summary"]["suppressed"] == 1
    silenced = report.silenced[0]
    assert (silenced.finding.line, silenced.by) == (1, "comment")
    assert silenced.reason == "the label comes later"
    write(project, "a.tex", "\\ref{x} % dlt: ignore[R21] the label comes later\n")
    assert lint(project).ok


def test_an_environment_is_covered_from_its_beginning_to_its_end(project: Project) -> None:
    lines = [
        "\\ref{before}",
        "% dlt: ignore[R21, R5] written next week",
        "\\begin{lemma}\\label{l}\\ref{first} x",
        "",
        "\\begin{equation} \\ref{second} \\end{equation}",
        "\\ref{third}\\end{lemma} \\ref{behind}",
        "\\ref{after}",
    ]
    write(project, "a.tex", "\n".join(lines))
    report = lint(project)
    assert found(report) == [("R21", "a.tex", 1), ("R21", "a.tex", 6), ("R21", "a.tex", 7)]
    assert [f.message[-6:] for f in report.findings] == ["before", "behind", " after"]
    assert report.suppressed == 4


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_make_no_difference(project: Project, end: str) -> None:
    lines = [
        "% dlt: ignore[R21] one",
        "",
        "\\ref{x}",
        "\\ref{y} % dlt: ignore[R21] two",
        "\\ref{z}",
    ]
    (project.root / "a.tex").write_bytes(end.join(lines).encode())
    assert found(lint(project)) == [("R21", "a.tex", 5)]


def test_a_finding_over_several_lines_stands_where_it_begins(project: Project) -> None:
    body = "\\begin{lemma}%s\n\\label{x}\n\\end{lemma}%s\n"
    write(project, "a.tex", body % (" % dlt: ignore[R5] in the book", ""))
    assert found(lint(project)) == []
    write(project, "a.tex", body % ("", " % dlt: ignore[R5] in the book"))
    assert found(lint(project)) == [("R5", "a.tex", 1), ("R26", "a.tex", 3)]


def test_the_begin_of_the_document_is_a_line(project: Project) -> None:
    write(
        project, "main.tex",
        "\\documentclass{article}\n% dlt: ignore[R21] x\n\\begin{document}\n\\ref{x}\n"
        "\\end{document}",
    )  # fmt: skip
    assert found(lint(project)) == [("R26", "main.tex", 2), ("R21", "main.tex", 4)]


def test_unused_is_asked_of_rules_that_ran_on_the_whole_paper(project: Project) -> None:
    write(project, "a.tex", "x % dlt: ignore[R21] y\n")
    assert found(lint(project)) == [("R26", "a.tex", 1)]
    assert found(lint(project, select=["R21"])) == [("R26", "a.tex", 1)]
    assert found(lint(project, select=["R4"])) == []
    assert found(lint(project, ignore=["R21"])) == []
    assert found(lint(project, ignore=["R26"])) == []
    assert found(lint(project, files=[project.root / "a.tex"])) == []
    assert lint(project).ok, "nothing is wrong with the paper"


def test_unused_alone_runs_what_it_needs_and_tells_nothing_else(project: Project) -> None:
    write(project, "a.tex", "\\ref{x} % dlt: ignore[R21] y\n\\ref{z} % dlt: ignore[R4] y\n")
    assert found(lint(project, select=["R26"])) == [("R26", "a.tex", 2)]


def test_unused_alone_is_no_question_about_a_part(project: Project) -> None:
    with pytest.raises(InputError, match="whole paper"):
        lint(project, select=["R26"], files=[project.root / "a.tex"])


def test_what_only_a_project_can_check_is_not_unused_elsewhere(project: Project) -> None:
    write(project, "a.tex", "x % dlt: ignore[R13, R14, R24] y\nx % dlt: ignore[R4] y\n")
    assert found(lint(project)) == [("R26", "a.tex", 1), ("R26", "a.tex", 2)]
    (project.root / ".proof-research").rmdir()
    assert found(lint(project)) == [("R26", "a.tex", 2)]


def test_invalid_is_told_where_the_rule_is_run(project: Project) -> None:
    write(project, "a.tex", "\\ref{x} % dlt: ignore[R21]\n")
    both = [("R21", "a.tex", 1), ("R27", "a.tex", 1)]
    assert found(lint(project)) == both
    assert found(lint(project, select=["R21"])) == both
    assert found(lint(project, select=["R4"])) == []
    assert found(lint(project, select=["R27"])) == [("R27", "a.tex", 1)]
    assert found(lint(project, files=[project.root / "a.tex"])) == both
    assert found(lint(project, files=[project.root / "b.tex"])) == []


def test_reading_cannot_be_suppressed(project: Project) -> None:
    write(project, "a.tex", "% dlt: ignore-file[R3] x\n\\begin{proof} % dlt: ignore[P1] x\n")
    assert [r for r, *_ in found(lint(project))] == ["R27", "R3", "R27"]


def test_places_are_exact(project: Project) -> None:
    write(project, "a.tex", "x %% dlt: ignore[R21, R99] why  \n")
    unknown, unused = lint(project).findings[::-1]
    assert (unused.column, unused.end_column) == (4, 31)
    assert (unknown.column, unknown.end_column) == (23, 26)


@given(
    st.lists(
        st.sampled_from(
            ["% dlt: ignore[R21] why", "% dlt: ignore", "% dlt: ignore-file[R4] x", "%%", "\n", " ",
             "\\begin{lemma}", "\\end{lemma}", "\\[", "\\]", "\\iffalse", "\\fi", "\\%", "x", "\r",
             "\\begin{comment}", "\\end{comment}", "\\verb|%|", "é", "\\ref{a}", "\t"]
        ),
        max_size=30,
    )
)  # fmt: skip
@example(["\\begin{lemma}", "\r", "% dlt: ignore[R21] why", "\n", "\n", "\\begin{lemma}"])
@settings(max_examples=200, deadline=None)
def test_any_text_has_its_suppressions_in_place(parts: list[str]) -> None:
    import tempfile

    text = "".join(parts)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        (root / "main.tex").write_text(text, encoding="utf-8", newline="")
        view = read_document(Project(root)).views[0]
        for _, rules, _, place, scope, (start, end, new) in suppressions_in(view):
            line, column, end_line, end_column = place
            lines = re.split("\r\n?|\n", text)
            assert line == end_line
            assert lines[line - 1][column - 1 : end_column - 1].startswith("%")
            for word, at, first, last in rules:
                assert lines[at - 1][first - 1 : last - 1] == word
            assert scope[:2] <= scope[2:]
            assert start == -1 or (0 <= start <= end <= len(text) and new in ("", "%"))
            if start >= 0:
                # What TeX reads stays what it was, comments and white space apart.
                left = text[:start] + new + text[end:]
                assert _read_by_tex(left) == _read_by_tex(text)


def _read_by_tex(text: str) -> str:
    r"""A crude reader: comments go with their line end, lines lose the white space at both ends."""
    lines = [line.strip(" \t") for line in re.split("\r\n?|\n", text)]
    read = ""
    for number, line in enumerate(lines):
        comment = re.search(r"(?<!\\)(?:\\\\)*%", line)
        if comment:
            read += line[: comment.end() - 1].rstrip(" \t") + (
                " " if line[: comment.end() - 1].endswith((" ", "\t")) else ""
            )
        elif line or not number:
            read += f"{line} "
        else:
            read = f"{read.rstrip(' ')}\n"
    return re.sub(" +", " ", read).strip()


# ---- settings for files -------------------------------------------------------------------------

PER_FILE = '[lint.per-file]\n"{pattern}" = {{ ignore = ["{rule}"], reason = "old text" }}\n'


def test_findings_in_some_files_are_left_out_and_told(project: Project) -> None:
    write(project, "a.tex", "\\ref{x}")
    write(project, "b.tex", "\\ref{x}")
    project = write(project, "dlt-proof.toml", PER_FILE.format(pattern="a.tex", rule="R21"))
    report = lint(project)
    assert found(report) == [("R21", "b.tex", 1)]
    assert [(s.by, s.reason) for s in report.silenced] == [("configuration", "old text")]
    assert report.notes == ("R21 ignored in 1 file by dlt-proof.toml",)
    assert lint(project, select=["R21"]).suppressed == 1, "a selection does not undo it"
    assert lint(project, select=["R4"]).notes == ()


def test_a_class_for_some_files_leaves_what_was_not_read(project: Project) -> None:
    write(project, "a.tex", "\\ref{x}\\begin{proof}")
    project = write(project, "dlt-proof.toml", PER_FILE.format(pattern="a.tex", rule="wrong"))
    report = lint(project)
    assert found(report) == [("R3", "a.tex", 1)]
    assert "R21" in report.notes[0] and "R3," not in report.notes[0]


def test_a_comment_is_used_before_a_setting(project: Project) -> None:
    write(project, "a.tex", "\\ref{x} % dlt: ignore[R21] the label comes later")
    project = write(project, "dlt-proof.toml", PER_FILE.format(pattern="*.tex", rule="R21"))
    report = lint(project)
    assert found(report) == [] and report.silenced[0].by == "comment"


def test_a_pattern_without_files_is_told_once_the_whole_is_reported(project: Project) -> None:
    project = write(project, "dlt-proof.toml", PER_FILE.format(pattern="x/*.tex", rule="R21"))
    assert found(lint(project)) == [("R26", "dlt-proof.toml", 2)]
    assert found(lint(project, files=[project.root / "a.tex"])) == []


@pytest.mark.parametrize(
    ("glob", "matches", "others"),
    [
        ("a.tex", ["a.tex", "x/a.tex"], ["ba.tex", "a.tex/b"]),
        ("*.tex", ["a.tex", "x/y/a.tex"], ["a.text"]),
        ("x/*.tex", ["x/a.tex"], ["a.tex", "x/y/a.tex", "z/x/a.tex"]),
        ("x/**", ["x/a.tex", "x/y/a.tex"], ["a.tex", "xx/a.tex"]),
        ("**/a.tex", ["a.tex", "x/y/a.tex"], ["ba.tex"]),
        ("./x/a?[0-9].tex", ["x/ab3.tex"], ["x/ab.tex", "x/a/3.tex"]),
        ("a+(b).tex", ["a+(b).tex"], ["ab.tex"]),
        ("[!a].tex", ["b.tex"], ["a.tex"]),
    ],
)
def test_patterns(glob: str, matches: list[str], others: list[str]) -> None:
    assert [name for name in matches + others if names_meant(glob).fullmatch(name)] == matches


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[lint]\nignore = ["R99"]', "there is no rule 'R99'"),
        ('[lint]\nselect = ["bare"]', "there is no rule 'bare'"),
        ('[lint]\nignore = ["R3"]', "R3 cannot be ignored"),
        ('[lint]\nignore = ["R4"]\nselect = ["R4"]', "R4 is both selected and ignored"),
        ('[lint]\nignore = ["all"]', "leave no rule"),
        ("[lint]\nignore = []", "names no rule"),
        ('[lint]\nignore = "R4"', "must be a list of rules"),
        ('[lint]\nignores = ["R4"]', "unknown key 'ignores'"),
        ("lint = 3", "must be a table"),
        ('[lint.per-file]\n"a.tex" = ["R4"]', 'must be like { ignore = ["R19"]'),
        ('[lint.per-file]\n"a.tex" = { ignore = ["R4"] }', "gives no reason"),
        ('[lint.per-file]\n"a.tex" = { ignore = ["R4"], reason = " - " }', "gives no reason"),
        ('[lint.per-file]\n"a.tex" = { ignore = ["R99"], reason = "x" }', "there is no rule 'R99'"),
        ('[lint.per-file]\n"a.tex" = { ignore = ["P1"], reason = "x" }', "P1 cannot be ignored"),
        ('[lint.per-file]\n"a.tex" = { ignore = [], reason = "x" }', "names no rule"),
        ('[lint.per-file]\n"[z-a]" = { ignore = ["R4"], reason = "x" }', "is no pattern"),
        ('[lint]\nper-file = "a"', "must be a table of patterns"),
        ("environments = 3", "must be a table"),
        ('[environments]\nsatz = "Satz"', "must be one of theorem, lemma"),
    ],
)
def test_wrong_settings_are_refused_with_their_file(
    project: Project, text: str, message: str
) -> None:
    project = write(project, "dlt-proof.toml", text)
    with pytest.raises(InputError, match=re.escape(message)) as error:
        lint(project)
    assert error.value.file == "dlt-proof.toml"


def test_settings_in_pyproject(project: Project) -> None:
    write(project, "a.tex", "\\ref{x}")
    project = write(project, "pyproject.toml", '[tool.dlt-proof.lint]\nignore = ["R21"]\n')
    report = lint(project)
    assert found(report) == [] and report.notes == ("R21 ignored by pyproject.toml",)


def test_the_command_comes_before_the_configuration(project: Project) -> None:
    write(project, "a.tex", "\\ref{x}\\label{y}\\label{y}")
    project = write(project, "dlt-proof.toml", '[lint]\nignore = ["R21"]\n')
    assert [r for r, *_ in found(lint(project))] == ["R4"]
    assert [r for r, *_ in found(lint(project, select=["R21"]))] == ["R21"]
    assert [r for r, *_ in found(lint(project, select=["wrong"]))] == ["R4"]
    project = write(project, "dlt-proof.toml", '[lint]\nselect = ["R21"]\n')
    report = lint(project)
    assert [r for r, *_ in found(report)] == ["R21"]
    assert report.notes == ("only R21 selected by dlt-proof.toml",)
    assert [r for r, *_ in found(lint(project, select=["R4"]))] == ["R4"]


# ---- what environments are ----------------------------------------------------------------------


def test_the_author_says_what_an_environment_is(project: Project) -> None:
    write(
        project, "a.tex", "\\begin{punkt}\\label{x} y \\end{punkt}\n\\begin{beleg}z\\end{beleg}\n"
    )
    assert found(lint(project)) == []
    project = write(project, "dlt-proof.toml", '[environments]\npunkt = "lemma"\n')
    assert found(lint(project)) == [("R5", "a.tex", 1)]
    project = write(project, "dlt-proof.toml", '[environments]\npunkt = "lemma"\nbeleg = "proof"\n')
    assert found(lint(project)) == []


def test_the_author_says_what_an_environment_is_not(project: Project) -> None:
    write(
        project,
        "a.tex",
        "\\begin{lemma}\\label{a} a reminder \\end{lemma}\n\\begin{lemma*}b\\end{lemma*}\n",
    )
    assert [r for r, *_ in found(lint(project))] == ["R5", "R5"]
    project = write(project, "dlt-proof.toml", '[environments]\nlemma = "none"\n')
    assert found(lint(project)) == []
