"""`review run`: the loop with models as readers, judges and menders, until it ends.

The next move is derived from the records each time, so that a run that was killed goes on where it
was, and nothing is asked twice. Not here: what each move does.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..gates import ReviewState, load_review
from ..graph.plan_file import Plan, read_plan
from ..latex import Document, read_document
from ..models.asking import Asked
from ..panel import Asking, Claimed, PanelSettings, Proposal, lenses_for, read_with_panel
from ..panel import ask_for_fix as propose_fix
from ..panel import ask_judges as judge_weaknesses
from ..plan.scope import read_scope
from ..project import Project
from ..records.errors import InputError, RefusedError
from ..records.review import Fix, Judgement, Weakness
from .classifying import classify
from .fixing import apply_fix, record_failure
from .panel_passes import record_readings, screens
from .rounds import start_round
from .undoing import recover
from .units_of_text import TextUnits

#: How often a mender may propose a change for one weakness in one round.
ATTEMPTS = 2

Connect = Callable[[], Asking]
Progress = Callable[[str], None]


@dataclass
class ReviewRun:
    """What one run of the loop came to.

    Args:
        asked: what became of the questions, of every time that models were asked.
        unanswered: why questions have no answer that can be read.
        ended: why the run ended, one line; "" after success.
    """

    asked: list[Asked] = field(default_factory=list)
    unanswered: dict[str, str] = field(default_factory=dict)
    ended: str = ""

    @property
    def silent(self) -> bool:
        """Whether it ended where a model had not answered, or had not been asked for the limits."""
        if not self.ended or not self.asked:
            return False
        last = self.asked[-1]
        return bool(last.outcomes.get("failed") or last.troubled or last.unsent)

    def took(self, asked: Asked | None) -> None:
        """Keep what became of some questions."""
        if asked is not None:
            self.asked.append(asked)


def run_review(
    project: Project,
    settings: PanelSettings,
    connect: Connect,
    *,
    mend: bool = True,
    progress: Progress = lambda _: None,
) -> ReviewRun:
    """Go round the loop until it ends in success, or cannot go on.

    Args:
        settings: who reads, judges and mends.
        connect: gives what asks the questions; called where there is something to ask.
        mend: whether menders are asked; else the run ends where something has to be mended.
        progress: told what is being done, a line each.

    Raises:
        RefusedError: a round cannot begin: a gate before the review does not hold, a text was
            changed by nobody's fix, a checklist has to be answered anew.
        MissingPartError: the way to a model cannot be taken; what was recorded is kept.
    """
    run = ReviewRun()
    mover = _Mover(project.root, settings, connect, mend, progress, run)
    while mover.move():
        pass
    return run


@dataclass
class _Mover:
    """One move after the other, each on the project as it is then."""

    root: Path
    settings: PanelSettings
    connect: Connect
    mend: bool
    progress: Progress
    run: ReviewRun
    judged: set[tuple[int, str]] = field(default_factory=set)
    read: set[tuple[int, str]] = field(default_factory=set)

    def move(self) -> bool:
        """Make the next move; False where there is none."""
        project = Project(self.root)
        recover(project, read_document(project))
        document, plan = read_document(project), read_plan(project)
        review = load_review(project, document)
        if not review.rounds:
            return self._start(project, document, plan)
        if review.success and review.has_panel:
            return False
        if review.ended:
            return self._end(review.ended)
        if review.changed_outside:
            return self._end("the text was changed, and no accepted fix accounts for it")
        if review.text == review.current.text and not review.has_panel:
            key = (review.round, review.text)
            if key not in self.read:
                self.read.add(key)
                return self._read(project, document, plan)
        if review.unclassified:
            return self._judge(project, document, plan, review)
        if review.blocking:
            return self._mend(project, document, plan, review)
        if review.text != review.current.text:
            return self._start(project, document, plan)
        lacking = {lens: why for lens, why in review.panel.items() if why}
        told = "; ".join(f"{lens}: {why}" for lens, why in lacking.items())
        return self._end(f"no panel that counts has read the text: {told}")

    def _end(self, why: str) -> bool:
        self.run.ended = why
        return False

    def _start(self, project: Project, document: Document, plan: Plan) -> bool:
        self.progress("the deterministic reviewers")
        start_round(project, document, plan)
        return True

    def _read(self, project: Project, document: Document, plan: Plan) -> bool:
        self.progress("the panel reads")
        lenses = lenses_for(read_scope(project))
        found = read_with_panel(
            project,
            document,
            plan,
            self.settings,
            self.connect,
            lenses=lenses,
            desk=screens(project),
            waiting=lambda: self.progress("another run asks about this project; waiting for it"),
        )
        self.run.took(found.asked)
        self.run.unanswered.update(found.unanswered)
        record_readings(project, document, found)
        return True

    def _judge(self, project: Project, document: Document, plan: Plan, review: ReviewState) -> bool:
        waiting = [w for w in review.unclassified if self._may_be_judged(review, w)]
        if not waiting:
            first = review.unclassified[0]
            return self._end(f"{first.identifier} was not classified by a judge")
        self.judged |= {(review.round, w.identifier) for w in waiting}
        self.progress(f"{len(waiting)} weaknesses before the judge")
        found = judge_weaknesses(
            project,
            document,
            plan,
            self.settings,
            self.connect,
            [_claimed(review, w, TextUnits(document, plan)) for w in waiting],
        )
        self.run.took(found.asked)
        self.run.unanswered.update(found.unjudged)
        for judgement in found.judgements.values() if found.counts else ():
            try:
                classify(
                    project,
                    document,
                    Judgement(
                        weakness=judgement.weakness,
                        classification=judgement.classification,
                        by=judgement.by,
                        reason=judgement.reason,
                        quotation=judgement.quotation,
                    ),
                )
            except (InputError, RefusedError) as error:
                self.run.unanswered[judgement.weakness] = str(error)
        if not found.counts:
            return self._end(f"the judge is not believed: {found.why_not}")
        return True

    def _may_be_judged(self, review: ReviewState, weakness: Weakness) -> bool:
        return (review.round, weakness.identifier) not in self.judged

    def _mend(self, project: Project, document: Document, plan: Plan, review: ReviewState) -> bool:
        if not self.mend:
            first = review.blocking[0]
            return self._end(f"{first.identifier} {first.file}:{first.line} has to be mended")
        for weakness in review.blocking:
            failed = _failures(review, weakness)
            if len(failed) < ATTEMPTS:
                return self._try(project, document, plan, review, weakness, failed)
        return self._end("no change that was proposed mends what is open")

    def _try(
        self,
        project: Project,
        document: Document,
        plan: Plan,
        review: ReviewState,
        weakness: Weakness,
        failed: Sequence[Fix],
    ) -> bool:
        self.progress(f"a change that mends {weakness.identifier}")
        proposal = propose_fix(
            project,
            document,
            plan,
            self.settings,
            self.connect,
            _claimed(review, weakness, TextUnits(document, plan)),
            attempt=len(failed),
            refused=failed[-1].why if failed else "",
        )
        if not proposal.answered:
            return self._end(f"no mender answered: {proposal.problem}")
        try:
            _only_the_paper(document, proposal)
            apply_fix(
                project,
                document,
                [weakness.identifier],
                by=proposal.by,
                note=proposal.note,
                edits=proposal.edits,
                progress=self.progress,
            )
        except InputError as error:
            record_failure(
                project, review, weakness, by=proposal.by, note=proposal.note, why=str(error)
            )
        return True


def _only_the_paper(document: Document, proposal: Proposal) -> None:
    """Refuse a proposal that is none, or that reaches beyond the LaTeX of the paper.

    Raises:
        InputError: digests, the plan and bibliographies are for people and agents to answer for.
    """
    if proposal.problem or not proposal.edits:
        raise InputError(proposal.problem or "nothing was proposed")
    for edit in proposal.edits:
        if edit.file not in document.files:
            raise InputError(f"{edit.file} is no LaTeX file of the paper")


def _failures(review: ReviewState, weakness: Weakness) -> list[Fix]:
    """The proposals for a weakness that were put back in this round."""
    return [
        fix
        for fix in review.refused
        if fix.round == review.round and weakness.identifier in fix.weaknesses
    ]


def _claimed(review: ReviewState, weakness: Weakness, units: TextUnits) -> Claimed:
    """A weakness at its place in the text as it is now: lines may have moved since."""
    place = (weakness.file, weakness.line)
    if review.text != review.rounds[weakness.round - 1].text and weakness.unit:
        place = units.place_of(weakness.unit, weakness.quotation) or place
    return Claimed(
        identifier=weakness.identifier,
        file=place[0],
        line=place[1],
        claim=weakness.claim,
        evidence=weakness.evidence,
        severity=review.severity(weakness),
    )
