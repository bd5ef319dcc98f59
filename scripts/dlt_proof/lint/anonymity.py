"""Whether a submission is anonymous, and where its files name somebody all the same."""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns
from ..latex import FileView
from ..latex.arguments import after, bracket_at, group_at
from ..latex.branches import branches
from ..latex.words import word_set
from ..patterns import pattern

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
# What a paper says of itself in a note to its title, in its date or in the head of its pages.
_NOTE = pattern(
    r"\\(?:thanks|footnote|footnotetext|titlenote|subtitlenote|date|subtitle|lhead|chead|rhead|fancyhead|fancyfoot"
    r"|markboth|markright|ohead|ihead|publishers|titlehead|conference|acmConference)(?![a-zA-Z@])"
)
_SAYS_ANONYMOUS = pattern(
    r"\b(?:under|for|in|undergoing|submitted\s+to)\s+(?:(?:a|the)\s+)?(?:double[-\s]*blind|blind|anonymous)"
    r"\s+(?:peer[-\s]*)?(?:review(?!ing|er|ed)|submission)|\banonymous\s+submission\b"
    r"|\banonymi[sz]ed\s+(?:for|version|manuscript|submission|copy)\b"
    r"|\b(?:authors?|names?|affiliations?)\s+(?:\w+\s+){0,3}?(?:omitted|withheld|removed|hidden|anonymi[sz]ed)\b",
    patterns.IGNORECASE,
)
_ABOUT_OTHERS = pattern(
    r"\b(?:papers|manuscripts|submissions|study|studies|funded|venues)\b", patterns.IGNORECASE
)
_FRONT_END = pattern(r"\\(?:section|chapter|part)(?![a-zA-Z@])|\\begin\s*\{abstract\}")
_LONGEST_FRONT = 6_000
_TITLE = pattern(r"\\(?:title|titlerunning|icmltitle|author|abstract)(?![a-zA-Z@])")
_AUTHOR = pattern(
    r"\\(?:author|icmlauthor|aistatsauthor|runningauthor|authorrunning|shortauthors?|coltauthor|Author|authors"
    r"|orcid|orcidID|email|affil|affiliation|icmlaffiliation|institute|address|aistatsaddress|icmlcorrespondingauthor"
    r"|thanks|correspondingauthor)(?![a-zA-Z@])"
)
_NAMES_AUTHOR = pattern(r"author|Author|thanks")
_PDF_AUTHOR = pattern(r"pdfauthor\s*=\s*(\{[^{}]*\}|[^,}\]]*)")
_THANKS = pattern(
    r"\\(?:section|subsection|paragraph|subsubsection)\*?\s*\{\s*(?:acknowledge?ments?|funding"
    r"|(?P<roles>(?:credit\s+)?authors?['’]?s?['’]?\s+(?:\w+\s+)?(?:contributions?|statements?|roles|information|biograph\w+|bios?)"
    r"|contributions?\s+(?:of|by)\s+(?:the\s+)?(?:\w+\s+)?authors?|about\s+the\s+authors?))"
    r"[^{}]*\}|\\(?:acknowledge?ments?|ack|thankstext)(?![a-zA-Z])"
    r"|\\begin\s*\{(?:(?P<hidden>acks?)|acknowledge?ments?)\*?\}"
    r"|\\(?:textbf|textit|noindent)\W*\{?\s*acknowledge?ments?",
    patterns.IGNORECASE,
)
# These leave out the acknowledgements themselves where the submission is anonymous.
_HIDES_THANKS = pattern(r"\\(?:documentclass|usepackage)[^{}]*\{[^{}]*(?:neurips|nips|acmart)")
_GRATITUDE = pattern(r"cknowledg|CKNOWLEDG|unding|UNDING|\\ack|\{ack|[aA]uthor|AUTHOR")
_THANKS_END = pattern(
    r"\\(?:section|subsection|chapter|bibliography|appendix|begin\s*\{thebibliography\}|printbibliography|newpage"
    r"|clearpage|end\s*\{document\})"
)
_PERSON = pattern(
    r"\b(?:[A-Z][a-zà-ÿ]+|[A-Z]\.)(?:[\s~]+[A-Z]\.)*[\s~]+(?:(?:van|von|de|der|del|di|la|le)[\s~]+)*[A-Z][a-zà-ÿ]+(?:-[A-Z][a-zà-ÿ]+)?\b"
)
_GRANT = pattern(
    r"\b(?:grants?|award|contract|fellowship|project)\b[^.]{0,60}?\d{3,}|\bNSF\b|\bERC\b|\bDFG\b|\bONR\b|\bAFOSR\b|\bEPSRC\b",
    patterns.IGNORECASE,
)
_FOOTNOTE = pattern(r"\\(?:thanks|footnote)(?![a-zA-Z@])\s*(?:\[[^\[\]]*\])?")
_INSTITUTION = pattern(
    r"@|\b(?:Universit\w+|Institut\w+|College|School|Department|Laborator\w+|ETH|MIT|EPFL|Inria|INRIA|CNRS"
    r"|Google|Microsoft|Meta|DeepMind|Amazon|Apple|OpenAI|IBM|Huawei|Nvidia|NVIDIA|[Ss]upported|[Ff]unded)\b"
)
_NO_PERSON = pattern(
    r"\b(?:Area|Program|Anonymous|The|We|This|Associate|Action|In|Part|Open|United|National|New|Work|Conference"
    r"|Authors?|Both|All|Each|Every|First|Second|Formal|Theorem|Lemma|Section|Appendix|Main|Withheld|Data"
    r"|Conceptuali[sz]ation|Methodology|Software|Validation|Writing|Project|Visuali[sz]ation"
    r"|Investigation|Supervision|Resources|Original|Figure|Algorithm)\b"
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
        for match in patterns.finditer(r"\\author(?![a-zA-Z@])", text):
            group = _argument(text, match.end())
            if group and patterns.search(
                r"\banonymous\b", text[slice(*group)], patterns.IGNORECASE
            ):
                said = True
    if said is None and _says_anonymous(view):
        said = True
    return said


def _says_anonymous(view: FileView) -> bool:
    """Whether a note to the title, or a line of its own before the text, says so."""
    text = view.masked
    if "lind" not in text and "nonym" not in text and "uthor" not in text:
        return False
    for match in _NOTE.finditer(text):
        group = _argument(text, match.end())
        words = text[slice(*group)] if group else ""
        if _SAYS_ANONYMOUS.search(words) and not _ABOUT_OTHERS.search(words):
            return True
    begin = text.find("\\begin{document}")
    if begin < 0:
        return False
    stop = _FRONT_END.search(text, begin, begin + _LONGEST_FRONT)
    end = stop.start() if stop else min(len(text), begin + _LONGEST_FRONT)
    words = text[begin:end]
    for match in _TITLE.finditer(text, begin, end):
        if group := _argument(text, match.end()):
            words = words.replace(text[slice(*group)], " ")
    first = _SAYS_ANONYMOUS.search(words)
    return bool((first and stop) or (first and len(words) < 1_000)) and not _ABOUT_OTHERS.search(
        words
    )


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
        if match.group() == "\\thanks" and not _gives_away(text[slice(*group)]):
            continue
        if _names_somebody(text[slice(*group)]):
            what = "an author" if _NAMES_AUTHOR.search(match.group()) else "an author's place"
            yield match.start(), end, f"{match.group()} names {what} in an anonymous submission"
    for match in _PDF_AUTHOR.finditer(text):
        if _names_somebody(match[1]):
            message = "pdfauthor names an author in an anonymous submission"
            yield match.start(), match.end(), message


def _gives_away(text: str) -> bool:
    """Whether a footnote tells who wrote the paper: not "Code is in the supplement"."""
    plain = _CONTROL.sub(" ", text)
    people = (p for p in _PERSON.finditer(plain) if not _NO_PERSON.match(p.group()))
    return bool(_INSTITUTION.search(text) or _GRANT.search(plain) or next(people, None))


def _names_somebody(text: str) -> bool:
    for match in reversed(list(_FOOTNOTE.finditer(text))):
        group = group_at(text, match.end())
        if group and not _gives_away(text[slice(*group)]):
            text = text[: match.start()] + text[after(text, group) :]
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
            section = "section on the authors tells" if match["roles"] else "acknowledgements tell"
            message = f"the {section} who wrote this anonymous submission"
            yield start, match.end() + found.end(), message
