"""Techniques in use: exact places, and nothing that a file can hold breaks the search."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlt_proof.catalogue import fold
from dlt_proof.latex import FileView, read_document
from dlt_proof.lint.techniques import techniques_used, vocabulary
from dlt_proof.project import Project

PREAMBLE = r"""\documentclass{article}
\newtheorem{lemma}{Lemma}
\newcommand{\bern}{Bernstein's inequality}
\newcommand{\both}[2]{#1 and #2's inequality}
\begin{document}
"""


def view(body: str, folder: Path) -> FileView:
    (folder / "main.tex").write_text(f"{PREAMBLE}{body}\n\\end{{document}}\n", encoding="utf-8")
    return read_document(Project(folder)).views[0]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("By Hoeffding, fine.", {"hoeffding": "Hoeffding"}),
        ("By Bernstein's  inequality.", {"bernstein": "Bernstein's  inequality"}),
        (r"By Gr{\"o}nwall's lemma.", {"gronwall": r"Gr{\"o}nwall's lemma"}),
        (r"{\L}ojasiewicz's inequality", {"kurdyka-lojasiewicz": r"{\L}ojasiewicz's inequality"}),
        ("the matrix\nBernstein bound", {"matrix-bernstein": "matrix\nBernstein"}),
        (r"the Davis--Kahan $\sin\Theta$ theorem", {"davis-kahan": r"Davis--Kahan $\sin\Theta"}),
        (r"We use \bern.", {"bernstein": r"\bern"}),
        (r"\[ x \overset{\text{Pinsker}}{\le} y \]", {"pinsker": "Pinsker"}),
        (
            "By Azuma's or Freedman's inequality.",
            {"azuma-hoeffding": "Azuma", "freedman": "Freedman's inequality"},
        ),
    ],
)
def test_places(body: str, found: dict[str, str], tmp_path: Path) -> None:
    file = view(body, tmp_path)
    used = techniques_used(file)
    assert {technique: file.text[start:end] for start, end, technique in used} == found


PIECES = [
    "Hoeffding",
    "Bernstein",
    "Azuma",
    "'s",
    " inequality",
    "matrix ",
    "by ",
    "By ",
    "\\emph{",
    "}",
    "{",
    "$",
    "\\(",
    "\\)",
    "\\[",
    "\\]",
    "[",
    "]",
    "\n\n",
    "\\begin{lemma}",
    "\\end{lemma}",
    "~",
    "--",
    "-",
    "(",
    ")",
    "1963",
    "\\cite{x}",
    "\\citet[y]{x}",
    '\\"o',
    "\\L",
    ".",
    ",",
    "\\text{",
    "_",
    "^",
    "\\overset{",
    "\\section{",
    "PL ",
    "condition ",
    "%",
    "\n",
    " and ",
    "\\",
    "\\bern",
    "\\both",
    "Grönwall",
    "\x00",
    "İ",
    "\u0308",
    "\\caption{",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_anything(pieces: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = view("".join(pieces), Path(folder))
        for start, end, _ in techniques_used(file):
            assert 0 <= start < end <= len(file.text)


def test_vocabulary_is_in_plain_form() -> None:
    sets = {name: words for name, words in vars(vocabulary).items() if name.isupper()}
    assert len(sets) > 20
    for name, words in sets.items():
        changed = {word: fold(word) for word in words if fold(word) != word}
        assert not changed, f"{name}: write {changed}"
