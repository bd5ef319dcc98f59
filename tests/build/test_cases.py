"""The cases in `tests/cases/build`: what is found in each, and that nothing gets out of it."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pypdfium2
import pytest

from dlt_proof.build import CompileResult, compile_document, contained, containment
from dlt_proof.build.engines import ENGINES
from dlt_proof.build.explanations import FINDINGS
from dlt_proof.build.hints import hint_for, hints
from dlt_proof.build.latexmk import refuse_uncontained
from dlt_proof.project import Project
from dlt_proof.records.errors import InputError, MissingPartError

from .cases import SECRET, Case, all_cases
from .conftest import processes_with

CASES = all_cases()

with_tex = [
    pytest.mark.tex,
    pytest.mark.skipif(shutil.which("latexmk") is None, reason="latexmk is missing"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
class TestWithTex:
    pytestmark = with_tex

    def test_case(
        self,
        case: Case,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        request: pytest.FixtureRequest,
    ) -> None:
        contained_here = containment.kernel_can_contain()
        if not contained_here and (case.engine != "pdflatex" or case.name.startswith("hostile-")):
            pytest.skip("the kernel has no Landlock")
        if case.engine == "lualatex":
            request.getfixturevalue("lua_fonts")
        monkeypatch.setenv("SECRET_KEY", SECRET)
        root = case.write(tmp_path)
        before = everything_but_output(tmp_path)
        result = compile_document(Project(root))
        check_findings(case, result, str(tmp_path / "outside"))
        check_nothing_got_out(tmp_path, before)


@pytest.mark.parametrize(
    "case",
    [
        case
        for case in CASES
        if case.name.startswith("hostile-")
        and case.engine == "pdflatex"
        and "dlt-proof.toml" not in case.files  # limits are kept in the same way everywhere
    ],
    ids=lambda case: case.name,
)
class TestWhereTheKernelDoesNotHelp:
    """pdfTeX holds itself to the project; what it does not hold back is told and not believed."""

    pytestmark = with_tex

    def test_case(self, case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(contained, "landlock_version", lambda: 0)
        root = case.write(tmp_path)
        before = everything_but_output(tmp_path)
        try:
            result = compile_document(Project(root))
        except InputError as error:
            assert "symbolic link" in str(error)
            assert any(" -> " in name for name in case.files)
            return
        assert everything_but_output(tmp_path) == before
        assert not processes_with(str(tmp_path))
        errors = {finding.rule for finding in result.report.errors}
        if any(SECRET in text for text in texts_of_output(tmp_path)):
            assert "B12" in errors
            assert result.pdf is None
        if {e.rule for e in case.expected} - {"B6", "B13"}:
            assert errors


def check_findings(case: Case, result: CompileResult, outside: str) -> None:
    """What was found is what the case says, no more and no less."""
    findings = [
        (f.rule, f.file, f.line, f.message.replace(outside, "@OUTSIDE@"), f.help)
        for f in result.report.findings
    ]
    assert [f[:3] for f in findings] == [(e.rule, e.file, e.line) for e in case.expected]
    for (*_, message, help), expected in zip(findings, case.expected, strict=True):
        assert expected.message in message
        assert expected.help in help
    red = any(finding.severity == "error" for finding in result.report.findings)
    assert result.report.ok is not red
    if not red:
        assert result.pdf is not None and result.pages


def check_nothing_got_out(folder: Path, before: dict[str, bytes | None]) -> None:
    """Sources and files outside are as before, none of these were read, nothing is running."""
    assert everything_but_output(folder) == before
    for text in texts_of_output(folder):
        assert SECRET not in text
        assert "ESCAPED" not in text
    assert not processes_with(str(folder))


def everything_but_output(folder: Path) -> dict[str, bytes | None]:
    """The bytes of every file, None for folders and links, by name."""
    found = {}
    for path in folder.rglob("*"):
        if ".output" not in path.relative_to(folder).parts:
            regular = path.is_file() and not path.is_symlink()
            found[str(path.relative_to(folder))] = path.read_bytes() if regular else None
    return found


def texts_of_output(folder: Path) -> list[str]:
    """The text of every file that was written, that of the PDF among them."""
    texts = []
    for path in (folder / "paper" / ".output").rglob("*"):
        if path.is_file() and ".tex-cache" not in path.parts and path.suffix != ".pdf":
            texts.append(path.read_bytes().decode("utf-8", errors="replace"))
        elif path.suffix == ".pdf" and b"%%EOF" in path.read_bytes()[-64:]:
            texts.append(_text_of_pdf(path))
    return texts


def _text_of_pdf(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        pages = [document[number] for number in range(min(3, len(document)))]
        text = "".join(page.get_textpage().get_text_range() for page in pages)
    finally:
        document.close()
    # As written, too: an embedded file is no page's text, but small ones are not compressed.
    return text + path.read_bytes().decode("latin-1")


def test_lua_tried_every_way() -> None:
    """The case counts on a word in the log; a chunk that broke off would say nothing."""
    case = next(case for case in CASES if case.name == "hostile-lua")
    assert case.files["escape.lua"].count(b"\ntry(") > 35


def test_every_rule_has_a_case() -> None:
    assert {e.rule for case in CASES for e in case.expected} == set(FINDINGS)


def test_there_are_forty_broken_documents_and_as_many_hints_in_use() -> None:
    broken = [case for case in CASES if case.expected and not case.name.startswith("hostile-")]
    clean = [case for case in CASES if not case.expected]
    assert len(broken) >= 40
    assert len(clean) >= 20
    used = {hint_for(e.message) for case in CASES for e in case.expected if e.rule == "B1"} - {""}
    assert len(used) >= 30
    assert used <= {hint for _, hint in hints()}


def test_cases_name_no_path_of_this_machine() -> None:
    for case in CASES:
        for text in case.files.values():
            assert not re.search(rb"/(?:tmp|home|root|var)/", text)


def test_where_nothing_contains_lualatex_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contained, "landlock_version", lambda: 0)
    assert not containment.kernel_can_contain()
    refuse_uncontained(ENGINES["pdflatex"])
    for name in ("xelatex", "lualatex", "tectonic"):
        with pytest.raises(MissingPartError, match="cannot hold it"):
            refuse_uncontained(ENGINES[name])


def test_environment_holds_no_secrets_and_no_program_of_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", os.pathsep.join([str(tmp_path / "bin"), ".", "/usr/bin", ""]))
    for name in ("ANTHROPIC_API_KEY", "SECRET_KEY", "TEXMFOUTPUT", "PERL5OPT"):
        monkeypatch.setenv(name, "secret")
    monkeypatch.setenv("TEXINPUTS", "/somewhere//:")
    kept = containment.environment(tmp_path, tmp_path / "cache")
    assert "secret" not in kept.values()
    assert kept["PATH"] == "/usr/bin"
    assert kept["TEXINPUTS"] == "/somewhere//:"
