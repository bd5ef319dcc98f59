"""The tokens of one term with a place in them, and what reading them has gathered so far.

What the tokens mean is told in `reader`.
"""

from dataclasses import dataclass, field
from typing import Any

from .families import IndexRange
from .lexer import CLOSING, Token, tokens_of
from .records import Condition, Constraint, Domains, NotUnderstoodError


@dataclass
class Found:
    """What was gathered on the way, see `Expression`.

    Args:
        atoms: opaque atoms by name.
        unsure: atoms that may be vectors or matrices: they are added, and not multiplied.
        dependent: bound indices that something not understood depends on.
    """

    conditions: list[Condition] = field(default_factory=list)
    applications: set[tuple[str, str]] = field(default_factory=set)
    used_definitions: set[str] = field(default_factory=set)
    atoms: dict[str, Any] = field(default_factory=dict)
    facts: list[Constraint] = field(default_factory=list)
    unsure: set[Any] = field(default_factory=set)
    dependent: set[str] = field(default_factory=set)

    def copy(self) -> "Found":
        """A copy that what follows does not change."""
        return Found(
            list(self.conditions),
            set(self.applications),
            set(self.used_definitions),
            dict(self.atoms),
            list(self.facts),
            set(self.unsure),
            set(self.dependent),
        )


class TokenStream:
    """Tokens, a place in them, and what was found.

    Args:
        text: LaTeX with macros expanded.
        domains: what is known of the symbols.
        bound: indices of the sums around it; None for one that need not be a number.
        depth: how deep the text lies in another.
        ranges: what the indices of the sums around it run through, where that is known.
    """

    def __init__(
        self,
        text: str,
        domains: Domains,
        bound: dict[str, Any] | None = None,
        depth: int = 0,
        ranges: dict[str, IndexRange] | None = None,
    ) -> None:
        self.text = text
        self.tokens = tokens_of(text)
        self.domains = domains
        self.at = 0
        self.depth = depth
        self.found = Found()
        self.bound: dict[str, Any] = dict(bound or {})
        self.ranges: dict[str, IndexRange] = dict(ranges or {})

    def peek(self, ahead: int = 0) -> Token:
        """The token at, or behind, the place that is read; one of kind `end` behind the last."""
        place = self.at + ahead
        if place < len(self.tokens):
            return self.tokens[place]
        return Token("end", "", len(self.text), len(self.text))

    def take(self) -> Token:
        """The next token, which is read with that."""
        token = self.peek()
        if token.kind == "end":
            raise NotUnderstoodError("the term ends too early")
        self.at += 1
        return token

    def at_operator(self, *signs: str) -> bool:
        """Whether one of these operators comes next."""
        token = self.peek()
        return token.kind == "operator" and token.value in signs

    def at_open(self, *brackets: str) -> bool:
        """Whether one of these brackets opens next."""
        token = self.peek()
        return token.kind == "open" and token.value in brackets

    def closing(self, at: int) -> int:
        """The number of the token that closes the bracket opened by a token."""
        stack: list[str] = []
        for number in range(at, len(self.tokens)):
            token = self.tokens[number]
            if token.kind == "open":
                stack.append(CLOSING[token.value])
            elif token.kind == "close":
                if not stack or stack.pop() != token.value:
                    raise NotUnderstoodError(f"{token.value!r} closes another bracket")
                if not stack:
                    return number
        raise NotUnderstoodError("a bracket that is not closed")

    def raw_group(self) -> str:
        """The text in the bracket that opens here, which is stepped over."""
        end = self.closing(self.at)
        inside = self.text[self.peek().end : self.tokens[end].start]
        self.at = end + 1
        return inside

    def snapshot(self) -> tuple[int, int, Found, list[Token]]:
        """What `restore` needs to read again from here."""
        return self.at, self.depth, self.found.copy(), list(self.tokens)

    def restore(self, state: tuple[int, int, Found, list[Token]]) -> None:
        """Go back to where a snapshot was taken."""
        self.at, self.depth, found, tokens = state
        self.found, self.tokens = found.copy(), list(tokens)

    def demand(self, form: Any, kind: str) -> None:
        """Note what must hold for the term to be defined."""
        if (
            form.is_Rational
            and {
                "nonzero": form != 0,
                "positive": form > 0,
                "nonnegative": form >= 0,
            }[kind]
        ):
            return
        self.found.conditions.append((form, kind))
