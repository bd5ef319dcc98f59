"""Whether a reference or citation in a statement or proof is a use, as its sentence tells.

Not here: the turns of phrase (`phrases`), and what closes a circle (`circles`).
"""

from __future__ import annotations

from ..latex import Document, FileView, Key, Span, Statement
from ..latex.references.posited import is_posited
from ..latex.references.roles import role_of
from ..latex.references.sentences import Around, Reader
from ..records.plan import PROVABLE_KINDS
from . import phrases as p

#: How surely a reference is a use: beyond doubt; by its sentence; only where that closes no circle,
#: because the sentence does not tell; the same, because it speaks of a setting, or of a formula in
#: a proof; not at all.
PLAIN, LIKELY, WEAK, VAGUE, MENTION = range(5)


def _is_used_after_all(around: Around) -> bool:
    """Whether what looks like a mention takes something that the target provides."""
    before, behind = around.before, around.behind
    if (
        p.STARTS.search(before)
        or p.REDUCED.search(before)
        or (not before.strip() and p.CARRIES.match(behind))
    ):
        return True
    clause = before[-160:]
    if of := p.OF.search(clause):
        # "The choice meets the hypothesis of ◎" applies it; "under the assumptions of ◎" does not.
        return bool(p.HOLDS.match(behind) or p.MET.search(clause[: of.start()]))
    if p.CONTRASTED.search(clause) or p.CONDITIONAL.search(clause) or p.SUPPOSED.search(behind):
        return False
    return bool(p.FED.search(clause) or p.PROVIDED.search(clause))


def _of_sentence(around: Around, *, stated: bool, provable: bool, work: bool) -> int:
    """How surely the sentence around a reference uses it, see `Roles.told`.

    Args:
        around: the sentence.
        stated, provable, work: as there.
    """
    spoken_of = stated or not provable  # to speak of it is to use it
    before, behind = around.before, around.behind
    if p.WOULD.match(behind) or p.SEE_ALSO.search(before):
        return MENTION
    turned_down = p.TURNED_DOWN.match(behind) and not p.NO_SUBJECT.search(before)
    if turned_down or p.SET_ASIDE.search(before) or p.DENIED_BEFORE.search(before):
        return WEAK if not provable and p.FAILS.match(behind) else MENTION
    if not stated and (_is_remark(around) or (work and _tells_who(around))):
        return MENTION
    role = role_of(around)
    if role in ("use", "same"):
        return LIKELY
    if role == "denied":
        return MENTION
    lead = f"{around.outer_before[-80:]} {before[-160:]}"
    contrasted = p.CONTRASTED.search(lead) or p.LAUDED.match(behind)
    governed = p.GOVERNED.search(before)
    if not stated and not governed and p.SPEAKS_AGAINST.search(_segment(before, behind)):
        return MENTION
    if role == "unclear":
        aimed_at = not spoken_of and p.AIMED_AT.search(before)
        avoided = not stated and p.AVOIDED.search(before[-60:])
        return MENTION if aimed_at or avoided or (spoken_of and contrasted) else WEAK
    if _is_used_after_all(around) or (spoken_of and p.UNDER.search(before)):
        return WEAK
    if work and not stated:
        return WEAK if p.BORROWED.search(before) else MENTION
    if spoken_of:
        return MENTION if contrasted or p.CONTRASTED.search(behind[:40]) else WEAK
    if (
        contrasted
        or p.CONTRASTED.search(behind)
        or p.AIMED_AT.search(before)
        or p.FOLLOWS.match(behind)
    ):
        return MENTION
    told_against = p.CONDITIONAL.search(lead) or p.CONDITIONAL.search(behind)
    return MENTION if told_against and not p.GIVES.match(behind) else WEAK


def _is_remark(around: Around) -> bool:
    """Whether a whole sentence in parentheses or a footnote speaks of it and takes nothing."""
    whole = around.aside and not around.outer_before.strip() and p.STOPS.search(around.behind)
    taken = p.GOVERNED.search(around.before) or p.TAKEN.search(f"{around.before}◎{around.behind}")
    return bool(whole) and not taken


def _tells_who(around: Around) -> bool:
    """Whether a sentence begins with who did what: "Nesterov ◎ found this first"."""
    return bool(p.WHO.match(around.before) and p.DID.match(around.behind))


def _segment(before: str, behind: str) -> str:
    """What stands around a reference between semicolons, colons and dashes."""
    first = max((match.end() for match in p.BREAKS.finditer(before)), default=0)
    last = p.BREAKS.search(behind)
    segment = f"{before[first:]} ◎ {behind[: last.start()] if last else behind}"
    return p.PARENTHESES.sub(" ", segment)


class Roles:
    """Reads the sentences of one document.

    Args:
        document: the document.
        numbers: place and end of the numbers that name statements, by file, in order.
    """

    def __init__(self, document: Document, numbers: dict[str, list[tuple[int, int]]]) -> None:
        self._numbers = numbers
        self._views = {view.name: view for view in document.views}
        self._readers: dict[str, Reader] = {}

    def told(
        self, body: Span, place: int, *, stated: bool, provable: bool, work: bool = False
    ) -> int:
        """How surely a reference is a use, from `PLAIN` to `MENTION`.

        Args:
            body: of the proof or statement that it stands in.
            place: where its key or number stands, in the same file.
            stated: whether that is a statement: what it speaks of it needs, unless it compares.
            provable: whether what it names is a statement of the paper that asserts something; a
                definition, an assumption, a work is used by whoever speaks of it.
            work: whether it is a citation.
        """
        reader = self._reader(body.file)
        if reader.in_formula(place):
            lead = reader.text[max(body.start, place - 60) : place]
            return MENTION if p.COMPARES_INSIDE.search(lead) else PLAIN
        if reader.is_plainly_used(place):
            return PLAIN
        around = reader.around(place, body.start, body.end)
        if stated and provable and p.SEE.search(around.before):
            return MENTION
        if around.aside and not around.before.strip() and p.NOT_NEEDED.match(around.outer_behind):
            return MENTION
        told = _of_sentence(around, stated=stated, provable=provable, work=work)
        return max(told, VAGUE) if p.BELOW.match(reader.text, place) else told

    def is_posited(self, statement: Statement, key: Key) -> bool:
        """Whether a label stands at a display that its statement only defines or supposes."""
        if statement.kind not in PROVABLE_KINDS:
            return False
        view: FileView = self._views[key.span.file]
        return is_posited(view, statement, key.span.start)

    def is_formula(self, key: Key) -> bool:
        """Whether a label stands in a formula."""
        return self._reader(key.span.file).in_formula(key.span.start)

    def _reader(self, file: str) -> Reader:
        if file not in self._readers:
            self._readers[file] = Reader(self._views[file], self._numbers.get(file, []))
        return self._readers[file]
