"""Values that take long to make and are the same in every run of one version of the program.

Lint runs after every edit; what all projects share (codes of regular expressions, the table of
techniques' names, what a command line means) is made once and then taken from a cache. Only a
process that was started as `dlt-proof` has one.
"""

from __future__ import annotations

from collections.abc import Callable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Protocol

    class Store(Protocol):
        """Where values are kept: see `project.Cache`. It belongs to one program and one Python."""

        def get(self, key: bytes) -> Any | None: ...

        def put(self, key: bytes, value: Any) -> None: ...

        def account(self) -> bytes: ...

        def take_over(self, account: bytes) -> None: ...


_store: Store | None = None


def keep_in(store: Store | None) -> None:
    """Take values from a store from now on, and put those into it that it lacks."""
    global _store
    _store = store


def is_keeping() -> bool:
    """Whether there is a store."""
    return _store is not None


def kept(name: str, make: Callable[[], Any]) -> Any:
    """A value by its name, made where it is not kept yet; None is not kept.

    Args:
        name: tells everything that the value depends on besides the program.
        make: makes it, of what `project.Cache` can keep.
    """
    if _store is None:
        return make()
    key = name.encode("utf-8", "surrogatepass")
    value = _store.get(key)
    if value is None:
        value = make()
        if value is not None:
            _store.put(key, value)
    return value


def account() -> bytes:
    """What was asked for and made so far, for another process's `take_over`."""
    return _store.account() if _store is not None else b""


def take_over(account: bytes) -> None:
    """Keep what a process that worked for this one made."""
    if _store is not None and account:
        _store.take_over(account)
