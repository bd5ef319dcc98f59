"""The graph of large papers: time grows with their size, whatever their shape."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dlt_proof.graph.circles import without_circles
from dlt_proof.graph.folder import folder_graph
from dlt_proof.project import Project

HEAD = (
    "\\documentclass{article}\\usepackage{amsthm,cleveref}\\newtheorem{theorem}{Theorem}"
    "\\newtheorem{lemma}[theorem]{Lemma}\\newtheorem{claim}{Claim}\n\\begin{document}\n"
)
SMALL = 500
#: Four times the size may take so many times the time: a square would take sixteen.
FACTOR = 9
ATTEMPTS = 3


def lemma(number: int, words: str = "") -> str:
    return f"\\begin{{lemma}}\\label{{l:{number}}}\n$x \\ge {number}$. {words}\n\\end{{lemma}}\n"


def proof(words: str) -> str:
    return f"\\begin{{proof}}\n{words}\n\\end{{proof}}\n"


def one_proof(n: int) -> str:
    words = "".join(f"By \\cref{{l:{k % 50}}}, $a_{{{k}}} \\le 1$.\n" for k in range(4 * n))
    return "".join(map(lemma, range(50))) + proof(words)


def doubtful_circle(n: int) -> str:
    return "".join(
        lemma(k, f"In the setting of \\cref{{l:{(k + 1) % n}}} and in that of "
                 f"\\cref{{l:{(7 * k + 3) % n}}}, $y \\ge {k}$.")
        for k in range(n)
    )  # fmt: skip


def nested(n: int) -> str:
    claims = "".join(
        f"\\begin{{claim}}\\label{{c:{k}}} $x = {k}$.\\end{{claim}}\n"
        + proof(f"By \\cref{{c:{max(0, k - 1)}}}.")
        for k in range(n)
    )
    return lemma(0) + proof(claims)


def in_words(n: int) -> str:
    return "".join(lemma(k) + proof("By the previous lemma, $x > 0$.") for k in range(n))


def declared(n: int) -> str:
    keys = ",\n".join(f"l:{k}" for k in range(n))
    return (
        "".join(map(lemma, range(n))) + f"\\begin{{theorem}}\\uses{{{keys}}} T.\\end{{theorem}}\n"
    )


def said_twice(n: int) -> str:
    again = (f"\\begin{{lemma}}[Restatement of \\cref{{l:{k}}}]\n$x \\ge {k}$.\n\\end{{lemma}}\n"
             + proof(f"By \\cref{{l:{max(0, k - 1)}}}.") for k in range(n))  # fmt: skip
    return "".join(map(lemma, range(n))) + "".join(again)


@pytest.mark.parametrize(
    "shape", [one_proof, doubtful_circle, nested, in_words, declared, said_twice]
)
def test_time_grows_with_size(shape: Callable[[int], str], tmp_path: Path) -> None:
    projects = []
    for size in (SMALL, 4 * SMALL):
        folder = tmp_path / str(size)
        folder.mkdir()
        text = f"{HEAD}{shape(size)}\\end{{document}}\n"
        (folder / "main.tex").write_text(text, encoding="utf-8")
        projects.append(folder)
    # A busy machine slows one of two runs; what grows with the square is slow every time.
    ratios = []
    for _ in range(ATTEMPTS):
        small, large = (seconds_for(folder) for folder in projects)
        ratios.append(large / max(small, 0.05))
        if ratios[-1] < FACTOR:
            return
    raise AssertionError(ratios)


def seconds_for(folder: Path) -> float:
    """Processor time, in seconds, that reading the graph takes."""
    start = time.process_time()
    folder_graph(Project(folder))
    return time.process_time() - start


def test_doubtful_uses_beside_brute_force() -> None:
    import random

    import networkx as nx

    rng = random.Random(5)
    for _ in range(300):
        names = [f"n{k}" for k in range(rng.randint(2, 9))]
        draw = [(rng.choice(names), rng.choice(names)) for _ in range(rng.randint(0, 24))]
        draw = [(a, b) for a, b in draw if a != b]
        cut = rng.randint(0, len(draw))
        sure, doubtful = draw[:cut], draw[cut:]
        graph = nx.DiGraph(sure)
        graph.add_nodes_from(names)
        rank = {name: number for number, name in enumerate(names)}
        for (a, b), stands in zip(doubtful, without_circles(sure, doubtful, rank), strict=True):
            assert stands == (not nx.has_path(graph, b, a))
            if stands:
                graph.add_edge(a, b)


def test_without_steps_left_only_what_agrees_with_the_order_stands() -> None:
    rank = {"a": 0, "b": 1, "c": 2}
    doubtful = [("a", "b"), ("c", "a"), ("b", "c")]
    assert list(without_circles([], doubtful, rank)) == [True, True, False]
    assert list(without_circles([], doubtful, rank, most_steps=0)) == [True, False, True]
