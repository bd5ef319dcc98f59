"""Whether a submission is anonymous, and where its files name somebody all the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..latex import FileView
from ..latex.arguments import after, bracket_at, group_at
from ..latex.words import word_set
from ..patterns import pattern
from ..latex.branches import branches

_LOADED = pattern(
    r"\\(?P<command>documentclass|usepackage|RequirePackage)\s*(?:\[(?P<options>[^\]]*)\])?"
    r"\s*\{(?P<names>[^{}]*)\}"
)
_ANONYMOUS_OPTION = pattern(
    r"anonymous(?:\s*=\s*true)?|anon|blind|doubleblind|double-blind|submission|blindreview"
)
#: Packages whose option `review` hides the authors; elsewhere it only spaces lines.
_REVIEW_HIDES = pattern(r"(?:cvpr|iccv|eccv|wacv|acl|emnlp|naacl|eacl|coling|bmvc)\w*")
#: Venues whose style hides the authors unless an option says that the paper is accepted.
_HIDES_BY_DEFAULT = pattern(
    r"(?:neurips|nips|icml|aistats|uai|tmlr|iclr|corl|colm|rlc|automl|cpal|collas)_?\d*\w*"
)
_SHOWN = word_set("final preprint accepted nonanonymous arxiv camera-ready cameraready finalcopy")
_FINAL_COPY = pattern(
    r"\\(?:iclrfinalcopy|colmfinalcopy|cvprfinalcopy|iccvfinalcopy|aclfinalcopy|finalcopy|neuripsfinalcopy"
    r"|anonymousfalse|blindfalse|anonfalse)(?![a-zA-Z])"
)
_SWITCH = pattern(r"\\(?:anonymoustrue|anontrue|blindtrue|doubleblindtrue)(?![a-zA-Z])")
_AUTHOR = pattern(
    r"\\(?:author|icmlauthor|aistatsauthor|runningauthor|authorrunning|shortauthors?|coltauthor|Author|authors"
    r"|orcid|orcidID|email|affil|affiliation|icmlaffiliation|institute|address|aistatsaddress|icmlcorrespondingauthor"
    r"|thanks|correspondingauthor)(?![a-zA-Z@])"
)
_NAMES_AUTHOR = pattern(r"author|Author|thanks")
_PDF_AUTHOR = pattern(r"pdfauthor\s*=\s*(\{[^{}]*\}|[^,}\]]*)")
_THANKS = pattern(
    r"\\(?:section|subsection|paragraph|subsubsection)\*?\s*\{\s*(?:acknowledge?ments?|funding)"
    r"[^{}]*\}|\\(?:acknowledge?ments?|ack|thankstext)(?![a-zA-Z])"
    r"|\\begin\s*\{(?:(?P<hidden>acks?)|acknowledge?ments?)\*?\}"
    r"|\\(?:textbf|textit|noindent)\W*\{?\s*acknowledge?ments?",
    re.IGNORECASE,
)
# These leave out the acknowledgements themselves where the submission is anonymous.
_HIDES_THANKS = pattern(r"\\(?:documentclass|usepackage)[^{}]*\{[^{}]*(?:neurips|nips|acmart)")
_GRATITUDE = pattern(r"cknowledg|CKNOWLEDG|unding|UNDING|\\ack|\{ack")
_THANKS_END = pattern(
    r"\\(?:section|subsection|chapter|bibliography|appendix|begin\s*\{thebibliography\}|printbibliography|newpage"
    r"|clearpage|end\s*\{document\})"
)
_PERSON = pattern(
    r"\b(?:[A-Z][a-zà-ÿ]+|[A-Z]\.)(?:[\s~]+[A-Z]\.)*[\s~]+(?:(?:van|von|de|der|del|di|la|le)[\s~]+)*[A-Z][a-zà-ÿ]+(?:-[A-Z][a-zà-ÿ]+)?\b"
)
_GRANT = pattern(
    r"\b(?:grants?|award|contract|fellowship|project)\b[^.]{0,60}?\d{3,}|\bNSF\b|\bERC\b|\bDFG\b|\bONR\b|\bAFOSR\b|\bEPSRC\b",
    re.IGNORECASE,
)
_NO_PERSON = pattern(
    r"\b(?:Area|Program|Anonymous|The|We|This|Associate|Action|In|Part|Open|United|National|New|Work|Conference)\b"
)
_CONTROL = pattern(r"\\[a-zA-Z@]+\*?(?:\s*\[[^\]]*\])?|\\.|[{}~&$^_]")
_WORD = pattern(r"[^\W\d_]+")
#: Words that name nobody.
_NOBODY = word_set(
    "anonymous anon author authors authorname name names first second third fourth last "
    "given family surname and withheld hidden redacted blind blinded double single "
    "submission submitted submissions paper papers id under review for removed omitted omit "
    "affiliation affiliations institution institutions institute university department dept "
    "address addresses email e mail com edu org domain example equal contribution "
    "corresponding city country state street line the by of at to be in on added after "
    "acceptance upon information details not disclosed unknown tbd xxx xx x placeholder "
    "orcid number no lab laboratory company preliminary work do distribute international "
    "conference preprint version draft date title running head short list et al a b c "
)


def is_anonymous(view: FileView) -> bool | None:
    """What a file says of the submission: anonymous, openly not, or nothing (None)."""
    text = view.masked
    if _FINAL_COPY.search(text):
        return False
    said: bool | None = True if _SWITCH.search(text) else None
    for match in _LOADED.finditer(text):
        options = {o.strip().lower() for o in (match["options"] or "").split(",")}
        names = [name.strip().lower() for name in match["names"].split(",")]
        if any(_ANONYMOUS_OPTION.fullmatch(option) for option in options):
            said = True
        for name in names:
            if "review" in options and _REVIEW_HIDES.fullmatch(name):
                said = True
            if _HIDES_BY_DEFAULT.fullmatch(name):
                said = not options & _SHOWN
    if said is None:
        for match in re.finditer(r"\\author(?![a-zA-Z@])", text):
            group = _argument(text, match.end())
            if group and re.search(r"\banonymous\b", text[slice(*group)], re.IGNORECASE):
                said = True
    return said


def named_people(view: FileView) -> Iterator[tuple[int, int, str]]:
    """Where a file names an author or whoever is thanked: start, end, and what is wrong.

    What stands in a branch of a conditional may be meant for the final version.
    """
    found = [*_authors(view), *_thanked(view)]
    found.sort()
    conditional = branches(view.masked, view.macros, [start for start, _, _ in found])
    yield from (item for item in found if item[0] not in conditional)


def _argument(text: str, position: int) -> tuple[int, int] | None:
    while option := bracket_at(text, position):
        position = after(text, option)
    return group_at(text, position)


def _authors(view: FileView) -> Iterator[tuple[int, int, str]]:
    text = view.masked
    end = -1
    for match in _AUTHOR.finditer(text):
        if match.start() < end:
            continue  # a footnote inside \author
        group = _argument(text, match.end())
        if group is None:
            continue
        end = after(text, group)
        if match.group()[1:] == "icmlauthor" or _names_somebody(text[slice(*group)]):
            if not _names_somebody(text[slice(*group)]):
                continue
            what = "an author" if _NAMES_AUTHOR.search(match.group()) else "an author's place"
            yield match.start(), end, f"{match.group()} names {what} in an anonymous submission"
    for match in _PDF_AUTHOR.finditer(text):
        if _names_somebody(match[1]):
            message = "pdfauthor names an author in an anonymous submission"
            yield match.start(), match.end(), message


def _names_somebody(text: str) -> bool:
    words = _WORD.findall(_CONTROL.sub(" ", text))
    return any(len(word) > 1 and word.lower() not in _NOBODY for word in words)


def _thanked(view: FileView) -> Iterator[tuple[int, int, str]]:
    text = view.masked
    if not _GRATITUDE.search(text):
        return
    hidden = bool(_HIDES_THANKS.search(text))
    for match in _THANKS.finditer(text):
        if match["hidden"] and hidden:
            continue
        group = group_at(text, match.end()) if text.startswith("{", match.end()) else None
        stop = _THANKS_END.search(text, match.end(), min(len(text), match.end() + 3000))
        end = group[1] if group else stop.start() if stop else min(len(text), match.end() + 1500)
        words = text[match.end() : end]
        person = next((p for p in _PERSON.finditer(words) if not _NO_PERSON.match(p.group())), None)
        found = person or _GRANT.search(words)
        if found:
            start = match.end() + found.start()
            message = "the acknowledgements tell who wrote this anonymous submission"
            yield start, match.end() + found.end(), message
