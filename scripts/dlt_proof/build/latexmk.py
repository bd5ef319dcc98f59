"""Running latexmk: closed off from the shell and from other people's settings.

Not here: what the logs say, nor how a run is contained (`containment`).
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from ..records.errors import InputError, MissingPartError
from . import contained, witness
from .containment import (
    CACHE,
    Ending,
    Limits,
    environment,
    kernel_can_contain,
    run_contained,
    tex_trees,
)
from .engines import Engine
from .terminal import TexRun, keep_printed
from .unpacking import UNPACKED, unpacked_biber

OUTPUT_LOG = "latexmk-output.txt"
_FONT_NAMES = Path("luatex-cache", "generic", "names")
_LUA_START = Path(__file__).with_name("lua_start.lua")

# latexmk puts names that a document writes to its log (index files, bibliographies) between
# double quotes into a shell command, so `\typeout{Writing index file $(…).idx}` would run `…`
# even with TeX's shell escape off. These settings hand the same words to the program directly;
# latexmk's own way to ask kpsewhich, which is through a shell, is replaced. biber.conf is a file
# of the project that would change what biber does.
_NO_SHELL = r"""
sub without_shell { return system { $_[0] } @_; }
my @python = ($ENV{CONTAINED_PYTHON}, '-I', '-S');
sub witnessed {
    return without_shell(@python, $ENV{CONTAINED_WITNESS}, '@MARK@', $ENV{CONTAINED_OUTDIR},
        $ENV{CONTAINED_STEM}, @_);
}
sub as_only_program {
    return witnessed(@python, $ENV{CONTAINED_PROGRAM}, 'only', shift, '--nosocket',
        "--lua=$ENV{CONTAINED_LUA}", @_);
}
$pdflatex = 'internal witnessed pdflatex %O %S';
$xelatex = 'internal witnessed xelatex %O %S';
$lualatex = 'internal as_only_program lualatex %O %S';
$xdvipdfmx = 'internal without_shell xdvipdfmx -E -D false -o %D %O %S';
$bibtex = 'internal without_shell bibtex %O %S';
$biber = 'internal without_shell biber --noconf %O %S';
$makeindex = 'internal without_shell makeindex %O -o %D %S';
$kpsewhich = 'NONE';
no warnings 'redefine';
*main::kpsewhich = sub {
    my @asked = grep { !/^-/ || /^-format=\w+$/ } @_;
    open(my $answer, '-|', 'kpsewhich', @asked) or return ();
    chomp(my @found = <$answer>);
    close $answer;
    return @found;
};
"""

# A name that TeX or latexmk would read as something else than a name.
_UNSAFE_NAME = re.compile(r"[\x00-\x1f\x7f\"$`\\%~]")


@dataclass(frozen=True, slots=True)
class Run:
    """How one run ended: by itself with an exit status, or at which limit.

    Args:
        ended: by what.
        status: the exit status.
        passes: the runs of TeX in it, as far as they are known.
    """

    ended: Ending
    status: int
    passes: tuple[TexRun, ...] = ()


def run_latexmk(root: Path, main: str, outdir: str, engine: Engine, *, limits: Limits) -> Run:
    """Run latexmk in a project's root until it is done or a limit is met.

    TeX runs once at least, whether latexmk sees a change or not.

    What it printed goes to `OUTPUT_LOG` in the output folder, once nothing of it is left that
    could write there. No process of it is left when this returns or raises.

    Args:
        root: the folder to run in.
        main: the main file, relative to `root`.
        outdir: the output folder, relative to `root` or absolute; it exists.
        engine: which TeX.
        limits: at which the run is ended.

    Raises:
        InputError: a name cannot be handed to TeX.
        MissingPartError: the engine cannot be contained on this machine.
    """
    refuse_unsafe_names(main, outdir)
    refuse_uncontained(engine)
    mark = secrets.token_hex(16)
    command = [
        "latexmk",
        "-norc",  # a .latexmkrc is a program: never the project's, never the user's
        "-e",
        _NO_SHELL.replace("@MARK@", mark),
        engine.option,
        "-f",  # after an error go on, so that references are judged on settled passes
        "-interaction=nonstopmode",
        "-file-line-error",
        "-latexoption=-no-shell-escape",
        # `%&name` in the first line, or a format of the project, would replace LaTeX.
        "-latexoption=-no-parse-first-line",
        f"-outdir={outdir}",
        "-g",
        f"./{main}",
    ]
    where = root / outdir
    cache = where.absolute() / CACHE
    variables = environment(root, cache) | {
        "shell_escape": "f",
        "openin_any": "p",
        "openout_any": "p",
        "parse_first_line": "f",
        # What the user's own runs have cached may be read; this run's goes to the output folder.
        "TEXMFCACHE": os.pathsep.join([str(cache), "$TEXMFSYSVAR", "$TEXMFVAR"]),
        "CLUAINPUTS": "/nonexistent",  # compiled code for Lua
        "TEXFORMATS": "$TEXMF/web2c/{$engine,}",
        "max_print_line": "10000",
        "error_line": "254",
        "half_error_line": "238",
        "CONTAINED_PYTHON": sys.executable,
        "CONTAINED_PROGRAM": contained.__file__,
        "CONTAINED_LUA": str(_LUA_START),
        "CONTAINED_WITNESS": witness.__file__,
        "CONTAINED_OUTDIR": str(where),
        "CONTAINED_STEM": Path(main).stem,
    }
    biber = unpacked_biber(variables["PATH"])
    if biber is not None:
        variables[UNPACKED] = str(biber)
    trees = tex_trees(variables)
    if engine.name == "lualatex":
        _take_over_font_names(cache, trees)
    with tempfile.TemporaryDirectory(prefix="dlt-proof-") as elsewhere:
        printed = Path(elsewhere) / OUTPUT_LOG
        ended = run_contained(
            command,
            root=root,
            outdir=where,
            output=printed,
            limits=limits,
            variables=variables,
            programs=() if biber is None else (str(biber),),
            readable=(*trees, str(Path(__file__).parent)),
        )
        passes = keep_printed(printed, mark, where / OUTPUT_LOG)
    return Run(ended.by, ended.status, passes)


def _take_over_font_names(cache: Path, trees: tuple[str, ...]) -> None:
    """Copy luaotfload's list of fonts from the user's own runs, which takes it seconds to make."""
    target = cache / _FONT_NAMES
    for tree in trees:
        source = Path(tree) / _FONT_NAMES
        if source.is_dir() and not target.exists():
            with contextlib.suppress(OSError, shutil.Error):
                shutil.copytree(source, target)


def refuse_unsafe_names(*names: str) -> None:
    """See that names mean to TeX what they mean to us.

    Raises:
        InputError: one does not.
    """
    for name in names:
        if _UNSAFE_NAME.search(name):
            raise InputError(
                f"the name {name!r} holds a character that TeX cannot be given safely",
                remedy='rename it: no control characters and none of " $ ` \\ % ~',
            )


def refuse_uncontained(engine: Engine) -> None:
    """See that the engine can be kept from files that are not the project's.

    pdfTeX keeps itself to `openin_any`; the others open files by ways that know no such rule.

    Raises:
        MissingPartError: nothing on this machine can.
    """
    if engine.name != "pdflatex" and not kernel_can_contain():
        raise MissingPartError(
            f"{engine.name} reads any file a document asks for, and this system cannot hold it "
            "to the project",
            remedy="use pdflatex, or a Linux whose kernel has Landlock (5.13 or newer)",
        )
