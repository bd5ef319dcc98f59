"""The parser: every command with its arguments and one line of help."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

from .. import __version__
from ..records.filed_lines import ANSWER_FORM, REPORT_FORM
from .output import FORMATS, terminal_width

TYPE_CHECKING = False
if TYPE_CHECKING:
    _Commands = argparse._SubParsersAction[argparse.ArgumentParser]

_EPILOG = """\
exit codes: 0 holds, 1 does not hold, 2 wrong use or nothing to check, 3 an outside part is
missing, 130 interrupted. Without a folder a command takes the nearest one above that is a proof
project. `dlt-proof status` says what comes next."""


class _OwnWidth(argparse.HelpFormatter):
    """Help in the width there is. argparse would load `shutil` to ask, even to show no help."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=terminal_width() - 2)


class _OwnWidthAsIs(_OwnWidth, argparse.RawDescriptionHelpFormatter):
    """The same, with the lines of the description and the epilogue as they are."""


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Parse a command line; options may stand before, between and after the other words.

    argparse fills an optional positional as soon as it has filled the one before it, and then
    refuses `gate D --final DIR`; what it leaves over is given its place here.
    """
    words = sys.argv[1:] if arguments is None else list(arguments)
    if words[:1] == ["checklist"] and words[1:2] not in ([w] for w in _OF_CHECKLIST):
        words.insert(1, "show")  # `dlt-proof checklist lem:a` shows
    parser = build_parser(words[0] if words else "")
    options, rest = parser.parse_known_args(words)
    for word in rest:
        several = next((n for n in ("paths", "words") if hasattr(options, n)), None)
        names = ("folder", "path", "rule")
        single = next((n for n in names if getattr(options, n, "") is None), None)
        if word.startswith("-") and word != "-":
            parser.error(f"unrecognized option: {word}")
        elif several is not None:
            getattr(options, several).append(word)
        elif single is not None:
            setattr(options, single, word)
        else:
            parser.error(f"unrecognized argument: {word}")
    return options


def build_parser(first_word: str = "") -> argparse.ArgumentParser:
    """The parser of `dlt-proof`.

    Args:
        first_word: of the command line; where it is a command, the others are left out, since
            making all of them takes longer than a lint after an edit may.
    """
    parser = argparse.ArgumentParser(
        prog="dlt-proof",
        description="From a plan to a reviewed PDF: the bookkeeping of LaTeX proofs.",
        epilog=_EPILOG,
        formatter_class=_OwnWidthAsIs,
    )
    parser.add_argument("--version", action="version", version=f"dlt-proof {__version__}")
    # Left to itself, argparse would find `prog` out by laying out a text for this terminal.
    commands = parser.add_subparsers(
        title="commands", metavar="COMMAND", required=True, prog=parser.prog
    )
    for name in [first_word] if first_word in _ADDERS else _ADDERS:
        _ADDERS[name](commands)
    return parser


def _add_init(commands: _Commands) -> None:
    init = _command(
        commands, "init", "make a proof project from templates", "project.run_init", folder=False
    )
    init.add_argument("folder", metavar="DIR", help="where; made if it does not exist")
    init.add_argument("--pattern", metavar="ID", help="an organisational pattern of the catalogue")
    init.add_argument(
        "--autonomous", action="store_true", help="a person allows goals to be approved by default"
    )


def _add_status(commands: _Commands) -> None:
    _command(
        commands, "status", "where the project stands, and the next command", "project.run_status"
    )


def _add_gate(commands: _Commands) -> None:
    gate = _command(
        commands, "gate", "whether a phase may be called done", "project.run_gate", folder=False
    )
    gate.add_argument("gate", choices=("A", "B", "C", "C.5", "D"), help="gates are cumulative")
    _folder(gate)
    _format(gate)
    gate.add_argument("--final", action="store_true", help="with the submission screen")


def _add_scope(commands: _Commands) -> None:
    scope = _command(
        commands,
        "scope",
        "declare the scope, or check the declared one",
        "plan.run_scope",
        folder=False,
    )
    scope.add_argument("words", nargs="*", metavar="Quick|Standard|Appendix [DIR]")
    _format(scope)


def _add_plan(commands: _Commands) -> None:
    plan = _group(commands, "plan", "phase A: the plan")
    check = _command(plan, "check", "reading, shape, digests, numeric checks", "plan.run_check")
    _format(check)
    check.add_argument("--run", action="store_true", help="run the numeric checks first")
    _seed(check)
    order = _command(
        plan, "order", "the managed nodes, leaves first, with their states", "plan_order.run_order"
    )
    _text_or_json(order)
    following = _command(
        plan, "next", "what can be worked on now, and what waits for what", "plan_order.run_next"
    )
    _text_or_json(following)
    scouts = _command(
        plan,
        "scouts",
        "hand out one question for each digest that is missing; or file what was answered",
        "scouts.run_scouts",
        folder=False,
    )
    scouts.add_argument(
        "words", nargs="*", metavar="DIGEST | DIR", help="default: all that are missing"
    )
    _answers(scouts)
    scouts.add_argument("--text", action="store_true", help="with the whole text of each question")
    scouts.add_argument(
        "--again", action="store_true", help="also questions that were answered before"
    )
    for name, help in (
        ("rests-on", "what a node rests on, all the way down"),
        ("impact", "what falls if a node falls"),
    ):
        handler = f"plan_order.run_{name.replace('-', '_')}"
        taint = _command(plan, name, help, handler, folder=False)
        taint.add_argument("label", metavar="LABEL")
        _folder(taint)
        _text_or_json(taint)
    graph = _command(
        plan, "graph", "which statement uses which, from plan and LaTeX", "plan_graph.run_graph"
    )
    graph.add_argument(
        "--format", choices=("text", "json", "html", "svg", "mermaid", "dot"), default="text"
    )
    graph.add_argument(
        "--from", dest="source", choices=("both", "plan", "paper"), default="both",
        help="what to read; default: both, as far as they are there",
    )  # fmt: skip
    graph.add_argument("--output", metavar="FILE", help="write it there instead of printing it")
    approve = _command(
        plan,
        "approve",
        "approve goals and what they rest on",
        "plan.run_approve",
        folder=False,
    )
    approve.add_argument("words", nargs="*", metavar="LABEL | DIR", help="default: all goals")
    approve.add_argument(
        "--by-default", action="store_true", help="read by nobody (autonomous use)"
    )
    approve.add_argument(
        "--show", action="store_true", help="only show what differs since, or would be approved"
    )
    approve.add_argument(
        "--withdraw", action="store_true", help="take approvals back (only a person may)"
    )
    refute = _command(
        plan, "refute", "report the instance that violates a claim", "plan.run_refute", folder=False
    )
    refute.add_argument("label", metavar="LABEL")
    _folder(refute)
    _seed(refute)
    manage = _command(
        plan,
        "manage",
        "take statements of an adopted paper under management",
        "adopt.run_manage",
        folder=False,
    )
    manage.add_argument("words", nargs="*", metavar="LABEL | DIR")
    manage.add_argument("--off", action="store_true", help="give them up (only a person may)")


def _add_adopt(commands: _Commands) -> None:
    adopt = _command(
        commands,
        "adopt",
        "make a proof project of an existing paper; no .tex file changes",
        "adopt.run_adopt",
        folder=False,
    )
    adopt.add_argument("path", nargs="?", metavar="PAPER.tex | DIR", help="default: the one here")
    adopt.add_argument(
        "--refresh", action="store_true", help="bring the plan of an adopted paper up to date"
    )
    adopt.add_argument("--dry-run", action="store_true", help="show what would be made")


def _add_emit(commands: _Commands) -> None:
    _command(
        commands, "emit", "phases B, C: LaTeX for what is planned and not written", "paper.run_emit"
    )


def _add_lint(commands: _Commands) -> None:
    lint = _command(commands, "lint", "what the LaTeX gets wrong", "lint.run_lint", folder=False)
    lint.add_argument(
        "paths", nargs="*", metavar="PROJECT | FILE.tex", help="default: the project here"
    )
    lint.add_argument(
        "--bib", action="append", default=[], metavar="FILE", help="a further .bib file"
    )
    lint.add_argument("--project-root", metavar="DIR", help="the project the files belong to")
    lint.add_argument("--final", action="store_true", help="with the submission screen")
    lint.add_argument(
        "--select",
        action="append",
        default=[],
        metavar="RULES",
        help="only these: R13,R14, names, classes, all",
    )
    lint.add_argument(
        "--ignore", action="append", default=[], metavar="RULES", help="all but these"
    )
    lint.add_argument("--baseline", metavar="FILE", help="leave out what FILE holds")
    lint.add_argument(
        "--update-baseline", action="store_true", help="write what is found to the baseline"
    )
    lint.add_argument("--statistics", action="store_true", help="counts by rule")
    lint.add_argument(
        "--short", action="store_true", help="only what is wrong now, ten lines at most (for hooks)"
    )
    lint.add_argument("--fix", action="store_true", help="mend what can be mended safely")
    lint.add_argument("--diff", action="store_true", help="show what --fix would change")
    _format(lint)


def _add_check(commands: _Commands) -> None:
    check = _command(
        commands,
        "check",
        "false steps, wrong references, circles, in any LaTeX file; no project needed",
        "check.run_check",
        folder=False,
    )
    check.add_argument(
        "path", nargs="?", metavar="FILE[:label] | DIR", help="default: the project here"
    )
    check.add_argument(
        "-v", "--verbose", action="store_true", help="every step with what was found of it"
    )
    check.add_argument(
        "--jobs", type=int, metavar="N", help="processes that check steps; default: all cores"
    )
    _format(check)


def _add_explain(commands: _Commands) -> None:
    explain = _command(
        commands, "explain", "what a rule is about; without ID, all rules", "lint.run_explain",
        folder=False,
    )  # fmt: skip
    explain.add_argument("rule", nargs="?", metavar="ID")


def _add_trace(commands: _Commands) -> None:
    trace = _group(commands, "trace", "phase C.5: the confidence sweep")
    _command(trace, "init", "enumerate the steps, all red", "trace.run_init")
    state = _command(trace, "status", "the steps and what is known of each", "trace.run_status")
    state.add_argument("--write", action="store_true", help="render confidence-trace.md again")
    _text_or_json(state)
    show = _command(
        trace, "show", "one step: what was checked, by what", "trace.run_show", folder=False
    )
    show.add_argument("step", metavar="STEP")
    _folder(show)
    _text_or_json(show)
    jobs = _command(
        trace,
        "jobs",
        "hand questions about steps out to sub-agents, canaries among them",
        "verifiers.run_jobs",
        folder=False,
    )
    jobs.add_argument("words", nargs="*", metavar="STEP | LABEL | DIR", help="default: all steps")
    jobs.add_argument("--open", action="store_true", help="only steps that are red")
    jobs.add_argument("--text", action="store_true", help="with the whole text of each question")
    jobs.add_argument(
        "--recheck", action="store_true", help="also steps that enough verifiers judged"
    )
    _limit(jobs, "--max-calls", _positive, "questions out at once, canaries included")
    verify = _command(
        trace,
        "verify",
        "run the checkers on the steps they were not asked about, then ask models",
        "trace.run_verify",
        folder=False,
    )
    verify.add_argument("words", nargs="*", metavar="STEP | LABEL | DIR", help="default: all steps")
    verify.add_argument(
        "--backend",
        choices=("free", "anthropic", "claude"),
        default="free",
        help="free: no model; anthropic: the API; claude: Claude Code; default: free",
    )
    verify.add_argument("--recheck", action="store_true", help="also those with a verdict")
    _processes(verify)
    models = _models(verify, "of every verifier")
    models.add_argument("--verifiers", type=_positive, metavar="N", help="how many judge a step")
    models.add_argument("--batch", action="store_true", help="by the Message Batches API")
    models.add_argument(
        "--no-wait", action="store_true", help="with --batch: leave it, and fetch it next time"
    )
    models.add_argument("--dry-run", action="store_true", help="how many questions, at what cost")
    models.add_argument(
        "--show-prompt", action="store_true", help="what a verifier is told, and of which step"
    )
    _text_or_json(
        _command(
            trace, "verifiers", "how often verifiers caught false steps", "verifiers.run_verifiers"
        )
    )
    record = _command(
        trace, "record", "file what sub-agents answered", "verifiers.run_record", folder=False
    )
    record.add_argument("file", metavar="FILE.jsonl", help=f"one JSON object a line: {REPORT_FORM}")
    _folder(record)
    mark = _command(
        trace,
        "mark",
        "lower a step's colour, or note something",
        "trace.run_mark",
        folder=False,
    )
    mark.add_argument("step", metavar="STEP")
    mark.add_argument("colour", metavar="red|yellow|note")
    _folder(mark)
    mark.add_argument("--note", default="", metavar="TEXT")
    sign = _command(
        trace,
        "sign",
        "say that you read steps and stand for them (only a person may)",
        "trace.run_sign",
        folder=False,
    )
    sign.add_argument("words", nargs="+", metavar="STEP | LABEL | DIR")
    sign.add_argument("--name", required=True, metavar="NAME", help="yours; the date is added")
    sign.add_argument("--note", default="", metavar="TEXT")
    sweep = _command(trace, "check", "whether the sweep holds", "trace.run_check")
    sweep.add_argument("--recompute", action="store_true", help="run every checker again")
    _processes(sweep)
    _format(sweep)
    export = _command(
        trace, "export", "every step with its colour and evidence, whole", "trace.run_export"
    )
    export.add_argument("--format", choices=("json", "csv"), default="json")


_HOOKED = (
    "pre-tool-use",
    "post-tool-use",
    "session-start",
    "user-prompt-submit",
    "stop",
    "subagent-stop",
)


def _add_hook(commands: _Commands) -> None:
    hook = _command(
        commands, "hook", "what Claude Code's hooks run (reads their JSON)", "hooks.run_hook",
        folder=False,
    )  # fmt: skip
    hook.add_argument("event", choices=_HOOKED)


def _add_compile(commands: _Commands) -> None:
    build = _command(
        commands, "compile", "phase D: LaTeX into .output/", "paper.run_compile", folder=False
    )
    build.add_argument("path", nargs="?", metavar="PROJECT | main.tex")
    build.add_argument("--outdir", metavar="DIR", help="default: .output")
    build.add_argument(
        "--engine",
        metavar="NAME",
        help="pdflatex (default), xelatex, lualatex or tectonic; "
        "else [compile] engine, else a line '%% !TEX program = …' of the main file",
    )
    build.add_argument("--timeout", type=float, metavar="SECONDS")
    _format(build)


def _add_review(commands: _Commands) -> None:
    review = _group(commands, "review", "phase D: the bounded review loop")
    scan = _command(
        review,
        "scan",
        "what the deterministic reviewers object to in any paper",
        "review.run_scan",
        folder=False,
    )
    scan.add_argument("path", nargs="?", metavar="PROJECT | main.tex")
    _format(scan)
    start = _command(
        review, "start", "begin a round: the deterministic reviewers", "review.run_start"
    )
    start.add_argument(
        "--anew",
        action="store_true",
        help="a person answers for what changed since, and the rounds are counted anew",
    )
    _command(review, "next", "what to do next, and what a reader is given", "review.run_next")
    filed = _command(review, "record", "file a reader's pass", "review.run_record", folder=False)
    filed.add_argument("file", metavar="FILE.json")
    _folder(filed)
    judge = _command(
        review, "classify", "say what a weakness is", "review.run_classify", folder=False
    )
    judge.add_argument("weakness", metavar="W1")
    judge.add_argument(
        "classification", choices=("REAL-blocking", "REAL-nonblocking", "PHANTOM", "INTENTIONAL")
    )
    _folder(judge)
    judge.add_argument("--by", required=True, metavar="NAME")
    judge.add_argument("--reason", required=True, metavar="TEXT")
    judge.add_argument(
        "--quotation", default="", metavar="TEXT", help="PHANTOM: the words that refute it"
    )
    fix = _command(
        review, "fix", "accept a change that mends a weakness", "review.run_fix", folder=False
    )
    fix.add_argument("weakness", metavar="W1")
    _folder(fix)
    fix.add_argument("--also", action="append", default=[], metavar="W2", help="it mends too")
    fix.add_argument("--by", required=True, metavar="NAME")
    fix.add_argument("--note", required=True, metavar="TEXT")
    fix.add_argument(
        "--edits", metavar="FILE.json", help="replacements to make; default: the files as they are"
    )
    panel = _command(
        review,
        "panel",
        "hand the text out to sub-agents, weaknesses planted in it; or file what they answered",
        "panel.run_panel",
    )
    _answers(panel)
    panel.add_argument("--text", action="store_true", help="with the whole text of each question")
    _limit(panel, "--max-calls", _positive, "questions out at once, planted ones included")
    going = _command(
        review, "run", "go round the loop: read, judge, mend, read again", "panel.run_review"
    )
    going.add_argument(
        "--backend",
        choices=("none", "anthropic", "claude"),
        default="none",
        help="none: as far as code gets; anthropic: the API; claude: Claude Code; default: none",
    )
    going.add_argument(
        "--no-mend", action="store_true", help="end where something has to be mended"
    )
    _models(going, "of readers, judges and menders")
    _command(
        review,
        "restore",
        "put back what no accepted fix accounts for",
        "review.run_restore",
    )
    report = _command(
        review,
        "report",
        "the rounds, and whether they ended in success",
        "review.run_report",
    )
    report.add_argument(
        "--final", action="store_true", help="the checklist to paste at the end, with all gates"
    )


#: What may follow `dlt-proof checklist`; where nothing of it does, `show` is meant.
_OF_CHECKLIST = ("show", "answer", "record", "form", "-h", "--help")


def _add_checklist(commands: _Commands) -> None:
    checklist = _group(commands, "checklist", "gate C: what is asked of each statement and proof")
    show = _command(
        checklist, "show", "the items and who answers them (the default)", "checklist.run_show",
        folder=False,
    )  # fmt: skip
    show.add_argument("words", nargs="*", metavar="LABEL | DIR", help="default: all statements")
    show.add_argument("--write", action="store_true", help="render checklists.md again")
    _text_or_json(show)
    form = _command(
        checklist, "form", "the open items with their texts, to be filled in", "checklist.run_form",
        folder=False,
    )  # fmt: skip
    form.add_argument("words", nargs="*", metavar="LABEL | DIR", help="default: all statements")
    answer = _command(checklist, "answer", "answer one item", "checklist.run_answer", folder=False)
    answer.add_argument("label", metavar="LABEL")
    answer.add_argument("item", metavar="ITEM", help="`dlt-proof checklist` names them")
    answer.add_argument("answer", choices=("yes", "no"))
    _folder(answer)
    answer.add_argument("--by", required=True, metavar="NAME", help="who answers")
    answer.add_argument(
        "--because", required=True, metavar="LINE", help="why it is so here, in words of the text"
    )
    answer.add_argument(
        "--quotation", default="", metavar="TEXT", help="the words that refute what was found"
    )
    record = _command(
        checklist, "record", "file the answers of a form", "checklist.run_record", folder=False
    )
    record.add_argument("file", metavar="FILE.json")
    _folder(record)


def _add_eval(commands: _Commands) -> None:
    evals = _group(commands, "eval", "the bundled proofs: their numbers and their grading")
    run = _eval_command(evals, "run", "make the results anew, grade, compare with the committed")
    _seed(run)
    run.add_argument("--update", action="store_true", help="write the results that differ")
    grade = _eval_command(evals, "grade", "decide each assertion of assertions.toml")
    _seed(grade)
    _eval_command(evals, "self-test", "whether each assertion fails on its spoiled copies")
    checks = _eval_command(evals, "checks", "run the numeric checks alone")
    _seed(checks)
    new = _command(evals, "new", "make an eval with the next number", "evals.run_new", folder=False)
    new.add_argument("name", metavar="NAME", help="lowercase words with hyphens")
    new.add_argument(
        "--autonomous", action="store_true", help="a person allows goals to be approved by default"
    )


def _eval_command(evals: _Commands, name: str, help: str) -> argparse.ArgumentParser:
    handler = f"evals.run_{name.replace('-', '_')}"
    command = _command(evals, name, help, handler, folder=False)
    command.add_argument("name", metavar="NAME | DIR | all", help="below eval_results/")
    _text_or_json(command)
    return command


def _models(parser: argparse.ArgumentParser, whose: str) -> argparse._ArgumentGroup:
    """Which model is asked, and how much of it may be used."""
    models = parser.add_argument_group("models", "defaults: [verify] of the configuration")
    models.add_argument("--model", metavar="NAME", help=whose)
    models.add_argument("--concurrency", type=_positive, metavar="N", help="questions at once")
    _limit(models, "--max-calls", _positive, "requests, those repeated included")
    _limit(models, "--max-tokens", _positive, "input and output together")
    _limit(models, "--budget-usd", _amount, "US dollars by the table of prices")
    _limit(models, "--max-seconds", _amount, "wall time of the questions")
    return models


def _group(commands: _Commands, name: str, help: str) -> _Commands:
    parser = commands.add_parser(name, help=help, description=help, formatter_class=_OwnWidth)
    group: _Commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    return group


def _command(
    commands: _Commands, name: str, help: str, handler: str, *, folder: bool = True
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=help, description=help, formatter_class=_OwnWidth
    )
    parser.set_defaults(handler=handler)
    parser.add_argument("--quiet", action="store_true", help="no progress and no hints on stderr")
    if folder:
        _folder(parser)
    return parser


def _folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder", nargs="?", metavar="DIR", help="the project; default: the one here"
    )


def _answers(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--answers",
        metavar="FILE.jsonl",
        help=f"file these answers, one JSON object a line: {ANSWER_FORM}",
    )


def _format(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=FORMATS, default="text")


def _text_or_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=("text", "json"), default="text")


def _processes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--jobs", type=_positive, metavar="N", help="processes that may work; default: all cores"
    )


def _limit(
    parser: argparse._ActionsContainer, option: str, kind: Callable[[str], float], help: str
) -> None:
    parser.add_argument(option, type=kind, metavar="N", help=help)


def _amount(text: str) -> float:
    try:
        amount = float(text)
    except ValueError:
        amount = 0.0
    if not 0 < amount < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is no positive amount")
    return amount


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no positive number")
    return int(text)


def _seed(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seed", type=int, metavar="N", help="for the random instances")


#: What adds a command to the parser, in the order in which help lists them.
_ADDERS: dict[str, Callable[[_Commands], None]] = {
    "init": _add_init,
    "adopt": _add_adopt,
    "check": _add_check,
    "status": _add_status,
    "gate": _add_gate,
    "scope": _add_scope,
    "plan": _add_plan,
    "emit": _add_emit,
    "lint": _add_lint,
    "explain": _add_explain,
    "checklist": _add_checklist,
    "trace": _add_trace,
    "compile": _add_compile,
    "review": _add_review,
    "eval": _add_eval,
    "hook": _add_hook,
}
