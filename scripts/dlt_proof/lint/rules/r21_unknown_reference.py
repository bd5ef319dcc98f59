"""R21: every reference leads somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from ...latex import FileView, expand_macros
from ...latex.arguments import after, bracket_at, group_at
from ...patterns import pattern
from ...records.findings import Finding
from ..context import Context
from ..rule import Observation, Observed, Rule

# Defined by packages at the end of the document.
_BY_PACKAGES = frozenset(["LastPage", "TotPages", "VeryLastPage", "lastpage"])
_EXTERNAL = pattern(r"\\(?:zexternaldocument|externaldocument|externalcitedocument)(?![a-zA-Z])\*?")
_LABEL = pattern(r"\\(?:label|zlabel|phantomlabel)\s*\{([^{}#]*)\}")
_OTHER_LABEL = pattern(
    r"\\(?:zlabel|alglinelabel|linelabel|customlabel|hyperlabel)\s*\{([^{}#]*)\}"
)
# `\begin{dmath}[label={eq:long}]`: an option of whatever environment or command.
_OPTION_LABEL = pattern(r"[\[,]\s*label\s*=\s*(?:\{([^{}]*)\}|([^\s,\[\]{}]+))")


class UnknownReference(Rule):
    r"""A reference names a label that does not exist; LaTeX prints `??`.

    Labels of another document, named by `\externaldocument`, are not looked for.

    **Anti-pattern**

    ```latex
    \begin{lemma}\label{lem:tail} … \end{lemma}
    By \cref{lem:tails} …
    ```

    **Best practice**

    ```latex
    By \cref{lem:tail} …
    ```
    """

    id = "R21"
    name = "unknown-reference"
    rule_class = "wrong"
    description = "Every reference names a label that exists."

    def observe(self, view: FileView) -> Iterator[Observation]:
        """Prefixes of another document's labels, and labels that `latex` does not keep."""
        for match in _EXTERNAL.finditer(view.masked):
            prefix = ""
            position = match.end()
            if option := bracket_at(view.masked, position):
                prefix, position = view.masked[slice(*option)].strip(), after(view.masked, option)
            if group_at(view.masked, position):
                yield ("external", prefix)
        for match in _OTHER_LABEL.finditer(view.masked):
            yield ("label", " ".join(match[1].split()))
        if "label" in view.masked and "=" in view.masked:
            for match in _OPTION_LABEL.finditer(view.masked):
                yield ("label", " ".join((match[1] or match[2] or "").split()))

    def judge(self, context: Context, observed: Observed) -> Iterator[Finding]:
        document = context.document
        macros = document.macros
        seen = [observation for found in observed.values() for observation in found]
        known = {label.key for label in document.labels} | _BY_PACKAGES
        known |= {key for kind, key in seen if kind == "label"}
        known |= {expand_macros(key, macros) for key in known if "\\" in key}
        # A statement kept in a macro brings its label along.
        for macro in macros.values():
            if "label" in macro.body:
                known |= {match[1].strip() for match in _LABEL.finditer(macro.body)}
        prefixes = tuple(key for kind, key in seen if kind == "external")
        for key in document.references:
            if key.key in known or (prefixes and key.key.startswith(prefixes)):
                continue
            if "\\" in key.key and expand_macros(key.key, macros) in known:
                continue
            yield self.at(
                context,
                key.span,
                f"there is no label {key.key}",
                "correct the reference, or label what it means",
            )
