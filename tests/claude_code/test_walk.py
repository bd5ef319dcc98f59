"""A session with the real program: the skill, its commands, and a whole walk from A to D.

The walk is a small true proof, by tool calls alone. Its model is a script that stops where a
command exits otherwise than it should; the author's approval comes from the author's own prompt,
and answers of sub-agents through the plugin's hook.
"""

import json
import re
import shlex
from pathlib import Path

import pytest

from dlt_proof.project import Project
from tests.panel import scripted as panel
from tests.verify import scripted as verifiers

from .script import Call, Script, agent, bash, done, edit, ends, read, refused, skill, write
from .session import ROOT, Desk, make_desk

pytestmark = [pytest.mark.slow, pytest.mark.tex]

CASES = ROOT / "tests" / "cases" / "walk"
FOLDER = "a paper"


@pytest.fixture(scope="module")
def desk(program: str, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return make_desk(program, tmp_path_factory)


def case(name: str) -> str:
    return (CASES / name).read_text(encoding="utf-8")


NAME = "dlt-proof-writing:dlt-proof-writing"


def test_the_skill_is_listed_and_its_text_arrives(desk: Desk, tmp_path: Path) -> None:
    heard: list[str] = []

    def loads() -> Script:
        (result,) = yield [skill(NAME, "a lemma")]
        assert not result.refused, result
        heard.append(result.text + result.beside)
        return None

    ended = desk.session(tmp_path, loads())
    front, body = (ROOT / "SKILL.md").read_text("utf-8").split("---\n", 2)[1:]
    description = next(line for line in front.splitlines() if line.startswith("description: "))
    assert f"- {NAME}: {description.removeprefix('description: ')}" in ended.first
    (text,) = heard
    here = str(desk.plugin)
    for variable in ("SKILL_DIR", "PLUGIN_ROOT"):
        body = body.replace(f"${{CLAUDE_{variable}}}", here)
    assert f"Base directory for this skill: {here}" in text and body.strip() in text
    assert "${CLAUDE" not in text and f'"{here}/bin/dlt-proof"' in text


def test_commands_run_from_any_folder(desk: Desk, tmp_path: Path) -> None:
    """Found on the PATH, or where the skill's text says, below a folder with a space in it."""
    by_path = shlex.quote(str(desk.plugin / "bin" / "dlt-proof"))
    assert " " in by_path

    def runs() -> Script:
        where = yield from done(bash("command -v dlt-proof"))
        assert where.strip() == str(desk.plugin / "bin" / "dlt-proof")
        yield from done(bash(f"dlt-proof init '{FOLDER}'"))
        paper = shlex.quote(str(tmp_path / FOLDER))
        for command in (
            f"cd / && dlt-proof status {paper}",
            f"cd / && {by_path} status {paper}",
            f"cd {paper}/sections && dlt-proof status",
        ):
            told = yield from done(bash(command))
            assert "next: dlt-proof scope" in told, command
        yield from refused(bash("dlt-proof gate A"), "Exit code 2", "no scope is declared")
        return None

    desk.session(tmp_path, runs())


@pytest.mark.parametrize("name", sorted(path.stem for path in (ROOT / "commands").glob("*.md")))
def test_slash_commands_arrive_with_what_was_typed(desk: Desk, tmp_path: Path, name: str) -> None:
    typed = "the folder 'my paper'"
    ended = desk.session(tmp_path, ends(), prompt=f"/dlt-proof-writing:{name} {typed}")
    body = (ROOT / "commands" / f"{name}.md").read_text("utf-8").split("---\n", 2)[2].strip()
    assert "$ARGUMENTS" in body
    assert body.replace("$ARGUMENTS", typed) in ended.first


class Author:
    """What the scripted model does, phase by phase, in a paper's folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def plan(self) -> Script:
        """Everything of phase A but the approval, which it does not get."""
        yield from done(bash("dlt-proof init ."))
        yield from done(bash("dlt-proof scope Standard"))
        plan = self.root / ".proof-research" / "dependency-graph.md"
        yield from done(read(plan))
        yield from done(write(plan, case("plan.md")))
        yield from refused(bash("dlt-proof plan check"), "Exit code 1", "exponential-bound")
        digest = "exponential-bound.md"
        yield from done(write(self.root / ".proof-research" / digest, case(digest)))
        for name in ("square.py", "main.py"):
            yield from done(write(self.root / "checks" / name, case(f"checks/{name}")))
        yield from done(bash("dlt-proof plan check --run"))
        yield from refused(bash("dlt-proof gate A"), "thm:main has not been approved")
        shown = yield from done(bash("dlt-proof plan approve --show"))
        assert r"e^{-\eta \lambda} f(x)" in shown
        return "Please read the goal, and answer with one line: dlt-proof plan approve"

    def approved(self) -> Script:
        """What is seen after the author's prompt."""
        yield from done(bash("dlt-proof gate A"))
        return "Gate A holds."

    def preliminaries(self) -> Script:
        yield from done(bash("dlt-proof emit"))
        main = self.root / "main.tex"
        yield from done(read(main))
        yield from done(edit(main, r" \todo{a title in words}", ": one step of gradient descent"))
        yield from self._section("00-introduction")
        yield from self._section("01-setting")
        yield from done(bash("dlt-proof gate B"))
        return None

    def proofs(self) -> Script:
        for name in ("02-lemmas", "03-main"):
            yield from self._section(name)
            yield from done(bash("dlt-proof lint"))
        yield from refused(bash("dlt-proof gate C"), "Exit code 1", "items not answered")
        yield from done(bash("dlt-proof checklist form --quiet > form.json"))
        form = json.loads(unnumbered((yield from done(read(self.root / "form.json")))))
        answers = json.loads(case("answers.json"))
        for item in form["answers"]:
            item |= {"answer": "yes", "because": answers[item["label"]][item["item"]]}
        filled = json.dumps(form | {"by": "the scripted writer"})
        yield from done(write(self.root / "form.json", filled))
        yield from done(bash("dlt-proof checklist record form.json && rm form.json"))
        yield from done(bash("dlt-proof gate C"))
        return None

    def sweep(self) -> Script:
        yield from done(bash("dlt-proof trace init"))
        yield from done(bash("dlt-proof trace verify"))
        yield from refused(bash("dlt-proof gate C.5"), "Exit code 1", "thm:main/1")
        out = yield from done(bash("dlt-proof trace jobs --open --quiet"))
        jobs = [json.loads(line) for line in out.splitlines() if line.startswith("{")]
        truths = {
            name: truth
            for batch in verifiers.history(Project(self.root)).batches.values()
            for name, truth in batch.truths.items()
        }
        assert {"step", "true", "false"} == {truths[job["question"]] for job in jobs}
        yield [
            self._asked(
                "step-verifier", job, verifiers.said_by(verifiers.honest(truths[job["question"]]))
            )
            for job in jobs
        ]
        shown = yield from done(bash("dlt-proof trace show thm:main/1"))
        assert "rederived" in shown and "called" in shown
        yield from done(bash("dlt-proof trace status --write"))
        yield from done(bash("dlt-proof gate C.5"))
        return None

    def review(self) -> Script:
        yield from done(bash("dlt-proof compile"))
        yield from done(bash("dlt-proof review start"))
        yield from self._file_a_clean_pass()
        out = yield from done(bash("dlt-proof review panel --quiet"))
        jobs = [json.loads(line) for line in out.splitlines() if line.startswith("{")]
        calls = []
        for job in jobs:
            batch = panel.history(Project(self.root)).find(job["question"])
            assert batch is not None
            held = batch.questions[job["question"]]
            calls.append(self._asked(job["agent"], job, panel.honest(batch, held)))
        yield calls
        counted = yield from done(bash("dlt-proof review panel"))
        assert "counts" in counted
        yield from done(bash("dlt-proof gate D --final"))
        report = yield from done(bash("dlt-proof review report --final"))
        assert report.index("Open and blocking") < report.index("gate A")
        return "The proof is reviewed; the report is above."

    def _file_a_clean_pass(self) -> Script:
        out = yield from done(bash("dlt-proof review next"))
        asked = json.loads(out[out.index("{") : out.rindex("}") + 1])
        said = {
            "reader": "the scripted reader",
            "summary": r"The nine steps were derived anew, the lemma put in at a = \eta \lambda.",
            "score": 7,
            "weaknesses": [],
        }
        yield from done(write(self.root / "pass.json", json.dumps(asked["answer"] | said)))
        yield from done(bash("dlt-proof review record pass.json && rm pass.json"))
        return None

    def _section(self, name: str) -> Script:
        """Write an emitted section out."""
        file = self.root / "sections" / f"{name}.tex"
        yield from done(read(file))
        yield from done(write(file, case(f"sections/{name}.tex")))
        return None

    def _asked(self, kind: str, job: dict[str, str], answer: object) -> Call:
        """A sub-agent that reads its one file and answers."""

        def script() -> Script:
            yield from done(read(job["file"]))
            return json.dumps(answer)

        return agent(f"dlt-proof-writing:{kind}", job["prompt"], script())


def unnumbered(shown: str) -> str:
    """A file's text, which the model reads with numbers before its lines."""
    return "\n".join(re.sub(r"^\s*\d+(?:\t|→)", "", line) for line in shown.splitlines())


def one_after_another(*scripts: Script) -> Script:
    last = None
    for script in scripts:
        last = yield from script
    return last


def test_a_scripted_model_goes_from_a_to_d(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What verifiers and readers are to say is read here, under the key of the desk.
    monkeypatch.setenv("XDG_CONFIG_HOME", desk.environment["XDG_CONFIG_HOME"])
    root = tmp_path / FOLDER
    author = Author(root)
    root.mkdir()
    desk.session(root, author.plan())
    desk.session(root, author.approved(), "--continue", prompt="dlt-proof plan approve")
    rest = (author.preliminaries(), author.proofs(), author.sweep(), author.review())
    desk.session(root, one_after_another(*rest))
    assert (root / ".output" / "main.pdf").read_bytes().startswith(b"%PDF")
    assert not list(root.glob("*.pdf")) and not list(root.glob("*.aux"))
    held = desk.shell("dlt-proof gate D --final", root)
    assert held.returncode == 0, held.stdout + held.stderr
    assert "no canary-tested panel" not in held.stdout
