"""`dlt-proof plan scouts`: sub-agents that look up what digests are missing of."""

from __future__ import annotations

from ...project.files import is_folder
from ...records.errors import InputError
from ...records.exit_codes import ExitCode
from ..excerpt import printable
from ..output import Progress
from .asking import print_question
from .common import proof_project_in
from .plan import paper_if_any

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse


def run_scouts(options: argparse.Namespace) -> ExitCode:
    from pathlib import Path

    from ...graph.plan_file import read_plan
    from ...scouts.answers import answer_words
    from ...scouts.handing_out import file_answers, hand_out

    folders = [word for word in options.words if is_folder(word)]
    names = [word for word in options.words if word not in folders]
    if len(folders) > 1:
        raise InputError("more than one folder is named")
    project = proof_project_in(folders[0] if folders else None)
    if options.answers:
        if names:
            raise InputError(
                f"{names[0]!r} is no folder, and a file of answers names its questions"
            )
        filed = file_answers(project, Path(options.answers))
        for answer in filed:
            print(printable(answer_words(answer), 300))
        print(f"{len(filed)} answers filed")
        return ExitCode.HOLDS
    plan, document = read_plan(project) if project.has_plan else None, paper_if_any(project)
    if plan is None and document is None:
        raise InputError("there is neither a plan nor a paper: nothing needs a digest yet")
    handed = hand_out(project, plan, document, names=names, again=options.again)
    for question in handed.questions:
        print_question(
            question.identifier,
            question.prompt,
            question.file,
            with_text=options.text,
            digest=question.digest,
            agent=question.agent,
        )
    progress = Progress(options.quiet)
    progress.say(f"{handed.missing} digests are missing, {len(handed.questions)} questions")
    for answer in handed.answered:
        progress.say(
            printable(f"  answered before, --again asks anew: {answer_words(answer)}", 300)
        )
    return ExitCode.HOLDS
