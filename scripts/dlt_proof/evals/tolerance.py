"""The stated tolerance: how far results may differ, what may differ at all, and why."""

from typing import Annotated

from pydantic import Field

from .tables import StrictTable


class _OfFiles(StrictTable):
    """What a rule of the tolerance is for.

    Args:
        file: pattern of names below `results/`, `plots/*.svg`.
        key: pattern of key paths in JSON, `checks.*.claims.*.slack`; all by default.
    """

    file: str
    key: str = "*"


class Override(_OfFiles):
    """Another tolerance; the last that applies counts."""

    absolute: Annotated[float, Field(ge=0)] | None = None
    relative: Annotated[float, Field(ge=0)] | None = None


class Ignored(_OfFiles):
    """What may differ, and why: it is told wherever it does."""

    why: Annotated[str, Field(min_length=1)]


class Tolerance(StrictTable):
    """How far two numbers may be apart: `absolute`, or `relative` times the larger one."""

    absolute: Annotated[float, Field(ge=0)] = 1e-9
    relative: Annotated[float, Field(ge=0)] = 1e-6
    override: list[Override] = Field(default_factory=list)
    ignore: list[Ignored] = Field(default_factory=list)
