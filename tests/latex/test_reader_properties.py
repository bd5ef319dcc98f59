"""Whatever the text: no exception, every position inside the file, masking keeps the length."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from papers import write

from dlt_proof.latex import expand_macros, normalise, read_document, strip_math
from dlt_proof.lint import lint

PIECES = [
    "\\begin{lemma}", "\\end{lemma}", "\\begin{proof}", "\\end{proof}", "[Proof of \\cref{a}]",
    "\\label{a}", "\\cref{a,% b\n c}", "\\cite[x][y]{k}", "\\cites(a)(b)[c]{d}", "%", "\n", "\n\n",
    "\r\n", "\r", "{", "}", "[", "]", "$", "$$", "\\[", "\\]", "\\(", "\\)", "\\\\", "\\", "\\%",
    "\\verb|", "|", "\\begin{verbatim}", "\\end{verbatim}", "\\iffalse", "\\else", "\\fi",
    "\\newcommand{\\x}[1]{", "\\x", "\\def\\y#1{", "#1", "\\newtheorem{z}{Satz}", "\\begin{z}",
    "\\end{z}", "\\input{main}", "\\input", "\\section{", "\\begin{equation}", "\\end{equation}",
    "\\text{", "é", "\u2028", "word ", "\\end{document}", "\\begin{document}", "\\url{", "By Fano ",
    "\\newenvironment{w}[1]{\\begin{lemma}[#1]}{\\end{lemma}}", "\\begin{w}", "\\end{w}", ".", ",",
    "\\begin{restatable}{lemma}{r}", "\\end{restatable}", "\\r*", "\\endinput", "\\newif\\ifq",
    "\\ifq", "\\let\\l\\label", "\\l", "\\DeclareMathOperator{\\op}{op}", "\\bibliography{m}",
]  # fmt: skip
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=30).map("".join),
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60),
)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_any_text_can_be_read_and_linted(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        project = write(Path(folder), {"main.tex": f"\\documentclass{{a}}{text}"})
        document = read_document(project)
        for source in document.files.values():
            assert len(source.masked) == len(source.text)
            for place, sign in enumerate(source.masked):
                assert sign in (source.text[place], " ")
        spans = [e.span for e in document.environments] + [e.body for e in document.environments]
        spans += [k.span for k in document.labels + document.references + document.citations]
        spans += [f.span for f in document.formulas] + [f.body for f in document.formulas]
        for span in spans:
            assert 0 <= span.start <= span.end <= len(document.files[span.file].text)
        report = lint(project, document=document, final=True)
        for finding in report.findings:
            assert finding.line >= 1 and finding.column >= 1
            assert finding.line <= len(document.files[finding.file].line_starts)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_helpers_take_any_text(text: str) -> None:
    assert len(strip_math(text)) == len(text)
    assert normalise(normalise(text)) is not None
    assert expand_macros(text, {}) == text
