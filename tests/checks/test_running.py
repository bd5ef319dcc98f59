"""Runs: the same on any executor, their plots, and checks that cannot fail are refused."""

import json
import math
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from dlt_proof import checks
from dlt_proof.checks import Claim, Run
from dlt_proof.checks.mapping import map_items
from dlt_proof.records.exit_codes import ExitCode

ROOT = Path(__file__).resolve().parents[2]
COIN = checks.Parameters({"p": checks.real(0.1, 0.5)})


def square(item):
    return item**2


def noisy(item, rng):
    return item + rng.normal()


def broken(item):
    raise ZeroDivisionError(f"item {item}")


def event(v, rng, size):
    return rng.uniform(size=size) < v.p


class OwnExecutor(Executor):
    """Like that of a cluster: nothing but `submit`, in whatever order."""

    def __init__(self):
        self.calls = 0

    def submit(self, fn, /, *args, **kwargs):
        self.calls += 1
        future: Future = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def test_a_map_is_the_same_on_any_executor_and_number_of_workers():
    items = list(range(23))
    alone = Run(5).map(noisy, items, stream=3)
    assert Run(5, jobs=2).map(noisy, items, stream=3) == alone
    assert Run(5, jobs=3).map(noisy, items, stream=3) == alone
    with ThreadPoolExecutor(4) as threads, ProcessPoolExecutor(2) as processes:
        for executor in (threads, processes, own := OwnExecutor()):
            assert Run(5, executor=executor).map(noisy, items, stream=3) == alone
            assert Run(5).map(noisy, items, stream=3, executor=executor) == alone
        assert own.calls > 1
        assert threads.submit(square, 3).result() == 9, "an executor that was given stays open"
    assert Run(5).map(noisy, items, stream=4) != alone
    assert Run(6).map(noisy, items, stream=3) != alone
    assert Run(5).map(noisy, items, name="a") != Run(5).map(noisy, items, name="b")


def test_a_map_keeps_the_order_and_takes_what_cannot_travel():
    assert Run(0, jobs=2).map(square, range(10)) == [i**2 for i in range(10)]
    assert Run(0, jobs=2).map(lambda i: i + 1, range(5)) == [1, 2, 3, 4, 5]
    assert Run(0, jobs=2).map(square, []) == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_of_an_item_is_one_of_the_check(jobs, capsys):
    def check(run):
        run.map(broken, range(4))

    assert checks.run_check(check, ["--jobs", str(jobs)]) == ExitCode.BAD_INPUT
    assert "ZeroDivisionError: item 0" in capsys.readouterr().err


def test_chunks_are_as_many_as_the_workers_can_use():
    own = OwnExecutor()
    map_items(square, range(100), seed=None, jobs=2, executor=own)
    assert own.calls == 8


def both_kinds(run):
    """A check of a computed and of a simulated claim."""
    checks.check_bound(
        run,
        Claim("exp", "1 + x <= e^x"),
        checks.Parameters({"x": checks.real(-1, 1)}),
        lambda v: 1 + v.x,
        lambda v: np.exp(v.x),
        controls={"<= 1": lambda v: np.exp(0 * v.x)},
    )
    checks.check_probability(
        run,
        Claim("coin", "Pr <= 2p & more"),
        COIN,
        lambda v: 2 * v.p,
        event=event,
        controls={"p/2": lambda v: v.p / 2},
    )
    n = np.logspace(1, 4, 12)
    checks.check_rate(run, Claim("rate", "1/n"), n, 1 / n, -1.0, controls={"n^-2": -2.0})


def outcome(tmp_path, *arguments, executor=None):
    out = tmp_path / "result.json"
    code = checks.run_check(both_kinds, ["--json", str(out), *arguments], executor=executor)
    assert code == ExitCode.HOLDS
    return json.loads(out.read_text(encoding="utf-8"))


def test_a_check_is_the_same_on_any_executor_and_number_of_workers(tmp_path: Path):
    alone = outcome(tmp_path, "--jobs", "1")
    assert outcome(tmp_path, "--jobs", "2") == alone
    with ThreadPoolExecutor(3) as threads:
        assert outcome(tmp_path, executor=threads) == alone
    assert outcome(tmp_path, "--seed", "1") != alone
    assert alone["schema"] == "dlt-proof/check/1"


def wrong_range(v, rng, size):
    return np.full(size, 5.0)


def test_wrong_values_in_another_process_are_told_too(capsys):
    def check(run):
        checks.check_mean(
            run,
            Claim("mean", "m"),
            COIN,
            wrong_range,
            lambda v: 1.0,
            low=0.0,
            high=1.0,
            controls={"0": lambda v: 0.0},
        )

    for jobs in ("1", "2"):
        assert checks.run_check(check, ["--jobs", jobs]) == ExitCode.BAD_INPUT
        assert "could not run: a value lies outside [0.0, 1.0]" in capsys.readouterr().err


def test_a_plot_is_an_svg_with_a_panel_for_each_claim_and_control(tmp_path: Path):
    out = tmp_path / "plots" / "claims.svg"
    outcome(tmp_path, "--plot", str(out))
    picture = ElementTree.parse(out).getroot()
    space = "{http://www.w3.org/2000/svg}"
    assert picture.tag == f"{space}svg"
    panels = picture.findall(f"{space}g")
    assert len(panels) == 6
    assert all(panel.findall(f"{space}circle") for panel in panels)
    titles = [panel.find(f"{space}text").text for panel in panels]
    assert titles[0] == "claim exp: holds" and titles[-1].startswith("control rate: n^-2: refuted")
    for mark in picture.iter(f"{space}circle"):
        assert all(math.isfinite(float(mark.get(name))) for name in ("cx", "cy"))


def test_a_run_that_could_not_run_leaves_no_older_plot(tmp_path: Path):
    out = tmp_path / "claims.svg"
    outcome(tmp_path, "--plot", str(out))
    before = out.read_text(encoding="utf-8")
    assert checks.run_check(lambda run: None, ["--plot", str(out)]) == ExitCode.BAD_INPUT
    assert out.read_text(encoding="utf-8") != before


@pytest.mark.parametrize(
    ("observed", "bound"),
    [([0.0], [0.0]), ([1e300, -1e300], [1e300, 1e300]), ([1e-300], [1.0]), ([np.nan], [1.0])],
)
def test_a_plot_of_extreme_values(tmp_path: Path, observed, bound):
    def check(run):
        run.claim(checks.deterministic_bound(Claim("a", "<&>"), observed, bound))
        run.control(checks.deterministic_bound(Claim("b", "b"), [2.0], [1.0]))

    out = tmp_path / "a.svg"
    checks.run_check(check, ["--plot", str(out)])
    text = out.read_text(encoding="utf-8")
    ElementTree.fromstring(text)
    assert "nan" not in text.lower().replace("nan or", "")


def test_a_simulation_tells_its_level(capsys, tmp_path: Path):
    outcome(tmp_path)
    assert "family-wise level 1e-06" in capsys.readouterr().out


def test_wrong_numbers_of_jobs_exit_2():
    with pytest.raises(SystemExit) as exit_:
        checks.run_check(both_kinds, ["--jobs", "0"])
    assert exit_.value.code == 2


SCRIPT = """import multiprocessing
from dlt_proof import checks

def square(item):
    return item ** 2

def check(run):
    found = run.map(square, range(6))
    run.claim(checks.exact_identity(checks.Claim("a", "a"), found, [i**2 for i in range(6)]))
    run.control(checks.exact_identity(checks.Claim("b", "b"), [1], [2]))

multiprocessing.set_start_method("{method}", force=True)
checks.main(check)
"""


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_a_script_runs_on_two_cores_also_where_workers_read_it_anew(tmp_path: Path, method):
    script = tmp_path / "check.py"
    script.write_text(SCRIPT.format(method=method), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script), "--jobs", "2"],
        env={"PYTHONPATH": str(ROOT / "scripts"), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("claim holds") == 1


def test_the_example_of_the_readme_holds(tmp_path: Path):
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (code,) = [
        part.split("```")[0]
        for part in text.split("```python\n")[1:]
        if "checks.main(check)" in part
    ]
    script = tmp_path / "check.py"
    script.write_text(code, encoding="utf-8")
    arguments = ["--json", "out.json", "--plot", "out.svg", "--jobs", "1", "--seed", "5"]
    done = subprocess.run(
        [sys.executable, str(script), *arguments],
        env={"PYTHONPATH": str(ROOT / "scripts"), "PATH": "/usr/bin:/bin"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "control refuted  moment: t for 1 - e^-t" in done.stdout
    assert json.loads((tmp_path / "out.json").read_text())["ok"]
