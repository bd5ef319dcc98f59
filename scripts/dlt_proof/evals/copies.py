"""Copies of an eval that work is done in, so that nothing of the committed project is touched.

What is found in one does not depend on whose machine it is: records are sealed with a key of the
copy's own, so that those in the project are a stranger's, and TeX prints a fixed date.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..project import Project
from ..project.root import OUTPUT_FOLDER

#: 1 January 1980, which archives that need a date have where there is none to tell.
_DATE = {"SOURCE_DATE_EPOCH": "315532800", "FORCE_SOURCE_DATE": "1"}


def made_folder(project: Project) -> Path:
    """Where what was made in a copy can be looked at: `.output/eval/results/` of the eval.

    Raises:
        InputError: a link leads out of the project there.
    """
    return project.inside(f"{OUTPUT_FOLDER}/eval/results")


@contextmanager
def as_a_stranger() -> Iterator[None]:
    """Work with a key of its own and a fixed date until the block is left."""
    with tempfile.TemporaryDirectory(prefix="dlt-proof-key-") as folder:
        values = {"XDG_CONFIG_HOME": folder, **_DATE}
        before = {name: os.environ.get(name) for name in values}
        os.environ.update(values)
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value


@contextmanager
def work_copy(project: Project, *, with_output: bool = False) -> Iterator[Project]:
    """A copy of a project, gone when the block is left.

    Args:
        with_output: copy what was made before, too, so that it need not be made again.
    """
    left = ["__pycache__", ".git"] + ([] if with_output else [OUTPUT_FOLDER])
    with tempfile.TemporaryDirectory(prefix="dlt-proof-eval-") as folder:
        root = Path(folder).resolve() / project.root.name
        # Links stay links: what they lead to outside is refused when it is read.
        shutil.copytree(project.root, root, symlinks=True, ignore=shutil.ignore_patterns(*left))
        yield Project(root)
