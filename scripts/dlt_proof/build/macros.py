"""Which macro may have been meant where an undefined one stands.

What is only likely is said as a question. Not here: how the log names it (`log_errors`).
"""

from __future__ import annotations

import difflib
import functools
import re
from pathlib import Path

_TABLE = Path(__file__).with_name("macros_of_packages.txt")
_DEFINITION = re.compile(
    r"\\(?:(?:re)?newcommand|providecommand|DeclareRobustCommand|DeclareMathOperator"
    r"|(?:New|Renew|Provide|Declare)DocumentCommand|DeclarePairedDelimiter\w*+)\*?+\s*+\{?+\s*+"
    r"\\([A-Za-z@]+)"
    r"|\\(?:[gex]?def|let)\s*+\\([A-Za-z@]+)"
)
_ALIKE = 0.75


class Macros:
    """The macros that a project defines, and those of well-known packages."""

    def __init__(self, sources: dict[str, str]) -> None:
        self._places: dict[str, str] = {}
        for file, text in sources.items():
            for number, line in enumerate(text.split("\n"), start=1):
                for match in _DEFINITION.finditer(re.split(r"(?<!\\)%", line, maxsplit=1)[0]):
                    self._places.setdefault(match[1] or match[2], f"{file}:{number}")

    def where_defined(self, macro: str) -> str:
        """The macro, with the place in the project where it is defined if that is known."""
        place = self._places.get(macro.lstrip("\\"))
        return f"{macro} ({place})" if place else macro

    def hint(self, macro: str) -> str:
        """What to do about an undefined macro, one line."""
        name = macro.lstrip("\\")
        package = packages_by_macro().get(name)
        if package:
            return f"the package {package} defines it: \\usepackage{{{package}}}"
        # What is undefined here may be defined further down; a name is not near itself.
        known = [n for n in {*self._places, *packages_by_macro()} if n != name and "@" not in n]
        own = difflib.get_close_matches(name, [n for n in known if n in self._places], 1, _ALIKE)
        near = own or difflib.get_close_matches(name, known, 1, _ALIKE)
        if name in self._places:
            return f"it is defined at {self._places[name]}, which comes later or is not read"
        if near:
            place = self._places.get(near[0])
            package = packages_by_macro().get(near[0])
            where = place or (package if package != "latex" else "")
            return f"perhaps \\{near[0]} is meant?" + (f" ({where})" if where else "")
        return "define it with \\newcommand, or load the package that does"


@functools.cache
def packages_by_macro() -> dict[str, str]:
    """The package that defines a macro, by the macro's name; `latex` is not told as a package."""
    table: dict[str, str] = {}
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        package, colon, names = line.partition(": ")
        if colon and not line.startswith("#"):
            table |= dict.fromkeys(names.split(), package)
    return table
