"""A line gives a reason only where it speaks of the text; the same one answers no second item."""

import pytest

from dlt_proof.checklists import Checklists, load_checklists, record_answers
from dlt_proof.checklists.lines import line_key, problem_of_line, tokens
from dlt_proof.graph.plan_file import read_plan
from dlt_proof.latex import read_document
from dlt_proof.project import Project
from dlt_proof.records.checklists import FiledAnswer, FiledAnswers
from dlt_proof.records.errors import InputError

from ..conftest import THEOREM_PROOF, replace, run
from .papers import checklists_of, paper


@pytest.fixture
def unanswered(written: Project) -> Project:
    """The small proof with the theorem's proof changed, so that its answers are stale."""
    proof = THEOREM_PROOF.replace("By \\Cref", "Now by \\Cref")
    replace(written, "sections/03-theorem.tex", "\\begin{proof}", proof, environment="proof")
    return written


@pytest.fixture(scope="module")
def bernoulli(tmp_path_factory: pytest.TempPathFactory) -> Checklists:
    """One lemma and its proof."""
    body = """\\begin{lemma}\\label{lem:a} For every $x > 0$, the distance satisfies
$(1 + x)^2 \\ge 1 + 2x$. \\end{lemma}
\\begin{proof} We expand the square, and drop $x^2 > 0$. \\end{proof}
"""
    return checklists_of(paper(tmp_path_factory.mktemp("paper"), body))


def checklists(project: Project) -> Checklists:
    return load_checklists(project, read_document(project), read_plan(project))


def answer(project: Project, because: str, item: str = "closing", **more: object) -> None:
    fields = {"label": "thm:main", "item": item, "answer": "yes", "because": because, **more}
    filed = FiledAnswers(by="Bob", answers=(FiledAnswer.model_validate(fields),))
    record_answers(project, checklists(project), filed)


GOOD = "The last display ends with $2x > x$, and $(1 + x)^2 - 1$ is the gap $g(x)$."


@pytest.mark.parametrize(
    "because",
    [
        "",
        " ",
        "ok",
        "OK.",
        "yes",
        "Yes, it is fine.",
        "n/a",
        "checked",
        "Checked and found to be correct.",
        "I have read this very carefully and it holds.",
        "The proof is complete and the statement is shown.",
        "closing is all right here",
        "The closing closes as the closing should close.",
        "Everything seems to be quite satisfactory throughout today.",
        "1 1 1 1 1 1",
        "$ $ $ $",
        "lem:unknown lem:other thm:none lem:nowhere",
        # Labels are on every page: they show nothing read.
        "what is left over of lem:a is its right side",
        "lem:a item 0 thm:main fully fine",
        "lem:a lem:a lem:a lem:a square",
        f"The last display ends with $1 + 2x$ {'x' * 2000}",
    ],
)
def test_what_gives_no_reason_is_refused(bernoulli: Checklists, because: str) -> None:
    state = bernoulli.find("lem:a", "closing")
    assert problem_of_line(because, state.matter, state.item)


@pytest.mark.parametrize(
    "because",
    [
        "The last display ends with $1 + 2x$, the right side of the lemma.",
        "ends with the square being larger than $x$",
        "the term x^2 is dropped, which leaves 1 + 2x for positive numbers",
        "Squares are expanded in the one display that there is.",
        "Der Abstand $g(x)$ wird in der letzten Zeile nach unten beschränkt.",
    ],
)
def test_what_gives_one_is_taken(bernoulli: Checklists, because: str) -> None:
    state = bernoulli.find("lem:a", "closing")
    problem = problem_of_line(because, state.matter, state.item)
    assert problem == ""


@pytest.mark.parametrize(
    "because",
    [
        "a Lipschitz condition is missing",
        "ends one line too early, uniqueness is never shown",
        "no constant is ever named here",
    ],
)
def test_what_is_missing_is_no_word_of_the_text(bernoulli: Checklists, because: str) -> None:
    state = bernoulli.find("lem:a", "closing")
    assert problem_of_line(because, state.matter, state.item, "no") == ""
    assert problem_of_line("no", state.matter, state.item, "no")


def test_what_differs_in_numbers_and_names_of_items_is_one_line() -> None:
    def key(because: str) -> str:
        return line_key(because, ["lem:a"])

    line = key("closing of proof 4, whose relation is $x^2 > 0$")
    for same in (
        "title of proof 11, whose relation is $x^2 > 0$",
        "lem:a: quantifier order of proof, whose relation is $x^2 > 0$.",
    ):
        assert key(same) == line
    for other in ("closing of proof 4, whose relation is $x^3 > 0$", "of proof, whose end is $x$"):
        assert key(other) != line


def test_a_line_of_one_long_word_is_read_in_time_linear_in_it() -> None:
    assert tokens("a" * 200_000) == ["a" * 200_000]


def test_one_line_answers_one_item(unanswered: Project) -> None:
    answer(unanswered, GOOD)
    for same in (GOOD, GOOD.upper(), GOOD.replace(",", "  ;"), f"thm:main: {GOOD}"):
        with pytest.raises(InputError, match="the very same line answers closing of thm:main"):
            answer(unanswered, same, "no-undefined-symbol")
    answer(unanswered, f"{GOOD} Both are introduced in def:gap.", "no-undefined-symbol")
    answer(unanswered, GOOD)  # the same item again


def test_nothing_of_a_file_is_filed_where_one_answer_is_refused(unanswered: Project) -> None:
    entries = [
        {"label": "thm:main", "item": "closing", "answer": "yes", "because": GOOD},
        {"label": "thm:main", "item": "no-undefined-symbol", "answer": "yes", "because": GOOD},
        {"label": "thm:main", "item": "closing-time", "answer": "yes", "because": GOOD},
        {"label": "lem:none", "item": "closing", "answer": "yes", "because": GOOD},
        {"label": "thm:main", "item": "label", "answer": "yes", "because": GOOD + " Once."},
        {"label": "thm:main", "item": "cited-hypotheses", "answer": "yes", "fingerprint": "0",
         "because": f"{GOOD} By lem:square."},
        {"label": "thm:main", "item": "title", "answer": ""},
    ]  # fmt: skip
    filed = FiledAnswers.model_validate({"by": "Bob", "answers": entries})
    with pytest.raises(InputError) as refused:
        record_answers(unanswered, checklists(unanswered), filed)
    text = str(refused.value)
    assert text.startswith("5 answers are refused, and none was filed:")
    for words in (
        "no-undefined-symbol: the very same line",
        "'closing-time' is no item",
        "lem:none is no managed statement",
        "label: code answers it",
        "the text is another one now",
    ):
        assert words in text
    assert checklists(unanswered).find("thm:main", "closing").verdict == "open"


def test_nobody_answers_without_a_name(unanswered: Project) -> None:
    filed = FiledAnswers(by="  ", answers=())
    with pytest.raises(InputError, match="name of who gives them"):
        record_answers(unanswered, checklists(unanswered), filed)
    words = ("checklist", "answer", "thm:main", "closing", "yes", unanswered, "--because", GOOD)
    assert run(*words, "--by", " ") == 2


def test_two_statements_with_one_text_are_two(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("paper")
    body = "".join(
        f"\\begin{{lemma}}\\label{{lem:{name}}} For every $x$, $x^2 \\ge 0$. \\end{{lemma}}\n"
        for name in "ab"
    )
    (folder / ".proof-research").mkdir()
    project = paper(folder, body)

    def read() -> Checklists:
        return load_checklists(project, read_document(project), None)

    because = "The square $x^2$ of a real number is the whole subject."
    entry = FiledAnswer(label="lem:a", item="title", answer="yes", because=because)
    record_answers(project, read(), FiledAnswers(by="Bob", answers=(entry,)))
    assert read().find("lem:a", "title").verdict == "yes"
    assert read().find("lem:b", "title").verdict == "open"
