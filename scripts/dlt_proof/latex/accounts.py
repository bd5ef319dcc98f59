"""What a file says about its statements and proofs beyond their places.

All plain tuples, so that they can be kept with the skeleton of a file.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache

from .. import patterns
from ..patterns import pattern
from ..project import fingerprint
from .counters import Count, counts, theorem_counters
from .model import (
    Account,
    Environment,
    Heading,
    Key,
    ProofAccount,
    ProofEnvironment,
    SourceFile,
)
from .naming import Named, kind_of_word, named_in, title_words, without_markup
from .said_inside import said_inside
from .structure import Structure
from .theorems import Environments
from .words import word_set

_INNER = pattern(r"\\begin\s*\{[^{}]*\}\s*(?:\[[^\]]*\])?\s*\{([^{}]*)\}")
# Words that may stand beside the name of a statement in the title of one that repeats it.
_REPEATED = pattern(
    r"\b(?:restate\w*|restatement|repeat\w*|recall\w*|reminder|again|copy|formal|informal|precise"
    r"|detailed|full|complete|version|of|statement|the|in|from|main|text|paper|body|see|and|for|cf"
    r"|simplified|theorem|lemma|proposition|corollary|claim|result|s|thm|lem|prop|cor|section)\b",
    patterns.IGNORECASE,
)
_DROPPED = pattern(
    r"\\(?:label|footnote|todo)\s*\{[^{}]*\}|\\(?:nonumber|notag)(?![a-zA-Z])|[\s~.,;:&]|\\[,;:!]"
)
_OF = pattern(
    r"(?:[\s({\[~]|\\(?:textbf|textit|emph|bf|it|em|rm|bfseries|itshape|normalfont)(?![a-zA-Z]))*+"
    r"(?:(?:of|for)\b|proofs?\s+of\b)",
    patterns.IGNORECASE,
)
_BRACKETED = pattern(
    r"\s*(?:\\(?:textbf|textit|emph|textrm|label\s*\{[^{}]*\}|noindent)\s*\{?\s*"
    r"|\{\\(?:bf|it|em|rm)\s+)*[\[(](?:[^\[\]()\n]|\n(?!\s*\n)){3,120}[\])]"
)
_LEADS = pattern(
    r"(?:\b(?:we|let us|us)\s+(?:\w+\s+){0,3}?(?:prove|proving|show|establish"
    r"|turn to|return to|come to|proceed|give|present"
    r"|finish|complete|verify|start with|begin with|provide|conclude)\b"
    r"|\bproofs?\s+(?:of|for)\b|\bit remains to (?:prove|show|establish|verify)\b"
    r"|\b(?:ready|position|able) to (?:prove|show|establish|give|present|complete)\b)",
    patterns.IGNORECASE,
)
_NOT_LEADING = pattern(
    r"\b(?:later|next|used|needed|useful|key|crucial|before|recall|similar|analogous|deferred?"
    r"|postponed?|already|idea|sketch|first need|we need|helps?|important)\b"
    r"|\b(?:in|to|see|cf\.?)\s+(?:the\s+)?(?:section|appendix|supplement\w*)\b",
    patterns.IGNORECASE,
)
_USED = pattern(
    r"\b(?:using|from|assuming|given|via|by|with|under|based on|modulo|implies|follows|needed"
    r"|required|used|towards?|en route|in preparation|auxiliary|which|whence|behind|ingredient)\b"
)
_SENTENCE = pattern(r"[.!?]\s|\n[ \t\r]*\n")
_PLAIN_LEAD = 400
_LONG_LEAD = 2_000
# What begins a paragraph in bold letters or the like.
_BOLD = pattern(
    r"(?:\A|\n[ \t]*\n|\}[ \t]*\n|\\(?:noindent|par|medskip|smallskip|bigskip)(?![a-zA-Z]))\s*"
    r"(?:\\noindent\s*)?(?:\\(?:textbf|textsc|textit|emph|underline)\s*\{"
    r"|\{\s*\\(?:bf|bfseries|sc|scshape|it|itshape)(?![a-zA-Z]))((?:[^{}]|\{[^{}]*\})*)\}"
)
#: So many characters tell statements apart.
_MUCH = 6_000
_BOTH = pattern(
    r"\b(?:both|(?:the|these) (?:two|three|four|above|preceding|previous|foregoing)"
    r"|all (?:of )?(?:the|these|three|four)|simultaneously|together|in parallel)\b.{0,40}",
    patterns.IGNORECASE | patterns.DOTALL,
)
_LETTERS = pattern(r"[^\W\d_]+")
_PROVES = pattern(r"\\proves\s*\{([^{}$\\]+)\}")
#: What may stand between "of" and the name of what is proved: "of part (ii) of our Theorem 2".
_BEFORE_NAME = word_set(
    "the our this main key technical part parts item items point points case cases direction "
    "statement statements assertion assertions inequality bound bounds estimate first second "
    "third last upper lower both all and of in on i ii iii iv v a b c thm thms lem prop cor eq "
    "equation equations section appendix step"
)


def read_account(
    source: SourceFile,
    structure: Structure,
    statements: Sequence[tuple[str, Environment]],
    proofs: Sequence[ProofEnvironment],
    headings: Sequence[Heading],
    references: Sequence[Key],
    environments: Environments,
) -> Account:
    """Read what the text of a file says about its statements and proofs.

    Args:
        source: the file, masked.
        structure: its skeleton.
        statements: kind and environment of each, by place.
        proofs: by place.
        headings, references: of the file, by place.
        environments: what environments are.
    """
    reader = _Reader(source.masked, references)
    found = counts(source.masked, statements, headings, environments)
    found = [
        count._replace(counter=_inner_name(source.masked, count, environments))
        if count.action == "statement"
        else count
        for count in found
    ]
    counters = theorem_counters(found, environments)
    heading_ends = [h.span.end for h in headings]
    edges = sorted(
        [e.span.end for _, e in statements]
        + [p.environment.span.end for p in proofs]
        + [h.span.end for h in headings]
    )
    return Account(
        counting=tuple((*count,) for count in found),
        counters=tuple((name, *counter) for name, counter in counters.items()),
        statements=tuple(
            reader.statement(environment, environments) for _, environment in statements
        ),
        proofs=tuple(reader.proof(proof, edges, heading_ends) for proof in proofs),
        unbalanced=tuple(_unbalanced(structure, environments)),
        open_edges=tuple((start, name, begins) for start, _, name, begins in structure.open_edges),
    )


def _inner_name(masked: str, count: Count, environments: Environments) -> str:
    """The environment whose counter a restatable statement steps."""
    if count.counter.rstrip("*") not in ("restatable", "thmrestate"):
        return count.counter
    match = _INNER.match(masked, count.place)
    name = match[1].strip() if match else count.counter
    return environments.kind(name).base or name


def _unbalanced(structure: Structure, environments: Environments) -> list[tuple[int, str]]:
    """The proofs among what is begun and not ended, or the other way round."""
    found = []
    for offset, rule, message in structure.problems:
        name = patterns.search(r"\\(?:begin|end)\{([^{}]*)\}", message)
        if rule == "P1" and name and environments.kind(name[1]).kind == "proof":
            found.append((offset, message))
    found += [
        (offset, "only one version of the text has both ends") for offset in structure.one_sided
    ]
    return sorted(found)


class _Reader:
    def __init__(self, masked: str, references: Sequence[Key]) -> None:
        self.masked = masked
        self.references = references
        self.starts = [key.span.start for key in references]

    def _keys(self, start: int, end: int) -> Sequence[Key]:
        return self.references[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def _named(self, start: int, end: int) -> list[tuple[int, Named]]:
        return list(named_in(self.masked[start:end], self._keys(start, end), start))

    def statement(
        self, environment: Environment, environments: Environments
    ) -> tuple[str, str, tuple[tuple[str | None, str, str], ...], str]:
        """Printed name, words of the title, what it repeats, and a fingerprint of its words."""
        meant = environments.kind(environment.name)
        start = self.masked.find("}", environment.span.start) + 1 or environment.span.start
        end = environment.body.start
        names: list[tuple[str | None, str, str]] = []
        if start < end:
            title = self.masked[start:end]
            rest = without_markup(title)
            repeats = patterns.search(
                r"\brestat|\brepeat|\bformal|\binformal|\bcopy\b|\bagain\b|\brecall",
                rest,
                patterns.IGNORECASE,
            )
            named = self._named(start, end)
            rest = patterns.sub(r"[A-Z]?[.\d]+[a-z]?", " ", _REPEATED.sub(" ", rest))
            if named and (repeats or not patterns.search(r"[^\W\d_]{2,}", rest)):
                names = [(*name,) for _, name in named]
            bare = patterns.fullmatch(r"\s*(?:\[[^\]]*\]\s*)?\{\s*([^{}\\\s]+)\s*\}\s*", title)
            if bare and not names:
                how = (
                    "number" if patterns.fullmatch(r"[A-Z]?[.\d]+[a-z]?['’]?", bare[1]) else "label"
                )
                names = [(None, how, bare[1])]
        if not names:
            names = self._repeated_in_brackets(end)
        if not names and (
            bare := patterns.match(r"\s*\{\s*([^{}\\\s]+)\s*\}", self.masked[end : end + 100])
        ):
            names = [(None, "label", bare[1])]
        title_text = " ".join(title_words(environment.option or ""))
        last = min(environment.body.end, environment.body.start + _MUCH)
        body = _DROPPED.sub("", self.masked[environment.body.start : last])
        words = fingerprint(body).hex()
        return meant.printed, title_text, tuple(names), words if len(body) > 30 else ""

    def _repeated_in_brackets(self, start: int) -> list[tuple[str | None, str, str]]:
        """What a statement says it repeats at the beginning of its text:
        `\\textbf{[Theorem~\\ref{thm:main} in the main paper]}`, `(Restated from …)`."""
        begin = _BRACKETED.match(self.masked, start)
        if begin is None:
            return []
        words = _REPEATED.sub(" ", without_markup(begin.group()))
        named = self._named(start, begin.end())
        bare = not patterns.search(r"[^\W\d_]{2,}", words)
        return [(*name,) for _, name in named] if bare else []

    def proof(
        self, proof: ProofEnvironment, edges: Sequence[int], headings: Sequence[int]
    ) -> ProofAccount:
        """What a proof says it proves, see `model.Account`."""
        names = self._proved(proof)
        words = ""
        if proof.option is not None and not names:
            text = self.masked[proof.option.start : proof.option.end]
            names = self._until_tool(proof.option.start, proof.option.end)
            words = " ".join(title_words(text.replace("\\cref", " ")))
        body = proof.environment.body
        span = proof.environment.span
        head_end = min(body.end, body.start + 200)
        if not names and (of := _OF.match(self.masked, body.start, head_end)):
            stop = _SENTENCE.search(self.masked, of.end(), head_end)
            end = stop.start() + 1 if stop else head_end
            close = self.masked.find(")", of.end(), end) if "(" in of.group() else -1
            end = close if close > 0 else end
            if self._goes_on_to_name(of.end(), end):
                names = self._until_tool(of.end(), end)
        before = bisect_right(edges, span.start) - 1
        lead_start = max(edges[before] if before >= 0 else 0, span.start - _PLAIN_LEAD)
        lead = self.masked[lead_start : span.start]
        if not names and lead.strip():
            names = self._lead(lead_start, span.start)
            names = names or self._restated(max(edges[before] if before >= 0 else 0, 0), span.start)
        first = _SENTENCE.search(self.masked, body.start + 5, head_end)
        opening = self.masked[body.start : first.start() if first else head_end]
        both = False
        for piece in (
            self.masked[proof.option.start : proof.option.end] if proof.option else "",
            lead,
            opening,
        ):
            found = _BOTH.search(without_markup(piece))
            if found and patterns.search(
                r"lemma|theorem|statement|claim|result|proposition|corollar|inequalit|part|bound",
                found.group(),
                patterns.IGNORECASE,
            ):
                both = both or bool(
                    patterns.search(r"prove|proof|show|establish|prov", piece, patterns.IGNORECASE)
                )
        under = bisect_right(headings, span.start) - 1
        announced = self._announced(headings[under]) if under >= 0 and not names else ()
        named = tuple((*name,) for name in names)
        inside: tuple[list[Named], list[Named]] = (
            ([], [])
            if names
            else said_inside(self.masked, body.start, body.end, self._named, self._goes_on_to_name)
        )
        return (
            named,
            words,
            both,
            proof.option is not None,
            announced,
            tuple((*name,) for name in inside[0]),
            tuple((*name,) for name in inside[1]),
        )

    def _proved(self, proof: ProofEnvironment) -> list[Named]:
        """What a blueprint says it proves: `\\proves{lem:tail}`."""
        body = proof.environment.body
        place = self.masked.find("\\proves", body.start, body.end)
        match = _PROVES.match(self.masked, place, body.end) if place >= 0 else None
        return [Named(None, "label", key.strip()) for key in match[1].split(",")] if match else []

    @lru_cache(maxsize=1)  # noqa: B019 - lives as long as one file is read
    def _announced(self, start: int) -> tuple[tuple[str | None, str, str], ...]:
        """What the first sentences behind a heading say is proved under it."""
        stop = self.masked.find("\\begin", start, start + _PLAIN_LEAD)
        end = stop if stop >= 0 else min(len(self.masked), start + _PLAIN_LEAD)
        pieces = [m.end() for m in _SENTENCE.finditer(self.masked, start, end)]
        for first, last in zip([start, *pieces], [*pieces, end], strict=True):
            plain = without_markup(self.masked[first:last])
            leads = _LEADS.search(plain)
            if leads and not _NOT_LEADING.search(plain):
                return tuple((*name,) for name in self._until_tool(first + leads.end(), last))
        return ()

    def _restated(self, edge: int, end: int) -> list[Named]:
        """What is said again right before a proof, in no environment: a paragraph that begins
        with `\\textbf{Statement of \\cref{lem:tail}.}`."""
        start = max(edge, end - _LONG_LEAD)
        found: list[Named] = []
        for match in _BOLD.finditer(self.masked[start:end]):
            bare = not patterns.search(
                r"[^\W\d_]{2,}", _REPEATED.sub(" ", without_markup(match[1]))
            )
            named = self._named(start + match.start(1), start + match.end(1)) if bare else []
            if named:
                found = [name for _, name in named]
        return found

    def _goes_on_to_name(self, start: int, end: int) -> bool:
        """Whether nothing but a name stands behind "of" or "for": not "for the upper tail put …
        in Lemma 3"."""
        named = self._named(start, end)
        between = self.masked[start : named[0][0]] if named else ""
        words = _LETTERS.findall(without_markup(between.rpartition("\\")[0] or between))
        return "$" not in between and all(
            word.lower() in _BEFORE_NAME or kind_of_word(word) for word in words
        )

    def _until_tool(self, start: int, end: int) -> list[Named]:
        """The names before a word behind which something is used, not proved."""
        tool = _USED.search(without_markup(self.masked[start:end]))
        stop = start + tool.start() if tool else end
        return [name for _, name in self._named(start, stop)]

    def _lead(self, start: int, end: int) -> list[Named]:
        """What the sentences right before a proof say it proves."""
        text = self.masked[start:end]
        pieces = [0, *(m.end() for m in _SENTENCE.finditer(text.rstrip())), len(text)]
        for first, last in zip(reversed(pieces[:-1]), reversed(pieces[1:]), strict=True):
            sentence = text[first:last]
            if not sentence.strip():
                continue
            plain = without_markup(sentence)
            leads = _LEADS.search(plain)
            if leads is None or _NOT_LEADING.search(plain):
                return []
            named = self._until_tool(start + first + leads.end(), start + last)
            return named
        return []
