"""What the tables of `assertions.toml` have in common."""

from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator


class StrictTable(BaseModel):
    """A table of the file: no unknown key is let through, and no value of another type."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Between(StrictTable):
    """What a number may be. Both ends count; None where there is none."""

    least: float | None = None
    most: float | None = None

    @model_validator(mode="after")
    def _some_end(self) -> Self:
        if self.least is None and self.most is None:
            raise ValueError("give `least`, `most` or both")
        if self.least is not None and self.most is not None and self.least > self.most:
            raise ValueError(f"nothing lies between {self.least} and {self.most}")
        return self

    def holds(self, value: float) -> bool:
        """Whether a number lies in it."""
        above = self.least is None or value >= self.least
        return above and (self.most is None or value <= self.most)
