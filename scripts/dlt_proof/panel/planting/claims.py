"""What is said of the paper as a whole: claims that nothing supports, and a missing main result.

A claim is of a kind of which the paper proves nothing, and says nothing: its words stand nowhere in
it. It is set behind a paragraph of running text that speaks of the main result.
"""

import re
from collections.abc import Iterator
from functools import partial
from random import Random

from ...graph.owners import Owners
from ...latex import Document, Key, Statement
from ...records.plan import PROVABLE_KINDS
from .records import Change, Draft
from .sources import Source

#: A sentence, and words of which none may stand in the paper, since it might then be supported.
_CLAIMS = (
    (
        "The rate in {ref} is optimal and cannot be improved by any method.",
        r"optimal|lower bounds?|minimax|sharp|tight(?:ness)?|cannot be improved|unimprovable",
    ),
    (
        "The conditions of {ref} are not only sufficient but also necessary.",
        r"necessary|necessity|if and only if|converse holds|characteri[sz]\w+",
    ),
    (
        "{ref} continues to hold when all of its hypotheses are satisfied only approximately.",
        r"approximately|perturb\w+|robust\w*|stab(?:le|ility)",
    ),
    (
        "This settles the question for every architecture that is used in practice.",
        r"every architecture|in practice|practical|practitioners?|settles?",
    ),
    (
        "In our experiments the bound of {ref} agrees with the measured values within one percent.",
        r"experiments?|empirical\w*|measured?|simulations?|numerical\w*",
    ),
)
_PARAGRAPH_END = re.compile(r"\.[ \t]*(?=\n[ \t]*\n|\n\\|\Z)")
_WIDTH = 100
_COMMANDS = ("Cref", "cref", "autoref", "ref")


def unsupported_claims(source: Source, random: Random) -> Iterator[Draft]:
    """A claim about the main result that nothing in the paper supports."""
    document = source.document
    if source.name != _main_result(source):
        return
    text = "\n".join(file.masked for file in document.files.values())
    label = source.statement.label
    keys = [key for key in document.references if key.key == label and key.command in _COMMANDS]
    found = [_end_of_paragraph(document, key) for key in keys]
    ends = list(dict.fromkeys(end for end in found if end is not None))
    claims = [c for c in _CLAIMS if not re.search(rf"\b(?:{c[1]})\b", text, re.I)]
    for sentence, words in random.sample(claims, len(claims)):
        for file, end in random.sample(ends, len(ends)):
            key = next(k for k in keys if k.span.file == file)
            said = sentence.format(ref=_reference(document, key, source.statement))
            yield Draft(
                kind="unsupported-claim",
                changes=(Change(file, end, end, _set_behind(document, file, end, said)),),
                change=f"added: {said}",
                claim=f"Nothing in the paper supports the sentence: {said}",
                evidence="No statement, proof or other text of the paper speaks of this.",
                holds=partial(_says_once, words=words, sentence=said),
            )


def _says_once(document: Document, words: str, sentence: str) -> bool:
    """Whether what the sentence speaks of is spoken of by it alone."""
    pattern = re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    found = [m for file in document.files.values() for m in pattern.finditer(file.masked)]
    return len(found) == len(pattern.findall(sentence)) > 0


def _main_result(source: Source) -> str:
    """The statement that the paper exists for: its first goal, of which a theorem goes before
    propositions, else its last theorem."""
    document, plan = source.document, source.plan
    if plan is not None and plan.goals:
        theorems_first = sorted(plan.goals, key=lambda goal: goal.kind != "theorem")
        return theorems_first[0].label
    theorems = [s for s in document.statements if s.kind == "theorem" and s.label]
    provable = [s for s in document.statements if s.kind in PROVABLE_KINDS and s.label]
    last = (theorems or provable)[-1:]
    return last[0].label or "" if last else ""


def _end_of_paragraph(document: Document, key: Key) -> tuple[str, int] | None:
    """Behind the last sentence of the running text that a reference stands in."""
    file = key.span.file
    if next(Owners(document).around(file, key.span.start), None) is not None:
        return None
    text = document.files[file].masked
    stop = re.compile(r"\n[ \t]*\n|\Z").search(text, key.span.end)
    end = _PARAGRAPH_END.search(text, key.span.end, stop.start() if stop else len(text))
    whole = text[key.span.end : end.end()] if end else "\\begin"
    # Other than plain sentences in between: a list, a display, a figure.
    return None if end is None or re.search(r"\\(?:begin|end|item)\b", whole) else (file, end.end())


def _reference(document: Document, key: Key, statement: Statement) -> str:
    name = "" if key.command.lower() in ("cref", "autoref") else f"{statement.kind.capitalize()}~"
    command = "Cref" if key.command == "cref" and "Cref" in _commands(document) else key.command
    return f"{name}\\{command}{{{key.key}}}"


def _commands(document: Document) -> set[str]:
    return {key.command for key in document.references}


def _set_behind(document: Document, file: str, end: int, sentence: str) -> str:
    source = document.files[file]
    line, _ = source.position(end)
    width = end - source.line_starts[line - 1]
    words, lines, row = sentence.split(" "), [""], width
    for word in words:
        if row + 1 + len(word) > _WIDTH and row:
            lines.append(word)
            row = len(word)
        else:
            lines[-1] += f" {word}"
            row += 1 + len(word)
    return "\n".join(lines)


def missing_main_results(source: Source, random: Random) -> Iterator[Draft]:
    """The main result and its proofs taken out of the paper."""
    if source.name != _main_result(source):
        return
    changes = []
    for environment in (
        source.statement.environment,
        *(proof.environment for proof in source.proofs),
    ):
        span = environment.span
        changes.append(Change(span.file, span.start, span.end, ""))
    yield Draft(
        kind="missing-main-result",
        changes=tuple(changes),
        change=f"{source.name} taken out",
        claim="The paper does not contain its main result.",
        evidence="What it announces is stated nowhere.",
    )
