"""What environments are, what proofs prove, and which keys are found."""

from pathlib import Path

import pytest
from papers import read, write

from dlt_proof.latex import read_document
from dlt_proof.latex.mask import scan


@pytest.mark.parametrize(
    ("definition", "use", "kind"),
    [
        ("\\newtheorem{x}{Theorem}", "\\begin{x}", "theorem"),
        ("\\newtheorem*{x}{Lemma}", "\\begin{x}", "lemma"),
        ("\\newtheorem{x}[y]{Hilfssatz}", "\\begin{x}", "lemma"),
        ("\\newtheorem{x}{Main Theorem}[section]", "\\begin{x}", "theorem"),
        ("\\newtheorem{x}{Th\\'eor\\`eme}", "\\begin{x}", "theorem"),
        ("\\newtheorem{x}{Théorème}", "\\begin{x}", "theorem"),
        ("\\newtheorem{x}{Definición}", "\\begin{x}", "definition"),
        ("\\newtheorem{x}{Standing Assumption}", "\\begin{x}", "assumption"),
        ("\\newtheorem{x}{Condition}", "\\begin{x}", "assumption"),
        ("\\newtheorem{x}{定理}", "\\begin{x}", "theorem"),
        ("\\newtheorem{x}{Algorithm}", "\\begin{x}", "other"),
        ("\\newtheorem{theorem}{Lemma}", "\\begin{theorem}", "lemma"),
        ("\\newtheorem{x}{\\protect\\theoremname}\\providecommand{\\theoremname}{Satz}",
         "\\begin{x}", "theorem"),
        ("\\declaretheorem{lemma}", "\\begin{lemma}", "lemma"),
        ("\\declaretheorem[name=Corollary,numberwithin=section]{x}", "\\begin{x}", "corollary"),
        ("\\declaretheorem[sibling=y, name={Claim}]{x,z}", "\\begin{z}", "claim"),
        ("\\spnewtheorem{x}{Remark}{\\bf}{\\it}", "\\begin{x}", "remark"),
        ("\\newtcbtheorem[auto counter]{x}{Proposition}{colback=red}{pr}",
         "\\begin{x}{t}{l}", "proposition"),
        ("\\newtheorem{x}{Theorem}\\newenvironment{y}[1][]{\\begin{mdframed}\\begin{x}[#1]}"
         "{\\end{x}\\end{mdframed}}", "\\begin{y}", "theorem"),
        ("\\newtheorem{x}{Theorem}\\NewDocumentEnvironment{y}{o m}{\\begin{x}}{\\end{x}}",
         "\\begin{y}[t]{u}", "theorem"),
        ("\\newtheorem{x}{Theorem}", "\\begin{restatable}[t]{x}{name}", "theorem"),
        ("\\newtheorem{x}{Lemma}\\let\\y\\x\\let\\endy\\endx", "\\begin{y}", "lemma"),
        ("", "\\begin{thm}", "theorem"),
        ("\\newtheorem{x}{Fact}", "\\begin{lem}", "lemma"),
    ],
)  # fmt: skip
def test_kind(tmp_path: Path, definition: str, use: str, kind: str) -> None:
    name = use.removeprefix("\\begin{").split("}")[0]
    text = f"\\documentclass{{a}}{definition}\\begin{{document}}{use} z \\end{{{name}}}"
    document = read_document(write(tmp_path, {"main.tex": f"{text}\\end{{document}}"}))
    assert [s.kind for s in document.statements] == [kind]
    assert document.findings == ()
    assert document.text(document.statements[0].environment.body).strip() == "z"


def test_definition_in_an_input_counts(tmp_path: Path) -> None:
    document = read(
        tmp_path, "\\begin{x} y \\end{x}\\input{macros}", macros_tex="\\newtheorem{x}{Lemma}"
    )
    assert [s.kind for s in document.statements] == ["lemma"]


def test_environment_that_is_no_statement(tmp_path: Path) -> None:
    document = read(tmp_path, "\\newenvironment{note2}{\\small}{} \\begin{note2} x \\end{note2}")
    assert document.statements == ()


def test_a_copy_of_a_command_alone_is_no_statement(tmp_path: Path) -> None:
    text = "\\newtheorem{x}{Lemma}\\let\\y\\x\\let\\endy\\relax \\begin{y} z \\end{y}"
    circle = "\\let\\a\\b\\let\\b\\a\\let\\enda\\endb\\let\\endb\\enda \\begin{a} z \\end{a}"
    assert read(tmp_path, text + circle).statements == ()


def test_title_label_and_body(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        "\\begin{theorem}\n [{\\citet[Thm. 2]{k}}]\n \\begin{align}x\\label{eq:1}\\end{align}"
        "\\label{ thm:a } y \\end{theorem}",
    )
    [statement] = document.statements
    assert statement.environment.option == "{\\citet[Thm. 2]{k}}"
    assert statement.label == "thm:a"
    assert document.text(statement.environment.body).startswith("\n \\begin{align}")


LEMMA = "\\begin{lemma}\\label{a} x \\end{lemma}\n"
OTHER = "\\begin{lemma}\\label{b} x \\end{lemma}\n"


@pytest.mark.parametrize(
    ("body", "proves"),
    [
        (f"{LEMMA}\\begin{{proof}} y \\end{{proof}}", ["a"]),
        (f"{LEMMA}\\begin{{remark}} y \\end{{remark}}\\begin{{proof}} y \\end{{proof}}", ["a"]),
        (f"{LEMMA}{OTHER}\\begin{{proof}} y \\end{{proof}}", ["b"]),
        (f"{LEMMA}{OTHER}\\begin{{proof}}[Proof of \\cref{{a}}] y \\end{{proof}}", ["a"]),
        (f"{LEMMA}{OTHER}\\begin{{proof}}[Proof of \\cref{{a}} via \\cref{{b}}] y \\end{{proof}}",
         ["a"]),
        (f"{LEMMA}{OTHER}\\begin{{proof}}[Proof via \\cref{{a}}] y \\end{{proof}}", ["b"]),
        (f"{LEMMA}\\begin{{proof}}[Proof of Lemma 3] y \\end{{proof}}", ["a"]),
        (f"{LEMMA}\\begin{{proof}}[Proof of Theorem 3] y \\end{{proof}}", [None]),
        (f"{LEMMA}\\begin{{proof}} y \\end{{proof}}\\begin{{proof}} z \\end{{proof}}",
         ["a", None]),
        (f"{LEMMA}\\begin{{definition}} y \\end{{definition}}\\begin{{proof}} z \\end{{proof}}",
         [None]),
        (f"{LEMMA}\\section{{S}}\\begin{{proof}} z \\end{{proof}}", [None]),
        (f"{LEMMA}\\section{{Proof of \\cref{{a}}}}\\begin{{proof}} z \\end{{proof}}", ["a"]),
        ("\\begin{proof} z \\end{proof}", [None]),
        (f"{LEMMA}\\newenvironment{{pr}}[1]{{\\begin{{proof}}[Proof of #1]}}{{\\end{{proof}}}}"
         f"{OTHER}\\begin{{pr}}{{\\cref{{a}}}} z \\end{{pr}}", ["a"]),
        (f"{LEMMA}\\begin{{proof}} {OTHER} \\begin{{proof}} y \\end{{proof}} \\end{{proof}}",
         ["a", "b"]),
        ("\\newtheorem*{bew}{Beweis}" + LEMMA + "\\begin{bew} z \\end{bew}", ["a"]),
    ],
)  # fmt: skip
def test_pairing(tmp_path: Path, body: str, proves: list[str | None]) -> None:
    document = read(tmp_path, body)
    assert [p.proves for p in document.proofs] == proves
    assert document.findings == ()


def test_proof_of_two_statements(tmp_path: Path) -> None:
    proof = "\\begin{proof}[Proof of \\cref{a,b}] y \\end{proof}"
    document = read(tmp_path, f"{LEMMA}{OTHER}\\input{{c}}", c_tex=proof)
    assert [s.label for s in document.proofs[0].statements] == ["a", "b"]
    assert document.proof_of("b") == document.proofs[0]


def test_unlabelled_statement_is_paired(tmp_path: Path) -> None:
    document = read(tmp_path, "\\begin{lemma} x \\end{lemma}\\begin{proof} y \\end{proof}")
    assert document.proofs[0].statements == document.statements


@pytest.mark.parametrize(
    ("text", "references"),
    [
        ("\\ref{a}\\Cref*{b, c}", ["a", "b", "c"]),
        ("\\cref{a,%\n  b,% c,\n d}", ["a", "b", "d"]),
        ("\\hyperref[a b]{text}", ["a b"]),
        ("\\crefrange{a}{b}", ["a", "b"]),
        ("\\zcref[S]{a}", ["a"]),
        ("\\newcommand{\\my}[2][x]{#2~\\ref{#1:#2}} \\my{a} \\my[y]{b}", ["x:a", "y:b"]),
        ("\\let\\oldref\\ref \\oldref{a}", ["a"]),
        ("\\newcommand{\\both}[2]{\\cref{#1,#2}}\\both{a}{b}", ["a", "b"]),
        ("\\textref{a} \\reflectbox{b}", []),
        ("\\fullref{Lemma}{a} and \\fullref{b}", ["a", "b"]),
        ("\\newcommand{\\link}[2]{\\hyperref[#1]{#2}}\\link{a}{that lemma}", ["a"]),
        ("\\newcommand{\\link}[1]{\\hyperref[#1]{(\\ref*{#1})}}\\link{a}", ["a"]),
        ("\\newcommand{\\span}[2]{\\crefrange{l:#1}{l:#2}}\\span{a}{b}", ["l:a", "l:b"]),
        ("\\newcommand{\\main}{Theorem~\\ref{a}}\\main{} and \\main", ["a", "a"]),
        ("\\newcommand{\\app}[1]{#1, see \\cref{a}}\\app{words}", ["a"]),
        (
            "\\newcommand{\\l}[1]{\\num{lem:#1}}\\newcommand{\\num}[1]{no.~\\ref{#1}}\\l{a}",
            ["lem:a"],
        ),
    ],
)
def test_references(tmp_path: Path, text: str, references: list[str]) -> None:
    assert [key.key for key in read(tmp_path, text).references] == references


@pytest.mark.parametrize(
    ("text", "citations"),
    [
        ("\\cite{a}\\citep*[see][p.~2]{b,c}", ["a", "b", "c"]),
        ("\\cites(see)(p.)[1]{a}[x][y]{b}\\relax{c}", ["a", "b"]),
        ("\\cite[Theorem [2], {]}]{a}", ["a"]),
        ("\\nocite{*}\\nocite{a}", ["a"]),
        ("\\Textcite{a}\\smartcite{b}\\citeauthor{c}", ["a", "b", "c"]),
        ("\\newcommand{\\see}[1]{see \\cite{#1}} \\see{a,b}", ["a", "b"]),
        ("\\citetext{a}\\recite{b}", ["b"]),
        ("\\newcommand{\\ours}{\\textsc{Own}~\\cite[p.~1]{a,b}}\\ours", ["a", "b"]),
        ("\\newcommand{\\two}[2]{\\autocites[see][]{#1}{#2}}\\two{a}{b}", ["a", "b"]),
    ],
)
def test_citations(tmp_path: Path, text: str, citations: list[str]) -> None:
    assert [key.key for key in read(tmp_path, text).citations] == citations


def test_key_spans_are_exact(tmp_path: Path) -> None:
    document = read(tmp_path, "\\cref{ a ,\n b }\\label{ c }")
    assert [document.text(key.span) for key in document.references] == ["a", "b"]


def test_bibliography(tmp_path: Path) -> None:
    bib = '@string{x = "y"}\n@Book{a,\n title={@b{c}},\n ids={old}}\n@misc(d, x="}")\n@misc{e,'
    document = read(tmp_path, "\\bibliography{r,s}", r_bib=bib, s_bib="@article{ f ,}")
    assert list(document.bibliography) == ["a", "old", "d", "e", "f"]
    assert [(f.rule, f.file, f.line) for f in document.findings] == [("P6", "r.bib", 6)]
    assert document.place(document.bibliography["a"])[:2] == (2, 7)


def test_formatted_bibliography_in_place_of_bib_files(tmp_path: Path) -> None:
    bbl = "\\begin{thebibliography}{9}\n\\bibitem[A(1)]{a}\nx\n\\end{thebibliography}"
    document = read(tmp_path, "\\cite{a}\\bibliography{r}", main_bbl=bbl)
    assert list(document.bibliography) == ["a"]
    assert document.findings == ()


@pytest.mark.parametrize(
    ("definition", "counter", "within", "numbered"),
    [
        ("\\newtheorem{x}{Theorem}", None, None, True),
        ("\\newtheorem{x}[theorem]{Lemma}", "theorem", None, True),
        ("\\newtheorem{x}{Theorem}[section]", None, "section", True),
        ("\\newtheorem*{x}{Theorem}", None, None, False),
        ("\\spnewtheorem{x}[theorem]{Lemma}{\\bf}{\\it}", "theorem", None, True),
        ("\\declaretheorem[sibling=theorem,name=Lemma]{x}", "theorem", None, True),
        ("\\declaretheorem[name=Lemma]{x}[numberwithin=section]", None, "section", True),
        ("\\declaretheorem[numbered=no]{x}", None, None, False),
        ("\\newtcbtheorem[use counter from=thm]{x}{Lemma}{}{l}", "thm", None, True),
        ("\\newtcbtheorem[number within=section]{x}{Lemma}{}{l}", None, "section", True),
    ],
)
def test_counters_of_theorems(
    definition: str, counter: str | None, within: str | None, numbered: bool
) -> None:
    [(theorem,)] = scan(definition).definitions
    assert (theorem.name, theorem.counter, theorem.within, theorem.numbered) == (
        "x", counter, within, numbered,
    )  # fmt: skip
