"""The only room that knows paths: where a proof project keeps what, and how it is written.

Everything else asks a `Project` for a path, or `shipped` for a template or catalogue entry.
Not here: what the files mean.
"""

from .cache import Cache, fingerprint, open_cache
from .configuration import Configuration
from .files import StrPath, read_loosely, read_text, write_text
from .root import SECTION_FOLDER, Project, find_project, has_document_class, open_project
from .shipped import library_path, shipped_folder, shipped_path

__all__ = [
    "SECTION_FOLDER",
    "Cache",
    "Configuration",
    "Project",
    "StrPath",
    "find_project",
    "fingerprint",
    "has_document_class",
    "library_path",
    "open_cache",
    "open_project",
    "read_loosely",
    "read_text",
    "shipped_folder",
    "shipped_path",
    "write_text",
]
