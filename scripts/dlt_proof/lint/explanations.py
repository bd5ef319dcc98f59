"""What `dlt-proof explain` says: of rules, of findings of the reader, of how to handle both."""

from __future__ import annotations

from .. import patterns
from ..latex import PROBLEMS
from .rules import all_rules
from .selection import identifier_of

#: Findings of the reader, explained. They are always reported and cannot be ignored.
READING = {
    "P1": "An environment, a conditional or inline code is begun and not ended, or the other way "
    "round. Where it is a proof, rule R3 says so.",
    "P2": "A brace is opened and not closed, or the other way round.",
    "P3": "A file that the paper inputs is missing, lies outside the project, is a folder, or "
    "inputs itself; what it holds was not checked.",
    "P4": "A file is not UTF-8 text, or too large.",
    "P5": "The main file has no document environment, or nothing in it.",
    "P6": "A bibliography is missing or an entry of it cannot be read.",
    "P7": "A formula is begun and not ended: what is mathematics and what is prose cannot be told.",
}
#: What is no rule and has something to be said about all the same, by the module that knows.
TOPICS = ("suppressions", "settings", "selection", "baseline", "unfinished")


def explain(item: str) -> str:
    """The documentation of a rule, of a finding of the reader or of a topic, as Markdown.

    Raises:
        InputError: there is no such rule.
    """
    import inspect

    if item.strip().lower() in TOPICS:
        return f"# {item.strip().lower()}\n\n{_topic(item.strip().lower())}\n"
    wanted = identifier_of(item)
    if wanted in PROBLEMS:
        return f"# {wanted} {PROBLEMS[wanted]}\n\n{READING[wanted]}\n"
    rule = next(rule for rule in all_rules() if rule.id == wanted)
    documentation = inspect.cleandoc(type(rule).__doc__ or "")
    return f"# {rule.id} {rule.name} ({rule.rule_class})\n\n{documentation}\n"


def _topic(name: str) -> str:
    import importlib
    import inspect

    module = importlib.import_module(f".{name}", __package__)
    return inspect.cleandoc(module.__doc__ or "")


def summaries() -> list[tuple[str, str, str, str]]:
    """Identifier, name, class and one sentence of everything that lint reports, rules first."""
    rows = [(r.id, r.name, str(r.rule_class), r.description) for r in all_rules()]
    rows.sort(key=lambda row: (int(patterns.sub(r"\D", "", row[0])), row[0]))
    rows += [(i, name, "wrong", _first(i)) for i, name in PROBLEMS.items()]
    return rows


def _first(identifier: str) -> str:
    """The first sentence about a finding of the reader."""
    return READING[identifier].partition(". ")[0].rstrip(".") + "."


def describe(identifier: str) -> tuple[str, str, str, str] | None:
    """Name, class, one sentence and the whole documentation; None for what lint does not report.

    For formats that carry what a rule is about along with what it found.
    """
    if identifier in PROBLEMS:
        return PROBLEMS[identifier], "wrong", READING[identifier], explain(identifier)
    rule = next((rule for rule in all_rules() if rule.id == identifier), None)
    if rule is None:
        return None
    return rule.name, rule.rule_class, rule.description, explain(identifier)
