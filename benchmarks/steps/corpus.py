"""The corpus: true chains from textbooks, in the TOML files of `corpus/`.

A table is a chain: `domain` (see `declarations`), `chain` (Python comparisons, `a <= b == c`),
and optionally `reason` (what the proof says why), `print` (LaTeX of a symbol) and `hypotheses`
(the author's words, where those made from `domain` would not do).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from .declarations import Setting, parse_setting
from .terms import Comparison, CorpusError, Term, is_listed, names, parse_chain

FOLDER = Path(__file__).parent / "corpus"
_KEYS = {"domain", "chain", "reason", "print", "hypotheses"}
#: Kinds of symbols that the bench's target counts as understood.
_LISTED_KINDS = {"real", "integer", "naturals", "family", "defined"}


@dataclass(frozen=True)
class Chain:
    """A chain of relations.

    Args:
        name: `topic/name`.
        setting: what its symbols are.
        terms, relations: one relation between each two terms.
        reason: what the proof says about why.
        printed: LaTeX of symbols that are not printed as their names.
        hypotheses: the author's words, "" to make them.
    """

    name: str
    setting: Setting
    terms: tuple[Term, ...]
    relations: tuple[str, ...]
    reason: str = ""
    printed: dict[str, str] = field(default_factory=dict)
    hypotheses: str = ""

    def comparison(self, step: int) -> Comparison:
        return Comparison(self.terms[step], self.relations[step], self.terms[step + 1])

    def is_listed(self, step: int) -> bool:
        """Whether a relation has only symbols that the target counts as understood.

        This is decided by the corpus, not by what the product says of the step.
        """
        comparison = self.comparison(step)
        if self.printed:
            return False
        kinds = self.setting.kinds
        sides = (comparison.left, comparison.right)
        used = set().union(*(names(side) for side in sides))
        return all(is_listed(side) for side in sides) and all(
            kinds[name] in _LISTED_KINDS for name in used
        )


def read_corpus(folder: Path = FOLDER) -> list[Chain]:
    """All chains, by file and in their order there.

    Raises:
        CorpusError: a file is not as described above.
    """
    chains = [
        chain
        for path in sorted(folder.glob("*.toml"))
        for chain in read_chains(path.read_text(encoding="utf-8"), path.stem)
    ]
    if not chains:
        raise CorpusError(f"no chain below {folder}")
    return chains


def read_chains(text: str, topic: str) -> list[Chain]:
    """The chains of one file.

    Raises:
        CorpusError: the file is not as described above.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CorpusError(f"{topic}: {error}") from None
    return [_chain(f"{topic}/{name}", table) for name, table in tables.items()]


def _chain(name: str, table: object) -> Chain:
    if not isinstance(table, dict) or not {"domain", "chain"} <= table.keys() <= _KEYS:
        raise CorpusError(f"{name}: expected the keys domain, chain and of {sorted(_KEYS)}")
    try:
        setting = parse_setting(table["domain"])
        terms, relations = parse_chain(table["chain"])
    except CorpusError as error:
        raise CorpusError(f"{name}: {error}") from None
    unknown = set().union(*(names(term) for term in terms)) - setting.kinds.keys()
    if unknown:
        raise CorpusError(f"{name}: no declaration of {', '.join(sorted(unknown))}")
    return Chain(
        name, setting, terms, relations,
        table.get("reason", ""), table.get("print", {}), table.get("hypotheses", ""),
    )  # fmt: skip
