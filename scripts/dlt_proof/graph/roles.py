"""Whether a reference or citation in a statement or proof is a use, as its sentence tells."""

from __future__ import annotations

from ..latex import Document, FileView, Key, Span, Statement
from ..latex.references.posited import is_posited
from ..latex.references.roles import role_of
from ..latex.references.sentences import Around, Reader
from ..patterns import pattern
from ..records.plan import PROVABLE_KINDS

#: How surely a reference is a use: by its words; if nothing speaks against it; only where that
#: closes no circle, since it speaks of a setting or of a formula; not at all.
PLAIN, LIKELY, WEAK, MENTION = range(4)

#: Of "let $\\beta$ be as in ◎", "the net of ◎": what it provides is used.
_PROVIDED = pattern(
    r"(?:◇|◆|\b(?!(?:proofs?|arguments?|methods?|techniques?|ideas?|strategy|spirit|discussion|remarks?|analog\w*|analogues?"
    r"|counterparts?|versions?|variants?|cases?|generali[sz]ations?|extensions?|improvements?|refinements?|converse)\b)[\w-]+)"
    r"\s+(?:(?:is|are|be|was|were|being)\s+)?(?:(?:chosen|defined|given|set|constructed|fixed|obtained|provided|taken|picked|described"
    r"|introduced|used)\s+)?(?:exactly\s+|just\s+)?(?:as\s+in|of|from|in|by|that\s+of|those\s+of)\s+\Z"
)
_COMPARED = pattern(
    r"\b(?:compar\w+|contrast\w*|unlike|than|cf\.?|similar\w*|analog\w*|reminiscent|like|differ\w*|instead|rather|versus|vs\.?"
    r"|parallel\w*|mirror\w*|remind\w*|discuss\w*|would|could|might|if|whether|not|no|never|without|avoid\w*|nor|neither"
    r"|needed|useful|later|will|shall|towards?|proofs?|prove|proving|purpose|sake|interest|instance|special|voir|vgl|siehe)\b"
)
_STARTS = pattern(r"\b(?:start(?:ing|s)?|begin(?:ning|s)?)\s+(?:with|from)\s+\Z")
_FED = pattern(
    r"\b(?:insert|plug|substitut|put|feed|appl|combin|collect|use|us|enter|go|return)(?:s|ed|ing|ting|es|ies|y|e)?\b[^.;]*"
    r"\b(?:in|into|to|back\s+into)\s+\Z"
)
_MET = pattern(
    r"\b(?:satisf\w+|meets?|met|verif\w+|check\w*|fulfil\w*|hypothes[ie]s|conditions?|assumptions?|requirements?|premises?)\b"
)
_OF = pattern(
    r"\b(?:hypothes[ie]s|conditions?|assumptions?|requirements?|premises?)\s+(?:of|in|from)\s+\Z"
)
_HOLDS = pattern(
    r"\A\s*(?:\w+\s+)?(?:holds?|(?:is|are)\s+(?:\w+\s+)?(?:satisfied|met|fulfilled|verified))\b|\A\s*,?\s*(?:so|and\s+so|hence|whence|which)\b"
)
_CARRIES = pattern(
    r"\A\s*(?:then\s+|now\s+|further\s+)?extends\s+(?:this|the|our|it|◇|each|every|any)\b[^○□]*\Z"
)
_NOT_NEEDED = pattern(r"\A[\s,)]*(?:is|are|was|were)\s+(?:not|never|no\s+longer)\s+\w+")
_COMPARES_INSIDE = pattern(
    r"\b(?:[Cc]ompare|[Cc]f\.?|[Uu]nlike|[Ss]ee\s+also|[Nn]ot?)\b[^{}]*\\[a-zA-Z]*ref\*?\s*\{?\s*\Z"
)


_LAUDED = pattern(
    r"\A\s*(?:is|are)\s+(?:\w+\s+)?(?:tight|sharp|optimal|best\s+possible|due\s+to|well\s+known|classical|standard|improved)\b"
)
_SUPPOSED = pattern(r"\b(?:would|could|might)\b")


def _is_used_after_all(around: Around) -> bool:
    """Whether what looks like a mention takes something that the target provides."""
    before, behind = around.before, around.behind
    if _STARTS.search(before) or (not before.strip() and _CARRIES.match(behind)):
        return True
    clause = before[-160:]
    if of := _OF.search(clause):
        # "The choice meets the hypothesis of ◎" applies it; "under the assumptions of ◎" does not.
        return bool(_HOLDS.match(behind) or _MET.search(clause[: of.start()]))
    if _COMPARED.search(clause) or _SUPPOSED.search(behind):
        return False
    return bool(_FED.search(clause) or _PROVIDED.search(clause))


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

    def told(self, body: Span, place: int, *, stated: bool, provable: bool) -> int:
        """How surely a reference is a use, from `PLAIN` to `MENTION`.

        Args:
            body: of the proof or statement that it stands in.
            place: where its key or number stands, in the same file.
            stated: whether that is a statement: what it speaks of it needs, unless it compares.
            provable: whether what it names asserts something; a definition or an assumption is
                used by whoever speaks of it.
        """
        reader = self._reader(body.file)
        if reader.in_formula(place):
            lead = reader.text[max(body.start, place - 60) : place]
            return MENTION if _COMPARES_INSIDE.search(lead) else PLAIN
        if reader.is_plainly_used(place):
            return PLAIN
        around = reader.around(place, body.start, body.end)
        if around.aside and not around.before.strip() and _NOT_NEEDED.match(around.outer_behind):
            return MENTION
        role = role_of(around)
        if role in ("use", "same"):
            return LIKELY
        if role == "unclear":
            words = f"{around.outer_before[-80:]} {around.before[-80:]}"
            return (
                MENTION
                if stated and (_COMPARED.search(words) or _LAUDED.match(around.behind))
                else WEAK
            )
        if _is_used_after_all(around):
            return WEAK
        if (
            (stated or not provable)
            and not _COMPARED.search(f"{around.outer_before} {around.before[-160:]}")
            and not _COMPARED.search(around.behind[:60])
        ):
            return WEAK
        return MENTION

    def is_posited(self, statement: Statement, key: Key) -> bool:
        """Whether a label stands at a display that its statement only defines or supposes."""
        if statement.kind not in PROVABLE_KINDS:
            return False
        view: FileView = self._views[key.span.file]
        return is_posited(view, statement, key.span.start)

    def _reader(self, file: str) -> Reader:
        if file not in self._readers:
            self._readers[file] = Reader(self._views[file], self._numbers.get(file, []))
        return self._readers[file]
