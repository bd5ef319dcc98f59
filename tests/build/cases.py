"""Reads the cases in `tests/cases/build`: small projects with the findings that are expected."""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

CASES = Path(__file__).resolve().parents[1] / "cases" / "build"
SECRET = "kept-from-all-documents"

_EXPECTED = re.compile(
    r"(?P<rule>B\d+) (?P<place>.+?:\d+|-)(?: (?P<message>.+?))?(?: \| (?P<help>.+))?"
)


@dataclass(frozen=True)
class Expected:
    """A finding: rule, file, line (0: the file alone) and what its message and help contain."""

    rule: str
    file: str
    line: int
    message: str
    help: str


@dataclass(frozen=True)
class Case:
    """One case: its files by name (`name -> target` for links), and what is to be found."""

    name: str
    files: dict[str, bytes]
    expected: tuple[Expected, ...]

    @property
    def engine(self) -> str:
        """The engine that the main file asks for."""
        asked = re.search(rb"^% !TEX (?:TS-)?program = (\w+)", self.files["main.tex"])
        return asked[1].decode().lower() if asked else "pdflatex"

    def write(self, folder: Path) -> Path:
        """Make the project in a folder, and beside it what lies outside; the project's root."""
        outside = folder / "outside"
        _fill_outside(outside)
        root = folder / "paper"
        root.mkdir()
        for name, content in self.files.items():
            link, arrow, target = name.partition(" -> ")
            path = root / link
            path.parent.mkdir(parents=True, exist_ok=True)
            if arrow:
                path.symlink_to(target)
            else:
                path.write_bytes(content.replace(b"@OUTSIDE@", str(outside).encode()))
        return root


def _fill_outside(folder: Path) -> None:
    (folder / "empty").mkdir(parents=True)
    (folder / "secret.tex").write_text(f"{SECRET}\\typeout{{{SECRET}}}\n")
    (folder / "secret.bib").write_text(f"@misc{{k,author={{A}},title={{{SECRET}}},year=2000}}\n")
    (folder / "secret.lua").write_text(f"texio.write('{SECRET}')\nreturn '{SECRET}'\n")
    (folder / "secret.png").write_bytes(_one_pixel())


def _one_pixel() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    parts = (chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(b"\0\x7f")), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def read_case(path: Path) -> Case:
    """Read one case; see the README beside the cases."""
    parts = re.split(rb"^=== (.+)\n", path.read_bytes(), flags=re.MULTILINE)
    files = {n.decode(): text for n, text in zip(parts[1::2], parts[2::2], strict=True)}
    lines = files.pop("findings", b"").decode().splitlines()
    return Case(path.stem, files, tuple(_expected(line) for line in lines if line))


def _expected(line: str) -> Expected:
    match = _EXPECTED.fullmatch(line)
    assert match, line
    file, _, number = match["place"].rpartition(":")
    place = ("", 0) if match["place"] == "-" else (file, int(number))
    return Expected(match["rule"], *place, match["message"] or "", match["help"] or "")


def all_cases() -> list[Case]:
    """Every case, in the order of names."""
    return [read_case(path) for path in sorted(CASES.glob("*.txt"))]
