"""Names: which pieces of LaTeX are one symbol, and the one way its name is written.

`p_{ 0 }` and `p_0` are one symbol, `\\mathbf{x}` and `x` are two. Not here: what a symbol is.
"""

import re

_GREEK = (
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa varkappa lambda "
    "mu nu xi pi varpi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta "
    "Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega ell"
)
GREEK = _GREEK.split()
#: In a note these may be written without their backslash. The longest name first.
BARE_GREEK = re.compile(
    r"(?<![A-Za-z\\])(?:"
    + "|".join(sorted((g for g in GREEK if g != "pi"), key=len, reverse=True))
    + r")(?![A-Za-z])"
)
_ACCENTS = "hat widehat bar overline tilde widetilde dot ddot check breve vec underline mathring"
ACCENTS = _ACCENTS.split()
_FONTS = (
    "mathbf mathbb mathcal mathrm mathsf mathit mathfrak mathscr mathtt boldsymbol bm bf rm "
    "operatorname operatorname* mathop text textrm textup textbf textit textsf mathds mathbbm pmb"
)
FONTS = _FONTS.split()
#: Commands that are one letter of the alphabet in all but name, or the usual name of an operator.
_WORDS = "E EE Ex Expect P PP Prob Pr Var Cov KL Tr tr trace rank det dim"
WORDS = _WORDS.split()
_STARS = {"*": "*", r"\ast": "*", r"\star": "*", r"\dagger": r"\dagger"}

_BASE = re.compile(
    r"\\(?:(?P<plain>" + "|".join((*GREEK, *WORDS)) + r")(?![A-Za-z])"
    r"|(?P<dressed>" + "|".join(re.escape(d) for d in (*ACCENTS, *FONTS)) + r")(?![A-Za-z*]))"
    r"|(?P<letter>[A-Za-z])"
)
_PIECE = re.compile(r"\\(?:[A-Za-z]+\*?|.)|\s+|.", re.DOTALL)
_BLANK = (
    r"\s|~|\\[,;:! ]|\\(?:quad|qquad|displaystyle|textstyle|limits|nolimits|middle)(?![A-Za-z])"
)
_SIZE = r"\\(?:left|right|[bB]igg?[lrm]?)(?![A-Za-z])"
#: A size that says which way a bar looks is kept.
_SPACES = re.compile(rf"(?:{_BLANK}|{_SIZE}(?!\s*(?:\||\\\||\\[lr]?[vV]ert(?![A-Za-z]))))+")
_NOTHING = re.compile(rf"(?:{_BLANK}|{_SIZE})+")
#: Commands that print alike, under one name.
_SAME = {
    r"\lVert": r"\|",
    r"\rVert": r"\|",
    r"\Vert": r"\|",
    r"\lvert": "|",
    r"\rvert": "|",
    r"\vert": "|",
    r"\mid": "|",
    r"\dfrac": r"\frac",
    r"\tfrac": r"\frac",
    r"\leq": r"\le",
    r"\geq": r"\ge",
    r"\lbrace": r"\{",
    r"\rbrace": r"\}",
    r"\ast": "*",
}
_DRESSED = re.compile(
    r"(\\(?:" + "|".join(re.escape(d) for d in (*ACCENTS, *FONTS)) + r")) ([A-Za-z])"
)
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_SINGLE = re.compile(r"\{(\\[A-Za-z]+|[A-Za-z0-9*+])\}")


def skip_spaces(text: str, at: int) -> int:
    """The first offset from `at` on where something is printed."""
    match = _SPACES.match(text, at)
    return match.end() if match else at


def argument_end(text: str, at: int) -> int:
    """One past the argument that a script or command takes at an offset; -1 where there is none.

    A brace group, or one token; a command that takes an argument takes its own with it.
    """
    while at < len(text) and text[at].isspace():
        at += 1
    if at >= len(text) or text[at] in "}^_&%$":
        return -1
    if text[at] == "{":
        depth = 0
        for brace in _BRACE.finditer(text, at):
            depth += (brace[0] == "{") - (brace[0] == "}")
            if depth == 0:
                return brace.end()
        return -1
    match = _PIECE.match(text, at)
    if match is None:
        return -1
    if match[0][1:] in (*ACCENTS, *FONTS) and match[0][0] == "\\":
        return argument_end(text, match.end())
    return match.end()


def plain_text(text: str) -> str:
    """A formula's text as it is compared: no blanks, no sizes, no braces around single tokens.

    Two texts with one plain text print alike. Braces around one token print nothing; others tell
    `x_{n_k+1}` from `x_{n_{k+1}}`.
    """
    pieces: list[str] = []
    at = 0
    while at < len(text):
        nothing = _NOTHING.match(text, at)
        match = _PIECE.match(text, nothing.end() if nothing else at)
        if match is None:
            break
        at = match.end()
        piece = _SAME.get(match[0], match[0])
        if piece[0].isalpha() and pieces and re.fullmatch(r"\\[A-Za-z]+\*?", pieces[-1]):
            piece = " " + piece
        pieces.append(piece)
    joined = _DRESSED.sub(r"\1{\2}", "".join(pieces))
    while True:
        shorter = _SINGLE.sub(_without_braces, joined)
        if shorter == joined:
            return joined
        joined = shorter


def _without_braces(match: re.Match[str]) -> str:
    before = match.string[: match.start()]
    inside = match[1]
    # `\hat{x}` keeps its braces: `\hatx` would be another command.
    if re.search(r"\\[A-Za-z]+\*?$", before) and inside[0].isalpha():
        return match[0] if not before.endswith("\\") else inside
    behind = match.string[match.end() : match.end() + 1]
    return inside + (" " if inside[0] == "\\" and behind.isalpha() else "")


def symbol_at(text: str, at: int) -> tuple[str, int] | None:
    """The canonical name of the symbol that begins at an offset, and where it ends.

    Its scripts belong to it where they are no power: a subscript, primes, a star.
    """
    match = _BASE.match(text, at)
    if match is None:
        return None
    end = match.end()
    if match["dressed"] is not None:
        end = argument_end(text, end)
        if end < 0:
            return None
        name = f"\\{match['dressed']}{{{_unbraced(text[match.end() : end])}}}"
    else:
        name = match[0]
    subscript = primes = star = ""
    while True:
        following = skip_spaces(text, end)
        sign = text[following : following + 1]
        if sign == "_" and not subscript:
            finish = argument_end(text, following + 1)
            if finish < 0:
                return None
            subscript, end = plain_text(text[following + 1 : finish]), finish
            if subscript == "+":
                return None  # a positive part
        elif sign == "'" and not star:
            primes, end = primes + "'", following + 1
        elif sign == "^" and not star and not primes:
            finish = argument_end(text, following + 1)
            script = plain_text(text[following + 1 : finish]) if finish > 0 else ""
            if script in (r"\prime", r"{\prime\prime}"):
                primes, end = "'" * script.count("prime"), finish
                continue
            if script not in _STARS:
                break
            star, end = "^" + _STARS[script], finish
        else:
            break
    joint = f"_{subscript}" if subscript else ""
    return f"{name}{joint}{primes}{star}", end


def _unbraced(argument: str) -> str:
    argument = argument.strip()
    inner = argument[1:-1] if argument.startswith("{") else argument
    return plain_text(inner)


def canonical_name(symbol: str) -> str:
    """The name of a symbol without braces and blanks: `p_{ 0 }` is `p_0`; fonts tell apart.

    What is no single symbol keeps its plain text.
    """
    text = symbol.strip()
    found = symbol_at(text, 0)
    return found[0] if found is not None and found[1] == len(text) else plain_text(text)


def base_of(name: str) -> str:
    """The letter of a name without its subscript, primes and star."""
    return re.split(r"(?<!\\)[_'^]", name, maxsplit=1)[0]


def word_of(name: str) -> str:
    """The letters of a name without fonts and scripts: `\\operatorname{Var}_t` says `Var`."""
    word = base_of(name)
    while match := re.fullmatch(r"\\[a-z]+\*?\{(.*)\}", word, re.DOTALL):
        word = match[1].strip()
    return re.sub(r"^\\[a-z]+\s+(?=[A-Za-z]$)", "", word).lstrip("\\")


def mentions(name: str, letter: str) -> bool:
    """Whether a name or text has a letter in it as a symbol of its own: `x_{i+1}` has `i`."""
    if len(letter) == 1:
        bare = re.sub(r"\\[A-Za-z]+", " ", name)
        return letter in bare
    return re.search(re.escape(letter) + r"(?![A-Za-z])", name) is not None
