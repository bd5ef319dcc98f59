"""Which symbols the formulas of a sentence introduce, by their form and by the words around them.

In doubt a symbol is introduced: who objects to a letter has to be right. Not here: where an
introduction reaches (`visible`).
"""

import re
from functools import lru_cache

from ...latex.words import word_set
from ..sentences import FORMULA, Sentence, marks_before, words_behind
from .letters import bound_in, index_letters, is_lone, occurrences

#: A clause that begins with one of these says what its letters are.
_LEADS = word_set(
    "say let fix take choose pick draw sample consider suppose assume assuming given denote "
    "denotes "
    "denoting define defines defined defining write writes writing call called set put where "
    "whenever if when such introduce introducing recall abbreviate expand expanding express "
    "decompose represent letting taking setting putting "
    "choosing fixing considering satisfying provided there whose require initialize initialise "
    "sei seien falls wenn wobei"
)
#: "Write $f = \\sum_i \\beta_i \\phi_i$" says what the coefficients are, too.
_SPELLS_OUT = word_set("say write writes writing expand expanding express decompose represent")
#: Of these only the formulas that follow at once.
_NEAR_LEADS = word_set(
    "for some every any each all exists exist with fixed arbitrary obeying under subject unless "
    "having generated drawn returns outputs receives uses run indexed depending depends consist "
    "consists yielding using über für jede jeder jedes jeden alle mit gibt konstante konstanten"
)
_AT_ONCE = re.compile(
    r"^(?: ?[a-z-]+){0,3}(?: ?¤(?: ?, and| ?,| and| or)?(?: (?:every|all|any|each|some|with"
    r"|for))*)*$"
)
_CONCLUDES = word_set(
    "then hence therefore thus so obtain have get gives yields ; conclude implies"
)
#: "Let $A = U\\Lambda U^\\top$" says what $U$ and $\\Lambda$ are where $A$ is known.
_SUPPOSES = word_set("let suppose assume assuming letting consider where sei")
#: These words before a lone letter are no noun that it stands for.
_NO_NOUN = word_set(
    "by to of than in is are be at most least on over the from as and or that then gives "
    "have has we "
    "hence thus so therefore obtain get yields yield implies imply equals equal exceeds exceed "
    "bounded dominated replaced add adding subtract multiply multiplying divide dividing "
    "it this which not only does was were since because also "
    "both holds hold conclude into plus minus times when where factor order below above"
)
_BEHIND_NAMES = re.compile(
    r"^(?:(?:¤ |, |and )*)(?:is|are|be|being|denotes?|stands?|counts?|means|smooth|lipschitz"
    r"|strongly|"
    r"sub|net|cover|packing|th|dimensional|sparse|convex|measurable|step|steps|samples?|times?|"
    r"points?|rounds?|arms?|iterations?|elements?|matrix|vectors?|copies|independent|i\.i\.d"
    r"|random|"
    r"blocks?|layers?|neurons?|workers?|epochs?|features?|examples?|by ¤|st|nd|rd|fold|wise|"
    r"observations?|variables?|parameters?|nodes?|vertices|classes|bounded|regular|mixing|sharp|"
    r"stable|private|close|approximate|accurate|separated|norm|approximation|function|functions|"
    r"coordinates?|entries|tokens?|queries|experts|learners|actions?|states?)\b"
)
_DEFINING = re.compile(
    r"^(?P<head>[^=]*?)(?P<sign>:=|=:|\\coloneqq|\\triangleq|\\equiv|\\sim(?![a-z])|\\defeq"
    r"|\\eqdef|=)"
)
#: The sign that defines, also behind other relations: `\\|e\\| \\le \\tau := …`.
_IN_CHAIN = re.compile(
    r"(?:=|<|>|\\(?:le|ge|leq|geq|lesssim|leqslant|geqslant)(?![A-Za-z]))(?P<name>[^=<>&]{1,60}?)"
    r"&?\s*(?::=|\\coloneqq|\\triangleq|\\defeq|\\eqdef)"
)
_ENDS_DEFINED = re.compile(r"(?:=:|\\eqqcolon)\s*(?P<name>.*)$", re.DOTALL)
_APPLIED = re.compile(
    r"^(?P<name>\\?[^()=<>+]{1,40}?)\s*(?:\\left|\\bigl?|\\Bigl?)?\((?P<arguments>[^()=<>]*)\)$"
)
_FUNCTION_TYPE = re.compile(
    r"(?::|\\colon).*(?:\\to|\\rightarrow|\\longrightarrow|\\mapsto)(?![a-z])"
)
#: "with probability at least $1 - \\delta$" says what $\\delta$ is.
_LIKELY = re.compile(r"\bprobability(?: [a-z]+){0,5}$")
_SHARE = re.compile(r"^\s*1\s*-\s*\d*\s*\\?[A-Za-z]+\s*$")
_TUPLE = re.compile(r"^\((?P<members>[^()=<>]*)\)$")
_SPLITS = re.compile(r"\\(?:qquad|quad)|(?<!\\)\\\\|&")


@lru_cache(maxsize=4096)
def introduced(sentence: Sentence, index: int) -> frozenset[str]:
    """The keys of the symbols that a formula of a sentence introduces, or binds.

    Args:
        sentence: of a statement, a proof or running text.
        index: of the formula among its formulas.
    """
    formula = sentence.formulas[index]
    every = {o.key for o in occurrences(formula)}
    if sentence.role == "text":
        return frozenset(every) | bound_in(formula) | index_letters(formula)
    found = set(bound_in(formula)) | _defined(formula)
    before, behind = marks_before(sentence, index), words_behind(sentence, index)
    lead = _lead(before) or ("range" if _says_range(sentence, index, before) else "")
    if lead in _SPELLS_OUT:
        found |= every
    if lead in _LEADS or (lead and (sentence.relations(index) or _is_naming(formula))):
        found |= _supposed(sentence, index, formula)
    if _LIKELY.search(before) and _SHARE.match(formula):
        found |= every
    if _is_naming(formula):
        previous = re.sub(rf"(?: ?(?:{FORMULA}|,|and|or|\())+$", "", before).split(" ")[-1]
        noun = previous.isalpha() and previous not in _NO_NOUN and len(previous) > 1
        if noun or lead or _BEHIND_NAMES.match(behind) or sentence.role == "statement":
            found |= every | index_letters(formula)
    elif (
        sentence.role == "statement"
        and _BEHIND_NAMES.match(behind)
        and len(every) <= 3
        and not sentence.relations(index)
    ):
        found |= every
    return frozenset(found)


#: "the candidates $2^k$, $k \\le K$": the second formula says which $k$.
_RANGE_BEHIND = re.compile(rf"{FORMULA} ,$")
_RANGE = re.compile(
    r"^\s*(?P<name>[a-z](?:_\w)?)\s*(?:\\le|\\leq|<|=|\\ge|\\geq|\\in)(?![a-z])[^=<>]*$"
)


#: "after $T\ge1$ rounds", "the ratio of both densities at $y\in\mathbb{R}$".
_AT = re.compile(
    r"\b(?:at|after|before|until|within|during|on|over|from|into|between|among|by)(?: the)? $"
)


#: "the first $T\ge1$ iterates"
_COUNTED = re.compile(r"^(?!holds|gives|yields|follows|implies|shows|means)[a-z]{3,}s\b(?<!is)")


def _says_range(sentence: Sentence, index: int, before: str) -> bool:
    """Whether a formula only says which values a letter has."""
    if _RANGE_BEHIND.search(before) and _RANGE.match(sentence.formulas[index]):
        return True
    found = sentence.relations(index)
    if len(found) != 1 or not is_lone(found[0].left) or occurrences(found[0].right):
        return False
    counts = _COUNTED.match(words_behind(sentence, index))
    return bool(counts or _AT.search(f"{before} ")) and found[0].sign != "="


def _lead(before: str) -> str:
    """The word of the clause before a formula that says what letters are, "" for none."""
    words = before.split()
    for back, word in enumerate(reversed(words)):
        if word in _LEADS:
            return word
        if word == "with" and words[len(words) - back : len(words) - back + 1] == ["probability"]:
            return ""
        if word in _NEAR_LEADS and _AT_ONCE.match(" ".join(words[len(words) - back :])):
            return word
        if word in _CONCLUDES or back > 25:
            return ""
    return ""


def taken_apart(sentence: Sentence, index: int) -> tuple[frozenset[str], frozenset[str]]:
    """What a formula writes in other letters where it is known, and these: `A` and `U`, `\\Lambda`.

    Returns:
        The keys of its left side, one symbol or its values at something, and of its right side;
        twice nothing where no clause "let", "suppose" or "write" leads to one equation.
    """
    relations = sentence.relations(index)
    lead = _lead(marks_before(sentence, index))
    if lead not in _SUPPOSES | _SPELLS_OUT | {"for"} or not relations or relations[0].sign != "=":
        return frozenset(), frozenset()
    heads = _heads_of(relations[0].left)
    right = relations[0].right
    return frozenset(heads), frozenset(o.key for o in occurrences(right)) | index_letters(right)


def _defined(formula: str) -> set[str]:
    """What a formula of the form `a = …`, `f(x) = …` or `… =: a` defines, row by row."""
    found: set[str] = set()
    for row in _SPLITS.split(formula):
        for part in _outer_commas(row):
            match = _DEFINING.match(part)
            if match:
                found |= _heads_of(match["head"])
                whole = _TUPLE.match(part[match.end() :].strip(" .,;&"))
                pieces = whole["members"].split(",") if whole else []
                if pieces and all(is_lone(piece) for piece in pieces):
                    found |= {o.key for piece in pieces for o in occurrences(piece)}
        for inner in _IN_CHAIN.finditer(row):
            found |= _heads_of(re.split(r"\\(?:le|ge|leq|geq)(?![A-Za-z])", inner["name"])[-1])
        end = _ENDS_DEFINED.search(row)
        if end and is_lone(end["name"].rstrip(" .,;")):
            found |= {o.key for o in occurrences(end["name"])}
    return found


def _outer_commas(row: str) -> list[str]:
    depth, start, parts = 0, 0, []
    for place, sign in enumerate(row):
        if sign in "([{":
            depth += 1
        elif sign in ")]}":
            depth -= 1
        elif sign in ",;" and depth == 0 and row[place - 1 : place] != "\\":
            parts.append(row[start:place])
            start = place + 1
    return [*parts, row[start:]]


def _heads_of(head: str) -> set[str]:
    head = head.strip(" {}&")
    if is_lone(head):
        return {o.key for o in occurrences(head)} | index_letters(head)
    applied = _APPLIED.match(head)
    if applied and is_lone(applied["name"]):
        arguments = applied["arguments"]
        plain = all(is_lone(a) for a in re.split(r"[,;]", arguments)) or not occurrences(arguments)
        if plain:
            return {o.key for o in occurrences(head)} | index_letters(head)
    return set()


def _is_naming(formula: str) -> bool:
    """Whether a formula is one symbol, a list of symbols, or says where symbols lie."""
    body = re.sub(r"\\(?:dots|ldots|cdots|dotsc|[,;! ])", " ", formula).strip(" .,;$")
    if _FUNCTION_TYPE.search(body):
        return True
    inner = body
    if re.match(r"^(?:\\\{|\(|\[|\\left)", body):
        inner = re.sub(
            r"^(?:\\left|\\bigl?)?\s*(?:\\\{|\(|\[)|(?:\\right|\\bigr?)?\s*(?:\\\}|\)|\])(?:_.*)?$",
            "",
            body,
        )
    pieces = [p for p in inner.split(",") if p.strip()]
    if pieces and all(is_lone(p) for p in pieces):
        return True
    return bool(_heads_of(body))


def _supposed(sentence: Sentence, index: int, formula: str) -> set[str]:
    """What a formula introduces that is supposed: its heads; all its letters where it has none.

    "Let $\\eta \\le 1/L$" says what $\\eta$ is and nothing of $L$; "suppose that $\\|x\\| \\le R$"
    says what $R$ is.
    """
    every = {o.key for o in occurrences(formula)} | index_letters(formula)
    relations = sentence.relations(index)
    if not relations:
        return every
    heads: set[str] = set(index_letters(formula))
    for relation in relations:
        sides = [*relation.left.split(","), relation.right]
        lone = [side for side in sides if is_lone(side)]
        for side in lone:
            heads |= {o.key for o in occurrences(side)}
        if not lone or (
            not any(is_lone(side) for side in relation.left.split(","))
            and not _number(relation.left)
        ):
            heads |= every if _heads_of(relation.left) == set() else _heads_of(relation.left)
        if relation.sign in ("\\in", "\\subset", "\\subseteq", ":", "\\colon"):
            heads |= {o.key for o in occurrences(relation.right)}
    return heads


def _number(text: str) -> bool:
    return bool(re.fullmatch(r"[\d\s./{}\\frac+-]*", text))
