"""Phase D's compile: LaTeX to PDF with latexmk, and what its logs say, as findings.

Not here: what the document means. A run that could not be read to its end is never clean.
"""

from .compile import CompileResult, compile_document
from .latex_log import LatexLog, LogMessage, parse_latex_log
from .latexmk import APT_PACKAGES, require_tex

__all__ = [
    "APT_PACKAGES",
    "CompileResult",
    "LatexLog",
    "LogMessage",
    "compile_document",
    "parse_latex_log",
    "require_tex",
]
