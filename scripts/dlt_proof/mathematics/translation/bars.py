"""Which bar opens and which closes: `|a| - |b|` has one reading, `|a|b|c|` has two.

All readings are tried in which every opening bar has something behind it and every closing bar
something before it; only where a single one is left are the bars paired. Nothing is guessed.
"""

from collections.abc import Sequence

#: More bars than this in one bracket are not worth the search.
_MOST_BARS = 12
_PAIRS = {"|": ("\\lvert", "\\rvert"), "\\|": ("\\lVert", "\\rVert")}


def pair_bars(
    tokens: Sequence[tuple[str, str]],
) -> list[tuple[str, str] | None]:
    """For each token, the kind and value it gets as one of a pair of bars; None for the others.

    Bars are paired within their bracket. Where there is no single reading they stay bars: a
    separator, as in `p(x | y)`, or something to refuse.

    Args:
        tokens: kind and value of each.
    """
    result: list[tuple[str, str] | None] = [None] * len(tokens)
    levels: list[list[int]] = [[]]
    for number, (kind, _) in enumerate(tokens):
        if kind == "open":
            levels[-1].append(number)
            levels.append([])
        elif kind == "close":
            _pair_level(tokens, levels.pop(), result)
            if not levels:
                levels = [[]]
            levels[-1].append(number)
        else:
            levels[-1].append(number)
    for level in levels:
        _pair_level(tokens, level, result)
    return result


def _pair_level(
    tokens: Sequence[tuple[str, str]],
    level: Sequence[int],
    result: list[tuple[str, str] | None],
) -> None:
    """Pair the bars among the tokens of one level, given by their numbers."""
    bars: list[tuple[int, str]] = []
    for place, number in enumerate(level):
        kind, value = tokens[number]
        if kind == "bar":
            bars.append((place, value))
    if not bars or len(bars) % 2 or len(bars) > _MOST_BARS:
        return
    readings: list[list[bool]] = []
    _extend(tokens, level, bars, [], [], readings)
    if len(readings) != 1:
        return
    for (place, value), opens in zip(bars, readings[0], strict=True):
        result[level[place]] = ("open" if opens else "close", _PAIRS[value][0 if opens else 1])


def _extend(
    tokens: Sequence[tuple[str, str]],
    level: Sequence[int],
    bars: Sequence[tuple[int, str]],
    chosen: list[bool],
    stack: list[int],
    readings: list[list[bool]],
) -> None:
    """Choose for the next bar whether it opens; a finished choice is a reading."""
    if len(readings) > 1:
        return
    if len(chosen) == len(bars):
        if not stack:
            readings.append(list(chosen))
        return
    current = len(chosen)
    place, value = bars[current]
    before = _kind_before(tokens, level, bars, chosen, place)
    can_close = (
        before in ("operand", "closed")
        and bool(stack)
        and bars[stack[-1]][1] == value
        and not _wraps_a_pair(bars, chosen, stack[-1], current)
    )
    if can_close:
        opened = stack.pop()
        chosen.append(False)
        _extend(tokens, level, bars, chosen, stack, readings)
        chosen.pop()
        stack.append(opened)
    if _begins_operand(tokens, level, place + 1) and before != "script":
        chosen.append(True)
        stack.append(current)
        _extend(tokens, level, bars, chosen, stack, readings)
        stack.pop()
        chosen.pop()


def _kind_before(
    tokens: Sequence[tuple[str, str]],
    level: Sequence[int],
    bars: Sequence[tuple[int, str]],
    chosen: Sequence[bool],
    place: int,
) -> str:
    """What stands before a bar: an operand's end, a closed bar, or something that needs one."""
    if place == 0:
        return "start"
    kind, value = tokens[level[place - 1]]
    if kind == "bar":
        number = next(i for i, (p, _) in enumerate(bars) if p == place - 1)
        return "opened" if chosen[number] else "closed"
    if kind in ("operator", "function", "open") or (kind == "sign" and value != "!"):
        return "start"
    if kind == "script" and place == 1:
        return "script"
    return "operand"


def _begins_operand(tokens: Sequence[tuple[str, str]], level: Sequence[int], place: int) -> bool:
    """Whether what stands at a place can begin what is between two bars."""
    if place >= len(level):
        return False
    kind, value = tokens[level[place]]
    if kind == "operator":
        return value == "-"
    return kind not in ("close", "sign", "script")


def _wraps_a_pair(
    bars: Sequence[tuple[int, str]], chosen: Sequence[bool], opened: int, closing: int
) -> bool:
    """Whether a pair would hold nothing but another pair, bar at bar: nobody means `||x||` so."""
    inside = closing - opened - 1
    if inside < 2 or bars[opened + 1][0] != bars[opened][0] + 1:
        return False
    if bars[closing - 1][0] != bars[closing][0] - 1 or not chosen[opened + 1]:
        return False
    depth = 0
    for number in range(opened + 1, closing):
        depth += 1 if chosen[number] else -1
        if depth == 0:
            return number == closing - 1
    return False
