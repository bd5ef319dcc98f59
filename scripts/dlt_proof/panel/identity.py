"""What stays the same about a passage when nobody changed what it says.

Macros are expanded, comments and white space set aside, and a reference counts as what it names:
renaming a label, reflowing a paragraph or moving a file changes nothing. Not here: which passages
make a unit (`units`).
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping

from ..latex import Document, expand_macros, normalise
from ..latex.places import statements_by_label

_REFERENCE = re.compile(
    r"\\(?P<command>[cC](?:page)?ref|autoref|ref|vref|eqref|nameref|zcref|labelcref)\*?"
    r"(?:\s*\[[^\]]*\])?\s*\{(?P<keys>[^{}]*)\}"
)
_HYPERREF = re.compile(r"\\hyperref\s*\[(?P<keys>[^\]]*)\]")


class Identity:
    """Fingerprints of passages of one document."""

    def __init__(self, document: Document) -> None:
        self._macros = document.steady_macros
        self._said: dict[str, str] = {}
        for label, statement in statements_by_label(document).items():
            body = normalise(document.text(statement.environment.body))
            self._said[label] = f"{statement.kind}: {_unnamed(body)}"
        for formula in document.formulas:
            if formula.display:
                for key in document.inside(formula.span, document.labels):
                    said = _unnamed(normalise(document.text(formula.body)))
                    own = self._said.get(key.key, "")
                    self._said[key.key] = f"{own} display: {said}"

    def of(self, passages: Iterable[tuple[str, str]]) -> str:
        """SHA-256 of passages.

        Args:
            passages: the role of each and its LaTeX.
        """
        names: dict[str, str] = {}
        said = [(role, self._plain(text, names)) for role, text in passages]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

    def _plain(self, text: str, names: dict[str, str]) -> str:
        def named(match: re.Match[str]) -> str:
            keys = [key.strip() for key in match["keys"].split(",") if key.strip()]
            command = match.groupdict().get("command") or "hyperref"
            return f"[{command}: {' | '.join(self._named(key, names) for key in keys)}]"

        text = _HYPERREF.sub(named, _REFERENCE.sub(named, normalise(text)))
        return normalise(expand_macros(text, self._macros))

    def _named(self, key: str, names: dict[str, str]) -> str:
        """What a label names: what stands there, else the place at which it is first named."""
        if key in self._said:
            return self._said[key]
        return names.setdefault(key, f"place {len(names) + 1}")


def digest_of(parts: Mapping[str, object]) -> str:
    """SHA-256 of a record of texts and numbers."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _unnamed(text: str) -> str:
    """A text without the labels that its references name."""
    return _HYPERREF.sub("[hyperref]", _REFERENCE.sub(lambda m: f"[{m['command']}]", text))
