"""What tokens cost: the table, dated names, long prompts, batches, and what is not known."""

import math

import pytest

from dlt_proof.models.estimate import estimate
from dlt_proof.models.prices import price_of, price_or_none
from dlt_proof.records.errors import InputError
from tests.models.asking_support import question, questions

MILLION = 1_000_000


@pytest.mark.parametrize(
    ("model", "given", "back"),
    [
        ("claude-fable-5", 10, 50),
        ("claude-fable-5-2", 10, 50),
        ("claude-mythos-5-1", 10, 50),
        ("claude-opus-5-5", 4, 20),
        ("claude-opus-5", 5, 25),
        ("claude-opus-4-5", 5, 25),
        ("claude-opus-4-5-20251101", 5, 25),
        ("claude-sonnet-5-5", 2, 10),
        ("claude-sonnet-4-6", 3, 15),
        ("claude-haiku-4-5", 1, 5),
        ("claude-haiku-4-5-20251001", 1, 5),
    ],
)
def test_a_million_tokens(model: str, given: float, back: float) -> None:
    price = price_of(model)
    assert price.cost(MILLION, 0, 0, 0) == pytest.approx(given)
    assert price.cost(0, MILLION, 0, 0) == pytest.approx(1.25 * given)
    assert price.cost(0, 0, MILLION, 0) == pytest.approx(0.1 * given)
    assert price.cost(0, 0, 0, MILLION) == pytest.approx(back)
    assert price.cost(MILLION, 0, 0, MILLION, batch=True) == pytest.approx((given + back) / 2)


def test_a_long_prompt_is_dearer_where_the_table_says_so() -> None:
    price = price_of("claude-haiku-5-5")
    assert price.cost(100_000, 0, 0, 1000) == pytest.approx(0.0105)
    assert price.cost(100_001, 0, 0, 1000) == pytest.approx(0.0525, rel=1e-4)
    assert price.cost(50_000, 0, 50_001, 1000) == pytest.approx(0.03, rel=1e-3)


def test_the_highest_is_never_below_what_fewer_tokens_cost() -> None:
    for model in ("claude-haiku-5-5", "claude-opus-5-5"):
        price = price_of(model)
        for bound in (10, 100_000, 100_001, 400_000):
            highest = price.highest(bound, 100)
            for used in (1, bound // 2, bound):
                for kinds in ((used, 0, 0), (0, used, 0), (0, 0, used)):
                    assert price.cost(*kinds, 100) <= highest + 1e-12


def test_an_unknown_model_has_no_price_and_says_how_to_give_one() -> None:
    with pytest.raises(InputError) as caught:
        price_of("claude-new-9")
    assert '[verify.prices."claude-new-9"] input =' in str(caught.value)
    assert price_or_none("claude-new-9") is None
    assert price_or_none("claude-opus-5-20990101") == price_of("claude-opus-5")


def test_the_configuration_goes_before_the_table() -> None:
    given = {
        "claude-new-9": {"input": 7, "output": 8.5},
        "claude-opus-5": {"input": 1, "output": 1},
    }
    assert price_of("claude-new-9", given).cost(MILLION, 0, 0, MILLION) == pytest.approx(15.5)
    assert price_of("claude-opus-5-20990101", given).cost(MILLION, 0, 0, 0) == pytest.approx(1)
    assert price_of("claude-opus-4-8", given) == price_of("claude-opus-4-8")


@pytest.mark.parametrize("bad", [-1, math.nan, math.inf, "3", True, None])
def test_a_price_that_is_none_is_refused(bad: object) -> None:
    with pytest.raises(InputError, match="must be a number"):
        price_of("m", {"m": {"input": bad, "output": 1}})
    with pytest.raises(InputError, match="output must be a number"):
        price_or_none("m", {"m": {"input": 1}})


def test_an_estimate_lies_below_its_bound() -> None:
    price = price_of("claude-opus-5-5")
    one = estimate([question(1, text="x" * 4000, max_output_tokens=8000)], price, batch=False)
    assert one.questions == 1
    assert 2500 <= one.tokens <= 2520
    assert one.most_tokens > 12_000
    assert one.usd is not None and one.most_usd is not None
    assert one.usd == pytest.approx(0.034, rel=0.01)
    assert one.usd < one.most_usd
    batch = estimate([question(1, text="x" * 4000, max_output_tokens=8000)], price, batch=True)
    assert batch.usd == pytest.approx(one.usd / 2)
    assert batch.most_usd == pytest.approx(one.most_usd / 2)


def test_an_estimate_without_a_price_or_without_questions() -> None:
    unknown = estimate(questions(3), None, batch=False)
    assert (unknown.questions, unknown.usd, unknown.most_usd) == (3, None, None)
    nothing = estimate([], price_of("claude-opus-5"), batch=False)
    assert (nothing.tokens, nothing.usd, nothing.most_usd) == (0, 0, 0)
