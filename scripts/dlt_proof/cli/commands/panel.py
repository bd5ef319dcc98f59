"""`dlt-proof review panel`, `review run`: models and sub-agents as readers of a whole paper."""

from __future__ import annotations

from ...records.exit_codes import ExitCode
from ..excerpt import printable
from ..output import Progress
from .asking import limits_of, print_question, refuse_model_options
from .common import document_of, proof_project_in
from .review import print_weaknesses

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from ...latex import Document
    from ...panel import Asking, PanelSettings
    from ...project import Project
    from ...review import ReviewRun

#: How many reasons are told of questions without an answer.
_NAMED = 8
#: Options of `review run` that mean nothing where no model is asked.
_OF_MODELS = (
    "model", "concurrency", "max_calls", "max_tokens", "budget_usd", "max_seconds", "no_mend",
)  # fmt: skip


def run_panel(options: argparse.Namespace) -> ExitCode:
    from pathlib import Path

    from ...gates import load_review
    from ...graph.plan_file import read_plan
    from ...panel import file_answers, hand_out, lenses_for
    from ...plan.scope import read_scope
    from ...review import screens, started

    project = proof_project_in(options.folder)
    document = document_of(project)
    plan = read_plan(project)
    lenses, desk = lenses_for(read_scope(project)), screens(project)
    progress = Progress(options.quiet)
    if options.answers:
        started(project, document)
        filed = file_answers(project, Path(options.answers))
        print(f"{filed.filed} answers filed, {filed.before} had been answered before")
        _record_readings(project, document)
        return ExitCode.HOLDS
    progress.step("reading the paper, planting weaknesses")
    handed = hand_out(
        project,
        document,
        plan,
        lenses=lenses,
        desk=desk,
        limit=options.max_calls,
        waiting=lambda: progress.say("another run asks about this project; waiting for it"),
    )
    progress.done()
    for question in handed.questions:
        print_question(
            question.identifier,
            question.prompt,
            question.file,
            with_text=options.text,
            agent=question.agent,
        )
    progress.say(f"{len(handed.questions)} questions ({handed.before} had been handed out before)")
    for lens, why in handed.refused.items():
        progress.say(printable(f"{lens} is not asked: {why}", 300))
    if not handed.questions and load_review(project, document).rounds:
        # The plugin's hook took all answers, so that nobody has any to file.
        _record_readings(project, document)
    return ExitCode.HOLDS


def _record_readings(project: Project, document: Document) -> None:
    """Make what was answered passes and weaknesses of the round, and say what they come to."""
    from ...graph.plan_file import read_plan
    from ...panel import HANDED, lenses_for, panel_readings
    from ...plan.scope import read_scope
    from ...review import record_readings, screens

    lenses, desk = lenses_for(read_scope(project)), screens(project)
    readings = panel_readings(
        project, document, read_plan(project), HANDED, lenses=lenses, desk=desk
    )
    weaknesses = record_readings(project, document, readings)
    _write_rounds(project)
    print_weaknesses(weaknesses)
    for reading in readings.readings:
        print(printable(f"{reading.lens}: {reading.why_not or 'counts'}", 300))


def run_review(options: argparse.Namespace) -> ExitCode:
    from ...gates import load_review
    from ...review import run_review as run_the_loop

    project = proof_project_in(options.folder)
    document_of(project)
    if options.backend == "none":
        return _without_models(options, project)
    progress = Progress(options.quiet)
    settings, connect = _way(options, project, progress)
    try:
        run = run_the_loop(
            project, settings, connect, mend=not options.no_mend, progress=progress.step
        )
    finally:
        progress.done()
        _write_rounds(project)
    _print_asked(progress, run)
    fresh = proof_project_in(options.folder)
    review = load_review(fresh, document_of(fresh))
    print(f"round {review.round}, {review.panel_words}")
    if review.success and not run.ended:
        print("the review ended in success: `dlt-proof gate D`")
        return ExitCode.HOLDS
    for obstacle in review.obstacles:
        print(printable(obstacle, 500))
    print(printable(f"the loop ended: {run.ended}", 500))
    return ExitCode.MISSING_PART if run.silent else ExitCode.FAILS


def _without_models(options: argparse.Namespace, project: Project) -> ExitCode:
    """As far as code gets by itself: the deterministic reviewers, and what is to be done next."""
    from ...gates import load_review
    from ...graph.plan_file import read_plan
    from ...review import next_action, start_round

    refuse_model_options(options, _OF_MODELS)
    document = document_of(project)
    review = load_review(project, document)
    if next_action(review) == "dlt-proof review start":
        start, weaknesses = start_round(project, document, read_plan(project))
        print(f"round {start.round}: the deterministic reviewers found {len(weaknesses)}")
        _write_rounds(project)
        review = load_review(project, document)
    for obstacle in review.obstacles:
        print(printable(obstacle, 500))
    print(f"next: {next_action(review)}")
    return ExitCode.HOLDS if review.success else ExitCode.FAILS


def _way(
    options: argparse.Namespace, project: Project, progress: Progress
) -> tuple[PanelSettings, Callable[[], Asking]]:
    """Who is asked, and what asks; one set of limits for the whole run."""
    from functools import cache

    from ...panel import PanelSettings
    from ...panel.ways import ask_anthropic, ask_claude_code

    configuration = project.configuration.verify
    model = options.model or configuration.model
    limits = limits_of(options, configuration)
    concurrency = options.concurrency or configuration.concurrency

    def tell(number: int, of: int, _: str) -> None:
        progress.step(f"{number}/{of} answers")

    @cache
    def connect() -> Asking:
        ask = ask_anthropic if options.backend == "anthropic" else ask_claude_code
        return ask([model], configuration, limits, concurrency, tell)

    return PanelSettings(way=options.backend, model=model), connect


def _print_asked(progress: Progress, run: ReviewRun) -> None:
    """What became of the questions, and what was used."""
    outcomes: dict[str, int] = {}
    for asked in run.asked:
        for outcome, count in asked.outcomes.items():
            outcomes[outcome] = outcomes.get(outcome, 0) + count
    told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()))
    print(f"answers: {told or 'none was needed'}")
    if run.asked:
        spent = run.asked[-1].spent
        print(f"used: {spent.calls} calls, {spent.tokens} tokens, ${spent.usd:.4f}")
    for what, why in list(run.unanswered.items())[:_NAMED]:
        progress.say(printable(f"  {what}: {why}", 300))


def _write_rounds(project: Project) -> None:
    from ...gates import load_review
    from ...latex import read_document
    from ...project import Project as Anew
    from ...review import write_rounds

    fresh = Anew(project.root)
    write_rounds(fresh, load_review(fresh, read_document(fresh)))
