"""What the texts of the skill name: commands, rules, files, agents; and what is wrong with it.

Each `wrong_…` returns one line for each fault, none where all is well. Placeholders in commands:
`LABEL`, `STEP`, `FILE` and the like stand for themselves, `N` for a number, `a|b` for either word,
`[…]` for what may be left out, `…` for anything.
"""

import argparse
import contextlib
import io
import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dlt_proof.cli.arguments import build_parser, parse

ROOT = Path(__file__).resolve().parents[2]
#: Folders of the repository; a text that names a path in one of them means a file that is there.
FOLDERS = ("agents", "bin", "catalogue", "commands", "eval_results", "hooks", "references",
           "scripts", "templates", "tests")  # fmt: skip

_SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)|(?<!`)`([^`]+?)`(?!`)")
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_RULE = re.compile(r"(?<![\w$^\\])(R\d+[a-c]?|[BGPSTV]\d+)\b(?:\s+`([a-z][a-z-]+)`)?")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_AGENT = re.compile(r"[a-z]+-(?:verifier|reader|editor|scout|mender|judge)")


@dataclass(frozen=True, slots=True)
class Command:
    """A command as a text has it.

    Args:
        line: from 1.
        words: behind `dlt-proof`, as they stand there.
    """

    line: int
    words: str


def commands_in(text: str) -> list[Command]:
    """Every command in a code span or block, wherever a line of it begins with one."""
    found = []
    for start, piece in (*_spans(text), *_block_lines(text)):
        for part in re.split(r"\s(?:&&|\|)\s", piece):
            words = part.strip().removeprefix("- run: ").strip()
            words = re.split(r"\s>\s|\s+#\s", words)[0]
            head, _, rest = words.partition(" ")
            if head == "dlt-proof":
                found.append(Command(text.count("\n", 0, start) + 1, " ".join(rest.split())))
            elif piece is not None and rest and head in _tree() and _goes_on(head, rest):
                found.append(Command(text.count("\n", 0, start) + 1, " ".join(words.split())))
    return [command for command in found if command.words]


def _spans(text: str) -> Iterator[tuple[int, str]]:
    without = _FENCE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    for match in _SPAN.finditer(without):
        yield match.start(), match[1] or match[2]


def _block_lines(text: str) -> Iterator[tuple[int, str]]:
    for match in _FENCE.finditer(text):
        if match[1] in ("sh", "bash", "yaml"):
            at = match.start(2)
            for line in match[2].splitlines(keepends=True):
                if "dlt-proof" in line:
                    yield at, line
                at += len(line)


def _goes_on(head: str, rest: str) -> bool:
    """Whether a span that begins with a command's name is one: `plan approve`, not `plan A`."""
    second = rest.split()[0]
    group = _tree()[head]
    return second.startswith("--") or second in group or (not group and second[:1].isupper())


@cache
def _parser() -> argparse.ArgumentParser:
    return build_parser()


@cache
def _tree() -> Mapping[str, frozenset[str]]:
    """The commands, each with its own commands."""
    return {name: frozenset(_choices(parser)) for name, parser in _choices(_parser()).items()}


def _choices(parser: argparse.ArgumentParser) -> Mapping[str, argparse.ArgumentParser]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return action.choices
    return {}


def wrong_commands(text: str) -> list[str]:
    """Commands that the program's own parser refuses."""
    wrong = []
    for command in commands_in(text):
        for variant in _variants(command.words):
            told = _refused(variant)
            if told:
                wrong.append(f"line {command.line}: dlt-proof {variant}: {told}")
    return wrong


def _variants(words: str) -> list[str]:
    """All that a command with placeholders may mean; several optional parts, all or none."""
    plain = words.replace("\\|", "|")
    variants = [plain]
    if "[" in plain:
        variants = [re.sub(r"\[([^\[\]]*)\]", r"\1", plain), re.sub(r"\[[^\[\]]*\]", "", plain)]
    made = []
    for variant in variants:
        choices = [word for word in variant.split() if "|" in word and '"' not in word]
        if not choices:
            made.append(variant)
        for choice in choices:
            others = {word: word.split("|")[0] for word in choices if word != choice}
            for option in choice.split("|"):
                put_in = {**others, choice: option}
                made.append(" ".join(put_in.get(word, word) for word in variant.split()))
    return made


def _refused(words: str) -> str:
    """Why the parser refuses a command, "" where it does not."""
    try:
        split = shlex.split(re.sub(r"(?<!\S)…(?!\S)", "", words))
    except ValueError as error:
        return str(error)
    split = ["1" if word == "N" else word for word in split]
    parser = _parser()
    for word in split:
        if word not in _choices(parser):
            break
        parser = _choices(parser)[word]
    else:
        return ""  # only its name is mentioned
    said = io.StringIO()
    try:
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
            parse(split)
    except SystemExit as exit:
        return said.getvalue().strip().splitlines()[-1] if exit.code else ""
    return ""


def wrong_rules(text: str, names: Mapping[str, str], *, named: bool = True) -> list[str]:
    """Identifiers that no command reports, under another name than it has, or without its name.

    Args:
        names: of all identifiers, as `dlt-proof explain` has them.
        named: whether each identifier is to stand with its name once.
    """
    wrong = []
    told: dict[str, bool] = {}
    for match in _RULE.finditer(text):
        identifier, name = match.groups()
        line = text.count("\n", 0, match.start()) + 1
        if identifier not in names:
            wrong.append(f"line {line}: there is no {identifier}")
            continue
        if name is not None and name != names[identifier]:
            wrong.append(f"line {line}: {identifier} is {names[identifier]}, not {name}")
        told[identifier] = told.get(identifier, False) or name is not None
    return wrong + [f"{rule} is never named" for rule, seen in told.items() if named and not seen]


def wrong_files(text: str, folder: Path) -> list[str]:
    """Links, paths of the repository and agents that are not there.

    Args:
        folder: where the text lies, for its links.
    """
    wrong = []
    for match in _LINK.finditer(text):
        target = match[1].partition("#")[0]
        if target and ":" not in target and not (folder / target).exists():
            wrong.append(f"there is no {target}")
    for _, span in _spans(text):
        path = span.strip('"').removeprefix("${CLAUDE_SKILL_DIR}/").rstrip("/")
        inside = path.partition("/")[0] in FOLDERS and "/" in span and " " not in path
        if inside and not (ROOT / path).exists() and "<" not in path:
            wrong.append(f"there is no {path}")
        if _AGENT.fullmatch(span) and not (ROOT / "agents" / f"{span}.md").is_file():
            wrong.append(f"there is no agent {span}")
    return wrong


def front_matter(text: str) -> tuple[dict[str, str], str]:
    """The flat front matter of a Markdown file, and the text behind it.

    Raises:
        ValueError: there is none, or a line that YAML would read as something else.
    """
    parts = text.split("---\n", 2)
    if len(parts) != 3 or parts[0]:
        raise ValueError("no front matter")
    found = {}
    for line in parts[1].splitlines():
        key, colon, value = line.partition(": ")
        quoted = re.fullmatch(r'"[^"\\]*"', value)
        if not re.fullmatch(r"[A-Za-z-]+", key) or not colon or key in found:
            raise ValueError(f"not `key: value`: {line}")
        if not quoted and (re.search(r": |:$| #", value) or value[:1] in "[]{}&*!|>'\"%@`,?"):
            raise ValueError(f"YAML reads this otherwise, put it between quotation marks: {line}")
        found[key] = value.strip('"')
    return found, parts[2]


def tokens_at_most(text: str) -> int:
    """A bound on the tokens of a text: three bytes each.

    English prose has more than four characters a token, code and LaTeX about three.
    """
    return -(-len(text.encode("utf-8")) // 3)
