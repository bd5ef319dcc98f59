"""Graphs for the tests of the page: small ones by hand, large ones made from a number."""

import random
from collections.abc import Iterable

from dlt_proof.records.graph import STATES, GraphEdge, GraphNode, LemmaGraph

STATEMENT = (
    r"Under \Cref{ass:emission}, for every $\epsilon > 0$, with probability at least $1 - \delta$, "
    r"\begin{equation*} \sum_{k=1}^{n} \left( \frac{X_k}{\sqrt{n}} \right)^2 \le C \log "
    r"\frac{2}{\delta} . \end{equation*} Here $\lVert A \rVert \le 1$."
)


def node(label: str, kind: str = "lemma", state: str = "proved", **more: object) -> GraphNode:
    """A node in `main.tex` whose identifier is its label."""
    values: dict[str, object] = {"title": "", "file": "main.tex", "line": 3, **more}
    return GraphNode(id=label, label=label, kind=kind, state=state, **values)  # type: ignore[arg-type]


def graph_of(nodes: Iterable[GraphNode], *edges: tuple[str, str, str]) -> LemmaGraph:
    """A graph with edges given as source, target, kind."""
    told = tuple(GraphEdge(*edge, "main.tex", 7) for edge in edges)
    return LemmaGraph({one.id: one for one in nodes}, told)


def paper() -> LemmaGraph:
    """What a short paper looks like: ten nodes, every kind of edge, a shortcut, a citation."""
    source = GraphNode("cite:freedman75", "", "citation", "Freedman 1975", "refs.bib", 4, "cited")
    return graph_of(
        [
            node("not:probability", "notation", "all-ancestors-checked"),
            node("def:gap", "definition", "stated", title=r"The gap $g(x)$", statement="$g$."),
            node("ass:emission", "assumption", "stated", title="Emission", statement="$p_0 > 0$."),
            node("lem:count", "lemma", "proved", title="Anchor count", statement=STATEMENT),
            node("lem:mass", "lemma", "checked", statement=r"As \Cref{lem:count}, $\foo{x} < 1$."),
            node("lem:wrong", "lemma", "false", statement="$1 < 0$."),
            node("prop:rests", "proposition", "rests-on-false", statement="$2 < 1$."),
            node("thm:main", "theorem", "planned", goal=True, statement=STATEMENT),
            node("cor:decay", "corollary", "given", managed=False, file="sections/06 end.tex"),
            source,
        ],
        ("not:probability", "ass:emission", "statement"),
        ("def:gap", "lem:count", "declared"),
        ("ass:emission", "lem:count", "statement"),
        ("lem:count", "lem:mass", "proof"),
        ("lem:mass", "thm:main", "proof"),
        ("lem:count", "thm:main", "proof"),
        ("lem:wrong", "prop:rests", "proof"),
        ("thm:main", "cor:decay", "proof"),
        ("cite:freedman75", "lem:count", "cites"),
        ("lem:wrong", "thm:main", "mention"),
    )


def large(size: int) -> LemmaGraph:
    """A graph of some size in which most uses are near and some are far, as in a monograph."""
    chance = random.Random(size)
    kinds = ["lemma"] * 6 + ["theorem", "definition", "assumption", "proposition", "corollary"]
    nodes: list[GraphNode] = []
    edges: dict[tuple[str, str], str] = {}
    for number in range(size):
        kind = chance.choice(kinds)
        label = f"{kind[:3]}:{chance.choice(['anchor', 'kernel', 'gap'])}_{number}"
        title = f"Bound on $\\lambda_{{{number}}}$" if number % 3 else ""
        statement = STATEMENT.replace("X_k", f"X_{{{number}}}")
        state = chance.choice(STATES)
        file = f"sections/{number // 40:02d}.tex"
        goal = number == size - 1
        nodes.append(
            node(label, kind, state, title=title, statement=statement, file=file, goal=goal)
        )
        for _ in range(chance.choice([0, 1, 2, 3]) if number else 0):
            near = max(0, number - 1 - int(chance.expovariate(1 / 20)))
            other = near if chance.random() < 0.9 else chance.randrange(number)
            edges[nodes[other].id, label] = chance.choice(["proof"] * 3 + ["statement", "mention"])
    return graph_of(nodes, *[(*pair, kind) for pair, kind in edges.items()])
