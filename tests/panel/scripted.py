"""Scripted readers, judges and menders; unlike real ones they are told the truth."""

from collections.abc import Callable
from typing import Any

from dlt_proof.graph.plan_file import read_plan
from dlt_proof.latex import read_document
from dlt_proof.models.budget import Limits
from dlt_proof.panel import PanelRun, PanelSettings, lenses_for, read_with_panel
from dlt_proof.panel.history import HeldBatch, HeldQuestion, History, read_history
from dlt_proof.panel.results import Asking
from dlt_proof.panel.ways import ask_anthropic
from dlt_proof.project import Project
from tests.messages_server import Reply, text_reply

SETTINGS = PanelSettings("anthropic", "claude-sonnet-5-5")
USED = {"input_tokens": 3000, "output_tokens": 2000}

#: What somebody says to a question, as its schema has it.
Saying = Callable[[HeldBatch, HeldQuestion], Any]


def read(project: Project, scope: str = "Standard", **more: Any) -> PanelRun:
    """One run of the panel of a scope, as a command would start it."""
    project = Project(project.root)
    more = {"lenses": lenses_for(scope), **more}
    plan = read_plan(project) if project.has_plan else None
    settings = more.pop("settings", SETTINGS)
    limits = more.pop("limits", Limits(calls=500))
    return read_with_panel(
        project,
        read_document(project),
        plan,
        settings,
        more.pop("connect", connect(project, settings.model, limits)),
        **more,
    )


def connect(project: Project, model: str, limits: Limits | None = None) -> Callable[[], Asking]:
    def start() -> Asking:
        return ask_anthropic([model], project.configuration.verify, limits or Limits(calls=500), 4)

    return start


def history(project: Project) -> History:
    return read_history(Project(project.root))


def answer(weaknesses: list[dict[str, Any]], score: int = 7) -> dict[str, Any]:
    return {"summary": "Each line was derived anew.", "weaknesses": weaknesses, "score": score}


def weakness(file: str, line: int, quotation: str = "", **more: Any) -> dict[str, Any]:
    return {
        "file": file,
        "line": line,
        "quotation": quotation,
        "claim": "This is not what it should be.",
        "evidence": "It was derived anew.",
        "severity": "major",
        **more,
    }


def honest(batch: HeldBatch, held: HeldQuestion) -> dict[str, Any]:
    """Finds what was planted, and nothing else."""
    if batch.record.purpose == "desk":
        return desk("reject" if held.kind == "planted" else "pass")
    if held.kind != "planted":
        return answer([])
    place = held.places[0]
    line = min(place.first, max(place.last, place.first - 1) or 1)
    quotation = held.given.lines.get((place.file, line), "")
    return answer([weakness(place.file, line, quotation)], score=4)


def lazy(batch: HeldBatch, _held: HeldQuestion) -> dict[str, Any]:
    """Finds nothing, ever."""
    return desk("pass") if batch.record.purpose == "desk" else answer([], score=10)


def desk(verdict: str) -> dict[str, Any]:
    reasons = ["main.tex, line 1: the main result is missing"] if verdict == "reject" else []
    return {"summary": "A gap is positive.", "reasons": reasons, "verdict": verdict}


class Scripted:
    """A server whose model says what somebody says of a question.

    Args:
        project: whose questions it answers.
        saying: what is said.
        before: a reply to send instead, by the question and the number of a call; None for what is
            said.
        delay: seconds before each answer.
    """

    def __init__(
        self,
        project: Project,
        saying: Saying,
        before: Callable[[HeldQuestion, int], Reply | None] = lambda _held, _number: None,
        delay: float = 0.0,
    ) -> None:
        self.project, self.saying, self.before, self.delay = project, saying, before, delay
        self.known: dict[tuple[str, str], tuple[HeldBatch, HeldQuestion]] = {}

    def __call__(self, body: dict[str, Any], number: int) -> Reply:
        batch, held = self.asked(body)
        instead = self.before(held, number)
        return instead or text_reply(self.saying(batch, held), usage=USED, delay=self.delay)

    def asked(self, body: dict[str, Any]) -> tuple[HeldBatch, HeldQuestion]:
        """The question that a request asks."""
        key = asked_text(body)
        if key not in self.known:
            for batch in history(self.project).batches.values():
                for name, held in batch.questions.items():
                    question = batch.as_question(name, 1)
                    self.known[question.system, question.shared + question.text] = batch, held
        return self.known[key]


def asked_text(body: dict[str, Any]) -> tuple[str, str]:
    """What a request tells: the instructions, and the question."""
    system = "".join(block["text"] for block in body["system"])
    return system, "".join(block["text"] for block in body["messages"][0]["content"])
