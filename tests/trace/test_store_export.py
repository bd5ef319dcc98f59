"""What programs and people are told: `trace export`, `show`, `status`, `verify`."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from dlt_proof.checkers import free
from dlt_proof.latex import read_document
from dlt_proof.project import Project
from dlt_proof.trace import TraceState, load_trace

from ..conftest import edit, run
from .test_store_crash import on_disk, paper

Said = Callable[..., tuple[int, str]]
LEMMA, THEOREM = "sections/02-lemma.tex", "sections/03-theorem.tex"
TEXT, PLACE = {"type": "string"}, {"type": "integer", "minimum": 1}
SCHEMA = {
    "type": "object",
    "required": ["schema", "steps"],
    "additionalProperties": False,
    "properties": {
        "schema": {"const": "dlt-proof/steps/1"},
        "steps": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": [
                    "id", "file", "line", "column", "end_line", "proves", "latex", "relation",
                    "tag", "word", "stale", "defect", "evidence",
                ],
                "properties": {
                    "id": TEXT,
                    "file": TEXT,
                    "line": PLACE,
                    "column": PLACE,
                    "end_line": PLACE,
                    "proves": TEXT,
                    "latex": TEXT,
                    "relation": TEXT,
                    "tag": {"enum": ["red", "yellow", "green"]},
                    "word": {
                        "enum": [
                            "proved", "signed", "rederived", "matched", "cited", "disputed",
                            "defect", "unchecked",
                        ]
                    },
                    "stale": {"type": "boolean"},
                    "defect": {
                        "oneOf": [
                            {"type": "null"},
                            {
                                "type": "object",
                                "additionalProperties": False,
                                "required": ["kind", "detail", "values"],
                                "properties": {
                                    "kind": TEXT, "detail": TEXT, "values": {"type": "object"},
                                },
                            },
                        ]
                    },
                    "evidence": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": [
                                "word", "origin", "checker", "version", "time", "sealed",
                                "unverified", "detail",
                            ],
                            "properties": {
                                "origin": {
                                    "enum": ["recomputable", "called", "reported", "signed"]
                                },
                                "time": {"pattern": "^20..-..-..T"},
                                "sealed": {"type": "boolean"},
                                "unverified": {"type": "boolean"},
                            },
                        },
                    },
                },
            },
        },
    },
}  # fmt: skip


def state(project: Project) -> TraceState:
    return load_trace(Project(project.root), read_document(project))


@pytest.fixture
def exported(capsys: pytest.CaptureFixture[str]) -> Callable[[Project], list[dict[str, Any]]]:
    """The steps of `trace export --format json`, which has to be what the schema says."""

    def call(project: Project) -> list[dict[str, Any]]:
        capsys.readouterr()
        assert run("trace", "export", project, "--format", "json") == 0
        data = json.loads(capsys.readouterr().out)
        jsonschema.validate(data, SCHEMA)
        return list(data["steps"])

    return call


Exported = Callable[[Project], list[dict[str, Any]]]


def test_the_place_of_a_step_is_that_of_its_sign(written: Project, exported: Exported) -> None:
    edit(written, LEMMA, "(1 + x)^2 &= 1", "\\text{Größe: }(1 + x)^2 &= 1")
    edit(written, THEOREM, "(1 + x)^2 - 1 \\ge 2x", "(1 + x)^2 - 1\n  \\ge 2x")
    for row in exported(written):
        line = (written.root / row["file"]).read_text().splitlines()[row["line"] - 1]
        rest = line[row["column"] - 1 :]
        assert rest.startswith({"=": "=", ">=": "\\ge", ">": ">"}[row["relation"]])
        assert row["line"] <= row["end_line"] and "\\begin" not in line


def test_the_export_says_what_evidence_there_is(swept: Project, exported: Exported) -> None:
    edit(swept, THEOREM, "\\ge 2x > x.", "\\ge 2x > x + 1.")
    run("trace", "verify", swept)
    rows = {row["id"]: row for row in exported(swept)}
    good, bad = rows["lem:square/1"], rows["thm:main/2"]
    assert (good["tag"], good["word"], good["stale"], good["defect"]) == (
        "green", "proved", False, None,
    )  # fmt: skip
    assert good["evidence"][0]["checker"] and good["evidence"][0]["version"] == free.VERSION
    assert (bad["tag"], bad["word"], bad["relation"]) == ("red", "defect", ">")
    assert set(bad["defect"]["values"]) == {"x"} and "x = " in bad["defect"]["detail"]
    assert bad["proves"] == "thm:main" and bad["latex"] == "2x > x + 1"


def test_an_export_is_whole_where_the_status_is_cut(
    tmp_path: Path, exported: Exported, said: Said
) -> None:
    project = paper(tmp_path / "paper", 1, 40)
    assert len(exported(project)) == 80
    text = said("trace", "status", project)[1]
    assert text.count("\n- ") == 50 and "… and 30 more (--format json shows all" in text
    assert len(json.loads(said("trace", "status", project, "--format", "json")[1])["steps"]) == 80
    run("trace", "init", project)
    assert project.trace_file.read_text().count("\n- ") == 80


def test_a_plain_paper_is_exported_and_nothing_is_written(
    tmp_path: Path, exported: Exported, said: Said
) -> None:
    project = paper(tmp_path / "paper", 1, 2)
    project.research.rmdir()
    assert [row["tag"] for row in exported(project)] == 4 * ["red"]
    assert "they would say proved" in said("trace", "show", "lem:n1/1", project)[1]
    assert not project.research.exists()
    for words in (["verify"], ["init"], ["status", "--write"], ["mark", "lem:n1/1", "red"]):
        assert said("trace", *words, project)[0] == 2


def test_a_table_has_the_same_steps(swept: Project, said: Said, exported: Exported) -> None:
    code, text = said("trace", "export", swept, "--format", "csv")
    table = list(csv.DictReader(io.StringIO(text)))
    assert code == 0
    assert [row["id"] for row in table] == [row["id"] for row in exported(swept)]
    assert table[0]["evidence"] == "proved (recomputable)"


def test_nothing_to_export_is_an_error(planned: Project, said: Said) -> None:
    assert said("trace", "export", planned)[0] == 2


# ---- show ---------------------------------------------------------------------------------------


def test_a_step_is_shown_with_what_was_checked(swept: Project, said: Said) -> None:
    code, text = said("trace", "show", "thm:main/1", swept)
    assert code == 0
    for part in (
        "thm:main/1  🟢 proved",
        f"{THEOREM}:",
        "(x + 1)^2 - 1 ≥ 2·x",
        "x ∈ (0, ∞) (sections/",
        "The real number $x$ satisfies $x > 0$.",
        "proved (recomputable) by",
    ):
        assert part in text
    shown = json.loads(said("trace", "show", "thm:main/1", swept, "--format", "json")[1])
    assert shown["id"] == "thm:main/1" and shown["job"]["domains"] == ["x in (0, oo)"]
    assert shown["evidence"][0]["word"] == "proved" and shown["without"] is None


def test_where_there_is_no_evidence_it_says_why(written: Project, said: Said) -> None:
    edit(written, THEOREM, "\\ge 2x > x.", "\\ge 2x > \\|F\\| > x.")
    assert "were not asked about this text" in said("trace", "show", "thm:main/2", written)[1]
    run("trace", "verify", written)
    code, text = said("trace", "show", "thm:main/2", written)
    assert code == 0 and "the free checkers found nothing:" in text
    shown = json.loads(said("trace", "show", "thm:main/2", written, "--format", "json")[1])
    assert shown["without"]["why"] in text


def test_a_name_moves_no_terminal(written: Project, said: Said) -> None:
    assert run("trace", "sign", "thm:main/1", written, "--name", "Ada\x1b[2J") == 0
    for command in (["show", "thm:main/1"], ["status"]):
        text = said("trace", *command, written)[1]
        assert "Ada\ufffd[2J" in text and "\x1b" not in text


def test_there_is_no_step_of_this_name(written: Project, said: Said) -> None:
    code, text = said("trace", "show", "thm:main/7", written)
    assert code == 2 and "there is no step 'thm:main/7'" in text


# ---- verify -------------------------------------------------------------------------------------


def test_the_evidence_is_the_same_whatever_works_on_it(tmp_path: Path) -> None:
    found = []
    for jobs in ("1", "2", "3"):
        project = paper(tmp_path / jobs, 1, 8)
        text = (project.root / "main.tex").read_text()
        false = text.replace("\\ge 9 + x^2.\\]", "\\ge 10 + 6x + x^2.\\]")
        (project.root / "main.tex").write_text(false.replace("\\ge 16 + x^2.\\]", "\\ge f + x.\\]"))
        assert run("trace", "verify", "--jobs", jobs, project) == 1
        found.append(
            {
                kind: sorted(
                    json.dumps(dict(r.data), sort_keys=True) for r in project.state.read(kind)
                )
                for kind in ("evidence", "attempt")
            }
        )
    assert found[0] == found[1] == found[2]
    assert len(found[0]["evidence"]) + len(found[0]["attempt"]) == 16


def test_only_what_is_named_is_looked_at(written: Project, said: Said) -> None:
    code, text = said("trace", "verify", "lem:square", "thm:main/1", written)
    assert code == 0 and text.startswith("3 steps looked at (0 had been)")
    assert [s.word for s in state(written).steps] == 3 * ["proved"] + ["unchecked"]
    assert not state(written).verified
    code, text = said("trace", "verify", written)
    assert text.startswith("1 steps looked at (3 had been)")
    assert state(written).verified


def test_looking_again_records_nothing_twice(swept: Project, said: Said) -> None:
    before = on_disk(swept)
    code, text = said("trace", "verify", "--recheck", swept)
    assert code == 0 and "4 steps looked at (0 had been): 4 proved" in text
    assert on_disk(swept) == before


def test_a_defect_that_was_found_before_still_fails(swept: Project, said: Said) -> None:
    edit(swept, THEOREM, "\\ge 2x > x.", "\\ge 2x > x + 1.")
    for _ in range(2):
        code, text = said("trace", "verify", swept)
        assert code == 1 and "false: thm:main/2" in text
    assert said("trace", "verify", "lem:square", swept)[0] == 0, "nothing is false there"


def test_what_says_the_same_is_asked_once(tmp_path: Path, said: Said) -> None:
    project = paper(tmp_path / "paper", 1, 1)
    main = project.root / "main.tex"
    head, rest = main.read_text().split("\\begin{lemma}", 1)
    lemma, tail = rest.split("\\end{document}")
    again = lemma.replace("lem:n1", "lem:again")
    main.write_text(f"{head}\\begin{{lemma}}{lemma}\\begin{{lemma}}{again}\\end{{document}}{tail}")
    code, text = said("trace", "verify", project)
    assert code == 0 and text.startswith("4 steps looked at (0 had been): 4 proved")
    assert len(on_disk(project)) == 2
    assert {s.word for s in state(project).steps} == {"proved"}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--backend", "oracle"], "choose from"),
        (["lem:no-such"], "'lem:no-such' is no step"),
        (["--jobs", "0"], "is no positive number"),
        (["--nope"], "unrecognized"),
    ],
)
def test_what_verify_is_asked_wrongly(
    written: Project, capsys: pytest.CaptureFixture[str], words: list[str], message: str
) -> None:
    try:
        code = run("trace", "verify", written, *words)
    except SystemExit as exit:
        code = int(exit.code or 0)
    assert code == 2
    assert message in capsys.readouterr().err


def test_a_killed_process_of_the_checkers_is_told(
    tmp_path: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os
    import signal

    project = paper(tmp_path / "paper", 1, 8)
    real = free.check_job
    first = os.getpid()

    def dies(job: Any) -> Any:
        if os.getpid() != first and "(x + 5)^2" in job.left:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(job)

    monkeypatch.setattr(free, "check_job", dies)
    code, text = said("trace", "verify", "--jobs", "2", project)
    assert code == 3 and "was killed while it worked" in text
    kept = len(on_disk(project))
    monkeypatch.setattr(free, "check_job", real)
    assert run("trace", "verify", project) == 0
    assert len(on_disk(project)) == 16 >= kept
