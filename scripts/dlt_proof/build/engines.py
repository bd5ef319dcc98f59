"""Which TeX compiles a document: named by option, configuration or a line of the main file.

Not here: how it is run.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass

from ..records.errors import InputError, MissingPartError

APT_PACKAGES = "latexmk texlive-latex-extra cm-super"
TECTONIC = "tectonic"


@dataclass(frozen=True, slots=True)
class Engine:
    """A TeX: its name, the program, latexmk's option for it, the Debian package that has it."""

    name: str
    program: str
    option: str
    package: str


ENGINES = {
    engine.name: engine
    for engine in (
        Engine("pdflatex", "pdflatex", "-pdf", APT_PACKAGES),
        Engine("xelatex", "xelatex", "-pdfxe", "latexmk texlive-xetex"),
        Engine("lualatex", "lualatex", "-pdflua", "latexmk texlive-luatex"),
        Engine(TECTONIC, "tectonic", "", ""),
    )
}
DEFAULT = "pdflatex"

# Editors write how they run latexmk; only the engine in it is ours to follow.
_ALIASES = {"pdflatexmk": "pdflatex", "xelatexmk": "xelatex", "lualatexmk": "lualatex"}
_MAGIC = re.compile(
    r"^%++\s*+!\s*+TEX\s++(?:TS-)?program\s*+=\s*+(?P<name>\S.*+)$", re.IGNORECASE | re.MULTILINE
)
_MAGIC_LINES = 20


@dataclass(frozen=True, slots=True)
class Choice:
    """An engine, and whether anybody asked for it."""

    engine: Engine
    asked: bool


def choose_engine(option: str | None, configured: str | None, text: str, file: str) -> Choice:
    """The engine that a document is compiled with.

    Args:
        option: `--engine`, which wins.
        configured: `[compile] engine`, which comes next.
        text: the main file's, where a line `% !TEX program = …` may stand near the top.
        file: its name, for the error.

    Raises:
        InputError: there is no engine of that name.
    """
    if option:
        return Choice(engine_named(option, "--engine"), True)
    if configured:
        return Choice(engine_named(configured, "[compile] engine"), True)
    head = "\n".join(text.split("\n", _MAGIC_LINES)[:_MAGIC_LINES])
    magic = _MAGIC.search(head)
    if magic:
        line = head.count("\n", 0, magic.start()) + 1
        name = magic["name"].strip()
        return Choice(engine_named(name, "% !TEX program", file=file, line=line), True)
    return Choice(ENGINES[DEFAULT], False)


def engine_named(
    name: str, where: str, *, file: str | None = None, line: int | None = None
) -> Engine:
    """The engine of that name, in whatever case it is written.

    Raises:
        InputError: there is none.
    """
    plain = name.strip().lower()
    engine = ENGINES.get(_ALIASES.get(plain, plain))
    if engine is None:
        raise InputError(
            f"{where}: {name!r} is no engine (known: {', '.join(ENGINES)})", file=file, line=line
        )
    return engine


def engine_on_this_machine(choice: Choice, path: str) -> Engine:
    """The engine asked for where it is installed, or Tectonic in its place.

    Tectonic stands in only where latexmk is missing, and never for LuaLaTeX, which it is not.

    Args:
        choice: what was asked for.
        path: where programs are looked for.

    Raises:
        MissingPartError: neither is there.
    """
    engine = choice.engine
    if engine.name == TECTONIC:
        if shutil.which(TECTONIC, path=path) is None:
            raise MissingPartError(
                "tectonic not found", remedy="see https://tectonic-typesetting.github.io"
            )
        return engine
    missing = [name for name in ("latexmk", engine.program) if not shutil.which(name, path=path)]
    if not missing:
        return engine
    if (
        "latexmk" in missing
        and engine.name != "lualatex"
        and shutil.which(TECTONIC, path=path) is not None
    ):
        return ENGINES[TECTONIC]
    raise MissingPartError(
        f"{' and '.join(missing)} not found: TeX is needed to compile",
        remedy=f"on Debian or Ubuntu: apt-get install {engine.package}",
    )
