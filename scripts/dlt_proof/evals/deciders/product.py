"""Decided by what comes out: the PDF, counts of what there is, the committed results."""

from collections.abc import Iterable
from fnmatch import fnmatchcase

from ...project.digests import digested_keys
from ..comparison import compare
from ..facts import Facts
from ..kinds import CountIs, PdfSays, Reproduces
from ..pdf_text import normalised, word_count
from ..results import GRADING, make_results
from .decision import Decision, outside, shown
from .numbers import refuted


def decide_pdf(facts: Facts, wanted: PdfSays) -> Decision:
    pages = facts.pages
    text = " ".join(pages)
    problems = [f"it does not contain {p!r}" for p in wanted.contains if normalised(p) not in text]
    problems += [f"it contains {p!r}" for p in wanted.lacks if normalised(p) in text]
    problems += [
        f"page {n} has an unresolved ??" for n, page in enumerate(pages, 1) if "??" in page
    ]
    problems += outside("the number of pages", len(pages), wanted.pages)
    evidence = {
        "pages": len(pages),
        "words": word_count(pages),
        "found on page": {p: _page(pages, p) for p in wanted.contains},
    }
    return Decision("the text of the compiled PDF", word_count(pages), shown(problems), evidence)


def _page(pages: list[str], text: str) -> int | None:
    return next((n for n, page in enumerate(pages, 1) if normalised(text) in page), None)


def decide_count(facts: Facts, wanted: CountIs) -> Decision:
    number, names = _counted(facts, wanted)
    what = f"{', '.join(wanted.kinds)} {wanted.of}".strip()
    problems = outside(f"the number of {what}", number, wanted.number)
    evidence = {"number": number, "of": what, "names": names[:40]}
    # That there is none of something has to be what is asked for.
    examined = number or int(wanted.number.least == 0)
    return Decision(f"counting {what}", examined, problems, evidence)


def _counted(facts: Facts, wanted: CountIs) -> tuple[int, list[str]]:
    """How many, and what they are called where they have names."""

    def named(names: Iterable[str | None]) -> tuple[int, list[str]]:
        every = [name or "" for name in names]
        return len(every), every

    kinds = wanted.kinds
    match wanted.of:
        case "nodes":
            nodes = facts.plan.managed.values()
            return named(n.label for n in nodes if not kinds or n.kind in kinds)
        case "goals":
            goals = facts.plan.goals
            return named(n.label for n in goals if not kinds or n.kind in kinds)
        case "statements":
            statements = facts.document.statements
            return named(s.label for s in statements if not kinds or s.kind in kinds)
        case "proofs":
            return named(proof.proves for proof in facts.document.proofs)
        case "sections":
            headings = [h for h in facts.document.headings if h.command == "section"]
            return named(" ".join(h.text.split()) for h in headings)
        case "citations":
            return named(sorted({key.key for key in facts.document.citations}))
        case "digests":
            cited = {key.key for key in facts.document.citations}
            return named(sorted(digested_keys(facts.project, cited)))
        case "steps":
            return len(facts.trace().state.steps), []
        case "checks":
            return named(check.file for check in facts.checks)
        case "claims":
            return sum(len(run.result.claims) for run in facts.all_runs()), []
        case "controls":
            return sum(len(refuted(run)) for run in facts.all_runs()), []
        case "pages":
            return len(facts.pages), []
        case "words":
            return word_count(facts.pages), []


def decide_reproduces(facts: Facts, wanted: Reproduces) -> Decision:
    def chosen(results: dict[str, bytes]) -> dict[str, bytes]:
        return {
            name: data
            for name, data in results.items()
            if name != GRADING and any(fnmatchcase(name, p) for p in wanted.files)
        }

    committed = chosen(facts.committed)
    made = chosen(facts.made(make_results))
    found = compare(committed, made, facts.tolerance)
    evidence = {"files": sorted(made), "differences": len(found.differences)}
    how = "results made here beside the committed ones, within the stated tolerance"
    return Decision(how, len(committed), shown(d.told() for d in found.differences), evidence)
