"""Terms are read as people read them: checked against the same terms written in Python."""

import math
import random
from collections.abc import Callable

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from dlt_proof.mathematics.translation import (
    OPAQUE,
    Domains,
    NotUnderstoodError,
    SymbolDomain,
    atom_domain,
    canonical_name,
    known_facts,
    read_domains,
    symbols_in,
    translate,
)

NOTES = (
    "x, y, z, theta in reals",
    "a, b, c, eta, L in (0, oo)",
    "n, k in positive integers",
    "m in nonnegative integers",
    "p, q in [0, 1]",
    "x_1, x_2, x_{t+1} in reals",
    "x^* in reals",
    "\\bar{x} in reals",
    "\\hat{p}_n in [0, 1]",
)
DOMAINS = read_domains(NOTES)
_e, _pi = math.e, math.pi


def _sum(low: int, high: int, term: Callable[[int], float]) -> float:
    return math.fsum(term(i) for i in range(low, high + 1))


def _product(low: int, high: int, term: Callable[[int], float]) -> float:
    return math.prod(term(i) for i in range(low, high + 1))


#: The term, and the same in Python; arguments have the names of the symbols.
TERMS: list[tuple[str, Callable[..., float]]] = [
    ("x+y", lambda x, y: x + y),
    ("x - y - z", lambda x, y, z: (x - y) - z),
    ("-x + y", lambda x, y: y - x),
    ("-x^2", lambda x: -(x * x)),
    ("(-x)^2", lambda x: x * x),
    ("2xy", lambda x, y: 2 * x * y),
    (r"2\cdot x \times y", lambda x, y: 2 * x * y),
    ("x(y+z)", lambda x, y, z: x * (y + z)),
    ("(x+y)(x-y)", lambda x, y: x * x - y * y),
    ("x^{2}y", lambda x, y: x * x * y),
    ("x_1^3", lambda x_1: x_1**3),
    ("x_{1} x_2", lambda x_1, x_2: x_1 * x_2),
    ("x_{t+1} - x_1", lambda x_tp, x_1: x_tp - x_1),
    ("x^{*} + x", lambda xstar, x: xstar + x),
    (r"x^\star - x", lambda xstar, x: xstar - x),
    (r"\bar x^2", lambda xbar: xbar**2),
    (r"\hat{p}_n (1-\hat p_n)", lambda phat: phat * (1 - phat)),
    ("0.5 x", lambda x: x / 2),
    ("10^{-3} x", lambda x: x / 1000),
    (r"1.25", lambda: 1.25),
    ("a/b", lambda a, b: a / b),
    ("(a/b)", lambda a, b: a / b),
    ("a/(2b)", lambda a, b: a / (2 * b)),
    ("n(n+1)/2", lambda n: n * (n + 1) / 2),
    (r"\frac{a}{b}", lambda a, b: a / b),
    (r"\tfrac12 x", lambda x: x / 2),
    (r"\dfrac{a+b}{a b}", lambda a, b: (a + b) / (a * b)),
    (r"\nicefrac{a}{b}", lambda a, b: a / b),
    (r"\frac a{b+c}", lambda a, b, c: a / (b + c)),
    (r"\frac{1}{1+\frac{1}{a}}", lambda a: 1 / (1 + 1 / a)),
    (r"\frac{a}{b}\cdot\frac{b}{c}", lambda a, b, c: a / c),
    ("a^{-1}", lambda a: 1 / a),
    ("a^{1/2}", lambda a: math.sqrt(a)),
    ("a^{x}", lambda a, x: a**x),
    ("a^{-x}", lambda a, x: a**-x),
    ("2^n", lambda n: 2.0**n),
    ("2^{n+1}", lambda n: 2.0 ** (n + 1)),
    ("x^n", lambda x, n: x**n),
    ("x^{2n}", lambda x, n: x ** (2 * n)),
    ("(1-p)^{n}", lambda p, n: (1 - p) ** n),
    ("(-1)^n", lambda n: (-1.0) ** n),
    ("(1+x^2)^{m}", lambda x, m: (1 + x * x) ** m),
    ("a^{b^2}", lambda a, b: a ** (b * b)),
    ("(a^2)^{3}", lambda a: a**6),
    (r"\sqrt{a}", lambda a: a**0.5),
    (r"\sqrt a", lambda a: a**0.5),
    (r"\sqrt2", lambda: 2**0.5),
    (r"\sqrt{a^2+b^2}", lambda a, b: math.hypot(a, b)),
    (r"2\sqrt{ab}", lambda a, b: 2 * math.sqrt(a * b)),
    (r"\sqrt{x^2}", lambda x: abs(x)),
    (r"\sqrt{a}^2", lambda a: a),
    (r"\sqrt[3]{a}", lambda a: a ** (1 / 3)),
    (r"\sqrt[n]{a}", lambda a, n: a ** (1 / n)),
    (r"\sqrt[4]{1+x^2}", lambda x: (1 + x * x) ** 0.25),
    ("e^x", lambda x: _e**x),
    ("e^{-x^2/2}", lambda x: math.exp(-x * x / 2)),
    (r"\mathrm{e}^{x}", lambda x: _e**x),
    (r"\mathrm e^{-x}", lambda x: _e**-x),
    (r"2\mathrm{e}", lambda: 2 * _e),
    (r"\exp(x)", lambda x: math.exp(x)),
    (r"\exp\{-x\}", lambda x: math.exp(-x)),
    (r"\exp\left(-\frac{x}{2}\right)", lambda x: math.exp(-x / 2)),
    (r"\exp\left\{-\frac{x}{2}\right\}", lambda x: math.exp(-x / 2)),
    (r"\exp\bigl[-x\bigr]", lambda x: math.exp(-x)),
    (r"\exp x", lambda x: math.exp(x)),
    (r"a\exp(-\eta x)", lambda a, eta, x: a * math.exp(-eta * x)),
    (r"\log a", lambda a: math.log(a)),
    (r"\ln(a)", lambda a: math.log(a)),
    (r"\log(1+a)", lambda a: math.log1p(a)),
    (r"\log\frac{a}{b}", lambda a, b: math.log(a / b)),
    (r"\log_2 a", lambda a: math.log2(a)),
    (r"\log_2(a)", lambda a: math.log2(a)),
    (r"\log_{10} a", lambda a: math.log10(a)),
    (r"\log\log(3+a)", lambda a: math.log(math.log(3 + a))),
    (r"x\log 2", lambda x: x * math.log(2)),
    (r"a\log a + b\log b", lambda a, b: a * math.log(a) + b * math.log(b)),
    (r"\frac{\log a}{b}", lambda a, b: math.log(a) / b),
    (r"(\log a)^2", lambda a: math.log(a) ** 2),
    (r"\sin x", lambda x: math.sin(x)),
    (r"\sin(x+y)", lambda x, y: math.sin(x + y)),
    (r"\cos\theta", lambda theta: math.cos(theta)),
    (r"\sin^2 x + \cos^2 x", lambda x: 1.0),
    (r"\sin^{2}(x)", lambda x: math.sin(x) ** 2),
    (r"\log^2 a", lambda a: math.log(a) ** 2),
    (r"\ln^{2} n", lambda n: math.log(n) ** 2),
    (r"\log^3(1+a)", lambda a: math.log1p(a) ** 3),
    (r"\log_2^2 n", lambda n: math.log2(n) ** 2),
    (r"\frac{\log^2 n}{n}", lambda n: math.log(n) ** 2 / n),
    (r"\sin x \cos x", lambda x: math.sin(x) * math.cos(x)),
    (r"2\sin x\cos y", lambda x, y: 2 * math.sin(x) * math.cos(y)),
    (r"\sinh x\cosh x - y", lambda x, y: math.sinh(x) * math.cosh(x) - y),
    (r"\log a \log b", lambda a, b: math.log(a) * math.log(b)),
    (r"\log{a}\log{b}", lambda a, b: math.log(a) * math.log(b)),
    (r"\log 2 \log 3", lambda: math.log(2) * math.log(3)),
    (r"\log a \log^2 b", lambda a, b: math.log(a) * math.log(b) ** 2),
    (r"\sin x_1\cos x_2", lambda x_1, x_2: math.sin(x_1) * math.cos(x_2)),
    (r"\sin x \sin y \sin z", lambda x, y, z: math.sin(x) * math.sin(y) * math.sin(z)),
    (r"\sin x \cos(y+z)", lambda x, y, z: math.sin(x) * math.cos(y + z)),
    (r"\sin x\cdot\cos y", lambda x, y: math.sin(x) * math.cos(y)),
    (r"\sin^2 x\cos^2 y", lambda x, y: (math.sin(x) * math.cos(y)) ** 2),
    (r"n\log n\log\log (n+3)", lambda n: n * math.log(n) * math.log(math.log(n + 3))),
    (r"\sin x\cos y - \cos x\sin y", lambda x, y: math.sin(x - y)),
    (r"\sum_{i=1}^n \sin i \cos i", lambda n: _sum(1, n, lambda i: math.sin(i) * math.cos(i))),
    (r"\sin^2 (x+y)", lambda x, y: math.sin(x + y) ** 2),
    (r"\sin^2 x + y", lambda x, y: math.sin(x) ** 2 + y),
    (r"\cos^3\theta", lambda theta: math.cos(theta) ** 3),
    (r"2\sin(x)\cos(x)", lambda x: math.sin(2 * x)),
    (r"x\cos(y) - y\sin(x)", lambda x, y: x * math.cos(y) - y * math.sin(x)),
    (r"\tan(x/4)", lambda x: math.tan(x / 4)),
    (r"\cot(a)", lambda a: 1 / math.tan(a)),
    (r"\sec(x/4)", lambda x: 1 / math.cos(x / 4)),
    (r"\csc(a)", lambda a: 1 / math.sin(a)),
    (r"\sinh x", lambda x: math.sinh(x)),
    (r"\cosh(x)", lambda x: math.cosh(x)),
    (r"\cosh^2 x - \sinh^2 x", lambda x: 1.0),
    (r"\tanh(x)", lambda x: math.tanh(x)),
    (r"\coth a", lambda a: 1 / math.tanh(a)),
    (r"\arctan x", lambda x: math.atan(x)),
    (r"\arcsin(p)", lambda p: math.asin(p)),
    (r"\arccos p", lambda p: math.acos(p)),
    (r"\sin(\pi x)", lambda x: math.sin(_pi * x)),
    (r"\pi a^2", lambda a: _pi * a * a),
    (r"2\pi", lambda: 2 * _pi),
    (r"\frac{\pi^2}{6}", lambda: _pi**2 / 6),
    (r"\max\{x,y\}", lambda x, y: max(x, y)),
    (r"\max(x, y, z)", lambda x, y, z: max(x, y, z)),
    (r"\min\{x,y\}", lambda x, y: min(x, y)),
    (r"\min\left\{1, \frac{a}{b}\right\}", lambda a, b: min(1, a / b)),
    (r"\max\{x, 0\}^2", lambda x: max(x, 0) ** 2),
    (r"2\max\{x,y\} - x", lambda x, y: 2 * max(x, y) - x),
    (r"\max\{\log a, b\}", lambda a, b: max(math.log(a), b)),
    (r"\min\bigl(x, \max(y,z)\bigr)", lambda x, y, z: min(x, max(y, z))),
    (r"\max\{x,-x\}", lambda x: abs(x)),
    (r"x \vee y", lambda x, y: max(x, y)),
    (r"x \wedge y \wedge z", lambda x, y, z: min(x, y, z)),
    (r"(x\vee y) + z", lambda x, y, z: max(x, y) + z),
    (r"2(x \wedge 0)", lambda x: 2 * min(x, 0)),
    ("|x|", lambda x: abs(x)),
    ("|x-y|", lambda x, y: abs(x - y)),
    ("|x|+|y|", lambda x, y: abs(x) + abs(y)),
    ("|x| - |y|", lambda x, y: abs(x) - abs(y)),
    ("|x||y|", lambda x, y: abs(x * y)),
    ("|x| |y| |z|", lambda x, y, z: abs(x * y * z)),
    ("2|x|", lambda x: 2 * abs(x)),
    ("|x|y", lambda x, y: abs(x) * y),
    ("|x|^2", lambda x: x * x),
    ("|x|^3", lambda x: abs(x) ** 3),
    ("-|x|", lambda x: -abs(x)),
    ("|-x|", lambda x: abs(x)),
    ("||x|-|y||", lambda x, y: abs(abs(x) - abs(y))),
    ("|x||y||z|", lambda x, y, z: abs(x * y * z)),
    ("||x|-y|", lambda x, y: abs(abs(x) - y)),
    ("||x|-|y|| + |z|", lambda x, y, z: abs(abs(x) - abs(y)) + abs(z)),
    (r"\left||x|-|y|\right|", lambda x, y: abs(abs(x) - abs(y))),
    ("|x+|y||", lambda x, y: abs(x + abs(y))),
    (r"\frac{|x|}{1+|x|}", lambda x: abs(x) / (1 + abs(x))),
    (r"\left|x-y\right|", lambda x, y: abs(x - y)),
    (r"\left|x\left|y\right|z\right|", lambda x, y, z: abs(x * y * z)),
    (r"\bigl|x-y\bigr|", lambda x, y: abs(x - y)),
    (r"\lvert x \rvert", lambda x: abs(x)),
    (r"\lvert x\lvert y\rvert z\rvert", lambda x, y, z: abs(x * y * z)),
    (r"\abs{x-y}", lambda x, y: abs(x - y)),
    (r"\vert x\vert", lambda x: abs(x)),
    ("(x)_+", lambda x: max(x, 0)),
    ("[1-x]_+", lambda x: max(1 - x, 0)),
    (r"\left(x-y\right)_{+}^2", lambda x, y: max(x - y, 0) ** 2),
    ("n!", lambda n: math.factorial(n)),
    ("(n+1)!", lambda n: math.factorial(n + 1)),
    ("2n!", lambda n: 2 * math.factorial(n)),
    (r"\frac{n!}{m!}", lambda n, m: math.factorial(n) / math.factorial(m)),
    (r"\log n!", lambda n: math.log(math.factorial(n))),
    ("3!", lambda: 6),
    (r"\binom{n}{2}", lambda n: math.comb(n, 2)),
    (r"\binom{n+k}{k}", lambda n, k: math.comb(n + k, k)),
    (r"\tbinom n k", lambda n, k: math.comb(n, k)),
    (r"\lfloor x\rfloor", lambda x: math.floor(x)),
    (r"\lceil x \rceil", lambda x: math.ceil(x)),
    (r"\left\lfloor\frac{n}{2}\right\rfloor", lambda n: n // 2),
    (r"\lceil n/3\rceil + 1", lambda n: -(-n // 3) + 1),
    (r"\lfloor a\rfloor^2", lambda a: math.floor(a) ** 2),
    (r"\sum_{i=1}^{n} i", lambda n: _sum(1, n, lambda i: i)),
    (r"\sum_{i=1}^n i^2 + 1", lambda n: _sum(1, n, lambda i: i * i) + 1),
    (r"\sum_{i=1}^n i - n", lambda n: _sum(1, n, lambda i: i) - n),
    (r"\sum_{i=0}^{m} 2^i", lambda m: _sum(0, m, lambda i: 2**i)),
    (r"\sum_{k=1}^{3} k^2", lambda: 14),
    (r"\sum_{j=1}^{n} \frac{1}{j}", lambda n: _sum(1, n, lambda j: 1 / j)),
    (r"\sum_{i=1}^{n} 1/i", lambda n: _sum(1, n, lambda j: 1 / j)),
    (r"\sum_{i=1}^n (i+1)(i-1)", lambda n: _sum(1, n, lambda i: i * i - 1)),
    (r"\sum_{i=1}^n (i + x)", lambda n, x: _sum(1, n, lambda i: i + x)),
    (r"\sum_{i=1}^n x", lambda n, x: n * x),
    (r"x\sum_{i=1}^n i y", lambda n, x, y: x * y * _sum(1, n, lambda i: i)),
    (r"\sum\limits_{i=1}^n i", lambda n: _sum(1, n, lambda i: i)),
    (r"\sum_{i=1}^n i + \sum_{i=1}^n i^2", lambda n: _sum(1, n, lambda i: i + i * i)),
    (r"\sum_{i=1}^n \sum_{j=1}^i j", lambda n: _sum(1, n, lambda i: _sum(1, i, lambda j: j))),
    (r"\sum_{i=1}^n i \sum_{j=1}^k j", lambda n, k: n * (n + 1) * k * (k + 1) / 4),
    (r"\sum_{i=n}^{2n} i", lambda n: _sum(n, 2 * n, lambda i: i)),
    (r"\sum_{t=1}^n e^{-a t}", lambda n, a: _sum(1, n, lambda t: math.exp(-a * t))),
    (r"\sum_{i=1}^n |x - i|", lambda n, x: _sum(1, n, lambda i: abs(x - i))),
    (r"\frac1n\sum_{i=1}^n i", lambda n: (n + 1) / 2),
    (r"\left(\sum_{i=1}^n i\right)^2", lambda n: (n * (n + 1) / 2) ** 2),
    (r"\prod_{i=1}^n i", lambda n: math.factorial(n)),
    (r"\prod_{i=1}^n 2i", lambda n: 2**n * math.factorial(n)),
    (r"\prod_{i=1}^n (1+\frac1i)", lambda n: n + 1),
    (r"\prod_{i=1}^{n} \frac{i}{i+1}", lambda n: 1 / (n + 1)),
    (r"\prod_{i=1}^3 (x+i)", lambda x: (x + 1) * (x + 2) * (x + 3)),
    (r"\prod_{i=0}^{m} (1+i^2)", lambda m: _product(0, m, lambda i: 1 + i * i)),
    (r"\eta L \, x", lambda eta, ell, x: eta * ell * x),
    (r"\left(1-\frac{\eta}{L}\right)^{n}", lambda eta, ell, n: (1 - eta / ell) ** n),
    (r"\Big(a + \big[b - c\big]\Big)", lambda a, b, c: a + b - c),
    (
        r"\frac{1-\theta^{n+1}}{1+\theta^2}",
        lambda theta, n: (1 - theta ** (n + 1)) / (1 + theta**2),
    ),
]
_ARGUMENTS = {
    "ell": "L",
    "x_tp": "x_{t+1}",
    "xstar": "x^*",
    "xbar": r"\bar{x}",
    "phat": r"\hat{p}_n",
    "theta": r"\theta",
    "eta": r"\eta",
}


def _drawn(name: str, chance: random.Random) -> sympy.Rational:
    domain = DOMAINS.symbols[_ARGUMENTS.get(name, name)]
    if domain.integer:
        return sympy.Integer(chance.randint(int(domain.low or 0), 6))
    low, high = (0 if domain.low == 0 else -3), (1 if domain.high == 1 else 3)
    return low + (high - low) * sympy.Rational(chance.randint(1, 999), 1000)


@pytest.mark.parametrize(("latex", "meant"), TERMS, ids=[term for term, _ in TERMS])
@settings(max_examples=5, derandomize=True, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_a_term_has_the_value_of_the_same_term_in_python(
    latex: str, meant: Callable[..., float], seed: int
) -> None:
    expression = translate(latex, DOMAINS)
    chance = random.Random(seed)
    names = meant.__code__.co_varnames[: meant.__code__.co_argcount]
    values = {name: _drawn(name, chance) for name in names}
    point = {DOMAINS.symbols[_ARGUMENTS.get(n, n)].symbol(): v for n, v in values.items()}
    assert expression.value.free_symbols <= set(point)
    assert not expression.opaque
    for form, kind in expression.conditions:
        value = form.subs(point)
        defined = {"nonzero": value != 0, "positive": value > 0, "nonnegative": value >= 0}[kind]
        if not defined:
            return
    read = float(expression.value.subs(point).doit().evalf())
    numbers = {n: int(v) if v.is_integer else float(v) for n, v in values.items()}
    assert read == pytest.approx(meant(**numbers), rel=1e-9, abs=1e-9)


REFUSED = [
    "",
    "x +",
    "+",
    "1/2x",
    "a/b/c",
    r"a/b\cdot c",
    "x 2",
    r"3\frac12",
    r"\frac12 3",
    "{a+b}c",
    "[n]",
    r"\{x\}",
    "x^{(2)}",
    "x^12",
    "x^n_1",
    r"x^\frac12",
    r"\frac{1}{2}^2",
    r"\sin x y",
    r"\sin 2x",
    r"\sin^{-1} x",
    r"\log^{-1} a",
    r"\log^{1/2} a",
    r"\log^0 a",
    r"\log^n a",
    r"\log^{(2)} a",
    r"\log^2 2a",
    r"\log^2(a)^2",
    r"\log^2 a/b",
    r"\log^2\log(3+a)",
    r"\log\log^2 (3+a)",
    r"\log^{99} a",
    r"\arcsin^2 p",
    r"\sin x \cos x y",
    r"\sin x \cos x / 2",
    r"\sin x \cos y^2",
    r"\sin x (\cos x)",
    r"\sin x \sqrt{a}",
    r"\sin 2x \cos x",
    r"\sin x y \cos x",
    r"\log a \exp b",
    r"\exp x \log a",
    r"\log n! \log a",
    r"\log\log a \log b",
    r"\log \frac{a}{b} \log c",
    r"\log a \max\{b, c\}",
    r"\log a \sum_{i=1}^n i",
    r"1/\log a \log b",
    r"\arctan x \arctan y",
    r"\log a \cdot b",
    r"\log a \cdot\cdot \log b",
    r"\log n / n",
    r"\sin^{-2} x",
    r"\sin^n x",
    r"\sin(x)(y)",
    r"\sin(x)^2",
    r"\sin\cos x",
    r"\sin",
    r"\log 2x",
    r"\log a/b",
    r"\log a^2",
    r"\log(a)^2",
    r"\log(1+a)(1+b)",
    r"\log{a+b}",
    r"\log_{v} a",
    r"\log_+ a",
    r"\lg a",
    r"\exp^2 x",
    "exp(x)",
    "max(x,y)",
    r"\max x, y",
    r"\max\{x\}",
    r"\max(x)",
    r"\max(x, v)",
    r"\sup_x x",
    r"\inf\{x, y\}",
    r"x \vee y + z",
    r"x + y \vee z",
    r"x \vee y \wedge z",
    r"2x \vee y",
    r"-x \vee y",
    "|x|y|z|",
    "|||x|||",
    r"\left|\left|\left|x\right|\right|\right|",
    "||x||y||z||",
    "|y||x|| - x|",
    "|x-y||y||z|",
    "|x/y||y||z|",
    "|z+x|-||x|z|||",
    "||z|x| x |z|||",
    "||||x||||y||x||",
    "||y+y|| z ||||y||||",
    "||z||z||+x ||x|| z",
    "x ||y|| z",
    "||x||y||",
    "||x|y|z||",
    "x || y || z",
    "2||3||x",
    "x || y",
    "||x|| y |",
    r"|\!|x|\!|",
    "|| ||",
    "||x||!",
    "|x",
    r"\left|x\right",
    "|x| |",
    r"\|v\|x\|u\|",
    r"\|v",
    r"\abs x",
    "x!",
    "n!!",
    "n^2!",
    "(n/2)!",
    r"\binom{x}{2}",
    r"\binom{n}",
    r"\sqrt[x]{a}",
    r"\sqrt[0]{a}",
    r"\lfloor x",
    r"\lfloor x)",
    r"\lfloor \sqrt2 \rfloor",
    r"\sum_{i=1}^n i + i",
    r"\sum_{i=1}^n x + i",
    r"\sum_{i=1}^{\infty} 2^{-i}",
    r"\sum_{i=0}^{n} \frac1i",
    r"\sum_{i=1}^{n}",
    r"\sum_{i=1}^n -i",
    r"\sum_{i=1}^{i} i",
    r"\sum_{i=1}^{n}\sum_{i=1}^{k} i",
    r"\sum_{i=1}^n v_i",
    r"\sum_{u\in S} u^2",
    r"\sum i",
    r"\prod_{i=1}^n i x",
    r"\prod_{i=1}^n (i+1)(x+1)",
    r"\infty",
    r"x + \infty",
    r"x \pm y",
    r"x^\top y",
    r"v",
    "uv",
    r"\alpha",
    r"\mathbf{x}",
    r"X Y",
    r"A^{-1} x",
    r"\nabla f(x)",
    r"\frac{d}{dx}",
    r"\int_0^1 x dx",
    r"O(n)",
    r"\mathcal{O}(n)",
    r"\tilde{O}(\sqrt{n})",
    r"o(1)",
    r"\Omega(n)",
    r"\mathcal{N}(0, 1)",
    r"\operatorname{diag}(v)",
    r"\operatorname{softmax}(v)",
    r"\mathbf{f}(v)",
    r"A(x)B(x)",
    r"A(x)B(y)A(x)",
    r"\mathbb{E}[X]\mathbb{E}[Y]",
    r"(A(x)+B(x))^2",
    r"\mathbb{E}(X)^2",
    r"\mathbb{E} X",
    r"\mathbb{E}\|X\|^2",
    r"\Pr A",
    r"\Pr(X \in [0,1))",
    r"\langle v \rangle",
    r"\langle u, v, w \rangle",
    r"f(x)(y)",
    r"f()",
    r"\mathbf{1}",
    r"\mathbf{1}_n",
    r"(x)_n",
    r"v_i",
    r"e",
    r"50\%",
    r"1{,}000",
    r"x_{1",
    r"x = y",
    r"x < y",
    r"x, y",
    r"x \text{ if } y",
    r"\pi_0",
    r"9^{64}^{64}",
    r"((9^{64})^{64})^{64}",
    r"10000!",
    "(" * 80 + "x" + ")" * 80,
]


@pytest.mark.parametrize("latex", REFUSED)
def test_what_has_two_readings_or_none_is_refused(latex: str) -> None:
    with pytest.raises(NotUnderstoodError):
        translate(latex, DOMAINS)


#: Opaque terms, with what is known of them: None, `nonnegative` or `positive`.
OPAQUE_TERMS = [
    (r"\|v\|", "nonnegative"),
    (r"\lVert v - u \rVert_2", "nonnegative"),
    (r"\left\|v\right\|_{\mathrm{op}}", "nonnegative"),
    ("||v||", "nonnegative"),
    ("|| v - u ||_2", "nonnegative"),
    (r"\left|\left| v \right|\right|", "nonnegative"),
    (r"\lvert\lvert v\rvert\rvert_1", "nonnegative"),
    (r"\vert\vert v\vert\vert", "nonnegative"),
    (r"\langle u, v\rangle", None),
    (r"\mathbb{E}[X]", None),
    (r"\E[X]", None),
    (r"\operatorname{\mathbb{E}}[X]", None),
    (r"\mathop{\mathbb{E}}_{x \sim P}[e^{f(x)}]", "positive"),
    (r"E[X]", None),
    (r"\mathbb{E}_{x\sim P}\left[\|x\|^2\right]", "nonnegative"),
    (r"\mathbb{E}[\|g_t\|^2 \mid x_t]", "nonnegative"),
    (r"\mathbb{E}[e^{x}]", "positive"),
    (r"\mathbb{E}[f(v)]", None),
    (r"\Pr(A)", "nonnegative"),
    (r"\mathbb{P}[X \ge t]", "nonnegative"),
    (r"\mathbb P\{X = 1\}", "nonnegative"),
    (r"\operatorname{Var}(X)", "nonnegative"),
    (r"\mathrm{Var}[X]", "nonnegative"),
    (r"\operatorname{Cov}(X, Y)", None),
    (r"\operatorname{tr}(A)", None),
    (r"\det(A)", None),
    (r"\mathrm{KL}(P \,\|\, Q)", "nonnegative"),
    (r"D_{\mathrm{KL}}(P\|Q)", "nonnegative"),
    (r"\mathbb{1}\{X > 0\}", "nonnegative"),
    (r"f(v)", None),
    (r"f(x_t)", None),
    (r"F(w^{*})", None),
    (r"\hat{f}(v)", None),
    (r"\mathcal{L}(w)", None),
    (r"g(x \mid y)", None),
    (r"(v_t)_j", None),
    (r"[A]_{ij}", None),
    (r"|v|", "nonnegative"),
    (r"|S|", None),
    (r"|A|", None),
    (r"\sum_{i\in S} \|v_i\|^2", "nonnegative"),
    (r"\sum_{i=1}^n f(v_i)", None),
    (r"\sum_{i=1}^N \|v_i\|", "nonnegative"),
    (r"\prod_{i=1}^n e^{f(v_i)}", "positive"),
    (r"\max_{i\in[n]} \|v_i\|", "nonnegative"),
    (r"\max\{v_1,\dots,v_n\}", None),
    (r"\lceil \log a\rceil", None),
]


@pytest.mark.parametrize(("latex", "sign"), OPAQUE_TERMS)
def test_an_opaque_atom_has_the_sign_it_certainly_has(latex: str, sign: str | None) -> None:
    expression = translate(latex, DOMAINS)
    (atom,) = expression.value.free_symbols
    assert expression.value == atom and expression.opaque == {atom.name}
    assert atom.name.startswith(OPAQUE) and atom.is_real
    assert bool(atom.is_nonnegative) == (sign is not None)
    assert bool(atom.is_positive) == (sign == "positive")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (r"\|x\|^2", r"(\lVert x\rVert)^{2}"),
        (r"\|x\|_2^2", r"\left\| x \right\|^2_{2}"),
        (r"\|x\|", "||x||"),
        (r"\|x\|_2^2", "|| x ||_2^2"),
        (r"\|x-y\|", r"\left|\left|x - y\right|\right|"),
        (r"\|x\|\|y\|", "||x||||y||"),
        (r"\|x\| \|y\|", "||x|| ||y||"),
        (r"2\|x\| + \|y\|^2", "2||x|| + ||y||^2"),
        (r"|\|x\| - \|y\||", "| ||x|| - ||y|| |"),
        (r"\|v\|/\|u\|", "||v|| / ||u||"),
        (r"|x|\,\|v\|", r"|x|\,||v||"),
        (r"\frac{\|v\|}{2}", r"\frac{||v||}{2}"),
        (r"\mathbb{E}[X]", r"\mathbb E \left[ X \right]"),
        (r"\Pr(A \mid B)", r"\Pr\bigl(A | B\bigr)"),
        (r"f(x_0)", r"f\left(x_{0}\right)"),
        (r"\sum_{i=1}^n i", r"\sum_{j=1}^n j"),
        (r"f(v) - f(v)", "0"),
        (r"\mathbb{E}[X]^2", r"\mathbb{E}[X]\,\mathbb{E}[X]"),
        (r"\sum_{i=1}^n f(v) i", r"f(v)\sum_{i=1}^n i"),
    ],
)
def test_the_same_text_is_the_same_number(one: str, other: str) -> None:
    difference = translate(one, DOMAINS).value - translate(other, DOMAINS).value
    factored = sympy.factor(difference.replace(lambda e: isinstance(e, sympy.Sum), _plain))
    assert factored == 0


def _plain(term: sympy.Sum) -> sympy.Expr:
    return term.doit()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("f(x)", "f(y)"),
        ("f(x)", "g(x)"),
        (r"\|x\|_1", r"\|x\|_2"),
        (r"\|f(x)\|", "f(x)"),
        (r"|v|", r"\|v\|"),
        (r"|v|", "||v||"),
        ("||v||_1", "||v||_2"),
        ("||v|| + ||u||", "||v + u||"),
        (r"\mathbb{E}[X^2]", r"\mathbb{E}[X]^2"),
        (r"\mathbb{E}_x[f(x)]", r"\mathbb{E}_y[f(x)]"),
        (r"f(\alpha x)", r"f(\alphax)"),
        (r"f(x_{n_k+1})", r"f(x_{n_{k+1}})"),
        (r"f'(x)", "f(x)"),
        (r"f^{-1}(x)", "f(x)"),
        (r"\Pr(A)", r"\mathbb{P}(A)"),
        (r"\sum_{i=1}^n f(v_i)", r"n f(v_i)"),
        (r"\sum_{i=1}^n x_i", r"n x_i"),
    ],
)
def test_different_texts_are_different_numbers(one: str, other: str) -> None:
    domains = read_domains((*NOTES, "x_i in [0, 1]"))
    assert translate(one, domains).value != translate(other, domains).value


def test_what_is_said_of_one_index_is_not_said_of_all() -> None:
    domains = read_domains((*NOTES, "x_i in [0, 1]", "w_i = i + 1", "i in positive integers"))
    assert translate("x_i", domains).value.is_nonnegative
    assert not translate(r"\sum_{i=1}^n x_i", domains).value.is_nonnegative
    assert not translate(r"\sum_{i=1}^n w_i", domains).value.is_nonnegative


def test_bounds_of_atoms_are_told() -> None:
    expression = translate(r"\Pr(A) + \|v\| + f(v)", DOMAINS)
    facts = {(f.left.name, f.relation, f.right) for f in known_facts(expression)}
    assert facts == {
        (f"{OPAQUE} \\Pr(A)", ">=", 0),
        (f"{OPAQUE} \\Pr(A)", "<=", 1),
        ("‖v‖", ">=", 0),
    }
    probability = next(s for s in expression.value.free_symbols if "Pr" in s.name)
    assert atom_domain(probability, known_facts(expression)) == SymbolDomain(
        probability.name,
        0,
        1,
        False,
        False,
        False,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("latex", "conditions"),
    [
        (r"\frac{x^2}{x}", {("x", "nonzero")}),
        (r"0 \cdot \frac{1}{x}", {("x", "nonzero")}),
        (r"x - x/y + x/y", {("y", "nonzero")}),
        (r"\log x - \log x", {("x", "positive")}),
        (r"\sqrt{x}^2", {("x", "nonnegative")}),
        (r"x^{1/2}", {("x", "nonnegative")}),
        (r"x^{-1/2}", {("x", "positive")}),
        (r"x^{y}", {("x", "positive")}),
        (r"x^{-2}", {("x", "nonzero")}),
        ("x^2", set()),
        ("x^n", set()),
        ("x^m", {("m**2 + x**2", "nonzero")}),
        ("0^0", {("0", "nonzero")}),
        ("x^0", {("x", "nonzero")}),
        (r"\tan x", {("cos(x)", "nonzero")}),
        (r"\arcsin x", {("1 - x**2", "nonnegative")}),
        (r"\log_a b", {("a", "positive"), ("a - 1", "nonzero"), ("b", "positive")}),
        (r"\sqrt[3]{x}", {("x", "nonnegative")}),
        (r"\binom{n}{k}", {("n", "nonnegative"), ("k", "nonnegative")}),
        (r"(n-m)!", {("-m + n", "nonnegative")}),
        (r"\sum_{i=k}^n i", {("-k + n + 1", "nonnegative")}),
    ],
)
def test_what_must_hold_is_noted_before_anything_cancels(
    latex: str, conditions: set[tuple[str, str]]
) -> None:
    found = {(str(form), kind) for form, kind in translate(latex, DOMAINS).conditions}
    assert found == conditions


def test_a_letter_that_is_no_number_is_none_whatever_its_domain() -> None:
    number = {"X": SymbolDomain("X", None, None, False, False, False)}
    assert translate("X^2", Domains(number)).value
    with pytest.raises(NotUnderstoodError):
        translate("X^2", Domains(number, meanings={"X": "vector"}))
    with pytest.raises(NotUnderstoodError):
        translate(r"\log 2", Domains({}, meanings={"\\log": "base 2"}))
    with pytest.raises(NotUnderstoodError):
        translate(r"\pi", Domains({}, meanings={"\\pi": "policy"}))
    with pytest.raises(NotUnderstoodError):
        translate("e^2", Domains({}, meanings={"e": "edges"}))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (r"\mathbb{E}[X] \le \Pr(A_t)", {"X", "A_t"}),
        (r"\text{for all } x", {"x"}),
        (r"p_{ 0 } + \hat p", {"p_0", r"\hat{p}"}),
        (r"w_{j,k}' x^*", {"w_{j,k}'", "x^*"}),
        (r"\mathcal{L}(\theta)", {r"\mathcal{L}", r"\theta"}),
    ],
)
def test_the_symbols_of_any_formula(text: str, names: set[str]) -> None:
    assert symbols_in(text) == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("p_{ 0 }", "p_0"),
        (r"x_{\alpha}", r"x_\alpha"),
        (r"\bar x", r"\bar{x}"),
        (r"x^{*}_t", "x_t^*"),
        ("x_t^*", "x_t^*"),
        ("x_{n_{k}+1}", "x_{n_k+1}"),
        (r"\mathbf x", r"\mathbf{x}"),
    ],
)
def test_one_symbol_has_one_name(text: str, name: str) -> None:
    assert canonical_name(text) == name
    assert canonical_name(name) == name


def test_deep_nesting_takes_no_exponential_time() -> None:
    text = "x"
    for _ in range(30):
        text = rf"\mathbb{{E}}[{text} \mid v]"
    assert translate(text, DOMAINS).opaque


#: x, y, z are vectors, A and B matrices, a > 0 and n are numbers, T is a number of steps in others.
VECTORS = Domains(
    {name: DOMAINS.symbols[name] for name in ("a", "n")},
    meanings={"x": "vector", "y": "vector", "x_i": "vector", "A": "matrix", "B": "matrix"},
)


@pytest.mark.parametrize(
    ("latex", "atoms"),
    [
        (r"x^\top y", [r"x^\top y"]),
        (r"x^{\top} y", [r"x^\top y"]),
        (r"x^\intercal y", [r"x^\intercal y"]),
        (r"x^{\mathsf{T}} y", [r"x^{\mathsf{T}}y"]),
        ("x^T y", ["x^Ty"]),
        (r"x^\top A y", [r"x^\top Ay"]),
        (r"x^\top A^\top B y", [r"x^\top A^\top By"]),
        (r"x_i^\top y", [r"x_i^\top y"]),
        (r"2 a x^\top y", [r"x^\top y"]),
        (r"(x^\top y)^2", [r"x^\top y"]),
        (r"x^\top y \, y^\top x", [r"x^\top y", r"y^\top x"]),
        (r"\frac{x^\top A x}{x^\top x}", [r"x^\top Ax", r"x^\top x"]),
        (r"\langle x, y\rangle", [r"\langle x,y\rangle"]),
    ],
)
def test_a_product_of_vectors_is_a_real_number(latex: str, atoms: list[str]) -> None:
    expression = translate(latex, VECTORS)
    assert sorted(expression.opaque) == [f"{OPAQUE} {atom}" for atom in atoms]


@pytest.mark.parametrize(
    "latex",
    [
        r"x^\top", "x", r"x^\top v", r"v^\top x", r"a^\top x", r"x^\top a", r"x^\top A",
        r"A^\top A",
        r"x^\top y^\top", r"x y^\top", r"x^\top y z", r"x^\top A^{-1} y", r"x^\top A^2 y",
        r"x^\top y^2", r"x^\top y(a)", r"x^\top (x + y)", r"x^\top y_1", r"x^\top \nabla f(x)",
        r"x^\top x_j", "x^2", "x^n y", r"x^{*\top} y", r"n^T a", "a^T", r"x^{T+1} y",
        r"x^{(\top)} y", r"A x^\top y", r"x^\top y !", r"\log x^\top y", r"x^\top y A",
    ],
)  # fmt: skip
def test_a_product_with_what_is_no_known_vector_is_refused(latex: str) -> None:
    with pytest.raises(NotUnderstoodError):
        translate(latex, VECTORS)


def test_only_the_square_of_a_vector_has_a_sign() -> None:
    assert translate(r"x^\top x", VECTORS).value.is_nonnegative
    for latex in (r"x^\top y", r"x^\top A x", "x^T x", r"x_i^\top x"):
        assert translate(latex, VECTORS).value.is_nonnegative is None


def test_a_vector_to_the_power_of_a_number_is_no_product() -> None:
    steps = SymbolDomain("T", None, None, False, False, True)
    domains = Domains({**VECTORS.symbols, "T": steps}, meanings=VECTORS.meanings)
    assert translate(r"x^\top y", domains).opaque
    with pytest.raises(NotUnderstoodError):
        translate("x^T y", domains)
    with pytest.raises(NotUnderstoodError):
        translate(r"x^\top x", Domains({}, meanings={**VECTORS.meanings, "\\top": "complex"}))
