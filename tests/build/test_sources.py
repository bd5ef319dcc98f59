"""Reading files whatever they are."""

import os
from pathlib import Path

from dlt_proof.build.sources import read_loosely


def test_what_cannot_be_read_is_nothing_and_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "latin.tex").write_bytes(b"na\xefve")
    assert read_loosely(tmp_path / "latin.tex") == "na\ufffdve"
    assert read_loosely(tmp_path / "gone.tex") == "" and read_loosely(tmp_path) == ""
    os.mkfifo(tmp_path / "main.log")
    assert read_loosely(tmp_path / "main.log") == ""
