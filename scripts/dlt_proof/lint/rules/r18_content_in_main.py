"""R18: the main file only assembles."""

from __future__ import annotations

from collections.abc import Iterator

from ... import patterns
from ...latex import FileView, Span
from ...latex.arguments import group_at
from ...patterns import pattern
from ...records.findings import Finding
from ..context import Context
from ..rule import Observation, Observed, Rule

_DOCUMENT_CLASS = pattern(
    r"\\document(?:class|style)(?![a-zA-Z@])\s*(?:\[[^\]]*\])?\s*\{([^{}]*)\}"
)
#: Classes of files that are parts of another document, or typeset by themselves on the side.
_OF_PARTS = frozenset(["subfiles", "standalone"])
_SECTIONS = frozenset(["part", "chapter", "section", "subsection", "subsubsection"])
_ABSTRACT = pattern(r"\\(?:abstract|Abstract|ABSTRACT|abstracts)(?![a-zA-Z@])")
_WRAPPER = pattern(
    r"\\(?:new|renew|provide)environment\*?\s*\{([^{}]*)\}\s*(?:\[[^\]]*\]\s*)*\{"
    r"[^{}]*(?:\{[^{}]*\}[^{}]*)*?\\begin\s*\{\s*abstract\*?\s*\}"
)


class ContentInMain(Rule):
    r"""A statement, a proof or the abstract stands in the file that holds `\documentclass`.

    Whatever their environments are called, and in plain TeX's form too; a command that repeats
    a statement prints one. Subfiles and standalone pictures are no main files.

    **Anti-pattern**

    ```latex
    \documentclass{article}
    \begin{document}
    \begin{theorem}\label{thm:main} … \end{theorem}
    \end{document}
    ```

    **Best practice**

    ```latex
    \documentclass{article}
    \begin{document}
    \input{sections/01-main-result}
    \end{document}
    ```
    """

    id = "R18"
    name = "content-in-main"
    rule_class = "structure"
    description = "The file with \\documentclass holds no statement, proof or abstract."

    def observe(self, view: FileView) -> Iterator[Observation]:
        """What stands in a main file, and names of environments that wrap the abstract."""
        if "abstract" in view.text:
            for match in _WRAPPER.finditer(view.text):
                yield ("abstract", match[1].strip())
        classes = [match[1].strip() for match in _DOCUMENT_CLASS.finditer(view.masked)]
        if not classes or classes[0] in _OF_PARTS:
            return
        found = {
            (s.environment.span.start, s.environment.body.start): s.environment.name
            for s in view.statements
        }
        # "Proof of the main theorem" over a section makes no environment of what follows.
        sections = {h.span.start for h in view.headings if h.command in _SECTIONS}
        found |= {
            (p.environment.span.start, p.environment.body.start): p.environment.name
            for p in view.proofs
            if p.environment.span.start not in sections
        }
        for start, end, command in view.restated:
            found[start, end] = f"\\{command}"
        for match in _ABSTRACT.finditer(view.masked):
            group = group_at(view.masked, match.end())
            words = _without_inputs(view.masked[slice(*group)]) if group else ""
            plain_tex = group is None and f"\\end{match.group()[1:]}" in view.masked
            if plain_tex or patterns.search(r"[^\W\d_]{2}", words):
                found[match.span()] = match.group()
        for (start, end), name in sorted(found.items()):
            yield ("content", start, max(start, end), name)
        for environment in view.environments:
            span = environment.span
            if (span.start, environment.body.start) not in found:
                yield ("environment", span.start, environment.body.start, environment.name)

    def judge(self, context: Context, observed: Observed) -> Iterator[Finding]:
        abstracts = {o[1] for seen in observed.values() for o in seen if o[0] == "abstract"}
        abstracts |= {"abstract", "abstract*", "onecolabstract"}
        for file, seen in observed.items():
            for kind, start, *rest in seen:
                if kind == "abstract":
                    continue
                end, name = rest
                if kind == "environment" and name.rstrip("*").lower() not in abstracts:
                    continue
                yield self.at(
                    context,
                    Span(file, start, max(start, end)),
                    f"{name} stands in the main file",
                    "move it to a file in sections/ and \\input that",
                )


def _without_inputs(text: str) -> str:
    return patterns.sub(r"\\(?:input|include|subfile)\s*(?:\{[^{}]*\}|\S+)", "", text)
