"""The swept project of the verifiers' tests, and a server that speaks for readers."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.messages_server import MessagesServer, Reply

from ..verify.conftest import opened, swept_once

__all__ = ["opened", "swept_once"]


@pytest.fixture
def api(
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Callable[[Callable[[dict[str, Any], int], Reply]], MessagesServer]]:
    """Start a server that answers so, and point the SDK to it."""
    servers: list[MessagesServer] = []

    def start(respond: Callable[[dict[str, Any], int], Reply]) -> MessagesServer:
        server = MessagesServer(respond)
        server.__enter__()
        servers.append(server)
        monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
        monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-test-key-that-must-not-be-written")
        return server

    yield start
    for server in servers:
        server.__exit__()
