"""`dlt-proof checklist`: what it shows, the form, exit codes, and what other commands say of it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from dlt_proof.emit import initialise
from dlt_proof.project import Project

from ..conftest import edit, run
from .papers import paper

Said = Callable[..., tuple[int, str]]
LEMMA = "sections/02-lemma.tex"
REASONS = {
    "closing": "The last line of the display, $1 + 2x$, is what the lemma claims.",
    "no-undefined-symbol": "The one letter is $x$, which ass:positive introduces.",
    "hypothesis-tightness": "That $x$ is positive is more than $x^2 \\ge 0$ needs, as it says.",
    "quantifier-order": "Nothing is chosen: the bound is for the one $x$ that is given.",
    "probability-budget": "The square of a number is no event, so that no failure is allowed.",
    "cited-hypotheses": "The assumption that $x$ is positive is the only thing inserted.",
    "derivation-displayed": "Expanding the square and dropping $x^2$ are lines of the display.",
    "ordinals-match": "No line up to $\\ge 1 + 2x$ is called by a numeral.",
    "no-unused-result": "The sum $1 + 2x + x^2$ is used in the next line.",
    "probability-and-expectation": "Multiplying out a square of reals averages nothing.",
}


@pytest.fixture
def changed(written: Project) -> Project:
    """The small proof with ten items of the lemma stale."""
    edit(written, LEMMA, "We expand the square", "We multiply out")
    return written


def test_it_shows_what_is_answered_and_by_whom(written: Project, said: Said) -> None:
    code, text = said("checklist", written)
    assert code == 0 and "32 items, 9 answered by code, 23 by readers (Ada 23)." in text
    assert "- ✓ label: yes (code). lem:square, given once" in text
    code, text = said("checklist", "thm:main", written)
    assert code == 0 and "## thm:main, proof" in text and "## lem:square" not in text
    assert said("checklist", "show", written)[0] == 0
    code, text = said("checklist", "lem:gap", written)
    assert code == 2 and "known: lem:square, thm:main" in text


def test_what_is_open_is_one_and_said_first(changed: Project, said: Said) -> None:
    code, text = said("checklist", changed)
    assert code == 1 and "? closing: open (stale: answered for an earlier text)." in text
    assert "for an earlier text Ada answered yes: The last line reads" in text
    code, text = said("checklist", changed, "--format", "json")
    data = json.loads(text)
    assert code == 1 and data["schema"] == "dlt-proof/checklists/1" and not data["ok"]
    assert data["summary"] == {"items": 32, "yes": 22, "no": 0, "open": 10}
    stale = {item["item"] for item in data["items"] if item["stale"]}
    assert stale == REASONS.keys()


def test_a_form_is_filled_in_and_filed(changed: Project, tmp_path: Path, said: Said) -> None:
    code, text = said("checklist", "form", changed)
    form = json.loads(text)
    assert code == 0 and form["form"] == "dlt-proof/checklist-form/1"
    (told,) = form["texts"]
    assert told["label"] == "lem:square" and "We multiply out" in told["proof"]
    assert told["refers_to"] == ["assumption: The real number $x$ satisfies $x > 0$."]
    assert form["hypotheses"] == {"ass:positive": "The real number $x$ satisfies $x > 0$."}
    assert {entry["item"] for entry in form["answers"]} == REASONS.keys()
    path = tmp_path / "filled.json"
    path.write_text(json.dumps(form))
    code, text = said("checklist", "record", path, changed)
    assert code == 2 and "by: " in text
    form["by"] = "Bob"
    path.write_text(json.dumps(form))
    assert said("checklist", "record", path, changed) == (
        2, "dlt-proof: error: no item of the file has an answer (yes or no)\n"
    )  # fmt: skip
    for entry in form["answers"][:-1]:
        entry |= {"answer": "yes", "because": REASONS[entry["item"]]}
    path.write_text(json.dumps(form))
    code, text = said("checklist", "record", path, changed)
    assert code == 0 and text.startswith("9 answers filed; 1 left without an answer")
    left = form["answers"][-1]["item"]
    answer = ("checklist", "answer", "lem:square", left, "yes", changed, "--by", "Bob")
    code, text = said(*answer, "--because", "yes")
    assert code == 2 and "at least 4 words" in text
    assert said(*answer, "--because", REASONS[left])[0] == 0
    assert said("checklist", changed)[0] == 0
    rendered = (changed.research / "checklists.md").read_text()
    assert "(Bob 20" in rendered and REASONS["closing"] in rendered
    attributes = (changed.research / ".gitattributes").read_text()
    assert attributes.count("checklists.md merge=union") == 1
    assert json.loads(said("checklist", "form", changed, "--quiet")[1])["answers"] == []


def test_an_answer_for_another_text_is_not_filed(
    changed: Project, tmp_path: Path, said: Said
) -> None:
    form = json.loads(said("checklist", "form", changed)[1])
    form["by"] = "Bob"
    for entry in form["answers"]:
        entry |= {"answer": "yes", "because": REASONS[entry["item"]]}
    path = tmp_path / "filled.json"
    path.write_text(json.dumps(form))
    edit(changed, LEMMA, "We multiply out", "Multiplying out we get")
    code, text = said("checklist", "record", path, changed)
    assert code == 2 and "the text is another one now than the form was made for" in text


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[", "is not JSON"),
        ("[1]", "Input should be"),
        ('{"by": "Bob", "answers": [{"label": "a"}]}', "answers.0.item"),
        ('{"by": "Bob", "answers": [], "origin": "called"}', "origin"),
        ("[" * 100_000, "nested too deeply"),
        ('{"by": %s}' % ("1" * 5000), "cannot be read"),
        ('{"by": "B", "answers": [], "\\u001b[31mA": 1}', "\ufffd[31mA"),
        ('{"by": "%s", "answers": []}' % ("B" * 101), "at most 100 characters"),
    ],
)
def test_a_file_that_is_no_form_is_refused(
    written: Project, tmp_path: Path, said: Said, content: str, message: str
) -> None:
    path = tmp_path / "x.json"
    path.write_text(content)
    code, text = said("checklist", "record", path, written)
    assert code == 2 and message in text and "\x1b" not in text
    assert "x.json" in text or "name" in message or "characters" in message


def test_what_a_terminal_acts_on_is_neither_kept_nor_printed(changed: Project, said: Said) -> None:
    because = f"\x1b[31m {REASONS['closing']}"
    answer = ("checklist", "answer", "lem:square", "closing", "yes", changed, "--by", "\x1b[31mA")
    code, text = said(*answer, "--because", because)
    assert code == 0 and "[31mA" in text and "\x1b" not in text
    for words in (("checklist",), ("gate", "C"), ("checklist", "--format", "json")):
        assert "\x1b" not in said(*words, changed)[1]
    assert "\x1b" not in (changed.research / "checklists.md").read_text()


def test_a_plan_that_cannot_be_read_is_two_with_its_line(written: Project, said: Said) -> None:
    text = written.plan_file.read_text()
    written.plan_file.write_text(text.replace("**Kind:** lemma", "**Kind:** lemmma"))
    line = text[: text.index("**Kind:** lemma")].count("\n") + 1
    for words in (("checklist",), ("checklist", "form")):
        code, text = said(*words, written)
        assert code == 2 and f"dependency-graph.md:{line}" in text and "lemmma" in text


def test_nothing_to_check_is_two(planned: Project, tmp_path: Path, said: Said) -> None:
    project, _ = initialise(tmp_path / "new")
    for empty in (planned, project):
        for words in (("checklist",), ("checklist", "form")):
            code, text = said(*words, empty)
            assert code == 2 and "nothing to check" in text
    (tmp_path / "plain").mkdir()
    plain = paper(tmp_path / "plain", "Nothing.")
    assert said("checklist", plain)[0] == 2


def test_status_and_plan_next_name_the_checklist(changed: Project, said: Said) -> None:
    code, text = said("gate", "C", changed)
    assert code == 1 and "✗  checklists: lem:square: 3 of 7 items answered for an earlier" in text
    assert "V31 checklist-stale: the proof of lem:square: 7 of 9 items" in text
    following = said("status", changed)[1].rsplit("next: ", 1)[1]
    assert following.startswith("dlt-proof checklist form")
    text = said("plan", "next", changed)[1]
    assert "10 items of its checklists are not answered yes" in text
    assert "dlt-proof checklist form lem:square" in text
    because = "The display does not say that $x > 0$."
    run("checklist", "answer", "lem:square", "closing", "no", changed, "--by", "B", "--because",
        because)  # fmt: skip
    following = said("status", changed)[1].rsplit("next: ", 1)[1]
    assert following == f"mend {LEMMA}:8, then: dlt-proof checklist\n"
    assert said("explain", "V32")[1].startswith("# V32 checklist-answered-no")


def test_gate_c_asks_in_standard_and_appendix_and_not_in_quick(
    changed: Project, said: Said
) -> None:
    for scope, code in (("Standard", 1), ("Appendix", 1)):
        changed.scope_file.write_text(f"{scope}\n")
        assert said("gate", "C", changed)[0] == code
    changed.scope_file.write_text("Quick\n")
    text = said("gate", "C", changed)[1]
    assert "checklists" not in text
    code, text = said("checklist", changed)
    assert code == 1 and "scope Quick: no gate asks for it" in text


def test_of_an_adopted_paper_only_what_is_managed_is_asked(tmp_path: Path, said: Said) -> None:
    body = "".join(
        f"\\begin{{lemma}}\\label{{lem:{n}}} For every $x$, $x^2 + {i} \\ge {i}$.\\end{{lemma}}\n"
        f"\\begin{{proof}} Since $x^2 \\ge 0$, we have $x^2 + {i} \\ge {i}$. \\end{{proof}}\n"
        for i, n in enumerate("ab", start=1)
    )
    project = paper(tmp_path, body)
    assert run("adopt", tmp_path) == 0
    code, text = said("checklist", project)
    assert code == 2 and "nothing to check" in text
    assert said("gate", "C", project)[0] == 2
    assert run("plan", "manage", "lem:b", project) == 0
    code, text = said("checklist", project)
    assert code == 1 and "## lem:b, proof" in text and "## lem:a" not in text
