"""A browser for the tests of the page: Debian's Chromium, steered by Playwright.

Playwright's own browsers are not used: `scripts/ensure-tex tests` installs Debian's.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from dlt_proof.page import graph_html
from dlt_proof.records.graph import LemmaGraph

TYPE_CHECKING = False
if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator

CHROMIUM = shutil.which("chromium")
#: Milliseconds that a page of 2,000 nodes may take, on a slow machine without graphics hardware.
PATIENCE = 60_000
#: In the page: the label of the chosen node, or null.
CHOSEN = "document.querySelector('#page-panel p.label')?.firstChild.textContent ?? null"


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    if CHROMIUM is None:
        pytest.skip("the browser `chromium` is not installed (scripts/ensure-tex tests)")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


class Opened:
    """A page, what it asked of the network, and what went wrong on it."""

    def __init__(self, browser: "Browser", file: Path, fragment: str, **how: object):
        how.setdefault("viewport", {"width": 1440, "height": 900})
        self.context = browser.new_context(**how)
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.requests: list[str] = []
        self.faults: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.faults.append(message.text))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.address = file.as_uri()
        self.page.goto(self.address + fragment)

    def chosen(self) -> str | None:
        """The label of the chosen node, as the panel shows it."""
        return self.page.evaluate(CHOSEN)  # type: ignore[no-any-return]

    def comes_to(self, *labels: str | None) -> bool:
        """Whether one of these is chosen soon: a new address is told to a page with delay."""
        self.page.wait_for_function(f"labels => labels.includes({CHOSEN})", arg=list(labels))
        return True

    def shown(self) -> list[str]:
        """The nodes that are on the drawing, by the address they link to."""
        return self.page.eval_on_selector_all(  # type: ignore[no-any-return]
            "#page-world .node:not(.off)",
            "nodes => nodes.map(n => n.getAttribute('href').slice(1))",
        )

    def node(self, label: str) -> "Locator":
        return self.page.locator(f'.node[href="#{label}"]')

    def end(self) -> None:
        """Nothing was asked of the network but the file, and nothing went wrong."""
        assert {url.split("#")[0] for url in self.requests} <= {self.address, "data:,"}
        assert self.faults == []
        self.context.close()


@pytest.fixture
def opened(browser: "Browser", tmp_path: Path) -> Iterator[object]:
    pages: list[Opened] = []

    def open_page(graph: LemmaGraph, fragment: str = "", **how: object) -> Opened:
        file = tmp_path / f"graph {len(graph.nodes)}.html"
        if not file.exists():
            file.write_text(graph_html(graph, title="A paper", root="."), encoding="utf-8")
        pages.append(Opened(browser, file, fragment, **how))
        return pages[-1]

    yield open_page
    for page in pages:
        page.end()
