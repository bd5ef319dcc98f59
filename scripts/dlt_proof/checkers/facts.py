"""Elementary inequalities that are proved in every analysis book, as bounds of one atom.

Data: the atom's function, the side, the bound, what the argument must satisfy. Each is tested
numerically and, on its whole domain, by `calculus` in the tests. How they are used is `orders`'
business.

Sources: G. H. Hardy, J. E. Littlewood, G. Pólya, *Inequalities*, 2nd ed., Cambridge 1952 (HLP);
D. S. Mitrinović, *Analytic Inequalities*, Springer 1970 (M); the Taylor polynomials with Lagrange's
remainder (T).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sympy


@dataclass(frozen=True)
class Fact:
    """A bound of `function(u)`, true for every real u with all premises.

    Args:
        name: as it stands in a certificate.
        function: name of SymPy's class.
        side: 1 for a lower bound of the function, -1 for an upper bound.
        bound: of the argument; for `Pow` of base and exponent, where the base is positive, or
            nonnegative and the exponent positive.
        premises: terms that must be nonnegative; each a function of the same arguments.
        source: where it is proved.
    """

    name: str
    function: str
    side: int
    bound: Callable[..., Any]
    premises: tuple[Callable[..., Any], ...] = ()
    source: str = "T"


def _nonnegative(u: Any) -> Any:
    return u


FACTS = (
    Fact("1 + u <= exp(u)", "exp", 1, lambda u: 1 + u, source="HLP 142"),
    Fact("0 < exp(u)", "exp", 1, lambda u: sympy.Integer(0)),
    Fact(
        "1 + u + u^2/2 <= exp(u) for u >= 0", "exp", 1, lambda u: 1 + u + u**2 / 2, (_nonnegative,)
    ),
    Fact(
        "exp(u) <= 1 + u + u^2/2 for u <= 0", "exp", -1, lambda u: 1 + u + u**2 / 2, (lambda u: -u,)
    ),
    Fact(
        "exp(u) <= 1 + u + u^2 for u <= 1",
        "exp",
        -1,
        lambda u: 1 + u + u**2,
        (lambda u: 1 - u,),
        "M 3.6",
    ),
    Fact("exp(u) <= 1 for u <= 0", "exp", -1, lambda u: sympy.Integer(1), (lambda u: -u,)),
    Fact("log(u) <= u - 1", "log", -1, lambda u: u - 1, source="HLP 146"),
    Fact("1 - 1/u <= log(u)", "log", 1, lambda u: 1 - 1 / u, source="HLP 146"),
    Fact(
        "2(u - 1)/(u + 1) <= log(u) for u >= 1",
        "log",
        1,
        lambda u: 2 * (u - 1) / (u + 1),
        (lambda u: u - 1,),
        "M 3.6.16",
    ),
    Fact(
        "(u - 1) - (u - 1)^2/2 <= log(u) for u >= 1",
        "log",
        1,
        lambda u: (u - 1) - (u - 1) ** 2 / 2,
        (lambda u: u - 1,),
    ),
    Fact("0 <= log(u) for u >= 1", "log", 1, lambda u: sympy.Integer(0), (lambda u: u - 1,)),
    Fact("-1 <= sin(u)", "sin", 1, lambda u: sympy.Integer(-1)),
    Fact("sin(u) <= 1", "sin", -1, lambda u: sympy.Integer(1)),
    Fact("-1 <= cos(u)", "cos", 1, lambda u: sympy.Integer(-1)),
    Fact("cos(u) <= 1", "cos", -1, lambda u: sympy.Integer(1)),
    Fact("sin(u) <= u for u >= 0", "sin", -1, lambda u: u, (_nonnegative,)),
    Fact("u - u^3/6 <= sin(u) for u >= 0", "sin", 1, lambda u: u - u**3 / 6, (_nonnegative,)),
    Fact("1 - u^2/2 <= cos(u)", "cos", 1, lambda u: 1 - u**2 / 2),
    Fact("cos(u) <= 1 - u^2/2 + u^4/24", "cos", -1, lambda u: 1 - u**2 / 2 + u**4 / 24),
    Fact("1 + u^2/2 <= cosh(u)", "cosh", 1, lambda u: 1 + u**2 / 2),
    Fact("cosh(u) <= exp(u^2/2)", "cosh", -1, lambda u: sympy.exp(u**2 / 2)),
    Fact("u <= sinh(u) for u >= 0", "sinh", 1, lambda u: u, (_nonnegative,)),
    Fact("tanh(u) <= u for u >= 0", "tanh", -1, lambda u: u, (_nonnegative,)),
    Fact("tanh(u) <= 1", "tanh", -1, lambda u: sympy.Integer(1)),
    Fact("-1 <= tanh(u)", "tanh", 1, lambda u: sympy.Integer(-1)),
    Fact("atan(u) <= u for u >= 0", "atan", -1, lambda u: u, (_nonnegative,)),
    Fact("sqrt(u) <= (1 + u)/2", "sqrt", -1, lambda u: (1 + u) / 2, source="HLP 9"),
    Fact(
        "u <= sqrt(u) for 0 <= u <= 1",
        "sqrt",
        1,
        lambda u: u,
        (_nonnegative, lambda u: 1 - u),
    ),
    Fact("u <= |u|", "Abs", 1, lambda u: u),
    Fact("-u <= |u|", "Abs", 1, lambda u: -u),
    Fact(
        "1 + n(b - 1) <= b^n for b >= 0, n >= 1 (Bernoulli)",
        "Pow",
        1,
        lambda b, n: 1 + n * (b - 1),
        (lambda b, n: n - 1,),
        "HLP 42",
    ),
    Fact(
        "b^n <= 1 + n(b - 1) for b >= 0, 0 < n <= 1 (Bernoulli)",
        "Pow",
        -1,
        lambda b, n: 1 + n * (b - 1),
        (lambda b, n: n, lambda b, n: 1 - n),
        "HLP 42",
    ),
    Fact(
        "b^n <= exp(n(b - 1)) for b >= 0, n >= 0",
        "Pow",
        -1,
        lambda b, n: sympy.exp(n * (b - 1)),
        (lambda b, n: n,),
        "HLP 146",
    ),
    Fact(
        "b^n <= 1 for 0 < b <= 1, n >= 0",
        "Pow",
        -1,
        lambda b, n: sympy.Integer(1),
        (lambda b, n: 1 - b, lambda b, n: n),
    ),
    Fact(
        "b^n <= b for 0 <= b <= 1, n >= 1",
        "Pow",
        -1,
        lambda b, n: b,
        (lambda b, n: 1 - b, lambda b, n: n - 1),
    ),
    Fact(
        "b <= b^n for b >= 1, n >= 1",
        "Pow",
        1,
        lambda b, n: b,
        (lambda b, n: b - 1, lambda b, n: n - 1),
    ),
    Fact(
        "1 <= b^n for b >= 1, n >= 0",
        "Pow",
        1,
        lambda b, n: sympy.Integer(1),
        (lambda b, n: b - 1, lambda b, n: n),
    ),
)
