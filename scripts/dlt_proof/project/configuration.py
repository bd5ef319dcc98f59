"""`dlt-proof.toml` (or `[tool.dlt-proof]` in pyproject.toml): what a project may set.

Checked by hand because lint reads it on every run and pydantic costs more than lint itself.
"""

import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from ..records.errors import InputError
from .files import read_text

CONFIGURATION_FILE = "dlt-proof.toml"


@dataclass(frozen=True, slots=True)
class TraceConfiguration:
    """`[trace]`: `coverage`, the share of steps that must be above red (0 to 1)."""

    coverage: float = 0.5


@dataclass(frozen=True, slots=True)
class CompileConfiguration:
    """`[compile]`: `timeout_seconds`, the wall time after which TeX is ended."""

    timeout_seconds: float = 300.0


@dataclass(frozen=True, slots=True)
class ReviewConfiguration:
    """`[review]`: `panel`, `optional` or `required` (a canary-tested panel of models)."""

    panel: str = "optional"


@dataclass(frozen=True, slots=True)
class Configuration:
    """The settings of a project; each has a default."""

    main: str | None = None
    adopted: bool = False
    trace: TraceConfiguration = field(default_factory=TraceConfiguration)
    compile: CompileConfiguration = field(default_factory=CompileConfiguration)
    review: ReviewConfiguration = field(default_factory=ReviewConfiguration)


def load_configuration(root: Path) -> Configuration:
    """Read the project's configuration.

    Raises:
        InputError: it is not TOML, or holds an unknown key or a value of the wrong type.
    """
    own, shared = root / CONFIGURATION_FILE, root / "pyproject.toml"
    if own.is_file():
        return _from_table(_table(own), own.name)
    if shared.is_file():
        table = _table(shared).get("tool", {}).get("dlt-proof")
        if table is not None:
            return _from_table(table, f"{shared.name} [tool.dlt-proof]")
    return Configuration()


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(read_text(path, name=path.name))
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"is not TOML: {error}", file=path.name) from None


def _from_table(table: dict[str, Any], file: str) -> Configuration:
    sections = {
        "trace": TraceConfiguration,
        "compile": CompileConfiguration,
        "review": ReviewConfiguration,
    }
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key in sections:
            if not isinstance(value, dict):
                raise InputError(f"[{key}] must be a table", file=file)
            values[key] = sections[key](**_checked(value, sections[key], f"[{key}] ", file))
        else:
            values.update(_checked({key: value}, Configuration, "", file))
    configuration = Configuration(**values)
    if not 0 <= configuration.trace.coverage <= 1:
        raise InputError("[trace] coverage must lie between 0 and 1", file=file)
    if configuration.compile.timeout_seconds <= 0:
        raise InputError("[compile] timeout_seconds must be positive", file=file)
    if configuration.review.panel not in ("optional", "required"):
        raise InputError('[review] panel must be "optional" or "required"', file=file)
    return configuration


def _checked(table: dict[str, Any], record: type, where: str, file: str) -> dict[str, Any]:
    """The table's values, converted, after every key and type was found right."""
    defaults = record()
    known = [item.name for item in fields(record)]
    checked: dict[str, Any] = {}
    for key, value in table.items():
        if key not in known:
            raise InputError(f"{where}unknown key {key!r} (known: {', '.join(known)})", file=file)
        default = getattr(defaults, key)
        expected = str if default is None else type(default)
        if expected is float and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if not isinstance(value, expected):
            raise InputError(
                f"{where}{key} must be a {expected.__name__}, not {value!r}", file=file
            )
        checked[key] = value
    return checked
