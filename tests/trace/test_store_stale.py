"""Staleness as the store shows it: an edit makes exactly the dependents fall back to red.

Every step is signed, so that nothing here depends on what checkers can do.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dlt_proof.latex import read_document
from dlt_proof.project import Project
from dlt_proof.trace import load_trace

from ..conftest import run

PLAN = """# Dependency graph

## ass:rate
**Kind:** assumption
**Statement:** The rate $r$ is positive.
**Hypotheses:** none
**Techniques:** none
**Downstream consumers:** lem:rate, thm:main
**Section:** main.tex

## ass:noise
**Kind:** assumption
**Statement:** The noise $s$ satisfies $s < 1$.
**Hypotheses:** none
**Techniques:** none
**Downstream consumers:** lem:noise
**Section:** main.tex

## lem:rate
**Kind:** lemma
**Statement:** We have $(1 + r)^2 \\ge 1 + 2r$.
**Hypotheses:** ass:rate
**Techniques:** none
**Downstream consumers:** thm:main
**Section:** main.tex
**Check:** none: one line

## lem:noise
**Kind:** lemma
**Statement:** We have $s^2 < 1 + s^2$.
**Hypotheses:** ass:noise
**Techniques:** none
**Downstream consumers:** thm:main
**Section:** main.tex
**Check:** none: one line

## thm:main
**Kind:** theorem
**Statement:** We have $2r > r$.
**Hypotheses:** ass:rate
**Techniques:** none
**Downstream consumers:** none
**Section:** main.tex
**Goal:** yes
**Check:** none: one line
"""
HEAD = r"""\documentclass{article}
\usepackage{amsmath,amsthm,hyperref,cleveref}
\newtheorem{theorem}{Theorem}
\newtheorem{lemma}{Lemma}
\newtheorem{assumption}{Assumption}
\newcommand{\twice}{2}
\newcommand{\unused}{7}
\begin{document}
\begin{assumption}\label{ass:rate}
The rate $r$ is positive.
\end{assumption}
\begin{assumption}\label{ass:noise}
The noise $s$ satisfies $s < 1$.
\end{assumption}
"""
PROOFS = r"""\begin{lemma}\label{lem:rate}
We have $(1 + r)^2 \ge 1 + 2r$.
\end{lemma}
\begin{proof}
First, we have
\[(1 + r)^2 = 1 + 2r + r^2.\]
Let $q = 1 + r$.
Hence, by \Cref{ass:rate},
\[q^2 \ge 1 + \twice r.\]
\end{proof}
\begin{lemma}\label{lem:noise}
We have $s^2 < 1 + s^2$.
\end{lemma}
\begin{proof}
By \Cref{ass:noise} we have
\[s^2 < 1 + s^2.\]
\end{proof}
\begin{theorem}\label{thm:main}
We have $2r > r$.
\end{theorem}
\begin{proof}
By \Cref{ass:rate} we have
\[2r > r.\]
\end{proof}
"""
TAIL = "\\end{document}\n"
ALL = {"lem:rate/1", "lem:rate/2", "lem:noise/1", "thm:main/1"}


class Paper:
    """The texts of the project, before they are written."""

    def __init__(self, root: Path) -> None:
        self.project = Project(root)
        self.head, self.proofs, self.plan = HEAD, PROOFS, PLAN
        self.section: str | None = None

    def write(self) -> None:
        root = self.project.root
        (root / ".proof-research").mkdir(parents=True, exist_ok=True)
        body = self.proofs
        if self.section is not None:
            (root / self.section).parent.mkdir(exist_ok=True)
            (root / self.section).write_text(self.proofs)
            body = f"\\input{{{self.section}}}\n"
        (root / "main.tex").write_text(self.head + body + TAIL)
        self.project.plan_file.write_text(self.plan)
        (self.project.research / "scope.md").write_text("Standard\n")

    def stale(self) -> set[str]:
        """The number each step has, of those that fell back."""
        project = Project(self.project.root)
        found = load_trace(project, read_document(project))
        assert len(found.steps) == len(ALL)
        for item in found.steps:
            assert item.stale == (item.colour == "red") == (not item.evidence)
        numbers = dict(zip([s.step.identifier for s in found.steps], _NAMES, strict=True))
        return {numbers[s.step.identifier] for s in found.steps if s.stale}


_NAMES = ("lem:rate/1", "lem:rate/2", "lem:noise/1", "thm:main/1")


@pytest.fixture(scope="module")
def signed(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[], Paper]:
    folder = tmp_path_factory.mktemp("stale")

    def make() -> Paper:
        paper = Paper(folder / "paper")
        paper.write()
        if not (paper.project.research / "state").is_dir():
            assert run("trace", "init", paper.project) == 0
            for name in ("lem:rate", "lem:noise", "thm:main"):
                assert run("trace", "sign", name, paper.project, "--name", "Ada") == 0
        assert paper.stale() == set()
        return paper

    return make


@pytest.fixture(scope="module", autouse=True)
def one_key(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Papers of all examples are signed with one key."""
    _KEY.append(str(tmp_path_factory.mktemp("key")))


_KEY: list[str] = []


@pytest.fixture(autouse=True)
def use_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", _KEY[-1])


def rename(paper: Paper, label: str, new: str) -> None:
    for name in ("head", "proofs", "plan"):
        setattr(paper, name, getattr(paper, name).replace(label, new))


def reflow(paper: Paper, at: int, space: str) -> None:
    """Break, or join, a line at one of the blanks of the proofs."""
    places = list(re.finditer(r"(?<=[a-z0-9=]) (?=[a-zA-Z0-9$\\])", paper.proofs))
    place = places[at % len(places)]
    paper.proofs = paper.proofs[: place.start()] + space + paper.proofs[place.end() :]


def move(paper: Paper, name: str) -> None:
    paper.section = name
    paper.plan = re.sub(r"(?<=\*\*Section:\*\* )\S+", name, paper.plan)


HARMLESS = st.one_of(
    st.builds(
        lambda label, new: lambda paper: rename(paper, label, f"{label}-{new}"),
        st.sampled_from(["ass:rate", "ass:noise", "lem:rate", "lem:noise", "thm:main"]),
        st.text("abcxyz_", min_size=3, max_size=9),
    ),
    st.builds(
        lambda at, space: lambda paper: reflow(paper, at, space),
        st.integers(0, 200),
        st.sampled_from(["\n", "  ", "\n  ", " %noted\n", "\t"]),
    ),
    st.builds(
        lambda name: lambda paper: move(paper, f"sections/{name}.tex"),
        st.text("abc", min_size=1, max_size=4),
    ),
    st.just(lambda paper: setattr(paper, "head", paper.head.replace("{7}", "{8}"))),
)


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(edits=st.lists(HARMLESS, min_size=1, max_size=4))
def test_labels_lines_files_and_macros_nobody_uses_make_nothing_stale(
    signed: Callable[[], Paper], edits: list[Callable[[Paper], None]]
) -> None:
    paper = signed()
    for edit in edits:
        edit(paper)
    paper.write()
    assert paper.stale() == set()


def change(name: str, old: str, new: str) -> Callable[[Paper], None]:
    def edit(paper: Paper) -> None:
        text = getattr(paper, name)
        assert old in text
        setattr(paper, name, text.replace(old, new))

    return edit


#: What each edit makes stale, and nothing else.
HARMFUL = {
    "the body of a macro": (change("head", "{2}", "{3}"), {"lem:rate/2"}),
    "an assumption": (
        change("head", "The rate $r$ is positive", "The rate $r$ is at least 2"),
        {"lem:rate/1", "lem:rate/2", "thm:main/1"},
    ),
    "the other assumption": (change("head", "$s < 1$", "$s < 2$"), {"lem:noise/1"}),
    "an upstream let": (change("proofs", "$q = 1 + r$", "$q = 2 + r$"), {"lem:rate/2"}),
}


def test_of_a_changed_step_only_those_after_it_in_its_proof_are_stale(
    signed: Callable[[], Paper],
) -> None:
    paper = signed()
    change("proofs", "= 1 + 2r + r^2.", "= 1 + r^2 + 2r.")(paper)
    paper.write()
    assert "lem:rate/1" in paper.stale() and paper.stale() <= {"lem:rate/1", "lem:rate/2"}


@settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    kind=st.sampled_from(sorted(HARMFUL)),
    others=st.lists(HARMLESS, max_size=3),
)
def test_an_edit_makes_exactly_its_dependents_stale(
    signed: Callable[[], Paper],
    kind: str,
    others: list[Callable[[Paper], None]],
) -> None:
    paper = signed()
    edit, expected = HARMFUL[kind]
    edit(paper)
    paper.write()
    assert paper.stale() == expected
    for other in others:
        other(paper)
    paper.write()
    assert paper.stale() == expected, "whatever else was renamed, reflowed or moved"
