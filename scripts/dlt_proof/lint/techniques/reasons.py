"""Whether a text leans on a short name: by Hoeffding, (Hoeffding), Hoeffding gives."""

from __future__ import annotations

from ...catalogue.names import NOUNS, OPTIONAL_NOUNS
from ...catalogue.table import SURNAME
from .around import JOINERS, Around
from .names import Mention
from .vocabulary import (
    AUTHORED,
    BEFORE_FROM,
    BEFORE_INVOKED,
    BEFORE_OF,
    BEFORE_OF_ALGORITHM,
    BEFORE_OF_REASON,
    BEFORE_TO,
    BEFORE_UNDER,
    BEFORE_WITH,
    BEHIND_REASON,
    BETWEEN,
    DONE_BY_ALGORITHMS,
    DONE_BY_REASONS,
    DONE_BY_THEOREMS,
    GIVEN_BY_PEOPLE,
    HAPPENS,
    LISTED,
    MODIFIERS,
    PROVE,
    RUNNING,
    SOLVED,
    USING,
)  # fmt: skip


class Reasons(Around):
    """Looks at what stands around the short names in a list of tokens."""

    def may_end(self, mention: Mention) -> bool:
        """Whether what follows leaves the name as it is: `by Bernstein, we`, no polynomials."""
        token = self.at(mention.last + 1)
        if token is None or token.kind in ("stop", "cite", "mark"):
            return True
        if token.dashed:
            return False
        return token.fold in BEHIND_REASON or token.fold in DONE_BY_THEOREMS

    def leaned_on(self, mention: Mention) -> bool:
        """Whether the words before make the name a reason: by, via, an application of, …"""
        at = self._before_modifiers(mention)
        word, before = self.word(at), self.word(at - 1)
        if word in USING:
            return True
        if word == "by" and not mention.kind & SURNAME:
            if before in SOLVED or self._is_explained(mention):
                return before in SOLVED
            if before == "dominated":  # the cost is dominated by data processing
                return False
        if word == "under":
            return before in BEFORE_UNDER
        if word == "by":
            return before not in AUTHORED and (
                not before.endswith(("ed", "wn", "en")) or before in DONE_BY_REASONS
            )
        if word == "from":
            return before in BEFORE_FROM or not before
        if word == "with":
            return before in BEFORE_WITH
        if word == "to":
            return before in BEFORE_TO or (
                before == "thank" and self.word(mention.last + 1) != "for"
            )
        if word == "of":
            return before in BEFORE_OF or (
                before in BEFORE_OF_ALGORITHM and self.is_algorithm(mention)
            )
        return False

    def runs(self, mention: Mention) -> bool:
        """Whether the text runs the algorithm that a name is of: run Exp3 afresh."""
        after = self.at(mention.last + 1)
        return (
            self.is_algorithm(mention)
            and self.word(self._before_modifiers(mention)) in RUNNING
            and not (after and after.dashed)
        )

    def invoked(self, mention: Mention) -> bool:
        """Whether the words around a name that means its technique lean on it."""
        at = self._before_modifiers(mention)
        if self.word(at) == "of" and self.word(at - 1) not in BEFORE_OF_REASON:
            return False
        if self.word(at) in BEFORE_INVOKED or self.leaned_on(mention) or self.runs(mention):
            return True
        at = mention.last + 1
        while self.word(at) in self.index.nouns[mention.technique] | OPTIONAL_NOUNS:
            at += 1
        return self.word(at) in DONE_BY_THEOREMS or self.word(at) in HAPPENS

    def _before_modifiers(self, mention: Mention) -> int:
        """The word before a name and before the list that it stands in."""
        at = self._before_list(mention.first - 1)
        while self.word(at) in MODIFIERS:
            at -= 1
        return at

    def _is_explained(self, mention: Mention) -> bool:
        """Whether the text says what it means by a name: by peeling, we mean."""
        near = [self.word(number) for number in range(mention.last + 1, mention.last + 5)]
        return any(word in ("mean", "refer", "understand", "denote") for word in near)

    def _before_list(self, at: int) -> int:
        """Back over the other names of a list: `by a union bound and Hoeffding`."""
        token = self.at(at)
        joined = token and (
            token.fold in ("and", "or", "plus", "then")
            or (token.kind == "mark" and token.raw in JOINERS)
        )
        if not joined:
            return at
        for back in range(at - 1, max(-1, at - 9), -1):
            token = self.at(back)
            if token is None or token.kind in ("stop", "cite"):
                break
            if token.kind == "mark":
                if token.raw not in JOINERS:
                    break
                continue
            if token.fold in USING or token.fold in ("by", "from", "with"):
                return back
            if not (
                token.raw[:1].isupper()
                or token.fold in MODIFIERS
                or token.fold in BETWEEN
                or token.fold in LISTED
                or token.fold in NOUNS
            ):
                break
        return at

    def is_subject(self, mention: Mention) -> bool:
        """Whether the name does something that theorems do: Hoeffding gives $…$."""
        at = mention.last + 1
        while (token := self.at(at)) and token.kind == "cite" and self.is_algorithm(mention):
            at += 1
        before = self.word(mention.first - 1)
        if token and token.fold in PROVE and not mention.kind & SURNAME:
            return before not in ("of", "by", "to")
        if self.is_algorithm(mention) and self._is_run(at):
            return before not in ("of", "by", "to")
        if token is None or token.fold not in DONE_BY_THEOREMS or before in ("of", "by", "to"):
            return False
        near = {self.word(number) for number in range(mention.last + 2, mention.last + 6)}
        return not near & GIVEN_BY_PEOPLE

    def _is_run(self, at: int) -> bool:
        """Whether the words behind an algorithm's name say what it does or that it is run."""
        word = self.word(at)
        if word in DONE_BY_ALGORITHMS:
            return True
        return word in ("is", "are") and self.word(at + 1) in ("run", "executed", "applied", "used")

    def with_union_bound(self, mention: Mention) -> bool:
        """Whether a union bound is named beside it: a union bound and Hoeffding."""
        if self.word(mention.first - 1) in ("and", "with") and (
            self.word(mention.first - 2) == "bound" and self.word(mention.first - 3) == "union"
        ):
            return True
        at = mention.last + 1
        token = self.at(at)
        if token is None or token.fold not in ("and", "plus", "with", "+"):
            return False
        at += 1
        while self.word(at) in MODIFIERS:
            at += 1
        return self.word(at) == "union"

    def in_parentheses(self, mention: Mention) -> bool:
        """`(Hoeffding)`, `(Hoeffding and a union bound)` behind what it justifies."""
        at = mention.first - 1
        while self.word(at) in MODIFIERS:
            at -= 1
        before, after = self.at(at), self.at(mention.last + 1)
        if before is None or before.raw != "(" or after is None:
            return False
        if after.raw == ")":
            return True
        return after.raw in JOINERS and self.word(mention.last + 2) in ("union", "and", "by", "a")
