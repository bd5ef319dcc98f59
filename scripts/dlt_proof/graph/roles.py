"""Whether a reference or citation in a statement or proof is a use, as its sentence tells."""

from __future__ import annotations

from ..latex import Document, FileView, Key, Span, Statement
from ..latex.references.posited import is_posited
from ..latex.references.roles import role_of
from ..latex.references.sentences import Around, Reader
from ..patterns import pattern
from ..records.plan import PROVABLE_KINDS

#: How surely a reference is a use: beyond doubt; by its sentence; only where that closes no circle,
#: because the sentence does not tell; the same, because it speaks of a setting, or of a formula in
#: a proof; not at all.
PLAIN, LIKELY, WEAK, VAGUE, MENTION = range(5)

#: Of "let $\\beta$ be as in ◎", "the net of ◎": what it provides is used, not how it is proved.
_NO_PROVISION = (
    r"(?!(?:proofs?|arguments?|methods?|techniques?|ideas?|strategy|spirit|discussion|remarks?|analog\w*"
    r"|counterparts?|versions?|variants?|cases?|generali[sz]ations?|extensions?|improvements?|refinements?|converse)\b)"
)
_PROVIDED = pattern(
    rf"(?:[◇◆]|\b(?:the|an?|this|that|its|our|these|those|both|all|each|every|some|such)\s+(?:[\w-]+\s+){{0,3}}?{_NO_PROVISION}[\w-]+"
    r"|\b(?:that|those|the\s+ones?))"
    r"\s+(?:(?:is|are|be|was|were|being)\s+)?(?:(?:chosen|defined|given|set|constructed|fixed|obtained|provided|taken|picked|described"
    r"|introduced|used|proven?|shown|established)\s+)?(?:exactly\s+|just\s+)?(?:as\s+in|of|from|in|by|that\s+of|those\s+of)\s+\Z"
)
_CONTRASTED = pattern(
    r"\b(?:compar\w+|contrast\w*|unlike|than|cf\.?|similar\w*|analog\w*|reminiscent|like|differs?|different\s+(?:from|analys[ie]s|approach\w*|methods?|routes?|ways?)|instead|rather|versus|vs\.?"
    r"|parallel\w*|mirror\w*|remind\w*|discuss\w*|generali[sz](?:es?|ing|ations?|ed\s+(?:by|in))|extend(?:s|ing|ed\s+(?:by|in|to))?|extensions?|improv(?:es?|ing|ements?|ed\s+(?:by|in|upon))"
    r"|sharpen(?:s|ing)?|sharper|strengthen(?:s|ing)?|stronger|weaken(?:s|ing)?|weaker|variants?|versions?"
    r"|of\s+the\s+form\s+of|refin(?:es?|ing|ements?|ed\s+(?:by|in))|complement\w*|needed|useful|later|will|shall|towards?|proofs?|prove|proving|purpose|sake|interest|special"
    r"|counterpart|converse|recover\w*|alternativ\w*|voir|vgl|siehe)\b"
)
#: In a proof; a statement has its own "if" and "not".
_CONDITIONAL = pattern(
    r"\b(?:would|could|might|if|whether|not|no|never|without|avoid\w*|nor|neither|instance|alternativ\w*)\b"
)
_STARTS = pattern(r"\b(?:start(?:ing|s)?|begin(?:ning|s)?)\s+(?:with|from)\s+\Z")
_REDUCED = pattern(
    r"\b(?:reduc\w+\s+(?:[\w◇]+\s+){0,3}?to|after|induction\s+(?:on|using|over)|recall|follow\w*|as\s+in)\s+(?:(?:using|applying|invoking)\s+)?\Z"
)
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
_NOT_NEEDED = pattern(r"\A[\s,)]*(?:(?:is|are|was|were)\s+(?:not|no\s+longer)\s+\w+|never\s+\w+)")
_COMPARES_INSIDE = pattern(
    r"\b(?:[Cc]ompare|[Cc]f\.?|[Uu]nlike|[Ss]ee\s+also|[Nn]ot?)\b[^{}]*\\[a-zA-Z]*ref\*?\s*\{?\s*\Z"
)


_LAUDED = pattern(
    r"\A\s*(?:is|are)\s+(?:\w+\s+)?(?:tight|sharp|optimal|best\s+possible|due\s+to|well\s+known|classical|standard|improved)\b"
)
_AIMED_AT = pattern(
    r"\b(?:prov(?:e|ed|en|ing)|show(?:ing|n)?|establish(?:ing|ed)?|verif(?:y|ied|ying)|check(?:ing)?|obtain|derive|deduce|conclude|imply|implies|implied|yields?|gives?)"
    r"\s+(?:that\s+|both\s+|also\s+)*\Z"
)
_GIVES = pattern(
    r"\A\s*(?:now\s+|then\s+|also\s+)?(?:shows?|gives?|yields?|impl(?:y|ies)|tells?|states?|asserts?|provides?|guarantees?|bounds?|ensures?)\b(?!\s+only)"
)
#: Behind the key: "(\\cref{thm:main} below)" may only point there.
_BELOW = pattern(r"[^{}]{0,200}\}[\s~]*(?:below|later)\b")
_SEE = pattern(r"\bsee\s+\Z")
_SEE_ALSO = pattern(r"\bsee\s+also\s+(?:\w+\s+)?\Z")
_AVOIDED = pattern(r"\b(?:could|would|might|avoid\w*|without|alternativ\w*)\b")
_UNDER = pattern(
    r"\b(?:under|assum\w+|suppos\w+|satisf\w+|obey\w*)\s+(?:(?:the\s+)?(?:assumptions?|conditions?|hypothes[ei]s)\s+)?\Z"
)
_FOLLOWS = pattern(
    r"\A\s*(?:\w+ly\s+)?(?:then\s+|now\s+|also\s+)?(?:follows?\b|is\s+(?:now\s+)?(?:proved|proven|established|immediate|clear))"
)
_WOULD = pattern(
    r"\A\s*(?:would|could|might|were)\s+(?!contradict|be\s+(?:false|violated|contradict))\w+"
)
#: "◎ is not needed", "◎ fails without it", "◎ could be relaxed".
_TURNED_DOWN = pattern(
    r"\A(?:[\s,)]|,[^,]{1,40},)*(?:itself\s+)?(?:(?:is|are|was|were|does|do|did|can|need|needs|will|shall)\s*(?:not|never|no\s+longer)\b|cannot\b"
    r"|(?:is|are)\s+(?:\w+ly\s+)?(?:irrelevant|unnecessary|superfluous|immaterial|dispensable|too\s+\w+|only\s+needed|made\s+for)\b"
    r"|(?:can|could|may|might)\s+(?:also\s+|even\s+|then\s+)?be\s+(?:dropped|removed|relaxed|weakened|avoided|omitted|dispensed)"
    r"|(?:breaks?|broke)\s+down\b|(?:is|are|was|were)\s+(?:recovered|lost|silent|useful|superseded|subsumed|avoided|circumvented|bypassed|excluded|unavailable)\b"
    r"|(?:comes?|came)\s+(?:later|as\s+a\s+by-product|too\s+late)|(?:has|have|had)\s+(?:an?\s+)?(?:slightly\s+)?(?:better|worse|different|other|sharper|weaker)\b"
    r"|sheds?\b|suggests?\b|reports?\b|reach(?:es)?\s+(?:beyond|further)|works?\s+(?:as\s+well|too)|succeeds?\b|,\s*not\s+needed"
    r"|,?\s*(?:can|could|may)\s+be\s+dropped|is\s+attained\s+up\s+to|shows?\s+that\s+(?:this\s+cannot|nothing)|plays?\s+no\b|fails?\b|concerns?\b|says?\s+nothing|is\s+possible\s+but)"
)
_NO_SUBJECT = pattern(
    r"\b(?:under|by|with|using|via|for|to|on|at|from)\s+(?:(?:the|assumption|condition|definition)\s+){0,2}\Z"
)
_FAILS = pattern(r"\A\s*fails?\b")
#: "agrees with ◎", "neither ◎", "no use of ◎ is made", "will be used to prove ◎".
_SET_ASIDE = pattern(
    r"\b(?:neither|nor|circumvent(?:s|ed|ing)?|bypass(?:es|ed|ing)?|dispens(?:e|es|ed|ing)\s+with|no\s+(?:further\s+)?(?:use|need)\s+(?:of|for)"
    r"|irrelevant\s+(?:for|to)|returns?\s+to\s+[^.;,]{1,60}\s+in|used\s+(?:later\s+)?to\s+(?:prove|show|establish)|agrees?\s+with|consistent\s+with"
    r"|in\s+the\s+spirit\s+of|absent\s+from|the\s+same\s+as(?:\s+in)?|not\s+the\s+one\s+(?:of|in)|no\s+(?:contradiction|conflict)\s+(?:to|with)"
    r"|to\s+understand|precedes?|preceded\s+by|bounds?\s+(?:then\s+)?reduces\s+to|in\s+contrast\s+to|(?:whether|that)\s+the\s+(?:constant|rate|exponent)\s+(?:of|in)"
    r"|rates?\s+(?:of|in)(?=\s[^.]*\b(?:absent|irrelevant)))"
    r"\s+(?:(?:the|an?|our|both|assumption|condition|hypothesis|conjecture)\s+){0,2}(?:[\w-]+\s+(?:of|in|from)\s+)?\Z"
    r"|\bwithout\s+(?:(?:the|an?|assumption|condition|hypothesis)\s+){0,2}\Z"
    r"|\b(?:go(?:es)?\s+back\s+to|gap\s+between|contrary\s+to\s+(?:the\s+ones?|those|that|what)|misled\s+by|owe(?:s|d)?\s+to|available\s+from|tempting\s+[^.;,]{1,30}|supersed(?:es|ing)|refut(?:e|es|ing)"
    r"|(?:al)?though|announced\s+(?:in|by)|interesting\s+[^.;]{1,40}|instead\s+of|rather\s+than|as\s+opposed\s+to|relation\s+(?:to|with)|nor\s+(?:do|does|did|is|are|can))"
    r"\s+(?:(?:the|an?|assumption|condition|hypothesis|conjecture|that|those|one|ones)\s+){0,3}(?:(?:of|in|from)\s+)?\Z"
)
#: "does not follow from ◎", "none of which rests on ◎", "not from ◎".
_DENIED_BEFORE = pattern(
    r"\b(?:not|never|no|none\s+of\s+(?:which|them|these|this)|neither|nothing|cannot|could\s+not)\b(?:\s+\w+){0,2}?\s+"
    r"(?:follow(?:s|ed)?|need(?:s|ed)?|know|us(?:e|es|ed)|requir(?:e|es|ed)|rest(?:s|ed)?|rel(?:y|ies|ied)|appeal(?:s|ed)?|invok(?:e|es|ed)|instances?|consequences?"
    r"|com(?:e|es|ing)|depend(?:s|ed)?|make\s+use|covered|implied|contained|part|from|by)\b(?:\s+(?:from|by|on|upon|to|in|of|with))?"
    r"\s+(?:(?:the|an?|any|assumption|condition|hypothesis|conjecture|lemma|theorem)\s+){0,2}\Z"
)
_SUPPOSED = pattern(r"\b(?:would|could|might)\b")


_PARENTHESES = pattern(r"\([^()]*\)")
_BREAKS = pattern(r"[;:]|---|—|,\s+(?:and|so|then|hence|thus|whence|therefore)\s")
_GOVERNED = pattern(r"\b(?:by|from|via|using|thanks\s+to|because\s+of|in\s+view\s+of)\s+\Z")
#: What an argument takes over from a work.
_BORROWED = pattern(
    r"\b(?:arguments?|methods?|techniques?|ideas?|approach|strategy|constructions?|inequalit(?:y|ies)|lemmas?|theorems?|results?)"
    r"\s+(?:of|from|in|due\s+to)\s+\Z"
)
#: Where the words around a reference do not say that it is used, one of these says it is not.
_SPEAKS_AGAINST = pattern(
    r"\b(?:not|no(?!\s+(?:greater|larger|smaller|more|less|fewer|worse|better)\b)|nor|neither|cannot|nothing|without|would|could|avoid\w*|unlike|although|though|whether"
    r"|substitutes?|irrelevant|unnecessary|superfluous|elsewhere|dispens\w+|absent|foreign|is\s+lost|tempting|merely\s+to\s+compare"
    r"|takes?\s+the\s+place\s+of|took\s+the\s+place\s+of|in\s+place\s+of|the\s+role\s+(?:of|which|that)|out\s+of\s+(?:the\s+picture|reach)"
    r"|(?:proofs?|arguments?|analys[ie]s)\s+(?:of|for|in)\s+(?:the\s+)?◎|another\s+(?:matter|question|story|route|way)|taken\s+up|breaks?\s+down"
    r"|by\s+another|different\s+(?:route|way|method|argument))\b|n['’]t\b"
)


def _is_used_after_all(around: Around) -> bool:
    """Whether what looks like a mention takes something that the target provides."""
    before, behind = around.before, around.behind
    if (
        _STARTS.search(before)
        or _REDUCED.search(before)
        or (not before.strip() and _CARRIES.match(behind))
    ):
        return True
    clause = before[-160:]
    if of := _OF.search(clause):
        # "The choice meets the hypothesis of ◎" applies it; "under the assumptions of ◎" does not.
        return bool(_HOLDS.match(behind) or _MET.search(clause[: of.start()]))
    if _CONTRASTED.search(clause) or _CONDITIONAL.search(clause) or _SUPPOSED.search(behind):
        return False
    return bool(_FED.search(clause) or _PROVIDED.search(clause))


def _of_sentence(around: Around, *, stated: bool, provable: bool, work: bool) -> int:
    """How surely the sentence around a reference uses it, see `Roles.told`.

    Args:
        around: the sentence.
        stated, provable, work: as there.
    """
    spoken_of = stated or not provable  # to speak of it is to use it
    before, behind = around.before, around.behind
    if _WOULD.match(behind) or _SEE_ALSO.search(before):
        return MENTION
    turned_down = _TURNED_DOWN.match(behind) and not _NO_SUBJECT.search(before)
    if turned_down or _SET_ASIDE.search(before) or _DENIED_BEFORE.search(before):
        return WEAK if not provable and _FAILS.match(behind) else MENTION
    role = role_of(around)
    if role in ("use", "same"):
        return LIKELY
    if role == "denied":
        return MENTION
    lead = f"{around.outer_before[-80:]} {before[-160:]}"
    contrasted = _CONTRASTED.search(lead) or _LAUDED.match(behind)
    governed = _GOVERNED.search(before)
    if not stated and not governed and _SPEAKS_AGAINST.search(_segment(before, behind)):
        return MENTION
    if role == "unclear":
        aimed_at = not spoken_of and _AIMED_AT.search(before)
        avoided = not stated and _AVOIDED.search(before[-60:])
        return MENTION if aimed_at or avoided or (spoken_of and contrasted) else WEAK
    if _is_used_after_all(around) or (spoken_of and _UNDER.search(before)):
        return WEAK
    if work and not stated:
        return WEAK if _BORROWED.search(before) else MENTION
    if spoken_of:
        return MENTION if contrasted or _CONTRASTED.search(behind[:40]) else WEAK
    if (
        contrasted
        or _CONTRASTED.search(behind)
        or _AIMED_AT.search(before)
        or _FOLLOWS.match(behind)
    ):
        return MENTION
    told_against = _CONDITIONAL.search(lead) or _CONDITIONAL.search(behind)
    return MENTION if told_against and not _GIVES.match(behind) else WEAK


def _segment(before: str, behind: str) -> str:
    """What stands around a reference between semicolons, colons and dashes."""
    first = max((match.end() for match in _BREAKS.finditer(before)), default=0)
    last = _BREAKS.search(behind)
    segment = f"{before[first:]} ◎ {behind[: last.start()] if last else behind}"
    return _PARENTHESES.sub(" ", segment)


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
            return MENTION if _COMPARES_INSIDE.search(lead) else PLAIN
        if reader.is_plainly_used(place):
            return PLAIN
        around = reader.around(place, body.start, body.end)
        if stated and provable and _SEE.search(around.before):
            return MENTION
        if around.aside and not around.before.strip() and _NOT_NEEDED.match(around.outer_behind):
            return MENTION
        told = _of_sentence(around, stated=stated, provable=provable, work=work)
        return max(told, VAGUE) if _BELOW.match(reader.text, place) else told

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
