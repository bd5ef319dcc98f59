#!/usr/bin/env python3
"""`make demo`: the anchor-convergence proof through every phase, on embedded defaults.

Works on a copy in `.demo/`; every command's output goes to `.demo/transcript.txt`. Ends with 0
only when every gate holds, the numeric checks hold, and there is a PDF.
"""

import contextlib
import io
import re
import shutil
import sys
import time
from pathlib import Path

from dlt_proof.cli import main
from dlt_proof.gates import GateContext, GateResult, evaluate_gates
from dlt_proof.graph.plan_file import read_plan
from dlt_proof.project import Project
from dlt_proof.trace import load_trace
from dlt_proof.workflow import status

CHECKOUT = Path(__file__).resolve().parents[1]
EVAL = CHECKOUT / "eval_results" / "08-anchor-convergence"
DEMO = CHECKOUT / ".demo"
#: Another seed than the one phase A uses, so that the checks see other random instances.
SEED = 1

#: The commands of each phase, as a person would type them.
COMMANDS = {
    "A": ["scope", "plan check --run", "gate A"],
    "B": ["emit", "gate B"],
    "C": ["lint", "checklist", "gate C"],
    "C.5": ["trace init", "trace verify", "trace check --recompute", "gate C.5"],
    "D": ["compile", "review report", "gate D --final"],
}
WHERE = {
    "A": ".proof-research/dependency-graph.md",
    "B": "sections/",
    "C": "sections/",
    "C.5": ".proof-research/confidence-trace.md",
    "D": ".proof-research/review-iteration-*.md",
}


def run(transcript: Path, command: list[str]) -> tuple[int, str]:
    """Run one command, keep what it prints in the transcript, and return both."""
    shown = " ".join(command)
    if sys.stdout.isatty():
        print(f"\r\x1b[2K$ dlt-proof {shown}"[:110], end="", flush=True)
    output = io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
        code = main(command)
    with transcript.open("a", encoding="utf-8") as stream:
        stream.write(f"$ dlt-proof {shown}\n{output.getvalue()}[exit {code}]\n\n")
    return code, output.getvalue()


def demonstrate() -> int:
    started = time.monotonic()
    folder = DEMO / EVAL.name
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(EVAL, folder, ignore=shutil.ignore_patterns(".output", "__pycache__"))
    transcript = DEMO / "transcript.txt"
    transcript.write_text("", encoding="utf-8")
    print(f"{EVAL.name}: from plan to reviewed PDF, in {folder.relative_to(CHECKOUT)}/")

    for phase, commands in COMMANDS.items():
        for command in commands:
            words = command.split()
            code, output = run(transcript, [*words, str(folder)])
            if code:
                print(f"\nphase {phase}: `dlt-proof {command}` ended with {code}:")
                print("\n".join(cut(line, 110) for line in output.splitlines()[:12]))
                print(f"all of it: {transcript.relative_to(CHECKOUT)}")
                return code
    code, numbers = run(transcript, ["eval", "checks", str(folder), "--seed", str(SEED), "--quiet"])
    if code:
        print(f"\nthe numeric checks ended with {code}:\n{numbers}")
        return code

    project = Project(folder)
    context = GateContext(project, final=True)
    gates = evaluate_gates(context, "D")
    where = status(project)
    pdf = project.output / "main.pdf"
    if not where.done or not pdf.is_file():
        print(f"\nnot green: {where.next}")
        return 1
    if sys.stdout.isatty():
        print("\r\x1b[2K", end="")
    print_table(gates)
    print_numbers(numbers)
    print_account(project, context, gates)
    print(f"\nstatus: every gate holds ({time.monotonic() - started:.0f} s)")
    print(f"what each command said: {transcript.relative_to(CHECKOUT)}")
    print(f"PDF: {pdf.relative_to(CHECKOUT)}")
    return 0


def print_table(gates: list[GateResult]) -> None:
    print(f"\n{'phase':<18} {'gate':<8} {'figure':<62} where to look")
    for gate in gates:
        phase = f"{gate.gate:<4} {gate.phase}"
        outcome = gate.outcome
        for check in gate.checks:
            if check.outcome == "holds":
                figure = f"{check.name}: {check.detail}"
                print(f"{phase:<18} {outcome:<8} {cut(figure, 62):<62} {WHERE[gate.gate]}")
                phase = outcome = ""


def print_numbers(output: str) -> None:
    """One line for each numeric check, from what `eval checks` printed."""
    print("\nnumeric checks (claims hold, and every negative control fails):")
    for line in output.splitlines():
        if line and not line.startswith(" "):
            print(f"  {line}")


def print_account(project: Project, context: GateContext, gates: list[GateResult]) -> None:
    """What was checked, by what, and what was not."""
    state = load_trace(project, context.document)
    total = len(state.steps)
    meanings = {
        ("proved", "recomputable"): "by computer algebra, run again just now",
        (
            "matched",
            "recomputable",
        ): "says what it cites, no counterexample found, or proved from a note",
        ("rederived", "reported"): "a reader (a model, no person) derived it again alone",
    }
    print(f"\nchecked: {total} derivation steps (a step may have several kinds of evidence)")
    for (word, origin), meaning in meanings.items():
        count = sum((word, origin) in item.found for item in state.steps)
        print(f"  {count:>3} of {total} {word} ({origin}): {meaning}")
    unchecked = sum(not item.found for item in state.steps)
    print(f"  {unchecked:>3} of {total} unchecked")
    details = {check.name: check.detail for gate in gates for check in gate.checks}
    print(f"  statement and proof checklists: {details.get('checklists', '')}")
    print("not checked:")
    for line in not_checked(project, context, gates, state.sweep.uncovered):
        print(f"  - {line}")


def not_checked(
    project: Project, context: GateContext, gates: list[GateResult], uncovered: float
) -> list[str]:
    details = {check.name: check.detail for gate in gates for check in gate.checks}
    lines = [
        f"the goals' wording by a person: {details.get('goals approved', '')}",
        f"the review by models: {details.get('review', '')}",
        f"{uncovered:.1%} of the proofs' text belongs to no step",
    ]
    unmanaged = [n.label for n in read_plan(project).nodes.values() if not n.managed]
    if unmanaged:
        lines.append(f"planned and not yet written: {', '.join(unmanaged)}")
    digests = sorted(project.research.glob("cite-*.md"))
    unseen = [
        path.stem.removeprefix("cite-")
        for path in digests
        if re.search(r"source seen:\W*no\b", path.read_text(encoding="utf-8"), re.IGNORECASE)
    ]
    if unseen:
        lines.append(f"cited from memory, source not seen: {', '.join(unseen)}")
    return lines


def cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


if __name__ == "__main__":
    try:
        raise SystemExit(demonstrate())
    except KeyboardInterrupt:
        print("\ninterrupted", file=sys.stderr)
        raise SystemExit(130) from None
