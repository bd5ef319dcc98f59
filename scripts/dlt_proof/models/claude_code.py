"""Asks by the program Claude Code, without a window: one process for each attempt at a question.

Whoever is logged in there pays; no key passes through our hands. The model is to see the question
and nothing of this machine, so the program is started with everything switched off that would add
to it, and what the question says goes in by standard input alone. Not here: how an answer is read
(`reading`), what the program prints (`claude_code_output`), and sub-agents of a running Claude Code
(`verify.transcripts`).
"""

import asyncio
import json
import math
import os
import random
import shutil
import tempfile
from pathlib import Path

from ..records.errors import MissingPartError
from . import tied
from .anthropic_api import ATTEMPT_SECONDS, ATTEMPTS, FIRST_PAUSE, now
from .bounds import Bound, bound_of, worth_beginning
from .budget import Ledger, LimitReachedError, Reservation
from .claude_code_output import Run, read_output
from .failures import SLOW_ATTEMPTS, may_be_charged
from .prices import Price
from .questions import Answer, Question
from .reading import Read, one_line, read_answer, without

PROGRAM = "claude"

#: Tokens of what the program adds of its own, at most: its name, the tool that takes the answer,
#: the platform and the date. Measured: 3 kB in version 2.1.330.
OWN_TOKENS = 8192

#: Text that begins with a slash would be taken for a command of the program.
_OPENING = "The question:\n\n"
#: Without any, the program's own take their place, which are long.
_NO_INSTRUCTIONS = "Answer the question."

#: What of the environment belongs to a Claude Code that we run inside of.
_OF_ANOTHER_SESSION = (
    "CLAUDECODE",
    "CLAUDE_CODE_CHILD_NOTES_DIR",
    "CLAUDE_CODE_CHILD_SESSION",
    "CLAUDE_CODE_ENTRYPOINT",
    "CLAUDE_CODE_MESSAGING_SOCKET",
    "CLAUDE_CODE_MESSAGING_TOKEN",
    "CLAUDE_CODE_SESSION_ID",
)
_KEYS = ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN")


def command_of(question: Question, model: str, bound: Bound, instructions: Path) -> list[str]:
    """The words after the program's name; nothing of what is asked about is among them.

    Args:
        question: what is asked.
        model: whom.
        bound: the most that this may take.
        instructions: the file with the question's system prompt.
    """
    words = ["--print", "--output-format", "stream-json", "--verbose", "--model", model]
    words += ["--json-schema", json.dumps(dict(question.answer_schema))]
    words += ["--system-prompt-file", str(instructions)]
    words += ["--tools", "", "--disable-slash-commands", "--strict-mcp-config"]
    # No CLAUDE.md, skills, hooks, plugins; no settings; no file outside the working folder.
    words += ["--safe-mode", "--setting-sources", "", "--restricted"]
    # One request, and no record of it on this disk.
    words += ["--max-turns", "1", "--no-session-persistence"]
    if bound.usd:
        words += ["--max-budget-usd", f"{bound.usd:.6f}"]
    return words


def environment_of(question: Question, seconds: float, temporary: Path) -> dict[str, str]:
    """The program's environment: ours, and what keeps it to one request about the question.

    Args:
        question: what is asked.
        seconds: that it may take, `inf` for any.
        temporary: a folder for what it writes.
    """
    kept = {name: value for name, value in os.environ.items() if name not in _OF_ANOTHER_SESSION}
    kept |= {
        "TMPDIR": str(temporary),
        # Otherwise `@/etc/passwd` in a text is replaced by that file.
        "CLAUDE_CODE_DISABLE_ATTACHMENTS": "1",
        "CLAUDE_CODE_DISABLE_FILE_MENTIONS": "1",
        "CLAUDE_CODE_DISABLE_CLAUDE_MDS": "1",
        "CLAUDE_CODE_DISABLE_AUTO_MEMORY": "1",
        # Each further request has to pass the ledger.
        "CLAUDE_CODE_MAX_RETRIES": "0",
        "MAX_STRUCTURED_OUTPUT_RETRIES": "0",
        "CLAUDE_CODE_DISABLE_NONSTREAMING_FALLBACK": "1",
        "CLAUDE_CODE_DISABLE_REFUSAL_RETRY": "1",
        "CLAUDE_CODE_DISABLE_REFUSAL_FALLBACK": "1",
        "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
        "DISABLE_AUTOUPDATER": "1",
        "CLAUDE_CODE_MAX_OUTPUT_TOKENS": str(question.max_output_tokens),
    }
    if seconds != math.inf:
        kept["API_TIMEOUT_MS"] = str(math.ceil(seconds * 1000))
    return kept


class ClaudeCode:
    """The way by `claude --print`; see `asking.Way`.

    One attempt is one process, which makes one request, and counts as one call: the program's own
    attempts are switched off, and ours pass the ledger. Where the API turns a request down as
    wrong (400, 404), the program tries variants of it, at most two more that nobody charges.

    A login that stands in the user's settings of Claude Code (`apiKeyHelper`, `env`) is not seen,
    since settings are left out; `claude /login` and variables of the environment are.

    Args:
        model: whom to ask.
        price: of the model, None where it is not known.
        program: its name on the PATH, or its path.
        attempts, attempt_seconds, first_pause: as for the API.

    Raises:
        MissingPartError: there is no such program.
    """

    def __init__(
        self,
        model: str,
        price: Price | None,
        *,
        program: str = PROGRAM,
        attempts: int = ATTEMPTS,
        attempt_seconds: float = ATTEMPT_SECONDS,
        first_pause: float = FIRST_PAUSE,
    ) -> None:
        found = shutil.which(program)
        if found is None:
            raise MissingPartError(
                f"the program {program!r} is not on the PATH",
                remedy="install Claude Code, or choose another way to ask",
            )
        self.model = model
        self.price = price
        self._program = str(Path(found).absolute())
        self._attempts = attempts
        self._attempt_seconds = attempt_seconds
        self._first_pause = first_pause
        self._keys = [key for name in _KEYS if (key := os.environ.get(name, "").strip())]

    @property
    def name(self) -> str:
        """`claude` and the model."""
        return f"claude {self.model}"

    async def close(self) -> None:
        """Nothing is open between questions."""

    async def ask(self, question: Question, ledger: Ledger) -> Answer:
        """As `asking.Way` says."""
        bound = self._bound(question)
        why, charged, slow = "", False, 0
        for number in range(self._attempts):
            try:
                seconds = worth_beginning(self._attempt_seconds)
                reservation = await ledger.reserve(bound, seconds=seconds)
            except LimitReachedError as error:
                if not why:
                    raise
                why = f"{why}; then {error}"
                break
            run = await self._attempt(question, bound, reservation, ledger.seconds_left)
            if run.complete:
                return self._answer(question, run)
            why = self._told(run.why)
            charged |= not run.uncharged
            slow += run.timed_out
            if ledger.seconds_left <= 0:
                why = f"the limit on time was reached: {why}"
                break
            if not run.again or number + 1 == self._attempts or slow >= SLOW_ATTEMPTS:
                break
            pause = self._first_pause * 2.0**number * random.uniform(0.5, 1.0)
            await asyncio.sleep(min(pause, max(ledger.seconds_left, 0.0)))
        return self._failed(question, may_be_charged(why, charged))

    def _bound(self, question: Question) -> Bound:
        # What the program adds is reserved for as if the instructions were so much longer.
        longer = question.system + "-" * (OWN_TOKENS + len(_OPENING))
        return bound_of(question.model_copy(update={"system": longer}), self.price)

    async def _attempt(
        self, question: Question, bound: Bound, reservation: Reservation, seconds_left: float
    ) -> Run:
        """Start the program once; the reservation is settled whatever happens."""
        seconds = min(self._attempt_seconds, seconds_left)
        run: Run | None = None
        try:
            run = await self._run(question, bound, seconds)
        except TimeoutError:
            run = Run(why="no answer in time", again=True, timed_out=True)
        except OSError as error:
            run = Run(why=str(error), uncharged=True, missing="see that Claude Code runs")
        finally:
            if run is not None and run.usage is not None:
                reservation.settle(run.usage)
            elif run is not None and run.uncharged:
                reservation.give_back()
            else:
                reservation.keep()
        if run.missing:
            raise MissingPartError(
                f"Claude Code cannot be asked: {self._told(run.why)}", remedy=run.missing
            )
        return run

    async def _run(self, question: Question, bound: Bound, seconds: float) -> Run:
        with tempfile.TemporaryDirectory(prefix="dlt-proof-", ignore_cleanup_errors=True) as name:
            folder = Path(name)
            working, temporary = folder / "empty", folder / "tmp"
            working.mkdir()
            temporary.mkdir()
            instructions = folder / "instructions.md"
            instructions.write_bytes(_bytes(question.system or _NO_INSTRUCTIONS))
            process = await tied.start(
                self._program,
                command_of(question, self.model, bound, instructions),
                working=working,
                environment=environment_of(question, seconds, temporary),
            )
            shared = f"{question.shared}\n\n" if question.shared else ""
            try:
                async with asyncio.timeout(None if seconds == math.inf else seconds):
                    said, errors = await process.communicate(
                        _bytes(_OPENING + shared + question.text)
                    )
            finally:
                await tied.end(process)
            tied.check_started(errors)
        return read_output(said, errors, process.returncode, self.price)

    def _answer(self, question: Question, run: Run) -> Answer:
        read = read_answer(question, without(run.text, self._keys), run.stop_reason)
        if run.answers > 1 and read.outcome == "malformed":
            read = Read("malformed", None, read.raw, f"{run.answers} answers instead of one")
        return Answer(
            question=question.identifier,
            outcome=read.outcome,
            data=read.data,
            raw=read.raw,
            model=self._told(run.model),
            time=now(),
            usage=run.usage,
            why=self._told(read.why),
        )

    def _failed(self, question: Question, why: str) -> Answer:
        return Answer(question=question.identifier, outcome="failed", time=now(), why=why)

    def _told(self, text: str) -> str:
        return one_line(text, secrets=self._keys)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
