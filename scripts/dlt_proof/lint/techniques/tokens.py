"""The words of a piece of LaTeX prose, with what stands between them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from ... import patterns
from ...catalogue import fold
from ...latex import Macro, expand_macros
from ...latex.arguments import after, token_at
from ...latex.letters import FILLER, letters
from ...latex.words import word_set
from ...patterns import pattern
from ...records.record import Record


class Token(Record):
    """A word, or something that parts words.

    Args:
        kind: `word`; `mark` of punctuation; `cite` for a citation or reference; `stop` for
            anything that ends a line of thought, such as `\\item` or a blank line.
        fold: a word in plain form (`catalogue.fold`), a mark as it is.
        raw: as written, accents plain.
        start, end: offsets in the text.
        dashed: a hyphen or dash joins it to the token before.
        owner: it has a possessive.
    """

    kind: str
    fold: str
    raw: str
    start: int
    end: int
    dashed: bool
    owner: bool


_TOKEN = pattern(
    r"(?P<word>[^\W_]+)"
    r"|(?P<owner>['’ʼ´`]+s?(?![^\W_]))"
    r"|\\(?P<command>[a-zA-Z@]+)\*?"
    r"|\\(?P<symbol>.)"
    r"|(?P<paragraph>\n[ \t\r]*\n)"
    r"|(?P<long>---+|—)"
    r"|(?P<dash>--?|[‐‑–/])"
    r"|(?P<mark>[.,;:!?()\[\]+=])",
    patterns.DOTALL,
)
_ARGUMENTS = pattern(r"(?:\s*\[[^\]]*\])*\s*(?:\{[^{}]*\})?")
_SECOND_CITATION = pattern(r"(?:\s*\[[^\]]*\])*\s*\{[^{}]*\}")
_KEYED = pattern(r"[a-zA-Z]*(?:[cC]ites?[a-zA-Z]*|[rR]ef(?:s|range)?\*?)|citet?p?|label|index")
#: Commands that only change how text looks, or make space.
_LOOKS = word_set(
    "emph em it bf sl sc rm sf tt itshape bfseries scshape slshape upshape normalfont rmfamily "
    "sffamily textit textbf textsc textsl textrm textsf texttt textup textmd textnormal textsw "
    "mbox hbox fbox uline underline mathrm mathsf mathit mathbf text operatorname enquote "
    "slash quad qquad xspace nobreak nobreakspace enspace thinspace nobreakdash hyp ensuremath "
    "scriptsize footnotesize small tiny normalsize protect relax allowbreak linebreak "
    "textquoteright textquotesingle textendash textasciitilde unskip "
    "ignorespaces leavevmode noindent indent"
)
_NEARBY = 500
#: A longer call of a macro is a stretch of text to be coloured or marked, not a name.
_LONGEST_CALL = 100
_COLOURED = word_set("textcolor color hyperlink href hypertarget colorbox")
_GROUP = pattern(r"\s*(?:\[[^\]]*\])?\s*\{[^{}]*\}")
_OPTION = pattern(r"\s*\[[^\[\]]*\]")


def tokens(text: str, start: int, end: int, macros: Mapping[str, Macro]) -> list[Token]:
    """The tokens of a stretch of text.

    Args:
        text: prose, with formulas blanked and accents as letters.
        start, end: the stretch.
        macros: the user's; the words that one prints all stand where it is called.
    """
    found: list[Token] = []
    dashed = False
    position = start
    while match := _TOKEN.search(text, position, end):
        position = match.end()
        kind = match.lastgroup
        if kind == "word":
            raw = match["word"].replace(FILLER, "")
            if raw:
                found.append(_word(raw, match.start(), position, dashed))
            dashed = False
        elif kind == "dash":
            dashed = bool(found) and found[-1].kind == "word"
        elif kind == "owner":
            if found and found[-1].kind == "word" and match.start() - found[-1].end < 4:
                found[-1] = found[-1]._replace(owner=True)
        elif kind == "command":
            position = _command(text, match, macros, found, dashed)
            dashed = False
        elif kind == "symbol":
            if match["symbol"] == "\\":
                found.append(_other("stop", "\\", match.start(), position))
            elif match["symbol"] == "&":
                found.append(_word("and", match.start(), position, dashed))
        elif kind in ("paragraph", "long"):
            found.append(_other("stop" if kind == "paragraph" else "mark", "", *match.span()))
        elif kind == "mark":
            found.append(_other("mark", match.group(), *match.span()))
    return found


def _word(raw: str, start: int, end: int, dashed: bool) -> Token:
    return Token("word", fold(raw), raw, start, end, dashed, False)


def _other(kind: str, raw: str, start: int, end: int) -> Token:
    return Token(kind, raw, raw, start, end, False, False)


def _command(
    text: str,
    match: patterns.Match[str],
    macros: Mapping[str, Macro],
    found: list[Token],
    dashed: bool,
) -> int:
    """Add what a command stands for; where to read on."""
    name, start, end = match["command"], match.start(), match.end()
    if name in _LOOKS:
        return end
    if name in macros:
        return _call(text, start, end, macros[name], macros, found, dashed)
    if name in _COLOURED:
        group = _GROUP.match(text, end, end + _NEARBY)
        return group.end() if group else end
    if name == "hyperref":
        option = _OPTION.match(text, end, end + _NEARBY)
        return option.end() if option else end
    if _KEYED.fullmatch(name):
        arguments = _ARGUMENTS.match(text, end, end + _NEARBY)
        end = arguments.end() if arguments else end
        if name.endswith("cites"):
            while more := _SECOND_CITATION.match(text, end, end + _NEARBY):
                end = more.end()
        if name not in ("label", "index"):
            found.append(_other("cite", name, start, end))
        return end
    if name in ("begin", "end"):
        group = _GROUP.match(text, end, end + _NEARBY)
        end = group.end() if group else end
    found.append(_other("stop", name, start, end))
    return end


def _call(
    text: str,
    start: int,
    end: int,
    macro: Macro,
    macros: Mapping[str, Macro],
    found: list[Token],
    dashed: bool,
) -> int:
    """Add what the user's macro prints; where to read on."""
    if "\\" not in macro.body or _prints_words(macro.body):
        stop = end
        for _ in range(macro.arguments):
            argument = token_at(text, stop)
            if argument is None or argument[1] - start > _LONGEST_CALL:
                found.append(_other("stop", macro.name, start, end))
                return end
            stop = after(text, argument)
        printed = letters(expand_macros(text[start:stop], macros))
        if printed.startswith(f"\\{macro.name}"):  # it could not be expanded
            return stop
        for number, token in enumerate(tokens(printed, 0, len(printed), {})):
            joined = token.dashed or (number == 0 and dashed)
            found.append(token._replace(start=start, end=stop, dashed=joined))
        return stop
    return end


@lru_cache(maxsize=1_000)
def _prints_words(body: str) -> bool:
    body = letters(body)
    return any(token.kind == "word" for token in tokens(body, 0, len(body), {}))
