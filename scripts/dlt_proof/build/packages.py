"""Which Debian package brings a TeX file that is missing.

Only what papers of this field use; TeX Live's other files are found with `apt-file search`.
"""

from pathlib import PurePosixPath

_PACKAGES = {
    "texlive-latex-extra": "changes cleveref comment enumitem environ ifthenx import makecell "
    "mdframed minted multirow nicefrac cancel placeins subfiles tcolorbox thm-autoref "
    "thm-restate thmtools titlesec tocloft todonotes units wrapfig xifthen",
    "texlive-latex-recommended": "booktabs caption float listings mathtools microtype xcolor",
    "texlive-latex-base": "aliascnt amsmath amsthm fancyhdr natbib",
    "texlive-science": "algorithm algorithm2e algorithmic algpseudocode mhchem physics siunitx "
    "stmaryrd",
    "texlive-bibtex-extra biber": "biblatex",
    "texlive-pictures": "pgf pgfplots tikz tikz-cd",
    "texlive-plain-generic": "soul ulem",
    "texlive-fonts-extra": "bbm dsfont fontawesome5 inconsolata libertine newpxmath newpxtext "
    "newtxmath newtxtext",
    "lmodern": "lmodern",
}
_PACKAGE_OF = {name: package for package, names in _PACKAGES.items() for name in names.split()}


def where_to_get(name: str) -> str:
    """What to do about a missing file or font, one line.

    Args:
        name: the file as the log names it, or `font …`.
    """
    if name.startswith("font "):
        return "on Debian or Ubuntu: apt-get install cm-super"
    path = PurePosixPath(name)
    package = _PACKAGE_OF.get(path.stem) if path.suffix in (".sty", ".tex", "") else None
    if package:
        return f"on Debian or Ubuntu: apt-get install {package}"
    if path.suffix in (".sty", ".cls", ".bst"):
        return "put the file into the project (a venue's style comes from the venue)"
    if ".." in path.parts or path.is_absolute():
        return "TeX may read only files of the project: copy it there"
    return "check the name; it is relative to the project folder"
