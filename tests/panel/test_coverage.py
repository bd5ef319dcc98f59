"""Nothing that is printed belongs to no unit: whatever word is changed, some unit is another."""

import random
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dlt_proof.graph.plan_file import read_plan
from dlt_proof.latex import SourceFile, read_document
from dlt_proof.panel import RUNNING_TEXT, paper_unit, running_text_unit, units
from dlt_proof.project import Project, open_project
from dlt_proof.records.errors import InputError

from .papers import paper

_BUNDLED = Path(__file__).parents[2] / "eval_results" / "08-anchor-convergence"
BODY = r"""
\newcommand{\adjective}{large}
\title{On gaps}
\maketitle
\begin{abstract}
Gaps are positive.
\end{abstract}
\section{Introduction}\label{sec:intro}
We show in Theorem~\ref{thm:main} that gaps are positive\footnote{Under an assumption.}, as was
known~\cite{known}. Section~\ref{sec:proofs} has the proofs, Figure~\ref{fig:gap} a picture.

\begin{figure}
A drawing.
\caption{The gap.}\label{fig:gap}
\end{figure}
\begin{figure}
Another drawing.
\caption{The square.}\label{fig:square}
\end{figure}
\begin{remark}
Nothing is said of negative numbers.
\end{remark}
\begin{assumption}\label{ass:positive}
The number $x$ satisfies $x > 0$.
\end{assumption}
\begin{lemma}\label{lem:square}
Under Assumption \ref{ass:positive}:
\begin{enumerate}
\item\label{item:square} $(1+x)^2 \ge 1 + 2x$;
\item\label{item:cube} $(1+x)^3 \ge 1 + 3x$.
\end{enumerate}
\end{lemma}
\section{Proofs}\label{sec:proofs}
First the lemma.
\renewcommand{\adjective}{small}
Its proof is \adjective.
\begin{proof}[Proof of Lemma \ref{lem:square}]
Expand the square, and drop $x^2 \ge 0$; see Section \ref{sec:intro}.
\begin{verbatim}
print(square)
\end{verbatim}
\end{proof} It is short.
\begin{align}
  a &= b \label{eq:first} \\
  c &= d \label{eq:second}
\end{align}
\begin{theorem}\label{thm:main}
Under Assumption \ref{ass:positive}, $\gap{x} > x$.
\end{theorem}
\begin{proof}
\input{part}
By Lemma \ref{item:square} and \eqref{eq:first}, $\gap{x} \ge 2x > x$; compare Figure \ref{fig:gap}.
\end{proof}
\bibliographystyle{plain}
\bibliography{refs}
"""
BIBLIOGRAPHY = r"""
@string{journal = "Annals of Gaps"}
@article{known, author = {Known, Ada}, title = {Gaps}, journal = journal, year = 1999,
  abstract = {Whatever this says is printed nowhere.}}
@article{unknown, author = {Nobody}, title = {Nothing}, journal = {None}, year = 2000}
"""
PART = "The gap grows.\n"
_HIDDEN = re.compile(
    r"(?<!\\)%.*|\\(?:label|begin|end|documentclass|usepackage)\b\s*(?:\{[^{}]*\})?"
)
_WORD = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{2,}")


def words_of(source: SourceFile) -> Iterator[tuple[int, int]]:
    """The places of the words of a file's body that are printed, keys of references included."""
    text = _HIDDEN.sub(lambda match: " " * len(match[0]), source.text)
    begin = source.text.find("\\begin{document}")
    definitions = [(r.start, r.end) for r in source.regions if r.kind != "verbatim"]
    for match in _WORD.finditer(text, max(begin, 0)):
        if not any(start <= match.start() < end for start, end in definitions):
            yield match.span()


def prints(project: Project) -> set[str]:
    """The fingerprints of all units that lenses of a Standard paper read."""
    project = Project(project.root)
    document = read_document(project)
    plan = read_plan(project) if project.has_plan else None
    found = (*units(document, plan), running_text_unit(document, plan))
    return {unit.fingerprint for unit in found}


def small(folder: Path, body: str = BODY, bibliography: str = BIBLIOGRAPHY) -> Project:
    project = paper(folder, "\\newtheorem{remark}{Remark}\n" + body)
    (folder / "part.tex").write_text(PART, encoding="utf-8")
    (folder / "refs.bib").write_text(bibliography, encoding="utf-8")
    return project


def bundled(folder: Path) -> Project:
    ignore = shutil.ignore_patterns(".output", "state")
    return open_project(shutil.copytree(_BUNDLED, folder, ignore=ignore))


def first_half(folder: Path) -> Project:
    """The bundled paper up to its main result, so that reading it again and again takes seconds."""
    project = bundled(folder)
    main = folder / "main.tex"
    text, count = re.subn(r"\\input\{sections/(08|09|1\d)-.*\n", "", main.read_text("utf-8"))
    assert count >= 5
    main.write_text(text, "utf-8")
    return project


@pytest.mark.parametrize(
    ("make", "count"),
    [(small, 400), (first_half, 25), pytest.param(bundled, 100, marks=pytest.mark.slow)],
)
def test_whatever_word_is_changed_some_unit_is_another(
    tmp_path: Path, make: Callable[[Path], Project], count: int
) -> None:
    project = make(tmp_path / "paper")
    before = prints(project)
    document = read_document(Project(project.root))
    # What is input before the body prints nothing by itself.
    files = {name: source for name, source in document.files.items() if name != "macros.tex"}
    places = [(name, *w) for name, source in files.items() for w in words_of(source)]
    assert len(places) > 80
    unseen = []
    for name, start, end in random.Random(7).sample(places, min(count, len(places))):
        path = project.root / name
        text = path.read_text(encoding="utf-8")
        path.write_text(f"{text[:start]}quux{text[end:]}", encoding="utf-8")
        try:
            if prints(project) == before:
                unseen.append(f"{name}: {text[start - 20 : end + 10]!r}")
        except InputError:
            pass  # a text that cannot be read is seen by all
        path.write_text(text, encoding="utf-8")
    assert not unseen


SEEN = {
    "another section is named": (r"Section~\ref{sec:proofs}", r"Section~\ref{sec:intro}"),
    "in a proof, too": (r"see Section \ref{sec:intro}", r"see Section \ref{sec:proofs}"),
    "another figure": (r"compare Figure \ref{fig:gap}", r"compare Figure \ref{fig:square}"),
    "another item of the lemma": (r"Lemma \ref{item:square}", r"Lemma \ref{item:cube}"),
    "another row of a display": (r"\eqref{eq:first}", r"\eqref{eq:second}"),
    "the heading of a section that a proof names": (r"\section{Intro", r"\section{An intro"),
    "a remark": ("negative numbers", "other numbers"),
    "what stands behind a proof": ("It is short.", "It is long."),
    "the second meaning of a macro": (
        r"\renewcommand{\adjective}{small}",
        r"\renewcommand{\adjective}{tiny}",
    ),
    "its first meaning": (r"\newcommand{\adjective}{large}", r"\newcommand{\adjective}{huge}"),
    "the title": (r"\title{On gaps}", r"\title{On all gaps}"),
}
UNSEEN = {
    "labels renamed": lambda t: (
        t.replace("sec:proofs", "sec:last").replace("fig:gap", "fig:g").replace("item:cube", "i:3")
    ),
    "a paragraph reflowed": lambda t: t.replace("that gaps are", "that\ngaps are"),
    "a comment": lambda t: t.replace("First the lemma.", "First % really\nthe lemma."),
}


@pytest.mark.parametrize("name", SEEN)
def test_a_change_of_what_is_named_is_seen(tmp_path: Path, name: str) -> None:
    old, new = SEEN[name]
    assert BODY.count(old) == 1
    before, after = small(tmp_path / "a"), small(tmp_path / "b", BODY.replace(old, new))
    assert prints(before) != prints(after)


@pytest.mark.parametrize("name", UNSEEN)
def test_what_prints_the_same_is_the_same(tmp_path: Path, name: str) -> None:
    before, after = small(tmp_path / "a"), small(tmp_path / "b", UNSEEN[name](BODY))
    assert prints(before) == prints(after)


@pytest.mark.parametrize(
    ("old", "new", "seen"),
    [
        ("Known, Ada", "Known, Bea", True),
        ("Annals of Gaps", "Letters on Gaps", True),
        ("{Nothing}", "{Something}", False),
        ("Whatever this says", "What this says", False),
        ("year = 1999,\n", "year   =  1999,", False),
    ],
)
def test_a_work_that_is_cited_is_part_of_what_is_read(
    tmp_path: Path, old: str, new: str, seen: bool
) -> None:
    assert BIBLIOGRAPHY.count(old) == 1
    project = small(tmp_path / "a")
    other = small(tmp_path / "b", bibliography=BIBLIOGRAPHY.replace(old, new))
    assert (prints(project) != prints(other)) == seen
    whole = [paper_unit(read_document(p)).fingerprint for p in (project, other)]
    assert (whole[0] != whole[1]) == seen
    text = running_text_unit(read_document(project), None).text
    assert "known: @article{known, author = {Known, Ada}" in text and "Annals of Gaps" in text
    assert "printed nowhere" not in text and "Nobody" not in text


def test_the_running_text_is_what_stands_in_no_statement_that_is_read(tmp_path: Path) -> None:
    unit = running_text_unit(read_document(small(tmp_path)), None)
    own = "\n".join(unit.own_lines.values())
    assert unit.name == RUNNING_TEXT
    for words in ("On gaps", "We show in", "negative numbers", "a &= b", "It is short."):
        assert words in own, words
    for words in ("Expand the square", "By Lemma", "newtheorem", "usepackage"):
        assert words not in own, words
    assert r"\gap{x} > x" in unit.text, "the results are shown beside it"


def test_a_file_that_is_input_in_a_proof_is_read_with_it(tmp_path: Path) -> None:
    document = read_document(small(tmp_path))
    (theorem,) = units(document, None, only={"thm:main"})
    assert "The gap grows." in theorem.text and ("part.tex", 1) in theorem.own_lines
    assert "The gap grows." not in running_text_unit(document, None).text
