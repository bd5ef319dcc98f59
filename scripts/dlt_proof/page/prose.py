"""A statement's LaTeX as HTML: words, lists and formulas, with links to other nodes.

Statements are prose with formulas in it, the paper's own macros expanded. A command that is not
known here is shown by its name with its arguments as text: nothing is lost, nothing is executed,
and everything is escaped.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from ..latex.mask import mask, scan
from ..latex.mathematics import formulas
from ..latex.structure import read_structure
from ..latex.words import word_set
from ..patterns import pattern
from .formulas import formula_html
from .words import one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from re import Match

#: From a label or key to the link for it, None where no node has it.
Link = Callable[[str], "str | None"]

#: Stands where a formula was, with its number. Private to us: a text that has it loses it.
_HELD = "\ue000"
_TOKEN = pattern(
    r"\ue000(?P<held>\d+);"
    r"|\\(?P<edge>begin|end)\s*\{(?P<environment>[^{}]*)\}"
    r"|\\(?P<name>[a-zA-Z@]+)\*?[ \t]*\n?[ \t]*"
    r"|\\(?P<sign>.)"
    r"|(?P<brace>[{}])"
    # Blanks before it only from their first one on: a long row of them is looked at once.
    r"|(?P<break>(?:(?<![ \t])[ \t]+)?\n[ \t]*(?:\n[ \t]*)+)"
    r"|(?P<typed>---|--|``|''|`|'|~)",
)
_ARGUMENT = pattern(r"\s*\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}")
_OPTION = pattern(r"\s*\[((?:[^\[\]{}]|\{[^{}]*\})*)\]")
_TYPED = {
    "---": "—",
    "--": "–",
    "``": "“",
    "''": "”",
    "`": "‘",
    "'": "’",
    "~": "\N{NO-BREAK SPACE}",
}
_SIGNS = {
    "%": "%", "&": "&", "#": "#", "$": "$", "_": "_", "{": "{", "}": "}", " ": " ", "\n": " ",
    ",": "\N{THIN SPACE}", ";": " ", ":": " ", "!": "", "/": "", "-": "\N{SOFT HYPHEN}", "@": "",
}  # fmt: skip
_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306",
    ".": "\u0307", '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "c": "\u0327",
    "k": "\u0328", "d": "\u0323", "b": "\u0331",
}  # fmt: skip
_LETTERS = {
    "ldots": "…", "dots": "…", "textellipsis": "…", "textendash": "–", "textemdash": "—",
    "S": "§", "P": "¶", "copyright": "©", "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ",
    "o": "ø", "O": "Ø", "aa": "å", "AA": "Å", "l": "ł", "L": "Ł", "i": "ı", "j": "ȷ",
    "quad": "\N{EM SPACE}", "qquad": "\N{EM SPACE}\N{EM SPACE}", "enspace": "\N{EN SPACE}",
    "textbackslash": "\\", "textasciitilde": "~", "textbar": "|", "textless": "<",
    "textgreater": ">", "textquotesingle": "'", "lq": "‘", "rq": "’", "LaTeX": "LaTeX",
    "TeX": "TeX", "slash": "/", "space": " ", "textquotedblleft": "“", "textquotedblright": "”",
}  # fmt: skip
_STYLES = {
    "emph": "em", "textit": "em", "textsl": "em", "textbf": "b", "underline": "u", "texttt": "code",
    "textsc": "span", "textrm": "span", "textsf": "span", "textup": "span", "textnormal": "span",
    "text": "span", "mbox": "span", "footnote": "small", "textsuperscript": "sup",
    "textsubscript": "sub", "enquote": "q",
}  # fmt: skip
#: Say nothing, and neither do this many arguments of theirs.
_SILENT = {
    "label": 1, "noindent": 0, "indent": 0, "smallskip": 0, "medskip": 0, "bigskip": 0, "par": 0,
    "centering": 0, "itshape": 0, "bfseries": 0, "upshape": 0, "normalfont": 0, "em": 0, "rm": 0,
    "it": 0, "bf": 0, "leavevmode": 0, "ignorespaces": 0, "protect": 0, "relax": 0, "hfill": 0,
    "hspace": 1, "vspace": 1, "index": 1, "setlength": 2, "phantomsection": 0, "allowbreak": 0,
    "nobreak": 0, "newline": 0, "linebreak": 0, "displaystyle": 0, "xspace": 0, "unskip": 0,
    "lean": 1, "leanok": 0, "uses": 1, "proves": 1, "notready": 0, "mathlibok": 0, "discussion": 1,
}  # fmt: skip
_REFERENCES = word_set(
    "ref cref Cref autoref eqref pageref cpageref Cpageref nameref vref Vref zcref labelcref "
    "namecref lcnamecref thmref"
)
_PUNCTUATION = pattern(r"</math></span>([.,;:!?)\]]+)")
_LISTS = {
    "enumerate": "ol", "inparaenum": "ol", "compactenum": "ol", "asparaenum": "ol",
    "itemize": "ul", "description": "ul", "compactitem": "ul", "inparaitem": "ul",
}  # fmt: skip
_FORMULA_AS_BODY = frozenset(["equation", "equation*", "displaymath", "math"])
_BREAK = '<span class="break"></span>'


def statement_html(latex: str, link: Link) -> str:
    """A statement for the page.

    Args:
        latex: its text, without the environment around it.
        link: the address within the page of a label, or of a cited work as `cite:key`.

    Raises:
        MissingPartError: latex2mathml is not installed.
    """
    latex = latex.replace(_HELD, " ").strip()
    regions = scan(latex).regions
    masked = mask(latex, regions)
    structure = read_structure(masked, latex, {}, {})
    pieces: list[tuple[int, int, str]] = []
    for formula in formulas("", masked, structure.environments, structure.formulas, {}):
        span = formula.body if formula.environment in _FORMULA_AS_BODY else formula.span
        text = masked[span.start : span.end]
        if not text.startswith("\\begin"):
            text = masked[formula.body.start : formula.body.end]
        html = formula_html(text, display=formula.display)
        pieces.append((formula.span.start, formula.span.end, html))
    for start, end, kind in regions:
        if kind == "verbatim" and not any(a <= start < b for a, b, _ in pieces):
            text = f"<code>{escape(one_line(latex[start:end]))}</code>"
            pieces.append((start, end, text))
    pieces.sort()
    held = [html for _, _, html in pieces]
    words, done = [], 0
    for number, (start, end, _) in enumerate(pieces):
        words.append(masked[done:start] + f"{_HELD}{number};")
        done = end
    html = _Prose(link, held).html("".join(words) + masked[done:])
    # A comma stays on the line of its formula.
    return _PUNCTUATION.sub(r"</math>\1</span>", html)


class _Prose:
    """Text whose formulas are held aside, on its way to HTML."""

    def __init__(self, link: Link, held: list[str]) -> None:
        self._link = link
        self._held = held

    def html(self, text: str) -> str:
        """The text as HTML in which every element is closed."""
        out: list[str] = []
        #: Elements of environments that are open; "li" where a list has one.
        still_open: list[str] = []
        place = 0
        while match := _TOKEN.search(text, place):
            out.append(_escaped(text[place : match.start()]))
            place = match.end()
            if match["edge"]:
                name = match["environment"].strip().rstrip("*")
                if match["edge"] == "begin":
                    place = _after_options(text, place)
                    element = _LISTS.get(name, "div")
                    still_open.append(element)
                    out.append(f"<{element}>")
                else:
                    out += _closed(still_open)
            elif match["name"] == "item":
                piece, place = self._item(text, place, still_open)
                out.append(piece)
            elif match["name"]:
                piece, place = self._command(match["name"], match[0], text, place)
                out.append(piece)
            elif match["sign"]:
                piece, place = self._sign(match["sign"], text, place)
                out.append(piece)
            else:
                out.append(self._plain(match))
        out.append(_escaped(text[place:]))
        while still_open:
            out += _closed(still_open)
        return "".join(out)

    def _plain(self, match: Match[str]) -> str:
        if match["held"]:
            number = int(match["held"])
            return self._held[number] if number < len(self._held) else ""
        if match["typed"]:
            return _TYPED[match["typed"]]
        return _BREAK if match["break"] else ""

    def _item(self, text: str, place: int, still_open: list[str]) -> tuple[str, int]:
        """An item, the one before it closed; its own mark stands in front of its text."""
        before = "</li>" if still_open and still_open[-1] == "li" else ""
        if before:
            still_open.pop()
        option = _OPTION.match(text, place)
        inside = bool(still_open) and still_open[-1] in ("ol", "ul")
        if inside:
            still_open.append("li")
        mark = f"<b>{self.html(option[1])}</b> " if option else ""
        item = '<li class="marked">' if option else "<li>"
        return before + (item if inside else "• ") + mark, option.end() if option else place

    def _command(self, name: str, written: str, text: str, place: int) -> tuple[str, int]:
        if name in _LETTERS:
            return _escaped(_LETTERS[name]), place
        if name in _ACCENTS and (argument := _ARGUMENT.match(text, place)):
            return _escaped(_accented(argument[1], name)), argument.end()
        if name in _SILENT:
            for _ in range(_SILENT[name]):
                place = _after_options(text, place)
                argument = _ARGUMENT.match(text, place)
                place = argument.end() if argument else place
            return (_BREAK if name in ("par", "newline") else ""), place
        if name in _STYLES and (argument := _ARGUMENT.match(text, place)):
            element = _STYLES[name]
            return f"<{element}>{self.html(argument[1])}</{element}>", argument.end()
        if name in _REFERENCES or "cite" in name.lower() or name == "hyperref":
            return self._reference(name, written, text, place)
        if name in ("url", "href") and (argument := _ARGUMENT.match(text, place)):
            # No page leads out of the paper; the address is text.
            return f"<code>{_escaped(argument[1])}</code> ", argument.end()
        return f'<code class="unknown">{escape(written.rstrip())}</code> ', place

    def _reference(self, name: str, written: str, text: str, place: int) -> tuple[str, int]:
        options = []
        while option := _OPTION.match(text, place):
            options.append(option[1])
            place = option.end()
        argument = _ARGUMENT.match(text, place)
        if name == "hyperref" and options:
            words = self.html(argument[1]) if argument else ""
            return self._linked(options[0], words), argument.end() if argument else place
        if argument is None:
            return f'<code class="unknown">{escape(written.rstrip())}</code> ', place
        cited = "cite" in name.lower()
        links = [
            self._linked(f"cite:{key}" if cited else key, _escaped(key))
            for key in (one_line(key) for key in argument[1].split(","))
            if key
        ]
        inside = ", ".join(links)
        if cited:
            notes = [self.html(option) for option in options if option.strip()]
            inside = f"[{', '.join([inside, *notes])}]"
        elif name == "eqref":
            inside = f"({inside})"
        return inside, argument.end()

    def _linked(self, key: str, words: str) -> str:
        address = self._link(key)
        if address is None:
            return f'<span class="reference">{words}</span>'
        return f'<a class="reference" href="{escape(address)}">{words}</a>'

    def _sign(self, sign: str, text: str, place: int) -> tuple[str, int]:
        if sign == "\\":
            return _BREAK, _after_options(text, place)
        if sign in _ACCENTS:
            argument = _ARGUMENT.match(text, place)
            letter = argument[1] if argument else text[place : place + 1]
            if letter[:1].isalpha() or letter[:2] in ("\\i", "\\j"):
                end = argument.end() if argument else place + 1
                return _escaped(_accented(letter, sign)), end
        return _escaped(_SIGNS.get(sign, sign)), place


def _closed(still_open: list[str]) -> list[str]:
    """The ends of the innermost environment, which is no longer open."""
    if not still_open:
        return []
    element = still_open.pop()
    if element == "li":
        return ["</li>", f"</{still_open.pop()}>"]
    return [f"</{element}>"]


def _accented(letter: str, accent: str) -> str:
    import unicodedata

    letter = letter.replace("\\i", "i").replace("\\j", "j")
    return unicodedata.normalize("NFC", letter[:1] + _ACCENTS[accent] + letter[1:])


def _after_options(text: str, place: int) -> int:
    while option := _OPTION.match(text, place):
        place = option.end()
    return place


def _escaped(text: str) -> str:
    return escape(one_line(text, keep_spaces=True))
