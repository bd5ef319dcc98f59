"""The bundled proof's own graph, opened in a browser: read from its plan and its LaTeX."""

from pathlib import Path

import pytest

from dlt_proof.project import Project
from dlt_proof.workflow.graph import project_graph

pytestmark = pytest.mark.slow
ANCHOR = Path(__file__).parents[2] / "eval_results/08-anchor-convergence"
NODE = "#page-world .node"


def test_the_graph_of_the_bundled_proof_can_be_used(opened) -> None:  # type: ignore[no-untyped-def]
    graph = project_graph(Project(ANCHOR)).graph
    assert len(graph.nodes) >= 20 and graph.nodes["thm:main"].goal
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
    assert {"lem:anchor_count", "thm:main"} <= shown and "lem:recurrence" not in shown
    page.locator("#page-focus [data-focus=up]").click()
    assert "lem:conditional_mgf" in open_page.shown() and "thm:main" not in open_page.shown()
    page.keyboard.press("Escape")  # leaves the search
    page.keyboard.press("Escape")  # leaves the focus
    assert len(open_page.shown()) == len(graph.nodes)
