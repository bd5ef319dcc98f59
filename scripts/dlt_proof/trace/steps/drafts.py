"""A step before it is numbered, and the keys that the words around it name."""

import re
from dataclasses import dataclass, field

from .scopes import Said


@dataclass
class Draft:
    """A step before it is numbered.

    Args:
        kind: `relation` or `prose`.
        start, end: its place in the flow.
        place: of its sign, or of its first character.
        latex, left, relation, right: what it claims.
        words: the sentence around it, displays left out.
        reasons: what stands over its sign, beside it, and what the text says of it later.
        over: what stands over its sign.
        conditional, announced: see `Step`.
        definitions, earlier: what holds there.
        passage_end: where the display or sentence around it ends.
        references, citations: the keys that the words around it name.
    """

    kind: str
    start: int
    end: int
    place: int
    latex: str
    left: str = ""
    relation: str = ""
    right: str = ""
    words: str = ""
    reasons: list[str] = field(default_factory=list)
    over: str = ""
    conditional: bool = False
    announced: bool = False
    definitions: tuple[Said, ...] = ()
    earlier: tuple[Said, ...] = ()
    passage_end: int = 0

    @property
    def _said(self) -> str:
        return " ".join([self.words, *self.reasons, self.latex if self.kind == "prose" else ""])

    @property
    def references(self) -> tuple[str, ...]:
        return named_keys(_REFERRING, self._said)

    @property
    def citations(self) -> tuple[str, ...]:
        return named_keys(_CITING, self._said)


_REFERRING = re.compile(
    r"\\(?:[cC](?:page)?ref(?:range)?|autoref|[vn]?ref|eqref|nameref|zcref|labelcref)\*?"
    r"(?:\s*\[[^\]]*\])*\s*\{([^{}]*)\}"
)
_CITING = re.compile(r"\\(?:cite[a-zA-Z]*|[a-zA-Z]*cite[a-z]*)\*?(?:\s*\[[^\]]*\])*\s*\{([^{}]*)\}")


def named_keys(command: re.Pattern[str], text: str) -> tuple[str, ...]:
    """The keys that commands of one sort name in a text, each once."""
    keys = (key.strip() for match in command.finditer(text) for key in match[1].split(","))
    return tuple(dict.fromkeys(filter(None, keys)))
