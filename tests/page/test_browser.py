"""The page in a browser, opened from a file as its readers open it."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dlt_proof.page import graph_svg
from dlt_proof.page.words import one_line

from .graphs import graph_of, large, node, paper

TYPE_CHECKING = False
if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow
#: Those of the drawing; the legend has samples.
NODE, LINE = "#page-world .node", "#page-world .line"


def wait_until(holds: Callable[[], bool]) -> None:
    """Wait for what the page will show. Asked from here: its own policy forbids it to evaluate."""
    until = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < until, "the page did not come to show it"
        time.sleep(0.05)


def test_all_nodes_are_in_sight_when_it_opens(opened) -> None:  # type: ignore[no-untyped-def]
    for graph in (paper(), large(80)):
        page = opened(graph).page
        stage = page.locator("#page-stage").bounding_box()
        for box in [element.bounding_box() for element in page.locator(NODE).all()]:
            assert stage["x"] <= box["x"] and box["x"] + box["width"] <= stage["x"] + stage["width"]
            assert stage["y"] <= box["y"]
            assert box["y"] + box["height"] <= stage["y"] + stage["height"]
            assert box["width"] > 4


def test_a_click_shows_the_statement_with_its_mathematics(opened) -> None:  # type: ignore[no-untyped-def]
    open_page = opened(paper())
    page = open_page.page
    assert open_page.chosen() is None
    open_page.node("lem:count").click()
    assert open_page.comes_to("lem:count")
    assert page.url.endswith("#lem:count")
    assert page.locator("#page-panel h2").inner_text() == "Anchor count"
    display = page.locator("#page-panel .statement .display math")
    assert display.bounding_box()["height"] > 30  # fractions in brackets, set as mathematics
    inline = page.locator("#page-panel .statement .formula math").first.bounding_box()
    assert inline["height"] > 8 and inline["width"] > 20
    # A sum has its limits above and below in a display.
    total, lower = (display.locator(f"munderover > :nth-child({n})").first for n in (1, 2))
    assert lower.bounding_box()["y"] > total.bounding_box()["y"] + 8
    assert page.locator("#page-panel a[href='./main.tex']").first.inner_text() == "main.tex:3"
    page.locator("#page-panel .statement a.reference").click()
    assert open_page.comes_to("ass:emission")
    page.go_back()
    assert open_page.comes_to("lem:count")


def test_places_are_links_to_files(opened) -> None:  # type: ignore[no-untyped-def]
    page = opened(paper(), "#cor:decay").page
    link = page.locator("#page-panel .place a").first
    assert link.get_attribute("href") == "./sections/06%20end.tex"
    assert "not under management" in page.locator("#page-panel").inner_text()


def test_uses_are_listed_with_kind_and_place(opened) -> None:  # type: ignore[no-untyped-def]
    page = opened(paper(), "#lem:count").page
    text = page.locator("#page-panel").inner_text()
    assert "Uses (3)" in text and "Used by (2)" in text
    assert "only declared, main.tex:7" in text and "cited, main.tex:7" in text
    assert "In all it rests on 4, and 3 fall if it falls." in text
    text = opened(paper(), "#lem:wrong").page.locator("#page-panel").inner_text()
    assert "Mentioned by (1)" in text and "Used by (1)" in text


def test_search(opened) -> None:  # type: ignore[no-untyped-def]
    open_page = opened(paper())
    page = open_page.page
    page.keyboard.press("/")
    page.keyboard.type("LEM count")
    assert page.locator("#page-hits").inner_text() == "2 found"  # one by its name, one by its text
    assert page.locator(f"{NODE}.hit").count() == 2
    page.keyboard.press("Enter")
    assert open_page.comes_to("lem:count")
    page.keyboard.press("Enter")
    assert open_page.comes_to("lem:mass")
    page.keyboard.press("Shift+Enter")
    assert open_page.comes_to("lem:count")
    page.locator("#page-search").fill("no such words")
    assert page.locator("#page-hits").inner_text() == "nothing found"
    page.keyboard.press("Escape")
    assert page.locator("#page-search").input_value() == ""


def test_focus_on_what_a_node_rests_on_and_what_uses_it(opened) -> None:  # type: ignore[no-untyped-def]
    open_page = opened(paper(), "#lem:count")
    page = open_page.page
    above = {"not:probability", "def:gap", "ass:emission", "cite:freedman75", "lem:count"}
    below = {"lem:mass", "thm:main", "cor:decay", "lem:count"}
    page.get_by_role("button", name="Rests on", exact=True).click()
    assert set(open_page.shown()) == above
    page.get_by_role("button", name="1", exact=True).click()
    assert set(open_page.shown()) == above - {"not:probability"}
    page.keyboard.press("9")
    page.keyboard.press("u")
    assert set(open_page.shown()) == below
    page.keyboard.press("1")
    assert set(open_page.shown()) == below - {"cor:decay"}
    page.keyboard.press("b")
    page.keyboard.press("9")
    assert set(open_page.shown()) == above | below
    # The focus is drawn anew, what is used above what uses it.
    y = {label: open_page.node(label).bounding_box()["y"] for label in above | below}
    assert y["not:probability"] < y["ass:emission"] < y["lem:count"] < y["lem:mass"] < y["thm:main"]
    page.keyboard.press("Escape")
    assert len(open_page.shown()) == 10
    assert open_page.comes_to("lem:count")
    page.keyboard.press("Escape")
    assert open_page.comes_to(None)


def test_a_shortcut_is_a_line_where_its_longer_way_is_not_shown(opened) -> None:  # type: ignore[no-untyped-def]
    chain = graph_of(
        [node(name) for name in "abcd"],
        *[("a", "b", "proof"), ("b", "c", "proof"), ("c", "d", "proof"), ("a", "d", "proof")],
    )
    open_page = opened(chain, "#a")
    page = open_page.page
    page.keyboard.press("u")
    assert page.locator(f"{LINE}.shortcut").count() == 1
    page.keyboard.press("1")
    assert set(open_page.shown()) == {"a", "b", "d"}
    assert page.locator(f"{LINE}.shortcut").count() == 0
    y = {label: open_page.node(label).bounding_box()["y"] for label in "abd"}
    assert y["a"] < y["b"] and y["a"] < y["d"]
    page.keyboard.press("a")
    assert page.locator(f"{LINE}.shortcut").count() == 1


def test_nothing_is_focused_without_a_choice(opened) -> None:  # type: ignore[no-untyped-def]
    open_page = opened(paper())
    assert open_page.page.get_by_role("button", name="Rests on", exact=True).is_disabled()
    open_page.page.keyboard.press("r")
    assert len(open_page.shown()) == 10


def test_arrows_go_along_the_edges(opened) -> None:  # type: ignore[no-untyped-def]
    open_page = opened(paper(), "#lem:count")
    page = open_page.page
    page.keyboard.press("ArrowDown")
    assert open_page.comes_to("lem:mass", "thm:main")
    page.keyboard.press("ArrowUp")
    assert open_page.comes_to("lem:count")
    page.keyboard.press("ArrowUp")
    assert open_page.comes_to("def:gap", "ass:emission", "cite:freedman75")


def test_tabs_and_enter_reach_every_node(opened) -> None:  # type: ignore[no-untyped-def]
    open_page = opened(paper())
    page = open_page.page
    reached: list[str] = []
    for _ in range(80):
        page.keyboard.press("Tab")
        element = page.evaluate("document.activeElement.closest('.node')?.getAttribute('href')")
        reached += [element] if element else []
        if element == "#thm:main":
            page.keyboard.press("Enter")
            break
    assert reached[0] == "#not:probability" and len(reached) == 8
    assert open_page.comes_to("thm:main")
    outline = (
        open_page.node("thm:main").locator(".shape").evaluate("e => getComputedStyle(e).stroke")
    )
    assert outline == page.evaluate(
        "() => { const e = document.createElement('i'); e.style.color = 'var(--accent)';"
        "document.body.append(e); return getComputedStyle(e).color }"
    )


def test_zoom_and_move(opened) -> None:  # type: ignore[no-untyped-def]
    open_page = opened(paper())
    page = open_page.page

    def box() -> dict[str, float]:
        return open_page.node("lem:count").bounding_box()  # type: ignore[no-any-return]

    first = box()
    page.keyboard.press("+")
    assert box()["width"] > 1.2 * first["width"]
    page.keyboard.press("0")
    assert abs(box()["width"] - first["width"]) < 1
    page.mouse.move(first["x"] + 10, first["y"] + 10)
    page.mouse.wheel(0, -300)
    wait_until(lambda: box()["width"] > 1.2 * first["width"])
    zoomed = box()
    # The point below the pointer stays there.
    assert abs(zoomed["x"] - first["x"]) < 15 and abs(zoomed["y"] - first["y"]) < 15
    x, y = zoomed["x"] + zoomed["width"] / 2, zoomed["y"] + zoomed["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y + 60, steps=4)
    page.mouse.up()
    page.wait_for_timeout(100)
    assert abs(box()["x"] - zoomed["x"] - 40) < 4 and abs(box()["y"] - zoomed["y"] - 60) < 4
    assert open_page.chosen() is None  # a drag is no click
    page.keyboard.press("Shift+ArrowRight")
    assert abs(box()["x"] - zoomed["x"] + 40) < 4


def test_the_legend_shows_lines_and_picks_out_states(opened) -> None:  # type: ignore[no-untyped-def]
    page = opened(paper()).page
    mention = page.locator(f"{LINE}.kind-mention:not(.off)")
    shortcut = page.locator(f"{LINE}.shortcut:not(.off)")
    assert mention.count() == shortcut.count() == 0
    page.locator("[data-line=mention]").check()
    page.locator("[data-shortcut]").check()
    assert mention.count() == shortcut.count() == 1
    page.locator("[data-line=cites]").uncheck()
    assert not page.locator(f"{NODE}.shape-note").is_visible()
    page.locator("button[data-state=false]").click()
    assert page.locator(f"{NODE}.kept").count() == 1
    assert (
        page.locator(f"{NODE}.shape-box").first.evaluate("e => +getComputedStyle(e).opacity") < 0.5
    )
    page.locator("button[data-state=false]").click()
    assert page.locator(f"{NODE}.kept").count() == 10


def test_the_lines_of_the_chosen_node_show_also_as_shortcuts(opened) -> None:  # type: ignore[no-untyped-def]
    page = opened(paper(), "#thm:main").page
    assert page.locator(f"{LINE}.shortcut.in").count() == 1
    assert page.locator(f"{LINE}.in").count() == 2


def colour(page: "Page", selector: str, what: str) -> str:
    found = page.locator(selector).first.evaluate(f"e => getComputedStyle(e).{what}")
    return str(found)


def test_light_and_dark(opened) -> None:  # type: ignore[no-untyped-def]
    light = opened(paper(), color_scheme="light").page
    dark = opened(paper(), color_scheme="dark").page
    assert colour(light, "body", "backgroundColor") == "rgb(252, 252, 253)"
    assert colour(dark, "body", "backgroundColor") == "rgb(16, 19, 23)"
    shape = f"{NODE}.state-proved .shape"
    assert colour(light, shape, "fill") != colour(dark, shape, "fill")
    dark.locator("#page-theme").click()
    assert colour(dark, shape, "fill") == colour(light, shape, "fill")
    dark.locator("#page-theme").click()
    assert colour(dark, shape, "fill") != colour(light, shape, "fill")


def test_print_is_the_whole_picture_on_white(opened) -> None:  # type: ignore[no-untyped-def]
    import pypdfium2

    page = opened(large(80), color_scheme="dark").page
    page.locator("#page-in").click()
    pdf = pypdfium2.PdfDocument(page.pdf())
    assert len(pdf) == 1
    text = pdf[0].get_textpage().get_text_bounded()
    assert "A paper" in text and "Search" not in text
    for label in list(large(80).nodes)[::10]:
        assert label in text
    corner = pdf[0].render(scale=1).to_numpy()[3, 3]
    assert corner.tolist() == [255, 255, 255]


def test_a_large_graph_can_be_used(opened) -> None:  # type: ignore[no-untyped-def]
    graph = large(2000)
    open_page = opened(graph)
    page = open_page.page
    assert page.locator(NODE).count() == 2000
    assert "far" in page.locator("#page-svg").get_attribute("class")
    # From afar there are no names but the goal's.
    names = page.locator(f"{NODE} .name:visible")
    assert [one.text_content() for one in names.all()] == [list(graph.nodes)[-1]]
    page.keyboard.press("/")
    page.keyboard.type("_1234")
    page.keyboard.press("Enter")
    label = next(name for name in graph.nodes if name.endswith("_1234"))
    assert open_page.comes_to(label)
    name = open_page.node(label).locator(".name")
    name.wait_for(state="visible")
    assert 8 < name.bounding_box()["height"] < 40
    page.locator("#page-focus [data-focus=up]").click()
    assert label in open_page.shown()
    assert len(open_page.shown()) < 2000
    page.locator("#page-depth [data-depth='1']").click()
    uses = {e.source for e in graph.edges if e.target == label and e.kind != "mention"}
    assert set(open_page.shown()) == uses | {label}
    # Nodes of the focus do not cover each other.
    boxes = [open_page.node(one).bounding_box() for one in open_page.shown()]
    for place, a in enumerate(boxes):
        for b in boxes[:place]:
            beside = a["x"] + a["width"] <= b["x"] + 1 or b["x"] + b["width"] <= a["x"] + 1
            assert (
                beside or a["y"] + a["height"] <= b["y"] + 1 or b["y"] + b["height"] <= a["y"] + 1
            )
    page.keyboard.press("a")
    assert len(open_page.shown()) == 2000


def test_odd_labels_can_be_chosen(opened) -> None:  # type: ignore[no-untyped-def]
    from .test_text_formats import ODD, odd_graph

    open_page = opened(odd_graph())
    nodes = open_page.page.locator(NODE)
    for place in range(len(ODD)):
        node = nodes.nth(place)
        node.click()
        wait_until(lambda node=node: "chosen" in (node.get_attribute("class") or ""))
        assert open_page.chosen() == one_line(ODD[place])


def test_a_small_window(opened) -> None:  # type: ignore[no-untyped-def]
    page = opened(paper(), "#thm:main", viewport={"width": 400, "height": 800}).page
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    assert page.locator("#page-svg").bounding_box()["height"] > 150
    assert page.locator("#page-panel").bounding_box()["height"] > 150


def test_the_svg_file_is_drawn(browser: "Browser", tmp_path: Path) -> None:
    file = tmp_path / "graph.svg"
    file.write_text(graph_svg(paper(), title="A paper"), encoding="utf-8")
    for scheme, ground in (("light", "rgb(252, 252, 253)"), ("dark", "rgb(16, 19, 23)")):
        context = browser.new_context(color_scheme=scheme)
        page = context.new_page()
        page.goto(file.as_uri())
        assert page.locator(".node .shape").first.bounding_box()["width"] > 40
        assert page.locator(".page").evaluate("e => getComputedStyle(e).fill") == ground
        context.close()
