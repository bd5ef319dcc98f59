"""How long dlt-proof takes beside an empty Python: `make bench`.

All commands run in turn in every round, so that a busy machine slows each of them alike; the
median of each is shown, and its ratio to the empty Python.
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 15
ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "eval_results" / "08-anchor-convergence"


def main() -> int:
    program = Path(sys.executable).parent / "dlt-proof"
    if not program.is_file():
        print("bench: dlt-proof is not installed here: run `make bench`", file=sys.stderr)
        return 3
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "dlt-proof --version": [str(program), "--version"],
    }
    if EXAMPLE.is_dir():
        commands[f"dlt-proof lint {EXAMPLE.name}"] = [
            str(program),
            "lint",
            str(EXAMPLE),
            "--format",
            "json",
        ]
    else:
        print(f"bench: {EXAMPLE.relative_to(ROOT)} is not there: lint not measured")
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            started = time.perf_counter()
            done = subprocess.run(command, capture_output=True, text=True)
            seconds[name].append(time.perf_counter() - started)
            # lint may find something (1), but a program that fell over was not measured.
            linted = '"dlt-proof/findings/1"' in done.stdout and done.returncode in (0, 1)
            if not (linted or ("lint" not in name and done.returncode == 0)):
                print(f"bench: {name} ended with {done.returncode}: {done.stderr.strip()[-300:]}")
                return 1
    empty = statistics.median(seconds["python -c pass"])
    for name, samples in seconds.items():
        median = statistics.median(samples)
        print(f"{name:40} {median * 1000:7.1f} ms   {median / empty:5.2f} x")
    return 0


if __name__ == "__main__":
    sys.exit(main())
