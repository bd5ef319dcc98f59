"""For every method of proof: what it proves, and a false neighbour that it does not prove."""

import pytest

from dlt_proof.checkers.free import check_job

from .claims import job

X, POSITIVE, UNIT = "x in [0, oo)", "x in (0, oo)", "x in [0, 1]"
PAIRS = [
    # (domains, true claim, false neighbour): the neighbour differs in one sign, constant or power.
    # touching points
    (("x in reals",), (r"e^x", ">=", "1 + x"), (r"e^x", ">", "1 + x")),
    (("x in reals",), (r"e^x", ">=", "1 + x"), (r"e^x", ">=", r"1 + \frac{101}{100}x")),
    (("x in reals",), ("(x-1)^2", ">=", "0"), ("(x-1)^2", ">", "0")),
    ((X,), (r"\frac{x}{1+x}", "<=", r"\log(1+x)"), (r"\frac{x}{1+x}", "<", r"\log(1+x)")),
    ((POSITIVE,), (r"\frac{x}{1+x}", "<", r"\log(1+x)"), (r"\frac{x}{1+x}", ">=", r"\log(1+x)")),
    ((X,), (r"x - \frac{x^3}{6}", "<=", r"\sin x"), (r"x - \frac{x^3}{7}", "<=", r"\sin x")),
    (("x in reals",), (r"1-\frac{x^2}{2}", "<=", r"\cos x"), (r"1-\frac{x^2}{3}", "<=", r"\cos x")),
    ((POSITIVE,), (r"\log x", "<=", "x - 1"), (r"\log x", "<", "x - 1")),
    ((POSITIVE,), (r"x \log x", ">=", "x - 1"), (r"x \log x", ">", "x - 1")),
    (("x in [1, oo)",), (r"\sqrt{x}", "<=", "x"), (r"\sqrt{x}", "<", "x")),
    (("x in (1, oo)",), (r"\sqrt{x}", "<", "x"), (r"\sqrt{x}", ">=", "x")),
    # integers only
    (("n in integers",), ("n^2", ">=", "n"), ("n^2", ">", "n")),
    (("n in integers",), ("n^2", ">=", "n"), ("n^2", ">=", "n + 1")),
    (("n in positive integers",), ("2^n", ">=", "n + 1"), ("2^n", ">", "n + 1")),
    (("n in positive integers",), ("n!", ">=", "2^{n-1}"), ("n!", ">=", "2^n")),
    # large exponents, unbounded domains
    ((UNIT,), ("x^{40}", "<=", "x^{39}"), ("x^{39}", "<=", "x^{40}")),
    (
        ("x, y in [0, oo)",),
        (r"\sqrt{xy}", "<=", r"\frac{x+y}{2}"),
        (r"\sqrt{xy}", "<", r"\frac{x+y}{2}"),
    ),
    (
        ("x, y in [0, oo)",),
        (r"\sqrt{x+y}", "<=", r"\sqrt{x}+\sqrt{y}"),
        (r"\sqrt{x+y}", ">=", r"\sqrt{x}+\sqrt{y}"),
    ),
    (
        ("x in [0, 1]", "n in positive integers"),
        ("(1-x)^n", "<=", "e^{-nx}"),
        ("(1-x)^n", "<=", "e^{-2nx}"),
    ),
    (
        ("x in [0, oo)", "n in positive integers"),
        ("(1+x)^n", ">=", "1 + nx"),
        ("(1+x)^n", ">=", "2 + nx"),
    ),
    # absolute values, maxima, cases
    (
        ("x, y in reals",),
        (r"\lvert x+y \rvert", "<=", r"\lvert x \rvert + \lvert y \rvert"),
        (r"\lvert x+y \rvert", "<", r"\lvert x \rvert + \lvert y \rvert"),
    ),
    (
        ("x, y in reals",),
        (r"\max(x,y)", "=", r"\frac{x+y+\lvert x-y\rvert}{2}"),
        (r"\max(x,y)", "=", r"\frac{x+y-\lvert x-y\rvert}{2}"),
    ),
    (
        ("x, y in reals",),
        (r"\min(x,y) + \max(x,y)", "=", "x+y"),
        (r"\min(x,y) + \max(x,y)", "=", "x-y"),
    ),
    # solver: homogeneous polynomials
    (
        ("x, y, z in reals",),
        ("xy + yz + xz", "<=", "x^2+y^2+z^2"),
        ("xy + yz + xz", "<=", r"\frac{99}{100}x^2+y^2+z^2"),
    ),
    # boxes
    (
        (UNIT,),
        (r"\sin(3x) + \cos(5x)", "<=", r"\frac{6}{5}"),
        (r"\sin(3x) + \cos(5x)", "<=", r"\frac{11}{10}"),
    ),
    # equalities
    (
        ("x in reals",),
        (r"\cos(2x)", "<=", r"\cos^2 x - \sin^2 x"),
        (r"\cos(2x)", "<", r"\cos^2 x - \sin^2 x"),
    ),
    (("x in reals",), (r"\sin^2 x + \cos^2 x", "=", "1"), (r"\sin^2 x - \cos^2 x", "=", "1")),
    (
        ("x in reals",),
        (r"\sin(2x)", "=", r"2\sin(x)\cos(x)"),
        (r"\sin(2x)", "=", r"\sin(x)\cos(x)"),
    ),
    (
        ("x, y in (0, oo)",),
        (r"\log(xy)", "=", r"\log(x)+\log(y)"),
        (r"\log(xy)", "=", r"\log(x)-\log(y)"),
    ),
    (
        ("n in positive integers",),
        (r"\sum_{k=1}^n k^2", "=", r"\frac{n(n+1)(2n+1)}{6}"),
        (r"\sum_{k=1}^n k^2", "=", r"\frac{n(n+1)(2n-1)}{6}"),
    ),
    (
        ("n in positive integers", "x in (0, 1)"),
        (r"\sum_{k=0}^n x^k", "=", r"\frac{1-x^{n+1}}{1-x}"),
        (r"\sum_{k=0}^n x^k", "=", r"\frac{1-x^n}{1-x}"),
    ),
    (
        ("n in positive integers",),
        (r"\sum_{k=1}^n \frac{1}{k^2}", "<=", r"2-\frac1n"),
        (r"\sum_{k=1}^n \frac{1}{k^2}", "<", r"2-\frac1n"),
    ),
    # constraints
    (("x, y in reals", "x <= y"), ("e^x", "<=", "e^y"), ("e^x", "<", "e^y")),
    (("x, y in (0, oo)", "x <= y"), ("x^2", "<=", "y^2 + x"), ("x^2", ">=", "y^2 + x")),
    (("x, y in [0, oo)", "x + y <= 1"), ("xy", "<=", r"\frac14"), ("xy", "<", r"\frac14")),
]


@pytest.mark.parametrize(("domains", "true", "false"), PAIRS)
def test_a_claim_is_proved_and_its_false_neighbour_refuted(
    domains: tuple[str, ...], true: tuple[str, str, str], false: tuple[str, str, str]
) -> None:
    proved = check_job(job(*true, *domains))
    assert proved.word == "proved", proved.detail
    refuted = check_job(job(*false, *domains))
    assert refuted.word == "defect", refuted.detail


@pytest.mark.parametrize(
    "claim",
    [
        (r"\frac{x}{x}", "=", "1", "x in reals"),
        (r"\frac{x^2-1}{x-1}", "=", "x+1", "x in [0, 2]"),
        (r"\tan^2 x", ">=", "0", "x in [0, 2]"),  # a pole at pi/2
        (r"\frac{1}{\sin^2 x}", ">=", "1", "x in [1, 4]"),  # a pole at pi
        (r"\sqrt{x-1}", ">=", "0", "x in [0, 2]"),
        (r"\log x", "<=", "x", "x in [0, 1]"),
        (r"\frac{1}{x-y}", "<=", r"\frac{1}{x-y}+1", "x, y in (0, 1)"),
        (r"\frac{1}{x^2-2}", "=", r"\frac{1}{x^2-2}", "x in [0, 2]"),  # no rational point fails
        (r"0 \cdot \log x", "=", "0", "x in reals"),
    ],
)
def test_a_side_that_is_not_defined_everywhere_is_no_evidence(claim: tuple[str, ...]) -> None:
    assert check_job(job(*claim)).word in (None, "matched")


def test_a_point_where_a_side_is_not_defined_is_told() -> None:
    verdict = check_job(job(r"\frac{x^2-1}{x-1}", "=", "x+1", "x in [0, 2]"))
    assert verdict.detail["at"] == {"x": "1"}


@pytest.mark.parametrize(
    "domains",
    [
        ("x in [0, 1]", "x >= 2"),
        ("x, y in reals", "x < y", "y < x"),
        ("x, y in reals", "x^2 + y^2 <= -1"),
        ("x in reals", "e^x <= 0"),
        ("x, y, z in reals", "x <= y - 1", "y <= z - 1", "z <= x"),
    ],
)
def test_domains_that_contradict_are_no_evidence(domains: tuple[str, ...]) -> None:
    for claim in (("x", "<=", "x + 1"), ("x", ">=", "x + 1"), ("x", "=", "x")):
        assert check_job(job(*claim, *domains)).word is None


def test_nothing_rests_on_the_value_of_what_is_not_understood() -> None:
    assert check_job(job(r"\lVert v \rVert", "<=", "1")).word is None
    assert check_job(job(r"\lVert v \rVert", "=", r"2\lVert v \rVert")).word is None
    assert check_job(job(r"\lVert v \rVert", "<=", r"2\lVert v \rVert")).word == "proved"
