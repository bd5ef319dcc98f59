"""A paper as people write them: chains of a few relations, domains in words or in notes, and ten
steps among a hundred that are wrong. Its true steps are elementary and were checked by hand.
"""

from dataclasses import dataclass

PREAMBLE = r"""\documentclass{article}
\usepackage{amsmath,amsthm,cleveref}
\newtheorem{theorem}{Theorem}
\newtheorem{lemma}[theorem]{Lemma}
\newtheorem{proposition}[theorem]{Proposition}
\newcommand{\half}{\tfrac{1}{2}}
\begin{document}
"""


@dataclass(frozen=True)
class Chain:
    """A lemma and the chain that proves it.

    Args:
        label: of the lemma.
        hypothesis: its first sentence.
        first: the chain's beginning.
        links: relation and right side, one for each line.
        note: the domain note in its proof, "" where only words say the domain.
        wrong: what stands in place of the last link, making that one step false; None for none.
    """

    label: str
    hypothesis: str
    first: str
    links: tuple[tuple[str, str], ...]
    note: str = ""
    wrong: tuple[str, str] | None = None


XY = "x, y in reals"
CHAINS = (
    Chain("lem:amgm", "Let $x$ and $y$ be real numbers.", "2xy",
          (("=", "x^2 + y^2 - (x-y)^2"), (r"\le", "x^2 + y^2"), (r"\le", "2x^2 + 2y^2")), XY),
    Chain("lem:square", "Let $x, y$ be real.", "(x+y)^2",
          (("=", "x^2 + 2xy + y^2"), (r"\le", "x^2 + (x^2 + y^2) + y^2"), ("=", "2x^2 + 2y^2")), XY,
          wrong=("=", "2x^2 + y^2")),
    Chain("lem:bernoulli", r"Let $x \ge 0$ be real.", "(1+x)^3",
          (("=", "1 + 3x + 3x^2 + x^3"), (r"\ge", "1 + 3x + 3x^2"), (r"\ge", "1 + 3x"),
           (">", "3x")), "x in [0, oo)"),
    Chain("lem:cubic", r"Let $x \in [0,1]$.", "x^3",
          ((r"\le", "x^2"), (r"\le", "x"), (r"\le", r"\frac{1+x}{2}"), (r"\le", "1")),
          "x in [0, 1]"),
    Chain("lem:power", "Let the real number $x$ lie in the unit interval.", "x^2(1-x)",
          ((r"\le", "x(1-x)"), ("=", r"\frac{1}{4} - \left(x - \frac{1}{2}\right)^2"),
           (r"\le", r"\frac{1}{4}")), "x in [0, 1]", wrong=(r"\le", r"\frac{1}{5}")),
    Chain("lem:exp", "Let $x$ be a real number.", "1 - x",
          ((r"\le", "e^{-x}"), ("=", r"\frac{1}{e^{x}}")), "x in reals"),
    Chain("lem:exponent", r"Let $p \in (0,1]$ and $T \ge 1$ an integer.", r"(1-p)^{2T}",
          (("=", r"\bigl((1-p)^T\bigr)^2"), (r"\le", r"(1-p)^T"), (r"\le", r"e^{-pT}"),
           (r"\le", r"e^{-pT/2}")), "p in (0, 1]; T in positive integers"),
    Chain("lem:tail", "Let $p, T$ be the rate and the number of rounds.", r"e^{-pT}",
          ((r"\le", r"e^{-pT/2}"), (r"\le", r"e^{-pT/4}"), (r"\le", r"e^{-pT/8}")),
          "p in (0, 1]; T in positive integers", wrong=(r"\le", r"e^{-pT/2}")),
    Chain("lem:log", "Let $x > 0$.", r"\log(1+x)",
          ((r"\le", "x"), (r"\le", "x + x^2"), ("=", "x(1+x)")), "x in (0, oo)"),
    Chain("lem:logsum", "Let $a, b$ be positive.", r"\log(a) + \log(b)",
          (("=", r"\log(ab)"), (r"\le", r"\log\left(\frac{a^2+b^2}{2}\right)")),
          "a, b in (0, oo)", wrong=(r"\le", r"\log\left(\frac{a^2+b^2}{3}\right)")),
    Chain("lem:sum", r"Let $n$ be a positive integer.", "n(n+1)",
          (("=", "n^2 + n"), (r"\le", "n^2 + n^2"), ("=", "2n^2"), (r"\le", "2n^3")),
          "n in positive integers"),
    Chain("lem:count", r"Let $n \ge 1$ be an integer.", r"\frac{n+1}{2n}",
          (("=", r"\frac{1}{2} + \frac{1}{2n}"), (r"\le", r"\frac{1}{2} + \frac{1}{2}"),
           ("=", "1")), "n in positive integers"),
    Chain("lem:root", "Let $x, y$ be nonnegative.", r"\sqrt{x}\sqrt{y}",
          (("=", r"\sqrt{xy}"), (r"\le", r"\frac{x+y}{2}"), (r"\le", "x + y")), "x, y in [0, oo)",
          wrong=(r"\le", r"\frac{x+y}{3}")),
    Chain("lem:rational", r"Let $x > 0$ be real.", r"\frac{x}{1+x}",
          (("=", r"1 - \frac{1}{1+x}"), ("<", "1"), ("<", "1 + x")), "x in (0, oo)"),
    # From here on the domains are said in words alone.
    Chain("lem:words-square", r"For all real numbers $u$ and $v$ the following holds.",
          "4uv", (("=", "(u+v)^2 - (u-v)^2"), (r"\le", "(u+v)^2"), (r"\le", "2(u^2+v^2)"))),
    Chain("lem:words-cross", r"Let $u, v \in \mathbb{R}$.", "(u-v)^2",
          (("=", "u^2 - 2uv + v^2"), (r"\le", "2u^2 + 2v^2"), (r"\le", "3u^2 + 3v^2")),
          wrong=(r"\le", "u^2 + v^2")),
    Chain("lem:words-unit", r"Let $q \in [0,1]$.", "q(1-q)",
          ((r"\le", "q"), (r"\le", r"\sqrt{q}"), (r"\le", "1"))),
    Chain("lem:words-variance", r"Let $q \in [0,1]$ be real.", "2q(1-q)",
          (("=", "2q - 2q^2"), (r"\le", r"\frac{1}{2}")),
          wrong=(r"\le", r"\frac{1}{3}")),
    Chain("lem:words-exp", r"Let $t \ge 0$.", "1 + t",
          ((r"\le", r"1 + t + \frac{t^2}{2}"), (r"\le", "e^t"), (r"\le", "e^{2t}"))),
    Chain("lem:words-decay", r"Let $t \ge 0$ be real.", "e^{-3t}",
          ((r"\le", "e^{-2t}"), (r"\le", "e^{-t}"), (r"\le", "1")), wrong=(r"\le", "e^{-4t}")),
    Chain("lem:words-integer", r"Let $m \ge 1$ be an integer.", "m^2 + 3m",
          ((r"\le", "m^2 + 3m^2"), ("=", "4m^2"), (r"\le", "4m^3"))),
    Chain("lem:words-growth", r"Let $m \in \mathbb{N}$ with $m \ge 2$.", "2m",
          ((r"\le", "m^2"), ("<", "m^2 + 1"), (r"\le", "2m^2")), wrong=(r"\le", "m + 2")),
    Chain("lem:words-log", r"Let $r \ge 1$.", r"\log(r)",
          ((r"\le", "r - 1"), ("<", "r"), (r"\le", "r^2"))),
    Chain("lem:words-mean", r"For all $a, b > 0$ we compare means.", r"\frac{2ab}{a+b}",
          (("=", r"\frac{4ab}{2(a+b)}"), (r"\le", r"\frac{(a+b)^2}{2(a+b)}"),
           ("=", r"\frac{a+b}{2}")), wrong=("=", "a+b")),
    Chain("lem:words-half", r"Let $z$ be a real number.", r"z - z^2",
          (("=", r"\frac{1}{4} - (z - \half)^2"), (r"\le", r"\frac{1}{4}"), ("<", "1"))),
    Chain("lem:words-cube", r"Let $a \ge b \ge 0$ be real numbers.", "a^3 - b^3",
          (("=", "(a-b)(a^2+ab+b^2)"), (r"\le", "(a-b)(a^2+a^2+a^2)"), ("=", "3a^2(a-b)"))),
    Chain("lem:words-sine", r"Let $\theta$ be real.", r"\sin^2(\theta)",
          (("=", r"1 - \cos^2(\theta)"), (r"\le", "1"), (r"\le", "1 + \\theta^2"))),
    Chain("lem:words-max", r"Let $a$ and $b$ be real numbers.", r"\max(a,b)",
          ((r"\ge", r"\frac{a+b}{2}"), (r"\ge", r"\min(a,b)"), (r"\ge", r"-|a|-|b|"))),
    Chain("lem:words-ratio", r"Let $0 < s < 1$.", r"\frac{1}{1-s}",
          (("=", r"1 + \frac{s}{1-s}"), (">", "1 + s"), (">", "1"))),
    Chain("lem:words-double", r"Let $k$ be a positive integer.", "2^k",
          ((r"\ge", "k + 1"), (">", "k"), (r"\ge", "1"))),
    Chain("lem:words-four", r"Let $c, d$ be real.", "c^4 + d^4",
          ((r"\ge", "2c^2d^2"), (r"\ge", "c^2d^2"), (r"\ge", "0"))),
    Chain("lem:words-inverse", r"Let $w \ge 2$ be real.", r"\frac{1}{w}",
          ((r"\le", r"\frac{1}{2}"), ("<", "1"), ("<", "w"))),
    Chain("lem:words-geometric", r"Let $0 \le s < 1$.", "1 + s + s^2",
          ((r"\le", r"\frac{1}{1-s}"), (r"\le", r"\frac{1}{(1-s)^2}"),
           (r"\le", r"\frac{1}{(1-s)^3}"))),
    Chain("lem:words-sum", r"Let $n$ be a positive integer.", r"\sum_{i=1}^n i",
          (("=", r"\frac{n(n+1)}{2}"), (r"\le", "n^2"), (r"\le", "n^3"))),
    Chain("lem:words-norm", r"Let $v$ and $w$ be vectors of a Hilbert space.",
          r"\lVert v + w \rVert^2",
          (("=", r"\lVert v \rVert^2 + 2\langle v, w\rangle + \lVert w \rVert^2"),
           (r"\le", r"(\lVert v \rVert + \lVert w \rVert)^2"),
           (r"\le", r"2\lVert v \rVert^2 + 2\lVert w \rVert^2"))),
    Chain("lem:words-mean-of-square", r"Let $X$ be a random variable with $0 \le X \le 1$.",
          r"\mathbb{E}[X^2]",
          ((r"\le", r"\mathbb{E}[X]"), (r"\le", "1"), ("<", r"\frac{3}{2}"), ("<", "2"))),
)  # fmt: skip


@dataclass(frozen=True)
class PlantedPaper:
    """The paper's text and what is in it.

    Args:
        text: LaTeX.
        true: lines of true steps.
        wrong: for each line with a wrong step the label of its lemma.
        noted: the lines among these whose proof has a domain note.
    """

    text: str
    true: frozenset[int]
    wrong: dict[int, str]
    noted: frozenset[int]


def planted_paper(chains: tuple[Chain, ...] = CHAINS) -> PlantedPaper:
    """The paper, with each wrong step in its place."""
    lines = PREAMBLE.splitlines()
    true: set[int] = set()
    wrong: dict[int, str] = {}
    noted: set[int] = set()
    for chain in chains:
        links = [*chain.links[:-1], chain.wrong or chain.links[-1]]
        sign = links[0][0] if len({sign for sign, _ in links}) == 1 else _direction(links)
        lines += [
            rf"\begin{{lemma}}\label{{{chain.label}}}",
            f"{chain.hypothesis} Then ${chain.first} {sign} {links[-1][1]}$.",
            r"\end{lemma}",
            r"\begin{proof}",
        ]
        if chain.note:
            lines.append(f"% domain: {chain.note}")
        lines += ["We have", r"\begin{align*}", f"  {chain.first}"]
        for place, (relation, right) in enumerate(links):
            last = place == len(links) - 1
            lines.append(f"  &{relation} {right}{'.' if last else ' ' + chr(92) * 2}")
            if last and chain.wrong:
                wrong[len(lines)] = chain.label
                if chain.note:
                    noted.add(len(lines))
            else:
                true.add(len(lines))
        lines += [r"\end{align*}", r"\end{proof}", ""]
    return PlantedPaper(
        "\n".join([*lines, r"\end{document}", ""]), frozenset(true), wrong, frozenset(noted)
    )


def _direction(links: list[tuple[str, str]]) -> str:
    """The sign between the ends of a chain."""
    strict = next((sign for sign, _ in links if sign in "<>"), None)
    return strict or next((sign for sign, _ in links if sign != "="), "=")
