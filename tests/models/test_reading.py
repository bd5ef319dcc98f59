"""Reading what a model said: what is an answer by the schema, and everything that is not."""

import json

import pytest

from dlt_proof.models.reading import RAW_LIMIT, one_line, read_answer
from tests.models.asking_support import GOOD, question

QUESTION = question(1)
TEXT = json.dumps(GOOD)


def test_an_answer_by_the_schema_is_read() -> None:
    read = read_answer(QUESTION, TEXT)
    assert (read.outcome, read.data, read.raw, read.why) == ("answered", GOOD, TEXT, "")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("matches", "not JSON"),
        ("```json\n" + TEXT + "\n```", "not JSON"),
        (TEXT + TEXT, "not JSON"),
        ("[]", "Input should be an object"),
        ("null", "Input should be an object"),
        ('{"verdict": "matches"}', "derivation: Field required"),
        ('{"derivation": 1, "verdict": "matches"}', "derivation: Input should be a valid string"),
        ('{"derivation": "", "verdict": "fine"}', "verdict: Input should be"),
        ('{"derivation": "", "verdict": true}', "verdict: Input should be"),
        ('{"derivation": "", "verdict": "matches", "more": 1}', "more: Extra inputs"),
        ('{"derivation": "", "verdict": "differs", "verdict": "matches"}', "stands twice"),
        ('{"derivation": NaN, "verdict": "matches"}', "NaN is no number"),
        ('{"derivation": -Infinity, "verdict": "matches"}', "-Infinity is no number"),
        ('{"derivation": 1e999, "verdict": "matches"}', "too large"),
        ('{"derivation": ' + "9" * 5000 + ', "verdict": "matches"}', "not JSON"),
        ("[" * 100_000, "nested too deeply"),
        ('{"derivation": ' + "[" * 900 + "]" * 900 + "}", "recursion limit"),
        ('{"derivation": "\\ud800", "verdict": "matches"}', "hex escape"),
    ],
)
def test_what_is_not_by_the_schema_is_malformed(text: str, why: str) -> None:
    read = read_answer(QUESTION, text)
    assert (read.outcome, read.data, read.raw) == ("malformed", None, text)
    assert why in read.why
    assert read.why.isprintable() and len(read.why) <= 300


@pytest.mark.parametrize("text", ["", " \n\t"])
def test_nothing_said_is_empty(text: str) -> None:
    assert read_answer(QUESTION, text).outcome == "empty"


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [
        ("end_turn", "answered"),
        ("stop_sequence", "answered"),
        ("max_tokens", "truncated"),
        ("model_context_window_exceeded", "truncated"),
        ("refusal", "refused"),
        ("tool_use", "malformed"),
        ("\x1b[2J", "malformed"),
        (None, "malformed"),
    ],
)
def test_only_a_model_that_came_to_an_end_has_answered(reason: str | None, outcome: str) -> None:
    read = read_answer(QUESTION, TEXT, reason)
    assert (read.outcome, read.raw) == (outcome, TEXT)
    assert (read.data is None) == (outcome != "answered")
    assert "\x1b" not in read.why


def test_escape_sequences_in_a_text_stay_data() -> None:
    said = {"derivation": "\x1b]0;owned\x07\x1b[2J\u202e", "verdict": "matches"}
    read = read_answer(QUESTION, json.dumps(said))
    assert (read.outcome, read.data) == ("answered", said)


def test_a_huge_text_is_cut_and_not_read() -> None:
    huge = json.dumps({**GOOD, "derivation": "x" * 5_000_000})
    read = read_answer(QUESTION, huge)
    assert (read.outcome, read.data, read.raw) == ("malformed", None, huge[:RAW_LIMIT])
    assert "longer than" in read.why
    long = json.dumps({**GOOD, "derivation": "x" * (RAW_LIMIT - 100)})
    assert read_answer(QUESTION, long).outcome == "answered"


def test_lone_surrogates_are_replaced_and_the_rest_is_kept() -> None:
    read = read_answer(QUESTION, "a\ud800b € \U0001d400")
    assert (read.outcome, read.raw) == ("malformed", "a?b € \U0001d400")


def test_a_line_for_people_is_short_and_has_neither_controls_nor_keys() -> None:
    line = one_line("a\x1b[31m\n  b sk-secret-key " + "y" * 1000, secrets=("sk-secret-key",))
    assert line.startswith("a [31m b [key] yyy")
    assert line.isprintable() and len(line) == 300
