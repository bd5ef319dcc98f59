"""What a model's tokens cost, by the table beside this file or by the user's configuration.

Not here: how many tokens there are (`budget`, `estimate`), and what may be spent (`budget`).
"""

import functools
import math
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from ..records.errors import InputError

#: What writing into the cache and reading from it costs, as a share of the input's price.
CACHE_WRITE = 1.25
CACHE_READ = 0.1
#: What a message batch costs, as a share of the same requests one by one.
BATCH = 0.5

_DATED = re.compile(r"-20\d{6}$")


class Rates(NamedTuple):
    """US dollars per million tokens."""

    input: float
    output: float


class Price(NamedTuple):
    """What a model costs.

    Args:
        rates: of a prompt of at most `threshold` tokens.
        beyond: of a longer one.
        threshold: the prompt's tokens up to which `rates` hold.
    """

    rates: Rates
    beyond: Rates
    threshold: float = math.inf

    def highest(self, input_tokens: int, output_tokens: int, *, batch: bool = False) -> float:
        """The most that so many tokens can cost: as if the whole input were written to the cache.

        Args:
            input_tokens: of the prompt, at most.
            output_tokens: of the answer, at most.
            batch: whether a message batch is asked.

        Returns:
            US dollars.
        """
        return self.cost(0, input_tokens, 0, output_tokens, batch=batch)

    def cost(
        self, plain: int, cache_write: int, cache_read: int, output: int, *, batch: bool = False
    ) -> float:
        """What these tokens cost in US dollars; the four kinds are counted apart."""
        rates = self.rates
        if plain + cache_write + cache_read > self.threshold:
            # The dearer of the two, so that a bound from above stays one.
            rates = Rates(*map(max, self.rates, self.beyond))
        weighed = plain + CACHE_WRITE * cache_write + CACHE_READ * cache_read
        dollars = (weighed * rates.input + output * rates.output) / 1_000_000
        return dollars * (BATCH if batch else 1.0)


def price_of(model: str, configured: Mapping[str, Mapping[str, Any]] | None = None) -> Price:
    """The price of a model; a dated name (`…-20251101`) is the same model.

    Args:
        model: its name.
        configured: `[verify.prices]` of the configuration, which goes before the table.

    Raises:
        InputError: the model is in neither, or its price in the configuration is no price.
    """
    undated = _DATED.sub("", model)
    for table in (configured or {}, _shipped()):
        for name in (model, undated):
            if name in table:
                return _read(name, table[name])
    raise InputError(
        f"the price of the model {model!r} is not known",
        remedy=f'[verify.prices."{model}"] input = 3.0, output = 15.0 in the configuration, '
        "in US dollars per million tokens",
    )


def price_or_none(
    model: str, configured: Mapping[str, Mapping[str, Any]] | None = None
) -> Price | None:
    """The price of a model, None where it is not known; for where money is not limited.

    Raises:
        InputError: the price in the configuration is no price.
    """
    if {model, _DATED.sub("", model)}.isdisjoint({*(configured or {}), *_shipped()}):
        return None
    return price_of(model, configured)


@functools.cache
def _shipped() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(Path(__file__).with_name("prices.toml").read_text("utf-8"))


def _read(name: str, entry: Mapping[str, Any]) -> Price:
    rates = Rates(_rate(name, entry, "input"), _rate(name, entry, "output"))
    if "beyond" not in entry:
        return Price(rates, rates)
    longer = entry["beyond"]
    beyond = Rates(_rate(name, longer, "input"), _rate(name, longer, "output"))
    return Price(rates, beyond, _rate(name, longer, "tokens"))


def _rate(name: str, entry: object, key: str) -> float:
    value = entry.get(key) if isinstance(entry, Mapping) else None
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < math.inf:
        return float(value)
    raise InputError(
        f'[verify.prices."{name}"]: {key} must be a number of at least 0',
        remedy="input and output are US dollars per million tokens",
    )
