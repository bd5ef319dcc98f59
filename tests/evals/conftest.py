"""A small eval: the toy proof, swept, with a citation, errata and a check of no node."""

import json
from pathlib import Path
from typing import Any

import pytest

from dlt_proof.evals.assertions import Assertions
from dlt_proof.evals.deciders import Decision, decide
from dlt_proof.evals.facts import Facts
from dlt_proof.gates import load_review
from dlt_proof.latex import read_document
from dlt_proof.project import Project

from ..conftest import edit, run

ERRATA = """# Errata of the source

## E01 quadrupling
**Source:** "quadrupling roughly cubes it"
**Place:** the result
**Verdict:** false
**Why:** the fourth power is larger.
**Numbers:** checks/errata.py: quadrupling = 4.0; checks/errata.py: cubing
**Corrected:** the gap is larger than the number.
**Proved in:** thm:main
"""

CHECK_OF_ERRATA = """from dlt_proof import checks


def check(run: checks.Run) -> None:
    claim = checks.Claim("quadrupling", "4 <= 5")
    run.claim(checks.deterministic_bound(claim, [4.0], [5.0]))
    control = checks.Claim("cubing", "4 <= 3")
    run.control(checks.deterministic_bound(control, [4.0], [3.0]))


if __name__ == "__main__":
    checks.main(check)
"""

BIBLIOGRAPHY = """@book{hardy1952inequalities,
  author = {Hardy, G. H. and Littlewood, J. E. and P\\'olya, G.},
  title = {Inequalities},
  publisher = {Cambridge University Press},
  year = {1952},
}
"""

DIGEST = """# Inequalities

**Statement:** "(1 + x)^n >= 1 + nx for x > -1"
**Place:** Theorem 42.
**Source seen:** no.
"""

ASSERTIONS = """schema = "dlt-proof/assertions/1"
[tolerance]
absolute = 1e-9
relative = 1e-6
"""


@pytest.fixture
def small(swept: Project) -> Project:
    """The toy proof with what an eval has beside it, before its review."""
    root = swept.root
    (root / "refs.bib").write_text(BIBLIOGRAPHY, encoding="utf-8")
    edit(
        swept,
        "sections/00-introduction.tex",
        "The gap is more than the number.",
        "The gap is more than the number. See \\citet{hardy1952inequalities}.",
    )
    (swept.research / "cite-hardy1952inequalities.md").write_text(DIGEST, encoding="utf-8")
    (root / "ERRATA.md").write_text(ERRATA, encoding="utf-8")
    (root / "checks" / "errata.py").write_text(CHECK_OF_ERRATA, encoding="utf-8")
    (root / "checks" / "helper.py").write_text("STEP = 1\n", encoding="utf-8")
    (root / "assertions.toml").write_text(ASSERTIONS, encoding="utf-8")
    return swept


@pytest.fixture
def reviewed(small: Project, tmp_path: Path) -> Project:
    """The same with a clean pass by a reader."""
    assert run("review", "start", small) == 0
    answer = {
        "reader": "Ada",
        "text": load_review(small, read_document(small)).text,
        "summary": "line by line",
        "weaknesses": [],
    }
    (tmp_path / "ada.json").write_text(json.dumps(answer))
    assert run("review", "record", tmp_path / "ada.json", small) == 0
    return small


def decided(project: Project | Facts, kind: str, **keys: Any) -> Decision:
    """What the decider of a kind says of an assertion with these keys."""
    table = {"id": "one", "says": "something", "kind": kind, **keys}
    told = {"schema": "dlt-proof/assertions/1", "assertion": [table]}
    [assertion] = Assertions.model_validate(told).assertion
    return decide(project if isinstance(project, Facts) else Facts(project), assertion)


def assert_fails(said: Decision, words: str) -> None:
    """It does not pass, and says why."""
    assert not said.passed
    assert words in "; ".join(said.reasons), said.reasons
