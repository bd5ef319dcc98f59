"""`dlt-proof check`: what is wrong in any LaTeX text."""

from __future__ import annotations

from collections import Counter

from ... import patterns
from ...records.errors import InputError
from ...records.exit_codes import ExitCode
from ..excerpt import printable
from ..output import Progress, print_findings, print_json, print_report

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from ...workflow.check import PaperCheck
    from ...workflow.check_steps import CheckedStep

#: Lists are for reading: `--format json -v` shows all.
_MOST_STEPS = 400
_MOST_REASONS = 6
_MOST_UNREAD = 10
_LONGEST_STEP = 70
_SYMBOLS_IN_HINT = 3
_LETTER = r"(?!\\(?:mathbb|operatorname|bf|rm|sf)(?![a-zA-Z]))\\?[A-Za-z]+(?:_.+)?"
#: What is wrong, in words that take an s.
_WRONG = {
    "T3": "refuted step",
    "R5": "unproved statement",
    "R12": "unknown citation",
    "R21": "unknown reference",
    "R22": "circle",
}


def run_check(options: argparse.Namespace) -> ExitCode:
    from ...workflow.check import check_paper

    if options.jobs is not None and options.jobs < 1:
        raise InputError("--jobs takes a number from 1")
    progress = Progress(options.quiet)

    def tell(done: int, total: int, refuted: int) -> None:
        progress.step(f"{done} of {total} steps checked, {refuted} refuted")

    try:
        found = check_paper(options.path, processes=options.jobs, progress=tell)
    finally:
        progress.done()
    if options.format == "text":
        _print_text(found, progress, verbose=options.verbose)
    elif options.format == "json" and options.verbose:
        print_json({**found.report.as_json(), "steps": [_as_json(step) for step in found.steps]})
    else:
        print_report(found.report, options.format, project=found.project)
    return _exit_code(found)


def _exit_code(found: PaperCheck) -> ExitCode:
    """1 only for what is wrong; a text that could not be read, or held nothing, is no pass."""
    if found.wrong:
        return ExitCode.FAILS
    return ExitCode.BAD_INPUT if found.empty or found.unread else ExitCode.HOLDS


def _print_text(found: PaperCheck, progress: Progress, *, verbose: bool) -> None:
    lines = found.project.lines
    print_findings(found.wrong, lines=lines)
    print_findings(found.unread, _MOST_UNREAD, lines=lines)
    warnings = [f for f in found.report.findings if f.severity == "warning"]
    print_findings(warnings, lines=lines)
    if verbose:
        for step in found.steps[:_MOST_STEPS]:
            print(printable(_step_line(step)))
        if len(found.steps) > _MOST_STEPS:
            print(f"… and {len(found.steps) - _MOST_STEPS} more (--format json -v shows all)")
    if found.report.findings or (verbose and found.steps):
        print()
    for line in _summary(found):
        print(printable(line))
    hint = _hint(found)
    for line in hint:
        progress.say(printable(line))


def _summary(found: PaperCheck) -> list[str]:
    """How much was checked, how much not and why, and what that amounts to."""
    total = len(found.steps)
    told = [f"  {note}" for note in found.report.notes if note != found.empty]
    if not total:
        return [f"check: {found.empty}", *told[:_MOST_REASONS], *_verdict(found)]
    open_steps = found.count("not understood")
    lines = [
        f"{_count(total, 'step')} in {_count(found.proofs, 'proof')}: "
        f"{found.count('proved')} proved, {found.count('supported')} supported, "
        f"{open_steps} not understood, {found.count('refuted')} refuted"
    ]
    if open_steps:
        lines.append(f"{_share(open_steps, total)} of the steps were not understood:")
        reasons = found.reasons
        lines += [f"{reason.count:>6}  {reason.text}" for reason in reasons[:_MOST_REASONS]]
        rest = sum(reason.count for reason in reasons[_MOST_REASONS:])
        if rest:
            lines.append(f"{rest:>6}  for other reasons (-v shows each step)")
    lines += [note.strip() for note in told if "were not understood" not in note]
    return [*lines, *_verdict(found)]


def _verdict(found: PaperCheck) -> list[str]:
    """The last lines: never better than what was understood."""
    understood = len(found.steps) - found.count("not understood")
    wrong, unread = Counter(finding.rule for finding in found.wrong), len(found.unread)
    lines = []
    if found.steps and not understood:
        lines.append("no step was understood: nothing can be said about the steps of these proofs")
    if unread:
        lines.append(f"{_count(unread, 'place')} could not be read: nothing is known about them")
    if wrong:
        kinds = [_count(number, _WRONG.get(rule, rule)) for rule, number in wrong.items()]
        lines.append(f"check does not hold: {', '.join(kinds)}")
    elif understood and not unread:
        of_all = (
            "all" if understood == len(found.steps) else f"the {understood} of {len(found.steps)}"
        )
        lines.append(f"nothing wrong was found in {of_all} steps that were understood")
    return lines


def _hint(found: PaperCheck) -> list[str]:
    """How an author helps the checkers, with the symbols that need it."""
    # Letters with an index; `\\mathbb{E}` is no number whatever its domain.
    names = [name for name in found.symbols if patterns.fullmatch(_LETTER, name)]
    if not names:
        return []
    names = names[:_SYMBOLS_IN_HINT]
    note = "; ".join(f"{name} in (0, oo)" for name in names)
    return [
        "hint: say in each proof what its symbols are, and more steps can be checked, as in",
        f"  % domain: {note}   (also: n in positive integers; p in [0, 1]; x <= y)",
    ]


def _step_line(checked: CheckedStep) -> str:
    from ...workflow.check_steps import where_it_fails

    step = checked.step
    text = " ".join(step.latex.split())
    text = text if len(text) <= _LONGEST_STEP else f"{text[: _LONGEST_STEP - 1]}…"
    line = f"{step.file}:{step.line}:{step.column}: {checked.word}: {text}"
    if checked.word == "refuted":
        return f"{line}  [{where_it_fails(checked)}]"
    if checked.word == "supported":
        return f"{line}  [{checked.support}]"
    if checked.word != "not understood":
        return line
    why = checked.why if step.kind == "relation" else "a claim in words"
    if checked.values:  # no refutation, since the point may not be possible
        why = f"{why}; {where_it_fails(checked)}"
    return f"{line}  [{why}]"


def _as_json(checked: CheckedStep) -> dict[str, object]:
    from ...trace.exporting import what_and_where

    return {
        **what_and_where(checked.step),
        "word": checked.word,
        "detail": checked.verdict.detail,
    }


def _share(part: int, whole: int) -> str:
    """A percentage that is neither 0% nor 100% where that would be rounding."""
    if part == whole:
        return "100%"
    return f"{min(99, max(1, round(100 * part / whole)))}%"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
