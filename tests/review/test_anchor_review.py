"""Reviews of the bundled anchor-convergence proof, by scripted models over the API's protocol."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dlt_proof.graph.plan_file import read_plan
from dlt_proof.panel import PAPER
from dlt_proof.panel.history import HeldBatch, HeldQuestion
from dlt_proof.project import Project, open_project
from dlt_proof.records.plan import PROVABLE_KINDS
from tests.messages_server import Reply, error_reply

from ..conftest import run
from ..panel.scripted import Scripted, answer, history, lazy, weakness
from ..panel.scripted import honest as finds_what_is_planted
from ..panel.test_judging import fair
from .support import line_of
from .test_killed import PROCESS
from .test_running import RUN, Api, Said, Voice, change, judging, mending, speaking, state

pytestmark = pytest.mark.slow

ANCHOR = Path(__file__).parents[2] / "eval_results" / "08-anchor-convergence"
COUNT, MAIN = (f"sections/{name}.tex" for name in ("05-anchor-count", "07-main-result"))
PHANTOM = "Markov's inequality is applied to a variable that may be negative"
COUNTED = "lem:binomial_upper"
MARKOV = "the second is Markov's inequality"
PROSE = "below is short and loses nothing."
VAGUE = "the sentence does not say what could be lost"
BOUND = r"\ge 1 - \exp\Bigl( -\frac{p_0 T}{8} \Bigr) ."


@pytest.fixture(scope="module")
def anchor_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The bundled proof with its checks run on this machine, and a review begun anew."""
    folder = tmp_path_factory.mktemp("anchor")
    shutil.copytree(ANCHOR, folder / "proof", ignore=shutil.ignore_patterns(".output"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(folder / "configuration"))
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        patch.delenv("CLAUDECODE", raising=False)
        project = open_project(folder / "proof")
        assert run("plan", "check", "--run", project) == 0
        assert run("trace", "verify", project) == 0
        # The rounds that are bundled were read by people's readers; these tests begin anew.
        assert run("review", "start", "--anew", project) == 0
    yield folder


@pytest.fixture
def anchor(anchor_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    shutil.copytree(anchor_once, tmp_path / "anchor")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "anchor" / "configuration"))
    return open_project(tmp_path / "anchor" / "proof")


def raising(project: Project, lens: str, unit: str, found: dict[str, Any], read: Voice) -> Voice:
    """A reader who names one weakness of one unit as long as its words stand there."""

    def voice(batch: HeldBatch, held: HeldQuestion) -> Any:
        mine = (held.kind, batch.record.lens, held.record.about) == ("asked", lens, unit)
        if mine and found["quotation"] in "\n".join(held.given.lines.values()):
            return answer([found])
        return read(batch, held)

    return voice


def at(project: Project, file: str, words: str, claim: str, severity: str) -> dict[str, Any]:
    line = line_of(project, file, words)
    return weakness(file, line, words.split("\n")[0], claim=claim, severity=severity)


def by_claim(voices: dict[str, Voice], otherwise: Voice) -> Voice:
    """Says what belongs to the claim that stands in the question."""

    def voice(batch: HeldBatch, held: HeldQuestion) -> Any:
        if held.kind == "asked":
            for claim, own in voices.items():
                if claim in held.text:
                    return own(batch, held)
        return otherwise(batch, held)

    return voice


def test_real_ones_are_mended_phantoms_dismissed_and_a_killed_run_goes_on(
    anchor: Project, api: Api, said: Said
) -> None:
    reads = raising(
        anchor, "rigour", COUNTED,
        at(anchor, COUNT, MARKOV, PHANTOM, "critical"),
        raising(
            anchor, "notation", PAPER,
            at(anchor, COUNT, PROSE, VAGUE, "minor"),
            finds_what_is_planted,
        ),
    )  # fmt: skip
    judges = by_claim(
        {
            PHANTOM: judging("PHANTOM", "Then $0 < y < 1$"),
            VAGUE: judging("REAL-blocking"),
        },
        fair,
    )
    good = change(COUNT, PROSE, "below is short and gives the worst case itself.")
    too_large = change(COUNT, PROSE, "".join(f"\nline {n}" for n in range(9)) + "\n" + PROSE)

    def mends(_batch: HeldBatch, held: HeldQuestion) -> Any:
        # The second question tells why the first proposal was put back.
        return good if "and may change 5" in held.text else too_large

    server = api(Scripted(anchor, speaking(reads, judges, mends)))
    killed = 0
    for number in (30, 60, 12):
        command = [sys.executable, str(PROCESS), str(anchor.root), str(number), "after"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=500, check=False)
        assert done.returncode in (0, -9), done.stdout + done.stderr
        killed += done.returncode == -9
    code, text = said(*RUN, anchor)
    assert code == 0, text
    review = state(anchor)
    assert killed >= 2 and review.success and review.has_panel
    assert set(review.panel) == {
        "rigour", "hypotheses", "significance", "notation", "derivation", "desk",
    }  # fmt: skip
    named = {
        w.claim: w.identifier for w in review.weaknesses if w.round >= review.in_cycle[0].round
    }
    assert named.keys() == {PHANTOM, VAGUE}, "nothing is raised twice"
    assert review.judgements[named[PHANTOM]].classification == "PHANTOM"
    assert named[VAGUE] in review.fixed and len(review.in_cycle) == 2
    assert [fix.why for fix in review.refused if "may change 5" in fix.why]
    assert "gives the worst case itself." in (anchor.root / COUNT).read_text()
    told = [str(message.body) for message in server.messages]
    assert max(told.count(one) for one in told) <= 2, "asked again only where the answer was lost"
    read_twice = {
        held.record.about
        for batch in history(anchor).batches.values()
        for held in batch.questions.values()
        if held.kind == "asked" and batch.record.lens == "rigour"
    }
    statements = [n for n in read_plan(anchor).managed.values() if n.kind in PROVABLE_KINDS]
    assert len(statements) >= 30
    assert len(read_twice) == len(statements), "each statement once: none of them was changed"


def test_a_fix_of_the_theorem_waits_for_the_author(anchor: Project, api: Api, said: Said) -> None:
    claim = "the last bound is weaker than the one before it"
    found = at(anchor, MAIN, BOUND, claim, "critical")
    reads = raising(anchor, "hypotheses", "thm:main", found, finds_what_is_planted)
    proposal = change(MAIN, BOUND, BOUND.replace("8", "7"))
    judges = by_claim({claim: judging("REAL-blocking")}, fair)
    api(Scripted(anchor, speaking(reads, judges, mending(proposal))))
    code, text = said(*RUN, anchor)
    assert code == 1 and "thm:main, which the author approved: the author decides" in text, text
    assert BOUND in (anchor.root / MAIN).read_text()
    assert said("review", "report", anchor)[0] == 1


def test_a_fix_that_breaks_lint_is_put_back(anchor: Project, api: Api, said: Said) -> None:
    claim = "the comparison has no source"
    found = at(anchor, COUNT, PROSE, claim, "major")
    reads = raising(anchor, "notation", PAPER, found, finds_what_is_planted)
    proposal = change(COUNT, PROSE, "below is short, as \\citet{nobody2020} says.")
    judges = by_claim({claim: judging("REAL-blocking")}, fair)
    api(Scripted(anchor, speaking(reads, judges, mending(proposal))))
    code, text = said(*RUN, anchor)
    assert code == 1 and "no change that was proposed mends" in text, text
    review = state(anchor)
    assert len(review.refused) == 2 and "gate C does not hold" in review.refused[0].why
    assert PROSE in (anchor.root / COUNT).read_text()


def test_silent_and_lazy_lenses_leave_the_review_open(
    anchor: Project, api: Api, said: Said
) -> None:
    def voice(batch: HeldBatch, held: HeldQuestion) -> Any:
        return (lazy if batch.record.lens == "rigour" else finds_what_is_planted)(batch, held)

    scripted = Scripted(anchor, speaking(voice))

    def respond(body: dict[str, Any], number: int) -> Reply:
        batch, _held = scripted.asked(body)
        if batch.record.lens == "derivation":
            return error_reply(400, "invalid_request_error")
        return scripted(body, number)

    api(respond)
    code, text = said(*RUN, anchor)
    assert code in (1, 3), text
    review = state(anchor)
    assert not review.success or not review.has_panel
    assert "missed what was planted" in review.panel["rigour"]
    assert review.panel["derivation"] and not review.panel["hypotheses"]
    assert os.environ["ANTHROPIC_API_KEY"] not in text
