"""Replacements in the files of a project, made in memory: all of them, or none.

Not here: who proposes them (`mending`), and whether the change may be made (`review`).
"""

import re
from collections.abc import Mapping, Sequence

from ..records.errors import InputError
from ..records.review import ProposedEdit

_LINE_END = re.compile(r"\r\n?|\n")


def edited(files: Mapping[str, str], edits: Sequence[ProposedEdit]) -> dict[str, str]:
    """The files with replacements made, each of words of the text as it stands.

    The line ends of an edit are those of its file, whichever it has.

    Args:
        files: the texts that may be changed, by name.
        edits: at least one.

    Raises:
        InputError: an edit names a file that is not there, or words that do not stand in it
            exactly once; it changes nothing; or two edits overlap.
    """
    if not edits:
        raise InputError("nothing is proposed")
    places: dict[str, list[tuple[int, int, str]]] = {}
    for number, edit in enumerate(edits, start=1):
        if edit.file not in files:
            raise InputError(f"edit {number}: {edit.file!r} is no file that a change may touch")
        text = files[edit.file]
        old, new = (_with_line_ends_of(text, words) for words in (edit.old, edit.new))
        count = text.count(old) if old.strip() else 0
        if count != 1:
            # Readers are shown the text without them (`shown`).
            hidden = "; comments between its lines are part of the file" if "\n" in old else ""
            raise InputError(
                f"edit {number}: its old text stands {count} times in {edit.file}, not once{hidden}"
            )
        if old == new:
            raise InputError(f"edit {number} of {edit.file} changes nothing")
        start = text.index(old)
        places.setdefault(edit.file, []).append((start, start + len(old), new))
    return {**files, **{name: _changed(name, files[name], own) for name, own in places.items()}}


def _changed(name: str, text: str, places: Sequence[tuple[int, int, str]]) -> str:
    kept, done = [], 0
    for start, end, new in sorted(places):
        if start < done:
            raise InputError(f"two edits of {name} overlap")
        kept += [text[done:start], new]
        done = end
    return "".join([*kept, text[done:]])


def _with_line_ends_of(text: str, words: str) -> str:
    """Words as they would stand in a text; where it has line ends of both kinds, as they are."""
    ends = {match[0] for match in _LINE_END.finditer(text)}
    (end,) = ends if len(ends) == 1 else ("",)
    return _LINE_END.sub(lambda _: end, words) if end else words
