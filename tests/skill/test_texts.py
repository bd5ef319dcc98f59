"""Every command, rule, file and agent that the texts of the skill name is there and is meant."""

from collections.abc import Callable
from pathlib import Path

import pytest

from .reading import ROOT, Command, commands_in, wrong_commands, wrong_files, wrong_rules

Said = Callable[..., tuple[int, str]]

TEXTS = [
    ROOT / "SKILL.md",
    ROOT / "README.md",
    *sorted((ROOT / "references").glob("*.md")),
    *sorted((ROOT / "commands").glob("*.md")),
]
each_text = pytest.mark.parametrize("path", TEXTS, ids=lambda path: f"{path.relative_to(ROOT)}")


@pytest.fixture
def names(said: Said) -> dict[str, str]:
    """The name of every identifier, as `dlt-proof explain` lists them."""
    _, text = said("explain")
    lines = text.partition("\n\n")[0].splitlines()
    return {identifier: name for identifier, name, *_ in (line.split(None, 2) for line in lines)}


@each_text
def test_the_commands_are_commands(path: Path) -> None:
    assert wrong_commands(path.read_text("utf-8")) == []


def test_commands_were_found() -> None:
    count = {path.name: len(commands_in(path.read_text("utf-8"))) for path in TEXTS}
    assert count["SKILL.md"] >= 40 and count["README.md"] >= 40
    assert all(count[path.name] for path in TEXTS if path.parent.name == "commands")
    assert sum(count.values()) >= 180


@each_text
def test_the_rules_are_rules_and_mean_what_is_said(path: Path, names: dict[str, str]) -> None:
    # The README speaks of groups of rules and gives ranges of them.
    named = path.name != "README.md"
    assert wrong_rules(path.read_text("utf-8"), names, named=named) == []


@each_text
def test_the_files_are_there(path: Path) -> None:
    # Commands are not read in their own folder: what they name is the skill's.
    folder = ROOT if path.parent.name == "commands" else path.parent
    assert wrong_files(path.read_text("utf-8"), folder) == []


def test_the_honesty_triggers_are_the_six(names: dict[str, str]) -> None:
    text = (ROOT / "SKILL.md").read_text("utf-8").partition("## Honesty triggers")[2]
    rows = [line for line in text.partition("\n## ")[0].splitlines() if "| R" in line]
    assert [row.split("|")[2].split()[0] for row in rows] == [
        "R13", "R14", "R15", "R16", "R17", "R18",
    ]  # fmt: skip
    assert all(f"`{names[row.split('|')[2].split()[0]]}`" in row for row in rows)


# ---- a planted fault makes each of these speak ---------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("run `dlt-proof frobnicate`", "frobnicate"),
        ("run `dlt-proof plan aprove thm:main`", "aprove"),
        ("run `dlt-proof gate E`", "invalid choice"),
        ("run `dlt-proof trace verify --backend cloud`", "cloud"),
        ("run `dlt-proof trace sign STEP`", "--name"),
        ("run `dlt-proof review fix W1 --by NAME`", "--note"),
        ("run `dlt-proof lint\n--finale`", "--finale"),
        ("then `plan check --rum`", "--rum"),
        ("then `gate A|F`", "gate F"),
        ("then `scope Quick --formed json`", "--formed"),
        ("then `gate D [--finally]`", "--finally"),
        ("| a | `gate A\\|F` |", "gate F"),
        ("```sh\ncd x && dlt-proof status --nope\n```\n", "--nope"),
        ("```yaml\n- run: dlt-proof compile paper/ --format githug\n```\n", "githug"),
        ('run `dlt-proof trace sign lem:a/1 --name "A`', "quotation"),
    ],
)
def test_a_wrong_command_is_found(text: str, said: str) -> None:
    (told,) = wrong_commands(text)
    assert said in told


@pytest.mark.parametrize(
    "text",
    [
        "run `dlt-proof status`, `dlt-proof plan` or `dlt-proof trace sign`",
        "`dlt-proof checklist lem:a`, `dlt-proof checklist form > form.json`",
        '`dlt-proof review classify W1 REAL-blocking|PHANTOM --by NAME --reason "…"`',
        '`dlt-proof gate D [--final] [DIR]`, `trace sign STEP … --name "…"`',
        "the plan, `plan A`, `check`, `lint.py`, `status: open`, `review = 3`",
        "```sh\ndlt-proof init my-proof --pattern good-event   # also: reduction\n```\n",
        "```text\ndlt-proof: error: no such thing\n```\n",
        "```python\ndlt-proof nothing\n```\n",
        "`--budget-usd N` and `dlt-proof trace verify --backend claude --budget-usd N`",
    ],
)
def test_what_is_no_wrong_command_is_left_alone(text: str) -> None:
    assert wrong_commands(text) == []


def test_a_command_has_its_line_and_its_words() -> None:
    text = (
        "a\n\n`dlt-proof gate A` and\n`plan check\n--run`\n```sh\nx\ndlt-proof lint | head\n```\n"
    )
    assert commands_in(text) == [Command(3, "gate A"), Command(4, "plan check --run"),
                                 Command(8, "lint")]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("R99 `bare-constant`", "there is no R99"),
        ("R15 `waved-away-case`", "R15 is bare-constant"),
        ("as R15 says", "R15 is never named"),
        ("V90 and R15 `bare-constant`", "there is no V90"),
    ],
)
def test_a_wrong_rule_is_found(text: str, expected: str, names: dict[str, str]) -> None:
    (told,) = wrong_rules(text, names)
    assert expected in told


@pytest.mark.parametrize(
    "text", ["R15 `bare-constant`, and R15 again", "$R_1$, $\\R3$, T and 2^T2, ABR15", "GPT4"]
)
def test_what_is_no_wrong_rule_is_left_alone(text: str, names: dict[str, str]) -> None:
    assert wrong_rules(text, names) == []


@pytest.mark.parametrize(
    "text",
    [
        "[x](references/nothing.md)",
        "[x](nothing.md#part)",
        "`references/nothing.md`",
        '`"${CLAUDE_SKILL_DIR}/scripts/nothing"`',
        "`flaw-scout`",
    ],
)
def test_a_wrong_file_is_found(text: str) -> None:
    assert len(wrong_files(text, ROOT)) == 1


def test_what_is_no_wrong_file_is_left_alone() -> None:
    text = (
        "[x](SKILL.md#quick), [y](https://example.org/a.md), `sections/01-a.tex`, "
        "`checks/a.py`, `.proof-research/state/`, `references/intake.md`, `step-verifier`, "
        "`agents/<name>.md`"
    )
    assert wrong_files(text, ROOT) == []
