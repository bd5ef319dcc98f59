"""Whether a source was seen: by what the scout's transcript shows, never by what it says."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from dlt_proof.models.questions import Usage
from dlt_proof.project import Project
from dlt_proof.records.scouts import ScoutAnswer
from dlt_proof.scouts.opened import Seen, as_reported, what_was_seen, why_not_closed
from dlt_proof.verify.transcripts import SubagentRun, ToolUse

from .conftest import QUOTATION, SOURCE, answer

CASES = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "scouts" / "quotations.toml").read_text(encoding="utf-8")
)["case"]
QUESTION = Path("/a/.output/scouts/s-1.md")
PAGE = "https://example.org/tropp"


def run_with(*used: ToolUse) -> SubagentRun:
    return SubagentRun("a", "", "", (), used, "", "end_turn", "", Usage(), Path("/t"))


def said(**changes: Any) -> ScoutAnswer:
    return ScoutAnswer.model_validate({**answer(), **changes}, strict=False)


def fetch(result: str = SOURCE, prompt: str = "What does Theorem 1.6 say?", **how: Any) -> ToolUse:
    return ToolUse("WebFetch", {"url": PAGE, "prompt": prompt}, result, **how)


def read(path: str, result: str = SOURCE) -> ToolUse:
    return ToolUse("Read", {"file_path": path}, result)


def seen(answered: ScoutAnswer, *used: ToolUse) -> Seen:
    return what_was_seen(run_with(*used), answered, QUESTION)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_quotation_stands_in_what_was_opened_or_does_not(case: dict[str, Any]) -> None:
    how = {"failed": case.get("failed", False)}
    if case.get("tool") == "Read":
        used = read("/elsewhere/tropp.pdf", case["result"])
    else:
        used = fetch(case["result"], case.get("asked", "The theorem?"), **how)
    found = seen(said(quotation=case["quotation"]), used)
    assert found.seen == found.quoted == case["stands"]


def test_whoever_opened_nothing_has_seen_nothing() -> None:
    search = ToolUse("WebSearch", {"query": "tropp"}, SOURCE)
    for used in ([], [search], [read(str(QUESTION))], [fetch(failed=True)]):
        found = seen(said(), *used)
        assert (found.seen, found.opened) == (False, ())
        assert found.why == "the scout says that it was, and opened nothing"


def test_what_was_opened_is_told_and_who_read_it() -> None:
    found = seen(said(), read(str(QUESTION)), fetch(), read("/elsewhere/tropp.pdf", ""))
    assert found.seen and found.opened == (PAGE, "/elsewhere/tropp.pdf")
    assert found.why == f"the quotation stands in what WebFetch said of {PAGE}"
    assert seen(said(), read("/elsewhere/tropp.txt")).why == (
        "the quotation stands in /elsewhere/tropp.txt"
    )


def test_a_quotation_that_is_not_there_leaves_the_source_unconfirmed() -> None:
    found = seen(said(quotation=QUOTATION.replace("common", "another")), fetch())
    assert not found.seen and "not found in what it opened" in found.why
    assert found.opened == (PAGE,)


@pytest.mark.parametrize("word", ["secondary", "memory"])
def test_no_source_is_seen_that_the_scout_does_not_claim_to_have_seen(word: str) -> None:
    assert not seen(said(seen=word), fetch()).seen
    assert not as_reported(said(seen=word)).seen
    assert "from memory" in seen(said(seen=word)).why, "nothing was opened"


def test_a_report_shows_nothing() -> None:
    assert not as_reported(said()).seen


def closed(project: Project, *used: ToolUse) -> str:
    question = project.output / "scouts" / "s-1.md"
    return why_not_closed(run_with(*used), project, ("papers/tropp.txt",), question)


def test_the_copies_and_what_lies_elsewhere_may_be_read(lacking: Project) -> None:
    root = lacking.root
    own = [read(str(root / ".output" / "scouts" / "s-1.md")), read(str(root / "papers/tropp.txt"))]
    kept = read("/somewhere/tool-results/webfetch-1.pdf", "")
    assert closed(lacking, *own, kept, fetch(), ToolUse("WebSearch", {"query": "x"}, "")) == ""


@pytest.mark.parametrize(
    "name",
    [
        "main.tex",
        "refs.bib",
        ".proof-research/scope.md",
        ".output/scouts/s-2.md",
        "papers/../main.tex",
    ],
)
def test_the_rest_of_the_project_may_not(lacking: Project, name: str) -> None:
    assert "none of the question" in closed(lacking, read(f"{lacking.root}/{name}"))


@pytest.mark.parametrize("tool", ["Bash", "Grep", "Glob", "Write", "mcp__search__get"])
def test_another_tool_may_not_be_used(lacking: Project, tool: str) -> None:
    assert "another tool" in closed(lacking, ToolUse(tool, {}, ""))
