"""Whether the words around a citation say that the cited work has the result.

"The following is due to [3]" does; "the algorithm of [3]" and "we improve on [3]" do not.
"""

from __future__ import annotations

from ... import patterns
from ...latex.arguments import after, group_at
from .citing import (
    ABOUT_NEXT,
    ABOUT_RESULT,
    ABOUT_SOMETHING_ELSE,
    ANSWERED_BY,
    ASKED,
    CLAUSE_OF_HYPOTHESES,
    CONCLUDES,
    FOOTNOTE,
    FOR_USE,
    HAS_CITATION,
    LINKS,
    NAMED,
    NAMES,
    OBJECT,
    OF_A_RESULT,
    POINTS_BACK,
    PREPOSITION,
    RESULT_CITED,
    RESULT_IS,
    RESULT_NAME,
    SAID_KNOWN,
    SAYS_OTHERWISE,
    SAYS_SO,
    SENDS_TO_PROOF,
    STRONGLY_OTHERWISE,
    SUPPOSES,
    THEY,
)
from .sentences import SENTENCE_END
from .words import squeezed


def cites_source(text: str, where: str) -> bool:
    """Whether a piece of text with a citation says that the cited work has the result.

    Args:
        text: masked text with formulas blanked.
        where: `title`, `introduction`, `body` or `behind` the statement.
    """
    if not HAS_CITATION.search(text):
        return False
    text = squeezed(text.replace("\\ ", " ").replace("~", " "))
    if where != "behind":  # there "we refer to [3] for the proof" says whose it is
        text = FOR_USE.sub(" ", text)
    notes: list[tuple[str, str]] = []
    if "\\footnote" in text or "\\thanks" in text or "note" in text:
        text, notes = _without_notes(text)
    decide = {"title": _titles, "introduction": _introduces, "behind": _speaks_of}.get(where)
    if decide is not None:
        found = bool(HAS_CITATION.search(text)) and decide(text)
    else:
        found = _says_itself(text)
    return found or any(_notes(note, before) for before, note in notes)


def _without_notes(text: str) -> tuple[str, list[tuple[str, str]]]:
    """A text without its footnotes, and these, each with what stands before it."""
    kept: list[str] = []
    notes = []
    done = 0
    for match in FOOTNOTE.finditer(text):
        group = group_at(text, match.end())
        if group is None or match.start() < done:
            continue
        kept.append(text[done : match.start()])
        done = after(text, group)
        if HAS_CITATION.search(text, *group):
            notes.append(("".join(kept), text[slice(*group)]))
    return "".join([*kept, text[done:]]), notes


def _is_otherwise(text: str) -> bool:
    """Whether a sentence compares, or answers what somebody asked."""
    if patterns.search(r"\bdue\s+to\b", text):
        return False
    if STRONGLY_OTHERWISE.search(text):
        return True
    return bool(ASKED.search(text)) and not ANSWERED_BY.search(text)


def _only_names(text: str) -> bool:
    """Whether a sentence cites for a word, an object or a survey."""
    if RESULT_CITED.search(text):
        return False
    if NAMES.search(text) and not OF_A_RESULT.search(text):
        return True
    named = NAMED.search(text)
    return (
        named is not None
        and not RESULT_NAME.search(named["name"])
        and not RESULT_IS.search(text, 0, named.start())
    )


def _titles(text: str) -> bool:
    if _is_otherwise(text) or _only_names(text):
        return False
    if SAYS_SO.search(text):
        return True
    citation = HAS_CITATION.search(text)
    before = text[: citation.start()] if citation else text
    return not (OBJECT.search(before) and PREPOSITION.search(before))


def _introduces(text: str) -> bool:
    if _is_otherwise(text) or _only_names(text):
        return False
    if SAYS_SO.search(text):
        return True
    citation = HAS_CITATION.search(text)
    if citation is None or OBJECT.search(text[: citation.start()]):
        return False
    if SAID_KNOWN.search(text):
        return True
    if SAYS_OTHERWISE.search(text):
        return False
    return bool(LINKS.search(text)) or text.rstrip()[-1:] not in (".", "!", "?")


def _speaks_of(text: str) -> bool:
    """Whether a sentence behind a statement says whose it is."""
    if _is_otherwise(text) or ABOUT_NEXT.match(text) or _only_names(text):
        return False
    if ABOUT_SOMETHING_ELSE.match(text) and not RESULT_CITED.search(text):
        return False
    citation = HAS_CITATION.search(text)
    end = text.find(";", citation.end()) if citation else -1
    if not POINTS_BACK.search(text, 0, end if end >= 0 else len(text)):
        return False  # "Separations of depth two and three are known"
    if SENDS_TO_PROOF.search(text):
        return True
    return bool(SAYS_SO.search(text) or SAID_KNOWN.search(text)) and bool(ABOUT_RESULT.search(text))


def _says_itself(text: str) -> bool:
    """Whether a statement says in its own text whose it is."""
    start = 0
    for stop in [*(match.end() for match in SENTENCE_END.finditer(text)), len(text)]:
        sentence = text[start:stop]
        begin, start = start, stop
        citation = HAS_CITATION.search(sentence)
        if citation is None or _is_otherwise(sentence):
            continue
        if len(text[: begin + citation.start()].strip(" \n([{")) < 12:
            return True
        if _only_names(sentence):
            continue
        if SAYS_SO.search(sentence):
            return True
        for citation in HAS_CITATION.finditer(sentence):
            before = sentence[: citation.start()]
            ends = [match.end() for match in CONCLUDES.finditer(before)]
            clause = before[ends[-1] if ends else 0 :]
            behind = sentence[sentence.find("}", citation.end()) + 1 :]
            last = not behind.strip(" .)]}") and not PREPOSITION.search(before)
            supposes = SUPPOSES if last else CLAUSE_OF_HYPOTHESES
            if not (supposes.search(clause) or OBJECT.search(before)):
                if SAYS_OTHERWISE.search(sentence):
                    break
                return True
    return False


def _notes(text: str, before: str) -> bool:
    """Whether a footnote says whose the result is that it stands at."""
    if _is_otherwise(text) or _only_names(text):
        return False
    if SAYS_SO.search(text):
        return True
    ends = [match.end() for match in CONCLUDES.finditer(before)]
    clause = before[ends[-1] if ends else 0 :]
    return bool(SAID_KNOWN.search(text)) and not (
        CLAUSE_OF_HYPOTHESES.search(clause) or OBJECT.search(before)
    )


def cites_before(sentence: str, before: str) -> bool:
    """Whether a sentence without a citation gives the result to whoever was cited before it."""
    sentence = squeezed(sentence)
    return (
        bool(THEY.search(sentence) and HAS_CITATION.search(before))
        and not HAS_CITATION.search(sentence)
        and not _is_otherwise(sentence)
    )
