"""`[lint.per-file]` of the configuration: rules that are not reported in some files.

    [lint.per-file]
    "appendix/*.tex" = { ignore = ["R19"], reason = "recalled results, proved in the cited book" }

`*` stays within a folder, `**` does not; a pattern without `/` is about names in any folder. What
is left out so is counted as suppressed and told in the closing line. A pattern that no file
matches is R26, an unknown rule is refused.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

from .. import patterns
from ..patterns import pattern
from ..project.configuration import LintConfiguration, PerFile
from ..project.files import walk_folders
from ..records.errors import InputError
from ..records.findings import Finding, Silenced
from ..records.record import Record
from .selection import UNUSED, is_reading, members, refuse_reading
from .suppressing import finding_about_suppression

_PARTS = pattern(r"(\*\*/)|(\*\*)|(\*)|(\?)|\[([^\]/]+)\]|(.)", patterns.DOTALL)


class _Setting(Record):
    written: PerFile
    matches: patterns.Pattern[str]
    rules: frozenset[str]


class FileSettings:
    """The settings for some files, ready to be applied.

    Raises:
        InputError: a setting names an unknown rule, or one that cannot be ignored.
    """

    def __init__(self, configured: LintConfiguration) -> None:
        self.source = configured.source
        self._settings = [self._read(written) for written in configured.per_file]

    def _read(self, written: PerFile) -> _Setting:
        rules: set[str] = set()
        for item in written.ignore:
            try:
                found, is_group = members(item)
            except InputError as error:
                raise InputError(
                    f"[lint.per-file] {error.message}", file=self.source,
                    line=written.line or None, remedy=error.remedy,
                ) from None  # fmt: skip
            if not is_group:
                refuse_reading(found, self.source)
            rules.update(rule for rule in found if not is_reading(rule))
        import re

        try:
            matches = names_meant(written.pattern)
        except re.error:
            raise InputError(
                f'[lint.per-file] "{written.pattern}" is no pattern of file names',
                file=self.source, line=written.line or None,
            ) from None  # fmt: skip
        return _Setting(written, matches, frozenset(rules))

    def apply(self, findings: Iterable[Finding]) -> tuple[list[Finding], list[Silenced]]:
        """The findings that stay, and those that a setting leaves out."""
        kept: list[Finding] = []
        silenced: list[Silenced] = []
        if not self._settings:
            return list(findings), silenced
        for finding in findings:
            setting = next(
                (
                    s
                    for s in self._settings
                    if finding.rule in s.rules and s.matches.fullmatch(finding.file)
                ),
                None,
            )
            if setting is None:
                kept.append(finding)
            else:
                silenced.append(Silenced(finding, "configuration", setting.written.reason))
        return kept, silenced

    def notes(self, files: Iterable[str], ran: Iterable[str]) -> Iterator[str]:
        """What is switched off where, one clause for each rule that was run."""
        names = list(files)
        off: dict[str, set[str]] = {}
        for setting in self._settings:
            matched = [name for name in names if setting.matches.fullmatch(name)]
            for rule in setting.rules:
                off.setdefault(rule, set()).update(matched)
        by_files: dict[int, list[str]] = {}
        for rule in ran:
            if off.get(rule):
                by_files.setdefault(len(off[rule]), []).append(rule)
        for count, rules in by_files.items():
            number = f"{count} files" if count > 1 else "1 file"
            yield f"{', '.join(rules)} ignored in {number} by {self.source}"

    def without_files(self, folder: str, files: Sequence[str]) -> Iterator[Finding]:
        """R26 for each pattern that no file of the document, or of the folder, matches."""
        for setting in self._settings:
            if any(setting.matches.fullmatch(name) for name in files):
                continue
            if any(setting.matches.fullmatch(name) for name in _files_below(folder)):
                continue
            line = setting.written.line
            yield finding_about_suppression(
                UNUSED, self.source, (line, 1, line, 1),
                f'no file matches the pattern "{setting.written.pattern}"',
                "correct it, or take it out",
            )  # fmt: skip


def names_meant(glob: str) -> patterns.Pattern[str]:
    """The names, relative to the root, that a pattern means."""
    glob = glob.removeprefix("./")
    pieces = [] if "/" in glob else ["(?:.*/)?"]
    for match in _PARTS.finditer(glob):
        folders, anything, star, one, bracket, plain = match.groups()
        if folders:
            pieces.append("(?:.*/)?")
        elif anything:
            pieces.append(".*")
        elif star:
            pieces.append("[^/]*")
        elif one:
            pieces.append("[^/]")
        elif bracket:
            negated = bracket[0] in "!^"
            inner = patterns.escape(bracket[1:] if negated else bracket).replace("\\-", "-")
            pieces.append(f"[{'^' if negated else ''}{inner}]")
        else:
            pieces.append(patterns.escape(plain))
    return patterns.compiled("".join(pieces), patterns.DOTALL)


def _files_below(root: str) -> Iterator[str]:
    for folder, folders, files in walk_folders(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            yield os.path.relpath(os.path.join(folder, name), root).replace(os.sep, "/")
