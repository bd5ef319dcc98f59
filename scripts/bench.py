"""How long `dlt-proof lint`, `plan graph` and the plugin's hooks take, as ratios measured side by
side in one run: `make bench`.

In every round all commands of a table run in turn, so that a busy machine slows each of them
alike; medians are shown. Papers are made of the bundled proof's sections, repeated with labels of
their own, in a temporary folder with a cache of its own.
"""

from __future__ import annotations

import compileall
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "eval_results" / "08-anchor-convergence"
BIN = Path(sys.executable).parent
LINT = [str(BIN / "dlt-proof"), "lint"]
_VERDICTS = ("lint holds: ", "lint does not hold: ")
_KEYS = re.compile(r"\\(label|cref|Cref|eqref)\{([^{}]*)\}")
_INPUT = re.compile(r"\\input\{sections/[^}]*\}\n?")
#: What a proof of the papers for `plan graph` says with a reference.
_REFERRING = (
    "By \\cref{%s}, the gap is at most $\\eta$.",
    "Using Lemma~\\ref{%s} we bound the second term.",
    "The first term is controlled in the same way by \\cref{%s}, which gives $a \\le b$.",
    "Combine this with \\cref{%s}.",
    "Compare with \\cref{%s}, whose constant is larger.",
    "It follows from \\eqref{%s} that $x_t \\to 0$ as $t$ grows.",
)
#: Lines of a paper that has something of everything.
_SHORT = 200


class BenchError(Exception):
    """A command did not do what is to be measured."""


@dataclass
class Sample:
    """One run: wall time in seconds, peak memory of the process and its children in bytes."""

    seconds: float
    memory: int


@dataclass
class Command:
    """Something to measure.

    Args:
        name: how the table calls it.
        arguments: the command line.
        before: run before each time, not measured.
        codes: exit codes with which it did its work.
        given: what it reads.
        says: one of these its output must hold, to know that it did.
    """

    name: str
    arguments: list[str]
    before: Callable[[], object] = lambda: None
    codes: tuple[int, ...] = (0,)
    says: tuple[str, ...] = ("",)
    given: Callable[[], str] = str
    samples: list[Sample] = field(default_factory=list)

    def run(self, environment: dict[str, str]) -> None:
        self.before()
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as given:
            given.write(self.given().encode())
            given.seek(0)
            started = time.perf_counter()
            process = subprocess.Popen(
                self.arguments, stdin=given, stdout=out, stderr=subprocess.STDOUT, env=environment
            )
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - started
            process.returncode = os.waitstatus_to_exitcode(status)
            out.seek(0)
            said = out.read().decode("utf-8", errors="replace")
        if process.returncode not in self.codes or not any(words in said for words in self.says):
            raise BenchError(f"{self.name} ended with {process.returncode}: {said[-300:]}")
        self.samples.append(Sample(seconds, usage.ru_maxrss * 1024))

    @property
    def seconds(self) -> float:
        return statistics.median(sample.seconds for sample in self.samples)

    @property
    def memory(self) -> float:
        return statistics.median(sample.memory for sample in self.samples)


def main() -> int:
    if not Path(LINT[0]).is_file():
        print("bench: dlt-proof is not installed here: run `make bench`", file=sys.stderr)
        return 3
    # As pip leaves it where it installs: a run does not begin by compiling the program.
    compileall.compile_dir(ROOT / "scripts" / "dlt_proof", quiet=1)
    with tempfile.TemporaryDirectory(prefix="dlt-proof-bench-") as folder:
        bench = Bench(Path(folder))
        try:
            bench.start_up()
            bench.after_an_edit()
            bench.growth()
            bench.large_project()
            bench.graph()
            bench.hooks()
        except BenchError as error:
            print(f"bench: {error}", file=sys.stderr)
            return 1
    return 0


class Bench:
    """The measurements, each printed as a table."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.cache = folder / "cache"
        # As on a user's machine, Python may keep its byte code.
        inherited = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        self.environment = {**inherited, "XDG_CACHE_HOME": str(self.cache)}
        self.sections = [p.read_text() for p in sorted(EXAMPLE.glob("sections/*.tex"))]

    def start_up(self) -> None:
        empty, *others = self._rounds(
            15, [_empty(), Command("dlt-proof --version", [LINT[0], "--version"])]
        )
        _print_table("start-up", [empty, *others], empty)

    def after_an_edit(self) -> None:
        project = self.folder / "edited"
        lines = self._project(project, characters=84_000, files=8)
        edited = project / "sections" / "s003.tex"
        original = edited.read_text()
        count = iter(range(1_000_000))

        def edit() -> None:
            edited.write_text(f"{original}\nNumber {next(count)}.\n")

        warm = self._lint("lint after one edit", project, before=edit)
        unchanged = self._lint("lint, nothing changed", project)
        cold = self._lint("lint, no cache", project, before=self._forget)
        warm.run(self.environment)
        warm.samples.clear()
        empty, *others = self._rounds(15, [_empty(), warm, unchanged])
        _print_table(f"a project of {lines} lines in 8 files", [empty, *others], empty)
        empty, cold = self._rounds(7, [_empty(), cold])
        _print_table("the same", [empty, cold], empty)

    def growth(self) -> None:
        """Time and memory beyond those of a short paper, which has the whole program loaded."""
        short = self.folder / "short"
        self._one_file(short, _SHORT)
        commands = [self._lint(f"{_SHORT} lines", short, before=self._forget_papers)]
        sizes = []
        for wanted in (1_000, 10_000, 100_000):
            project = self.folder / f"lines{wanted}"
            self._one_file(project, wanted)
            sizes.append(wanted)
            commands.append(self._lint(f"{wanted} lines", project, before=self._forget_papers))
        commands[-1].run(self.environment)  # what depends on the program alone is made once
        for command in commands:
            command.samples.clear()
        base, *grown = self._rounds(3, commands)
        print(f"\none file, a paper that was never linted: beyond one of {_SHORT} lines\n")
        print(f"  {'':14} {'s':>8} {'s per 10,000 lines':>20} {'peak MB':>9} {'MB per 10,000':>15}")
        for size, command in zip(sizes, grown, strict=True):
            seconds, memory = command.seconds - base.seconds, (command.memory - base.memory) / 1e6
            print(
                f"  {command.name:14} {seconds:8.2f} {seconds / (size - _SHORT) * 1e4:20.3f} "
                f"{command.memory / 1e6:9.0f} {memory / (size - _SHORT) * 1e4:15.1f}"
            )

    def large_project(self) -> None:
        project = self.folder / "large"
        self._project(project, characters=20_000_000, files=165)
        edited = project / "sections" / "s060.tex"
        original = edited.read_text()
        count = iter(range(1_000_000))

        def edit() -> None:
            edited.write_text(f"{original}\nNumber {next(count)}.\n")

        cold = self._lint("dlt-proof lint, no cache", project, before=self._forget)
        warm = self._lint("dlt-proof lint, one file changed", project, before=edit)
        commands = [cold, warm]
        badness = BIN / "badness"
        if badness.is_file():
            other = Command("badness lint", [str(badness), "lint", str(project)], codes=(1,))
            commands.insert(0, other)
        else:
            print(f"\nbench: {badness.name} is not installed here: measured without it")
        measured = self._rounds(3, commands)
        title = f"20 MB in 165 files, {len(os.sched_getaffinity(0))} cores"
        _print_table(title, measured, measured[0], memory=True)

    def graph(self) -> None:
        """The lemma graph of papers with five references in each proof; it runs on one core."""
        commands = []
        sizes = (1_000, 2_000, 20_000)
        for statements in sizes:
            project = self.folder / f"graph{statements}"
            self._proofs(project, statements, references=5)
            told = project / "graph.json"
            arguments = [LINT[0], "plan", "graph", str(project), "--format", "json"]
            arguments += ["--output", str(told)]
            commands.append(Command(f"{statements} statements", arguments, says=("written",)))
        commands[0].run(self.environment)  # the program is loaded for the first time
        commands[0].samples.clear()
        base, *grown = self._rounds(1, commands)
        print(f"\nplan graph, 5 references a statement: beyond {sizes[0]} statements\n")
        print(f"  {'':20} {'s':>8} {'s per 1,000 statements':>24} {'peak MB':>9}")
        for size, command in zip(sizes[1:], grown, strict=True):
            each = (command.seconds - base.seconds) / (size - sizes[0]) * 1e3
            print(
                f"  {command.name:20} {command.seconds:8.2f} {each:24.3f}"
                f" {command.memory / 1e6:9.0f}"
            )

    def hooks(self) -> None:
        """What the plugin adds to each call of a tool, in a proof project of three times the
        bundled one, about 100 pages, in which gate A holds, and elsewhere."""
        project = self.folder / "guarded"
        shutil.copytree(EXAMPLE, project, ignore=shutil.ignore_patterns(".output"))
        main = project / "main.tex"
        inputs = []
        for number in range(2):
            for place, section in enumerate(re.split(r"(?=\\section)", self._text(1, number))):
                name = f"s{number}-{place}"
                (project / "sections" / f"{name}.tex").write_text(section)
                inputs.append(f"\\input{{sections/{name}}}\n")
        end = "\\end{document}"
        main.write_text(main.read_text().replace(end, "".join(inputs) + end))
        program = [LINT[0], "plan"]
        for words in (["check", "--run", "--quiet"], ["approve", "--by-default"]):
            subprocess.run(
                [*program, *words, str(project)], env=self.environment, capture_output=True
            )
        plain = self.folder / "plain"
        plain.mkdir()
        calls = [
            _HookCall(self, "Edit", project, project / "sections" / "s1-5.tex"),
            _HookCall(self, "Bash", project, None),
            _HookCall(self, "Edit", plain, plain / "notes.tex"),
        ]
        commands = [c for call in calls for c in (call.before(), call.after())]
        for command in commands:
            command.run(self.environment)
            command.samples.clear()
        empty, *others = self._rounds(9, [_empty(), *commands])
        _print_table(
            "hooks, in a proof project of 100 pages and elsewhere", [empty, *others], empty
        )

    # -- papers -------------------------------------------------------------------------------

    def _text(self, characters: int, first: int) -> str:
        """Sections with labels of their own, at least so many characters."""
        pieces: list[str] = []
        size = 0
        while size < characters:
            number = f"{first}-{len(pieces)}"

            def renamed(match: re.Match[str], number: str = number) -> str:
                keys = (f"{key.strip()}-{number}" for key in match[2].split(","))
                return f"\\{match[1]}{{{','.join(keys)}}}"

            piece = _KEYS.sub(renamed, "\n".join(self.sections))
            pieces.append(piece)
            size += len(piece)
        return "".join(pieces)

    def _project(self, folder: Path, *, characters: int, files: int) -> int:
        """A paper of several files; returns its number of lines."""
        (folder / "sections").mkdir(parents=True)
        for name in ("macros.tex", "refs.bib"):
            shutil.copy(EXAMPLE / name, folder)
        names = [f"s{number:03}" for number in range(files)]
        lines = 0
        rest = "".join(self._text(characters, 0)) if characters < 200_000 else ""
        for number, name in enumerate(names):
            if rest:  # a small paper is cut where a section ends
                parts = re.split(r"(?=\\section)", rest)
                text = "".join(parts[number::files])
            else:
                text = self._text(characters // files, number)
            lines += text.count("\n")
            (folder / "sections" / f"{name}.tex").write_text(text)
        inputs = "".join(f"\\input{{sections/{name}}}\n" for name in names)
        self._main(folder, inputs)
        return lines

    def _one_file(self, folder: Path, lines: int) -> None:
        folder.mkdir(parents=True)
        for name in ("macros.tex", "refs.bib"):
            shutil.copy(EXAMPLE / name, folder)
        text = self._text(lines * 110, 0)
        self._main(folder, "\n".join(text.split("\n")[:lines]) + "\n")

    def _proofs(self, folder: Path, statements: int, *, references: int) -> None:
        """A paper of lemmas whose proofs refer to earlier ones, 200 in each file."""
        folder.mkdir(parents=True)
        choose = random.Random(20260525)
        files: list[list[str]] = []
        for number in range(statements):
            if number % 200 == 0:
                files.append([])
            keys = [
                choose.randrange(max(0, number - 300), number)
                for _ in range(references if number else 0)
            ]
            said = (choose.choice(_REFERRING) % f"l:{key}" for key in keys)
            files[-1] += [
                f"\\begin{{lemma}}\\label{{l:{number}}}",
                f"For all $t \\ge {number}$ the iterates satisfy $\\|x_t\\| \\le C_{{{number}}}$.",
                "\\end{lemma}\n\\begin{proof}", *said, "Hence the claim.\n\\end{proof}\n",
            ]  # fmt: skip
        for index, lines in enumerate(files):
            (folder / f"s{index}.tex").write_text("\n".join(lines))
        inputs = "\n".join(f"\\input{{s{index}}}" for index in range(len(files)))
        (folder / "main.tex").write_text(
            "\\documentclass{article}\n\\newtheorem{lemma}{Lemma}\n\\begin{document}\n"
            f"{inputs}\n\\end{{document}}\n"
        )

    def _main(self, folder: Path, content: str) -> None:
        main = _INPUT.sub("", (EXAMPLE / "main.tex").read_text())
        (folder / "main.tex").write_text(
            main.replace("\\end{document}", f"{content}\\end{{document}}")
        )

    # -- running ------------------------------------------------------------------------------

    def _lint(
        self, name: str, project: Path, before: Callable[[], object] = lambda: None
    ) -> Command:
        return Command(name, [*LINT, str(project)], before, codes=(0, 1), says=_VERDICTS)

    def _forget(self) -> None:
        shutil.rmtree(self.cache, ignore_errors=True)

    def _forget_papers(self) -> None:
        for path in self.cache.glob("dlt-proof/*.cache"):
            path.unlink()

    def _rounds(self, rounds: int, commands: list[Command]) -> list[Command]:
        for _ in range(rounds):
            for command in commands:
                command.run(self.environment)
        return commands


class _HookCall:
    """A tool's call with the hook before it and the one after it, another edit each time."""

    def __init__(self, bench: Bench, tool: str, folder: Path, file: Path | None) -> None:
        self.bench, self.tool, self.folder, self.file = bench, tool, folder, file
        self.number = 0
        if file is not None and not file.exists():
            file.write_text("\\begin{proof}")

    def before(self) -> Command:
        return Command(
            self._name("before"), ["sh", str(ROOT / "hooks" / "run.sh"), "pre-tool-use"],
            before=self._next, given=lambda: self._event("PreToolUse"),
        )  # fmt: skip

    def after(self) -> Command:
        return Command(
            self._name("after"), ["sh", str(ROOT / "hooks" / "run.sh"), "post-tool-use"],
            before=self._made, given=lambda: self._event("PostToolUse"),
        )  # fmt: skip

    def _name(self, when: str) -> str:
        where = "" if (self.folder / ".proof-research").is_dir() else ", no proof project"
        return f"{when} {self.tool}{where}"

    def _next(self) -> None:
        self.number += 1

    def _made(self) -> None:
        self._next()
        unmeasured = self.before()
        unmeasured.before = lambda: None
        unmeasured.run(self.bench.environment)
        if self.file is not None:
            text = self.file.read_text()
            self.file.write_text(text.replace(*self._edit(), 1))

    def _edit(self) -> tuple[str, str]:
        return "\\begin{proof}", f"\\begin{{proof}}% {self.number}\n"

    def _event(self, name: str) -> str:
        given = {"command": "ls"}
        if self.file is not None:
            old, new = self._edit()
            given = {"file_path": str(self.file), "old_string": old, "new_string": new}
        return json.dumps(
            {
                "hook_event_name": name,
                "session_id": "bench",
                "cwd": str(self.folder),
                "tool_name": self.tool,
                "tool_use_id": f"{id(self)}_{self.number}",
                "tool_input": given,
            }
        )


def _empty() -> Command:
    return Command("python -c pass", [sys.executable, "-c", "pass"])


def _print_table(
    title: str, commands: list[Command], base: Command, *, memory: bool = False
) -> None:
    print(f"\n{title}\n")
    for command in commands:
        ratio = command.seconds / base.seconds
        peak = f"   {command.memory / 1e6:6.0f} MB" if memory else ""
        print(f"  {command.name:34} {command.seconds * 1000:9.1f} ms   {ratio:6.2f} x{peak}")
    for command in commands:
        print(f"    {' '.join([Path(command.arguments[0]).name, *command.arguments[1:]])}")


if __name__ == "__main__":
    sys.exit(main())
