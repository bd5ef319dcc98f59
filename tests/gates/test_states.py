"""Node states are never better than the evidence; what can be worked on now, and what waits."""

import json
from collections.abc import Callable

import pytest

from dlt_proof.emit import emit
from dlt_proof.gates import GateContext
from dlt_proof.gates.next_work import NextWork, next_work
from dlt_proof.gates.states import node_states
from dlt_proof.graph.plan_edit import edit_field, edit_fields
from dlt_proof.graph.plan_file import read_plan
from dlt_proof.project import Project
from dlt_proof.records.errors import InputError
from dlt_proof.records.graph import STATES

from ..conftest import CHECK, answer_checklists, edit, run

Said = Callable[..., tuple[int, str]]
PLAN_FILE = ".proof-research/dependency-graph.md"
SETTING = "sections/01-setting.tex"
LEMMA = "sections/02-lemma.tex"
THEOREM = "sections/03-theorem.tex"
HOLDS = "(claim, 1 + 2 * x, square)"
FAILS = "(claim, 3 + 2 * x, square)"
ALL = "all-ancestors-checked"


def states(project: Project) -> dict[str, str]:
    found = node_states(GateContext(Project(project.root)))
    assert set(found.values()) <= set(STATES)
    return found


def two(project: Project) -> tuple[str, str]:
    """The states of the lemma and the theorem."""
    found = states(project)
    return found["lem:square"], found["thm:main"]


def work(project: Project) -> NextWork:
    return next_work(GateContext(Project(project.root)))


def tasks(project: Project) -> list[tuple[str, str]]:
    return [(one.label, one.task) for one in work(project).ready]


def change_plan(project: Project, *changes: tuple[str, str, str | None]) -> None:
    project.plan_file.write_text(edit_fields(project.plan_file.read_text(), changes))


def elsewhere(monkeypatch: pytest.MonkeyPatch, factory: pytest.TempPathFactory) -> None:
    """From here on this is another machine, with another key."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(factory.mktemp("elsewhere")))


# ---- one state after another --------------------------------------------------------------------


def test_from_planned_to_all_ancestors_checked(planned: Project) -> None:
    assert set(states(planned).values()) == {"planned"}
    assert tasks(planned) == [
        ("def:gap", "state"),
        ("ass:positive", "state"),
        ("lem:square", "check"),
        ("thm:main", "state"),
    ]
    run("plan", "check", "--run", planned)
    assert ("lem:square", "state") in tasks(planned)
    emit(planned, read_plan(planned))
    assert set(states(planned).values()) == {"stated"}
    assert tasks(planned) == [("lem:square", "prove")]
    (waiting,) = work(planned).waiting
    assert (waiting.label, waiting.what, waiting.needs) == (
        "thm:main",
        "prove it",
        ("lem:square",),
    )


def test_the_sweep_makes_what_is_proved_checked(written: Project) -> None:
    assert states(written) == {
        "def:gap": "stated",
        "ass:positive": "stated",
        "lem:square": "proved",
        "thm:main": "proved",
    }
    commands = []
    for command in ("init", "verify"):
        ready = work(written).ready
        assert [one.task for one in ready] == ["sweep", "sweep"]
        assert ready[0].file == LEMMA and "lem:square/1, lem:square/2" in ready[0].what
        commands.append(ready[0].command)
        run("trace", command, written)
    assert commands == ["dlt-proof trace init", "dlt-proof trace verify"]
    assert two(written) == (ALL, ALL)
    done = work(written)
    assert (done.ready, done.waiting, done.finished) == ((), (), 4)


# ---- nothing raises a state without evidence ----------------------------------------------------


@pytest.mark.parametrize(
    ("file", "old", "new", "expected", "task"),
    [
        # The step is another one: its evidence is stale, and so is what was said of the proof.
        (LEMMA, "&\\ge 1 + 2x.", "&\\ge 1 + 1x.", ("proved", "checked"), "checklist"),
        # What the steps rest on changed, in a note that is no part of the text.
        (LEMMA, "x in (0, oo)", "x in (1, oo)", ("proved", "checked"), "sweep"),
        (LEMMA, "We expand", "\\todo{look at this} We expand", ("proved", "checked"), "todo"),
        (LEMMA, "We expand", "\\todo{prove: it} We expand", ("stated", "checked"), "prove"),
        (LEMMA, "\\begin{proof}", "\\iffalse\\begin{proof}", ("stated", "checked"), "prove"),
        (LEMMA, "$(1 + x)^2 \\ge 1 + 2x$", "$x > 0$", ("stated", "checked"), "agree"),
        (LEMMA, "\\label{lem:square}", "\\label{lem:squares}", ("planned", "checked"), "state"),
        # The check speaks of another statement, or is another one.
        (PLAN_FILE, "1 + 2x$.", "1 + 2 x$.", ("stated", "checked"), "check"),
        ("checks/square.py", "(0, 10, 100)", "(0, 10, 101)", ("proved", "checked"), "check"),
        # What is not written, or says something else, is not there to rest on.
        (SETTING, "\\label{def:gap}", "\\label{def:gape}", (ALL, "checked"), "state"),
        (SETTING, "$g(x) = (1 + x)^2 - 1$", "$g(x) = 1$", (ALL, "proved"), "agree"),
        (PLAN_FILE, "$g(x) = (1 + x)^2 - 1$", "$g(x) = 1$", (ALL, "checked"), "agree"),
    ],
)
def test_a_state_falls_with_its_evidence(
    swept: Project, file: str, old: str, new: str, expected: tuple[str, str], task: str
) -> None:
    assert two(swept) == (ALL, ALL)
    if new.startswith("\\iffalse"):
        edit(swept, file, "\\end{proof}", "\\end{proof}\\fi")
    edit(swept, file, old, new)
    found = two(swept)
    assert found[0] == expected[0]
    # The theorem's own steps may rest on what changed: it is at most what is expected.
    assert STATES.index(found[1]) <= STATES.index(expected[1]), found
    assert task in {one.task for one in work(swept).ready}


@pytest.mark.parametrize("body", ["Omitted.", "", "\\todo{later}"])
def test_a_proof_without_an_argument_proves_nothing(swept: Project, body: str) -> None:
    path = swept.root / LEMMA
    text = path.read_text()
    start, end = text.index("\\begin{proof}") + 13, text.index("\\end{proof}")
    path.write_text(f"{text[:start]}\n{body}\n{text[end:]}")
    assert two(swept) == ("stated", "checked")
    assert tasks(swept) == [("lem:square", "prove")]


@pytest.mark.parametrize("before", [True, False])
def test_of_two_statements_with_one_label_nobody_knows_which_is_proved(
    swept: Project, before: bool
) -> None:
    other = "\\begin{lemma}\\label{lem:square}\nIt holds that $1 = 2$.\n\\end{lemma}\n"
    path = swept.root / LEMMA
    text = path.read_text()
    place = text.index("\\begin{lemma}") if before else len(text)
    path.write_text(f"{text[:place]}{other}{text[place:]}")
    found = two(swept)
    assert found[0] == "stated" and found[1] in ("proved", "checked")
    assert ("lem:square", "agree") in tasks(swept)


def test_a_statement_that_is_said_again_stays_proved(swept: Project) -> None:
    path = swept.root / LEMMA
    text = path.read_text()
    start, end = text.index("\\begin{lemma}"), text.index("\\end{lemma}") + len("\\end{lemma}\n")
    path.write_text(f"{text}\n{text[start:end]}")
    assert two(swept) == (ALL, ALL)


def test_a_lemma_that_the_plan_calls_an_assumption_is_nothing_to_rest_on(swept: Project) -> None:
    path = swept.root / LEMMA
    text = path.read_text()
    path.write_text(text[: text.index("\\begin{proof}")])
    change_plan(swept, ("lem:square", "Kind", "assumption"), ("lem:square", "Check", None))
    found = two(swept)
    assert found[0] == "stated" and found[1] in ("proved", "checked")
    assert ("lem:square", "agree") in tasks(swept)


def test_a_planned_node_is_no_citation_whatever_its_label(swept: Project) -> None:
    section = """
## cite:smith
**Kind:** lemma
**Statement:** $1 = 2$.
**Hypotheses:** none
**Techniques:** none
**Downstream consumers:** thm:main
**Section:** sections/02-lemma.tex
**Check:** none: a test
"""
    swept.plan_file.write_text(swept.plan_file.read_text() + section)
    edit(swept, THEOREM, "By \\Cref{lem:square}", "By \\cite{smith} and \\Cref{lem:square}")
    run("trace", "verify", swept)
    assert two(swept) == (ALL, "checked")


def test_an_assumption_that_is_still_a_question_is_nothing_to_rest_on(swept: Project) -> None:
    edit(swept, SETTING, "$x > 0$", "$x > 0$\\todo{or at least 0?}")
    assert two(swept) == ("checked", "checked")
    assert tasks(swept) == [("ass:positive", "todo")]


def test_a_harmless_edit_changes_no_state(swept: Project) -> None:
    edit(swept, LEMMA, "&\\ge 1 + 2x.", "&\\ge  1 + 2x. % as planned")
    assert two(swept) == (ALL, ALL)


def test_a_result_of_another_machine_does_not_make_checked(
    swept: Project, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere(monkeypatch, tmp_path_factory)
    # The theorem has no numeric check, and its steps' certificates were computed again here.
    assert two(swept) == ("proved", "checked")
    assert tasks(swept) == [("lem:square", "check")]


def test_half_a_plan_or_paper_makes_nothing_checked(swept: Project) -> None:
    text = swept.plan_file.read_text()
    broken = edit_field(text, "thm:main", "Hypotheses", "ass:positive, def:gap, ass:unknown")
    swept.plan_file.write_text(broken)
    assert two(swept) == (ALL, "checked")
    swept.plan_file.write_text(text.replace("**Kind:** assumption", "**Kind:** asumption"))
    assert set(two(swept)) <= {"proved", "checked"}
    swept.plan_file.write_text(text)
    assert two(swept) == (ALL, ALL)
    edit(swept, "main.tex", "\\end{document}", "\\input{sections/99-gone}\n\\end{document}")
    assert two(swept) == ("proved", "proved")


def test_a_circle_is_never_checked_all_the_way_down(swept: Project) -> None:
    change_plan(
        swept,
        ("lem:square", "Hypotheses", "ass:positive, thm:main"),
        ("thm:main", "Downstream consumers", "lem:square"),
    )
    found = two(swept)
    assert ALL not in found and "false" not in found
    assert work(swept).circles == (("lem:square", "thm:main"),)


def test_without_a_paper_everything_is_planned(planned: Project) -> None:
    (planned.root / "main.tex").unlink()
    assert set(states(planned).values()) == {"planned"}
    planned.plan_file.unlink()
    with pytest.raises(InputError, match="there is no plan"):
        states(planned)


def test_a_state_written_by_hand_is_refused(swept: Project) -> None:
    (record,) = [r for r in swept.state.read("check") if r.data["label"] == "lem:square"][-1:]
    path = swept.root / record.file
    path.write_text(path.read_text().replace('"holds"', '"Holds"'))
    with pytest.raises(InputError, match="refused"):
        states(swept)


# ---- what is not managed ------------------------------------------------------------------------


def test_unmanaged_nodes_are_given_and_nobody_rests_safely_on_them(swept: Project) -> None:
    change_plan(swept, ("lem:square", "Managed", "no"))
    assert two(swept) == ("given", "checked")
    assert work(swept).finished == 3
    edit(swept, LEMMA, "\\label{lem:square}", "\\label{lem:squares}")
    assert two(swept)[0] == "planned", "what is not in the paper is not given"


def test_an_unmanaged_definition_has_nothing_to_prove(swept: Project) -> None:
    change_plan(swept, ("def:gap", "Managed", "no"))
    assert states(swept)["def:gap"] == "given" and two(swept) == (ALL, ALL)


# ---- false --------------------------------------------------------------------------------------


def test_a_violating_instance_makes_false_and_taints_what_rests_on_it(swept: Project) -> None:
    edit(swept, "checks/square.py", HOLDS, FAILS)
    assert two(swept) == ("proved", "checked"), "the check changed and was not run"
    run("plan", "check", "--run", swept)
    assert two(swept) == ("false", "rests-on-false")
    assert states(swept)["ass:positive"] == "stated"
    found = work(swept)
    assert [(one.label, one.task) for one in found.ready] == [("lem:square", "false")]
    assert found.ready[0].command == "dlt-proof plan refute lem:square"
    assert [(one.label, one.needs) for one in found.waiting] == [("thm:main", ("lem:square",))]
    # What speaks of another statement says nothing of this one.
    change_plan(swept, ("lem:square", "Statement", "$x = x$."))
    assert two(swept) == ("stated", "checked")


def test_an_instance_found_on_another_machine_still_counts(
    swept: Project, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    edit(swept, "checks/square.py", HOLDS, FAILS)
    run("plan", "check", "--run", swept)
    elsewhere(monkeypatch, tmp_path_factory)
    assert two(swept) == ("false", "rests-on-false")
    assert "another machine" in work(swept).ready[0].what


def test_a_check_without_a_working_control_makes_nothing_false(swept: Project) -> None:
    check = CHECK.replace("(control, 1 + x**3, square)", "(control, 1 + x, square)")
    (swept.root / "checks" / "square.py").write_text(check)
    run("plan", "check", "--run", swept)
    assert two(swept) == ("proved", "checked")
    assert tasks(swept) == [("lem:square", "check")]


def test_a_defect_in_a_proof_makes_false(swept: Project) -> None:
    edit(swept, LEMMA, "&\\ge 1 + 2x.", "&\\le 1 + 2x.")
    run("trace", "verify", swept)
    assert two(swept) == ("false", "rests-on-false")
    (first,) = work(swept).ready
    assert first.task == "false" and "lem:square/2" in first.what
    assert first.command == "dlt-proof trace check"


def test_a_false_node_is_false_though_nothing_is_written_or_managed(planned: Project) -> None:
    edit(planned, "checks/square.py", HOLDS, FAILS)
    run("plan", "check", "--run", planned)
    assert two(planned) == ("false", "rests-on-false")
    assert work(planned).ready[0].label == "lem:square", "before the definitions"
    change_plan(planned, ("lem:square", "Managed", "no"))
    assert two(planned) == ("false", "rests-on-false")


# ---- what is next -------------------------------------------------------------------------------


def test_a_technique_is_digested_before_anything_else(planned: Project) -> None:
    change_plan(planned, ("lem:square", "Techniques", "freedman"))
    found = {one.label: one for one in work(planned).ready}["lem:square"]
    assert found.task == "digest" and ".proof-research/freedman.md" in found.what
    assert (found.file, found.line) == (PLAN_FILE, 23)
    planned.scope_file.write_text("Quick\n")
    assert {task for _, task in tasks(planned)} == {"state"}, "Quick asks for neither"


def test_where_nothing_is_managed_nothing_is_asked_for(swept: Project, said: Said) -> None:
    text = swept.plan_file.read_text()
    labels = read_plan(swept).nodes
    swept.plan_file.write_text(edit_fields(text, [(one, "Managed", "no") for one in labels]))
    code, text = said("plan", "next", swept)
    assert code == 0 and "0 managed nodes: none; 4 not managed: given, unchecked" in text
    assert set(states(swept).values()) == {"given"} and work(swept).ready == ()


def test_several_can_be_proved_at_once(planned: Project) -> None:
    change_plan(
        planned,
        ("lem:square", "Downstream consumers", "none"),
        ("lem:square", "Goal", "yes"),
        ("lem:square", "Check", "none: easy"),
    )
    run("plan", "approve", "--by-default", planned)
    emit(planned, read_plan(planned))
    assert tasks(planned) == [("lem:square", "prove"), ("thm:main", "prove")]
    assert all(one.line for one in work(planned).ready)


def test_a_hypothesis_that_is_not_planned_is_waited_for(swept: Project, said: Said) -> None:
    hypotheses = "ass:positive, def:gap, lem:ghost"
    edit(swept, THEOREM, "By \\Cref{lem:square}", "\\todo{prove: it} By \\Cref{lem:square}")
    assert tasks(swept) == [("thm:main", "prove")]
    change_plan(swept, ("thm:main", "Hypotheses", hypotheses))
    assert tasks(swept) == []
    (waiting,) = work(swept).waiting
    assert (waiting.label, waiting.needs) == ("thm:main", ("lem:ghost",))
    assert "after: lem:ghost (not planned)" in said("plan", "next", swept)[1]


def test_a_lemma_that_only_the_paper_knows_is_waited_for_until_it_is_proved(
    swept: Project, said: Said
) -> None:
    lemma = "\\begin{lemma}\\label{lem:own}\n$1 = 1$.\n\\end{lemma}\n"
    edit(swept, THEOREM, "By \\Cref{lem:square}", "\\todo{prove: it} By \\Cref{lem:own},")
    edit(swept, LEMMA, "\\begin{lemma}", lemma + "\\begin{lemma}")
    answer_checklists(swept)  # the other lemma is needed no more, as far as code sees
    (waiting,) = work(swept).waiting
    assert (waiting.label, waiting.needs) == ("thm:main", ("lem:own",))
    assert "after: lem:own (not planned)" in said("plan", "next", swept)[1]
    edit(swept, LEMMA, lemma, lemma + "\\begin{proof}\nClearly $1 = 1$.\n\\end{proof}\n")
    assert tasks(swept) == [("thm:main", "prove")]


def test_next_in_words_and_in_json(planned: Project, said: Said) -> None:
    code, text = said("plan", "next", planned)
    assert code == 0 and "to be worked on now (4, all at once):" in text
    assert "4 managed nodes: 4 · planned" in text
    code, text = said("plan", "next", planned, "--format", "json")
    data = json.loads(text)
    assert code == 0 and data["schema"] == "dlt-proof/next/1"
    assert [row["label"] for row in data["ready"]][:2] == ["def:gap", "ass:positive"]
    assert data["ready"][0].keys() == {
        "label", "kind", "state", "task", "what", "command", "file", "line",
    }  # fmt: skip
    edit(planned, "checks/square.py", HOLDS, FAILS)
    run("plan", "check", "--run", planned)
    code, text = said("plan", "next", planned)
    assert code == 0 and text.startswith("false, before anything else (1):\n  lem:square")
    assert "waiting (1):" in text and "after: lem:square (false)" in text


def test_next_without_a_plan_or_with_one_that_does_not_read(planned: Project, said: Said) -> None:
    edit(planned, PLAN_FILE, "**Kind:** lemma", "**Kind:** lema")
    for command in (["next"], ["order"], ["rests-on", "thm:main"], ["impact", "def:gap"]):
        code, text = said("plan", *command, planned)
        assert code == 2 and "'lema' is no kind" in text
        code, text = said("plan", *command, planned, "--format", "json")
        assert code == 2 and json.loads(text)["findings"][0]["line"] == 20
    planned.plan_file.write_text("# Nothing\n")
    code, text = said("plan", "next", planned)
    assert code == 2 and "plans nothing" in text
    planned.plan_file.unlink()
    code, text = said("plan", "next", planned)
    assert code == 2 and "there is no plan" in text


def test_a_circle_is_told_first(planned: Project, said: Said) -> None:
    change_plan(
        planned,
        ("lem:square", "Hypotheses", "ass:positive, thm:main"),
        ("thm:main", "Downstream consumers", "lem:square"),
    )
    code, text = said("plan", "next", planned)
    assert code == 0
    assert text.startswith("break the circle first: lem:square → thm:main → lem:square\n")
    code, text = said("plan", "order", planned)
    assert code == 2 and "goes in a circle: lem:square → thm:main → lem:square" in text


# ---- order and taint in words -------------------------------------------------------------------


def test_order_shows_states_and_counts(swept: Project, said: Said) -> None:
    code, text = said("plan", "order", swept)
    lines = text.splitlines()
    assert code == 0 and len(lines) == 5
    assert lines[2].split() == ["3.", "lem:square", "lemma", "✓", ALL, LEMMA]
    assert lines[-1] == f"4 nodes: 2 ○ stated, 2 ✓ {ALL}"
    code, text = said("plan", "order", swept, "--format", "json")
    assert [row["state"] for row in json.loads(text)["nodes"]] == ["stated", "stated", ALL, ALL]


def test_what_a_result_rests_on(swept: Project, said: Said) -> None:
    code, text = said("plan", "rests-on", "thm:main", swept)
    assert code == 0 and text.splitlines() == [
        "thm:main rests on 3 of 3 other nodes",
        "lemma (1)",
        f"  ✓ {ALL}  thm:main ← lem:square",
        "definition (1)",
        "  ○ stated                 thm:main ← def:gap",
        "assumption (1)",
        "  ○ stated                 thm:main ← ass:positive",
    ]
    code, text = said("plan", "rests-on", "def:gap", swept)
    assert (code, text) == (0, "def:gap rests on nothing\n")


def test_taint_in_json_has_distances_and_chains(planned: Project, said: Said) -> None:
    change_plan(planned, ("thm:main", "Hypotheses", "def:gap"))
    change_plan(planned, ("ass:positive", "Downstream consumers", "lem:square"))
    code, text = said("plan", "rests-on", "thm:main", planned, "--format", "json")
    data = json.loads(text)
    assert code == 0 and data["schema"] == "dlt-proof/taint/1" and data["label"] == "thm:main"
    assert data["nodes"][-1] == {
        "label": "ass:positive",
        "kind": "assumption",
        "state": "planned",
        "distance": 2,
        "chain": ["thm:main", "lem:square", "ass:positive"],
    }


def test_what_only_the_paper_knows_taints_too(swept: Project, said: Said) -> None:
    remark = "\\begin{lemma}\\label{lem:own}\n$1 = 1$.\n\\end{lemma}\n"
    edit(swept, LEMMA, "We expand", "By \\Cref{lem:own} and \\cite{markov}, we expand")
    edit(swept, LEMMA, "\\begin{lemma}", remark + "\\begin{lemma}")
    code, text = said("plan", "rests-on", "thm:main", swept)
    assert code == 0 and "thm:main ← lem:square ← lem:own" in text
    assert "citation (1)" in text and "thm:main ← lem:square ← cite:markov" in text
    assert two(swept)[1] != ALL


@pytest.mark.parametrize("command", [("next",), ("order",), ("rests-on", "thm:main")])
def test_what_of_the_paper_could_not_be_read_is_told(
    written: Project, said: Said, command: tuple[str, ...]
) -> None:
    assert "read" not in said("plan", *command, written)[1]
    (written.root / LEMMA).unlink()
    code, text = said("plan", *command, written)
    assert code == 0 and "could not be read: 1; uses there are missing" in text
    (written.root / "main.tex").unlink()
    code, text = said("plan", *command, written)
    assert code == 0 and "no paper is read: " in text


def test_what_only_the_paper_knows_falls_too(swept: Project, said: Said) -> None:
    middle = (
        "\n\\begin{lemma}\\label{lem:middle}\n$1 = 1$.\n\\end{lemma}\n"
        "\\begin{proof}\nBy \\Cref{lem:square}, $1 = 1$.\n\\end{proof}\n"
    )
    path = swept.root / LEMMA
    path.write_text(path.read_text() + middle)
    edit(swept, THEOREM, "By \\Cref{lem:square}", "By \\Cref{lem:middle}")
    change_plan(
        swept, ("lem:square", "Downstream consumers", "none"), ("lem:square", "Goal", "yes")
    )
    edit(swept, "checks/square.py", HOLDS, FAILS)
    run("plan", "check", "--run", swept)
    assert two(swept) == ("false", "rests-on-false")
    code, text = said("plan", "impact", "lem:square", swept, "--format", "json")
    assert code == 0
    assert {one["state"] for one in json.loads(text)["nodes"]} == {"rests-on-false"}
    code, text = said("plan", "graph", swept, "--format", "json")
    drawn = {node["id"]: node["state"] for node in json.loads(text)["nodes"]}
    assert code == 0 and drawn["lem:middle"] == "rests-on-false"


def test_what_falls_with_a_node(swept: Project, said: Said) -> None:
    code, text = said("plan", "impact", "ass:positive", swept)
    assert code == 0 and text.splitlines()[0] == ("if ass:positive falls, so do 2 of 3 other nodes")
    assert f"  ✓ {ALL}  ass:positive → lem:square" in text
    code, text = said("plan", "impact", "thm:main", swept)
    assert code == 0 and text == ("nothing rests on thm:main: if it falls, nothing else does\n")


@pytest.mark.parametrize("command", ["rests-on", "impact"])
def test_an_unknown_label_is_told_with_the_nearest(
    planned: Project, said: Said, command: str
) -> None:
    for wrong in ("Lem:Square", "lem:sqare", "prop:square"):
        code, text = said("plan", command, wrong, planned)
        assert code == 2 and "nearest: lem:square" in text
    code, text = said("plan", command, "xyz", planned)
    assert code == 2 and "`dlt-proof plan order` lists them" in text


def test_long_lists_are_cut_in_words_and_whole_in_json(planned: Project, said: Said) -> None:
    names = [f"lem:n{n}" for n in range(120)]
    common = planned.plan_file.read_text()
    common = edit_field(common, "ass:positive", "Downstream consumers", ", ".join(names))
    common = edit_field(common, "thm:main", "Hypotheses", "def:gap")
    common = edit_field(common, "lem:square", "Hypotheses", "none")
    node = (
        "**Kind:** lemma\n**Statement:** $x$.\n**Hypotheses:** ass:positive\n"
        "**Techniques:** none\n**Downstream consumers:** thm:main\n"
        "**Section:** sections/x.tex\n**Check:** none: easy\n"
    )
    planned.plan_file.write_text(common + "".join(f"\n## {name}\n{node}" for name in names))
    for command in (["order"], ["next"], ["impact", "ass:positive"]):
        code, text = said("plan", *command, planned)
        assert code == 0 and "--format json shows all" in text and len(text.splitlines()) < 115
        code, text = said("plan", *command, planned, "--format", "json")
        data = json.loads(text)
        rows = data.get("nodes") or data["ready"]
        assert len(rows) >= 120


def test_many_circles_and_a_long_one_are_cut_in_words(planned: Project, said: Said) -> None:
    def nodes(other: Callable[[int], tuple[int, int]]) -> str:
        return "".join(
            f"\n## lem:n{n}\n**Kind:** lemma\n**Statement:** $x$.\n**Hypotheses:** lem:n{before}\n"
            f"**Techniques:** none\n**Downstream consumers:** lem:n{after}\n"
            "**Section:** sections/x.tex\n**Check:** none: easy\n"
            for n in range(120)
            for before, after in [other(n)]
        )

    common = planned.plan_file.read_text()
    planned.plan_file.write_text(common + nodes(lambda n: (n ^ 1, n ^ 1)))
    code, text = said("plan", "next", planned)
    assert code == 0 and text.count("break the circle first") == 50
    assert "… and 10 more (--format json shows all)" in text
    assert len(json.loads(said("plan", "next", planned, "--format", "json")[1])["circles"]) == 60
    planned.plan_file.write_text(common + nodes(lambda n: ((n - 1) % 120, (n + 1) % 120)))
    code, text = said("plan", "order", planned)
    assert code == 2 and "goes in a circle: lem:n0 → " in text
    assert "… 101 more …" in text and len(text) < 500
