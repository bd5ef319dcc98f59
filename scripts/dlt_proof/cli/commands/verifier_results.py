"""What the commands of `trace` tell of verifiers: a run, its batches, what is left out and why.

Not here: asking them (`verifiers`).
"""

from __future__ import annotations

from ...records.exit_codes import ExitCode
from ..excerpt import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ...records.verification import Judgement
    from ...verify.choosing import Wanted
    from ...verify.running import VerifierRun
    from ..output import Progress

#: How many steps, or batches, a summary names.
_NAMED = 8


def print_run(progress: Progress, run: VerifierRun) -> ExitCode:
    """Tell what a run came to.

    Returns:
        1 where a batch is void; 3 where the model did not answer; 2 where the limits left not one
        batch to be judged; else 0.
    """
    say_left(print, progress, run.wanted)
    if run.others:
        print(f"{run.others} questions of earlier runs wait, about other steps")
    if not run.asked and not run.judgements:
        return ExitCode.HOLDS
    failed = waiting = 0
    for model, asked in run.asked.items():
        outcomes = ", ".join(f"{n} {outcome}" for outcome, n in sorted(asked.outcomes.items()))
        print(printable(f"{model}: {outcomes or 'no answer'}", 200))
        failed += asked.outcomes.get("failed", 0) + len(asked.troubled)
        waiting += len(asked.waiting)
        if asked.troubled:
            print(printable(f"  {asked.stopped}", 300))
        if asked.unsent:
            print(printable(f"  {len(asked.unsent)} not asked: {asked.stopped}", 300))
        for overrun in asked.overruns[:_NAMED]:
            progress.say(printable(f"  {overrun}", 200))
    if waiting:
        print(f"{waiting} questions wait in a message batch: run this again")
    spent = list(run.asked.values())[-1].spent if run.asked else None
    if spent is not None:
        earlier = f", ${spent.earlier_usd:.4f} of it by earlier runs" if spent.earlier_usd else ""
        most = f", ${spent.reserved_usd:.4f} of it at most" if spent.reserved_usd else ""
        print(f"used: {spent.calls} calls, {spent.tokens} tokens, ${spent.usd:.4f}{earlier}{most}")
    code = print_judgements(run.judgements)
    for word, steps in sorted(run.found.items()):
        named = ""
        if word == "disputed":
            named = ": " + ", ".join(steps[:_NAMED]) + (", …" if len(steps) > _NAMED else "")
        print(printable(f"{len(steps)} steps {word}{named}", 300))
    if run.unanswered:
        print(f"{len(run.unanswered)} steps have no verdict of this run and stay as they were")
        for step, why in list(run.unanswered.items())[:_NAMED]:
            progress.say(printable(f"  {step}: {why}", 200))
    if code != ExitCode.HOLDS:
        return code
    if failed:
        print(f"the model did not answer {failed} questions: run this again")
        return ExitCode.MISSING_PART
    if not run.judgements and not waiting:
        print("not one batch could be judged: raise the limits, and run this again")
        return ExitCode.BAD_INPUT
    return code


def say_left(say: Callable[[str], None], progress: Progress, wanted: Wanted) -> None:
    """Tell why steps that are not green are asked about no more.

    Args:
        say: for what a person has to know; `progress` is for the details.
    """
    if wanted.addressed:
        say(f"{len(wanted.addressed)} steps are given to no model: their text speaks to its reader")
    for step, words in list(wanted.addressed.items())[:_NAMED]:
        progress.say(printable(f"  {step}: {words}", 200))
    if wanted.judged:
        names = ", ".join(item.step.identifier for item in wanted.judged[:_NAMED])
        more = ", …" if len(wanted.judged) > _NAMED else ""
        say(
            printable(
                f"{len(wanted.judged)} steps were judged by enough verifiers and are not green "
                f"({names}{more}): `trace show STEP`; --recheck asks again",
                400,
            )
        )
    if not (wanted.steps or wanted.waiting or wanted.judged or wanted.addressed):
        say("no step needs a verifier")


def print_judgements(
    judgements: Iterable[Judgement], say: Callable[[str], None] = print
) -> ExitCode:
    """Tell what batches came to; one that is void makes the command fail."""
    judgements = list(judgements)
    void = [one for one in judgements if one.void]
    good = len(judgements) - len(void)
    if good:
        counted = [one for one in judgements if not one.void]
        say(
            f"{good} batches count: {sum(one.caught for one in counted)} of "
            f"{sum(one.false for one in counted)} false steps caught, "
            f"{sum(one.alarms for one in counted)} of {sum(one.true for one in counted)} true ones "
            "called false"
        )
    for one in void[:_NAMED]:
        who = one.model or ", ".join(one.answered_by)
        say(printable(f"void: batch {one.batch} of {one.way} {who}: {one.void}", 200))
    if len(void) > _NAMED:
        say(f"… and {len(void) - _NAMED} more void batches")
    return ExitCode.FAILS if void else ExitCode.HOLDS
