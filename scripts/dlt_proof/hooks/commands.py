"""What a shell command is refused for before it runs, by its words alone.

Words tell what an agent means to do, not what a program will do: what a command did all the same is
seen afterwards (`after_tool`), and acts of a person are refused by the commands themselves.
"""

from __future__ import annotations

from ..patterns import DOTALL, MULTILINE, pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_HERE_DOCUMENT = pattern(r"(?<!<)<<(-?)[ \t]*([\"'\\]?)([\w.-]+)\2?(?!<)")
#: A quoted text, a sign that a backslash makes an ordinary one, or a comment, as it comes.
_TEXT = pattern(r"'[^']*'|\"(?:[^\"\\]|\\.)*\"|\\.|(?:(?<=\s)|^)#[^\n]*", DOTALL | MULTILINE)
_ARITHMETIC = pattern(r"\$\(\([^()]*\)\)")
_SEPARATORS = pattern(r"\|\||&&|[;&|\n()`]|\$\(")
_WAITS = pattern(r"(?:^|[\s;&])wait\b")
_DETACHED = pattern(r"(?<![&>|<])&(?![&>])")
_DURATION = pattern(r"[0-9.]+[smhd]?")
_ASSIGNMENT = pattern(r"[A-Za-z_]\w*=")
#: Words before a command that run it.
_RUNNERS = frozenset(
    ["!", "builtin", "command", "do", "else", "env", "exec", "if", "nice", "stdbuf", "sudo",
     "then", "time", "timeout", "while", "xargs", "{", "}"]
)  # fmt: skip
_DETACHING = frozenset(["at", "batch", "disown", "nohup", "setsid", "start-stop-daemon"])
_DEEPEST = 4
_SHELLS = frozenset(["bash", "dash", "eval", "sh", "zsh"])
_ENGINES = frozenset(
    ["arara", "bibtex", "biber", "dvilualatex", "latex", "latexmk", "lualatex", "luatex",
     "pdflatex", "pdftex", "rubber", "tectonic", "tex", "texi2pdf", "xelatex", "xetex"]
)  # fmt: skip
_WRITES_NOTHING = frozenset(["--version", "-version", "--help", "-help", "-h", "-v", "-c", "-C"])
_SCRIPT = pattern(r"(?:^|/)(?:plan|trace|review|emit|hook)\.py$|(?:^|/)hooks/run\.sh$")
_DISGUISES = pattern(r"CLAUDECODE|CLAUDE_CODE_|CLAUDE_PLUGIN_|CLAUDE_PROJECT_DIR|\benv\s+-i\b")
_PLAIN = pattern(r"[A-Za-z0-9_./:@%+,= \t-]+")
#: Subcommands by which git brings texts that others committed.
_BRINGS = frozenset(
    ["add", "branch", "checkout", "cherry-pick", "commit", "diff", "fetch", "log", "merge", "pull",
     "push", "rebase", "reset", "restore", "revert", "show", "stash", "status", "switch"]
)  # fmt: skip
#: What only a person may ask for: the words that begin it, those without which anybody may, and
#: those with which anybody may.
_PERSONS_ACTS = (
    (("plan", "approve"), (), ("--show", "--by-default", "--help", "-h"), "an approval"),
    (("trace", "sign"), (), ("--help", "-h"), "a signature"),
    (("init",), ("--autonomous",), (), "leave to approve by default"),
    (("review", "start"), ("--anew",), (), "a review anew"),
    (("plan", "manage"), ("--off",), (), "giving a statement up"),
    (("hook",), (), ("--help", "-h"), "what a hook is told"),
)


def why_refused(command: str, depth: int = 0) -> str:
    """Why an agent may not run a command in a proof project, empty where it may.

    Args:
        command: of a shell.
        depth: how many shells run one another, `bash -c "…"`.
    """
    ours = False
    for program, arguments in simple_commands(command):
        said = [word for word in (program, *arguments) if word]
        words = _arguments_of_ours(program, arguments)
        ours = ours or words is not None
        act = _persons_act(words or ())
        if program == "claude" and "dlt-proof" in command:
            act = "what a session that an agent starts is asked"
        if act:
            return (
                f"{act} counts only from a person: show the author what it is about and wait; they "
                "type the line that starts with `dlt-proof` here, as a whole message, or run it in "
                "a shell of their own"
            )
        if program in _ENGINES and not _WRITES_NOTHING.intersection(said):
            return f"{program} writes beside the sources: run `dlt-proof compile`, into .output/"
        if program in _DETACHING:
            return _in_the_foreground
        for word in arguments if program in _SHELLS and depth < _DEEPEST else ():
            inner = why_refused(word, depth + 1) if " " in word else ""
            if inner:
                return inner
    if ours and _DISGUISES.search(_without_texts(command)):
        return (
            "this would hide from dlt-proof who runs it; what only a person may do, the author "
            "does: propose it and wait"
        )
    text = _without_texts(command)
    if _DETACHED.search(text) and not _WAITS.search(text):
        return _in_the_foreground
    return ""


_in_the_foreground = (
    "what a command in the background writes cannot be looked at when it ends: run it in the "
    "foreground, or let it be a plain `dlt-proof …`"
)


def why_not_in_background(command: str) -> str:
    """Why a command may not go on when its call is over, empty where it may."""
    return "" if plain_arguments(command) else _in_the_foreground


def plain_arguments(command: str) -> tuple[str, ...]:
    """The arguments of our program where a command is `dlt-proof …` in plain words and nothing
    else; empty otherwise."""
    command = command.strip()
    if not _PLAIN.fullmatch(command):
        return ()
    words = command.split()
    return tuple(words[1:]) if words[0] == "dlt-proof" else ()


def is_git_alone(command: str) -> bool:
    """Whether a command is of git and of what shows its words, and brings texts that were
    committed: what differs then is history's."""
    text = _without_texts(command).replace("2>&1", "")
    if any(sign in text for sign in "><$`") or "$(" in command or "`" in command:
        return False
    brings = False
    for program, arguments in simple_commands(command):
        if program == "git":
            if not arguments or arguments[0] not in _BRINGS or "--exec" in arguments:
                return False
            brings = True
        elif program == "dlt-proof":
            if arguments[:1] not in (["status"], ["gate"]):
                return False
        elif program not in ("cd", "echo", "head", "tail", "cat", "true"):
            return False
    return brings


def _arguments_of_ours(program: str, arguments: Sequence[str]) -> Sequence[str] | None:
    """The arguments of our program where a simple command runs it in one of its ways."""
    words = [program, *arguments]
    for place, word in enumerate(words[:4]):
        if word == "dlt-proof" or word == "dlt_proof":
            return words[place + 1 :]
        if _SCRIPT.search(word):
            name = word.rpartition("/")[2]
            return ["hook" if name == "run.sh" else name.removesuffix(".py"), *words[place + 1 :]]
    return None


def _persons_act(words: Sequence[str]) -> str:
    for begin, needed, released, name in _PERSONS_ACTS:
        if tuple(words[: len(begin)]) != begin or set(released).intersection(words):
            continue
        if not needed or set(needed).intersection(words):
            return name
    return ""


def _without_here_documents(command: str) -> str:
    """A command without the lines of its here-documents."""
    if "<<" not in command:
        return command
    lines = command.split("\n")
    last = {line.lstrip("\t"): number for number, line in enumerate(lines)}
    kept: list[str] = []
    number = 0
    while number < len(lines):
        line = lines[number]
        kept.append(line)
        number += 1
        for match in _HERE_DOCUMENT.finditer(line):
            if last.get(match[3], -1) >= number:
                while (lines[number].lstrip("\t") if match[1] else lines[number]) != match[3]:
                    number += 1
                    if number == len(lines):
                        return "\n".join(kept)
                number += 1
    return "\n".join(kept)


def _without_texts(command: str) -> str:
    """A command without the texts in it: here-documents, quotations, comments."""
    text = _TEXT.sub(lambda m: "" if m[0][:1] == "#" else "Q", _without_here_documents(command))
    return _ARITHMETIC.sub("0", text)


def simple_commands(command: str) -> Iterator[tuple[str, list[str]]]:
    """Programs and their arguments, roughly: expansions are not made, texts in quotes are words."""
    quoted: list[str] = []

    def take(match: object) -> str:
        text: str = match[0]  # type: ignore[index]
        if text.startswith("#"):
            return ""
        if text == "\\\n":
            return " "
        quoted.append(text[1:] if text.startswith("\\") else text[1:-1])
        return f"\0{len(quoted) - 1}\0"

    text = _TEXT.sub(take, _without_here_documents(command.replace("\0", "")))
    for part in _SEPARATORS.split(_ARITHMETIC.sub("0", text)):
        words = [_with_texts(word, quoted) for word in part.split()]
        looks_up = words[:1] == ["command"] and words[1:2] in (["-v"], ["-V"])
        while words and not looks_up and _is_before_a_command(words[0]):
            words = words[1:]
        if words and not looks_up:
            yield words[0].rpartition("/")[2], words[1:]


def _with_texts(word: str, quoted: list[str]) -> str:
    parts = word.split("\0")
    return "".join(quoted[int(p)] if n % 2 else p for n, p in enumerate(parts))


def _is_before_a_command(word: str) -> bool:
    if _ASSIGNMENT.match(word) or word.startswith("-"):
        return True
    return word.rpartition("/")[2] in _RUNNERS or bool(_DURATION.fullmatch(word))
