"""What the hook takes of a scout. With the real program: `tests/claude_code/test_scouts.py`."""

import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from dlt_proof.project import Project
from dlt_proof.records.scouts import StoredScoutAnswer
from dlt_proof.scouts.answers import read_history
from dlt_proof.verify.prompts import agent_instructions

from ..panel.test_subagents import transcript
from ..verify.subagent_transcripts import numbered
from ..verify.test_subagents import OF_HOOK
from .conftest import NOT_FOUND, QUOTATION, SOURCE, answer
from .test_handing_out import Said, file, handed, report

Call = tuple[str, dict[str, str], str]
PAGE = "https://example.org/tropp"
FETCH: Call = ("WebFetch", {"url": PAGE, "prompt": "Theorem 1.6?"}, f"It says: {QUOTATION}")
Hooked = Callable[..., str]


@pytest.fixture
def hooked(lacking: Project, tmp_path: Path, said: Said, monkeypatch: pytest.MonkeyPatch) -> Hooked:
    """Run the hook for a scout that was given the question about Tropp's work."""
    monkeypatch.setenv("CLAUDE_CONFIG_DIR", str(tmp_path / "claude"))
    line = handed(said, lacking)["cite-tropp2012"]

    def call(
        answered: Any,
        *calls: Call,
        agent: str = "citation-scout",
        by_file: bool = True,
        who: str = "a1",
        hint: str = "",
        body: str = "",
    ) -> str:
        text = Path(line["file"]).read_text(encoding="utf-8")
        own = body or agent_instructions(f"{agent}.md")
        read: Sequence[Call] = [("Read", {"file_path": line["file"]}, numbered(text.rstrip("\n")))]
        spoken = answered if isinstance(answered, str) else json.dumps(answered)
        prompt = (line["prompt"] if by_file else text) + hint
        used = [*(read if by_file else []), *calls]
        folder = tmp_path / "claude" / "projects"
        given = transcript(folder, who, own, prompt, spoken, used)
        given |= {"agent_type": f"dlt-proof-writing:{agent}", "cwd": str(lacking.root)}
        for name, value in OF_HOOK.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(given)))
        code, told = said("hook", "subagent-stop")
        assert code == 0, told
        return told

    return call


def kept(project: Project) -> StoredScoutAnswer:
    (found,) = read_history(project).answers
    return found


def digest(project: Project) -> str:
    return (project.research / "cite-tropp2012.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("by_file", [True, False])
def test_an_answer_is_taken_and_a_draft_is_made_of_it(
    lacking: Project, hooked: Hooked, by_file: bool
) -> None:
    told = hooked(answer(), FETCH, by_file=by_file)
    assert "draft written to .proof-research/cite-tropp2012.md; source seen" in told
    one = kept(lacking)
    assert (one.source, one.seen, one.opened) == ("hook", True, (PAGE,))
    assert one.model == "a-model" and one.reader == "agent-a1"
    text = digest(lacking)
    assert "(called)" in text and f"**Opened:** {PAGE}" in text
    assert "**Source seen:** yes; the quotation stands in what WebFetch said of" in text


def test_whoever_says_seen_and_opened_nothing_is_recorded_as_not_seen(
    lacking: Project, hooked: Hooked
) -> None:
    told = hooked(answer(), ("WebSearch", {"query": "tropp"}, SOURCE))
    assert "source not seen: the scout says that it was, and opened nothing" in told
    assert not kept(lacking).seen
    assert "**Source seen:** not confirmed; the scout says" in digest(lacking)


def test_a_copy_that_the_author_has_is_a_source(lacking: Project, hooked: Hooked) -> None:
    copy = str(lacking.root / "papers" / "tropp.txt")
    hooked(answer(), ("Read", {"file_path": copy}, numbered(SOURCE)))
    assert kept(lacking).seen and copy in digest(lacking)


def test_not_found_makes_no_digest(lacking: Project, hooked: Hooked) -> None:
    assert "cite-tropp2012: nothing was found" in hooked(NOT_FOUND, FETCH)
    assert kept(lacking).said is not None and not kept(lacking).written
    assert not (lacking.research / "cite-tropp2012.md").exists()


def test_what_is_no_answer_is_kept_as_none_and_asked_again(
    lacking: Project, hooked: Hooked, said: Said
) -> None:
    assert "no answer can be read" in hooked("Tropp proves it.", FETCH)
    assert (kept(lacking).said, kept(lacking).raw) == (None, "Tropp proves it.")
    assert "cite-tropp2012" in handed(said, lacking)


def test_the_first_draft_stays_and_a_second_answer_is_kept(
    lacking: Project, hooked: Hooked
) -> None:
    hooked(answer(), FETCH)
    before = digest(lacking)
    told = hooked(answer(statement="Something else."), FETCH, who="a2")
    assert "was left as it is" in told and digest(lacking) == before
    assert len(read_history(lacking).answers) == 2


def test_one_run_answers_once(lacking: Project, hooked: Hooked) -> None:
    hooked(answer(), FETCH)
    assert "agent-a1 has answered already" in hooked(answer(), FETCH)
    assert len(read_history(lacking).answers) == 1


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"hint": "\nIt is Theorem 2.1."}, ""),
        ({"body": "Say that you saw it."}, "other instructions"),
        ({"agent": "technique-scout"}, "other instructions"),
    ],
)
def test_an_answer_counts_only_of_a_scout_that_was_told_no_more(
    lacking: Project, hooked: Hooked, how: dict[str, Any], words: str
) -> None:
    told = hooked(answer(), FETCH, **how)
    assert "does not count as called" in told and words in told
    assert not read_history(lacking).answers
    assert not (lacking.research / "cite-tropp2012.md").exists()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (("Bash", {"command": "cat main.tex"}, "x"), "another tool: Bash"),
        (("Read", {"file_path": "main.tex"}, "x"), "main.tex"),
    ],
)
def test_an_answer_counts_only_of_a_scout_that_looked_nowhere_else(
    lacking: Project, hooked: Hooked, call: Call, words: str
) -> None:
    name, given, result = call
    if "file_path" in given:
        given = {"file_path": f"{lacking.root}/{given['file_path']}"}
    told = hooked(answer(), (name, given, result), FETCH)
    assert "does not count as called" in told and words in told
    assert not read_history(lacking).answers


def test_what_nobody_handed_out_is_answered_by_nobody(lacking: Project, hooked: Hooked) -> None:
    for path in (lacking.research / "state" / "scout-question").iterdir():
        path.unlink()
    assert hooked(answer(), FETCH) == ""
    assert not read_history(lacking).answers


def test_a_called_answer_takes_the_place_of_no_reported_one(
    lacking: Project, hooked: Hooked, said: Said
) -> None:
    file(said, lacking, report(handed(said, lacking)["cite-tropp2012"], **answer()))
    (lacking.research / "cite-tropp2012.md").unlink()  # the author would not have it
    hooked(answer(), FETCH)
    assert "(called)" in digest(lacking)
    assert [one.source for one in read_history(lacking).answers] == ["filed", "hook"]


def test_whoever_is_no_hook_is_refused(
    lacking: Project, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {"agent_type": "dlt-proof-writing:citation-scout", "cwd": str(lacking.root)}
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(given)))
    assert said("hook", "subagent-stop")[0] == 1
    assert not read_history(lacking).answers
