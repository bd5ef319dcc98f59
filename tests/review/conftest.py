"""A review that has begun, on a machine without TeX: compiling is tested where TeX is."""

import pytest

from dlt_proof.project import Project
from dlt_proof.review import refusals

from ..conftest import run
from ..panel.conftest import api

__all__ = ["api"]


@pytest.fixture(autouse=True)
def without_tex(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("tex") is None:
        monkeypatch.setattr(refusals, "find_program", lambda name: None)


@pytest.fixture
def started(swept: Project) -> Project:
    assert run("review", "start", swept) == 0
    return swept
