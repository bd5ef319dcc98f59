"""What holds where in a proof: definitions and earlier claims, by case, supposition and list.

A claim made in one case is no claim outside it. Where it is not certain whether something still
holds, it is not given to the steps after it, and these are marked conditional, so that neither a
proof nor a refutation rests on the doubt.
"""

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Said:
    """Something that the author said, and where.

    Args:
        text: as written.
        file, line: where it begins.
        introduces: the symbols that it gives a meaning to.
        order: the number of what was said before it in the proof.
    """

    text: str
    file: str
    line: int
    introduces: frozenset[str] = frozenset()
    order: int = field(default=0, compare=False)


@dataclass
class Frame:
    """A part of a proof in which something more holds.

    Args:
        kind: `proof`, `list`, `case`, `supposition`, `otherwise`, `if`, or `after-if`: the rest
            of the paragraph behind "if", which may still speak of that case.
        depth: of a case: 1, of a sub-case 2.
        conditional: whether what it supposes is said in words, or is meant to be contradicted.
        against: whether it is meant to be contradicted.
        doubtful: whether something may hold here besides what the frames say.
        bare: whether it has a heading and no condition yet.
        split: of a list: whether its items are cases.
    """

    kind: str
    depth: int = 0
    conditional: bool = False
    against: bool = False
    doubtful: bool = False
    bare: bool = False
    split: bool = False
    definitions: list[Said] = field(default_factory=list)
    earlier: list[Said] = field(default_factory=list)


class Scopes:
    """The frames that are open at a place of a proof.

    Args:
        definitions, earlier: what holds around the proof, for one that stands inside another.
        conditional: whether steps around it are conditional.
    """

    def __init__(
        self,
        definitions: tuple[Said, ...] = (),
        earlier: tuple[Said, ...] = (),
        *,
        conditional: bool = False,
    ) -> None:
        first = Frame("proof", definitions=list(definitions), earlier=list(earlier))
        first.doubtful = conditional
        self.frames = [first]
        self.said = max((item.order for item in (*definitions, *earlier)), default=0)

    @property
    def top(self) -> Frame:
        return self.frames[-1]

    @property
    def conditional(self) -> bool:
        """Whether a counterexample to what is claimed here refutes nothing."""
        return any(frame.conditional or frame.doubtful for frame in self.frames)

    def doubts(self, text: str) -> bool:
        """Whether a claim is about a symbol that was given a second meaning."""
        return bool(self._again() & letters(text))

    def definitions(self) -> tuple[Said, ...]:
        """What is introduced or supposed here; of two that give one symbol a meaning, the last."""
        said = [item for frame in self.frames for item in frame.definitions]
        return tuple(
            item
            for item in said
            if not item.introduces
            or not any(o.order > item.order and o.introduces & item.introduces for o in said)
        )

    def earlier(self) -> tuple[Said, ...]:
        """What was claimed before and holds here, of no symbol that means something else now."""
        again = self._again()
        last = {
            name: item.order
            for frame in self.frames
            for item in frame.definitions
            for name in item.introduces & again
        }
        return tuple(
            item
            for frame in self.frames
            for item in frame.earlier
            if not last
            or not any(
                order > item.order and name in letters(item.text) for name, order in last.items()
            )
        )

    def _again(self) -> frozenset[str]:
        """The symbols that were given a second meaning: the first may still be meant."""
        once: set[str] = set()
        twice: set[str] = set()
        for frame in self.frames:
            for item in frame.definitions:
                twice |= once & item.introduces
                once |= item.introduces
        return frozenset(twice)

    def define(self, said: Said) -> None:
        """Add a definition; what was said of a symbol that it gives a new meaning is put away."""
        self.top.definitions.append(self._next(said))

    def claim(self, said: Said) -> None:
        """Add a claim that later steps may lean on."""
        self.top.earlier.append(self._next(said))

    def _next(self, said: Said) -> Said:
        self.said += 1
        return replace(said, order=self.said)

    def open(self, frame: Frame) -> None:
        """Begin a part in which something more holds."""
        self.frames.append(frame)

    def close(self, kinds: tuple[str, ...], *, depth: int = 0, surely: bool = True) -> bool:
        """End the innermost parts of these kinds, as far as a list or the proof.

        Args:
            kinds: of the frames to end.
            depth: cases of a lower depth stay open.
            surely: whether it is certain that they end here.

        Returns:
            Whether one was open.
        """
        closed = False
        while self.top.kind in kinds and not (self.top.kind == "case" and self.top.depth < depth):
            self._drop(len(self.frames) - 1)
            closed = True
            self.top.doubtful |= not surely
        return closed

    def _drop(self, number: int) -> None:
        """End the frames from a number on; what is introduced after an "if" stays introduced."""
        while len(self.frames) > number:
            frame = self.frames.pop()
            if frame.kind == "after-if":
                self.top.definitions += frame.definitions

    def close_list(self, *, whole: bool) -> None:
        """End an item, or the list as a whole; what its items define and claim stays."""
        number = next(
            (n for n in range(len(self.frames) - 1, -1, -1) if self.frames[n].kind == "list"), -1
        )
        if number < 0:
            return
        self._drop(number + 1)
        if whole:
            frame = self.frames.pop()
            self.top.definitions += frame.definitions
            self.top.earlier += frame.earlier
            self.top.doubtful |= frame.doubtful

    def contradict(self) -> None:
        """End the innermost supposition: a contradiction was reached."""
        for number in range(len(self.frames) - 1, 0, -1):
            if self.frames[number].kind == "list":
                return
            if self.frames[number].kind in ("supposition", "case"):
                if self.frames[number].kind == "supposition":
                    self._drop(number)
                return


_LETTER = re.compile(r"\\?[A-Za-z]+(?:_(?:\{[^{}]*\}|\\?[A-Za-z0-9]+))?")
_MATHEMATICS = re.compile(r"\$([^$]*)\$")


@lru_cache(maxsize=4096)
def letters(text: str) -> frozenset[str]:
    """The symbols of a claim, indices included; of a text with formulas, those of the formulas."""
    parts = _MATHEMATICS.findall(text) or [text]
    return frozenset(m[0] for part in parts for m in _LETTER.finditer(part))
