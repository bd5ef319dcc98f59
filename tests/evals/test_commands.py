"""`dlt-proof eval`: exit codes, JSON, new evals."""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dlt_proof.evals import find_evals, new_eval, read_assertions
from dlt_proof.evals.copies import as_a_stranger, work_copy
from dlt_proof.evals.deciders import DECIDERS
from dlt_proof.evals.kinds import BaseAssertion
from dlt_proof.hooks.delta import Changed
from dlt_proof.hooks.stray_output import stray_files
from dlt_proof.project import Project
from dlt_proof.records.errors import InputError

from ..conftest import edit

Said = Callable[..., tuple[int, str]]
ROOT = Path(__file__).resolve().parents[2]
PLAN = """
[[assertion]]
id = "plan"
says = "The plan holds"
kind = "plan"
least_nodes = {least}
"""


def asserting(project: Project, text: str) -> Project:
    with (project.root / "assertions.toml").open("a", encoding="utf-8") as stream:
        stream.write(text)
    return project


def test_grading_says_by_which_facts(small: Project, said: Said) -> None:
    asserting(small, PLAN.format(least=4))
    code, text = said("eval", "grade", "--format", "json", small)
    assert code == 0
    [told] = json.loads(text)["evals"]
    [plan] = told["assertions"]
    assert (told["schema"], told["passed"], told["of"]) == ("dlt-proof/grading/1", 1, 1)
    assert (plan["id"], plan["kind"], plan["passed"], plan["reasons"]) == ("plan", "plan", True, [])
    assert plan["evidence"]["goals"] == ["thm:main"]
    made = json.loads((small.output / "eval" / "results" / "grading.json").read_text())
    assert made == told


def test_an_assertion_that_fails_is_one(small: Project, said: Said) -> None:
    code, text = said("eval", "grade", asserting(small, PLAN.format(least=5)))
    assert code == 1
    assert "✗  plan" in text and "4 nodes, not at least 5" in text and "0 of 1 pass" in text


def test_what_does_not_read_is_two(small: Project, said: Said) -> None:
    code, text = said("eval", "grade", asserting(small, PLAN.format(least="true")))
    assert code == 2 and "assertions.toml:10: assertion[1].least_nodes" in text
    (small.root / "assertions.toml").unlink()
    code, text = said("eval", "grade", small)
    assert code == 2 and "nothing is asserted" in text
    assert said("eval", "self-test", small)[0] == 2


def test_a_part_that_is_missing_is_three(
    small: Project, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    asserting(small, '[[assertion]]\nid = "pdf"\nsays = "It prints"\nkind = "pdf"\n')
    monkeypatch.setenv("PATH", "/nowhere")
    code, text = said("eval", "grade", small)
    assert code == 3, text


def test_what_reads_pdf_may_be_missing(
    small: Project, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dlt_proof.evals.pdf_text import pdf_pages
    from dlt_proof.records.errors import MissingPartError

    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(MissingPartError, match="pypdfium2"):
        pdf_pages(b"%PDF")


def test_what_is_no_pdf_is_told() -> None:
    from dlt_proof.evals.pdf_text import pdf_pages

    with pytest.raises(InputError, match="no PDF"):
        pdf_pages(b"nothing of the kind")


def test_checks_alone(small: Project, said: Said) -> None:
    code, text = said("eval", "checks", small, "--seed", 3)
    assert code == 0
    assert "lem:square" in text and "control, must fail: cubing" in text
    code, text = said("eval", "checks", small, "--format", "json")
    told = json.loads(text)["evals"][small.root.name]
    assert told["seed"] == 20260525 and told["checks"]["checks/errata.py"]["ok"]
    edit(small, "checks/errata.py", "[4.0], [5.0]", "[4.0], [3.5]")
    assert said("eval", "checks", small)[0] == 1
    edit(small, "checks/errata.py", "checks.main(check)", "checks.main(nothing)")
    assert said("eval", "checks", small)[0] == 2


def test_a_folder_without_proof_projects_is_two(
    tmp_path: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "eval_results" / "01-notes").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    for command in ("run", "grade", "self-test", "checks"):
        code, text = said("eval", command, "all")
        assert code == 2 and "no eval" in text
    assert said("eval", "grade", "01")[0] == 2


def test_a_new_eval_asserts_what_every_eval_does(
    tmp_path: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "eval_results" / "07-older").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    code, text = said("eval", "new", "little-thing")
    assert code == 0 and "made assertions.toml" in text
    [project] = find_evals("08")
    assert project.root.name == "08-little-thing"
    assert find_evals("all")[0].root == project.root
    assertions = read_assertions(project).assertion
    assert all(assertion.spoil for assertion in assertions)
    wanted = {"gate", "lint", "pdf", "evidence", "citations", "check", "errata", "review"}
    assert wanted <= {assertion.kind for assertion in assertions}
    for name in ("little-thing", "Little", "09-thing", "a/b"):
        assert said("eval", "new", name)[0] == 2
    assert said("eval", "checks", "08")[0] == 2, "there is nothing to run"


def test_a_new_eval_does_not_pass_its_grading(
    tmp_path: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "eval_results").mkdir()
    project, _ = new_eval("little-thing")
    path = project.root / "assertions.toml"
    # Without the one that needs TeX.
    text = path.read_text(encoding="utf-8")
    before, _, after = text.partition('[[assertion]]\nid = "pdf"')
    path.write_text(before + "[[assertion]]" + after.split("[[assertion]]", 1)[1])
    code, text = said("eval", "grade", "all")
    assert code == 1
    for name in ("plan", "lint", "checks", "citations", "evidence", "review", "errata", "gate-d"):
        assert f"✗  {name}:" in text


def test_a_copy_is_a_strangers(small: Project) -> None:
    key = small.state.read("check")[0]
    assert key.sealed_here
    with as_a_stranger(), work_copy(small) as copy:
        assert copy.root.name == small.root.name
        assert not copy.state.read("check")[0].sealed_here
    assert not copy.root.exists()


def test_nothing_is_written_through_a_link_that_leads_out(
    small: Project, said: Said, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere" / "eval" / "results"
    elsewhere.mkdir(parents=True)
    (elsewhere / "kept.txt").write_text("kept")
    shutil.rmtree(small.output)
    small.output.symlink_to(tmp_path / "elsewhere")
    code, text = said("eval", "grade", asserting(small, PLAN.format(least=4)))
    assert code == 2 and "leads out of the project" in text
    assert [p.name for p in elsewhere.iterdir()] == ["kept.txt"]


def test_the_pdf_of_an_evals_results_is_no_stray_output(small: Project) -> None:
    pdf = b"%PDF-1.5 the same"
    (small.output).mkdir(exist_ok=True)
    (small.output / "main.pdf").write_bytes(pdf)
    for name in ("results/main.pdf", "copies/main.pdf"):
        (small.root / name).parent.mkdir()
        (small.root / name).write_bytes(pdf)

    def stray() -> list[str]:
        names = ("results/main.pdf", "copies/main.pdf", "results/main.aux")
        return stray_files(small.folder, [Changed(name, None, pdf) for name in names])

    assert stray() == ["copies/main.pdf", "results/main.aux"]
    (small.root / "assertions.toml").unlink()
    assert "results/main.pdf" in stray(), "that of a project which is no eval"


def _kinds() -> list[Any]:
    return BaseAssertion.__subclasses__()


def test_the_guide_names_every_kind_and_its_keys() -> None:
    guide = (ROOT / "eval_results" / "README.md").read_text(encoding="utf-8")
    models = {model.model_fields["kind"].annotation.__args__[0]: model for model in _kinds()}
    assert set(models) == set(DECIDERS)
    for kind, model in models.items():
        assert f"`{kind}`" in guide
        own = model.model_fields.keys() - BaseAssertion.model_fields.keys() - {"kind"}
        for name in own:
            key = model.model_fields[name].alias or name
            assert f"`{key}`" in guide, f"{kind}: {key}"
