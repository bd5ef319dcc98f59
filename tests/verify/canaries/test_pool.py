"""Every shipped step is proved, can be changed, and no other text of it says what it claims."""

from __future__ import annotations

from pathlib import Path

import pytest

from dlt_proof.checkers.free import check_job
from dlt_proof.records.errors import InputError
from dlt_proof.verify.canaries.giveaways import bare, texts_beside
from dlt_proof.verify.canaries.looks import looks_written
from dlt_proof.verify.canaries.pool import shipped_jobs
from dlt_proof.verify.canaries.versions import find_versions, shown_false, shown_true

JOBS = shipped_jobs()


def test_there_are_enough() -> None:
    assert len(JOBS) >= 20
    assert {bool(job.domains) for job in JOBS.values()} == {True, False}


@pytest.mark.parametrize(
    "name",
    [name if n == 2 else pytest.param(name, marks=pytest.mark.slow) for n, name in enumerate(JOBS)],
)
def test_it_is_proved_and_can_be_changed(name: str) -> None:
    job = JOBS[name]
    assert check_job(job).word == "proved"
    assert looks_written(job.claim)
    assert not any(bare(job.claim) in bare(text) for text in texts_beside(job))
    false = find_versions((job, False))
    assert false and all(map(shown_false, false))
    assert all(map(shown_true, find_versions((job, True))))


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    for text in ("a = [", "[x]\nleft = '1'\n", "[x]\nsign = '~'\n"):
        (tmp_path / "a.toml").write_text(text)
        shipped_jobs.cache_clear()
        with pytest.raises(InputError):
            shipped_jobs(tmp_path)
