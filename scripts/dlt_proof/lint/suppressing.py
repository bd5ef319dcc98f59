"""What suppressions mean for the findings of a run: which stay, which suppression was not needed.

How a suppression is written and what it covers is `suppressions`; settings for whole files are
`settings`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence

from .. import patterns
from ..records.findings import Edit, Finding, Silenced, file_finding
from .rules import all_rules
from .selection import (
    ABOUT_SUPPRESSIONS,
    INVALID,
    UNUSED,
    Choice,
    find_rule,
    is_reading,
    similar,
)
from .suppressions import FAR, TOP_LINES, Suppression

#: Looking for similar names takes its time; nobody reads so many findings one by one.
_MANY = 100


class _Active:
    """One rule that one suppression switches off."""

    def __init__(self, file: str, rule: str, suppression: Suppression) -> None:
        self.file = file
        self.rule = rule
        self.suppression = suppression
        self.used = False
        line, column, last_line, last_column = suppression[4]
        self.first = (line, column)
        self.last = (last_line, last_column)
        self.around: _Active | None = None  # the next wider one of the same rule


class _Scopes:
    """What is suppressed of one rule in one file, for asking at many places.

    Of several that cover a place, the narrowest counts: a line, then environments from the
    inside, then the file. Environments lie inside or beside each other, so that all that cover
    a place lie around the last one that begins before it.
    """

    def __init__(self, actives: Sequence[_Active]) -> None:
        self.lines = {a.first[0]: a for a in actives if a.last == (a.first[0], FAR)}
        wide = [a for a in actives if a.last != (a.first[0], FAR)]
        self.wide = sorted(wide, key=lambda a: (a.first, (-a.last[0], -a.last[1])))
        self.starts = [active.first for active in self.wide]
        open_: list[_Active] = []
        for active in self.wide:
            while open_ and open_[-1].last < active.first:
                open_.pop()
            active.around = open_[-1] if open_ else None
            open_.append(active)

    def at(self, finding: Finding) -> _Active | None:
        if finding.line in self.lines:
            return self.lines[finding.line]
        place = (finding.line, finding.column)
        index = bisect_right(self.starts, place) - 1
        active = self.wide[index] if index >= 0 else None
        while active is not None and active.last < place:
            active = active.around
        return active


class Suppressions:
    """The suppressions of a whole document, applied to what was found.

    Args:
        by_file: what `suppressions_in` returned, by file.
    """

    def __init__(self, by_file: Mapping[str, Sequence[Suppression]]) -> None:
        self.active: dict[tuple[str, str], list[_Active]] = {}
        self._invalid: list[tuple[frozenset[str], Finding]] = []
        for file, suppressions in by_file.items():
            for suppression in suppressions:
                self._add(file, suppression)

    def apply(self, findings: Iterable[Finding]) -> tuple[list[Finding], list[Silenced]]:
        """The findings that stay, and those that are suppressed."""
        kept: list[Finding] = []
        silenced: list[Silenced] = []
        scopes = {where: _Scopes(actives) for where, actives in self.active.items()}
        for finding in findings:
            where = (finding.file, finding.rule)
            active = scopes[where].at(finding) if where in scopes else None
            if active is None:
                kept.append(finding)
            else:
                active.used = True
                silenced.append(Silenced(finding, "comment", active.suppression[2]))
        return kept, silenced

    def unused(self, ran: Iterable[str]) -> Iterator[Finding]:
        """R26 for what suppressed nothing, of the rules that were run."""
        asked = frozenset(ran)
        whole: dict[int, list[_Active]] = {}
        for found in self.active.values():
            for active in found:
                whole.setdefault(id(active.suppression), []).append(active)
        for together in whole.values():
            idle = [a for a in together if not a.used and a.rule in asked]
            if not idle:
                continue
            _, rules, _, place, scope, removal = idle[0].suppression
            names = ", ".join(active.rule for active in idle)
            where = "in the file" if scope[0] == 0 else "there"
            if scope[0] == FAR:
                where = "behind it, where there is no text"
            everything = len(idle) == len(together) == len(rules) and removal[0] >= 0
            yield finding_about_suppression(
                UNUSED, idle[0].file, place, f"{names} finds nothing {where}",
                "take the suppression out", edits=((*removal,),) if everything else (),
            )  # fmt: skip

    def invalid(self, choice: Choice) -> Iterator[Finding]:
        """R27 for what is not understood, of the rules that this run is about."""
        chosen = {rule.id for rule in choice.rules}
        for rules, finding in self._invalid:
            if choice.every_suppression or not rules or rules & chosen:
                yield finding

    def _add(self, file: str, suppression: Suppression) -> None:
        kind, words, reason, place, *_ = suppression
        rules: list[str] = []
        for word, line, column, end_column in words:
            at = (line, column, line, end_column)
            rule = find_rule(word)
            if rule is None:
                close = similar(word, groups=False) if len(self._invalid) < _MANY else []
                self._refuse(
                    file, at, frozenset(), f"there is no rule {word} to suppress",
                    f"did you mean {' or '.join(close)}?" if close else
                    "`dlt-proof explain` lists the rules",
                )  # fmt: skip
                continue
            if is_reading(rule) or rule in ABOUT_SUPPRESSIONS:
                why = "tells what was not read" if is_reading(rule) else "is about suppressions"
                self._refuse(
                    file, at, frozenset([rule]), f"{rule} cannot be suppressed: it {why}",
                    "mend what it finds",
                )  # fmt: skip
                continue
            if rule not in rules:
                rules.append(rule)
        named = frozenset(rules)
        example = f"% dlt: ignore[{', '.join(rules) or 'R15'}] why it may stand"
        if kind == "unclear":
            self._refuse(file, place, named, "this is no suppression", f"write {example}")
        elif kind == "telling":
            self._refuse(
                file, place, named,
                "this comment gives no reason and tells nothing of what is used",
                "write why: % dlt: mention[lem:a] it is only compared with",
            )  # fmt: skip
        elif kind == "late":
            self._refuse(
                file, place, named,
                f"ignore-file stands too far down: below line {TOP_LINES} and in the text",
                "move it to the top of the file, or suppress a line or an environment",
            )  # fmt: skip
        elif not words:
            self._refuse(file, place, named, "this suppression names no rule", f"write {example}")
        elif not patterns.search(r"\w", reason):
            self._refuse(
                file, place, named, "this suppression gives no reason and suppresses nothing",
                f"write why: {example}",
            )  # fmt: skip
        else:
            for rule in rules:
                active = _Active(file, rule, suppression)
                self.active.setdefault((file, rule), []).append(active)

    def _refuse(
        self,
        file: str,
        place: tuple[int, int, int, int],
        rules: frozenset[str],
        message: str,
        help: str,
    ) -> None:
        self._invalid.append(
            (rules, finding_about_suppression(INVALID, file, place, message, help))
        )


def finding_about_suppression(
    rule_id: str,
    file: str,
    place: tuple[int, int, int, int],
    message: str,
    help: str,
    edits: tuple[Edit, ...] = (),
) -> Finding:
    """R26 is always a warning: nothing is wrong with the paper. R27 is always an error."""
    rule = next(rule for rule in all_rules() if rule.id == rule_id)
    line, column, end_line, end_column = place
    return file_finding(
        rule.id, rule.name, message, file=file, line=line, column=column,
        end_line=end_line, end_column=end_column, help=help, edits=edits,
        severity="warning" if rule_id == UNUSED else "error", rule_class=rule.rule_class,
    )  # fmt: skip
