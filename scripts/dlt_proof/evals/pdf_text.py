"""The text of a PDF, page by page, in a form in which two builds can be compared.

Not here: making the PDF (`build`).
"""

import re
import unicodedata

from ..records.errors import InputError, MissingPartError

#: What readers of PDF put where a word was divided at the end of a line.
_DIVIDED = re.compile(r"(?<=\w)(?:-|\u00ad|\ufffe|\x02)\s*[\r\n]+\s*(?=\w)|[\ufffe\u00ad\x02]")
_WORD = re.compile(r"[^\W\d_]{2,}")


def pdf_pages(data: bytes) -> list[str]:
    """The normalised text of each page.

    Raises:
        MissingPartError: the package that reads PDF is not installed.
        InputError: this is no PDF.
    """
    try:
        import pypdfium2
    except ModuleNotFoundError:
        raise MissingPartError(
            "the Python package pypdfium2 is not installed, which reads the PDF",
            remedy="pip install pypdfium2",
        ) from None
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise InputError(f"no PDF that can be read: {error}") from None
    try:
        return [normalised(page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


def normalised(text: str) -> str:
    """A text without ligatures and divided words, each run of white space a blank."""
    return " ".join(unicodedata.normalize("NFKC", _DIVIDED.sub("", text)).split())


def word_count(pages: list[str]) -> int:
    """How many words of at least two letters there are."""
    return sum(len(_WORD.findall(page)) for page in pages)
