"""Where pylatexenc can read a document, it must see what the reader sees, at the same places.

Environments, formulas, labels, references and citations, of whole documents and of generated
ones. What pylatexenc is known to be wrong about, or cannot know, is in `oracle`, with the reason.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from generated import PIECES, PREAMBLE
from hypothesis import given, settings
from oracle import Seen, body_of, see
from oracle_definitions import Definitions, read_definitions
from papers import HEAD, TAIL, write

from dlt_proof.latex import Document, FileView, Key, read_document
from dlt_proof.project import Project

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [
    *(ROOT / "tests" / "documents" / name for name in ("biblatex-paper", "notes", "thesis")),
    *sorted(path.parent for path in (ROOT / "eval_results").glob("*/main.tex")),
]

BODIES = [
    "\\begin{lemma}[T]\\label{a} $x$ \\end{lemma}\n\\begin{proof} \\[ y \\] \\end{proof}",
    "\\begin{itemize}\\item \\label{a} {\\bf x \\label{b}} \\end{itemize} % \\label{c}\n",
    "\\begin{equation}\\label{e} a \\begin{cases} b \\\\ c \\end{cases} \\end{equation}",
    "\\begin{a}\\begin{b}\\begin{c}\\label{x}\\end{c}\\end{b}\\label{y}\\end{a}",
    "x \\\\% \\label{n}\n \\% \\label{y} \\verb|\\label{z}|"
    " \\begin{verbatim}\\label{v}\\end{verbatim}",
    "\\section{S\\label{s}} $a \\text{if \\label{t} $b$}$ $$ c $$ \\(d\\)",
    "\\begin{figure}[t]\\centering\\caption{C \\label{f}}\\end{figure} \\footnote{\\label{g}}",
    "\\begin{tabular}{cc} a & b \\\\[2pt] c & \\{ \\end{tabular}\\label{t}",
    "\\newcommand{\\be}{\\begin{equation}}\\begin{lemma}\\label{a} x \\end{lemma}",
    "\\Cref{a,%\nb} \\autocites(x)[p][]{k, l}[q]{m} \\hyperref[a]{text \\ref*{b}}",
]


def differences(view: FileView, seen: Seen) -> Iterator[str]:
    """What the reader and pylatexenc see differently in a file."""
    # pylatexenc expands no macro: what the user's abbreviation of `\begin` opens is not there.
    ours = [
        (e.name, e.span.start, e.span.end)
        for e in view.environments
        if view.text.startswith("\\begin", e.span.start)
        and view.text.startswith("\\end", view.text.rfind("\\", 0, e.span.end))
    ]
    yield from _compared(
        "environment", sorted(ours, key=lambda e: (e[1], -e[2])), seen.environments
    )
    formulas = [
        (f.span.start, f.span.end)
        for f in view.formulas
        if view.text.startswith(("$", "\\(", "\\[", "\\begin"), f.span.start)
    ]
    # Nor does it know which macros set their argument as a formula.
    called = [f.span for f in view.formulas if (f.span.start, f.span.end) not in formulas]
    theirs = [f for f in seen.formulas if not any(c.start < f[0] < c.end for c in called)]
    yield from _compared("formula", formulas, theirs)
    for role in ("labels", "references", "citations"):
        yield from _keys(role, getattr(view, role), getattr(seen, role))


def _compared(what: str, ours: list[tuple], theirs: list[tuple]) -> Iterator[str]:  # type: ignore[type-arg]
    for item in (Counter(ours) - Counter(theirs)).elements():
        yield f"{what} {item}: ours only"
    for item in (Counter(theirs) - Counter(ours)).elements():
        yield f"{what} {item}: pylatexenc's only"


def _keys(
    role: str, ours: tuple[Key, ...], theirs: list[tuple[str, int, int, bool]]
) -> Iterator[str]:
    """Keys at their own places; those that a macro hands on lie somewhere in its call."""
    exact = [(key, start, end) for key, start, end, own in theirs if own]
    handed = [(key, start, end) for key, start, end, own in theirs if not own]
    rest = []
    for key in ours:
        place = (key.key, key.span.start, key.span.end)
        if place in exact:
            exact.remove(place)
        else:
            rest.append(place)
    for key, start, end in rest:
        around = [h for h in handed if h[0] == key and h[1] <= start and end <= h[2]]
        if around:
            handed.remove(around[-1])
        else:
            yield f"{role} {key, start, end}: ours only"
    for place in (*exact, *handed):
        yield f"{role} {place}: pylatexenc's only"


def seen_in(document: Document, root: Path) -> dict[str, Seen]:
    """What pylatexenc sees in the files of a document."""
    definitions = Definitions()
    styles = sorted(root.rglob("*.sty"))
    for path in styles:
        read_definitions(path.read_text(encoding="utf-8"), definitions)
    texts = {
        name: read_definitions(body_of(source.text, whole=name == document.main), definitions)
        for name, source in document.files.items()
    }
    return {name: see(text, definitions) for name, text in texts.items()}


def all_differences(document: Document, root: Path) -> list[str]:
    seen = seen_in(document, root)
    return [
        f"{view.name}: {difference}"
        for view in document.views
        for difference in differences(view, seen[view.name])
    ]


@pytest.mark.parametrize("folder", DOCUMENTS, ids=lambda path: path.name)
def test_whole_documents(folder: Path) -> None:
    document = read_document(Project(folder))
    assert all_differences(document, folder) == []
    found = Counter(
        {
            name: sum(len(getattr(view, name)) for view in document.views)
            for name in ("environments", "formulas", "labels", "references", "citations")
        }
    )
    assert all(found.values()), found


def check(body: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        document = read_document(write(Path(folder), {"main.tex": f"{HEAD}{body}{TAIL}"}))
        assert document.findings == ()
        assert all_differences(document, Path(folder)) == []


@pytest.mark.parametrize(
    ("body", "other"),
    [
        ("\\begin{lemma} x \\end{lemma}", "\\begin{lamma} x \\end{lamma}"),
        ("\\begin{a}\\end{a} x", "\\begin{a} \\end{a}x"),
        ("$x$ y", "$x y$"),
        ("\\label{ab}", "\\label{ac}"),
        ("\\cref{a,b}", "\\cref{a},b"),
        ("\\cite[a]{b}c", "\\cite[ac]{b}"),
    ],
)
def test_a_difference_is_seen(tmp_path: Path, body: str, other: str) -> None:
    document = read_document(write(tmp_path, {"main.tex": f"{HEAD}{body}{TAIL}"}))
    seen = see(f"{HEAD}{other}{TAIL}", Definitions())
    assert list(differences(document.views[0], seen))


@pytest.mark.parametrize("body", BODIES)
def test_small_documents(body: str) -> None:
    check(body)


@settings(max_examples=150, deadline=None)
@given(PIECES)
def test_generated_documents(body: str) -> None:
    check(f"{PREAMBLE}Text. {body}")
