"""The files that pin the packages: each by hash, and with models no other packages than without."""

import re

import pytest

from .conftest import ROOT

PIN = re.compile(r"([a-z0-9-]+==[^ ]+)( ; [^\\]+)? \\")


def pins(name: str) -> dict[str, int]:
    """What a file pins, with its condition, and how many hashes it names."""
    found: dict[str, int] = {}
    last = ""
    for line in (ROOT / "requirements" / f"{name}.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        if line.startswith("    --hash=sha256:"):
            found[last] += 1
        else:
            pin = PIN.fullmatch(line)
            assert pin is not None, f"an index, an option, or no hash: {line}"
            last = line
            found[last] = 0
    return found


@pytest.mark.parametrize("name", ["runtime", "models", "dev"])
def test_every_package_has_hashes_and_no_index_is_named(name: str) -> None:
    found = pins(name)
    assert len(found) > 10 and all(found.values())


@pytest.mark.parametrize(("less", "more"), [("runtime", "models"), ("models", "dev")])
def test_more_packages_are_the_same_and_some(less: str, more: str) -> None:
    assert pins(less).items() < pins(more).items()


def test_models_are_among_them() -> None:
    assert any(pin.startswith("anthropic==") for pin in pins("models"))
    assert not any(pin.startswith("anthropic==") for pin in pins("runtime"))
