"""What findings of `compile` are called and mean: `dlt-proof explain B4`."""

from __future__ import annotations

from typing import NamedTuple


class Explanation(NamedTuple):
    """A finding's short name, and what it is about and what to do, in plain text."""

    name: str
    text: str


#: By identifier; a test holds this table against the code.
FINDINGS = {
    "B1": Explanation(
        "tex-error",
        "TeX stopped at an error. The line is the one TeX was reading when it noticed; the cause "
        "may stand before it. Mend the first one first: others may be its consequences. A "
        "character that no font has is a warning of this kind.",
    ),
    "B2": Explanation(
        "undefined-reference",
        "A reference names a label that no pass defined, and prints `??`. Correct the key, or "
        "write the `\\label`. A link to a place that is not in the PDF, and an acronym or a "
        "glossary entry that is not defined, are warnings of this kind.",
    ),
    "B3": Explanation(
        "undefined-citation",
        "A citation names no entry of the bibliography, and prints `[?]`.",
    ),
    "B4": Explanation(
        "label-defined-twice",
        "Two labels have one key. LaTeX uses the last, so some references go to the wrong place "
        "without a sign of it in the PDF.",
    ),
    "B5": Explanation(
        "missing-file",
        "A file or font that the document loads is not there. Where Debian has it, its package is "
        "named; a venue's style has to be put into the project. A glossary or list of symbols "
        "that stays empty because no program has sorted it is a warning of this kind.",
    ),
    "B6": Explanation(
        "overfull-box",
        "A line or formula reaches more than 50 pt into the margin. A warning.",
    ),
    "B7": Explanation(
        "time-limit",
        "TeX and its helpers took longer than `[compile] timeout_seconds` (300) and were ended, "
        "with every process they had started. Usually a macro calls itself.",
    ),
    "B8": Explanation(
        "run-not-trusted",
        "Log, PDF and sources do not fit together, so nothing can be said for the document: the "
        "log breaks off or is longer than 20 MB, the PDF is older than a source, TeX ended with an "
        "error it did not tell, `\\end{document}` is missing, references still change, or "
        "something in the document keeps LaTeX from saying what is undefined.",
    ),
    "B9": Explanation(
        "bibliography",
        "BibTeX or biber found an error in a `.bib` file or in its style, or an entry is missing.",
    ),
    "B10": Explanation(
        "memory-limit",
        "A program met `[compile] memory_megabytes` (4096). Usually a macro or a Lua loop "
        "collects without end.",
    ),
    "B11": Explanation(
        "output-limit",
        "The document wrote a file larger than `[compile] file_megabytes` (512), or more than "
        "`[compile] output_megabytes` (1024) altogether, or made more than 100 folders within "
        "folders. It was ended, and what it wrote was removed.",
    ),
    "B12": Explanation(
        "outside-project",
        "The document asks for a file outside the project folder: by an absolute name, by `..`, or "
        "through a symbolic link. It was not given. Copy what is needed into the project. A file "
        "of your own folder of TeX files (`~/texmf`) is read, with a warning, as nobody else has "
        "it.",
    ),
    "B13": Explanation(
        "program-not-run",
        "The document asks TeX to run a program (`\\write18`, `\\input{|…}`). None is run. A "
        "warning where TeX goes on without it; an error where the document wants to read what the "
        "program would have said.",
    ),
    "B14": Explanation(
        "figure-not-printed",
        "A figure that the document includes is not in the PDF, and a box stands in its place: "
        "it is PostScript, which pdfLaTeX and LuaLaTeX print only after another program has "
        "made it a PDF, or (a warning) the class or graphicx has the option `draft` or `demo`.",
    ),
}

#: The short name of each finding.
NAMES = {identifier: explanation.name for identifier, explanation in FINDINGS.items()}


def explain_build_finding(identifier: str) -> str | None:
    """The explanation of a `B` finding as Markdown, None for any other identifier."""
    plain = identifier.strip().upper()
    found = FINDINGS.get(plain)
    return None if found is None else f"# {plain} {found.name}\n\n{found.text}\n"
