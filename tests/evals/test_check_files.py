"""Which Python files of `checks/` are checks: those that start a run of the kit."""

import pytest

from dlt_proof.evals.check_files import eval_checks, is_check
from dlt_proof.graph.plan_file import read_plan
from dlt_proof.project import Project


@pytest.mark.parametrize(
    "source",
    [
        "from dlt_proof import checks\nchecks.main(None)\n",
        "from dlt_proof import checks as kit\nif __name__ == '__main__':\n    kit.main(check)\n",
        "import dlt_proof.checks\ndlt_proof.checks.main(check)\n",
        "import dlt_proof.checks as c\nraise SystemExit(c.run_check(check))\n",
        "from dlt_proof.checks import main as start\nstart(check)\n",
        "def (:\n",  # told when it cannot run
    ],
)
def test_a_check_starts_a_run(source: str) -> None:
    assert is_check(source.encode())


@pytest.mark.parametrize(
    "source",
    [
        "",
        "from dlt_proof import checks\n\ndef claim(): return checks.Claim('a', 'b')\n",
        "import checks\nchecks.main(check)\n",
        "# checks.main(check)\n",
        "from dlt_proof import checks\nTEXT = 'checks.main(check)'\n",
        "def main(): pass\nmain()\n",
    ],
)
def test_a_module_does_not(source: str) -> None:
    assert not is_check(source.encode())


def test_checks_of_no_node_come_after_those_of_nodes(small: Project) -> None:
    found = eval_checks(small, read_plan(small))
    assert [(check.key, check.file) for check in found] == [
        ("lem:square", "checks/square.py"),
        ("checks/errata.py", "checks/errata.py"),
    ]


def test_the_check_of_an_unmanaged_node_is_one_of_no_node(small: Project) -> None:
    text = small.plan_file.read_text(encoding="utf-8")
    unmanaged = text.replace("**Check:** checks/", "**Managed:** no\n**Check:** checks/")
    small.plan_file.write_text(unmanaged, encoding="utf-8")
    found = eval_checks(small, read_plan(small))
    assert [check.key for check in found] == ["checks/errata.py", "checks/square.py"]
