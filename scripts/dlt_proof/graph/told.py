"""What an author says of a reference, where its words tell something else, or nothing.

    % dlt: mention[lem:a, cite:key] the lemma is only compared with
    % dlt: use[lem:b] through "the estimate above"

Said in a statement or proof, it holds for that statement or proof, wherever in it the comment
stands. A reason is required, as for a suppression (`lint`, which tells of one without). Not here:
`\\uses` of blueprints, which is typeset (`declared`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from .. import patterns
from ..latex import FileView
from ..patterns import pattern
from ..records.record import Record

_TOLD = pattern(
    r"%[ \t]*dlt[ \t]*:[ \t]*(mention|use)s?[ \t]*\[([^\[\]\r\n]*)\][ \t]*[^\s%]",
    patterns.IGNORECASE,
)
_KEY = pattern(r"[^\s,](?:[^,]*[^\s,])?")


class Told(Record):
    """One key of such a comment.

    Args:
        used: whether it is used, or only mentioned.
        key: a label, or `cite:` and the key of a work.
        place: offset of the key.
    """

    used: bool
    key: str
    place: int


def told_by_author(view: FileView) -> Iterator[Told]:
    """What the comments of a file say of references, by place."""
    starts = [start for start, _, _ in view.hidden]
    for match in _TOLD.finditer(view.text):
        index = bisect_right(starts, match.start()) - 1
        if index < 0:
            continue
        start, end, kind = view.hidden[index]
        if kind != "comment" or match.start() >= end or not view.text.startswith("%", start):
            continue  # verbatim, dead text, the body of a macro
        for key in _KEY.finditer(match[2]):
            yield Told(
                match[1].lower() == "use",
                " ".join(key.group().split()),
                match.start(2) + key.start(),
            )
