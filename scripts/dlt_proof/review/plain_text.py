"""Text of papers, models and people as it is printed: one line, nothing a terminal would act on."""


def one_line(text: str) -> str:
    """A text on one line: no line of it can pass for one of ours."""
    return " ".join(_shown(text).split())


def plain_lines(text: str) -> str:
    """A text with its lines, without what a terminal would act on."""
    return "\n".join(_shown(line.expandtabs(4)) for line in text.split("\n"))


def _shown(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)
