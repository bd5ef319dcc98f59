"""Which bar opens and which closes: `|a| - |b|` has one reading, `|a|b|c|` has two.

All readings are tried in which every opening bar has something behind it and every closing bar
something before it; only where a single one is left are the bars paired. Nothing is guessed.
Two bars directly beside each other may be the one sign of a norm: `||x||`, but not `|x||y|`.
"""

from collections.abc import Iterator, Sequence

#: More bars than this in one bracket are not worth the search.
_MOST_BARS = 12
_PAIRS = {"|": ("\\lvert", "\\rvert"), "\\|": ("\\lVert", "\\rVert")}


#: What ends a term.
_OPERANDS = ("number", "symbol", "close", "script", "other", "dots")
#: What the second of two bars becomes that are one sign.
JOINED = ("joined", "")
#: Bars in a row that may be read in twos: `||x||` and `||x||||y||`.
_PAIRED_RUNS = (2, 4)


def pair_bars(
    tokens: Sequence[tuple[str, str]], touching: Sequence[bool] = ()
) -> list[tuple[str, str] | None]:
    """For each token, the kind and value it gets as one of a pair of bars; None for the others.

    Bars are paired within their bracket. Where there is no single reading they stay bars: a
    separator, as in `p(x | y)`, or something to refuse.

    Args:
        tokens: kind and value of each.
        touching: of each token, whether it stands directly behind the one before it, so that two
            bars may be one sign; the second one then gets `JOINED`.
    """
    touching = touching or [False] * len(tokens)
    result: list[tuple[str, str] | None] = [None] * len(tokens)
    levels: list[list[int]] = [[]]
    for number, (kind, _) in enumerate(tokens):
        if kind == "open":
            levels[-1].append(number)
            levels.append([])
        elif kind == "close":
            _pair_level(tokens, levels.pop(), touching, result)
            if not levels:
                levels = [[]]
            levels[-1].append(number)
        else:
            levels[-1].append(number)
    for level in levels:
        _pair_level(tokens, level, touching, result)
    return result


def _pair_level(
    tokens: Sequence[tuple[str, str]],
    level: Sequence[int],
    touching: Sequence[bool],
    result: list[tuple[str, str] | None],
) -> None:
    """Pair the bars among the tokens of one level, given by their numbers."""
    bars = sum(tokens[number][0] == "bar" for number in level)
    if not bars or bars > _MOST_BARS:
        return
    runs = _runs(tokens, level, touching)
    if any(len(run) == 3 or len(run) > 4 for run in runs):
        return  # `|||x|||`
    singly = _readings(tokens, level)
    readings = [(list(tokens), list(level), reading) for reading in singly]
    for joined, left in _with_joined(tokens, level, runs):
        readings += [(joined, left, reading) for reading in _readings(joined, left)]
    if len(singly) == 1 and _is_product(tokens, level, touching, singly[0]):
        readings = readings[:1]  # `|x||y||z|`, which is the same in `|x ||y|| z|`
    if len(readings) != 1:
        return
    joined, left, reading = readings[0]
    beside = _beside_each_other(left, touching, reading)
    if {(False, True), (True, True)} <= beside or {(False, True), (False, False)} <= beside:
        return  # `||x||y||`
    if left != list(level) and (
        _between_operands(joined, left, reading) or not _parts_runs(left, runs, reading)
    ):
        return
    for number in set(level) - set(left):
        result[number] = JOINED
    _write(joined, left, reading, result)


#: Which bars open, by the place of the bar in its level.
_Reading = dict[int, bool]


def _readings(tokens: Sequence[tuple[str, str]], level: Sequence[int]) -> list[_Reading]:
    """The readings of a level, at most two of them."""
    bars = [(place, tokens[n][1]) for place, n in enumerate(level) if tokens[n][0] == "bar"]
    if len(bars) % 2:
        return []
    readings: list[list[bool]] = []
    _extend(tokens, level, bars, [], [], readings)
    places = [place for place, _ in bars]
    return [dict(zip(places, reading, strict=True)) for reading in readings]


def _write(
    tokens: Sequence[tuple[str, str]],
    level: Sequence[int],
    reading: _Reading,
    result: list[tuple[str, str] | None],
) -> None:
    for place, opens in reading.items():
        number = level[place]
        kind = "open" if opens else "close"
        result[number] = (kind, _PAIRS[tokens[number][1]][0 if opens else 1])


def _beside_each_other(
    level: Sequence[int], touching: Sequence[bool], reading: _Reading
) -> set[tuple[bool, bool]]:
    """Of two bars that touch, whether each of them opens: in `|x||y|` one closes and one opens."""
    return {
        (reading[place - 1], opens)
        for place, opens in reading.items()
        if place - 1 in reading and touching[level[place]]
    }


def _is_product(
    tokens: Sequence[tuple[str, str]],
    level: Sequence[int],
    touching: Sequence[bool],
    reading: _Reading,
) -> bool:
    """Whether bars that touch stand between factors, and nothing is added or divided there."""
    if _beside_each_other(level, touching, reading) != {(False, True)}:
        return False
    first, last = min(reading), max(reading)
    inside = [tokens[number] for number in level[first:last]]
    return not any(kind == "operator" and value != "^" for kind, value in inside)


def _runs(
    tokens: Sequence[tuple[str, str]], level: Sequence[int], touching: Sequence[bool]
) -> list[list[int]]:
    """The bars of a level, those that touch together, by their numbers."""
    runs: list[list[int]] = []
    for place, number in enumerate(level):
        if tokens[number] != ("bar", "|"):
            continue
        if runs and runs[-1][-1] == level[place - 1] and touching[number]:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _with_joined(
    tokens: Sequence[tuple[str, str]], level: Sequence[int], runs: Sequence[list[int]]
) -> Iterator[tuple[list[tuple[str, str]], list[int]]]:
    """The level with some of its runs of touching bars read in twos, in every way."""
    runs = [run for run in runs if len(run) in _PAIRED_RUNS]
    for choice in range(1, 2 ** len(runs)):
        joined, left = list(tokens), list(level)
        for position, run in enumerate(runs):
            if choice >> position & 1:
                for first, second in zip(run[::2], run[1::2], strict=True):
                    joined[first] = ("bar", "\\|")
                    left.remove(second)
        yield joined, left


def _parts_runs(level: Sequence[int], runs: Sequence[list[int]], reading: _Reading) -> bool:
    """Whether four bars in a row end one norm and begin another, as in `||x||||y||`."""
    opens = {level[place]: is_open for place, is_open in reading.items()}
    return all(
        not opens[run[0]] and opens[run[2]] for run in runs if len(run) == 4 and run[1] not in opens
    )


def _between_operands(
    tokens: Sequence[tuple[str, str]], level: Sequence[int], reading: _Reading
) -> bool:
    """Whether a norm would stand right between two operands: `a || b || c` may be an operation."""
    opened: list[int] = []
    for place, opens in reading.items():
        if opens:
            opened.append(place)
            continue
        first = opened.pop()
        if tokens[level[place]][1] != "\\|" or not first or place + 1 >= len(level):
            continue
        kind, value = tokens[level[first - 1]]
        before = kind in _OPERANDS or (kind, value) == ("sign", "!")
        if before and tokens[level[place + 1]][0] in (*_OPERANDS, "function", "open"):
            return True
    return False


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
