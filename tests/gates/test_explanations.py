"""Every finding about plan, scope, sweep and checklists is explained, and nothing else is."""

from __future__ import annotations

import re
from pathlib import Path

from dlt_proof.gates.explanations import FINDINGS, explain_finding

SOURCES = Path(__file__).parents[2] / "scripts/dlt_proof"
#: An identifier and its short name, as they are handed to whatever makes a finding of them.
_FINDING = re.compile(
    r'"(?P<rule>[GST]\d+|V1|V3\d)",\s*(?:f?"(?P<name>[a-z-]+)"|"(?P<other>[a-z-]+)" if)'
)


def test_every_finding_is_explained_under_its_name() -> None:
    made: dict[str, set[str]] = {}
    for path in SOURCES.rglob("*.py"):
        for match in _FINDING.finditer(path.read_text(encoding="utf-8")):
            made.setdefault(match["rule"], set()).add(match["name"] or match["other"])
    assert made.keys() == FINDINGS.keys()
    for rule, names in made.items():
        known = set(FINDINGS[rule].name.split(", "))
        assert names <= known, rule


def test_an_explanation_says_what_and_is_found_by_any_case() -> None:
    text = explain_finding("g23")
    assert text is not None and text.startswith("# G23 consumer-never-refers\n")
    assert all(len(entry.text) > 30 for entry in FINDINGS.values() if entry.name)
    assert explain_finding("G99") is None and explain_finding("R1") is None
