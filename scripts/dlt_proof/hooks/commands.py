"""What a shell command is refused for before it runs, by its words alone.

Words tell what an agent means to do, not what a program will do: what a command did all the same is
seen afterwards (`after_tool`), and acts of a person are refused by the commands themselves.
"""

from __future__ import annotations

from ..patterns import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_SEPARATORS = pattern(r"\|\||&&|[;&|\n(){}`]|\$\(")
_ASSIGNMENT = pattern(r"[A-Za-z_]\w*=")
#: Words before a command that run it.
_RUNNERS = frozenset(
    ["!", "bash", "builtin", "command", "do", "else", "env", "exec", "if", "nice", "nohup",
     "setsid", "sh", "stdbuf", "sudo", "then", "time", "timeout", "while", "xargs"]
)  # fmt: skip
_ENGINES = frozenset(
    ["arara", "bibtex", "biber", "dvilualatex", "latex", "latexmk", "lualatex", "luatex",
     "pdflatex", "pdftex", "rubber", "tectonic", "tex", "texi2pdf", "xelatex", "xetex"]
)  # fmt: skip
_ASKS_ONLY = frozenset(["--version", "-version", "--help", "-help", "-h", "-v"])
#: Our program, and what else is said in one command with it, behind quotes or not.
_OURS = pattern(r"dlt[-_]proof|scripts/(?:plan|trace|review|emit|hook)\.py|hooks/run\.sh")
_DISGUISES = pattern(r"CLAUDECODE|CLAUDE_CODE_|CLAUDE_PLUGIN_|CLAUDE_PROJECT_DIR|\benv\s+-i\b")
_PLAIN = pattern(r"[A-Za-z0-9_./:@%+,= \t-]+")
#: Where an agent's tools run our program for these, it is to be a person.
_PERSONS_ACTS = (
    (pattern(r"\bplan(?:\.py)?\s+approve\b(?![^;&|\n]*--(?:show|by-default|help))"), "an approval"),
    (pattern(r"\btrace(?:\.py)?\s+sign\b(?![^;&|\n]*--help)"), "a signature"),
    (pattern(r"\binit\b[^;&|\n]*--autonomous"), "leave to approve by default"),
    (pattern(r"\breview(?:\.py)?\s+start\b[^;&|\n]*--anew"), "a review anew"),
    (pattern(r"\bplan(?:\.py)?\s+manage\b[^;&|\n]*--off"), "giving a statement up"),
    (pattern(r"\bhook(?:\.py|s/run\.sh)?[\"']?\s+[a-z]+(?:-[a-z]+)+"), "what a hook is told"),
)


def why_refused(command: str) -> str:
    """Why an agent may not run a command in a proof project, empty where it may."""
    if _OURS.search(command):
        if _DISGUISES.search(command):
            return (
                "this would hide from dlt-proof who runs it; what only a person may do, the author "
                "does: propose it and wait"
            )
        for act, name in _PERSONS_ACTS:
            found = act.search(command)
            if found:
                return (
                    f"{name} counts only from a person: show the author what it is about and wait; "
                    "they type the line that starts with `dlt-proof` here, as a whole message, or "
                    "run it in a shell of their own"
                )
    for program, arguments in _simple_commands(command):
        if program in _ENGINES and not _ASKS_ONLY.intersection(arguments):
            return (
                f"{program} writes beside the sources: `dlt-proof compile` runs LaTeX into .output/"
            )
    return ""


def plain_arguments(command: str) -> tuple[str, ...]:
    """The arguments of our program where a command is `dlt-proof …` in plain words and nothing
    else; empty otherwise."""
    command = command.strip()
    if not _PLAIN.fullmatch(command):
        return ()
    words = command.split()
    return tuple(words[1:]) if words[0].rpartition("/")[2] == "dlt-proof" else ()


def _simple_commands(command: str) -> Iterator[tuple[str, list[str]]]:
    """Programs and their arguments, roughly: quotes are taken off, expansions are not made."""
    for part in _SEPARATORS.split(command):
        words = [word.strip("'\"") for word in part.split()]
        while words and _is_before_a_command(words[0]):
            words = words[1:]
        if words:
            yield words[0].rpartition("/")[2], words[1:]


def _is_before_a_command(word: str) -> bool:
    name = word.rpartition("/")[2]
    return (
        bool(_ASSIGNMENT.match(word)) or name in _RUNNERS or word.startswith("-") or name.isdigit()
    )
