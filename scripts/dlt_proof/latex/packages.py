"""Which packages and classes a file loads, and what is known to come with them.

Only what can be read from the file itself: a style file may load more.
"""

from __future__ import annotations

from ..patterns import pattern
from ..records.record import Record
from .arguments import NEARBY, after, bracket_at, group_at
from .model import FileView
from .words import word_set

_LOADING = pattern(
    r"\\(usepackage|RequirePackage|documentclass|LoadClass|RequirePackageWithOptions"
    r"|LoadClassWithOptions)(?![a-zA-Z@])"
)

#: Packages and classes that load amsmath themselves, whatever their options.
BRING_AMSMATH = word_set(
    "amsmath mathtools empheq nccmath breqn optidef autonum unicode-math physics axessibility "
    "bigints resizegather amsart amsbook amsproc beamer acmart jmlr l3doc"
)
#: Environments that only amsmath gives (or something that loads it).
OF_AMSMATH = word_set(
    "equation* align align* gather gather* multline multline* flalign flalign* alignat alignat* "
    "aligned gathered alignedat split subequations"
)

#: Classes that define theorems as amsthm does; cleveref takes them for amsthm.
AMSTHM_CLASSES = word_set("amsart amsbook amsproc acmart")
#: Packages that make cleveref and hyperref see an environment's own name, and load each other.
THMTOOLS = word_set("thmtools thm-restate")
#: Packages and classes that leave `\\newtheorem` and references alone. Any other may do what it
#: likes, a paper's own style file above all.
HARMLESS = word_set(
    "article report book letter memoir scrartcl scrreprt scrbook extarticle extreport IEEEtran "
    "minimal standalone "
    "a4wide abstract accents adjustbox algorithm algorithm2e algorithmic algorithmicx "
    "algpseudocode algcompatible amsbsy amscd amsfonts amsmath amsopn amssymb amstext appendix "
    "array authblk babel bbm bbold beton biblatex bm booktabs boxedminipage braket breakurl "
    "caption calc cancel cases changepage charter cite color colortbl comment courier csquotes "
    "dcolumn dsfont enumerate enumitem epsfig epstopdf esint eucal eulervm eufrak euscript "
    "etoolbox fancyhdr fancybox fancyvrb fixltx2e float floatrow fontenc fontspec footmisc "
    "footnote framed fullpage geometry graphics graphicx helvet hyperref hypcap ifpdf ifthen "
    "indentfirst inputenc kpfonts kvoptions latexsym leftidx letltxmac lineno lipsum listings "
    "lmodern longtable makecell makeidx manfnt marginnote marvosym mathabx mathdots mathpazo "
    "mathptmx mathrsfs mathtools mathtext microtype mleftright minted multicol multirow "
    "natbib nameref newpxmath newpxtext newtxmath newtxtext nicefrac nicematrix nth "
    "palatino paralist parskip pdflscape pdfpages pgf pgfplots pgffor pifont placeins psfrag "
    "relsize rotating scalerel setspace siunitx soul stackengine stackrel stmaryrd "
    "subcaption subfig subfigure suffix svg tabularx tabulary textcomp textgreek threeparttable "
    "tikz tikz-cd titlesec titling times tocbibind tocloft todonotes transparent txfonts typearea "
    "ulem units upgreek upquote url utopia varioref verbatim wasysym wrapfig xargs xcolor xfrac "
    "xparse xspace xifthen xstring yfonts aliascnt amsthm ntheorem thmtools thm-restate cleveref "
    "mdframed shadethm showkeys showlabels refcheck optidef empheq nccmath inputenx sansmath "
)
_CONFERENCE = pattern(r"(?:neurips|nips|icml|iclr|aistats|aaai|ijcai|uai|tmlr|jmlr2e)[\w-]*")


class Loaded(Record):
    """A package or class that a file loads.

    Args:
        name: as it is written, without suffix.
        start: offset of the loading command's backslash.
        is_class: a class, not a package.
        options: of the loading command, as they are written.
    """

    name: str
    start: int
    is_class: bool
    options: str = ""

    @property
    def harmless(self) -> bool:
        """Whether it is known to leave `\\newtheorem` and references alone."""
        return self.name in HARMLESS or bool(_CONFERENCE.match(self.name))


def loaded_packages(text: str) -> tuple[Loaded, ...]:
    """The packages and classes that a masked text loads, in order."""
    found = []
    for match in _LOADING.finditer(text):
        position = match.end()
        options = ""
        if option := bracket_at(text, position):
            options = text[slice(*option)]
            position = after(text, option)
        names = group_at(text, position, within=NEARBY)
        if names is None:
            continue
        is_class = "class" in match[1].lower()
        found += [
            Loaded(name.strip(), match.start(), is_class, options)
            for name in text[slice(*names)].split(",")
            if name.strip()
        ]
    return tuple(found)


def has_amsmath(view: FileView) -> bool:
    """Whether a file shows that amsmath is there: it loads it, or uses what only amsmath gives."""
    if any(package.name in BRING_AMSMATH for package in loaded_packages(view.masked)):
        return True
    return any(environment.name in OF_AMSMATH for environment in view.environments)
