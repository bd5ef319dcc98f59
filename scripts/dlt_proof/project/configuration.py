"""`dlt-proof.toml` (or `[tool.dlt-proof]` in pyproject.toml): what a project may set.

Checked by hand because lint reads it on every run and pydantic costs more than lint itself.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from types import MappingProxyType

from .. import patterns
from ..records.errors import InputError
from ..records.plan import PLAN_KINDS
from ..records.record import Record
from .compile_configuration import CompileConfiguration, check_limits
from .files import is_file, read_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

CONFIGURATION_FILE = "dlt-proof.toml"
_SHARED_FILE = "pyproject.toml"


class TraceConfiguration(Record):
    """`[trace]`: `coverage`, the share of steps that must be above red (0 to 1)."""

    coverage: float = 0.5


class VerifyConfiguration(Record):
    """`[verify]`: which models judge steps, and what one run of a command may use.

    Args:
        model: the first verifier's model; with `second_model` empty, everybody's.
        second_model: the other verifiers' model.
        verifiers: how many have to judge a step.
        concurrency: how many questions are under way at once.
        max_calls: requests, those repeated included; for `trace jobs`, questions handed out.
        max_tokens: input and output together, those of the cache included.
        budget_usd: by the table of prices.
        max_seconds: wall time.
        max_output_tokens: of one answer, thinking included.
        call_seconds: wall time of one request.
        prices: of models that the table does not know, US dollars for a million tokens.
    """

    model: str = "claude-sonnet-5-5"
    second_model: str = ""
    verifiers: int = 2
    concurrency: int = 8
    max_calls: int = 1000
    max_tokens: int = 20_000_000
    budget_usd: float = 10.0
    max_seconds: float = 3600.0
    max_output_tokens: int = 16_000
    call_seconds: float = 300.0
    prices: Mapping[str, Mapping[str, float]] = MappingProxyType({})


class ReviewConfiguration(Record):
    """`[review]`: `panel`, `optional` or `required` (a canary-tested panel of models)."""

    panel: str = "optional"


class PerFile(Record):
    """`[lint.per-file]`: rules whose findings in some files are not reported.

    Args:
        pattern: of names relative to the root: `*` within one folder, `**` across folders; one
            without `/` is about names in any folder.
        ignore: the rules, as written.
        reason: why, in the author's words.
        line: where it stands in the file, 0 where that is not known.
    """

    pattern: str
    ignore: tuple[str, ...]
    reason: str
    line: int = 0


class LintConfiguration(Record):
    """`[lint]`: `select` and `ignore`, as on the command line, and settings for some files.

    Args:
        select, ignore: rules, as written; `lint` knows which exist.
        per_file: in the order of the file.
        source: name of the file these stand in.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file: tuple[PerFile, ...] = ()
    source: str = CONFIGURATION_FILE


#: What `[environments]` may say that an environment is; `none`: nothing of the kind.
ENVIRONMENT_KINDS = (*PLAN_KINDS, "remark", "other", "proof", "none")


class Configuration(Record):
    """The settings of a project; each has a default.

    Args:
        environments: what environments are, by name, where neither their definition nor their
            printed name tells: one of `ENVIRONMENT_KINDS`.
    """

    main: str | None = None
    adopted: bool = False
    environments: Mapping[str, str] = MappingProxyType({})
    lint: LintConfiguration = LintConfiguration()
    trace: TraceConfiguration = TraceConfiguration()
    compile: CompileConfiguration = CompileConfiguration()
    review: ReviewConfiguration = ReviewConfiguration()
    verify: VerifyConfiguration = VerifyConfiguration()


def load_configuration(folder: str) -> Configuration:
    """Read the project's configuration.

    Raises:
        InputError: it is not TOML, or holds an unknown key or a value of the wrong type.
    """
    text = _read(folder, CONFIGURATION_FILE)
    if text is not None:
        return _from_table(_table(text, CONFIGURATION_FILE), CONFIGURATION_FILE, text)
    text = _read(folder, _SHARED_FILE)
    if text is not None:
        table = _table(text, _SHARED_FILE).get("tool", {}).get("dlt-proof")
        if table is not None:
            return _from_table(table, _SHARED_FILE, text, "[tool.dlt-proof] ")
    return Configuration()


def _read(folder: str, name: str) -> str | None:
    path = os.path.join(folder, name)
    return read_text(path, name=name) if is_file(path) else None


def _table(text: str, file: str) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"is not TOML: {error}", file=file) from None


def _from_table(table: dict[str, Any], file: str, text: str, where: str = "") -> Configuration:
    sections: dict[str, Any] = {
        "trace": TraceConfiguration,
        "compile": CompileConfiguration,
        "review": ReviewConfiguration,
    }
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key in ("lint", "environments", "verify", *sections) and not isinstance(value, dict):
            raise InputError(f"{where}[{key}] must be a table", file=file)
        if key == "lint":
            values[key] = _lint(value, file, text)
        elif key == "environments":
            values[key] = _environments(value, file)
        elif key == "verify":
            values[key] = _verify(value, file)
        elif key in sections:
            values[key] = sections[key](**_checked(value, sections[key], f"[{key}] ", file))
        else:
            values.update(_checked({key: value}, Configuration, where, file))
    configuration = Configuration(**values)
    if not 0 <= configuration.trace.coverage <= 1:
        raise InputError("[trace] coverage must lie between 0 and 1", file=file)
    check_limits(configuration.compile, file)
    if configuration.review.panel not in ("optional", "required"):
        raise InputError('[review] panel must be "optional" or "required"', file=file)
    return configuration


def _verify(table: dict[str, Any], file: str) -> VerifyConfiguration:
    prices = table.get("prices", {})
    if not isinstance(prices, dict):
        raise InputError("[verify.prices] must be a table of models", file=file)
    for model, price in prices.items():
        if not (
            isinstance(price, dict)
            and set(price) == {"input", "output"}
            and all(_is_number(value) and value >= 0 for value in price.values())
        ):
            raise InputError(
                f'[verify.prices."{model}"] must be like {{ input = 3.0, output = 15.0 }}: '
                "US dollars for a million tokens",
                file=file,
            )
    rest = {key: value for key, value in table.items() if key != "prices"}
    checked = _checked(rest, VerifyConfiguration, "[verify] ", file)
    verify = VerifyConfiguration(**checked, prices=MappingProxyType(prices))
    for name in VerifyConfiguration._fields:
        value = getattr(verify, name)
        if _is_number(value) and not 0 < value < float("inf"):
            raise InputError(f"[verify] {name} must be a positive number", file=file)
    return verify


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _checked(table: dict[str, Any], record: Any, where: str, file: str) -> dict[str, Any]:
    """The values of a table for a record's fields, after every key and type was found right."""
    defaults = record()
    known = record._fields
    checked: dict[str, Any] = {}
    for key, value in table.items():
        if key not in known:
            raise InputError(f"{where}unknown key {key!r} (known: {', '.join(known)})", file=file)
        default = getattr(defaults, key)
        expected = str if default is None else type(default)
        if expected is float and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if not isinstance(value, expected) or (isinstance(value, bool) and expected is not bool):
            raise InputError(
                f"{where}{key} must be a {expected.__name__}, not {value!r}", file=file
            )
        checked[key] = value
    return checked


def _lint(table: dict[str, Any], file: str, text: str) -> LintConfiguration:
    known = ("select", "ignore", "per-file")
    for key in table:
        if key not in known:
            raise InputError(f"[lint] unknown key {key!r} (known: {', '.join(known)})", file=file)
    per_file = table.get("per-file", {})
    if not isinstance(per_file, dict):
        raise InputError("[lint.per-file] must be a table of patterns", file=file)
    return LintConfiguration(
        select=_rules(table.get("select"), "[lint] select", file),
        ignore=_rules(table.get("ignore"), "[lint] ignore", file),
        per_file=tuple(_per_file(p, value, file, text) for p, value in per_file.items()),
        source=file,
    )


def _rules(value: object, where: str, file: str) -> tuple[str, ...]:
    """A list of rules; an empty one would say nothing, or switch everything off."""
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise InputError(f'{where} must be a list of rules, like ["R19"]', file=file)
    if not value:
        raise InputError(f"{where} names no rule", file=file)
    return tuple(value)


def _per_file(pattern: str, value: object, file: str, text: str) -> PerFile:
    line = _line_of(pattern, text)
    where = f'[lint.per-file] "{pattern}"'
    if not isinstance(value, dict) or set(value) - {"ignore", "reason"} or "ignore" not in value:
        raise InputError(
            f'{where} must be like {{ ignore = ["R19"], reason = "…" }}', file=file, line=line
        )
    reason = value.get("reason")
    if not isinstance(reason, str) or not patterns.search(r"\w", reason):
        raise InputError(f"{where} gives no reason", file=file, line=line)
    ignored = _rules(value["ignore"], f"{where} ignore", file)
    return PerFile(pattern, ignored, " ".join(reason.split()), line or 0)


def _line_of(pattern: str, text: str) -> int | None:
    """Where a pattern stands; TOML's reader does not tell."""
    for number, line in enumerate(text.split("\n"), start=1):
        if f'"{pattern}"' in line or f"'{pattern}'" in line:
            return number
    return None


def _environments(table: dict[str, Any], file: str) -> dict[str, str]:
    for name, kind in table.items():
        if kind not in ENVIRONMENT_KINDS:
            raise InputError(
                f"[environments] {name} must be one of {', '.join(ENVIRONMENT_KINDS)}, "
                f"not {kind!r}",
                file=file,
            )
    return dict(table)
