"""What is on record: what is refused, what a seal is worth, what an edit makes stale."""

import json
from collections.abc import Callable, Mapping
from itertools import product
from pathlib import Path
from typing import Any, get_args

import pytest

from dlt_proof.checkers import free
from dlt_proof.latex import read_document
from dlt_proof.project import Project
from dlt_proof.records import evidence as words_of_evidence
from dlt_proof.trace import StepState, TraceState, load_trace, verdicts

from ..conftest import edit, run

Said = Callable[..., tuple[int, str]]
LEMMA, THEOREM = "sections/02-lemma.tex", "sections/03-theorem.tex"
POSSIBLE = {
    ("proved", "recomputable"),
    ("matched", "recomputable"),
    ("defect", "recomputable"),
    ("signed", "signed"),
    ("rederived", "called"),
    ("rederived", "reported"),
    ("disputed", "called"),
    ("disputed", "reported"),
    ("cited", "reported"),
}


def state(project: Project) -> TraceState:
    return load_trace(Project(project.root), read_document(project))


def step(project: Project, identifier: str) -> StepState:
    return state(project).find(identifier)


def record(project: Project, identifier: str, **changes: object) -> dict[str, Any]:
    """What a run of the checker would record for a step, with changes."""
    item = step(project, identifier)
    verdict = free.check_job(item.job)
    said = {
        "fingerprint": item.job.fingerprint,
        "step": identifier,
        "word": verdict.word,
        "origin": "recomputable",
        "checker": verdict.checker,
        "version": free.VERSION,
        "detail": verdict.detail,
    }
    return {**said, **changes}


def append(project: Project, data: Mapping[str, object], kind: str = "evidence") -> None:
    Project(project.root).state.append(kind, data)


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    """Go to another machine: another key."""

    def go(name: str) -> None:
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / name))

    return go


# ---- what is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["status", "check", "export", "verify", "init"])
def test_a_line_written_by_hand_is_refused_by_every_command(
    swept: Project, said: Said, command: str
) -> None:
    folder = swept.research / "state" / "evidence"
    line = json.dumps({"kind": "evidence", "time": "2026", "data": record(swept, "thm:main/1")})
    (folder / "by-hand.jsonl").write_text(line + "\n")
    code, text = said("trace", command, swept)
    assert code == 2 and "not a sealed record" in text and "by-hand.jsonl:1" in text


def test_a_record_changed_by_hand_is_refused(swept: Project, said: Said) -> None:
    path = next((swept.research / "state" / "evidence").glob("*.jsonl"))
    path.write_text(path.read_text().replace('"word": "proved"', '"word": "matched"', 1))
    code, text = said("trace", "check", swept)
    assert code == 2 and "its seal does not fit" in text


@pytest.mark.parametrize(
    ("word", "origin"),
    sorted(
        set(product(get_args(words_of_evidence.Word), get_args(words_of_evidence.Origin)))
        - POSSIBLE
    ),
)
def test_a_word_that_its_origin_cannot_have_is_refused(
    written: Project, said: Said, word: str, origin: str
) -> None:
    append(written, record(written, "thm:main/1", word=word, origin=origin))
    assert step(written, "thm:main/1").word == "unchecked"
    code, text = said("trace", "check", written)
    assert code == 1 and f"{word} cannot have the origin {origin}" in text


@pytest.mark.parametrize(("word", "origin"), sorted(POSSIBLE - {("matched", "recomputable")}))
def test_the_others_are_believed_under_ones_own_seal(
    written: Project, word: str, origin: str
) -> None:
    append(written, record(written, "thm:main/1", word=word, origin=origin))
    assert step(written, "thm:main/1").word == word


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"detail": {"method": "by inspection"}}, "the certificate on record is not the one"),
        ({"detail": {}}, "it differs in"),
        ({"checker": "my own"}, "the record names the checker my own"),
        ({"word": "matched"}, "the record says matched, its checker run again says proved"),
        ({"word": "defect"}, "the record says defect, its checker run again says proved"),
    ],
)
def test_a_certificate_tampered_with_is_refused(
    written: Project,
    said: Said,
    elsewhere: Callable[[str], None],
    changes: dict[str, Any],
    message: str,
) -> None:
    append(written, record(written, "thm:main/1", **changes))
    assert step(written, "thm:main/1").word != "unchecked", "under one's own seal"
    code, text = said("trace", "check", "--recompute", written)
    assert code == 1 and "T4 evidence-refused" in text and message in text
    elsewhere("another")
    assert step(written, "thm:main/1").word == "unchecked", "without that seal nobody asks for it"


def test_the_neighbour_that_was_not_tampered_with_is_believed(
    written: Project, said: Said, elsewhere: Callable[[str], None]
) -> None:
    append(written, record(written, "thm:main/1"))
    for where in ("here", "another"):
        elsewhere(where)
        assert step(written, "thm:main/1").word == "proved"
        assert "T4" not in said("trace", "check", "--recompute", written)[1]


def test_who_writes_that_nothing_was_found_hides_no_defect(written: Project, said: Said) -> None:
    edit(written, THEOREM, "\\ge 2x > x.", "\\ge 2x > x + 1.")
    false = record(written, "thm:main/2")
    hidden = {key: false[key] for key in ("fingerprint", "step", "version")}
    append(written, {**hidden, "detail": {"why": "not understood"}}, "attempt")
    assert run("trace", "verify", written) == 0, "nobody asks again what was asked here"
    code, text = said("trace", "check", "--recompute", written)
    assert code == 1 and "T4" in text and "the checkers run again say defect" in text
    assert run("trace", "verify", "--recheck", written) == 1
    assert step(written, "thm:main/2").word == "defect"


def test_an_attempt_of_another_machine_spares_no_run(
    written: Project, elsewhere: Callable[[str], None]
) -> None:
    edit(written, THEOREM, "\\ge 2x > x.", "\\ge 2x > x + 1.")
    false = record(written, "thm:main/2")
    hidden = {key: false[key] for key in ("fingerprint", "step", "version")}
    append(written, {**hidden, "detail": {"why": "not understood"}}, "attempt")
    elsewhere("another")
    assert run("trace", "verify", written) == 1


def test_a_false_record_that_another_machine_sealed_is_refused_at_once(
    swept: Project, said: Said, elsewhere: Callable[[str], None]
) -> None:
    edit(swept, THEOREM, "\\ge 2x > x.", "\\ge 2x > x + 1.")
    forged = record(swept, "thm:main/2", word="proved", checker="symbolic", detail={})
    append(swept, forged)
    elsewhere("another")
    code, text = said("trace", "check", swept)
    assert code == 1 and "T4 evidence-refused" in text and "run again says defect" in text
    shown = json.loads(said("trace", "export", swept)[1])["steps"][-1]
    assert (shown["word"], shown["tag"], shown["evidence"]) == ("unchecked", "red", [])


# ---- a counterexample and the text around it ----------------------------------------------------

FALSE_BELOW_5 = r"""\documentclass{article}\usepackage{amsthm}\newtheorem{lemma}{Lemma}
\begin{document}
BEFORE

\begin{lemma}\label{lem:a}
We have $x^2 > 20$.
\end{lemma}
\begin{proof}
% domain: x in (0, oo)
We have
\[x^2 > 20.\]
\end{proof}

AFTER
\end{document}
"""


def about_x(folder: Path, before: str, after: str = "The end.") -> Project:
    (folder / ".proof-research").mkdir(parents=True, exist_ok=True)
    text = FALSE_BELOW_5.replace("BEFORE", before).replace("AFTER", after)
    (folder / "main.tex").write_text(text)
    return Project(folder)


@pytest.mark.parametrize(
    "before",
    [
        "Throughout the paper we assume that $x > 5$.",
        "Here $x$ denotes a number such that \\[x \\ge 10.\\]",
        "From now on $x$ is a large number.",
    ],
)
def test_what_the_running_text_may_rule_out_is_not_false(
    tmp_path: Path, said: Said, before: str
) -> None:
    project = about_x(tmp_path / "paper", before)
    assert "if the running text does not" in said("trace", "show", "lem:a/1", project)[1]
    for words in ((), ("--recheck",)):
        code, text = said("trace", "verify", *words, project)
        assert code == 0 and "none; 1 without evidence" in text and "may rule it out" in text
    assert "may rule it out" in said("trace", "show", "lem:a/1", project)[1]
    assert step(project, "lem:a/1").word == "unchecked" and state(project).verified
    assert "T4" not in said("trace", "check", "--recompute", project)[1]
    assert len(Project(project.root).state.read("evidence")) == 1, "that it fails, and once"
    about_x(tmp_path / "paper", "Nothing is laid down.")
    assert step(project, "lem:a/1").word == "defect", "at once when the text is gone"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Throughout the paper we assume that $y > 5$.", "The end."),
        ("Throughout the paper we assume that $x > 0$.", "The end."),
        ("Nothing is laid down.", "Throughout the appendix we assume that $x > 5$."),
    ],
)
def test_other_text_rules_nothing_out(tmp_path: Path, said: Said, before: str, after: str) -> None:
    project = about_x(tmp_path / "paper", before, after)
    assert said("trace", "verify", project)[0] == 1
    assert step(project, "lem:a/1").word == "defect"


def test_a_step_that_its_sentence_denies_is_no_defect(tmp_path: Path, said: Said) -> None:
    project = about_x(tmp_path / "paper", "Nothing is laid down.")
    source = project.root / "main.tex"
    text = source.read_text()
    source.write_text(text.replace("We have\n", "It is not true that\n"))
    code, told = said("trace", "verify", project)
    assert code == 0 and "may deny it" in told
    assert step(project, "lem:a/1").word == "unchecked"


# ---- signatures ---------------------------------------------------------------------------------


def test_a_signature_is_green_here_and_yellow_elsewhere(
    written: Project, said: Said, elsewhere: Callable[[str], None]
) -> None:
    run("trace", "init", written)
    code, text = said("trace", "sign", "thm:main/1", written, "--name", "Ada L.")
    assert code == 0 and "signed thm:main/1: it is green signed" in text
    here = json.loads(said("trace", "export", written)[1])["steps"][2]
    (one,) = here["evidence"]
    assert (here["tag"], one["word"], one["origin"], one["checker"], one["unverified"]) == (
        "green", "signed", "signed", "Ada L.", False,
    )  # fmt: skip
    assert one["time"].startswith("20") and one["sealed"] is True
    elsewhere("another")
    there = json.loads(said("trace", "export", written)[1])["steps"][2]
    assert (there["tag"], there["word"]) == ("yellow", "signed")
    assert there["evidence"][0]["unverified"] is True
    assert "unverified" in said("trace", "status", written)[1]
    assert "T5" not in said("trace", "check", written)[1], "the file is the same on both"


def test_a_signature_is_refused_from_an_agents_tools(
    written: Project, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAUDECODE", "1")
    code, text = said("trace", "sign", "thm:main/1", written, "--name", "Ada")
    assert code == 1 and "counts only from a person" in text and "a shell of your own" in text
    assert step(written, "thm:main/1").evidence == ()


def test_the_same_signature_counts_once_and_two_people_are_two(written: Project) -> None:
    for name in ("Ada", "Ada", " Ada ", "Emmy"):
        assert run("trace", "sign", "thm:main", written, "--name", name) == 0
    signed = step(written, "thm:main/2").evidence
    assert [h.evidence.checker for h in signed] == ["Ada", "Emmy"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("thm:main/1",), 2),
        (("thm:main/1", "--name", " "), 2),
        (("thm:main/9", "--name", "Ada"), 2),
        (("--name", "Ada"), 2),
    ],
)
def test_a_signature_needs_a_name_and_a_step(
    written: Project, words: tuple[str, ...], code: int
) -> None:
    try:
        found = run("trace", "sign", written, *words)
    except SystemExit as exit:
        found = int(exit.code or 0)
    assert found == code
    assert all(s.evidence == () for s in state(written).steps)


def test_nobody_signs_what_is_false(written: Project, said: Said) -> None:
    edit(written, THEOREM, "\\ge 2x > x.", "\\ge 2x > x + 1.")
    assert run("trace", "verify", written) == 1
    code, text = said("trace", "sign", "thm:main", written, "--name", "Ada")
    assert code == 1 and "nothing was signed" in text
    assert "signed" not in {w for s in state(written).steps for w, _ in s.found}


# ---- staleness ----------------------------------------------------------------------------------


def test_another_version_of_the_checkers_makes_its_evidence_stale(
    swept: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("trace", "sign", "thm:main/1", swept, "--name", "Ada")
    monkeypatch.setattr(verdicts, "VERSION", f"{verdicts.VERSION}+1")
    found = state(swept)
    assert [s.word for s in found.steps] == ["unchecked", "unchecked", "signed", "unchecked"]
    assert [s.stale for s in found.steps] == [True, True, False, True]
    assert run("trace", "verify", swept) == 0
    assert not any(s.stale for s in state(swept).steps)


def test_a_step_put_in_between_is_not_taken_for_the_one_whose_number_it_has(
    swept: Project,
) -> None:
    edit(swept, LEMMA, "We expand", "Clearly \\[x \\ge 0.\\] We expand")
    stale = {s.step.latex: s.stale for s in state(swept).steps if s.step.proves == "lem:square"}
    assert stale.pop("x \\ge 0") is False
    assert set(stale.values()) == {True}


def test_a_changed_step_is_known_by_its_number(swept: Project, said: Said) -> None:
    edit(swept, THEOREM, "\\ge 2x > x.", "\\ge 2x > x/2.")
    last = json.loads(said("trace", "export", swept)[1])["steps"][-1]
    assert (last["stale"], last["tag"], last["word"]) == (True, "red", "unchecked")
    assert "unchecked (stale: proved before)" in said("trace", "status", swept)[1]
    assert "for an earlier text" in said("trace", "show", "thm:main/2", swept)[1]


def test_what_never_had_evidence_is_not_stale(written: Project) -> None:
    assert not any(s.stale for s in state(written).steps)
    edit(written, THEOREM, "\\ge 2x > x.", "\\ge 2x > x/2.")
    assert not any(s.stale for s in state(written).steps)
