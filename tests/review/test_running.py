"""`review run` over the protocol of the API: readers, judges and menders of every kind.

The readers here are told the truth about what is planted, as no real one is.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest

from dlt_proof.gates import ReviewState, load_review
from dlt_proof.latex import read_document
from dlt_proof.panel import DeskReading, PanelRun
from dlt_proof.panel.history import HeldBatch, HeldQuestion
from dlt_proof.project import Project
from dlt_proof.review import record_readings
from tests.messages_server import MessagesServer, Reply, error_reply, text_reply

from ..conftest import run
from ..panel.scripted import Scripted, answer, history, lazy, weakness
from ..panel.scripted import honest as finds_what_is_planted
from ..panel.test_judging import fair
from ..panel.test_judging import said as judged
from .support import LEMMA, THEOREM, line_of

Said = Callable[..., tuple[int, str]]
Api = Callable[[Callable[[dict[str, Any], int], Reply]], MessagesServer]
Voice = Callable[[HeldBatch, HeldQuestion], Any]
RUN = ("review", "run", "--backend", "anthropic", "--model", "claude-sonnet-5-5", "--quiet")

LEMMA_LINE = "We expand the square, and then"
THEOREM_LINE = "By \\Cref{lem:square}"


def state(project: Project) -> ReviewState:
    project = Project(project.root)
    return load_review(project, read_document(project))


def only_once(*found: dict[str, Any], unit: str = "thm:main") -> Voice:
    """A reader of rigour who names weaknesses of one unit, until its words are changed."""

    def voice(batch: HeldBatch, held: HeldQuestion) -> Any:
        if held.kind == "asked" and batch.record.lens == "rigour" and held.record.about == unit:
            shown = "\n".join(held.given.lines.values())
            return answer([f for f in found if f["quotation"] in shown])
        return finds_what_is_planted(batch, held)

    return voice


def speaking(read: Voice, judge: Voice = fair, mend: Voice | None = None) -> Voice:
    """One model that reads, judges and mends."""

    def voice(batch: HeldBatch, held: HeldQuestion) -> Any:
        if batch.record.purpose == "judge":
            return judge(batch, held)
        if batch.record.purpose == "mender":
            assert mend is not None
            return mend(batch, held)
        return read(batch, held)

    return voice


def judging(classification: str, quotation: str = "") -> Voice:
    """A judge who is right about what is planted, and says this of the rest."""

    def voice(batch: HeldBatch, held: HeldQuestion) -> Any:
        if held.kind == "asked":
            return judged(classification, quotation)
        return fair(batch, held)

    return voice


def change(file: str, old: str, new: str, note: str = "The reason is given now.") -> Any:
    return {"note": note, "edits": [{"file": file, "old": old, "new": new}]}


def mending(*proposals: Any) -> Voice:
    """A mender who proposes one thing after the other, the last one again and again."""
    left = list(proposals)

    def voice(_batch: HeldBatch, _held: HeldQuestion) -> Any:
        return left.pop(0) if len(left) > 1 else left[0]

    return voice


def real(project: Project, severity: str = "major", **more: Any) -> dict[str, Any]:
    """A weakness of the theorem's proof."""
    found = weakness(THEOREM, line_of(project, THEOREM, THEOREM_LINE), THEOREM_LINE)
    # In words of its own: who says the same of a planted copy has not found what was planted.
    claim = "the positivity of $x$ is used and not said"
    return {**found, "claim": claim, "severity": severity, **more}


#: Each stands once in the theorem's file.
NINE_WORDS = (
    "\\begin{theorem}", "\\end{theorem}", "\\begin{proof}", "\\end{proof}", "By \\Cref",
    "satisfies", "\\begin{equation*}", "\\end{equation*}", "2x > x",
)  # fmt: skip
GOOD = change(THEOREM, THEOREM_LINE, "As $x > 0$, by \\Cref{lem:square}")


def test_a_clean_reading_by_a_panel_that_found_what_was_planted_is_success(
    swept: Project, api: Api, said: Said
) -> None:
    server = api(Scripted(swept, speaking(finds_what_is_planted)))
    code, text = said(*RUN, swept)
    assert code == 0, text
    assert "panel of 2 lenses" in text and "the review ended in success" in text
    review = state(swept)
    assert review.has_panel and review.success and review.round == 1
    assert {p.lens for p in review.passes} == {"rigour", "hypotheses"}
    assert all(
        p.counts and p.origin == "called" and p.caught == p.planted > 0 for p in review.passes
    )
    asked = len(server.messages)
    assert said(*RUN, swept)[0] == 0 and len(server.messages) == asked, "nothing is asked twice"
    (swept.root / "dlt-proof.toml").write_text('[review]\npanel = "required"\n')
    assert said("review", "report", swept)[0] == 0


def test_a_real_weakness_is_mended_and_only_what_changed_is_read_again(
    swept: Project, api: Api, said: Said
) -> None:
    read = only_once(real(swept))
    api(Scripted(swept, speaking(read, judging("REAL-blocking"), mending(GOOD))))
    code, text = said(*RUN, swept)
    assert code == 0, text
    review = state(swept)
    assert review.round == 2 and review.fixed == {"W1"} and review.has_panel
    assert "As $x > 0$, by" in (swept.root / THEOREM).read_text()
    told = [
        (batch.record.lens, held.record.about)
        for batch in history(swept).batches.values()
        for held in batch.questions.values()
        if batch.record.purpose == "lens" and held.kind == "asked"
    ]
    again = {about for pair in told for about in [pair[1]] if told.count(pair) > 1}
    assert again == {"thm:main"}, "the lemma was read once"


def test_a_phantom_is_dismissed_with_the_words_that_refute_it(
    swept: Project, api: Api, said: Said
) -> None:
    read = only_once(real(swept, "critical"))
    judge = judging("PHANTOM", "and \\Cref{ass:positive},")
    api(Scripted(swept, speaking(read, judge)))
    code, text = said(*RUN, swept)
    assert code == 0, text
    review = state(swept)
    assert [w.identifier for w in review.dismissed] == ["W1"] and review.round == 1


def test_a_phantom_whose_words_do_not_stand_there_is_not_dismissed(
    swept: Project, api: Api, said: Said
) -> None:
    judge = judging("PHANTOM", "words that stand nowhere in the paper")
    api(Scripted(swept, speaking(only_once(real(swept)), judge)))
    code, text = said(*RUN, swept)
    assert code != 0 and "W1" in text
    assert [w.identifier for w in state(swept).unclassified] == ["W1"]


@pytest.mark.parametrize(
    ("name", "proposal", "why"),
    [
        (
            "oversized",
            change(THEOREM, THEOREM_LINE, "$x > 0$.\n" * 9 + THEOREM_LINE),
            "and may change 5",
        ),
        (
            "lint",
            change(THEOREM, THEOREM_LINE, "By \\cite{nobody2020} and \\Cref{lem:square}"),
            "gate C does not hold",
        ),
        ("a false step", change(THEOREM, "> x.", "> 3x."), "gate C"),
        ("elsewhere", change("../outside.tex", "a", "b"), "is no file that a change may touch"),
        (
            "ten of which one does not fit",
            {
                "note": "All of it.",
                "edits": [
                    *({"file": THEOREM, "old": w, "new": f"{w} "} for w in NINE_WORDS),
                    {"file": THEOREM, "old": "words that stand nowhere", "new": "others"},
                ],
            },
            "edit 10: its old text stands 0 times",
        ),
        (
            "what the program writes itself",
            change(".proof-research/confidence-trace.md", "proved", "signed"),
            "is no file that a change may touch",
        ),
        ("nothing", {"note": "It cannot be mended.", "edits": []}, "nothing is proposed"),
    ],
)
def test_a_change_that_may_not_be_made_is_put_back_and_the_loop_ends(
    swept: Project, api: Api, said: Said, name: str, proposal: Any, why: str
) -> None:
    before = (swept.root / THEOREM).read_text()
    read = only_once(real(swept, "minor"))
    api(Scripted(swept, speaking(read, judging("REAL-blocking"), mending(proposal))))
    code, text = said(*RUN, swept)
    assert code == 1, text
    assert "open and blocking: W1" in text and "no change that was proposed mends" in text
    review = state(swept)
    assert len(review.refused) == 2 and why in review.refused[-1].why, review.refused[-1].why
    assert (swept.root / THEOREM).read_text() == before


def test_the_second_proposal_may_be_better(swept: Project, api: Api, said: Said) -> None:
    bad = change(THEOREM, THEOREM_LINE, "By \\cite{nobody2020} and \\Cref{lem:square}")
    read = only_once(real(swept))
    server = api(Scripted(swept, speaking(read, judging("REAL-blocking"), mending(bad, GOOD))))
    code, text = said(*RUN, swept)
    assert code == 0, text
    assert len(state(swept).refused) == 1 and state(swept).fixed == {"W1"}
    told = [str(m.body["messages"]) for m in server.messages]
    assert any("gate C does not hold after it" in one for one in told), "the mender is told why"


def test_a_file_with_the_line_ends_of_windows_is_mended_and_keeps_them(
    swept: Project, api: Api, said: Said
) -> None:
    path = swept.root / THEOREM
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    old = f"{THEOREM_LINE} and \\Cref{{ass:positive}},\n\\begin{{equation*}}"
    mender = mending(change(THEOREM, old, old.replace("By ", "As $x > 0$,\nby ")))
    api(Scripted(swept, speaking(only_once(real(swept)), judging("REAL-blocking"), mender)))
    code, _ = said(*RUN, swept)
    assert code == 0, [fix.why for fix in state(swept).refused]
    assert state(swept).fixed == {"W1"}
    data = path.read_bytes()
    assert b"As $x > 0$,\r\nby" in data and data.count(b"\r\n") == data.count(b"\n")


def test_an_answer_within_prose_is_none_and_is_asked_for_again(
    swept: Project, api: Api, said: Said
) -> None:
    def chatting(held: HeldQuestion, _number: int) -> Reply | None:
        whole = f"Here is the change:\n```json\n{json.dumps(GOOD)}\n```\nI hope this helps!"
        return (
            text_reply(whole) if "The weakness that somebody" in held.text and mends(held) else None
        )

    def mends(held: HeldQuestion) -> bool:
        batch = history(swept).find(held.record.identifier)
        return batch is not None and batch.record.purpose == "mender"

    voice = speaking(only_once(real(swept)), judging("REAL-blocking"), mending(GOOD))
    api(Scripted(swept, voice, before=chatting))
    code, text = said(*RUN, swept)
    assert code != 0 and "no mender answered" in text and "not JSON" in text, text
    assert not state(swept).fixed and "As $x > 0$" not in (swept.root / THEOREM).read_text()
    api(Scripted(swept, voice))
    assert said(*RUN, swept)[0] == 0 and state(swept).fixed == {"W1"}


def test_a_change_of_the_statement_stops_the_loop_for_the_author(
    swept: Project, api: Api, said: Said
) -> None:
    proposal = change(THEOREM, "satisfies $g(x) > x$", "satisfies $g(x) \\ge x$")
    read = only_once(real(swept, "critical"))
    api(Scripted(swept, speaking(read, judging("REAL-blocking"), mending(proposal, GOOD))))
    code, text = said(*RUN, swept)
    assert code == 1 and "thm:main, which the author approved: the author decides" in text
    assert "satisfies $g(x) > x$" in (swept.root / THEOREM).read_text()
    assert said(*RUN, swept)[0] == 1, "it waits"
    assert run("plan", "approve", swept) == 0
    code, text = said(*RUN, swept)
    assert code == 0, text


def test_a_reader_who_never_answers_is_no_clean_pass(swept: Project, api: Api, said: Said) -> None:
    def silent(held: HeldQuestion, _number: int) -> Reply | None:
        return error_reply(400, "invalid_request_error") if held.kind == "asked" else None

    api(Scripted(swept, speaking(finds_what_is_planted), before=silent))
    code, text = said(*RUN, swept)
    assert code == 3, text
    assert "no panel that counts" in text and not state(swept).success


def test_a_panel_that_misses_what_was_planted_does_not_count(
    swept: Project, api: Api, said: Said
) -> None:
    api(Scripted(swept, speaking(lazy)))
    code, text = said(*RUN, swept)
    assert code == 1 and "no panel that counts" in text and "0 of" in text, text
    review = state(swept)
    assert not review.success and not review.has_panel
    assert all(not p.counts for p in review.passes)


def test_a_distrusted_panel_is_asked_again_once_a_person_begins_anew(
    swept: Project, api: Api, said: Said
) -> None:
    api(Scripted(swept, speaking(lazy)))
    for _ in range(3):
        code, text = said(*RUN, swept)
    assert code == 1 and "`dlt-proof review start --anew`" in text, text
    server = api(Scripted(swept, speaking(finds_what_is_planted)))
    assert said(*RUN, swept)[0] == 1 and not server.messages, "nobody asks it again by itself"
    assert run("review", "start", swept, "--anew") == 0
    code, text = said(*RUN, swept)
    assert code == 0 and server.messages, text
    assert sum(not p.counts for p in state(swept).passes) >= 2, "what was void stays on record"


def test_a_judge_who_dismisses_everything_is_believed_in_nothing(
    swept: Project, api: Api, said: Said
) -> None:
    def dismissive(_batch: HeldBatch, _held: HeldQuestion) -> Any:
        return judged("INTENTIONAL")

    api(Scripted(swept, speaking(only_once(real(swept)), dismissive)))
    code, text = said(*RUN, swept)
    assert code == 1 and "the judge is not believed" in text, text
    assert [w.identifier for w in state(swept).unclassified] == ["W1"]


def test_the_same_complaint_again_ends_the_loop(swept: Project, api: Api, said: Said) -> None:
    found = real(swept)

    def stubborn(batch: HeldBatch, held: HeldQuestion) -> Any:
        if (
            held.kind == "asked"
            and batch.record.lens == "rigour"
            and held.record.about == "thm:main"
        ):
            return answer([{**found, "quotation": ""}])
        return finds_what_is_planted(batch, held)

    second = change(THEOREM, "As $x > 0$", "Since $x > 0$")
    api(Scripted(swept, speaking(stubborn, judging("REAL-blocking"), mending(GOOD, second))))
    code, text = said(*RUN, swept)
    assert code == 1 and "raises what was raised before" in text, text
    assert state(swept).round == 2


def test_no_mend_ends_where_something_is_to_be_mended(swept: Project, api: Api, said: Said) -> None:
    api(Scripted(swept, speaking(only_once(real(swept)), judging("REAL-blocking"))))
    code, text = said(*RUN, "--no-mend", swept)
    assert code == 1 and "W1 sections/03-theorem.tex" in text and "has to be mended" in text


def test_limits_leave_the_rest_for_the_next_run(swept: Project, api: Api, said: Said) -> None:
    server = api(Scripted(swept, speaking(finds_what_is_planted)))
    code, text = said(*RUN, "--max-calls", 2, swept)
    assert code == 3 and len(server.messages) == 2, text
    assert said(*RUN, swept)[0] == 0


def test_without_models_it_goes_as_far_as_code(swept: Project, said: Said) -> None:
    code, text = said("review", "run", swept)
    assert code == 1 and "round 1" in text and "next: dlt-proof review next" in text
    code, text = said("review", "run", "--model", "x", swept)
    assert code == 2 and "--model is about models" in text


def test_a_changed_text_that_nobody_answers_for_is_not_read(
    swept: Project, api: Api, said: Said
) -> None:
    server = api(Scripted(swept, speaking(finds_what_is_planted)))
    assert said(*RUN, swept)[0] == 0
    path = swept.root / LEMMA
    path.write_text(path.read_text().replace(LEMMA_LINE, "Now we expand the square, and then"))
    asked = len(server.messages)
    code, text = said(*RUN, swept)
    assert code == 1 and "no accepted fix accounts for it" in text
    assert len(server.messages) == asked


def test_an_editor_who_rejects_without_a_reason_is_heard(swept: Project) -> None:
    assert run("review", "start", swept) == 0
    desk = DeskReading(
        reader="anthropic x", origin="called", text="t", verdict="reject", reasons=(), summary="",
        planted=1, caught=1, counts=True, why_not="",
    )  # fmt: skip
    document = read_document(swept)
    for _ in range(2):
        record_readings(swept, document, PanelRun(desk=desk))
    assert [w.claim for w in state(swept).unclassified] == ["the editor would reject the paper"]
