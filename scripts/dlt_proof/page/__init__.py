"""What a person looks at: the lemma graph as a page, a picture, or text for other tools.

One HTML file without network (`graph_html`), one SVG file (`graph_svg`), DOT (`graph_dot`) and
Mermaid (`graph_mermaid`). Not here: what the graph is (`graph`), what its states mean for gates.

Licences. The layout comes from graphviz-pure, a port of Graphviz that is a Python package with a
program in it (EPL-2.0, with MIT and OFL-1.1 parts); it is run beside us and nothing of it goes
into what we write. Formulas become MathML by latex2mathml (MIT), titles plain text by pylatexenc
(MIT), the page is put together by Jinja2 (BSD-3-Clause). Style sheet, script and marks of the page
are our own (`templates/page/`, Apache-2.0); no script, typeface or image of another project is in
it, and formulas are set in a mathematical typeface that the reader's system has.
"""

from .dot import graph_dot
from .html import graph_html
from .mermaid import graph_mermaid
from .svg import graph_svg

__all__ = ["graph_dot", "graph_html", "graph_mermaid", "graph_svg"]
