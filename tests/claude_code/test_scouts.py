"""Scouts of the real program: handed out by a command, run as sub-agents, read by the hook."""

import http.server
import json
import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from dlt_proof.project import Project
from dlt_proof.records.scouts import StoredScoutAnswer
from dlt_proof.scouts.answers import read_history
from tests.messages_server import MessagesServer, Reply, text_reply
from tests.scouts.conftest import NOT_FOUND, QUOTATION, answer, lacking

from . import session
from .script import Call, Script, agent, bash, done, read
from .session import Desk, make_desk

__all__ = ["lacking"]

pytestmark = pytest.mark.slow

SETTINGS = {"permissions": {"allow": ["WebFetch", "WebSearch"]}, "skipWebFetchPreflight": True}


@pytest.fixture
def desk(
    program: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Desk:
    """A desk, with whose key the state can be read here."""
    made = make_desk(program, tmp_path_factory)
    monkeypatch.setenv("XDG_CONFIG_HOME", made.environment["XDG_CONFIG_HOME"])
    return made


@pytest.fixture(autouse=True)
def models_of_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """WebFetch has a model of its own read the page, WebSearch one that searches."""

    def with_them(models: Any) -> MessagesServer:
        def respond(asked: dict[str, Any], number: int) -> Reply:
            first = json.dumps(asked["messages"][0])
            if "Web page content" in first:
                found = QUOTATION in first
                return text_reply(f'It says: "{QUOTATION}"' if found else "It does not say.")
            if "Perform a web search" in first:
                return text_reply(QUOTATION)
            return models(asked, number)  # type: ignore[no-any-return]

        return MessagesServer(respond)

    monkeypatch.setattr(session, "MessagesServer", with_them)


def scout(line: Mapping[str, str], said: Mapping[str, Any], *calls: Call) -> Script:
    """A scout that reads its question, calls some tools and answers."""
    yield [read(line["file"])]
    for call in calls:
        yield [call]
    return json.dumps(said)


def author(told: dict[str, str], scouts: Mapping[str, Any]) -> Script:
    """Hand out, start a scout for each question, and look at the plan.

    Args:
        told: gets what the commands said.
        scouts: by digest, what its scout says and the tools that it calls before.
    """
    text = yield from done(bash("dlt-proof plan scouts --quiet"))
    lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    told["digests"] = " ".join(line["digest"] for line in lines)
    started = []
    for line in lines:
        said, *calls = scouts.get(line["digest"], [NOT_FOUND])
        kind = f"dlt-proof-writing:{line['agent']}"
        started.append(agent(kind, line["prompt"], scout(line, said, *calls)))
    yield started
    (result,) = yield [bash("dlt-proof plan check; dlt-proof plan scouts")]
    told["after"] = result.text
    return None


def run(desk: Desk, project: Project, scouts: Mapping[str, Any]) -> dict[str, str]:
    told: dict[str, str] = {}
    desk.session(project.root, author(told, scouts), "--settings", json.dumps(SETTINGS))
    return told


def answers(project: Project) -> dict[str, StoredScoutAnswer]:
    return {one.digest: one for one in read_history(Project(project.root)).answers}


def test_scouts_are_asked_and_their_answers_become_drafts(desk: Desk, lacking: Project) -> None:
    own = lacking.research / "cite-vershynin.md"
    copy = str(lacking.root / "papers" / "tropp.txt")
    told = run(
        desk,
        lacking,
        {
            "cite-tropp2012": [answer(), read(copy)],
            "cite-vershynin": [answer(), Call("WebSearch", {"query": "vershynin"})],
            "matrix-bernstein": [answer(seen="memory")],
            "hoeffding-lemma": [answer(), read(lacking.root / "main.tex")],
        },
    )
    assert set(told["digests"].split()) == {
        "hoeffding-lemma", "own-trick", "matrix-bernstein", "cite-tropp2012", "cite-vershynin",
    }  # fmt: skip
    found = answers(lacking)
    assert {name: one.source for name, one in found.items()} == dict.fromkeys(
        ["cite-tropp2012", "cite-vershynin", "matrix-bernstein", "own-trick"], "hook"
    ), "who read the paper is no scout"
    assert {name for name, one in found.items() if one.seen} == {"cite-tropp2012"}
    digest = (lacking.research / "cite-tropp2012.md").read_text(encoding="utf-8")
    assert "**Scout's draft:**" in digest and "(called)" in digest and QUOTATION in digest
    assert f"**Source seen:** yes; the quotation stands in {copy}." in digest
    assert "**Source seen:** not confirmed; the scout says" in own.read_text(encoding="utf-8")
    memory = (lacking.research / "matrix-bernstein.md").read_text(encoding="utf-8")
    assert "**Source seen:** no; from memory." in memory
    assert not (lacking.research / "own-trick.md").exists()
    assert told["after"].count("G30 unread-draft") == 3
    assert "uses own-trick, which has no digest" in told["after"]
    assert "own-trick: nothing was found" in told["after"]
    assert '"digest": "hoeffding-lemma"' in told["after"], "and is asked again"


class _Page(http.server.BaseHTTPRequestHandler):
    """A page with a theorem on it."""

    def do_GET(self) -> None:
        body = f"<html><body><p>Theorem 1.6. {QUOTATION}</p></body></html>".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def page(tmp_path: Path, desk: Desk) -> Iterator[tuple[str, Desk]]:
    """The address of a page on this machine, and a desk that trusts it: WebFetch wants TLS."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    words = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    words += ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run(
        ["openssl", *words, "-keyout", key, "-out", certificate], check=True, capture_output=True
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Page) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        environment = {**desk.environment, "NODE_EXTRA_CA_CERTS": str(certificate)}
        yield (
            f"https://127.0.0.1:{server.server_port}/tropp.html",
            Desk(desk.program, desk.plugin, environment),
        )
        server.shutdown()


def test_a_page_that_was_fetched_is_a_source_and_one_that_was_not_is_none(
    page: tuple[str, Desk], lacking: Project
) -> None:
    address, desk = page

    def fetch(url: str, prompt: str) -> Call:
        return Call("WebFetch", {"url": url, "prompt": prompt})

    nowhere = address.replace("tropp.html", "").replace("127.0.0.1", "localhost")
    run(
        desk,
        lacking,
        {
            "cite-tropp2012": [answer(), fetch(address, "The text of Theorem 1.6?")],
            "cite-vershynin": [answer(), fetch(nowhere, "The text of the theorem?")],
            "matrix-bernstein": [answer(), fetch(address, f"Does it say: {QUOTATION}?")],
        },
    )
    found = answers(lacking)
    seen = {name: (one.seen, one.opened) for name, one in found.items() if one.written}
    assert seen == {
        "cite-tropp2012": (True, (address,)),
        "cite-vershynin": (False, ()),
        "matrix-bernstein": (False, (address,)),
    }
    assert found["cite-tropp2012"].why == (
        f"the quotation stands in what WebFetch said of {address}"
    )
