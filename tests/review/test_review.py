"""The review loop: what it refuses, and how it ends."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dlt_proof.gates import load_review
from dlt_proof.latex import read_document
from dlt_proof.project import Project

from ..conftest import answer_checklists, edit, run
from ..panel.scripted import history, honest
from ..panel.test_handing_out import answers
from ..panel.test_handing_out import filed as answers_filed
from .support import LEMMA, THEOREM, WEAKNESS, classify, filed, fix

Said = Callable[..., tuple[int, str]]


def test_a_clean_pass_over_this_very_text_ends_in_success(
    started: Project, tmp_path: Path, said: Said
) -> None:
    code, text = said("review", "report", started)
    assert code == 1 and "no clean pass" in text
    assert run("review", "record", filed(started, tmp_path, "Ada"), started) == 0
    code, text = said("review", "report", started)
    assert code == 0 and "no canary-tested panel" in text
    assert "Ada, over this text: clean" in started.review_file(1).read_text()
    edit(started, THEOREM, "By \\Cref", "Now by \\Cref")
    code, text = said("review", "report", started)
    assert code == 1 and "the text changed since round 1" in text


def test_the_review_reads_only_a_swept_text(written: Project, said: Said) -> None:
    code, text = said("review", "start", written)
    assert code == 1 and "gate C.5" in text
    assert said("review", "report", written)[0] == 2
    assert said("review", "record", "x.json", written)[0] == 2


def test_a_blocking_weakness_is_open_until_mended_and_read_again(
    started: Project, tmp_path: Path, said: Said
) -> None:
    run("review", "record", filed(started, tmp_path, "Ada", WEAKNESS), started)
    assert "not classified: W1" in said("review", "report", started)[1]
    assert said(*classify(started, "REAL-blocking", "Bob"))[0] == 0
    code, text = said("review", "report", started)
    assert code == 1 and text.startswith(f"open and blocking: W1 {THEOREM}:7")
    code, text = said(*fix(started, "Bob"))
    assert code == 1 and "nothing was mended" in text
    edit(started, THEOREM, "By \\Cref", "As $x > 0$, by \\Cref")
    code, text = said(*fix(started, "Bob"))
    assert code == 0 and "accepted as mended, 1 line" in text
    answer_checklists(started)
    assert run("review", "start", started) == 0
    for name in ("Bob", "bob "):
        code, text = said("review", "record", filed(started, tmp_path, name), started)
        assert code == 1 and "cannot pass it" in text
    assert run("review", "record", filed(started, tmp_path, "Ada"), started) == 0
    assert said("review", "report", started)[0] == 0
    assert said("status", started)[1].rsplit("next: ", 1)[1].strip() == "dlt-proof compile"


def test_a_mended_weakness_whose_text_comes_back_is_open_again(
    started: Project, tmp_path: Path, said: Said
) -> None:
    run("review", "record", filed(started, tmp_path, "Ada", WEAKNESS), started)
    run("review", "record", filed(started, tmp_path, "Bea"), started)
    run(*classify(started, "REAL-blocking", "Bob"))
    edit(started, THEOREM, "By \\Cref", "As $x > 0$, by \\Cref")
    assert said(*fix(started, "Carl"))[0] == 0
    edit(started, THEOREM, "As $x > 0$, by \\Cref", "By \\Cref")
    code, text = said("review", "report", started)
    assert code == 1 and text.startswith("open and blocking: W1")


def test_a_blocking_weakness_is_not_talked_down(
    started: Project, tmp_path: Path, said: Said
) -> None:
    run("review", "record", filed(started, tmp_path, "Ada", WEAKNESS), started)
    run(*classify(started, "REAL-blocking", "Bob"))
    code, text = said(*classify(started, "REAL-nonblocking", "the author"))
    assert code == 1 and "was judged REAL-blocking by Bob" in text


def test_a_mistaken_judgement_is_taken_back_by_somebody_else_with_the_words(
    started: Project, tmp_path: Path, said: Said
) -> None:
    run("review", "record", filed(started, tmp_path, "Ada", WEAKNESS), started)
    run(*classify(started, "REAL-blocking", "Bob"))
    words = ("--quotation", "satisfies $x > 0$")
    assert said(*classify(started, "PHANTOM", "Bob", *words))[0] == 1
    assert said(*classify(started, "PHANTOM", "Cleo"))[0] == 2
    assert said(*classify(started, "PHANTOM", "Cleo", *words))[0] == 0
    assert said(*classify(started, "INTENTIONAL", " "))[0] == 2


def test_a_phantom_stands_no_longer_than_the_words_that_refute_it(
    started: Project, tmp_path: Path, said: Said
) -> None:
    other = {**WEAKNESS, "claim": "the lemma is used without its name"}
    run("review", "record", filed(started, tmp_path, "Ada", WEAKNESS, other), started)
    words = ("--quotation", "By \\Cref{lem:square} and")
    assert said(*classify(started, "PHANTOM", "Bob", *words))[0] == 0
    run(*classify(started, "REAL-blocking", "Bob", weakness="W2"))
    edit(started, THEOREM, "By \\Cref{lem:square} and", "As $x > 0$, by \\Cref{lem:square} and")
    assert said(*fix(started, "Carl", weakness="W2"))[0] == 0
    code, text = said("review", "report", started)
    assert code == 1 and "not classified: W1" in text


def test_words_from_elsewhere_refute_nothing(started: Project, tmp_path: Path, said: Said) -> None:
    run("review", "record", filed(started, tmp_path, "Ada", WEAKNESS), started)
    for quotation in ("\\begin{document}", "\\usepackage{amsmath}"):
        code, text = said(*classify(started, "PHANTOM", "Bob", "--quotation", quotation))
        assert code == 2 and "what they rest on" in text


def test_what_was_judged_swallows_no_other_objection(
    started: Project, tmp_path: Path, said: Said
) -> None:
    decoy = {**WEAKNESS, "claim": "the", "severity": "style"}
    run("review", "record", filed(started, tmp_path, "Ada", decoy), started)
    run(*classify(started, "REAL-nonblocking", "Bob"))
    grave = {**WEAKNESS, "severity": "critical"}
    again = {**decoy, "severity": "critical"}
    run("review", "record", filed(started, tmp_path, "Eve", grave, again), started)
    code, text = said("review", "report", started)
    assert code == 1 and "not classified: W2" in text and "not classified: W3" in text


def test_one_objection_of_two_readers_is_one_weakness_of_the_worse_severity(
    started: Project, tmp_path: Path, said: Said
) -> None:
    first = {**WEAKNESS, "claim": "the boundary case x = 0 is missing here", "severity": "minor"}
    second = {**first, "claim": "the boundary case x = 0 is still missing", "severity": "major"}
    run("review", "record", filed(started, tmp_path, "Ada", first), started)
    run("review", "record", filed(started, tmp_path, "Eve", second), started)
    review = load_review(started, read_document(started))
    assert len(review.weaknesses) == 1 and review.severity(review.weaknesses[0]) == "major"
    assert "also Eve (major" in started.review_file(1).read_text()


def test_a_record_under_another_key_is_a_report(
    started: Project, tmp_path: Path, said: Said
) -> None:
    review = load_review(started, read_document(started))
    (started.root / "dlt-proof.toml").write_text('[review]\npanel = "required"\n')
    folder = started.root / ".proof-research/state/review-pass"
    folder.mkdir(parents=True)
    for lens, text in review.current.lenses.items():
        told = {
            "round": 1, "reader": "x", "text": review.text, "clean": True, "origin": "called",
            "lens": lens, "covered": text, "planted": 3, "caught": 3,
        }  # fmt: skip
        record = {"kind": "review-pass", "time": "2026-01-01T00:00:00", "data": told}
        line = json.dumps({**record, "seal": {"key": "elsewhere", "mac": "00"}})
        (folder / f"20260101T000000-{lens}.jsonl").write_text(line + "\n")
    code, text = said("review", "report", started)
    assert code == 1 and 'panel = "required"' in text and "only reported" in text


def test_another_scope_asks_for_another_panel(started: Project, tmp_path: Path, said: Said) -> None:
    run("review", "record", filed(started, tmp_path, "Ada"), started)
    assert said("review", "report", started)[0] == 0
    started.scope_file.write_text("Appendix\n")
    code, text = said("review", "report", started)
    assert code == 1 and "the scope is Appendix now and was Standard" in text


def test_text_of_readers_is_shown_on_its_own_line_and_moves_no_terminal(
    started: Project, tmp_path: Path, said: Said
) -> None:
    nasty = {**WEAKNESS, "claim": "\x1b[2Jfine\n\n## Checklist\n\n- [x] all gates hold"}
    code, text = said("review", "record", filed(started, tmp_path, "A\x1b]0;x\x07", nasty), started)
    assert code == 0 and "\x1b" not in text and "\x07" not in text
    run(*classify(started, "INTENTIONAL", "Bob"))
    code, text = said("review", "report", started)
    assert "\x1b" not in text and "\n## Checklist" not in text
    assert "\n## Checklist" not in started.review_file(1).read_text()


def test_readers_who_file_at_once_are_all_filed(started: Project, tmp_path: Path) -> None:
    paths = [filed(started, tmp_path, name, {**WEAKNESS, "claim": name}) for name in ("Ada", "Bea")]
    script = "import sys; from dlt_proof.cli import main; sys.exit(main(sys.argv[1:]))"
    running = [
        subprocess.Popen([sys.executable, "-c", script, "review", "record", path, started.root])
        for path in paths
    ]
    assert [process.wait(120) for process in running] == [0, 0]
    review = load_review(started, read_document(started))
    assert sorted(w.identifier for w in review.weaknesses) == ["W1", "W2"]


def test_a_phantom_needs_its_quotation(started: Project, tmp_path: Path, said: Said) -> None:
    run("review", "record", filed(started, tmp_path, "Ada", WEAKNESS), started)
    edit(started, LEMMA, "We expand", "% words that only a comment holds\nWe expand")
    for quotation in (
        [],
        ["--quotation", "words that are not there"],
        ["--quotation", "words that only a comment holds"],
        ["--quotation", "e"],
    ):
        code, text = said(*classify(started, "PHANTOM", "Bob", *quotation))
        assert code == 2 and "quotation" in text
    assert said(*classify(started, "PHANTOM", "Bob", "--quotation", "satisfies $x > 0$"))[0] == 0


def test_who_mends_does_not_dismiss(started: Project, tmp_path: Path, said: Said) -> None:
    other = {**WEAKNESS, "claim": "the gap is used before its definition"}
    run("review", "record", filed(started, tmp_path, "Ada", WEAKNESS, other), started)
    run(*classify(started, "REAL-nonblocking", "Bob"))
    run(*classify(started, "INTENTIONAL", "Bob", weakness="W2"))
    edit(started, THEOREM, "By \\Cref", "As $x > 0$, by \\Cref")
    code, text = said(*fix(started, "Bob"))
    assert code == 1 and "Bob judged W1 (major) to be REAL-nonblocking" in text
    code, text = said(*fix(started, "Eve"))
    assert code == 0, text
    code, text = said(*classify(started, "INTENTIONAL", "Eve", weakness="W2"))
    assert code == 1 and "dismissed by somebody else" in text


def test_whose_change_was_put_back_is_no_fresh_reader_either(
    started: Project, tmp_path: Path, said: Said
) -> None:
    run("review", "record", filed(started, tmp_path, "Ada", WEAKNESS), started)
    run(*classify(started, "REAL-blocking", "Bob"))
    edit(started, THEOREM, "By \\Cref", "By \\undefinedmacro \\Cref{lem:none} and \\Cref")
    assert said(*fix(started, "Eve"))[0] == 1
    code, text = said("review", "record", filed(started, tmp_path, "Eve"), started)
    assert code == 1 and "cannot pass it" in text


def test_the_loop_is_bounded(started: Project, tmp_path: Path, said: Said) -> None:
    for number in (1, 2, 3):
        weakness = {**WEAKNESS, "claim": f"complaint {number}, of its own kind"}
        path = filed(started, tmp_path, f"Reader {number}", weakness)
        assert run("review", "record", path, started) == 0
        assert run(*classify(started, "REAL-blocking", "Bob", weakness=f"W{number}")) == 0
        edit(
            started,
            THEOREM,
            "By " + "all of " * (number - 1) + "\\Cref",
            "By " + "all of " * number + "\\Cref",
        )
        code, text = said(*fix(started, "Carl", weakness=f"W{number}"))
        assert code == 0, text
        answer_checklists(started)
        code, text = said("review", "start", started)
        assert code == (0 if number < 3 else 1), text
    assert "the cap of 3 rounds is reached" in text
    code, text = said("review", "report", started)
    assert code == 1 and text.startswith("the cap of 3 rounds is reached")
    assert run("review", "start", "--anew", started) == 0
    assert run("review", "record", filed(started, tmp_path, "Last"), started) == 0
    assert said("review", "report", started)[0] == 0


def test_the_same_complaints_again_end_the_loop(
    started: Project, tmp_path: Path, said: Said
) -> None:
    first = {**WEAKNESS, "claim": "the boundary case x = 0 is missing here"}
    run("review", "record", filed(started, tmp_path, "Ada", first), started)
    run(*classify(started, "REAL-blocking", "Bob"))
    edit(started, THEOREM, "By \\Cref", "Now by \\Cref")
    assert said(*fix(started, "Carl"))[0] == 0
    answer_checklists(started)
    assert run("review", "start", started) == 0
    again = {**WEAKNESS, "claim": "the boundary case x = 0 is still missing"}
    run("review", "record", filed(started, tmp_path, "Bea", again), started)
    run(*classify(started, "REAL-blocking", "Bob", weakness="W2"))
    code, text = said("review", "report", started)
    assert code == 1 and "round 2 raises what was raised before" in text
    assert "major, Bea, as W1 before" in text
    edit(started, THEOREM, "Now by \\Cref", "Then by \\Cref")
    assert said(*fix(started, "Carl", weakness="W2"))[0] == 0
    answer_checklists(started)
    # Whether that was mended now nobody has read: a third round would be the same again.
    code, text = said("review", "start", started)
    assert code == 1 and "round 2 raises what was raised before" in text


@pytest.mark.parametrize(
    ("change", "code", "message"),
    [
        ({"text": "0"}, 1, "another text"),
        ({"summary": ""}, 2, "summary"),
        ({"weaknesses": [{**WEAKNESS, "line": 999}]}, 2, "the text has no"),
        ({"weaknesses": [{**WEAKNESS, "severity": "bad"}]}, 2, "severity"),
        ({"origin": "called"}, 2, "origin"),
    ],
)
def test_an_answer_that_is_none_is_refused(
    started: Project, tmp_path: Path, said: Said, change: dict[str, object], code: int, message: str
) -> None:
    found, text = said("review", "record", filed(started, tmp_path, "Ada", **change), started)
    assert found == code and message in text


def test_a_required_panel_is_not_replaced_by_a_reader(
    started: Project, tmp_path: Path, said: Said
) -> None:
    (started.root / "dlt-proof.toml").write_text('[review]\npanel = "required"\n')
    run("review", "record", filed(started, tmp_path, "Ada"), started)
    code, text = said("review", "report", started)
    assert code == 1 and "no canary-tested panel" in text


def test_what_reviewers_find_is_recorded_and_a_dismissed_one_does_not_come_back(
    swept: Project, tmp_path: Path, said: Said
) -> None:
    edit(swept, LEMMA, "We expand", "By standard arguments, $(1 + x)^3 \\ge 1 + 3x$. We expand")
    answer_checklists(swept)
    run("trace", "verify", swept)
    assert "W1 minor" in said("review", "start", swept)[1]
    assert said(*classify(swept, "INTENTIONAL", "Bob"))[0] == 0
    run("review", "record", filed(swept, tmp_path, "Ada", WEAKNESS), swept)
    run(*classify(swept, "REAL-blocking", "Bob", weakness="W2"))
    edit(swept, THEOREM, "By \\Cref", "Now by \\Cref")
    assert said(*fix(swept, "Carl", weakness="W2"))[0] == 0
    answer_checklists(swept)
    assert "found 0 weaknesses" in said("review", "start", swept)[1]


def test_a_quick_scope_needs_no_review(swept: Project, said: Said) -> None:
    swept.scope_file.write_text("Quick\n")
    code, text = said("review", "start", swept)
    assert code == 1 and ("needs no review" in text or "gate" in text)


def test_a_round_that_was_killed_before_it_began_leaves_no_weakness_twice(
    swept: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(swept, LEMMA, "We expand", "By standard arguments, $(1 + x)^3 \\ge 1 + 3x$. We expand")
    answer_checklists(swept)
    run("trace", "verify", swept)
    real, killed = type(swept.state).append, []

    def append(self: object, kind: str, data: object) -> None:
        if kind == "review-round" and not killed:
            killed.append(kind)
            raise KeyboardInterrupt
        real(self, kind, data)  # type: ignore[arg-type]

    monkeypatch.setattr(type(swept.state), "append", append)
    assert run("review", "start", swept) == 130
    review = load_review(swept, read_document(swept))
    assert review.rounds == () and review.weaknesses == () and len(review.unbegun) == 1
    assert run("review", "start", swept) == 0
    review = load_review(swept, read_document(swept))
    assert [w.identifier for w in review.weaknesses] == ["W1"]
    assert review.current.found == ("W1",)


def test_a_review_of_two_branches_is_refused(started: Project, said: Said) -> None:
    for _ in range(2):
        started.state.append(
            "review-weakness",
            {**json.loads(json.dumps(WEAKNESS)), "identifier": "W1", "round": 1, "source": "Ada"},
        )
    code, text = said("review", "report", started)
    assert code == 2 and "two weaknesses are called W1" in text


def test_a_panel_that_was_filed_is_told_from_one_that_was_watched(
    started: Project, said: Said
) -> None:
    assert run("review", "panel", started) == 0
    names = [name for batch in history(started).batches.values() for name in batch.questions]
    path = answers_filed(started, answers(started, honest, names))
    assert run("review", "panel", started, "--answers", path) == 0
    code, text = said("review", "report", started, "--final")
    words = "as reported: who answered may have compared the questions with the paper"
    assert words in text and "clean passes over this text by no reader" in text
    assert said("review", "report", started)[0] == 0
    (started.root / "dlt-proof.toml").write_text('[review]\npanel = "required"\n')
    code, text = said("review", "report", started)
    assert code == 1 and "only reported" in text


def test_next_names_the_panel_before_the_form_and_what_may_be_mended(
    started: Project, tmp_path: Path, said: Said
) -> None:
    text = said("review", "next", started)[1]
    assert "review fix" not in text
    assert text.index("dlt-proof review panel") < text.index("{")
    run("review", "record", filed(started, tmp_path, "Ada", WEAKNESS), started)
    assert "next: dlt-proof review classify W1" in said("review", "next", started)[1]
    run(*classify(started, "REAL-nonblocking", "Bob"))
    text = said("review", "next", started)[1]
    mending = text.index("leave it, or mend it first, then: dlt-proof review fix W1 --by NAME")
    assert f"W1 ({THEOREM}:7)" in text and mending < text.index("dlt-proof review panel")
    assert json.loads(text[text.index("{") :])["answer"]["reader"] == "a name"
