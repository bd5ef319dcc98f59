"""Phase A: digests, numeric checks, approvals, scope."""

import time
from collections.abc import Callable

import pytest

from dlt_proof.gates import GateContext, evaluate_gates
from dlt_proof.gates.evaluation import _written_and_proved
from dlt_proof.graph.plan_file import parse_plan, read_plan
from dlt_proof.plan.checking import check_plan
from dlt_proof.plan.numeric import run_checks
from dlt_proof.plan.scope import Extent, plan_extent
from dlt_proof.project import Project
from dlt_proof.records.errors import RefusedError

from ..conftest import CHECK, PLAN, edit, run

Said = Callable[..., tuple[int, str]]
PLAN_FILE = ".proof-research/dependency-graph.md"


def result(claims: str, controls: str) -> str:
    """A check that writes this result and exits with 0."""
    rows = f"'claims': {claims}, 'controls': {controls}"
    data = f"{{'schema': 'dlt-proof/check/1', 'ok': True, {rows}}}"
    return f"json.dump({data}, open(sys.argv[4], 'w'))"


def rules(project: Project) -> list[tuple[str, int]]:
    return [(f.rule, f.line) for f in check_plan(project).findings]


def test_a_technique_needs_a_digest_with_words_in_it(planned: Project) -> None:
    edit(
        planned,
        PLAN_FILE,
        "**Hypotheses:** ass:positive\n**Techniques:** none",
        "**Hypotheses:** ass:positive\n**Techniques:** bernoulli",
    )
    assert ("G7", 23) in rules(planned)
    digest = planned.research / "bernoulli.md"
    digest.write_text(" \n")
    assert ("G7", 23) in rules(planned)
    digest.write_text("Bernoulli: (1+x)^n >= 1+nx for x >= -1.\n")
    assert ("G7", 23) not in rules(planned)
    digest.unlink()
    assert ("G7", 23) in rules(planned)


def test_an_elementary_fact_needs_no_digest(planned: Project) -> None:
    edit(
        planned,
        ".proof-research/dependency-graph.md",
        "**Hypotheses:** ass:positive\n**Techniques:** none",
        "**Hypotheses:** ass:positive\n**Techniques:** markov, union-bound, azuma-hoeffding",
    )
    told = [f.message for f in check_plan(planned).findings if f.rule == "G7"]
    assert told == ["lem:square uses azuma-hoeffding, which has no digest"]


def test_a_draft_that_nobody_has_read_is_a_digest_and_told_of(planned: Project, said: Said) -> None:
    edit(
        planned,
        PLAN_FILE,
        "**Hypotheses:** ass:positive\n**Techniques:** none",
        "**Hypotheses:** ass:positive\n**Techniques:** bernoulli",
    )
    digest = planned.research / "bernoulli.md"
    digest.write_text("# Bernoulli\n\n**Scout's draft:** read by nobody.\n\n(1+x)^n >= 1+nx\n")
    (found,) = [f for f in check_plan(planned).findings if f.rule in ("G7", "G30")]
    assert (found.rule, found.severity) == ("G30", "warning")
    assert (found.file, found.line) == (".proof-research/bernoulli.md", 3)
    assert "1 of the digests drafted by scouts, read by nobody" in said("plan", "check", planned)[1]
    assert ", 1 digest drafted by scouts (read by nobody)" in said("gate", "A", planned)[1]
    digest.write_text("# Bernoulli\n\nThe scout's draft was wrong: (1+x)^n >= 1+nx for x >= -1\n")
    assert not [f for f in check_plan(planned).findings if f.rule in ("G7", "G30")]
    assert "drafted by scouts" not in said("gate", "A", planned)[1]


def test_a_check_must_have_been_run_on_this_very_statement(planned: Project) -> None:
    assert rules(planned) == [("G9", 26)]
    run_checks(planned, read_plan(planned))
    assert rules(planned) == []
    edit(planned, PLAN_FILE, "\\ge 1 + 2x$", "\\ge 1 + 3x$")
    assert rules(planned) == [("G9", 26)]


def test_reflowing_the_statement_keeps_the_check(planned: Project) -> None:
    run_checks(planned, read_plan(planned))
    edit(planned, PLAN_FILE, "\\ge 1 + 2x$", "\\ge  1 +  2x$")
    assert rules(planned) == []


def test_editing_the_check_or_a_module_beside_it_makes_its_result_stale(planned: Project) -> None:
    (planned.root / "checks" / "helper.py").write_text("FACTOR = 2\n")
    edit(
        planned,
        "checks/square.py",
        "from dlt_proof import checks\n",
        "from dlt_proof import checks\nimport helper\n",
    )
    run_checks(planned, read_plan(planned))
    assert rules(planned) == []
    (planned.root / "checks" / "helper.py").write_text("FACTOR = 3\n")
    assert rules(planned) == [("G9", 26)]


@pytest.mark.parametrize(
    ("body", "outcome", "reason"),
    [
        ("raise SystemExit(0)", "could not run", "no readable result"),
        ("raise SystemExit(1)", "could not run", "no readable result"),
        ("1 / 0", "could not run", "no readable result"),
        ("raise SystemExit(2)", "could not run", "exit 2"),
        (result("['x']", "[]"), "could not run", "a row that is no object"),
        (
            result("[{'ok': True}]", "[]"),
            "fails",
            "without a negative control",
        ),
        (
            result("[]", "[{'failed_as_it_must': True}]"),
            "fails",
            "not every claim",
        ),
        (
            result("[{'ok': True}]", "[{'failed_as_it_must': False}]"),
            "fails",
            "without a negative control",
        ),
        (
            result("[{'ok': True, 'verdict': 'fails'}]", "[{'failed_as_it_must': True}]"),
            "could not run",
            "passes, and its verdict is 'fails'",
        ),
        (
            result("[{'ok': True}]", "[{'failed_as_it_must': True, 'verdict': 'holds'}]"),
            "could not run",
            "passes, and its verdict is 'holds'",
        ),
        (
            result("[{'ok': False, 'verdict': 'fails', 'instance': {'inputs': [1]}}]", "[]"),
            "could not run",
            "is no object",
        ),
        (
            result("[{'verdict': 'fails', 'instance': {'observed': 1}, 'hypotheses': 5}]", "[]"),
            "could not run",
            "are no list",
        ),
        (
            result("[{'verdict': 'fails', 'instance': {'inputs': {'x': float('nan')}}}]", "[]"),
            "could not run",
            "NaN is no number",
        ),
        (
            result("[{'verdict': 'fails', 'instance': {'inputs': {'x': 'nan'}}}]", "[]"),
            "could not run",
            "holds a NaN",
        ),
        (result("[{'name': chr(0xd800)}]", "[]"), "could not run", "surrogates not allowed"),
        (
            "open(sys.argv[4], 'w').write('{\"claims\": [{\"observed\": 1e400}]}')",
            "could not run",
            "too large a number",
        ),
        ("import os; os.mkdir(sys.argv[4])", "could not run", "no such file"),
        ("import os; os.mkfifo(sys.argv[4])", "could not run", "no such file"),
        (
            "open(__file__, 'a').write('# another check')\n"
            + result("[{'ok': True}]", "[{'failed_as_it_must': True}]"),
            "could not run",
            "changed while it ran",
        ),
        ("import os; os.kill(os.getpid(), 9)", "could not run", "exit -9"),
    ],
)
def test_a_check_that_did_not_check_does_not_hold(
    planned: Project, body: str, outcome: str, reason: str
) -> None:
    (planned.root / "checks" / "square.py").write_text(f"import json, sys\n{body}\n")
    (result,) = run_checks(planned, read_plan(planned))
    assert result.outcome == outcome and reason in result.reason
    assert rules(planned) == [("G9", 26)]


def test_a_checks_words_do_nothing_to_a_terminal(planned: Project, said: Said) -> None:
    check = planned.root / "checks" / "square.py"
    check.write_text("print('\\x1b[2J\\x1b]0;title\\x07 gone')\nraise SystemExit(5)\n")
    _, text = said("plan", "check", "--run", planned)
    assert "gone" in text and "\x1b" not in text and "\x07" not in text
    row = "{'name': '\\x1b[31m', 'verdict': 'fails', 'instance': {'inputs': {'x': '\\x1b[2J'}}}"
    check.write_text(f"import json, sys\n{result(f'[{row}]', '[]')}\nsys.exit(1)\n")
    code, text = said("plan", "refute", "lem:square", planned)
    assert code == 0 and "[31m" in text and "\x1b" not in text


def test_a_program_that_a_check_leaves_behind_does_not_keep_it(planned: Project) -> None:
    check = planned.root / "checks" / "square.py"
    left = "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(30)'])"
    check.write_text(f"import subprocess, sys\n{left}\n{CHECK}")
    started = time.monotonic()
    (outcome,) = run_checks(planned, read_plan(planned))
    assert outcome.outcome == "holds" and time.monotonic() - started < 25


def test_a_check_that_no_longer_runs_does_not_keep_its_old_result(planned: Project) -> None:
    assert run("plan", "check", "--run", planned) == 0
    package = planned.root / "checks" / "lib"
    package.mkdir()
    (package / "model.py").write_text("K = 1\n")
    edit(planned, "checks/square.py", "import checks\n", "import checks\nfrom lib.model import K\n")
    assert run("plan", "check", "--run", planned) == 0
    (package / "model.py").write_text("raise SystemExit(5)\n")
    assert rules(planned) == [("G9", 26)]
    assert run("plan", "check", "--run", planned) == 2
    (package / "model.py").write_text("K = 1\n")
    assert rules(planned) == [("G9", 26)], "the last run could not run"


def test_a_false_claim_turns_the_plan_red(planned: Project) -> None:
    edit(planned, "checks/square.py", "(claim, 1 + 2 * x, square)", "(claim, 3 + 2 * x, square)")
    (result,) = run_checks(planned, read_plan(planned))
    assert result.outcome == "fails"
    assert rules(planned) == [("G9", 26), ("G22", 28)]


def test_a_result_of_another_machine_does_not_count(
    planned: Project, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    run_checks(planned, read_plan(planned))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("elsewhere")))
    elsewhere = Project(planned.root)
    assert [f.message for f in check_plan(elsewhere).findings] == [
        "lem:square: its check was run on another machine only"
    ]


# ---- approvals ----------------------------------------------------------------------------------


def test_an_approval_holds_until_what_it_covers_changes(written: Project, said: Said) -> None:
    assert run("gate", "A", written) == 0
    edit(written, PLAN_FILE, "satisfies $x > 0$", "satisfies $x \\ge 0$")
    code, text = said("gate", "A", written)
    assert code == 1 and "the plan's statement of ass:positive changed after the approval" in text


def test_the_papers_statement_must_be_the_approved_one(written: Project, said: Said) -> None:
    edit(written, "sections/03-theorem.tex", "satisfies $g(x) > x$", "satisfies $g(x) > 0$")
    code, text = said("gate", "A", written)
    assert code == 1 and "the paper's statement of thm:main is not the one approved" in text


def test_reflowing_an_approved_statement_changes_nothing(written: Project) -> None:
    edit(
        written,
        "sections/03-theorem.tex",
        "satisfies $g(x) > x$",
        "% a comment\n   satisfies $g(x)\n> x$",
    )
    assert run("gate", "A", written) == 0


def test_an_agent_cannot_approve(
    written: Project, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAUDECODE", "1")
    code, text = said("plan", "approve", "thm:main", written)
    assert code == 1 and "only from a person" in text
    assert run("plan", "approve", "--by-default", written) == 0


def test_approval_by_default_needs_a_persons_leave(
    tmp_path_factory: pytest.TempPathFactory, said: Said
) -> None:
    folder = tmp_path_factory.mktemp("x") / "proof"
    assert run("init", folder) == 0
    (folder / PLAN_FILE).write_text(PLAN)
    code, text = said("plan", "approve", "--by-default", folder)
    assert code == 1 and "init --autonomous" in text
    assert run("plan", "approve", folder) == 0


def test_only_goals_are_approved(written: Project, said: Said) -> None:
    code, text = said("plan", "approve", "lem:square", written)
    assert code == 2 and "no managed goal" in text


def test_an_agent_cannot_allow_itself_to_approve_by_default(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dlt_proof.emit import initialise

    monkeypatch.setenv("CLAUDECODE", "1")
    with pytest.raises(RefusedError):
        initialise(tmp_path_factory.mktemp("x") / "proof", autonomous=True)


# ---- scope --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("extent", "scope"),
    [
        (Extent(0, 1, 0, 12), "Quick"),
        (Extent(0, 1, 0, 13), "Standard"),
        (Extent(1, 0, 1), "Quick"),
        (Extent(0, 1, 2), "Standard"),
        (Extent(1, 3, 4, 30), "Standard"),
        (Extent(1, 3, 4, 31), "Appendix"),
        (Extent(2, 0, 0), "Appendix"),
        (Extent(1, 4, 0), "Appendix"),
    ],
)
def test_the_smallest_scope(extent: Extent, scope: str) -> None:
    assert extent.smallest_scope == scope


def test_an_understated_scope_is_refused_and_an_overstated_allowed(
    planned: Project, said: Said
) -> None:
    assert run("scope", "Appendix", planned) == 0
    code, text = said("scope", "Quick", planned)
    assert code == 1 and "nothing was written" in text
    assert planned.scope_file.read_text() == "Appendix\n"
    planned.scope_file.write_text("Quick\n")
    code, text = said("scope", planned)
    assert code == 1 and "S1 scope-understated" in text
    assert run("scope", "Standard", planned) == 0
    assert run("scope", planned) == 0


def test_declaring_keeps_the_free_text(planned: Project) -> None:
    planned.scope_file.write_text("Quick\n\nBecause it is short.\n")
    run("scope", "Standard", planned)
    assert planned.scope_file.read_text() == "Standard\n\nBecause it is short.\n"


@pytest.mark.parametrize(("text", "message"), [("standard\n", "expected one of"), ("", "empty")])
def test_another_word_is_no_scope(planned: Project, said: Said, text: str, message: str) -> None:
    planned.scope_file.write_text(text)
    code, output = said("scope", planned)
    assert code == 2 and message in output


def test_unmanaged_nodes_count_for_nothing() -> None:
    plan = parse_plan(
        PLAN.replace("**Section:** sections/02", "**Managed:** no\n**Section:** sections/02"), "p"
    )
    assert plan_extent(plan) == Extent(1, 0, 0)


@pytest.mark.parametrize(
    "body", ["% nothing", "\\label{pf}", "\\todo{later}", "Omitted.", "\\[" + "x = " * 13 + "x.\\]"]
)
def test_quick_does_not_take_an_empty_proof_or_a_long_one(
    tmp_path_factory: pytest.TempPathFactory, body: str
) -> None:
    folder = tmp_path_factory.mktemp("x") / "quick"
    run("init", folder)
    (folder / "sections" / "00-introduction.tex").write_text(
        "\\section{One}\n\\begin{lemma}\\label{lem:one}\n$1 + 1 = 2$.\n\\end{lemma}\n"
        f"\\begin{{proof}}\n{body}\n\\end{{proof}}\n"
    )
    assert run("scope", "Quick", folder) == 0
    # Gate D needs TeX only for its build: the proof is looked at first.
    context = GateContext(Project(folder))
    extent_holds = evaluate_gates(context, "A")[0].holds
    assert not (extent_holds and _written_and_proved(context).outcome == "holds")


def test_quick_derives_the_plan_of_one_statement(
    tmp_path_factory: pytest.TempPathFactory, said: Said
) -> None:
    folder = tmp_path_factory.mktemp("x") / "quick"
    run("init", folder)
    code, text = said("scope", "Quick", folder)
    assert code == 2 and "the LaTeX has 0" in text
    assert not (folder / ".proof-research" / "scope.md").exists()
    (folder / "sections" / "00-introduction.tex").write_text(
        "\\section{One}\n\\begin{lemma}\\label{lem:one}\n$1 + 1 = 2$.\n\\end{lemma}\n"
        "\\begin{proof}\nBy counting, $1 + 1 = 2$.\n\\end{proof}\n"
    )
    assert run("scope", "Quick", folder) == 0
    assert run("gate", "C.5", folder) == 0
