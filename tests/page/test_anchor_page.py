"""The bundled proof's own graph, opened in a browser: read from its plan and its LaTeX."""

import shutil
from pathlib import Path

import pytest

from dlt_proof.project import Project
from dlt_proof.workflow.graph import project_graph

pytestmark = pytest.mark.slow
ANCHOR = Path(__file__).parents[2] / "eval_results/08-anchor-convergence"
NODE = "#page-world .node"


def test_the_graph_of_the_bundled_proof_can_be_used(opened, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    # Without what was recorded of it, whose certificates would all be made again first.
    ignore = shutil.ignore_patterns("state", ".output")
    folder = shutil.copytree(ANCHOR, tmp_path / "proof", ignore=ignore)
    graph = project_graph(Project(folder)).graph
    assert len(graph.nodes) >= 50 and graph.nodes["thm:main"].goal
    open_page = opened(graph)
    page = open_page.page
    assert page.locator(NODE).count() == len(graph.nodes)
    # A click: the theorem with its formulas.
    open_page.node("thm:main").click()
    assert open_page.comes_to("thm:main")
    display = page.locator("#page-panel .statement .display math").first
    assert display.bounding_box()["height"] > 20
    assert "LaTeX" in page.locator("#page-panel").inner_text()
    assert page.locator("#page-panel .statement a.reference").count() >= 5
    # A search.
    page.keyboard.press("/")
    page.keyboard.type("anchor_count")
    page.keyboard.press("Enter")
    assert open_page.comes_to("lem:anchor_count")
    # Focus: what falls if the lemma falls, and what it rests on.
    page.locator("#page-focus [data-focus=down]").click()
    shown = set(open_page.shown())
    assert {"lem:anchor_count", "thm:main"} <= shown and "lem:domination" not in shown
    page.locator("#page-focus [data-focus=up]").click()
    assert "lem:domination" in open_page.shown() and "thm:main" not in open_page.shown()
    page.keyboard.press("Escape")  # leaves the search
    page.keyboard.press("Escape")  # leaves the focus
    assert len(open_page.shown()) == len(graph.nodes)
