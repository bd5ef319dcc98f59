"""Statements that a step names without a reference: facts, and what digests state formally."""

from pathlib import Path

import pytest

from dlt_proof.checkers.free import check_job
from dlt_proof.latex import read_document
from dlt_proof.project import open_project
from dlt_proof.records.evidence import Job
from dlt_proof.trace.store import current_jobs

PAPER = r"""\documentclass{article}
\usepackage{amsmath,amsthm}
\newtheorem{theorem}{Theorem}
\newcommand{\norm}[1]{\lVert #1 \rVert}
\begin{document}
\begin{theorem}\label{t}
For all vectors $u$, $\Phi(u) \le 4$.
\end{theorem}
\begin{proof}
By the Polar bound, $\Phi(u) \le \norm{u} + 1$.
By the result of \cite{roe}, $\Psi(u) \le 2$.
Clearly, $\Phi(u) \le \norm{u} + 1$.
\end{proof}
\begin{thebibliography}{9}\bibitem{roe} Roe.\end{thebibliography}
\end{document}
"""
DIGEST = (
    "# Polar bound\n\n**Formally:** For all $v$, $\\Phi(v) \\le\n\\lVert v \\rVert + 1$.\n\nSeen.\n"
)
CITED = "# roe\n\n**Source seen:** yes\n\n**Formally:** For all $v$, $\\Psi(v) \\le 2$.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "main.tex").write_text(PAPER)
    (tmp_path / ".proof-research").mkdir()
    (tmp_path / ".proof-research" / "polar.md").write_text(DIGEST)
    (tmp_path / ".proof-research" / "cite-roe-bound.md").write_text(CITED)
    return tmp_path


def jobs(folder: Path) -> dict[str, Job]:
    project = open_project(folder)
    return current_jobs(project, read_document(project))[1]


def test_what_a_draft_states_that_nobody_has_read_is_given_to_no_step(folder: Path) -> None:
    file = folder / ".proof-research" / "polar.md"
    file.write_text(
        DIGEST.replace("# Polar bound\n", "# Polar bound\n\n**Scout's draft:** unread\n")
    )
    assert jobs(folder)["t/1"].may_use == ()
    file.write_text(DIGEST.replace("Seen.", "Made of a scout's draft. Seen."))
    assert len(jobs(folder)["t/1"].may_use) == 1


def test_a_step_that_names_a_digest_or_cites_its_work_may_use_what_it_states(folder: Path) -> None:
    found = jobs(folder)
    assert found["t/1"].may_use[0].startswith("[1] Technique: polar. For all $v$, $\\Phi(v)")
    (source,) = [s for s in found["t/1"].sources if s.role == "may_use"]
    assert (source.file, source.line) == (".proof-research/polar.md", 3)
    assert found["t/2"].may_use == (
        "[1] Technique: cite-roe-bound. For all $v$, $\\Psi(v) \\le 2$.",
    )
    assert found["t/3"].may_use == ()
    verdicts = {step: check_job(job) for step, job in found.items()}
    assert [verdicts[f"t/{n}"].checker for n in (1, 2)] == ["match", "match"]
    assert verdicts["t/1"].detail["with"] == {"v": "u"}
    assert verdicts["t/3"].word is None


def test_another_statement_in_the_digest_makes_just_its_step_stale(folder: Path) -> None:
    before = {step: job.fingerprint for step, job in jobs(folder).items()}
    path = folder / ".proof-research" / "cite-roe-bound.md"
    path.write_text(path.read_text().replace("\\le 2", "\\le 3") + "\nRead again.\n")
    after = {step: job.fingerprint for step, job in jobs(folder).items()}
    assert {step for step in before if before[step] != after[step]} == {"t/2"}
    assert check_job(jobs(folder)["t/2"]).word is None


def test_a_digest_without_a_formal_statement_changes_no_job(folder: Path) -> None:
    before = {step: job.fingerprint for step, job in jobs(folder).items()}
    (folder / ".proof-research" / "freedman.md").write_text("# Freedman\n\n**Statement.** Words.\n")
    assert {step: job.fingerprint for step, job in jobs(folder).items()} == before


def test_a_digest_is_of_the_longest_key_only_and_spelling_is_set_aside(folder: Path) -> None:
    (folder / "main.tex").write_text(PAPER.replace("roe", "Roe:bound"))
    assert "cite-roe-bound" in jobs(folder)["t/2"].may_use[0]
    (folder / "main.tex").write_text(
        PAPER.replace("\\begin{thebib", "\\nocite{roe-bound}\n\\begin{thebib")
    )
    assert jobs(folder)["t/2"].may_use == ()  # the file is of roe-bound, which t/2 does not cite


def test_a_digest_that_cannot_be_read_states_nothing(folder: Path) -> None:
    (folder / ".proof-research" / "polar.md").write_bytes(DIGEST.encode() + b"\xff\xfe")
    assert jobs(folder)["t/1"].may_use == ()
