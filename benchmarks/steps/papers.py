"""A chain as a small paper: preamble, a statement with its hypotheses, a proof with the chain."""

from __future__ import annotations

import random
import zlib
from dataclasses import dataclass

from .corpus import Chain
from .printing import Printer, manner_of
from .wording import Hypotheses, hypotheses, notes

LABEL = "lem:claim"
_PREAMBLE = r"""\documentclass{article}
\usepackage{amsmath,amssymb,amsthm,cleveref}
\newtheorem{lemma}{Lemma}
\newtheorem{assumption}{Assumption}
\newcommand{\abs}[1]{\lvert #1 \rvert}
\begin{document}
"""
_OPENINGS = ("We have", "Indeed,", "We compute", "Observe that", "A direct computation gives", "")
_LINKS = ("Moreover,", "Next,", "It follows that", "Hence", "Consequently,", "Also,")


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper and where the relations of its chain stand.

    Args:
        text: LaTeX.
        signs: where each relation sign stands, `\\overset` included, in the order of the chain.
    """

    text: str
    signs: tuple[range, ...]


class _Text:
    """LaTeX being written, with the places of the relations written so far."""

    def __init__(self) -> None:
        self.text = ""
        self.signs: list[range] = []

    def add(self, text: str) -> None:
        self.text += text

    def sign(self, sign: str) -> None:
        self.signs.append(range(len(self.text), len(self.text) + len(sign)))
        self.text += sign


def print_paper(chain: Chain, author: str, *, noted: bool = False) -> Paper:
    """The paper of a chain.

    Args:
        chain: any chain, true or not.
        author: name of the original chain: a mutant is printed as its original is.
        noted: whether domain notes repeat what the words say of the symbols.
    """
    chance = random.Random(f"paper {author}")
    printer = Printer(manner_of(author), chain.printed)
    said = hypotheses(chain.setting, printer, zlib.crc32(author.encode()), author)
    if chain.hypotheses:
        said = Hypotheses(chain.hypotheses)
    paper = _Text()
    paper.add(_PREAMBLE)
    if said.assumption:
        paper.add("\\begin{assumption}\\label{ass:standing}\n")
        paper.add(f"{said.assumption}\n\\end{{assumption}}\n\n")
    paper.add(f"\\begin{{lemma}}\\label{{{LABEL}}}\n{said.before}\n")
    paper.add(f"{_conclusion(chain, printer)}{said.after}.\n\\end{{lemma}}\n\n\\begin{{proof}}\n")
    domains = notes(chain.setting, printer) if noted else said.notes
    if domains:
        paper.add(f"% domain: {domains}\n")
    if said.in_proof:
        paper.add(f"{said.in_proof}\n")
    layout = chance.choice((_aligned, _aligned, _aligned_numbered, _one_line, _separate, _stacked))
    layout(paper, chain, printer, chance)
    paper.add("\\end{proof}\n\\end{document}\n")
    return Paper(paper.text, tuple(paper.signs))


def _conclusion(chain: Chain, printer: Printer) -> str:
    """What the chain as a whole says, inline; its first relation where directions are mixed."""
    directions = {sign[0] for sign in chain.relations} - {"="}
    last, sign = chain.terms[-1], "="
    if len(directions) > 1:
        last, sign = chain.terms[1], chain.relations[0]
    elif directions:
        (direction,) = directions
        sign = direction if direction in chain.relations else f"{direction}="
    return f"${printer.term(chain.terms[0])} {printer.relation(sign)} {printer.term(last)}$"


def _reason(chain: Chain, chance: random.Random) -> str:
    return f"{chain.reason}, we have" if chain.reason else chance.choice(_OPENINGS)


def _rows(paper: _Text, chain: Chain, printer: Printer, separator: str, signs: str = "{}") -> None:
    """The chain, one relation a row, the first row after the first term."""
    paper.add(f"  {printer.term(chain.terms[0])}")
    for index, relation in enumerate(chain.relations):
        paper.add(" " if index == 0 else separator)
        paper.add("&")
        paper.sign(signs.format(printer.relation(relation)))
        paper.add(f" {printer.term(chain.terms[index + 1])}")


def _aligned(paper: _Text, chain: Chain, printer: Printer, chance: random.Random) -> None:
    paper.add(f"{_reason(chain, chance)}\n\\begin{{align*}}\n")
    _rows(paper, chain, printer, " \\\\\n  ")
    paper.add(".\n\\end{align*}\nThis is the claim.\n")


def _aligned_numbered(paper: _Text, chain: Chain, printer: Printer, chance: random.Random) -> None:
    paper.add(f"{_reason(chain, chance)}\n\\begin{{align}}\n")
    _rows(paper, chain, printer, " \\notag \\\\\n  ")
    paper.add(".\n  \\label{eq:chain}\n\\end{align}\nThe claim is \\eqref{eq:chain}.\n")


def _stacked(paper: _Text, chain: Chain, printer: Printer, chance: random.Random) -> None:
    paper.add(f"{_reason(chain, chance)}\n\\begin{{equation}}\\begin{{aligned}}\n")
    _rows(paper, chain, printer, " \\\\\n  ", r"\overset{{(a)}}{{{}}}")
    paper.add("\n\\end{aligned}\\end{equation}\nwhere $(a)$ is elementary.\n")


def _one_line(paper: _Text, chain: Chain, printer: Printer, chance: random.Random) -> None:
    paper.add(f"{_reason(chain, chance)}\n\\[\n  {printer.term(chain.terms[0])}")
    for index, relation in enumerate(chain.relations):
        paper.add(" ")
        paper.sign(printer.relation(relation))
        paper.add(f" {printer.term(chain.terms[index + 1])}")
    paper.add(" .\n\\]\n")


def _separate(paper: _Text, chain: Chain, printer: Printer, chance: random.Random) -> None:
    for index, relation in enumerate(chain.relations):
        opening = _reason(chain, chance) if index == 0 else chance.choice(_LINKS)
        paper.add(f"{opening}\n\\begin{{equation}}\\label{{eq:{index}}}\n")
        paper.add(f"  {printer.term(chain.terms[index])} ")
        paper.sign(printer.relation(relation))
        paper.add(f" {printer.term(chain.terms[index + 1])}.\n\\end{{equation}}\n")
    last = len(chain.relations) - 1
    if last:
        paper.add(f"Combining \\eqref{{eq:0}} and \\eqref{{eq:{last}}} proves the lemma.\n")
    else:
        paper.add("The lemma is \\eqref{eq:0}.\n")
