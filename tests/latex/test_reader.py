"""Files, masking, environments, inputs: what is read, and what is reported as unread."""

from pathlib import Path, PurePosixPath

import pytest
from papers import HEAD, TAIL, problems, read, write

from dlt_proof.latex import read_document
from dlt_proof.latex.reader import _joined
from dlt_proof.project import Project
from dlt_proof.records.errors import InputError


def labels(document) -> list[str]:
    return [key.key for key in document.labels]


@pytest.mark.parametrize(
    "body",
    [
        "% \\label{x}",
        "a \\\\% \\label{x}",
        "\\verb|\\label{x}| \\verb*+\\label{x}+",
        "\\lstinline[language=C]{\\label{x}} \\mintinline{c}|\\label{x}|",
        "\\begin{verbatim}\n\\label{x}\n\\end{verbatim}",
        "\\begin{lstlisting}[language=C]\n\\label{x}\n\\end{lstlisting}",
        "\\begin{minted}{python}\n\\label{x}\n\\end{minted}",
        "\\begin{comment}\n\\label{x}\n\\begin{proof}\n\\end{comment}",
        "\\iffalse \\label{x} \\fi",
        "\\iffalse \\ifx\\a\\b \\else \\label{x} \\fi \\label{x} \\fi",
        "\\iffalse a \\iff b \\ifthenelse{}{} \\label{x} \\fi",
        "\\if0 \\label{x} \\fi",
        "\\iftrue \\else \\label{x} \\fi",
        "\\newcommand{\\y}{\\label{x}}",
        "\\newcommand\\y[2][\\label{x}]{\\label{x}#1}",
        "\\def\\y#1{\\label{x}}",
        "\\def\\y#1.#2{\\label{x}}",
        "\\NewDocumentCommand{\\y}{O{} m}{\\label{x}}",
        "\\newenvironment{y}{\\begin{proof}\\label{x}}{\\end{proof}}",
        "\\AtBeginEnvironment{y}{\\begin{proof}\\label{x}}",
        "\\end{document} \\label{x} \\begin{proof}",
    ],
)
def test_hidden_label(tmp_path: Path, body: str) -> None:
    document = read(tmp_path, f"text {body}")
    assert labels(document) == []
    assert problems(document) == []


@pytest.mark.parametrize(
    "body",
    [
        "\\% \\label{x}",
        "100\\%\\label{x}",
        "\\url{http://a/%20b} \\label{x}",
        "\\iffalse a \\else \\label{x} \\fi",
        "\\iffalse a % \\else\n \\fi \\label{x}",
        "\\ifx\\a\\b \\label{x} \\fi",
        "\\verb|%| \\label{x}",
        "\\verb|\\begin{comment}| \\label{x} \\begin{comment} \\end{comment}",
        "{\\label{x}}",
        "\\[ a \\label{x} \\]",
        "\\ifx\\a\\b\n\\endinput\n\\fi \\label{x}",
        "\\ifx\\a\\b \\end{document} \\fi \\label{x}",
    ],
)
def test_visible_label(tmp_path: Path, body: str) -> None:
    assert labels(read(tmp_path, body)) == ["x"]


def test_masked_keeps_positions(tmp_path: Path) -> None:
    document = read(tmp_path, "é %x\r\n\\label{a}\r\n\\verb|}|\\label{b}")
    source = document.files["main.tex"]
    assert len(source.masked) == len(source.text)
    assert [document.place(key.span)[:2] for key in document.labels] == [(4, 8), (5, 16)]


def test_two_verbatim_environments_hide_nothing_between(tmp_path: Path) -> None:
    one = "\\begin{verbatim}\n}\n\\end{verbatim}"
    document = read(tmp_path, f"{one}\n\\label{{x}}\n{one}")
    assert labels(document) == ["x"]
    assert [e.name for e in document.environments] == ["document", "verbatim", "verbatim"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("\\begin{proof}", ("P1", 3)),
        ("x\n\\end{proof}", ("P1", 4)),
        ("\\begin{a}\n\\begin{b}\n\\end{a}", ("P1", 4)),
        ("\\begin{verbatim}", ("P1", 3)),
        ("\\iffalse", ("P1", 3)),
        ("\\verb|a\n|", ("P1", 3)),
        ("\n{ a", ("P2", 4)),
        ("\n a }", ("P2", 4)),
        ("\\begin{a}{\\end{a}", ("P2", 3)),
        ("$a", ("P7", 3)),
        ("\\[ a", ("P7", 3)),
        ("a \\]", ("P7", 3)),
        ("$a\n\nb$", ("P7", 3)),
        ("\\input{nowhere}", ("P3", 3)),
        ("\\input{../../etc/passwd}", ("P3", 3)),
        ("\\input{main}", ("P3", 3)),
        ("\\input", ("P3", 3)),
        ("\\input{\\undefined/x}", ("P3", 3)),
        ("\\bibliography{nowhere}", ("P6", 3)),
    ],
)
def test_unreadable(tmp_path: Path, body: str, expected: tuple[str, int]) -> None:
    found = problems(read(tmp_path, body))
    assert (expected[0], "main.tex", expected[1]) in found


@pytest.mark.parametrize(
    "body",
    [
        "\\{ \\} \\$ \\% $\\{$ \\\\[2pt] [a, b) \\left[ x \\right)",
        "$a$$b$ $$c$$ \\(d\\) \\[e \\text{if $x$ \\(y\\)}\\]",
        "\\begin{tabular}{>{$}c<{$}} a \\end{tabular}",
        "$a\n%\n b$",
        "\\def\\bp{\\begin{proof}} \\def\\ep{\\end{proof}} \\bp x \\ep",
        "\\newcommand{\\be}{\\begin{equation}}\\newcommand{\\ee}{\\end{equation}} \\be x \\ee",
        "\\makeatletter\\@ifnextchar[{a}{b}\\makeatother",
        "\\expandafter\\def\\csname a b\\endcsname{\\begin{x}}",
        "\\let\\oldproof\\proof \\let\\endoldproof=\\endproof",
    ],
)
def test_readable(tmp_path: Path, body: str) -> None:
    assert problems(read(tmp_path, f"text {body}")) == []


def test_empty_documents(tmp_path: Path) -> None:
    for number, text in enumerate(["", "x", HEAD + TAIL, HEAD + "% x\n" + TAIL]):
        folder = tmp_path / str(number)
        document = read_document(write(folder, {"main.tex": text}))
        assert "P5" in [f.rule for f in document.findings]


def test_circular_input_prints_the_chain(tmp_path: Path) -> None:
    document = read(tmp_path, "\\input{a}", a_tex="x\n\\input{b}", b_tex="\\include{a}")
    [finding] = document.findings
    assert (finding.rule, finding.file, finding.line) == ("P3", "b.tex", 1)
    assert "a.tex -> b.tex -> a.tex" in finding.message


def test_not_utf8_names_file_and_line(tmp_path: Path) -> None:
    read(tmp_path, "\\input{a}")
    (tmp_path / "a.tex").write_bytes(b"x\n\xe9 \\label{y}\n\\begin{proof}\n")
    document = read_document(Project(tmp_path))
    assert problems(document) == [("P4", "a.tex", 2), ("P1", "a.tex", 3)]
    assert labels(document) == ["y"]


def test_folder_called_like_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.tex").mkdir()
    assert problems(read(tmp_path, "\\input{a}")) == [("P3", "main.tex", 3)]


def test_link_out_of_the_project(tmp_path: Path) -> None:
    (tmp_path / "outside.tex").write_text("x")
    folder = tmp_path / "paper"
    folder.mkdir()
    (folder / "a.tex").symlink_to(tmp_path / "outside.tex")
    document = read(folder, "\\input{a}")
    assert problems(document) == [("P3", "main.tex", 3)]
    assert "outside the project" in document.findings[0].message


def test_all_ways_of_input(tmp_path: Path) -> None:
    names = "abcdefgh"
    project = write(
        tmp_path,
        {
            "main.tex": f"""{HEAD}
\\input{{a}} \\input b
\\include{{c}}\\subfile{{s/d}}\\import{{s/}}{{e}}
\\newcommand{{\\part}}[1]{{\\input{{s/#1.tex}}}}\\part{{f}}
\\def\\folder{{s}}\\input{{\\folder/g}}
\\InputIfFileExists{{none}}{{}}{{}}\\input{{"h i"}}{TAIL}""",
            "a.tex": "\\label{a}",
            "b.tex": "\\label{b}",
            "c.tex": "\\label{c}",
            "s/d.tex": "\\documentclass[../main]{subfiles}\\label{no}\\begin{document}\\label{d}"
            "\\end{document}\\label{no}",
            "s/e.tex": "\\label{e}",
            "s/f.tex": "\\label{f}",
            "s/g.tex": "\\label{g}",
            "h i.tex": "\\label{h}",
        },
    )
    document = read_document(project)
    assert problems(document) == []
    assert sorted(labels(document)) == list(names)


def test_main_must_be_a_file(tmp_path: Path) -> None:
    (tmp_path / "x.tex").mkdir()
    for name in ("x.tex", "none.tex"):
        with pytest.raises(InputError):
            read_document(Project(tmp_path), tmp_path / name)


def test_style_file_of_the_project_defines(tmp_path: Path) -> None:
    style = "\\newtheorem{sz}{Satz}\\newcommand{\\R}{\\mathbb{R}}\\renewcommand{\\section}{x}{"
    project = write(
        tmp_path,
        {
            "main.tex": "\\documentclass{article}\\usepackage{own}\\begin{document}"
            "\\begin{sz} x \\end{sz}\\end{document}",
            "own.sty": style,
        },
    )
    document = read_document(project)
    assert [s.kind for s in document.statements] == ["theorem"]
    assert list(document.macros) == ["R"]
    assert problems(document) == []


@pytest.mark.parametrize("text", ["{" * 20_000 + "x" + "}" * 20_000, "$x$ " * 20_000,
                                  "\\begin{a}" * 5_000 + "\\end{a}" * 5_000])  # fmt: skip
def test_deep_and_long(tmp_path: Path, text: str) -> None:
    assert problems(read(tmp_path, text)) == []


@pytest.mark.parametrize(
    "piece",
    ["{", "}", "$", "\\begin{a}", "\\end{a}", "\\label{", "\\cite[", "\\def\\a{", "\\newcommand{",
     "\\iffalse ", "\\verb|", "\\begin{verbatim}", "\\[", "\\section{", "\\ref{a}[", "@a{",
     "\\begin{theorem}[", "\\input{", "\\url{", "\\text{$", "\\newtheorem{a}{", "%\n"],
)  # fmt: skip
def test_hostile_repetition(tmp_path: Path, piece: str) -> None:
    """Were reading quadratic here, this would take minutes; `make bench` measures it."""
    document = read(tmp_path, piece * 4_000)
    lines = len(document.files["main.tex"].line_starts)
    assert all(1 <= finding.line <= finding.end_line <= lines for finding in document.findings)


def test_reading_order_follows_inputs(tmp_path: Path) -> None:
    document = read(tmp_path, "one\\input{a}two", a_tex="x\\input{b}y", b_tex="z")
    main = document.files["main.tex"].text
    places = [
        ("main.tex", main.index("one")),
        ("a.tex", 0),
        ("b.tex", 0),
        ("a.tex", len("x\\input{b}")),
        ("main.tex", main.index("two")),
    ]
    order = [document.reading_order(*place) for place in places]
    assert order == sorted(order)
    assert len(set(order)) == len(order)


@pytest.mark.parametrize("name", ["a" * 300, "a" * 5_000, "a\nb", "b/" * 2_000])
@pytest.mark.parametrize("command", ["input", "bibliography", "usepackage", "subfile"])
def test_name_that_no_file_can_have(tmp_path: Path, command: str, name: str) -> None:
    found = problems(read(tmp_path, f"\\{command}{{{name}}}"))
    assert found or command == "usepackage"


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("\\cite<see>[Thm~2]{a}", ["a"]),
        ("\\citeA<e.g.,>{a,b}", ["a", "b"]),
        ("\\footcitetext[3]{a}", ["a"]),
        ("$x \\cite{a} < y$ \\cite{b}", ["a", "b"]),
    ],
)
def test_citations_of_further_packages(tmp_path: Path, text: str, keys: list[str]) -> None:
    assert [key.key for key in read(tmp_path, text).citations] == keys


@pytest.mark.parametrize(
    ("folder", "name", "expected"),
    [
        ("", "a.tex", "a.tex"),
        ("s", "./x//a.tex", "s/x/a.tex"),
        ("s", "../a.tex", "s/../a.tex"),
        ("/outside", "a.tex", "/outside/a.tex"),
        ("s", "/outside/a.tex", "/outside/a.tex"),
        ("", ".", "."),
    ],
)
def test_names_are_joined_as_paths_are(folder: str, name: str, expected: str) -> None:
    assert _joined(folder, name) == expected == str(PurePosixPath(folder) / name)
