"""Where nodes and lines go: in layers, what is used above what uses it, by `graphviz-pure`.

It is a program of its own that comes as a Python package (a port of Graphviz, EPL-2.0), run beside
us: nothing of it is in our code or in the pages it helps to draw.
"""

from __future__ import annotations

import subprocess
import sys
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from ..records.errors import MissingPartError
from .places import Layout, Point, Size, connected, together
from .uses import Line

PROGRAM = "graphviz-pure"
#: Seconds after which a layout is given up. 2,000 nodes with 4,000 lines take about eight.
TIME_LIMIT = 180.0
#: Units in one of Graphviz's inches: a unit is a point.
_INCH = 72.0
#: From so many nodes and lines on, the search for a shorter and less crossed drawing is cut
#: down, from so many on twice: the time grows with the square, what it gains does not.
_LARGE, _HUGE = 800, 8000
#: How much wider than high a drawing may be before its layers are moved apart, and how far.
_WIDEST, _MOST_STRETCHED = 2.2, 9.0
#: Above a node, the room for the heads of arrows, which keep their size.
_HEAD = 14.0


def lay_out(sizes: Sequence[Size], lines: Sequence[Line]) -> Layout:
    """Place nodes of some sizes so that the lines between them run down.

    Raises:
        MissingPartError: graphviz-pure is not installed, failed, or took too long.
    """
    parts = connected(
        len(sizes), [(line.source, line.target) for line in lines if line.is_laid_out]
    )
    several = [part for part in parts if len(part) > 1]
    drawn: list[Layout] = []
    if several:
        part_of = {number: place for place, part in enumerate(several) for number in part}
        inside: list[list[Line]] = [[] for _ in several]
        for line in lines:
            if line.is_laid_out and line.source in part_of:
                inside[part_of[line.source]].append(line)
        dot = "".join(
            _layout_dot(part, sizes, own) for part, own in zip(several, inside, strict=True)
        )
        answer = _run(dot, _effort(len(sizes) + len(lines)))
        drawn = [_stretched(part, sizes) for part in _read_plain(answer)]
        if [set(part.places) for part in drawn] != [set(part) for part in several]:
            raise MissingPartError(f"{PROGRAM} answered with another graph than it was given")
    single = [part[0] for part in parts if len(part) == 1]
    return together(drawn, single, sizes)


def _layout_dot(part: Sequence[int], sizes: Sequence[Size], lines: Sequence[Line]) -> str:
    out = ["digraph {", "graph [rankdir=TB, nodesep=0.28, ranksep=0.55]"]
    out.append('node [shape=box, fixedsize=true, label=""]')
    for number in part:
        width, height = sizes[number].width / _INCH, sizes[number].height / _INCH
        out.append(f"{number} [width={width:.4f}, height={height:.4f}]")
    for line in lines:
        # A source hangs above what cites it and pulls at nothing else.
        weight = 1 if line.kinds == ("cites",) else 2
        out.append(f"{line.source} -> {line.target} [weight={weight}]")
    return "\n".join([*out, "}", ""])


def _effort(things: int) -> list[str]:
    if things < _LARGE:
        return []
    return (
        ["-Gnslimit=0.4", "-Gmclimit=0.2"] if things >= _HUGE else ["-Gnslimit=1", "-Gmclimit=0.5"]
    )


@cache
def _program() -> str:
    """Where graphviz-pure is: in this environment, then wherever its package says, then on the
    PATH."""
    import shutil
    from importlib import metadata

    name = f"{PROGRAM}.exe" if sys.platform == "win32" else PROGRAM
    candidates = [Path(sys.executable).with_name(name)]
    try:
        files = metadata.files(PROGRAM) or []
        candidates += [Path(str(file.locate())) for file in files if file.name == name]
    except metadata.PackageNotFoundError:
        pass
    for candidate in candidates:
        if candidate.is_file():
            return str(candidate)
    found = shutil.which(PROGRAM)
    if found is None:
        raise MissingPartError(
            f"a picture needs the program {PROGRAM}, which is not installed",
            remedy=f"python -m pip install {PROGRAM}",
        )
    return found


def _run(dot: str, options: Sequence[str]) -> str:
    command = [_program(), "-q", "-Tplain", *options]
    try:
        done = subprocess.run(
            command,
            input=dot.encode(),
            capture_output=True,
            timeout=TIME_LIMIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise MissingPartError(
            f"{PROGRAM} has not laid out the graph after {TIME_LIMIT:.0f} seconds",
            remedy="take --format dot or json, or a part of the graph",
        ) from None
    except OSError as error:
        raise MissingPartError(f"{PROGRAM} cannot be run: {error}") from None
    if done.returncode != 0 or not done.stdout.startswith(b"graph "):
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise MissingPartError(
            f"{PROGRAM} failed with exit code {done.returncode}" + (f": {said[-1]}" if said else "")
        )
    return done.stdout.decode()


def _read_plain(text: str) -> list[Layout]:
    """Read the format `plain`: words in lines, lengths in inches, from the lower left corner."""
    found: list[Layout] = []
    places: dict[int, Point] = {}
    routes: dict[tuple[int, int], tuple[Point, ...]] = {}
    width = height = 0.0
    for line in text.splitlines():
        words = line.split(" ")
        if words[0] == "graph":
            places, routes = {}, {}
            width, height = float(words[2]) * _INCH, float(words[3]) * _INCH
        elif words[0] == "node":
            places[int(words[1])] = _point(words[2], words[3], height)
        elif words[0] == "edge":
            count = int(words[3])
            numbers = words[4 : 4 + 2 * count]
            points = zip(numbers[::2], numbers[1::2], strict=True)
            pair = int(words[1]), int(words[2])
            routes[pair] = tuple(_point(x, y, height) for x, y in points)
        elif words[0] == "stop":
            found.append(Layout(width, height, places, routes))
    return found


def _point(x: str, y: str, height: float) -> Point:
    return round(float(x) * _INCH, 1), round(height - float(y) * _INCH, 1)


def _stretched(part: Layout, sizes: Sequence[Size]) -> Layout:
    """A drawing much wider than high, the gaps between its layers made higher.

    Lines that cross half of the paper in one gap are flat and cannot be told apart.
    """
    if part.width <= _WIDEST * part.height:
        return part
    bands: list[list[float]] = []
    for number, (_, y) in sorted(part.places.items(), key=lambda item: item[1][1]):
        top, bottom = y - sizes[number].height / 2 - _HEAD, y + sizes[number].height / 2
        if bands and top <= bands[-1][1]:
            bands[-1] = [min(top, bands[-1][0]), max(bottom, bands[-1][1])]
        else:
            bands.append([top, bottom])
    gaps = sum(after[0] - before[1] for before, after in pairwise(bands))
    if gaps <= 0:
        return part
    factor = min(_MOST_STRETCHED, (part.width / _WIDEST - part.height + gaps) / gaps)
    ends = [bottom for _, bottom in bands]
    #: How much has been added above the end of each layer.
    added = [0.0]
    for before, after in pairwise(bands):
        added.append(added[-1] + (after[0] - before[1]) * (factor - 1))

    def moved(point: Point) -> Point:
        x, y = point
        layer = bisect_right(ends, y) - 1
        if layer < 0:
            return point
        gap = bands[layer + 1][0] - ends[layer] if layer + 1 < len(bands) else 0.0
        return x, round(y + added[layer] + min(y - ends[layer], gap) * (factor - 1), 1)

    return Layout(
        part.width,
        part.height + added[-1],
        {number: moved(place) for number, place in part.places.items()},
        {pair: tuple(map(moved, route)) for pair, route in part.routes.items()},
    )
