"""What an answer is bound to, and what becomes of a no."""

import json

import pytest

from dlt_proof.checklists import (
    ANSWER_KIND,
    Checklists,
    ItemState,
    checklist_findings,
    load_checklists,
    record_answers,
    render_checklists,
)
from dlt_proof.checklists.form import checklist_form, noted
from dlt_proof.gates import GateContext, evaluate_gates
from dlt_proof.graph.plan_file import read_plan
from dlt_proof.latex import read_document
from dlt_proof.project import Project
from dlt_proof.records.checklists import Answer, FiledAnswer, FiledAnswers
from dlt_proof.records.errors import InputError

from ..conftest import answer_checklists, answer_checklists_but, edit

SETTING, LEMMA, THEOREM = (
    f"sections/{name}.tex" for name in ("01-setting", "02-lemma", "03-theorem")
)
PLAN_FILE = ".proof-research/dependency-graph.md"
BECAUSE = "The chain ends with $1 + 2x$, which is the right side of the claim."


def checklists(project: Project) -> Checklists:
    return load_checklists(project, read_document(project), read_plan(project))


def find(project: Project, label: str, item: str) -> ItemState:
    return checklists(project).find(label, item)


def open_items(project: Project) -> set[tuple[str, str]]:
    return {(s.matter.label, s.item.identifier) for s in checklists(project).pressing}


def answer(
    project: Project,
    item: str,
    verdict: str,
    because: str = BECAUSE,
    *,
    quotation: str = "",
    by: str = "Bob",
) -> None:
    fields = {"label": "lem:square", "item": item, "answer": verdict, "because": because}
    entry = FiledAnswer.model_validate({**fields, "quotation": quotation})
    record_answers(project, checklists(project), FiledAnswers(by=by, answers=(entry,)))


def findings(project: Project, *, mending: bool = False) -> list[tuple[str, str, int]]:
    document = read_document(project)
    found = checklist_findings(document, checklists(project), stale_counts=mending)
    return [(f.rule, f.file, f.line) for f in found]


# ---- what answers are bound to -------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        [(LEMMA, "We expand the square, and then", "We expand the\n   square,\tand then")],
        [(LEMMA, "We expand", "% a note\nWe expand")],
        [(LEMMA, "x in (0, oo)", "x in (1, oo)")],
        [(SETTING, "\\label{ass:positive}", "\\label{ass:plus}")],
        [("sections/00-introduction.tex", "The gap is", "It is")],
    ],
    ids=["reflowed", "commented", "domain note", "label of what is cited", "elsewhere"],
)
def test_what_changes_nothing_leaves_the_answers(
    written: Project, changes: list[tuple[str, str, str]]
) -> None:
    for file, old, new in changes:
        edit(written, file, old, new)
    if changes[0][2] == "\\label{ass:plus}":
        for path in (*written.root.glob("sections/*.tex"), written.plan_file):
            path.write_text(path.read_text().replace("ass:positive", "ass:plus"))
    assert open_items(written) == set()


def test_the_statements_own_label_may_change(written: Project) -> None:
    for path in (*written.root.glob("sections/*.tex"), written.plan_file):
        path.write_text(path.read_text().replace("lem:square", "lem:bernoulli"))
    assert open_items(written) == set()
    assert "lem:bernoulli" in checklists(written).labels


ITEMS_OF_THE_PROOF = {
    "quantifier-order", "probability-budget", "hypothesis-tightness", "cited-hypotheses",
    "derivation-displayed", "ordinals-match", "no-undefined-symbol", "no-unused-result",
    "probability-and-expectation", "closing",
}  # fmt: skip
ITEMS_OF_WHAT_IS_GIVEN = {
    "self-containment", "quantifier-order", "probability-budget", "hypothesis-tightness",
    "cited-hypotheses", "no-undefined-symbol", "probability-and-expectation",
}  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "stale"),
    [
        # The proof: what speaks of it.
        (LEMMA, "We expand the square", "We multiply out",
         {("lem:square", item) for item in ITEMS_OF_THE_PROOF}),
        # An assumption: what speaks of what is cited.
        (SETTING, "satisfies $x > 0$", "satisfies $x > 1$",
         {(label, item) for label in ("lem:square", "thm:main")
          for item in ITEMS_OF_WHAT_IS_GIVEN}),
        # The remark behind an assumption: where a weaker one would do may be said there.
        (SETTING, "Mild; see", "Strong; see",
         {(label, "hypothesis-tightness") for label in ("lem:square", "thm:main")}),
        # A title: only what speaks of it.
        (LEMMA, "[Square]", "[A square]", {("lem:square", "title")}),
    ],
    ids=["proof", "assumption", "remark", "title"],
)  # fmt: skip
def test_a_change_makes_stale_exactly_what_speaks_of_it(
    written: Project, file: str, old: str, new: str, stale: set[tuple[str, str]]
) -> None:
    edit(written, file, old, new)
    assert open_items(written) == stale
    for label, item in stale:
        state = find(written, label, item)
        assert state.earlier is not None and state.earlier.answer.by == "Ada"
    assert {rule for rule, *_ in findings(written)} == {"V31"}
    answer_checklists(written)
    assert findings(written) == []
    edit(written, file, new, old)  # the first answers are there still
    assert open_items(written) == set()


def test_what_the_running_text_lays_down_of_the_symbols_counts(written: Project) -> None:
    edit(written, SETTING, "\\begin{definition}", "Throughout, $x \\le 5$.\n\n\\begin{definition}")
    given = {(label, i) for label in ("lem:square", "thm:main") for i in ITEMS_OF_WHAT_IS_GIVEN}
    assert open_items(written) == given
    states = checklists(written).items
    form = checklist_form(read_document(written), read_plan(written), states)
    assert [text["laid_down_outside"][0][-21:] for text in form["texts"]] == [
        "Throughout, $x \\le 5$."[-21:]
    ] * 2
    answer_checklists(written)
    edit(written, SETTING, "$x \\le 5$", "$x \\le 6$")
    assert open_items(written) == given
    answer_checklists(written)
    # Of another symbol it says nothing here.
    edit(written, SETTING, "$x \\le 6$.", "$x \\le 6$. Let $q > 0$ always.")
    assert open_items(written) == set()
    # Nor does what only talks of it, or comes behind it and is not said of the whole.
    edit(written, SETTING, "$q > 0$ always.", "$q > 0$ always. We meet $g$, where $g$ is the gap.")
    edit(written, THEOREM, "\\end{proof}", "\\end{proof}\nLet $x = 3$ for an example.")
    assert open_items(written) == set()
    edit(written, THEOREM, "Let $x = 3$ for an example.", "Everywhere we write $g$ for the gap.")
    assert {label for label, _ in open_items(written)} == {"thm:main"}


def test_what_a_cited_definition_refers_to_counts(written: Project) -> None:
    scale = "\\begin{definition}\\label{def:scale} The scale is $s \\le 1$. \\end{definition}\n"
    edit(written, SETTING, "\\begin{assumption}", f"{scale}\\begin{{assumption}}")
    edit(written, SETTING, "The gap of a", "With \\Cref{def:scale}, the gap of a")
    answer_checklists(written)
    edit(written, SETTING, "$s \\le 1$", "$s \\le 1000$")
    assert {label for label, _ in open_items(written)} == {"thm:main"}
    assert {item for _, item in open_items(written)} == ITEMS_OF_WHAT_IS_GIVEN


def test_a_used_result_counts_where_chance_is_accounted(written: Project) -> None:
    edit(written, LEMMA, "\\ge 1 + 2x$.", "\\ge 1 + x$.")
    stale = {item for label, item in open_items(written) if label == "thm:main"}
    assert stale == {"probability-budget", "hypothesis-tightness", "cited-hypotheses",
                     "probability-and-expectation"}  # fmt: skip


def test_a_macro_counts_by_its_body(written: Project) -> None:
    edit(written, "macros.tex", "\\newcommand{\\R}", "\\newcommand{\\up}{2x}\n\\newcommand{\\R}")
    edit(written, LEMMA, "&\\ge 1 + 2x.", "&\\ge 1 + \\up.")
    assert open_items(written) == set()
    edit(written, "macros.tex", "{\\up}{2x}", "{\\up}{3x}")
    assert ("lem:square", "no-undefined-symbol") in open_items(written)


def test_a_macro_with_two_meanings_counts_by_both(written: Project) -> None:
    edit(
        written, "macros.tex", "\\newcommand{\\R}",
        "\\newcommand{\\up}{2x}\\newcommand{\\rest}{0}\n\\renewcommand{\\rest}{1}\n\\newcommand{\\R}",
    )  # fmt: skip
    edit(written, LEMMA, "We expand", "As $\\rest \\ge 0$, we expand")
    answer_checklists(written)
    assert open_items(written) == set()
    edit(written, "macros.tex", "\\renewcommand{\\rest}{1}", "\\renewcommand{\\rest}{-1}")
    assert ("lem:square", "no-undefined-symbol") in open_items(written)


def test_a_text_that_is_mended_waits_for_its_answers(written: Project) -> None:
    # Code answered some items of the proof as it was: with a third step it does not any more.
    edit(written, LEMMA, "We expand", "As $x > 0$, also $x + 1 > 0$. We expand")
    assert {rule for rule, *_ in findings(written)} == {"V30", "V31"}
    assert findings(written, mending=True) == []
    for mending in (False, True):
        gates = evaluate_gates(GateContext(written, mending=mending), "C")
        assert gates[-1].holds is mending
    answer(written, "closing", "no")
    assert [rule for rule, *_ in findings(written, mending=True)] == ["V32"]


# ---- a no ----------------------------------------------------------------------------------------


def test_a_no_fails_with_its_place_and_is_taken_back_only_with_a_quotation(
    written: Project,
) -> None:
    answer(written, "closing", "no", "The last line says $\\ge 1 + 2x$ and not that $x > 0$.")
    assert findings(written) == [("V32", LEMMA, 8)]
    for quotation in ("", "expand", "words that do not stand in it at all"):
        with pytest.raises(InputError, match="Bob answered no"):
            answer(written, "closing", "yes", quotation=quotation, by="Cid")
    quotation = "drop the term $x^2$, which"
    with pytest.raises(InputError, match="another reader refutes it"):
        answer(written, "closing", "yes", quotation=quotation, by="bob")
    answer(written, "closing", "yes", quotation=quotation, by="Cid")
    assert findings(written) == []
    state = find(written, "lem:square", "closing")
    assert state.given is not None and "answered no" in state.given.overrules[0]
    assert "1 overruled" in checklists(written).summary()
    # And a no again is a no.
    answer(written, "closing", "no", "It ends with $1 + 2x$ alone.")
    assert find(written, "lem:square", "closing").verdict == "no"


def test_a_no_also_goes_against_what_code_answers(written: Project) -> None:
    assert find(written, "lem:square", "opening-strategy").by == "code"
    answer(written, "opening-strategy", "no", "Why the square helps is never announced.")
    assert findings(written) == [("V32", LEMMA, 8)]
    # And it is not lost where the text changes and code answers yes again.
    edit(written, LEMMA, "and then drop", "and drop")
    answer_checklists_but(written, "opening-strategy")
    state = find(written, "lem:square", "opening-strategy")
    assert (state.verdict, state.decision.verdict) == ("open", "yes")
    assert "Bob answered no: Why the square helps" in noted(state)[-1]
    assert findings(written) == [("V31", LEMMA, 8)]
    with pytest.raises(InputError, match="for an earlier text Bob answered no"):
        answer(written, "opening-strategy", "yes")
    answer(written, "opening-strategy", "yes", quotation="We expand the square")
    state = find(written, "lem:square", "opening-strategy")
    assert state.given is not None and "Bob answered no" in state.given.overrules[0]
    assert findings(written) == []


def test_every_no_is_refuted_and_not_only_the_last(written: Project) -> None:
    answer(written, "closing", "no", "That a Lipschitz condition is missing shows here.", by="Ref")
    answer(written, "closing", "no", "Some other thing is wrong.", by="Eve")
    quotation = "drop the term $x^2$, which"
    for liar in ("Ref", "EVE"):
        with pytest.raises(InputError, match="another reader refutes it"):
            answer(written, "closing", "yes", quotation=quotation, by=liar)
    rendered = render_checklists(read_document(written), checklists(written),
                                 checklists(written).items)  # fmt: skip
    assert "Ref answered no: That a Lipschitz condition is missing" in rendered
    # A word is changed: both stand still.
    edit(written, LEMMA, "and then drop", "and drop")
    state = find(written, "lem:square", "closing")
    assert [said.split(":")[0] for said in state.noes] == [
        "for an earlier text Ref answered no", "for an earlier text Eve answered no"
    ]  # fmt: skip
    with pytest.raises(InputError, match="needs a quotation"):
        answer(written, "closing", "yes", by="Eve")
    answer(written, "closing", "yes", by="Eve", quotation="drop the term $x^2$, which")
    state = find(written, "lem:square", "closing")
    assert state.given is not None and len(state.given.overrules) == 2
    # What was refuted needs no second refutation for the next text.
    edit(written, LEMMA, "and drop", "and then we drop")
    assert find(written, "lem:square", "closing").noes == ()
    answer(written, "closing", "yes", by="Eve")
    # And where the text before is back, so is what was said of it.
    edit(written, LEMMA, "and then we drop", "and then drop")
    assert find(written, "lem:square", "closing").verdict == "no"


def test_what_a_rule_finds_is_overruled_by_the_words_that_refute_it(written: Project) -> None:
    edit(written, LEMMA, "\\end{align*}", "\\end{align*}\nThe other case is similar.")
    answer_checklists(written)
    assert findings(written) == [("V33", LEMMA, 15)]
    with pytest.raises(InputError, match=r"R16 .* it needs a quotation"):
        answer(written, "derivation-displayed", "yes")
    answer(written, "derivation-displayed", "yes", quotation="\\Cref{ass:positive} allows")
    state = find(written, "lem:square", "derivation-displayed")
    assert (state.verdict, state.by) == ("yes", "Bob")
    assert state.given is not None and state.given.overrules[0].startswith("R16 ")


def test_an_overruling_does_not_cover_what_is_found_later(written: Project) -> None:
    edit(written, LEMMA, "\\end{align*}", "\\end{align*}\nThe other case is similar.")
    answer_checklists(written)
    answer(written, "derivation-displayed", "yes", quotation="\\Cref{ass:positive} allows")
    (record,) = [r for r in written.state.read(ANSWER_KIND) if r.data["against"]]
    state = find(written, "lem:square", "derivation-displayed")
    folder = written.research / "state" / ANSWER_KIND
    for path in folder.glob("*.jsonl"):
        lines = path.read_text().splitlines(keepends=True)
        path.write_text("".join(line for line in lines if "R16 " not in line))
    assert find(written, "lem:square", "derivation-displayed").verdict == "no"
    other = Answer.model_validate({**record.data, "against": ("R16 something else",)})
    written.state.append(ANSWER_KIND, other.model_dump())
    after = find(written, "lem:square", "derivation-displayed")
    assert after.verdict == "no" and "found since" in after.refused[0]
    assert state.verdict == "yes"


# ---- records that were not filed by the command --------------------------------------------------


def test_a_record_counts_only_while_it_would_be_taken(written: Project) -> None:
    edit(written, LEMMA, "We expand", "We now expand")
    state = find(written, "lem:square", "closing")
    good = Answer(
        label="lem:square",
        item="closing",
        verdict="yes",
        by="Eve",
        because="ok",
        fingerprint=state.matter.fingerprint(state.item),
    )
    written.state.append(ANSWER_KIND, good.model_dump())
    after = find(written, "lem:square", "closing")
    assert after.verdict == "open" and "Eve: a line of at least 4 words" in after.refused[0]
    (found,) = [f for f in checklist_findings(read_document(written), checklists(written))
                if "does not count" in f.message]  # fmt: skip
    assert found.rule == "V31" and "Eve" in found.message
    better = good.model_copy(update={"because": BECAUSE})
    written.state.append(ANSWER_KIND, better.model_dump())
    assert find(written, "lem:square", "closing").verdict == "yes"
    # An item of another version is passed over, a record that is none is not.
    written.state.append(ANSWER_KIND, good.model_copy(update={"item": "beauty"}).model_dump())
    assert find(written, "lem:square", "closing").verdict == "yes"
    written.state.append(ANSWER_KIND, {"label": "lem:square"})
    with pytest.raises(InputError, match="no answer to a checklist"):
        checklists(written)


def test_a_line_written_by_hand_is_refused(written: Project) -> None:
    path = written.research / "state" / ANSWER_KIND / "0-mine.jsonl"
    line = {"kind": ANSWER_KIND, "time": "2026-01-01", "data": {"item": "closing"}}
    path.write_text(json.dumps(line) + "\n")
    with pytest.raises(InputError, match=r"0-mine\.jsonl:1"):
        checklists(written)
