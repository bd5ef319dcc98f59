"""`dlt-proof check`: what is wrong in any LaTeX, with its place; never more than was understood."""

import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dlt_proof.checkers import free
from dlt_proof.checkers.verdict import CheckerVerdict
from dlt_proof.project import library_path
from dlt_proof.records.evidence import Job
from dlt_proof.workflow.check import check_paper

from .check_papers import PREAMBLE, planted_paper

Said = Callable[..., tuple[int, str]]

TRUE = r"""\begin{lemma}\label{lem:true}
For all real numbers $x$ the following holds.
\end{lemma}
\begin{proof}
% domain: x in reals
We have
\begin{equation*}
  2x \le x^2 + 1.
\end{equation*}
\end{proof}
"""
FALSE = r"""\begin{lemma}\label{lem:false}
For all real numbers $x$ the following holds.
\end{lemma}
\begin{proof}
% domain: x in reals
We have
\begin{align*}
  (1+x)^2 &= 1 + 2x + x^2 \\
  &\le 1 + 2x.
\end{align*}
\end{proof}
"""
#: Nothing of it is understood: no domain is known, and what is not translated.
OPEN = r"""\begin{lemma}\label{lem:open}
The sum is small.
\end{lemma}
\begin{proof}
We have
\begin{equation*}
  \oint_\gamma \mathcal{F}_\omega \preceq \Xi(\mathcal{G}).
\end{equation*}
\end{proof}
"""


def paper(folder: Path, *parts: str, name: str = "paper.tex") -> Path:
    path = folder / name
    path.write_text(PREAMBLE + "\n".join(parts) + "\\end{document}\n", encoding="utf-8")
    return path


def line_of(path: Path, text: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [number for number, line in enumerate(lines, start=1) if text in line]
    assert len(found) == 1, found
    return found[0]


# ---- exit codes ----------------------------------------------------------------------------------


def test_a_true_paper_holds(tmp_path: Path, said: Said) -> None:
    code, text = said("check", paper(tmp_path, TRUE))
    assert code == 0, text
    assert "1 step in 1 proof: 1 proved, 0 supported, 0 not understood" in text
    assert "nothing wrong was found in all steps that were understood" in text


def test_a_false_step_is_wrong_and_its_neighbour_is_not(tmp_path: Path, said: Said) -> None:
    path = paper(tmp_path, TRUE, FALSE)
    code, text = said("check", path)
    assert code == 1
    line = line_of(path, r"&\le 1 + 2x.")
    errors = [row for row in text.splitlines() if " error " in row]
    assert len(errors) == 1 and errors[0].startswith(f"paper.tex:{line}:4: error T3 defect: ")
    assert "1 + 2x + x^2 \\le 1 + 2x is false at x = 1: left 4 > right 3 (lem:false/2)" in errors[0]
    assert "check does not hold: 1 refuted step" in text and "1 refuted\n" in text


@pytest.mark.parametrize(
    ("body", "rule", "words"),
    [
        (TRUE + r"By \cref{lem:untrue} we are done.", "R21", "1 unknown reference"),
        (TRUE + r"See \cite{nobody}.\bibliography{refs}", "R12", "1 unknown citation"),
        (
            TRUE + "\\begin{lemma}\\label{lem:bare} It is so. \\end{lemma}\n",
            "R5",
            "1 unproved statement",
        ),
        (
            "\\begin{lemma}\\label{lem:a} It is so. \\end{lemma}\n"
            "\\begin{proof} By \\cref{lem:b} we have $1 \\le 2$ and so it is. \\end{proof}\n"
            "\\begin{lemma}\\label{lem:b} It is so again. \\end{lemma}\n"
            "\\begin{proof} By \\cref{lem:a} we have $1 \\le 2$ and so it is. \\end{proof}\n",
            "R22",
            "1 circle",
        ),
    ],
)
def test_what_lint_knows_to_be_wrong(
    tmp_path: Path, said: Said, body: str, rule: str, words: str
) -> None:
    (tmp_path / "refs.bib").write_text("@book{somebody, title={T}, year={1999}}\n")
    code, text = said("check", paper(tmp_path, body))
    assert code == 1
    assert f"error {rule} " in text and f"check does not hold: {words}" in text


def test_what_is_only_unaccounted_or_style_is_left_to_lint(tmp_path: Path, said: Said) -> None:
    body = TRUE + "We have $$ 1 \\le 17 C_0 $$ for some large constant, as is easy to see.\n"
    assert said("check", paper(tmp_path, body))[0] == 0


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("Some words.", "there is no statement and no proof"),
        ("\\begin{lemma}[{\\cite{k}}] It is so. \\end{lemma}", "no statement in paper.tex has a"),
        (
            "\\begin{lemma} It is so. \\end{lemma}\\begin{proof} Let $x$ be real. \\end{proof}",
            "no step was found in the proof",
        ),
    ],
)  # fmt: skip
def test_nothing_to_check_is_no_pass(tmp_path: Path, said: Said, body: str, words: str) -> None:
    (tmp_path / "refs.bib").write_text("@book{k, title={T}, year={1999}}\n")
    path = paper(tmp_path, body + "\n\\bibliography{refs}\n")
    code, text = said("check", path)
    assert code == 2 and words in text, text
    assert json.loads(said("check", path, "--format", "json")[1])["ok"] is False


def test_a_paper_of_which_nothing_is_understood_never_sounds_good(
    tmp_path: Path, said: Said
) -> None:
    code, text = said("check", paper(tmp_path, OPEN))
    assert code == 0
    assert "no step was understood: nothing can be said about the steps" in text
    assert "100% of the steps were not understood" in text
    assert "nothing wrong" not in text and "hold" not in text


def test_the_hint_names_the_symbols_that_need_a_domain(tmp_path: Path, said: Said) -> None:
    body = OPEN.replace(r"\oint_\gamma \mathcal{F}_\omega \preceq \Xi(\mathcal{G})", r"K \le K + B")
    path = paper(tmp_path, body)
    code, text = said("check", path)
    assert code == 0 and "no domain is known for a symbol" in text and "% domain: " in text
    assert "% domain: " not in said("check", path, "--quiet")[1]


# ---- what is named -------------------------------------------------------------------------------


def sections(folder: Path) -> Path:
    """A paper whose proofs stand in two section files; the wrong step is in the second."""
    (folder / "sections").mkdir()
    for name, body in (("a", TRUE), ("b", FALSE + "This is \\cref{lem:true} and \\cref{no}.\n")):
        (folder / "sections" / f"{name}.tex").write_text(body, encoding="utf-8")
    return paper(folder, "\\input{sections/a}", "\\input{sections/b}")


def test_a_section_file_is_read_with_its_paper_and_judged_alone(tmp_path: Path, said: Said) -> None:
    main = sections(tmp_path)
    code, text = said("check", tmp_path / "sections/a.tex")
    assert code == 0 and "1 step in 1 proof" in text
    code, text = said("check", tmp_path / "sections/b.tex")
    assert code == 1 and "sections/b.tex:9:4: error T3" in text
    assert "there is no label no\n" in text and "there is no label lem:true" not in text
    assert "check does not hold: 1 refuted step, 1 unknown reference" in text
    assert "3 steps in 2 proofs" in said("check", main)[1]
    assert "3 steps in 2 proofs" in said("check", tmp_path)[1]


def test_the_project_here_is_the_default(
    tmp_path: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    sections(tmp_path)
    monkeypatch.chdir(tmp_path / "sections")
    assert said("check")[0] == 1


def test_a_label_means_its_statement_and_proof(tmp_path: Path, said: Said) -> None:
    path = paper(tmp_path, TRUE, FALSE, "A reference to \\cref{nothing}.")
    code, text = said("check", f"{path}:lem:true")
    assert code == 0 and "1 step in 1 proof: 1 proved" in text
    code, text = said("check", f"{path}:lem:false")
    assert code == 1 and "2 steps in 1 proof" in text and "nothing" not in text
    assert said("check", f"{path}:Lemma 1")[0] == 0  # as printed
    assert said("check", f"{path}:lemma 2")[0] == 1


def test_a_circle_is_told_for_each_statement_in_it(tmp_path: Path, said: Said) -> None:
    body = "".join(
        f"\\begin{{lemma}}\\label{{lem:{a}}} It is so. \\end{{lemma}}\n"
        f"\\begin{{proof}} By \\cref{{lem:{b}}} we have $1 \\le 2$, and so it is. \\end{{proof}}\n"
        for a, b in ("ab", "ba")
    )
    path = paper(tmp_path, body, TRUE)
    for label, code in (("lem:a", 1), ("lem:b", 1), ("lem:true", 0)):
        assert said("check", f"{path}:{label}")[0] == code, label


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("paper.tex:lem:tru", "no statement has the label lem:tru (did you mean lem:true or"),
        ("paper.tex:eq:step", "it stands in the proof of lem:step"),
        ("paper.tex:", "no label behind the colon"),
        ("paper", "did you mean paper.tex?"),
        ("papre.tex", "did you mean paper.tex?"),
        ("papre.tex:lem:true", "papre.tex: the file does not exist"),
        ("empty", "no .tex file"),
    ],
)
def test_what_is_not_there_is_refused_with_what_may_be_meant(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: str,
    says: str,
) -> None:
    (tmp_path / "empty").mkdir()
    labelled = TRUE.replace("lem:true", "lem:step").replace(
        "\\begin{equation*}", "\\begin{equation}\\label{eq:step}"
    )
    paper(tmp_path, TRUE, labelled.replace("\\end{equation*}", "\\end{equation}"))
    monkeypatch.chdir(tmp_path)
    from dlt_proof.cli import main

    assert main(["check", words]) == 2
    assert says in capsys.readouterr().err


def test_a_piece_of_an_unknown_paper(tmp_path: Path, said: Said) -> None:
    (tmp_path / "piece.tex").write_text(
        FALSE + "By \\cref{thm:elsewhere} and \\cite{k}.\n", encoding="utf-8"
    )
    code, text = said("check", tmp_path / "piece.tex")
    # What it refers to may exist; a false step is false wherever it stands.
    assert code == 1 and "R21" not in text and "R12" not in text
    assert "is a piece of a paper that was not found" in text
    (tmp_path / "piece.tex").write_text(TRUE + "By \\cref{thm:elsewhere}.\n", encoding="utf-8")
    assert said("check", tmp_path / "piece.tex")[0] == 0
    assert said("check", tmp_path)[0] == 0


def test_a_subfile_is_read_with_the_paper_that_it_names(tmp_path: Path, said: Said) -> None:
    (tmp_path / "chapters").mkdir()
    chapter = tmp_path / "chapters/one.tex"
    chapter.write_text(
        "\\documentclass[../paper.tex]{subfiles}\n\\begin{document}\n"
        f"{FALSE}By \\cref{{lem:true}}.\n\\end{{document}}\n",
        encoding="utf-8",
    )
    paper(tmp_path, TRUE, "\\subfile{chapters/one}")
    code, text = said("check", chapter)
    assert code == 1 and "R21" not in text and "chapters/one.tex:11:4: error T3" in text
    assert "2 steps in 1 proof" in text
    (tmp_path / "paper.tex").unlink()
    code, text = said("check", chapter)
    assert code == 1 and "R21" not in text and "is a piece of a paper" in text


def test_statements_without_labels_are_checked_too(tmp_path: Path, said: Said) -> None:
    path = paper(tmp_path, TRUE.replace("\\label{lem:true}", ""),
                 FALSE.replace("\\label{lem:false}", ""))  # fmt: skip
    code, text = said("check", path)
    assert code == 1 and "3 steps in 2 proofs" in text and "(paper.tex#2/2)" in text
    assert said("check", f"{path}:paper.tex#1")[0] == 0


def test_two_statements_with_one_label_are_told_apart(tmp_path: Path, said: Said) -> None:
    path = paper(tmp_path, TRUE, FALSE.replace("lem:false", "lem:true"))
    code, text = said("check", f"{path}:lem:true")
    assert code == 1 and "3 steps in 2 proofs" in text


def test_two_documents_in_a_folder_are_both_checked(tmp_path: Path, said: Said) -> None:
    paper(tmp_path, TRUE, name="main.tex")
    paper(tmp_path, FALSE, name="supplement.tex")
    code, text = said("check", tmp_path)
    assert code == 1 and "3 steps in 2 proofs" in text
    assert said("check", tmp_path / "main.tex")[0] == 0
    assert said("check", tmp_path / "supplement.tex")[0] == 1


# ---- what cannot be read -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "code", "says"),
    [
        (b"", 2, "there is no statement and no proof"),
        (b"%PDF-1.4 \xff\xfe\0\0" + bytes(range(256)) * 40, 2, "P4"),
        ((PREAMBLE + TRUE + "\\end{document}").encode("utf-16"), 2, "P4"),
        ((PREAMBLE + TRUE + "é\\end{document}").encode("latin-1"), 2, "P4"),
        ((PREAMBLE + FALSE + "é\\end{document}").encode("latin-1"), 1, "P4"),
        ((PREAMBLE + TRUE + "\\begin{center} \\end{document}").encode(), 2, "P1"),
        ((PREAMBLE + TRUE + "\\input{gone} \\end{document}").encode(), 2, "P3"),
        ((PREAMBLE + TRUE + "\\bibliography{gone} \\end{document}").encode(), 0, "P6"),
        ((PREAMBLE + TRUE).encode().replace(b"\n", b"\r\n") + b"\\end{document}", 0, "1 proved"),
    ],
    ids=["empty", "binary", "utf-16", "latin-1", "latin-1-wrong", "unclosed", "gone", "no-bib",
         "crlf"],
)  # fmt: skip
def test_what_could_not_be_read_is_told(
    tmp_path: Path, said: Said, data: bytes, code: int, says: str
) -> None:
    (tmp_path / "paper.tex").write_bytes(data)
    found, text = said("check", tmp_path / "paper.tex")
    assert found == code and says in text, text


def test_what_a_missing_file_may_hold_is_not_called_wrong(tmp_path: Path, said: Said) -> None:
    body = TRUE + "By \\cref{thm:gone}.\n\\begin{lemma} It is so. \\end{lemma}\n\\input{gone}\n"
    code, text = said("check", paper(tmp_path, body))
    assert code == 2 and "warning R21" in text and "warning R5" in text
    assert "may be in what could not be read" in text


def test_a_domain_note_that_does_not_read_as_one_is_told(tmp_path: Path, said: Said) -> None:
    path = paper(tmp_path, TRUE.replace("x in reals", "x is some number"))
    code, text = said("check", path)
    assert code == 0
    assert f"paper.tex:{line_of(path, 'some number')}:1: warning T6 domain-note" in text


def test_a_huge_file_is_read(tmp_path: Path, said: Said) -> None:
    path = paper(tmp_path, TRUE, "Words and $a + b$. " * 100_000, FALSE)
    code, text = said("check", path)
    assert code == 1 and "3 steps in 2 proofs" in text


def test_nothing_is_written(tmp_path: Path, said: Said) -> None:
    sections(tmp_path)

    def seen() -> dict[str, str]:
        return {
            str(path): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
            for path in tmp_path.rglob("*")
        }

    before = seen()
    said("check", tmp_path)
    assert seen() == before


# ---- formats -------------------------------------------------------------------------------------


def test_json_is_the_findings_schema(tmp_path: Path, said: Said) -> None:
    path = paper(tmp_path, TRUE, FALSE, OPEN)
    code, text = said("check", path, "--format", "json", "--quiet")
    data = json.loads(text)
    assert code == 1 and data["schema"] == "dlt-proof/findings/1" and data["command"] == "check"
    assert data["ok"] is False and data["summary"] == {
        "statements": 3, "proofs": 3, "steps": 4, "proved": 2, "supported": 0, "refuted": 1,
        "not_understood": 1, "errors": 1, "warnings": 0, "suppressed": 0,
    }  # fmt: skip
    [finding] = data["findings"]
    assert (finding["rule"], finding["name"], finding["class"]) == ("T3", "defect", "wrong")
    assert finding["line"] == line_of(path, r"&\le 1 + 2x.") and finding["column"] == 4
    assert data["notes"] == ["1 of 4 steps were not understood: nothing is known about them"]
    assert "steps" not in data


def test_verbose_tells_of_each_step(tmp_path: Path, said: Said) -> None:
    path = paper(tmp_path, TRUE, FALSE, OPEN)
    steps = json.loads(said("check", path, "--format", "json", "-v")[1])["steps"]
    assert [step["word"] for step in steps] == ["proved", "proved", "refuted", "not understood"]
    assert steps[2]["detail"]["values"] == {"x": "1"}
    text = said("check", path, "-v")[1]
    for step in steps:
        assert f"paper.tex:{step['line']}:{step['column']}: {step['word']}: " in text


def test_verbose_tells_by_what_a_step_is_supported(tmp_path: Path, said: Said) -> None:
    proof = (
        "\\begin{lemma}\\label{known} Let $s \\ge 0$. Then $F(s) \\le 3$. \\end{lemma}"
        "\\begin{proof} Clear. \\end{proof}"
        "\\begin{lemma}\\label{new} Let $u > 1$. Then $F(u) \\le 4$. \\end{lemma}"
        "\\begin{proof} By Lemma~\\ref{known}, $F(u) \\le 3$. \\end{proof}"
    )
    text = said("check", paper(tmp_path, proof), "-v")[1]
    assert "supported: F(u) \\le 3  [says what it cites, [1] Lemma: Let $s \\ge 0$." in text
    assert text.splitlines()[1].endswith("with s := u]")


def test_sarif_and_github(tmp_path: Path, said: Said) -> None:
    path = paper(tmp_path, TRUE, FALSE, OPEN)
    line = line_of(path, r"&\le 1 + 2x.")
    code, text = said("check", path, "--format", "sarif")
    [result] = json.loads(text)["runs"][0]["results"]
    assert code == 1 and result["ruleId"] == "T3"
    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == line
    code, text = said("check", path, "--format", "github")
    assert code == 1 and text.startswith(f"::error file=paper.tex,title=T3 defect,line={line},")
    assert "::notice title=dlt-proof check::1 of 4 steps were not understood" in text


def test_text_is_bounded(tmp_path: Path, said: Said) -> None:
    many = [FALSE.replace("lem:false", f"lem:{n}") for n in range(80)]
    code, text = said("check", paper(tmp_path, *many))
    assert code == 1 and "and 30 more (--format json shows all)" in text
    assert text.count("error T3") == 50


@pytest.mark.parametrize("words", [["--jobs", "0"], ["--jobs", "many"], ["--nope"]])
def test_wrong_use_is_two(tmp_path: Path, words: list[str]) -> None:
    from dlt_proof.cli import main

    try:
        code = main(["check", str(paper(tmp_path, TRUE)), *words])
    except SystemExit as exit:
        code = int(exit.code or 0)
    assert code == 2


@pytest.mark.parametrize(
    ("before", "code"),
    [
        (r"Throughout, $x = 0$ is real.", 0),  # rules the point out
        (r"Throughout, $x \le 0$ is real.", 1),  # rules that point out, and another fails
        (r"Throughout, $x$ is a negative even number.", 0),
        (r"Throughout, $x \ge 0$ is real.", 1),  # holds there
        (r"Throughout, $y \le 0$ is real.", 1),  # another symbol
        (r"This is a paper about $x$.", 1),
    ],
)
def test_what_the_paper_lays_down_outside_may_rule_a_point_out(
    tmp_path: Path, said: Said, before: str, code: int
) -> None:
    found, text = said("check", paper(tmp_path, f"{before}\n\n", FALSE))
    assert found == code, text
    assert ("fails at a point" in text) == (code == 0)
    assert (r"x \le 0" in before) == ("x = -1" in text)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("It is not true that", 0),
        ("One might hope that", 0),
        ("It would be wrong to say", 0),
        ("That is not so. We have", 1),  # another sentence
        ("Hence", 1),
    ],
)
def test_what_its_sentence_denies_is_not_refuted(
    tmp_path: Path, said: Said, words: str, code: int
) -> None:
    assert said("check", paper(tmp_path, FALSE.replace("We have", words)))[0] == code


def test_a_proof_of_nothing_refutes_nothing(tmp_path: Path, said: Said) -> None:
    alone = FALSE[FALSE.index("\\begin{proof}") :]
    code, text = said("check", paper(tmp_path, TRUE, "\\section{More}\n", alone))
    assert code == 0 and " T3 " not in text and "1 proof of nothing that is certain" in text


def test_suppressions_in_the_text_hold(tmp_path: Path, said: Said) -> None:
    body = TRUE + "By \\cref{lem:elsewhere}. % dlt: ignore[R21] in the supplement\n"
    code, text = said("check", paper(tmp_path, body), "--format", "json")
    assert code == 0 and json.loads(text)["summary"]["suppressed"] == 1


# ---- ten wrong steps among a hundred -------------------------------------------------------------


def test_ten_wrong_steps_among_a_hundred(tmp_path: Path, said: Said) -> None:
    planted = planted_paper()
    assert len(planted.true) == 100 and len(planted.wrong) == 10 and len(planted.noted) == 5
    path = tmp_path / "paper.tex"
    path.write_text(planted.text, encoding="utf-8")
    for jobs in ("1", "2"):
        code, text = said("check", path, "--format", "json", "-v", "--jobs", jobs)
        data = json.loads(text)
        assert code == 1
        found = {finding["line"] for finding in data["findings"]}
        assert {finding["rule"] for finding in data["findings"]} == {"T3"}
        assert {step["line"] for step in data["steps"]} == planted.true | planted.wrong.keys()
        assert len(data["steps"]) == 110
        assert not found & planted.true, "a true step is called wrong"
        assert planted.noted <= found <= planted.wrong.keys()
        proved = {step["line"] for step in data["steps"] if step["word"] == "proved"}
        assert not proved & planted.wrong.keys(), "a wrong step is called proved"


def test_the_answer_does_not_depend_on_the_number_of_processes(tmp_path: Path) -> None:
    path = tmp_path / "paper.tex"
    path.write_text(planted_paper().text, encoding="utf-8")
    one, two = (check_paper(str(path), processes=n) for n in (1, 2))
    assert one.steps == two.steps and one.report == two.report


def test_a_killed_process_of_the_checkers_is_told(
    tmp_path: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, real = os.getpid(), free.check_job

    def dies(job: Job) -> CheckerVerdict:
        if os.getpid() != first:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(job)

    monkeypatch.setattr(free, "check_job", dies)
    path = tmp_path / "paper.tex"
    path.write_text(planted_paper().text, encoding="utf-8")
    code, text = said("check", path, "--jobs", "2")
    assert code == 3 and "was killed while it worked" in text and "--jobs 1" in text
    assert "proved" not in text, "a part of the steps is shown as if it were all"


def test_progress_counts_to_the_end(tmp_path: Path) -> None:
    told: list[tuple[int, int, int]] = []
    check_paper(str(paper(tmp_path, TRUE, FALSE)), processes=1, progress=lambda *n: told.append(n))
    assert [done for done, _, _ in told] == [1, 2, 3] and told[-1] == (3, 3, 1)


def test_the_readme_shows_what_check_says(said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    tests = Path(__file__).resolve().parents[1]
    monkeypatch.chdir(tests / "cases/check")
    monkeypatch.setenv("COLUMNS", "100")
    code, text = said("check", "paper.tex", "--quiet")
    readme = (tests.parent / "README.md").read_text(encoding="utf-8")
    assert code == 1 and f"```text\n{text}```" in readme, text


# ---- start ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [["--version"], ["check", "--help"], ["lint", "--help"]])
def test_the_command_costs_others_nothing(tmp_path: Path, words: list[str]) -> None:
    code = (
        "import sys\nfrom dlt_proof.cli import main\n"
        f"try: main({words!r})\nexcept SystemExit: pass\n"
        "bad = {'sympy', 'numpy', 'scipy', 'pydantic', 'concurrent.futures', 'multiprocessing',"
        " 'dlt_proof.workflow', 'dlt_proof.trace'} & sys.modules.keys()\n"
        "assert not bad, bad\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(library_path())},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
