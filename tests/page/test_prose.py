"""Statements as HTML: words, references, formulas, and what is left as it was written."""

import re
import sys
import time
from html import unescape
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlt_proof.page.formulas import formula_html
from dlt_proof.page.prose import statement_html
from dlt_proof.records.errors import MissingPartError

LINKS = {"lem:a": "#lem:a", "cite:tropp12": "#cite:tropp12"}


def html(latex: str) -> str:
    return statement_html(latex, LINKS.get)


def words(latex: str) -> str:
    """What a reader of the page sees, white space aside."""
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html(latex))).split())


class Balanced(HTMLParser):
    """Fails where an element is closed that is not the innermost one."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open.pop() == tag, tag


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        ("``Let'' a--b, c---d~e", "“Let” a–b, c—d e"),
        (r"5\% of \& \_ \# \$ \{x\}", "5% of & _ # $ {x}"),
        (r"\"o \'{e} \v{c} \c{c} \L{} na\"{\i}ve", "ö é č ç Ł naïve"),
        (r"text % a comment", "text"),
        (r"\label{eq:x}kept \noindent here", "kept here"),
        (r"\ldots{} and \S~3", "… and § 3"),
        (r"see \citep[Thm~2]{tropp12, other}", "see [tropp12, other, Thm 2]"),
        (r"by \eqref{eq:one}", "by (eq:one)"),
        (r"by \cref{lem:a,lem:b}", "by lem:a, lem:b"),
        (r"\unknown{argument}", r"\unknown argument"),
        (r"\textcolor{red}{x}", r"\textcolor redx"),
        ("a < b & c", "a < b & c"),
        (r"an unclosed $x", "an unclosed $x"),
    ],
)
def test_words(latex: str, text: str) -> None:
    assert words(latex) == text


def test_references_to_nodes_are_links_and_others_are_not() -> None:
    found = html(r"\Cref{lem:a, lem:b}, \cite{tropp12}, \citet{nobody}, \hyperref[lem:a]{that one}")
    assert re.findall(r'<a class="reference" href="([^"]*)">([^<]*)</a>', found) == [
        ("#lem:a", "lem:a"),
        ("#cite:tropp12", "tropp12"),
        ("#lem:a", "that one"),
    ]
    assert '<span class="reference">lem:b</span>' in found
    assert '<span class="reference">nobody</span>' in found


def test_lists() -> None:
    found = html(
        r"\begin{enumerate}[(i)] \item one \item[(x)] two "
        r"\begin{itemize}\item deep\end{itemize} \end{enumerate} after"
    )
    assert re.sub(r"\s+", "", found) == (
        '<ol><li>one</li><liclass="marked"><b>(x)</b>two<ul><li>deep</li></ul></li></ol>after'
    )


@pytest.mark.parametrize(
    "latex",
    [
        r"\begin{enumerate} \item never closed \textbf{nor \emph{this",
        r"\end{enumerate} } \item alone \end{theorem}",
        r"\begin{enumerate}\begin{itemize}\item a\end{enumerate}\item b\end{itemize}",
        r"\emph{a \begin{itemize}\item b} \item c \end{itemize}",
        r"\begin{odd}[x] inside \end{odd}",
        "\\",
        "{{{{",
        r"$ $$ \[ \( \begin{align}",
    ],
)
def test_what_is_out_of_balance_makes_no_page_out_of_balance(latex: str) -> None:
    reader = Balanced()
    reader.feed(html(latex))
    assert reader.open == []


@pytest.mark.parametrize(
    "latex",
    [
        "<script>alert(1)</script>",
        r"$<script>alert(1)</script>$",
        r"\text{<img src=x onerror=alert(1)>} $\text{<img src=x onerror=alert(1)>}$",
        r"\href{javascript:alert(1)}{x} $\href{javascript:alert(1)}{x}$",
        r'\cref{"><script>alert(1)</script>} \cite{<script>}',
        r'$\style{x:" onload="alert(1)}{y}$ \class{"x}{y}',
        r"\begin{<script>} x \end{<script>} \<script>",
        r"$\&lt;script\&gt; &#x3c;script&#x3e; \text{&#x3c;script>}$",
    ],
)
def test_nothing_of_a_paper_becomes_an_element_or_an_attribute(latex: str) -> None:
    found = html(latex)
    assert not re.search(r"<(script|img)", found)
    for tag in re.findall(r"<[a-z][^>]*>", found):
        names = re.findall(r'([\w-]+)="[^"]*"', tag)
        assert re.fullmatch(r'<[a-z]+( [\w-]+="[^"<>]*")*>', tag), tag
        assert not {name for name in names if name.startswith("on") or name == "style"}
        assert "javascript:" not in tag.split("title=")[0]


def mathml(latex: str, display: bool = False) -> str:
    found = formula_html(latex, display=display)
    match = re.search(r"<math.*</math>", found)
    assert match, found
    ElementTree.fromstring(match[0].replace("\N{NO-BREAK SPACE}", " "))
    return match[0]


@pytest.mark.parametrize(
    ("latex", "piece"),
    [
        (r"a \le b", "<mo>≤</mo>"),
        (r"\mathbb{R}^d", "<mi>ℝ</mi>"),
        (r"\mathscr{A}", "<mi>𝒜</mi>"),
        (r"\mathscr{F}", "<mi>ℱ</mi>"),
        (r"\boldsymbol\theta", "<mi>𝜽</mi>"),
        (r"\bm{x}", "<mi>𝒙</mi>"),
        (r"\mathbbm{1}", "<mn>𝟙</mn>"),
        (r"\text{if $x>0$ -- ok}", "<mtext>if\N{NO-BREAK SPACE}</mtext><mrow><mi>x</mi>"),
        (r"\bigl\lVert x \bigr\rVert", 'maxsize="1.2em">‖</mo>'),
        (r"\begin{aligned} a &= b \\ &= c \end{aligned}", '<mtd class="right"><mi>a</mi></mtd>'),
        (r"\begin{alignat*}{2} a &= b \end{alignat*}", '<mtd class="left">'),
        (r"\begin{gather} a \\ b \end{gather}", "<mtr><mtd><mi>b</mi></mtd></mtr>"),
        (r"a \\ b", "<mtr><mtd><mi>b</mi></mtd></mtr>"),
        (r"\sum_{i=1}^n x_i", "<munderover><mo>∑</mo>"),
        (r"\int_0^1", "<msubsup><mo>∫</mo>"),
        (r"\operatorname*{arg\,max}_x", "<munder><mo"),
        (r"\operatorname*{arg\,max}_x", ">arg max</mo>"),
        (r"2 \log n", "<mn>2</mn><mspace"),
        (r"\exp(-x)", 'form="prefix">−</mo>'),
        (r"\foo{x}", '<mtext class="unknown">\\foo</mtext>'),
        (r"x \label{eq:x} \nonumber", "<mi>x</mi></mrow></math>"),
        (r"\lVert x \rVert", '<mo stretchy="false">‖</mo>'),
    ],
)
def test_formulas(latex: str, piece: str) -> None:
    assert piece in mathml(latex)


@pytest.mark.parametrize("latex", [r"a & b", r"\middle| x", r"\frac", "", "%", r"{x", r"\left( x"])
def test_a_formula_that_cannot_be_converted_is_shown_as_it_was_written(latex: str) -> None:
    found = formula_html(latex, display=True)
    if "<math" not in found:
        assert found.startswith('<code class="latex display"')
        assert " ".join(latex.replace("&", "&amp;").split()) in found


def test_minus_between_two_things_is_no_sign() -> None:
    assert "prefix" not in mathml("a - b") + mathml("(a) - b") + mathml("x^2 - b")


def test_a_comma_stays_with_its_formula() -> None:
    assert "</math>,</span> b" in html("$a$, b")
    assert "</math></span> b" in html("$a$ b")


def test_displays_stand_alone_and_keep_their_kind() -> None:
    found = html(r"a \[ x \] b \begin{align} c &= d \label{eq} \\ &= e \end{align} $f$")
    assert found.count('<div class="display"') == 2
    assert found.count('<span class="formula"') == 1
    assert found.count("<mtr>") == 2


def test_verbatim_is_kept() -> None:
    assert "a&lt;b" in html(r"the word \verb|a<b| here")


def test_without_the_converter_the_error_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "latex2mathml.converter", None)
    with pytest.raises(MissingPartError, match="pip install latex2mathml"):
        formula_html("a formula seen nowhere else", display=False)


PIECES = (
    r"\ { } $ [ ] \begin{enumerate} \end{enumerate} \item \emph \cref \cite \frac \text \left( "
    r"\right) a < & \\ % \[ \] ^ _ \begin{align} \end{align} \bigl \lVert ~ é \verb | \' \footnote "
    r"\sqrt \begin{cases} \end{cases} \operatorname *"
)


@given(st.lists(st.sampled_from([*PIECES.split(), " ", "\n", "\n\n"]), max_size=30).map("".join))
@settings(max_examples=400, deadline=None)
def test_any_text_becomes_elements_in_balance(latex: str) -> None:
    reader = Balanced()
    reader.feed(html(latex))
    assert reader.open == []


def test_a_long_comment_costs_no_more_than_its_length() -> None:
    start = time.perf_counter()
    html = statement_html("It holds. %" + 60_000 * "%" + "\n\n  Always.", lambda _: None)
    assert "Always." in html and '<span class="break">' in html
    assert time.perf_counter() - start < 3
