"""Phase D's compile: LaTeX to PDF, and what its logs say, as findings.

Not here: what the document means. A run that could not be read to its end is never clean.
"""

from .compile import CompileResult, compile_document
from .engines import APT_PACKAGES
from .latex_log import LatexLog, parse_latex_log
from .log_message import LogMessage

__all__ = [
    "APT_PACKAGES",
    "CompileResult",
    "LatexLog",
    "LogMessage",
    "compile_document",
    "parse_latex_log",
]
