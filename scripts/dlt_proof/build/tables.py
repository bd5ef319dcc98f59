"""Makes `debian_packages.txt` and `macros_of_packages.txt`: `python -m dlt_proof.build.tables`.

It runs on Debian with the packages of TeX installed that are to be told apart, and needs a
network for Debian's list of contents. Nothing else uses it.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

_HERE = Path(__file__).parent


def _words(text: str) -> list[str]:
    return text.split()


# In this order a file that two packages have is told to be of the first.
_PACKAGES = _words("""
texlive-latex-base texlive-latex-recommended texlive-latex-extra texlive-science texlive-pictures
texlive-base texlive-bibtex-extra texlive-publishers texlive-plain-generic texlive-fonts-recommended
texlive-fonts-extra texlive-luatex texlive-xetex texlive-humanities texlive-pstricks
texlive-metapost texlive-lang-greek texlive-lang-german texlive-lang-french texlive-lang-cjk
tex-gyre lmodern preview-latex-style
""")
_SUFFIXES = (".sty", ".cls", ".bst", ".bbx")
_CONTENTS = "$(COMPONENT)/Contents-all"

# What papers of this field load; a macro goes to the smallest package that defines it.
_MACRO_PACKAGES = _words("""
accents algorithm algorithm2e algorithmic algpseudocode amsbsy amsfonts amsmath amsopn amssymb
amstext amsthm appendix array authblk bbm biblatex bm booktabs braket cancel caption changepage
cleveref comment csquotes derivative dsfont enumitem epigraph esint etoolbox eurosym extarrows
fancyhdr float footmisc framed geometry gensymb graphics graphicx hyperref ifthen import lastpage
lipsum listings longtable lscape makecell makeidx marginnote mathrsfs mathtools mdframed mhchem
microtype multicol multirow nameref natbib nicefrac nicematrix nomencl pdflscape pdfpages physics
pifont placeins prettyref rotating setspace siunitx stmaryrd subcaption subfig subfiles tabularx
tcolorbox tensor textcomp thm-restate thmtools threeparttable tikz tikz-cd titlesec titletoc tocloft
todonotes units upgreek url varioref verbatim wasysym wrapfig xcolor xfrac xspace yfonts
""")
# What other packages are made of: their macros are nobody's to write in a paper.
_HELPERS = _words("""
atbegshi atveryend bigintcalc bitset calc everyshi fp gettitlestring hycolor iftex ifpdf infwarerr
intcalc keyval kvdefinekeys kvoptions kvsetkeys l3keys2e letltxmacro ltxcmds needspace pdfescape
pdftexcmds pgfkeys pict2e refcount rerunfilecheck stringenc trig trimspaces uniquecounter
xkeyval xparse xstring zref-base
""")
# The package that a person loads for what a part of it defines.
_LOADED_AS = {
    "amsbsy": "amsmath",
    "amsopn": "amsmath",
    "amstext": "amsmath",
    "graphics": "graphicx",
}
# Not among the packages that the tests need, so not where this is run; or defined only when the
# document begins.
_BY_HAND = {
    "mathtools": "Coloneqq Eqqcolon coloneq coloneqq dblcolon eqcolon eqqcolon vcentcolon",
    "soul": "hl so st ul",
    "ulem": "sout uline uuline uwave xout",
}
_NAME = re.compile(r"(?:Declare|At)?[A-Z]{0,2}[a-z]{2,}|Declare(?:[A-Z][a-z]+){1,3}X{0,2}P{0,2}")
_INTERNAL = re.compile(r"pgf|(?:tikz|tcb|blx|lst|fps|ext|end|the|if|f|p|c|l)[a-z]{12,}$")


def main() -> None:
    """Write both tables beside this file."""
    files = "The TeX files of Debian's packages (a name without a dot: .sty)"
    _write("debian_packages.txt", files, debian_packages())
    _write("macros_of_packages.txt", "The macros that LaTeX packages define", macros())


def _write(name: str, about: str, table: Iterable[tuple[str, set[str]]]) -> None:
    lines = (f"{package}: {' '.join(sorted(names))}\n" for package, names in table)
    text = f"# {about}. Made by tables.py.\n" + "".join(lines)
    (_HERE / name).write_text(text, encoding="utf-8")
    print(f"{name}: {len(text.encode())} bytes", file=sys.stderr)


def debian_packages() -> list[tuple[str, set[str]]]:
    """Debian's packages with the TeX files that they bring, from its list of contents."""
    held: dict[str, set[str]] = defaultdict(set)
    for line in _contents():
        path, _, packages = line.rstrip().rpartition(" ")
        path = path.strip()
        name = path.rpartition("/")[2]
        if not ("/texmf" in path and name.endswith(_SUFFIXES) and re.fullmatch(r"[\w.+-]+", name)):
            continue
        for package in packages.split(","):
            held[package.rpartition("/")[2]].add(name.removesuffix(".sty"))
    told: set[str] = set()
    table = []
    for package in _PACKAGES:
        table.append((package, held[package] - told))
        told |= held[package]
    return table


def _contents() -> Iterator[str]:
    """The lines of `Contents-all` as apt fetches it, in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        target = "Acquire::IndexTargets::deb::Contents-all::"
        settings = [
            f"Dir::State::lists={folder}",
            f"{target}MetaKey={_CONTENTS}",
            f"{target}ShortDescription=Contents",
            f"{target}Description=Contents",
        ]
        options = [part for setting in settings for part in ("-o", setting)]
        Path(folder).chmod(0o755)
        subprocess.run(["apt-get", *options, "update"], check=True, stdout=subprocess.DEVNULL)
        for file in sorted(Path(folder).glob("*Contents-all*")):
            read = ["/usr/lib/apt/apt-helper", "cat-file", str(file)]
            with subprocess.Popen(read, stdout=subprocess.PIPE, text=True) as process:
                assert process.stdout is not None
                yield from process.stdout


def macros() -> list[tuple[str, set[str]]]:
    """The macros that each package defines, and under `latex` those of LaTeX itself."""
    base = _defined("")
    helpers = set().union(*(_defined(package) for package in _HELPERS)) - base
    of_package = {p: _defined(p) - base - helpers for p in _MACRO_PACKAGES}
    held: dict[str, set[str]] = defaultdict(set)
    held["latex"] = {name for name in base if _is_for_documents(name)}
    told: set[str] = set()
    for package, names in sorted(of_package.items(), key=lambda item: len(item[1])):
        held[_LOADED_AS.get(package, package)] |= {
            name for name in names - told if _is_for_documents(name)
        }
        told |= names
    for package, by_hand in _BY_HAND.items():
        held[package] |= set(by_hand.split()) - told
    return sorted((package, names) for package, names in held.items() if names)


def _is_for_documents(name: str) -> bool:
    return bool(_NAME.fullmatch(name)) and not _INTERNAL.match(name)


def _defined(package: str) -> set[str]:
    """The control sequences that mean something at the end of a preamble with this package."""
    loads = f"\\usepackage{{{package}}}" if package else ""
    with tempfile.TemporaryDirectory() as folder:
        program = shutil.which("lualatex") or "lualatex"
        (Path(folder) / "a.lua").write_text(
            "for _, n in pairs(tex.hashtokens()) do if token.is_defined(n) then "
            'texio.write_nl("log", "MACRO " .. n) end end\n'
        )
        source = f"\\documentclass{{article}}{loads}\\directlua{{dofile('a.lua')}}\\stop"
        (Path(folder) / "a.tex").write_text(source)
        subprocess.run(
            [program, "--no-shell-escape", "--interaction=nonstopmode", "a.tex"],
            cwd=folder, stdout=subprocess.DEVNULL, check=False,
        )  # fmt: skip
        log = (Path(folder) / "a.log").read_text(encoding="utf-8", errors="replace")
    found = set(re.findall(r"^MACRO (\S+)$", log, re.MULTILINE))
    print(f"{package or 'latex'}: {len(found)}", file=sys.stderr)
    return found


if __name__ == "__main__":
    main()
