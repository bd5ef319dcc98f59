"""The cases in `evals/` load and run, and each grader passes good work and fails bad.

No model answers here but a script, so that nothing is said about how models do.
"""

import json
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.messages_server import MessagesServer, Reply, text_reply, tool_reply

from .script import Call, bash, skill, write
from .session import ROOT, copy_plugin, make_desk

pytestmark = pytest.mark.slow

EVALS = ROOT / "evals"
PLAN = ".proof-research/dependency-graph.md"
PROOF = "\\begin{lemma}A\\end{lemma}\n\\begin{proof}B\\end{proof}\n"
THE_SKILL = skill("dlt-proof-writing:dlt-proof-writing")

#: What is done in each case, then what is said: as asked, and as not.
GOOD: Mapping[str, tuple[list[Call], str]] = {
    "quick-lemma": (
        [
            THE_SKILL,
            bash("dlt-proof init lemma"),
            write("lemma/sections/01-lemma.tex", PROOF),
            bash("cd lemma && dlt-proof scope Quick"),
            bash("cd lemma && dlt-proof gate D --final"),
        ],
        "gate D (review): holds\n  ok compile: 1 pages",
    ),
    "plan-and-wait": (
        [
            THE_SKILL,
            bash("dlt-proof init descent && cd descent && dlt-proof scope Standard"),
            write(f"descent/{PLAN}", "# Dependency graph\n"),
            bash("dlt-proof plan approve --show"),
        ],
        "Please read the goal. As your whole message, `dlt-proof plan approve` signs it.",
    ),
    "false-claim": (
        [THE_SKILL, bash("python3 -c 'print(27 > 1 + 8 + 12)'")],
        "The claim is false: at $x = 2$ it says 27 <= 21. I propose to ask for x <= 1.",
    ),
    "introduction": ([], "\\section{Introduction}\nGradient descent has a bias."),
}
BAD: Mapping[str, tuple[list[Call], str]] = {
    "quick-lemma": ([write(PLAN, "# Dependency graph\n")], "Done."),
    "plan-and-wait": (
        [write("sections/01-setting.tex", PROOF), bash("dlt-proof plan approve thm:main")],
        "Done.",
    ),
    "false-claim": ([write("growth.tex", PROOF)], "The lemma is proved."),
    "introduction": (
        [THE_SKILL, bash("dlt-proof init paper"), write(PLAN, "# Dependency graph\n")],
        "Done.",
    ),
}


def works(does: Mapping[str, tuple[list[Call], str]]) -> Callable[[dict[str, Any], int], Reply]:
    """A model that makes the calls of the case one by one, whatever comes back, and then speaks."""
    prompts = {
        name: (EVALS / name / "prompt.md").read_text("utf-8").rpartition("---\n")[2].strip()
        for name in does
    }

    def respond(asked: dict[str, Any], _number: int) -> Reply:
        told = json.dumps(asked["messages"][0])
        (name,) = (name for name, prompt in prompts.items() if json.dumps(prompt)[1:-1] in told)
        calls, said = does[name]
        made = sum(message["role"] == "assistant" for message in asked["messages"])
        if made >= len(calls):
            return text_reply(said)
        return tool_reply(calls[made].name, calls[made].given)

    return respond


def test_there_is_a_script_for_each_case() -> None:
    cases = {path.parent.name for path in EVALS.rglob("prompt.md")}
    assert cases == set(GOOD) == set(BAD)
    for name in cases:
        assert f"| `{name}` |" in (EVALS / "README.md").read_text("utf-8")


@pytest.mark.parametrize(("does", "passes"), [(GOOD, True), (BAD, False)])
def test_each_grader_passes_good_work_and_fails_bad(
    program: str,
    tmp_path_factory: pytest.TempPathFactory,
    tmp_path: Path,
    does: Mapping[str, tuple[list[Call], str]],
    passes: bool,
) -> None:
    desk = make_desk(program, tmp_path_factory)
    plugin = copy_plugin(tmp_path / "the plugin")
    shutil.copytree(EVALS, plugin / "evals")
    out = tmp_path / "result.json"
    words = ["--trust-plugin", "--runs", "1", "--ablation", "none", "--no-publish"]
    words += ["--allow-tools", "Edit", "Write"]  # Bash asks for a sandbox: its calls are refused
    words += ["--output-dir", str(tmp_path / "results"), "--json", str(out)]
    with MessagesServer(works(does)) as server:
        ran = subprocess.run(
            [program, "plugin", "eval", str(plugin), *words],
            cwd=tmp_path,
            env={**desk.environment, "ANTHROPIC_BASE_URL": server.url},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
        )
    assert "invalid" not in ran.stderr and "Couldn't load" not in ran.stderr, ran.stderr
    cases = json.loads(out.read_text("utf-8"))["cases"]
    assert {case["name"] for case in cases} == set(does), ran.stderr
    for case in cases:
        (run,) = case["arms"]["with"]
        assert run["error"] is None
        wrong = [grader for grader in run["graders"] if grader["passed"] is not passes]
        assert not wrong, (case["name"], wrong)
        files = {path.stem for path in (EVALS / case["name"] / "graders").glob("*.md")}
        assert {grader["name"] for grader in run["graders"]} == files
    assert ran.returncode == (0 if passes else 1), ran.stderr
