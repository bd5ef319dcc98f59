"""What is said stays, its layout does not count; an edit changes the jobs that depend on it."""

import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dlt_proof.trace import build_jobs, enumerate_steps

from .step_cases import read

MACROS = ("\\mza", "\\mzb", "\\mzc")


@dataclass(frozen=True)
class Sentence:
    """A sentence of a made-up proof: a claim, which is one step, or a definition."""

    text: str
    claims: bool
    uses: frozenset[str]


@dataclass(frozen=True)
class Paper:
    """A made-up paper: what holds, a lemma that is used, and a proof with two cases."""

    bodies: tuple[str, str, str]
    assumption: str
    lemma: str
    parts: tuple[tuple[Sentence, ...], ...]

    def proof(self) -> str:
        heads = ("", "\n\\textbf{Case 1: $h > 0$.}\n", "\n\\textbf{Case 2: $h \\le 0$.}\n")
        return "\n".join(
            head + "\n".join(s.text for s in part)
            for head, part in zip(heads, self.parts, strict=True)
        )

    def text(self, proof: str | None = None) -> str:
        macros = "\n".join(
            f"\\newcommand{{{name}}}{{{body}}}"
            for name, body in zip(MACROS, self.bodies, strict=True)
        )
        return (
            "\\documentclass{article}\n\\newtheorem{lemma}{Lemma}\n"
            f"\\newtheorem{{assumption}}{{Assumption}}\n{macros}\n\\begin{{document}}\n"
            f"\\begin{{assumption}}\\label{{ass:a}} {self.assumption} \\end{{assumption}}\n"
            f"\\begin{{lemma}}\\label{{lem:old}} {self.lemma} \\end{{lemma}}\n"
            "\\begin{lemma}\\label{lem:x} Something holds. \\end{lemma}\n\\begin{proof}\n"
            f"{self.proof() if proof is None else proof}\n\\end{{proof}}\n\\end{{document}}\n"
        )


@st.composite
def sentences(draw: st.DrawFn) -> Sentence:
    macro = draw(st.sampled_from((*MACROS, "")))
    term = f"{draw(st.integers(1, 99))} {macro}".strip()
    kind = draw(st.sampled_from(("let", "so", "by", "display", "chain")))
    name = draw(st.sampled_from("abcdefg"))
    uses = {macro} - {""}
    if kind == "let":
        letter = draw(st.sampled_from("uvw"))
        return Sentence(f"Let ${letter}_{{{name}}} = {term}$.", False, frozenset(uses))
    if kind == "by":
        text = f"By \\Cref{{lem:old}}, we have ${name} \\le {term}$."
        return Sentence(text, True, frozenset({*uses, "lem:old"}))
    if kind == "display":
        text = f"It follows that\n\\[ {name} + 1 = {term} . \\]"
        return Sentence(text, True, frozenset(uses))
    if kind == "chain":
        text = f"Hence, since ${name} \\ge {term}$ by \\Cref{{ass:a}}, the sum is finite."
        return Sentence(text, True, frozenset(uses))
    return Sentence(f"So ${name} = {term}$.", True, frozenset(uses))


parts = st.tuples(*(st.lists(sentences(), min_size=1, max_size=4).map(tuple) for _ in range(3)))
papers = st.builds(
    Paper,
    st.tuples(*(st.sampled_from(("x", "\\alpha", "{y + 1}")) for _ in MACROS)),
    st.just("The number $h$ is real."),
    st.just("For $n > 0$, $n + 1 > 1$."),
    parts,
)


def fingerprints(text: str, **files: str) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        document = read(Path(folder), text, **files)
        sweep = enumerate_steps(document)
        return [job.fingerprint for job in build_jobs(document, sweep, None).values()]


@settings(max_examples=25, deadline=None)
@given(papers, st.data())
def test_layout_labels_and_files_change_nothing(paper: Paper, data: st.DataObject) -> None:
    before = fingerprints(paper.text())
    assume(before)
    proof = paper.proof()
    # Reflowing: any single blank or line end of the proof becomes some other white space.
    reflowed = re.sub(
        r"(?<=\S)[ \n](?=[^\s])",
        lambda _: data.draw(st.sampled_from((" ", "  ", "\n", "\n   ", " % a comment\n  "))),
        proof,
    )
    assert fingerprints(paper.text(reflowed)) == before
    renamed = paper.text().replace("ass:a", "ass:other").replace("lem:old", "lem:renamed")
    assert fingerprints(renamed) == before
    # A part of the proof, whole lines, is moved to a file of its own.
    lines = proof.split("\n")
    first = data.draw(st.integers(0, len(lines) - 1))
    last = data.draw(st.integers(first + 1, len(lines)))
    inside = "\n".join(lines[first:last])
    if inside.count("\\[") == inside.count("\\]") and inside.strip():
        moved = "\n".join([*lines[:first], "\\input{part}", *lines[last:]])
        if lines[first].strip() and lines[last - 1].strip():
            assert fingerprints(paper.text(moved), part=inside + "\n") == before
    whole = paper.text("").replace("\\begin{proof}\n\n\\end{proof}", "\\input{part}")
    proved = f"\\begin{{proof}}\n{proof}\n\\end{{proof}}\n"
    assert fingerprints(whole, part=proved) == before


def steps_of(paper: Paper) -> list[tuple[int, int, Sentence]]:
    """Part, place and sentence of each step; a "chain" is two steps."""
    return [
        (part, place, sentence)
        for part, found in enumerate(paper.parts)
        for place, sentence in enumerate(found)
        for _ in range(2 if "the sum is finite" in sentence.text else 1)
        if sentence.claims
    ]


def reached(edited: tuple[int, int], step: tuple[int, int]) -> bool:
    """Whether a sentence is in scope at a step: the same part, or the one before the cases."""
    return edited[0] in (0, step[0]) and edited <= step


def stale(before: list[str], after: list[str]) -> list[bool]:
    assert len(before) == len(after)
    return [a != b for a, b in zip(before, after, strict=True)]


@settings(max_examples=25, deadline=None)
@given(papers, st.integers(0, 2))
def test_a_macros_body_changes_its_dependents(paper: Paper, number: int) -> None:
    first, second, third = ("\\omega" if n == number else b for n, b in enumerate(paper.bodies))
    other = replace(paper, bodies=(first, second, third))
    found = stale(fingerprints(paper.text()), fingerprints(other.text()))
    users = [
        (part, place)
        for part, sentences in enumerate(paper.parts)
        for place, sentence in enumerate(sentences)
        if MACROS[number] in sentence.uses
    ]
    shadowed = _shadowed(paper)
    expected = [
        any(reached(user, step[:2]) and not shadowed(user, step[:2]) for user in users)
        for step in steps_of(paper)
    ]
    assert found == expected


def _shadowed(paper: Paper) -> Callable[[tuple[int, int], tuple[int, int]], bool]:
    """Whether a definition was put away by a later one of the same symbol."""

    def name(text: str) -> str:
        match = re.match(r"Let \$([a-z]_\{[a-z]\})", text)
        return match[1] if match else ""

    def shadowed(user: tuple[int, int], step: tuple[int, int]) -> bool:
        own = name(paper.parts[user[0]][user[1]].text)
        later = [
            (part, place)
            for part, sentences in enumerate(paper.parts)
            for place, sentence in enumerate(sentences)
            if own and name(sentence.text) == own and (part, place) > user
        ]
        return any(reached(other, step) for other in later)

    return shadowed


@settings(max_examples=20, deadline=None)
@given(papers)
def test_an_assumption_changes_all_and_a_lemma_its_users(paper: Paper) -> None:
    before = fingerprints(paper.text())
    other = replace(paper, assumption="The number $h$ is an integer.")
    assert all(stale(before, fingerprints(other.text())))
    other = replace(paper, lemma="For $n > 0$, $n + 2 > 1$.")
    assert stale(before, fingerprints(other.text())) == [
        "lem:old" in sentence.uses for *_, sentence in steps_of(paper)
    ]


@settings(max_examples=20, deadline=None)
@given(papers, st.integers(0, 2))
def test_an_upstream_let_changes_what_comes_after_it_in_its_scope(paper: Paper, part: int) -> None:
    def with_let(value: str) -> Paper:
        changed = list(paper.parts)
        changed[part] = (Sentence(f"Let $z = {value}$.", False, frozenset()), *changed[part])
        return replace(paper, parts=tuple(changed))

    found = stale(fingerprints(with_let("1").text()), fingerprints(with_let("2").text()))
    assert found == [part in (0, step[0]) for step in steps_of(paper)]
