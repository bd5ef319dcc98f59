"""Writing a set of words as one line of text."""


def word_set(words: str) -> frozenset[str]:
    """The words of a text, white space between them."""
    return frozenset(words.split())
