"""Shared fixtures: a small, complete proof project, and a user's configuration of its own."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dlt_proof.checklists import load_checklists, record_answers
from dlt_proof.cli import main
from dlt_proof.emit import emit, initialise
from dlt_proof.graph.plan_file import read_plan
from dlt_proof.latex import read_document
from dlt_proof.project import Project
from dlt_proof.records.checklists import FiledAnswer, FiledAnswers

PLAN = """# Dependency graph

## def:gap
**Kind:** definition
**Statement:** The gap of a real number $x$ is $g(x) = (1 + x)^2 - 1$.
**Hypotheses:** none
**Techniques:** none
**Downstream consumers:** thm:main
**Section:** sections/01-setting.tex

## ass:positive
**Kind:** assumption
**Statement:** The real number $x$ satisfies $x > 0$.
**Hypotheses:** none
**Techniques:** none
**Downstream consumers:** lem:square, thm:main
**Section:** sections/01-setting.tex

## lem:square
**Kind:** lemma
**Statement:** Under \\Cref{ass:positive}, $(1 + x)^2 \\ge 1 + 2x$.
**Hypotheses:** ass:positive
**Techniques:** none
**Downstream consumers:** thm:main
**Section:** sections/02-lemma.tex
**Check:** checks/square.py

## thm:main
**Kind:** theorem
**Statement:** Under \\Cref{ass:positive}, the gap of \\Cref{def:gap} satisfies $g(x) > x$.
**Hypotheses:** def:gap, ass:positive
**Techniques:** none
**Downstream consumers:** none
**Section:** sections/03-theorem.tex
**Goal:** yes
**Check:** none: it follows from the lemma in one line
"""

CHECK = """from dlt_proof import checks


def check(run: checks.Run) -> None:
    x = run.rng().uniform(0, 10, 100)
    square = (1 + x) ** 2
    claim = checks.Claim("square", "1 + 2x <= (1 + x)^2")
    run.claim(checks.deterministic_bound(claim, 1 + 2 * x, square))
    control = checks.Claim("cube", "1 + x^3 <= (1 + x)^2")
    run.control(checks.deterministic_bound(control, 1 + x**3, square))


checks.main(check)
"""

LEMMA_PROOF = """\\begin{proof}
% domain: x in (0, oo)
We expand the square, and then drop the term $x^2$, which \\Cref{ass:positive} allows:
\\begin{align*}
(1 + x)^2 &= 1 + 2x + x^2 \\\\
&\\ge 1 + 2x.
\\end{align*}
\\end{proof}
"""

THEOREM_PROOF = """\\begin{proof}
% domain: x in (0, oo)
By \\Cref{lem:square} and \\Cref{ass:positive},
\\begin{equation*}
(1 + x)^2 - 1 \\ge 2x > x.
\\end{equation*}
\\end{proof}
"""


@pytest.fixture(autouse=True)
def own_configuration(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every test has a key and a cache of its own and is no agent."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("configuration")))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    monkeypatch.delenv("CLAUDECODE", raising=False)
    monkeypatch.delenv("AI_AGENT", raising=False)


@pytest.fixture(autouse=True)
def checkers_have_told_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """What one test had checked the next does not find known, as in a program of its own."""
    monkeypatch.setattr("dlt_proof.checkers.many._given", {})


@pytest.fixture(autouse=True, scope="session")
def no_agent_above() -> Iterator[None]:
    """Whoever runs the tests may be one; tests of this start processes of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dlt_proof.project.person.ancestors", list)
        yield


class Stages:
    """The small project as it is after each phase, made once and copied for each test.

    Args:
        folder: where the stages are made, with the key that seals their state.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made: list[str] = []

    def copy_of(self, stage: str, to: Path) -> Project:
        """A copy of the project at a stage, which this test's own key has sealed."""
        self._make_up_to(stage)
        shutil.copytree(self.folder / stage, to)
        configuration = Path(os.environ["XDG_CONFIG_HOME"])
        shutil.copytree(self.folder / "configuration", configuration, dirs_exist_ok=True)
        return Project(to)

    def _make_up_to(self, stage: str) -> None:
        steps = {"planned": _plan, "checked": _check, "written": _write, "swept": _sweep}
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("XDG_CONFIG_HOME", str(self.folder / "configuration"))
            for name, make in steps.items():
                if name not in self._made:
                    making = self.folder / "making"
                    shutil.rmtree(making, ignore_errors=True)  # of a stage that failed
                    if self._made:
                        shutil.copytree(self.folder / self._made[-1], making)
                    make(making)
                    making.rename(self.folder / name)
                    self._made.append(name)
                if name == stage:
                    return


def _plan(folder: Path) -> None:
    project, _ = initialise(folder, autonomous=True)
    edit(project, "main.tex", r" \todo{a title in words}", "")
    introduction = r"\todo{say here, in a paragraph, what is proved}"
    edit(project, "sections/00-introduction.tex", introduction, "The gap is more than the number.")
    project.plan_file.write_text(PLAN, encoding="utf-8")
    project.scope_file.write_text("Standard\n", encoding="utf-8")
    check = project.root / "checks" / "square.py"
    check.parent.mkdir()
    check.write_text(CHECK, encoding="utf-8")


def _check(folder: Path) -> None:
    assert run("plan", "check", "--run", folder) == 0


def _write(folder: Path) -> None:
    project = Project(folder)
    emit(project, read_plan(project))
    remark = r"Mild; see \Cref{ass:positive}."
    replace(project, "sections/01-setting.tex", r"\todo{discuss", remark, line=True)
    for file, proof in (("02-lemma", LEMMA_PROOF), ("03-theorem", THEOREM_PROOF)):
        replace(project, f"sections/{file}.tex", r"\begin{proof}", proof, environment="proof")
    assert run("plan", "approve", "--by-default", project) == 0
    answer_checklists(project)


def _sweep(folder: Path) -> None:
    assert run("trace", "init", folder) == 0
    assert run("trace", "verify", folder) == 0


@pytest.fixture(scope="session")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Stages:
    return Stages(tmp_path_factory.mktemp("stages"))


@pytest.fixture
def planned(stages: Stages, tmp_path: Path) -> Project:
    """A project with a scope and a plan, nothing written."""
    return stages.copy_of("planned", tmp_path / "proof")


@pytest.fixture
def checked(stages: Stages, tmp_path: Path) -> Project:
    """The same with its numeric check run, so that its proofs may be drafted."""
    return stages.copy_of("checked", tmp_path / "proof")


@pytest.fixture
def written(stages: Stages, tmp_path: Path) -> Project:
    """The same with its proofs written, its goal approved, its checklists answered."""
    return stages.copy_of("written", tmp_path / "proof")


@pytest.fixture
def swept(stages: Stages, tmp_path: Path) -> Project:
    """The same with its confidence sweep done."""
    return stages.copy_of("swept", tmp_path / "proof")


def replace(
    project: Project, file: str, begin: str, new: str, *, line: bool = False, environment: str = ""
) -> None:
    """Replace a line, or an environment, that begins with some text."""
    path = project.root / file
    text = path.read_text(encoding="utf-8")
    start = text.index(begin)
    end = text.index("\n", start) if line else text.index(f"\\end{{{environment}}}", start)
    end += 0 if line else len(f"\\end{{{environment}}}")
    path.write_text(text[:start] + new.rstrip("\n") + text[end:], encoding="utf-8")


def answer_checklists(project: Project) -> None:
    """Answer yes to what is open, each item with a line about the text it speaks of."""
    answer_checklists_but(project)


def answer_checklists_but(project: Project, *left: str) -> None:
    """The same, some items left out."""
    checklists = load_checklists(project, read_document(project), read_plan(project))
    answers = [
        FiledAnswer(
            label=state.matter.label,
            item=state.item.identifier,
            answer="yes",
            because=f"{_SEEN[state.item.identifier]}: {state.matter.texts['statement']}",
        )
        for state in checklists.pressing
        if state.verdict == "open" and state.item.identifier not in left
    ]
    record_answers(project, checklists, FiledAnswers(by="Ada", answers=tuple(answers)))


#: What a reader of the small proofs has seen, item by item.
_SEEN = {
    "necessity": "The gap is measured by this",
    "self-containment": "The letter $x$ is the one of the assumption",
    "quantifier-order": "Only $x$ is free, and nothing is chosen behind it",
    "probability-budget": "Nothing is drawn, so that nothing can fail",
    "hypothesis-tightness": "Positivity is more than the square asks for, and is kept for the gap",
    "title": "The heading names the polynomial",
    "label": "The prefix is that of its kind",
    "opening-strategy": "Two lines show how it goes",
    "references-resolve": "The assumption is what is meant",
    "cited-hypotheses": "The number is positive where it is inserted",
    "derivation-displayed": "The expansion stands in the display",
    "ordinals-match": "Neither lines nor cases are counted",
    "no-undefined-symbol": "No letter beside $x$ comes up",
    "no-unused-result": "Between both ends there is one sum, and it goes on",
    "probability-and-expectation": "Numbers are compared, no averages",
    "closing": "The last line reads as the relation",
}


def edit(project: Project, file: str, old: str, new: str) -> None:
    """Replace text that is there exactly once."""
    path = project.root / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def run(*words: object) -> int:
    """Run `dlt-proof` in this process; a `Project` stands for its folder."""
    return main([str(word.root) if isinstance(word, Project) else str(word) for word in words])


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Run a command and return its exit code and all it printed."""

    def call(*words: object) -> tuple[int, str]:
        capsys.readouterr()
        code = run(*words)
        captured = capsys.readouterr()
        return code, captured.out + captured.err

    return call
