"""`dlt-proof trace jobs`, `trace record`, `trace verifiers`, and the models of `trace verify`."""

from __future__ import annotations

from ...records.errors import InputError
from ...records.exit_codes import ExitCode
from ..excerpt import printable
from ..output import Progress, print_json
from .asking import limits_of, print_question, refuse_model_options
from .common import document_of, project_in, proof_project_in
from .verifier_results import print_judgements, print_run, say_left
from .words import named

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from ...latex import Document
    from ...models.budget import Limits
    from ...project import Project
    from ...project.configuration import VerifyConfiguration
    from ...trace import TraceState
    from ...verify.history import History
    from ...verify.running import Asking, Settings

#: Options of `trace verify` that mean nothing where no model is asked.
_OF_MODELS = (
    "model", "verifiers", "batch", "no_wait", "concurrency", "max_calls", "max_tokens",
    "budget_usd", "max_seconds", "dry_run", "show_prompt",
)  # fmt: skip


def refuse_options_of_models(options: argparse.Namespace) -> None:
    """Refuse what would have no effect.

    Raises:
        InputError: an option about models is given and no model is asked, or two do not fit.
    """
    if options.backend == "free":
        refuse_model_options(options, _OF_MODELS)
    if options.batch and options.backend != "anthropic":
        raise InputError("--batch is a way of the API", remedy="add --backend anthropic")
    if options.no_wait and not options.batch:
        raise InputError("--no-wait leaves a message batch", remedy="add --batch")


def show_prompt(project: Project, document: Document, names: Sequence[str]) -> ExitCode:
    """Print what a verifier is told, and which version of the prompt it is."""
    from ...trace import load_trace
    from ...verify.prompts import instructions, prompt_version, question_text

    state = load_trace(project, document)
    _some_step(state)
    item = next(iter(sorted(state.select(names), key=lambda one: one.colour != "red")))
    print(f"prompt {prompt_version()}, {item.step.identifier}\n")
    text = f"{instructions()}\n{question_text(item.job)}"
    for line in text.rstrip("\n").split("\n"):
        print(printable(line, len(line)))
    return ExitCode.HOLDS


def ask_models(
    options: argparse.Namespace, project: Project, document: Document, names: Sequence[str]
) -> ExitCode:
    """Ask models about the steps that the free checkers left open."""
    from ...verify.running import ask_verifiers
    from ...verify.ways import ask_anthropic, ask_claude_code

    configuration = project.configuration.verify
    settings, limits = _settings(options, configuration), limits_of(options, configuration)
    progress = Progress(options.quiet)
    if options.dry_run:
        return _dry_run(options, project, document, names, settings, limits)
    concurrency = options.concurrency or configuration.concurrency

    def tell(number: int, of: int, _: str) -> None:
        progress.step(f"{number}/{of} answers")

    def connect() -> Asking:
        models = tuple(dict.fromkeys(settings.models))
        progress.step("making canaries")
        if settings.way == "anthropic":
            return ask_anthropic(
                models, project, limits, concurrency, tell,
                batch=options.batch, wait=not options.no_wait,
            )  # fmt: skip
        return ask_claude_code(models, configuration, limits, concurrency, tell)

    run = ask_verifiers(
        project,
        document,
        settings,
        connect,
        names=names,
        recheck=options.recheck,
        waiting=lambda: progress.say("another run asks about this project; waiting for it"),
    )
    progress.done()
    return print_run(progress, run)


def _settings(options: argparse.Namespace, configuration: VerifyConfiguration) -> Settings:
    from ...verify.running import Settings

    number = options.verifiers or configuration.verifiers
    first = options.model or configuration.model
    other = options.model or configuration.second_model or first
    return Settings(
        way=options.backend,
        models=(first, *(other for _ in range(number - 1))),
        max_output_tokens=configuration.max_output_tokens,
    )


def _dry_run(
    options: argparse.Namespace,
    project: Project,
    document: Document,
    names: Sequence[str],
    settings: Settings,
    limits: Limits,
) -> ExitCode:
    """Print what would be asked and about what it would cost; nothing is asked or recorded."""
    from ...models.estimate import estimate
    from ...trace import load_trace
    from ...verify.running import plan_questions
    from ...verify.ways import price_for

    configuration = project.configuration.verify
    wanted, questions = plan_questions(
        project, document, settings, names=names, recheck=options.recheck
    )
    unseen = sum(not item.asked_here for item in load_trace(project, document).select(names))
    if unseen:
        print(f"the free checkers come first: {unseen} steps; they leave fewer to ask about")
    print(f"{wanted.steps} steps to judge, {wanted.waiting} under way")
    for model, asked in questions.items():
        if not asked:
            continue
        found = estimate(asked, price_for(model, configuration, limits), batch=options.batch)
        print(printable(f"{model}: {found.questions} questions, canaries included", 200))
        cost = "" if found.usd is None else f", about ${found.usd:.2f}"
        most = "" if found.most_usd is None else f", ${found.most_usd:.2f}"
        print(f"  about {found.tokens} tokens{cost} ({found.basis})")
        print(f"  at most {found.most_tokens} tokens{most}, each asked once")
    usd = f", ${limits.usd:g}" if limits.usd is not None else ""
    print(f"limits: {limits.calls} calls, {limits.tokens} tokens{usd}, {limits.seconds:g} s")
    return ExitCode.HOLDS


def _some_step(state: TraceState) -> None:
    if not state.steps:
        raise InputError("no proof has a step")


def run_jobs(options: argparse.Namespace) -> ExitCode:
    from ...trace import verify_steps, write_trace
    from ...verify.handing_out import hand_out

    project, names = named(options.words)
    progress = Progress(options.quiet)
    progress.step("reading the paper, running the free checkers, making canaries")
    document = document_of(project)
    # What code can decide is decided by code before anybody is asked.
    verify_steps(project, document, names=names)
    write_trace(project, document)
    handed = hand_out(
        project,
        document,
        names=names,
        only_red=options.open,
        recheck=options.recheck,
        limit=options.max_calls,
        waiting=lambda: progress.say("models are being asked about this project; waiting for it"),
    )
    progress.done()
    if handed.judgements:
        write_trace(project, document)
        progress.say("judged, since nothing more is asked about what they lacked:")
        print_judgements(handed.judgements, progress.say)
    for question in handed.questions:
        print_question(question.identifier, question.prompt, question.file, with_text=options.text)
    progress.say(f"{len(handed.questions)} questions ({handed.before} had been handed out before)")
    if handed.others:
        progress.say(f"{handed.others} more wait for an answer, about other steps")
    if handed.left:
        progress.say(f"{handed.left} verdicts more would pass the limit of questions (--max-calls)")
    say_left(progress.say, progress, handed.wanted)
    if handed.left and not handed.questions:
        raise InputError(
            f"{handed.left} steps want a verifier, and the limit leaves room for no question",
            remedy="--max-calls: a step takes five questions, canaries included",
        )
    return ExitCode.HOLDS


def run_record(options: argparse.Namespace) -> ExitCode:
    from pathlib import Path

    from ...trace import write_trace
    from ...verify.handing_out import take_reports

    project = proof_project_in(options.folder)
    document = document_of(project)
    taken = take_reports(project, document, Path(options.file))
    write_trace(project, document)
    counts = ", ".join(f"{n} {verdict}" for verdict, n in sorted(taken.counts.items()))
    if counts:
        print(counts)
    if taken.before:
        print(f"{taken.before} reports about questions that were answered before")
    if taken.changed:
        print(
            f"{taken.changed} reports about steps that were changed since: they count for nothing"
        )
    if taken.late:
        print(
            f"{taken.late} reports to batches that were judged without them: they count for nothing"
        )
    if taken.waiting:
        print(
            f"{taken.waiting} questions wait for an answer; reports count once their batch is "
            "whole: `dlt-proof trace jobs` prints these questions again"
        )
    return print_judgements(taken.judgements)


def run_verifiers(options: argparse.Namespace) -> ExitCode:
    from ...verify.history import read_history
    from ...verify.rates import verifier_rates

    project = project_in(options.folder)
    history = read_history(project)
    rates = verifier_rates(history.judgements.values())
    if options.format == "json":
        from dataclasses import asdict

        print_json(
            {
                "schema": "dlt-proof/verifiers/1",
                "verifiers": [asdict(rate) for rate in rates],
                "open batches": len(history.open),
            }
        )
        return ExitCode.HOLDS
    if not rates and not history.open:
        print("no verifier was asked here")
    for rate in rates:
        print(printable(f"{rate.way} {rate.model}, prompt {rate.prompt}", 200))
        print(
            f"  {rate.batches} batches, {rate.void} void; false steps: {rate.caught} of "
            f"{rate.false} caught, {rate.passed} passed; true ones: {rate.alarms} of {rate.true} "
            f"called false"
        )
        if not rate.believed:
            print("  it is believed about nothing: more than a third of its batches are void")
        cost = f", ${rate.usd:.2f}" if rate.usd else ""
        print(f"  {rate.steps} steps, {rate.unable} without a verdict{cost}")
    if history.open:
        _say_open(project, history)
    return ExitCode.HOLDS


def _say_open(project: Project, history: History) -> None:
    """Tell what open batches wait for, and which command goes on with them."""
    from ...trace import load_trace
    from ...verify.closing import can_be_judged, expected_questions
    from ...verify.handing_out import HANDED
    from ...verify.submissions import submitted_questions

    state, submitted = load_trace(project, document_of(project)), submitted_questions(project)
    handed = asked = whole = 0
    for batch in history.open:
        expected = len(expected_questions(state, history, batch, submitted))
        if batch.record.way == HANDED:
            handed += expected
        else:
            asked += expected
        whole += can_be_judged(history, batch, ended=not expected)
    print(f"{len(history.open)} batches are open, {handed + asked} questions wait for an answer")
    if handed:
        print(f"  {handed} of a sub-agent: `dlt-proof trace jobs` prints them again")
    if asked:
        print(f"  {asked} of a model: `dlt-proof trace verify --backend …` goes on with them")
    if whole:
        print(f"  {whole} batches wait for nothing more: `dlt-proof trace jobs` judges them")
    idle = len(history.open) - whole
    if idle and not handed + asked:
        print(f"  {idle} are about text that was changed since: nothing waits for them")
