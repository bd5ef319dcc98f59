"""From what the rules found to what is reported: suppressions, settings, baseline.

The order matters. A comment in the text is used even where a setting would have left the same
finding out; a baseline holds only what nobody has suppressed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..project import StrPath
from ..project.files import exists
from ..records.errors import InputError
from ..records.findings import Finding, Report, Silenced, in_reading_order
from ..records.record import Record
from .context import Context
from .rule import Observation
from .selection import INVALID, UNUSED, Choice, is_reading
from .settings import FileSettings
from .suppressing import Suppressions

#: Elsewhere they only say once that they could not check anything: what is suppressed of them
#: may well be needed where the project is.
_CHECKED_IN_PROJECTS = frozenset(["R13", "R14", "R24", "R25"])


class BaselineUse(Record):
    """What to do with a baseline.

    Args:
        path: the file.
        update: bring it up to date with this run instead of reporting what it lacks.
    """

    path: StrPath
    update: bool = False


def conclude(
    context: Context,
    choice: Choice,
    found: Sequence[Finding],
    suppressions: Mapping[str, Sequence[Observation]],
    *,
    settings: FileSettings,
    baseline: BaselineUse | None = None,
    unfinished: bool = False,
) -> Report:
    """The report of a run.

    Args:
        context: of the run.
        choice: the rules of the run.
        found: everything that was found, in any order.
        suppressions: what R26 observed, by file.
        settings: for single files, from the configuration.
        baseline: leave out what is known.
        unfinished: leave out what is only not there yet.

    Raises:
        InputError: the baseline cannot be read or written, or R26 is asked of a part of a paper.
    """
    ran = {rule.id for rule in choice.rules}
    if choice.shown is not None and context.reported:
        raise InputError(f"{UNUSED} is asked of the whole paper, not of some files of it")
    written = Suppressions(suppressions)
    kept, by_comment = written.apply(found)
    kept, by_setting = settings.apply(kept)
    silenced = [*by_comment, *by_setting]
    about = list(written.invalid(choice)) if INVALID in choice.about_suppressions else []
    if UNUSED in choice.about_suppressions and not context.reported:
        checked = ran if context.project.is_proof_project else ran - _CHECKED_IN_PROJECTS
        about += written.unused(checked)
        if choice.every_suppression:
            about += settings.without_files(context.project.folder, _files(context))
    about, more = settings.apply(about)
    silenced += more
    kept += about
    if choice.shown is not None:
        shown = choice.shown
        kept = [f for f in kept if f.rule in shown or is_reading(f.rule)]
        silenced = [s for s in silenced if s.finding.rule in shown]
    kept, silenced = _in_reported_files(context, kept, silenced)
    ran |= choice.about_suppressions
    notes = [*choice.notes, *settings.notes(_files(context), sorted(ran))]
    if not context.reported:
        others = context.project.documents_beside(context.document.files)
        notes += [f"{name} is a document of its own: lint it by its name" for name in others]
    findings = in_reading_order(kept)
    baselined = None
    if baseline is not None:
        findings, baselined, note = _beside_baseline(context, findings, baseline, ran)
        notes += [note] if note else []
    if unfinished:
        from .unfinished import wrong_now

        findings = tuple(wrong_now(context, findings, context.project.lines))
    examined = len(context.reported) or len(context.document.files)
    ordered = sorted(silenced, key=lambda s: (s.finding.file, s.finding.line, s.finding.column))
    return Report("lint", findings, {"files": examined}, tuple(ordered), baselined, tuple(notes))


def _files(context: Context) -> list[str]:
    document = context.document
    return sorted(context.reported) or [*document.files, *document.bib_files]


def _in_reported_files(
    context: Context, kept: list[Finding], silenced: list[Silenced]
) -> tuple[list[Finding], list[Silenced]]:
    reported = context.reported
    if not reported:
        return kept, silenced
    return (
        [f for f in kept if f.file in reported or not f.file],
        [s for s in silenced if s.finding.file in reported or not s.finding.file],
    )


def _beside_baseline(
    context: Context, findings: tuple[Finding, ...], use: BaselineUse, ran: set[str]
) -> tuple[tuple[Finding, ...], int, str]:
    """The findings that a baseline does not hold, how many it holds, and what to tell of it."""
    from .baseline import compare, read_baseline, renewed, write_baseline

    lines, files = context.project.lines, context.reported
    known = {} if use.update and not exists(use.path) else read_baseline(use.path)
    compared = compare(known, findings, lines, ran=ran, files=files)
    if use.update:
        write_baseline(use.path, renewed(known, findings, lines, ran=ran, files=files))
        unread = tuple(finding for finding in findings if is_reading(finding.rule))
        held = len(findings) - len(unread)
        added = len(compared.new) - len(unread)
        return unread, held, f"baseline written: {added} added, {compared.gone} taken out"
    note = ""
    if compared.gone:
        entries = f"{compared.gone} entries" if compared.gone > 1 else "1 entry"
        note = f"{entries} of the baseline no longer found: bring it up to date"
    return compared.new, compared.known, note
