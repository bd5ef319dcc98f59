"""The rules, one file each. A file `rNN_….py` here is found and registered by itself."""

from __future__ import annotations

import os
import sys
from functools import cache

from ... import patterns
from ..rule import Rule

_RULE_FILE = patterns.pattern(r"r\d+[a-z]?_\w+")


@cache
def all_rules() -> tuple[Rule, ...]:
    """One instance of every rule, by number.

    Raises:
        TypeError: a rule file does not hold exactly one rule, or a rule lacks an attribute or
            its documentation. A rule that does not load must never be a rule that passes.
    """
    rules: dict[str, Rule] = {}
    for file in sorted(os.listdir(os.path.dirname(__file__))):
        name = file.removesuffix(".py")
        if name == file or not _RULE_FILE.fullmatch(name):
            continue
        module = f"{__name__}.{name}"
        __import__(module)  # `importlib` would have to be loaded
        loaded = sys.modules[module]
        classes = [
            value
            for value in vars(loaded).values()
            if isinstance(value, type) and issubclass(value, Rule) and value is not Rule
        ]
        if len(classes) != 1:
            raise TypeError(f"{name} must hold exactly one rule, not {len(classes)}")
        rule = classes[0]()
        _check_metadata(rule, name)
        if rule.id in rules:
            raise TypeError(f"{name}: {rule.id} exists twice")
        rules[rule.id] = rule
    if not rules:
        raise TypeError(f"there are no rules beside {__file__}")
    return tuple(sorted(rules.values(), key=lambda rule: _order(rule.id)))


def _order(identifier: str) -> tuple[int, str]:
    digits = patterns.sub(r"\D", "", identifier)
    return int(digits), identifier


def _check_metadata(rule: Rule, module: str) -> None:
    for attribute in ("id", "name", "rule_class", "description"):
        if not getattr(rule, attribute, ""):
            raise TypeError(f"{module}: the rule lacks {attribute}")
    documentation = type(rule).__doc__ or ""
    for part in ("**Anti-pattern**", "**Best practice**"):
        if part not in documentation:
            raise TypeError(f"{module}: the docstring lacks {part}")
    number, letter = _order(rule.id)[0], rule.id.lstrip("R0123456789")
    if not module.startswith(f"r{number:02d}{letter}_"):
        raise TypeError(f"{module}: the file is not called like its rule {rule.id}")
