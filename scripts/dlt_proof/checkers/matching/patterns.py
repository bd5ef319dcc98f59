"""Terms put in for the letters of a pattern, and the terms found that make it a text.

A letter is put in, or found, only where it is a symbol of its own: never `x` in `x_0`, `x'` or
`\\mathbf{x}`; and never where an operator binds it, `i` in a sum over `i`.
"""

from collections.abc import Iterator, Mapping, Sequence

from .terms import (
    CLOSE,
    NAME,
    OPEN,
    SEPARATORS,
    Tokens,
    bound_letters,
    closing,
    letters_in,
    tokens_of,
)

#: The letters of a statement, each with the term that stands for it.
Substitution = Mapping[str, Tokens]


def _places(tokens: Sequence[str], names: Mapping[str, Tokens]) -> Iterator[tuple[int, int, str]]:
    """Where a letter stands as a symbol of its own: begin, end, and which."""
    at = 0
    while at < len(tokens):
        for name, spelled in names.items():
            end = at + len(spelled)
            if tuple(tokens[at:end]) == spelled and not _goes_on(tokens, end):
                yield at, end, name
                at = end - 1
                break
        at += 1


def _goes_on(tokens: Sequence[str], end: int) -> bool:
    """Whether scripts make another symbol of what ends here: x_0, x', x^*."""
    following = tuple(tokens[end : end + 3])
    return following[:1] in (("_",), ("'",)) or (
        following[:2] == ("^", "{")
        and following[2:3] in (("*",), ("\\prime",), ("\\star",), ("\\dagger",))
    )


def spelled(names: Sequence[str]) -> dict[str, Tokens]:
    """Canonical names as tokens, the longest first."""
    found = {name: tokens_of(name) for name in names}
    return dict(sorted(found.items(), key=lambda item: -len(item[1])))


def put_in(tokens: Tokens, values: Substitution) -> Tokens | None:
    """Tokens with terms put in for letters, in brackets where they need them.

    Returns:
        None where an operator binds one of the letters concerned.
    """
    changed = {name: value for name, value in values.items() if tokens_of(name) != value}
    if not changed:
        return tokens
    if _decorated(tokens, spelled(list(changed)), values):
        return None
    bound = bound_letters(tokens)
    concerned = {letter for name in changed for letter in letters_in(tokens_of(name))}
    brought = {letter for value in changed.values() for letter in letters_in(value)}
    if bound is None or bound & concerned or bound & brought:
        return None
    found: list[str] = []
    done = 0
    for start, end, name in _places(tokens, spelled(list(changed))):
        if tuple(tokens[start - 2 : start]) == ("^", "{") and name == "T":
            return None  # a power, or a transpose
        value = changed[name]
        bare = is_atom(value) or _is_enclosed(tokens, start, end)
        found += tokens[done:start]
        found += value if bare else ("(", *value, ")")
        done = end
    return _counted((*found, *tokens[done:]))


def _decorated(tokens: Tokens, names: Mapping[str, Tokens], values: Substitution) -> bool:
    """Whether one of the letters stands with a script, `x_1` of `x`, for which nothing is put in.

    A star is left alone: of $x^*$ a statement for all $x$ speaks as of another thing.
    """
    for at in range(len(tokens)):
        for name, spelled_name in names.items():
            end = at + len(spelled_name)
            if tuple(tokens[at:end]) != spelled_name or tuple(tokens[end : end + 1]) not in (
                ("_",),
                ("'",),
            ):
                continue
            whole = tokens[at : _symbol_end(tokens, at)]
            if not any(tokens_of(other) == whole for other in values if other != name):
                return True
    return False


def _counted(tokens: Tokens) -> Tokens:
    """Tokens with what is counted in an index worked out: `x_{1-1}` is `x_0`."""
    found = list(tokens)
    for at in reversed(range(len(found))):
        window = tuple(found[at : at + 6])
        if len(window) < 6 or window[:2] != ("_", "{") or window[5] != "}":
            continue
        first, sign, second = window[2:5]
        if first.isdigit() and second.isdigit() and sign in ("+", "-"):
            value = int(first) + int(second) * (1 if sign == "+" else -1)
            if value >= 0:
                found[at : at + 6] = ["_", "{", str(value), "}"]
    return tuple(found)


def _is_enclosed(tokens: Sequence[str], start: int, end: int) -> bool:
    before = tokens[start - 1] if start else ","
    after = tokens[end] if end < len(tokens) else ","
    opens = before in OPEN or before in SEPARATORS
    return opens and (after in CLOSE or after in SEPARATORS)


def is_atom(tokens: Sequence[str]) -> bool:
    """Whether tokens are one number, or one symbol with its scripts but without a power."""
    if not tokens:
        return False
    if len(tokens) == 1:
        return tokens[0][0].isalnum() or bool(NAME.fullmatch(tokens[0]))
    return bool(NAME.fullmatch(tokens[0])) and _symbol_end(tokens, 0) == len(tokens)


def _symbol_end(tokens: Sequence[str], at: int) -> int:
    """One past the symbol that begins at a place."""
    end = at + 1
    while end < len(tokens):
        if tokens[end] == "'":
            end += 1
        elif tokens[end] == "_" or (tokens[end] == "^" and _goes_on(tokens, end)):
            closed = closing(tokens, end + 1)
            if closed < 0:
                return end
            end = closed + 1
        else:
            break
    return end


# ---- a pattern found -------------------------------------------------------------------------


def matches(
    pattern: Tokens, text: Tokens, names: Sequence[str], values: Substitution | None = None
) -> Iterator[dict[str, Tokens]]:
    """All ways to put terms in for letters so that a pattern becomes a text, token for token.

    Args:
        pattern: of a cited statement.
        text: of a step.
        names: the letters for which terms may stand.
        values: of letters whose term is known.
    """
    places = {start: (end, name) for start, end, name in _places(pattern, spelled(names))}
    yield from _matches(pattern, 0, text, 0, places, dict(values or {}))


def _matches(
    pattern: Tokens,
    at: int,
    text: Tokens,
    begin: int,
    places: Mapping[int, tuple[int, str]],
    values: dict[str, Tokens],
) -> Iterator[dict[str, Tokens]]:
    while at < len(pattern) and at not in places:
        if begin >= len(text) or pattern[at] != text[begin]:
            return
        at, begin = at + 1, begin + 1
    if at == len(pattern):
        if begin == len(text):
            yield values
        return
    end, name = places[at]
    enclosed = _is_enclosed(pattern, at, end)
    for finish in _ends(text, begin, enclosed=enclosed):
        value = _unwrapped(text[begin:finish])
        if name in values and values[name] != value:
            continue
        yield from _matches(pattern, end, text, finish, places, {**values, name: value})


def _ends(text: Tokens, begin: int, *, enclosed: bool) -> Iterator[int]:
    """Where a term may end that begins at a place."""
    if begin >= len(text):
        return
    if not enclosed:
        if text[begin] == "(":
            end = closing(text, begin)
            if end > 0:
                yield end + 1
        elif is_atom(text[begin : begin + 1]):
            yield _symbol_end(text, begin)
        return
    at = begin
    while at < len(text):
        token = text[at]
        if token in CLOSE or token in SEPARATORS:
            # A norm or an absolute value inside is not taken apart.
            break
        if token in OPEN:
            end = closing(text, at)
            if end < 0:
                return
            at = end + 1
        else:
            at += 1
    if at > begin:
        yield at


def _unwrapped(tokens: Tokens) -> Tokens:
    if tokens and tokens[0] == "(" and closing(tokens, 0) == len(tokens) - 1:
        return tokens[1:-1]
    return tokens


def found_inside(
    pattern: Tokens, text: Tokens, names: Sequence[str]
) -> Iterator[dict[str, Tokens]]:
    """Ways to put terms in so that an indexed or applied symbol of a pattern stands in a text.

    Of `1 - s_{j-1}/s_j` the symbols `s_{j-1}` and `s_j` are looked for.
    """
    for start, _, _ in _places(pattern, spelled(names)):
        whole = _around(pattern, start)
        if whole is None:
            continue
        part = pattern[whole[0] : whole[1]]
        for at, token in enumerate(text):
            if token == part[0]:
                end = _applied_end(text, at)
                if end > at + 1:
                    yield from matches(part, text[at:end], names)


def _around(tokens: Tokens, place: int) -> tuple[int, int] | None:
    """The innermost symbol with a script, or applied to something, that holds a place."""
    for at in range(place - 1, -1, -1):
        if NAME.fullmatch(tokens[at]) or tokens[at] in ("\\E", "\\Pr", "\\exp", "\\log"):
            end = _applied_end(tokens, at)
            if at < place < end:
                return at, end
    return None


def _applied_end(tokens: Sequence[str], at: int) -> int:
    """One past the scripts and the bracket behind what begins at a place."""
    end = _symbol_end(tokens, at)
    if end < len(tokens) and tokens[end] in ("(", "["):
        closed = closing(tokens, end)
        end = closed + 1 if closed > 0 else end
    return end
