"""From a missing digest to the closed question that a scout gets.

What the paper says stands between markers that are made from the text itself. Not here: who is
asked, and what becomes of the answer.
"""

import hashlib
import re
from pathlib import Path

from ..catalogue.entries import NAMES_ONLY, technique_by_name
from ..latex import Document
from ..latex.bibliography import bib_entries
from ..latex.works import works_cited
from ..project import Project
from ..project.templates import render
from ..records.errors import InputError
from ..records.scouts import ScoutQuestion, Subject
from ..verify.addressed import addressing_words
from ..verify.prompts import agent_instructions, enclosed
from .missing import Missing

#: The sub-agents that answer, by what they look up.
AGENTS: dict[Subject, str] = {"technique": "technique-scout", "citation": "citation-scout"}
#: How many uses a question shows; more would tell of the paper, not of the source.
_SHOWN = 4
#: And how many names of a technique.
_NAMES = 6
_FILE_FIELD = re.compile(r"\bfile\s*=\s*[{\"]([^{}\"]*)[}\"]", re.IGNORECASE)
_IN_FILE_FIELD = re.compile(r"[^:;]+")
_NO_COPIES = (".tex", ".bib", ".sty", ".cls")


class Questions:
    """Makes questions about the digests that one paper lacks.

    Args:
        project: whose digests are missing.
        document: its paper, None where nothing is written.
    """

    def __init__(self, project: Project, document: Document | None) -> None:
        self._project = project
        self._document = document
        self._entries = works_cited(document) if document is not None else {}

    def question(self, missing: Missing) -> ScoutQuestion:
        """The question about one of them.

        A use whose text speaks to its reader as to a model is not shown.
        """
        quiet = [u for u in missing.uses if not addressing_words(f"{u.sentence} {u.statement}")]
        shown = quiet[:_SHOWN]
        technique = technique_by_name(missing.name) if missing.subject == "technique" else None
        body = "" if technique is None or technique.body == NAMES_ONLY else technique.body
        copies = self._copies(missing.name) if missing.subject == "citation" else ()
        text = render(
            "scouts/question.md.j2",
            subject=missing.subject,
            called=missing.name,
            names=() if technique is None else (*technique.names, *technique.short)[:_NAMES],
            body=body,
            entry=self._entries.get(missing.name, ""),
            copies=[str(self._project.root / name) for name in copies],
            uses=shown,
            more=len(missing.uses) - len(shown),
        )
        text = enclosed(missing.subject, text)
        return ScoutQuestion(
            question="s-" + hashlib.sha256(f"{missing.digest}\0{text}".encode()).hexdigest()[:16],
            digest=missing.digest,
            subject=missing.subject,
            used_in=tuple(dict.fromkeys(use.place for use in missing.uses)),
            copies=copies,
            text=text,
        )

    def _copies(self, key: str) -> tuple[str, ...]:
        """The files of the project that the field `file` of an entry names, as reference managers
        write it: `papers/a.pdf`, `:papers/a.pdf:PDF`, several with `;`."""
        span = self._document.bibliography.get(key) if self._document is not None else None
        if self._document is None or span is None:
            return ()
        text = self._document.source(span.file).text
        around = [text[a:b] for _, a, b in bib_entries(text) if a <= span.start < b]
        found = []
        for told in _FILE_FIELD.findall(around[0] if around else ""):
            for name in _IN_FILE_FIELD.findall(told):
                path = self._inside(name.strip())
                if path is not None and path.suffix not in _NO_COPIES:
                    found.append(self._project.relative(path))
        return tuple(dict.fromkeys(found))

    def _inside(self, name: str) -> Path | None:
        """A file of the project, None for what is none."""
        try:
            path = self._project.inside(name)
            return path if path.is_file() else None
        except (InputError, OSError, ValueError):
            return None


def handed_text(question: ScoutQuestion) -> str:
    """The whole text that a scout gets: instructions and question."""
    return f"{instructions(question)}\n{question.text}"


def instructions(question: ScoutQuestion) -> str:
    """What the scout that answers a question is told."""
    return agent_instructions(f"{AGENTS[question.subject]}.md")


def question_file(project: Project, question: str) -> Path:
    """Where the text of a question is written for a scout."""
    return project.output / "scouts" / f"{question}.md"
