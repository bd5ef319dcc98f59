"""Where pylatexenc can read a document, it must see the environments and labels that we see."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from papers import HEAD, TAIL, read
from pylatexenc import latexwalker, macrospec

BODIES = [
    "\\begin{lemma}[T]\\label{a} $x$ \\end{lemma}\n\\begin{proof} \\[ y \\] \\end{proof}",
    "\\begin{itemize}\\item \\label{a} {\\bf x \\label{b}} \\end{itemize} % \\label{c}\n",
    "\\begin{equation}\\label{e} a \\begin{cases} b \\\\ c \\end{cases} \\end{equation}",
    "\\begin{a}\\begin{b}\\begin{c}\\label{x}\\end{c}\\end{b}\\label{y}\\end{a}",
    "x \\\\% \\label{n}\n \\% \\label{y} \\verb|\\label{z}|"
    " \\begin{verbatim}\\label{v}\\end{verbatim}",
    "\\section{S\\label{s}} $a \\text{if \\label{t} $b$}$ $$ c $$ \\(d\\)",
    "\\begin{figure}[t]\\centering\\caption{C \\label{f}}\\end{figure} \\footnote{\\label{g}}",
    "\\begin{tabular}{cc} a & b \\\\[2pt] c & \\{ \\end{tabular}\\label{t}",
]


def walked(nodes: list[Any], environments: Counter[str], labels: list[str], text: str) -> None:
    for node in nodes:
        if node is None:
            continue
        if node.isNodeType(latexwalker.LatexEnvironmentNode):
            environments[node.environmentname] += 1
        if node.isNodeType(latexwalker.LatexMacroNode) and node.macroname == "label":
            argument = node.nodeargd.argnlist[-1]
            labels.append(text[argument.pos + 1 : argument.pos + argument.len - 1])
            continue
        arguments = getattr(node, "nodeargd", None)
        if arguments is not None and arguments.argnlist:
            walked(arguments.argnlist, environments, labels, text)
        if getattr(node, "nodelist", None):
            walked(node.nodelist, environments, labels, text)


@pytest.mark.parametrize("body", BODIES)
def test_same_environments_and_labels(tmp_path: Path, body: str) -> None:
    document = read(tmp_path, body)
    text = f"{HEAD}{body}{TAIL}"
    context = latexwalker.get_default_latex_context_db()
    context.add_context_category(
        "test", macros=[macrospec.MacroSpec("label", "{"), macrospec.MacroSpec("text", "{")],
        prepend=True,
    )  # fmt: skip
    walker = latexwalker.LatexWalker(text, latex_context=context, tolerant_parsing=False)
    environments: Counter[str] = Counter()
    labels: list[str] = []
    walked(walker.get_latex_nodes()[0], environments, labels, text)
    assert Counter(e.name for e in document.environments) == environments
    assert [key.key for key in document.labels] == labels
    assert document.findings == ()
