"""The skill's form: limits of the standard, references, agents' and commands' front matter; and
what its texts promise that can be run."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dlt_proof.latex import read_document
from dlt_proof.project import Project
from dlt_proof.trace.known import statements_of_digests

from ..conftest import run
from .reading import ROOT, commands_in, front_matter, tokens_at_most

Said = Callable[..., tuple[int, str]]

SKILL = (ROOT / "SKILL.md").read_text("utf-8")
REFERENCES = sorted((ROOT / "references").glob("*.md"))
COMMANDS = sorted((ROOT / "commands").glob("*.md"))
AGENTS = sorted((ROOT / "agents").glob("*.md"))


def wrong_skill(text: str) -> list[str]:
    """What the standard of agent skills, or Claude Code, does not allow in a SKILL.md."""
    front, body = front_matter(text)
    allowed = {"name", "description", "license", "metadata", "compatibility"}
    # `allowed-tools` is in the standard, and makes headless calls of the skill denied.
    wrong = [f"field {key}" for key in front.keys() - allowed]
    name = front.get("name", "")
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) or len(name) > 64:
        wrong.append("name")
    if not 1 <= len(front.get("description", "")) <= 1024:
        wrong.append("description")
    if len(body.splitlines()) >= 500:
        wrong.append("lines")
    if tokens_at_most(body) >= 5000:
        wrong.append("tokens")
    return wrong


def wrong_reference(text: str, name: str, skill: str = SKILL) -> list[str]:
    """What a reference lacks: its top, its size, its link."""
    top = text.splitlines()[:3]
    wrong = [] if len(top) == 3 and top[0].startswith("# ") and not top[1] else ["heading"]
    if not re.match(r"Load this .*(in phase|before|when|at )", "".join(top[2:])):
        wrong.append("when to load it")
    if len(text.splitlines()) >= 150:
        wrong.append("lines")
    if f"](references/{name})" not in skill:
        wrong.append("link in SKILL.md")
    return wrong


def wrong_command(text: str) -> list[str]:
    """What a slash command lacks."""
    front, body = front_matter(text)
    # Typed by the author, and not listed to the model, which has the skill: a third fewer tokens.
    known = {"description", "argument-hint", "disable-model-invocation"}
    wrong = [f"field {k}" for k in front.keys() ^ known]
    wrong += [] if front.get("disable-model-invocation") == "true" else ["listed to the model"]
    wrong += [] if "$ARGUMENTS" in body else ["$ARGUMENTS"]
    wrong += [] if len(body.splitlines()) <= 25 else ["lines"]
    return wrong + ([] if len(front.get("description", "")) <= 120 else ["description"])


def wrong_agent(text: str, name: str) -> list[str]:
    """What is wrong with the front matter of an agent."""
    front, _ = front_matter(text)
    known = {"name", "description", "tools", "model", "omitClaudeMd"}
    wrong = [f"field {key}" for key in front.keys() - known]
    wrong += [] if re.fullmatch(r"[A-Z]\w+(, [A-Z]\w+)*", front.get("tools", "")) else ["tools"]
    return wrong + ([] if front.get("name") == name else ["name"])


def test_the_skill_is_within_the_limits() -> None:
    assert wrong_skill(SKILL) == []


@pytest.mark.parametrize("path", REFERENCES, ids=lambda path: path.stem)
def test_a_reference_says_when_to_load_it_and_is_linked(path: Path) -> None:
    assert wrong_reference(path.read_text("utf-8"), path.name) == []


def test_the_references_are_one_level_deep() -> None:
    assert len(REFERENCES) >= 10
    assert sorted((ROOT / "references").rglob("*")) == REFERENCES


@pytest.mark.parametrize("path", COMMANDS, ids=lambda path: path.stem)
def test_a_command_is_one(path: Path) -> None:
    assert wrong_command(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("name", "gate"),
    [("plan", "A"), ("preliminaries", "B"), ("proofs", "C"), ("sweep", "C.5"),
     ("review", "D --final")],
)  # fmt: skip
def test_each_phase_has_a_command_with_its_gate(name: str, gate: str) -> None:
    assert f"Gate: `dlt-proof gate {gate}`" in (ROOT / "commands" / f"{name}.md").read_text("utf-8")


@pytest.mark.parametrize("path", AGENTS, ids=lambda path: path.stem)
def test_an_agent_names_its_tools(path: Path) -> None:
    assert wrong_agent(path.read_text("utf-8"), path.stem) == []


@pytest.mark.parametrize(
    "path", [ROOT / "SKILL.md", *REFERENCES, *COMMANDS], ids=lambda path: path.stem
)
def test_nothing_is_shouted(path: Path) -> None:
    shouted = re.findall(r"\b(?:MUST|NEVER|ALWAYS|IMPORTANT|CRITICAL|DO NOT|STOP)\b|!!",
                         path.read_text("utf-8"))  # fmt: skip
    assert shouted == []


# ---- what the texts promise ----------------------------------------------------------------------

LEMMA = r"""\begin{lemma}[Weighted means]
\label{lem:young}
For all real numbers $a$ and $b$ and every $\eta > 0$, one has $2ab \le \eta a^2 + b^2/\eta$.
\end{lemma}
\begin{proof}
% domain: a, b in reals; eta in (0, oo)
The difference of both sides is a square:
\begin{equation*}
\eta a^2 + b^2/\eta - 2ab = (\sqrt{\eta} a - b/\sqrt{\eta})^2 \ge 0.
\end{equation*}
\end{proof}
"""


def quick_commands() -> list[str]:
    """The commands that the numbered list of the Quick section has."""
    section = SKILL.partition("\n## Quick\n")[2].partition("\n## ")[0]
    steps = section[section.index("\n1. ") :].strip().partition("\n\n")[0]
    return [command.words for command in commands_in(steps)]


def test_quick_takes_three_commands_at_most() -> None:
    assert quick_commands() == ["init DIR", "scope Quick", "gate D --final"]


@pytest.mark.tex
def test_the_quick_way_is_as_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: Said
) -> None:
    folder = tmp_path / "a lemma"
    first, *others = quick_commands()
    assert run(*[str(folder) if word == "DIR" else word for word in first.split()]) == 0
    (folder / "sections" / "01-lemma.tex").write_text(LEMMA, "utf-8")
    main = folder / "main.tex"
    known = "\\input{sections/00-introduction}\n"
    main.write_text(
        main.read_text("utf-8").replace(known, f"{known}\\input{{sections/01-lemma}}\n"), "utf-8"
    )
    said_of = {
        main: (r" \todo{a title in words}", ": weighted means"),
        folder / "sections" / "00-introduction.tex": (
            r"\todo{say here, in a paragraph, what is proved}", "We prove one inequality."
        ),
    }  # fmt: skip
    for file, (left, written) in said_of.items():
        text = file.read_text("utf-8")
        assert left in text
        file.write_text(text.replace(left, written), "utf-8")
    monkeypatch.chdir(folder)
    for words in others:
        code, text = said(*words.split())
        assert code == 0, text
    code, text = said("check", "-v")
    assert code == 0 and "2 proved" in text, text


def test_the_example_of_a_numeric_check_holds(tmp_path: Path) -> None:
    text = (ROOT / "references" / "numeric-checks.md").read_text("utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    script = tmp_path / "check.py"
    script.write_text(code, "utf-8")
    done = subprocess.run(
        [sys.executable, str(script), "--json", "out.json", "--jobs", "1", "--seed", "3"],
        env={"PYTHONPATH": str(ROOT / "scripts"), "PATH": "/usr/bin:/bin"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "claim holds" in done.stdout and "control refuted" in done.stdout


def test_the_digest_that_is_shown_is_read(planned: Project) -> None:
    text = (ROOT / "references" / "techniques.md").read_text("utf-8")
    (digest,) = re.findall(r"```markdown\n(.*?)```", text, re.DOTALL)
    (planned.root / ".proof-research" / "freedman.md").write_text(digest, "utf-8")
    (found,) = statements_of_digests(planned, [read_document(planned)])
    assert found.name == "freedman" and found.said.endswith("R t / 3)))$.")


# ---- a planted fault makes each of these speak ---------------------------------------------------

FRONT = "---\nname: a-skill\ndescription: Does it.\n---\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (FRONT.replace("a-skill", "A_skill") + "x\n", "name"),
        (FRONT.replace("a-skill", "a" * 65) + "x\n", "name"),
        (FRONT.replace("Does it.", "x" * 1025) + "x\n", "description"),
        (FRONT.replace("name:", "allowed-tools: Bash\nname:") + "x\n", "field allowed-tools"),
        (FRONT + "x\n" * 500, "lines"),
        (FRONT + "x" * 15_000, "tokens"),
    ],
)
def test_a_wrong_skill_is_found(text: str, said: str) -> None:
    assert wrong_skill(text) == [said]


@pytest.mark.parametrize("line", ["description: a: b", "hint: [x]", "nothing", "name: a-skill"])
def test_front_matter_that_yaml_reads_otherwise_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=re.escape(line)):
        front_matter(FRONT.replace("description: Does it.", f"description: x\n{line}"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# A\n\nThis is about it.\n", "when to load it"),
        ("A\n\nLoad this in phase A.\n", "heading"),
        ("# A\n\nLoad this in phase A.\n" + "x\n" * 147, "lines"),
    ],
)
def test_a_wrong_reference_is_found(text: str, said: str) -> None:
    assert wrong_reference(text, "intake.md") == [said]
    assert wrong_reference("# A\n\nLoad this in phase A.\n", "other.md") == ["link in SKILL.md"]


def test_a_wrong_command_or_agent_is_found() -> None:
    front = '---\ndisable-model-invocation: true\ndescription: Does it\nargument-hint: "[x]"\n---\n'
    assert wrong_command(front + "$ARGUMENTS\n") == []
    assert wrong_command(front + "x\n") == ["$ARGUMENTS"]
    assert wrong_command(front.replace("argument-hint", "hint") + "$ARGUMENTS\n") != []
    assert wrong_command(front.replace("true", "false") + "$ARGUMENTS\n") == ["listed to the model"]
    agent = "---\nname: a\ndescription: Does it\ntools: Read, Grep\n---\nx\n"
    assert wrong_agent(agent, "a") == []
    assert wrong_agent(agent.replace("tools", "allowed-tools"), "a") == [
        "field allowed-tools", "tools",
    ]  # fmt: skip
    assert wrong_agent(agent, "b") == ["name"]
