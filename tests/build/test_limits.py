"""What the limits of a run are, and which of them is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from dlt_proof.build.containment import Limits
from dlt_proof.build.engines import ENGINES
from dlt_proof.build.latexmk import OUTPUT_LOG, Run
from dlt_proof.build.limits import configured_limits, limit_met
from dlt_proof.build.run_files import RunFiles
from dlt_proof.project import Project
from dlt_proof.project.compile_configuration import CompileConfiguration
from dlt_proof.records.errors import InputError

LIMITS = Limits(seconds=2, memory_bytes=900_000_000, file_bytes=1_000_000, total_bytes=60_000_000)


@pytest.fixture
def files(tmp_path: Path) -> RunFiles:
    outdir = tmp_path / ".output"
    (outdir / "sections").mkdir(parents=True)
    return RunFiles(Project(tmp_path), "main.tex", outdir, ENGINES["pdflatex"])


def test_limits_are_those_of_the_project_but_for_a_time_that_is_given() -> None:
    settings = CompileConfiguration(timeout_seconds=7.0, file_megabytes=0.5)
    limits = configured_limits(settings, None)
    assert limits == Limits(7, 4_096_000_000, 500_000, 1_024_000_000)
    assert configured_limits(settings, 4000.0).seconds == 4000  # the user knows no ceiling


@pytest.mark.parametrize("seconds", [0.0, -1.0, float("inf"), float("nan")])
def test_a_time_that_is_none_is_refused(seconds: float) -> None:
    with pytest.raises(InputError, match="--timeout must be a positive number"):
        configured_limits(CompileConfiguration(), seconds)


@pytest.mark.parametrize(
    ("ended", "rule", "words"),
    [
        ("time", "B7", "the time limit of 2 s"),
        ("total", "B11", "had written 60 MB"),
        ("depth", "B11", "folders within folders, more than 100"),
    ],
)
def test_the_limit_that_ended_a_run_is_told(
    files: RunFiles, ended: str, rule: str, words: str
) -> None:
    finding = limit_met(files, Run(ended, 0), LIMITS)
    assert finding is not None
    assert (finding.rule, finding.file) == (rule, "main.tex") and words in finding.message


def test_a_file_that_is_full_is_told_where_a_run_failed(files: RunFiles) -> None:
    (files.outdir / "sections" / "big.txt").write_bytes(b"x" * LIMITS.file_bytes)
    assert limit_met(files, Run("itself", 0), LIMITS) is None
    finding = limit_met(files, Run("itself", 12), LIMITS)
    assert finding is not None and finding.rule == "B11"
    assert ".output/sections/big.txt had 1 MB" in finding.message


@pytest.mark.parametrize("name", ["main.log", OUTPUT_LOG])
def test_want_of_memory_is_told_where_the_end_of_a_log_says_so(files: RunFiles, name: str) -> None:
    (files.outdir / name).write_text(f"{'x' * 50_000}\nOut of memory\n{'x' * 5_000}\n")
    finding = limit_met(files, Run("itself", 1), LIMITS)
    assert finding is not None and finding.rule == "B10" and "900 MB" in finding.message
    (files.outdir / name).write_text(f"Out of memory\n{'x' * 50_000}\n")
    assert limit_met(files, Run("itself", 1), LIMITS) is None


def test_a_run_that_failed_for_another_reason_met_no_limit(files: RunFiles) -> None:
    assert limit_met(files, Run("itself", 1), LIMITS) is None
