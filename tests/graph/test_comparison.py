"""Where plan and paper differ: for each finding an input that has it, and a neighbour."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from dlt_proof.gates import GateContext, evaluate_gates
from dlt_proof.graph.comparison import plan_findings
from dlt_proof.graph.plan_file import parse_plan
from dlt_proof.latex import read_document
from dlt_proof.plan.checking import check_plan, compare_with_paper
from dlt_proof.project import Project
from dlt_proof.records.findings import Finding

from ..conftest import edit, run

Said = Callable[..., tuple[int, str]]
PLAN_FILE = ".proof-research/dependency-graph.md"

OPENING = r"""\documentclass{article}
\usepackage{amsthm,cleveref}
\newtheorem{theorem}{Theorem}
\newtheorem{lemma}[theorem]{Lemma}
\newtheorem{corollary}[theorem]{Corollary}
\newtheorem{claim}[theorem]{Claim}
\newtheorem{assumption}{Assumption}
\newtheorem{definition}{Definition}
\newtheorem{remark}{Remark}
\newcommand{\todo}[1]{}
\begin{document}
"""
BASIS = {
    "ass:a": "assumption",
    "def:d": "definition",
    "lem:one": "lemma",
    "lem:two": "lemma",
    "thm:main": "theorem",
}
#: What each uses, in plan and paper alike.
USES = {"lem:one": ["ass:a"], "lem:two": ["lem:one"], "thm:main": ["def:d", "lem:two"]}


def plan_text(
    uses: dict[str, list[str]],
    *,
    goals: tuple[str, ...] = ("thm:main",),
    unmanaged: tuple[str, ...] = (),
    statements: dict[str, str] | None = None,
    kinds: dict[str, str] = BASIS,
) -> str:
    """A plan; `uses` gives what each node uses."""
    text = "# Dependency graph\n"
    for label, kind in kinds.items():
        used = uses.get(label, [])
        hypotheses = [u for u in used if kinds[u] in ("assumption", "definition")]
        consumers = [c for c, of in uses.items() if label in of]
        statement = (statements or {}).get(label, f"The words of {label}.")
        text += (
            f"\n## {label}\n**Kind:** {kind}\n**Statement:** {statement}\n"
            f"**Hypotheses:** {', '.join(hypotheses) or 'none'}\n**Techniques:** none\n"
            f"**Downstream consumers:** {', '.join(consumers) or 'none'}\n"
            f"**Section:** sections/01-all.tex\n"
        )
        if kind in ("theorem", "lemma"):
            text += "**Check:** none: no number in it\n"
        text += f"**Goal:** {'yes' if label in goals else 'no'}\n"
        text += f"**Managed:** {'no' if label in unmanaged else 'yes'}\n"
    return text


def said(label: str, words: str = "", kind: str | None = None) -> str:
    kind = kind or BASIS[label]
    return f"\\begin{{{kind}}}\\label{{{label}}}\nThe words of {label}. {words}\n\\end{{{kind}}}\n"


def proof(words: str, title: str = "") -> str:
    return f"\\begin{{proof}}{title}\n{words}\n\\end{{proof}}\n"


PAPER = (
    said("ass:a")
    + said("def:d")
    + said("lem:one")
    + proof(r"By \cref{ass:a}, $1 \le 2$.")
    + said("lem:two")
    + proof(r"By \cref{lem:one}, $1 \le 3$.")
    + said("thm:main", r"It speaks of \cref{def:d}.")
    + proof(r"By \cref{lem:two}, $1 \le 4$.")
)


@pytest.fixture
def compared(tmp_path: Path) -> Callable[..., list[str]]:
    """The findings, as `rule file:line` with the text of that line."""

    def compare(plan: str, files: str | dict[str, str]) -> list[str]:
        if isinstance(files, str):
            files = {"main.tex": OPENING + files + "\\end{document}\n"}
        for name, text in {**files, PLAN_FILE: plan}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        project = Project(tmp_path)
        parsed = parse_plan(plan, PLAN_FILE)
        assert not parsed.findings, [f.message for f in parsed.findings]
        return [
            _shown(tmp_path, finding)
            for finding in compare_with_paper(parsed, read_document(project))
        ]

    return compare


def _shown(root: Path, finding: Finding) -> str:
    line = (root / finding.file).read_text(encoding="utf-8").split("\n")[finding.line - 1]
    return f"{finding.rule} {finding.file.rsplit('/')[-1]}: {line}"


Compared = Callable[..., list[str]]
PLAN = plan_text(USES)


def test_plan_and_paper_that_agree(compared: Compared) -> None:
    assert compared(PLAN, PAPER) == []


# ---- G23 ----------------------------------------------------------------------------------------


def test_a_consumer_that_never_refers(compared: Compared) -> None:
    paper = PAPER.replace(r"By \cref{lem:one}, $1 \le 3$.", r"Clearly $1 \le 3$.")
    assert compared(PLAN, paper) == ["G23 dependency-graph.md: **Downstream consumers:** lem:two"]


def test_a_mention_is_no_use(compared: Compared) -> None:
    paper = PAPER.replace(r"By \cref{lem:one}, $1", r"Unlike in \cref{lem:one}, we have $1")
    assert [f[:3] for f in compared(PLAN, paper)] == ["G23"]


@pytest.mark.parametrize(
    "argument",
    [
        r"\todo{prove: by lemma one}",
        r"By the sum of \eqref{eq:one}, $1 \le 3$.",
        r"\begin{claim} $5 \le 6$.\end{claim}\begin{proof}By \cref{lem:one}.\end{proof}",
        r"\begin{remark}\label{rem:r} See \cref{lem:one}.\end{remark} By \cref{rem:r}, $1 \le 3$.",
        "Apply\n% the first one\n\\cref{%\n  lem:one}; so $1 \\le 3$.",
        r"By \cref{ass:a}, \cref{lem:one} and \cref{def:d}, $1 \le 3$.",
        r"By the previous lemma, $1 \le 3$.",
        r"By Lemma 1, $1 \le 3$.",
    ],
)  # fmt: skip
def test_a_use_in_other_ways(compared: Compared, argument: str) -> None:
    paper = PAPER.replace(r"By \cref{lem:one}, $1 \le 3$.", argument)
    paper = paper.replace(
        "The words of lem:one. ",
        r"The words of lem:one. \begin{equation}\label{eq:one}1 \le 2\end{equation}",
    )
    assert [f for f in compared(PLAN, paper) if f.startswith("G23")] == []


def test_a_statement_referred_to_inside_a_range(compared: Compared) -> None:
    kinds = {**BASIS, "lem:mid": "lemma"}
    uses = {**USES, "thm:main": ["def:d", "lem:one", "lem:mid", "lem:two"]}
    paper = PAPER.replace(
        said("lem:two"), said("lem:mid", kind="lemma") + proof("$0 = 0$.") + said("lem:two")
    )
    ranged = paper.replace(r"By \cref{lem:two},", r"By \crefrange{lem:one}{lem:two},")
    plan = plan_text(uses, kinds=kinds)
    assert compared(plan, ranged) == []
    assert [f[:3] for f in compared(plan, paper)] == ["G23", "G23"]


def test_a_definition_may_be_used_by_its_symbol(compared: Compared) -> None:
    assert compared(PLAN, PAPER.replace(r"It speaks of \cref{def:d}.", "")) == []


def test_nodes_that_are_not_managed_are_not_compared(compared: Compared) -> None:
    paper = PAPER.replace(r"By \cref{lem:one}, $1 \le 3$.", r"By \cref{def:d}, $1 \le 3$.")
    assert [f[:3] for f in compared(PLAN, paper)] == ["G23", "G24"]
    assert compared(plan_text(USES, unmanaged=("lem:two",)), paper) == []


def test_a_corollary_without_proof_is_unfinished(compared: Compared) -> None:
    paper = PAPER.replace(proof(r"By \cref{lem:two}, $1 \le 4$."), "")
    assert compared(PLAN, paper) == []


def test_a_theorem_said_again_before_its_proof_in_the_appendix(compared: Compared) -> None:
    late = proof(r"By \cref{lem:two}, $1 \le 4$.")
    again = "\\appendix\n\\section{Proofs}\n" + said("thm:main", r"It speaks of \cref{def:d}.")
    again = again.replace(r"\label{thm:main}", r"[Restatement of \cref{thm:main}]")
    assert compared(PLAN, PAPER.replace(late, "") + again + late) == []


def test_a_statement_said_twice_may_be_planned_by_its_second_label(compared: Compared) -> None:
    head, tail = OPENING, "\\end{document}\n"
    first = said("lem:one").replace("{lem:one}", "{lem:one-short}")
    again = r"\begin{lemma}[Restatement of \cref{lem:one-short}]\label{lem:one}"
    paper = first + PAPER.replace(r"\begin{lemma}\label{lem:one}", again)
    lost = paper.replace(r"By \cref{lem:one}, $1 \le 3$.", r"Clearly $1 \le 3$.")
    assert compared(PLAN, {"main.tex": head + paper + tail}) == []
    assert [f[:3] for f in compared(PLAN, {"main.tex": head + lost + tail})] == ["G23"]


# ---- G24 ----------------------------------------------------------------------------------------


def test_a_use_that_is_not_planned(compared: Compared) -> None:
    words = r"We also need the first bound." + "\nBy \\cref{lem:one}, $1 \\le 5$."
    paper = PAPER.replace(r"$1 \le 4$.", words)
    assert compared(PLAN, paper) == [r"G24 main.tex: By \cref{lem:one}, $1 \le 5$."]
    planned = plan_text({**USES, "thm:main": ["def:d", "lem:two", "lem:one"]})
    assert compared(planned, paper) == []


def test_a_hypothesis_that_is_not_listed(compared: Compared) -> None:
    paper = PAPER.replace("It speaks of", "\nUnder \\cref{ass:a}, it speaks of")
    assert compared(PLAN, paper) == [
        r"G24 main.tex: Under \cref{ass:a}, it speaks of \cref{def:d}."
    ]
    planned = plan_text({**USES, "thm:main": ["def:d", "lem:two", "ass:a"]})
    assert compared(planned, paper) == []


def test_a_use_of_an_unlabelled_claim_is_one_of_the_proof_around_it(compared: Compared) -> None:
    claim = "\\begin{claim} $5 \\le 6$.\\end{claim}\n" + proof(r"By \cref{lem:one}.")
    paper = PAPER.replace(r"$1 \le 4$.", "$1 \\le 4$.\n" + claim)
    assert compared(PLAN, paper) == [r"G24 main.tex: By \cref{lem:one}."]
    assert compared(PLAN, PAPER.replace(r"$1 \le 4$.", claim.replace("lem:one", "lem:two"))) == []


@pytest.mark.parametrize(
    "words",
    [
        r"Compare with \cref{lem:one}.",
        r"We do not need \cref{lem:one} here.",
        r"See~\cite{lem:one}.",
    ],
)
def test_a_mention_need_not_be_planned(compared: Compared, words: str) -> None:
    assert compared(PLAN, PAPER.replace(r"$1 \le 4$.", f"$1 \\le 4$. {words}")) == []


def test_what_an_unplanned_lemma_uses_is_its_own(compared: Compared) -> None:
    """R25 tells of the lemma that nobody planned."""
    extra = said("lem:extra", kind="lemma") + proof(r"By \cref{lem:one}.")
    paper = PAPER.replace(said("thm:main", r"It speaks of \cref{def:d}."),
                          extra + said("thm:main", r"It speaks of \cref{def:d}."))  # fmt: skip
    paper = paper.replace(r"By \cref{lem:two}, $1", r"By \cref{lem:two,lem:extra}, $1")
    assert compared(PLAN, paper) == []


def with_environment(name: str, printed: str) -> str:
    return OPENING.replace(
        "\\begin{document}", f"\\newtheorem{{{name}}}{{{printed}}}\n\\begin{{document}}"
    )


@pytest.mark.parametrize(
    ("name", "printed", "argument"),
    [
        ("conj", "Conjecture", r"By \cref{x:z}, $1 \le 4$."),
        ("prin", "Principle", r"It follows from \cref{x:z} that $1 \le 4$."),
        ("obs", "Observation", r"By \cref{x:z} and \cref{lem:two}, $1 \le 4$."),
        ("conj", "Conjecture", r"By \eqref{eq:z}, $1 \le 4$."),
    ],
)
def test_a_proof_on_what_no_plan_lists(
    compared: Compared, name: str, printed: str, argument: str
) -> None:
    formula = "\\begin{equation}\\label{eq:z} 1 \\le 4.\\end{equation}"
    extra = f"\\begin{{{name}}}\\label{{x:z}}{formula}\\end{{{name}}}\n"
    paper = with_environment(name, printed) + extra + PAPER.replace(r"$1 \le 4$.", f"\n{argument}")
    assert compared(PLAN, {"main.tex": paper + "\\end{document}\n"}) == [
        f"G24 main.tex: {argument}"
    ]


@pytest.mark.parametrize(
    ("before", "argument"),
    [
        (True, r"Compare with \cref{x:z}."),
        (True, r"We do not need \cref{x:z} here."),
        (True, ""),
        (False, r"By \cref{x:z}, $1 \le 4$."),
    ],
)
def test_a_remark_that_is_mentioned_or_stands_in_the_proof(
    compared: Compared, before: bool, argument: str
) -> None:
    extra = "\\begin{remark}\\label{x:z} $1 \\le 4$.\\end{remark}\n"
    words = f"{'' if before else extra}$1 \\le 4$. {argument}"
    paper = (extra if before else "") + PAPER.replace(r"$1 \le 4$.", words)
    assert compared(PLAN, paper) == []


def test_an_algorithm_in_a_proof_is_a_warning(tmp_path: Path) -> None:
    extra = "\\begin{alg}\\label{alg:z} Set $z = 4$.\\end{alg}\n"
    paper = PAPER.replace(r"$1 \le 4$.", r"By \cref{alg:z}, $1 \le 4$.")
    text = with_environment("alg", "Algorithm") + extra + paper + "\\end{document}\n"
    (tmp_path / "main.tex").write_text(text)
    document = read_document(Project(tmp_path))
    found = compare_with_paper(parse_plan(PLAN, PLAN_FILE), document)
    assert [(f.rule, f.severity) for f in found] == [("G24", "warning")]


# ---- G25 ----------------------------------------------------------------------------------------


def test_a_hypothesis_that_nobody_uses(compared: Compared) -> None:
    plan = plan_text({**USES, "thm:main": ["ass:a", "def:d", "lem:two"]})
    paper = PAPER.replace(r"By \cref{ass:a}, $1", "Clearly $1")
    found = compared(plan, paper)
    assert found == [
        "G25 dependency-graph.md: **Downstream consumers:** lem:one, thm:main",
        "G25 dependency-graph.md: **Downstream consumers:** lem:one, thm:main",
    ]
    assert compared(plan, PAPER) == [], "a lemma below needs it"


def test_an_unfinished_proof_below_may_need_the_hypothesis(compared: Compared) -> None:
    plan = plan_text({**USES, "thm:main": ["ass:a", "def:d", "lem:two"]})
    paper = PAPER.replace(r"By \cref{ass:a}, $1 \le 2$.", r"\todo{prove: expand}")
    assert compared(plan, paper) == []


# ---- G28 ----------------------------------------------------------------------------------------

LATE = said("lem:two") + proof(r"By \cref{lem:one}, $1 \le 3$.")
THEOREM = said("thm:main", r"It speaks of \cref{def:d}.")
THEOREM_PROOF = proof(r"By \cref{lem:two}, $1 \le 4$.")
EARLY = PAPER.replace(LATE, "").replace(THEOREM_PROOF, "")


def test_a_use_of_a_later_section(compared: Compared) -> None:
    paper = EARLY + THEOREM_PROOF + "\\section{Later}\n" + LATE
    assert compared(PLAN, paper) == [r"G28 main.tex: By \cref{lem:two}, $1 \le 4$."]
    assert compared(PLAN, paper.replace("\\section{Later}\n", "")) == [], "the next paragraph"
    assert compared(PLAN, EARLY + "\\section{Later}\n" + LATE + THEOREM_PROOF) == []


def test_a_deferred_proof_may_use_what_is_stated_before_it(compared: Compared) -> None:
    late = proof(r"By \cref{lem:two}, $1 \le 4$.", r"[Proof of \cref{thm:main}]")
    assert compared(PLAN, EARLY + "\\appendix\n\\section{Proofs}\n" + LATE + late) == []
    sketch = proof(r"By \cref{lem:two}; see the appendix.", "[Sketch]")
    paper = EARLY + sketch + "\\appendix\n\\section{Proofs}\n" + LATE + late
    assert compared(PLAN, paper) == []


def test_files_in_the_order_in_which_they_are_input(compared: Compared) -> None:
    early, late = "\\input{early}\n", "\\input{late}\n"
    files = {"early.tex": EARLY.replace(THEOREM, ""), "late.tex": LATE}
    last = THEOREM + THEOREM_PROOF + "\\end{document}\n"
    assert compared(PLAN, {**files, "main.tex": OPENING + early + late + last}) == []
    forward = early + THEOREM + THEOREM_PROOF + late + "\\end{document}\n"
    assert compared(PLAN, {**files, "main.tex": OPENING + forward}) == [
        r"G28 main.tex: By \cref{lem:two}, $1 \le 4$."
    ]


# ---- G29 ----------------------------------------------------------------------------------------


def test_half_a_paper_is_compared_with_nothing(compared: Compared) -> None:
    paper = PAPER.replace(r"By \cref{lem:one}, $1 \le 3$.", "Clear.\n\\input{gone}")
    assert compared(PLAN, paper) == [r"G29 main.tex: \input{gone}"]


# ---- G26, G27 -----------------------------------------------------------------------------------


def told(text: str) -> list[tuple[str, str]]:
    plan = parse_plan(text, PLAN_FILE)
    assert not plan.findings
    lines = text.split("\n")
    return [(f.rule, lines[f.line - 1]) for f in plan_findings(plan)]


def test_what_serves_no_goal() -> None:
    kinds = {**BASIS, "lem:a": "lemma", "lem:b": "lemma", "lem:c": "lemma"}
    uses = {**USES, "lem:b": ["lem:a"], "lem:c": ["lem:b"]}
    # The last of the row is an orphan (G4), which says enough.
    assert told(plan_text(uses, kinds=kinds)) == [("G26", "## lem:a"), ("G26", "## lem:b")]
    assert told(plan_text(uses, kinds=kinds, unmanaged=("lem:a", "lem:b"))) == []
    assert told(plan_text({**uses, "thm:main": ["def:d", "lem:two", "lem:c"]}, kinds=kinds)) == []
    assert told(plan_text(uses, kinds=kinds, goals=("thm:main", "lem:c"))) == []


def test_a_goal_that_is_not_managed_is_a_goal() -> None:
    kinds = {**BASIS, "lem:a": "lemma", "thm:old": "theorem"}
    uses = {**USES, "thm:old": ["lem:a"]}
    goals = ("thm:main", "thm:old")
    assert told(plan_text(uses, kinds=kinds, goals=goals, unmanaged=("thm:old",))) == []


def test_a_statement_twice() -> None:
    same = {"lem:one": "For all $x$,  $x \\le 1$.", "lem:two": "For all $x$, $x \\le 1$"}
    assert told(plan_text(USES, statements=same)) == [("G27", "## lem:two")]
    assert told(plan_text(USES, statements=same, unmanaged=("lem:one", "lem:two"))) == []
    other = {**same, "lem:two": "For all $x$, $x < 1$."}
    assert told(plan_text(USES, statements=other)) == []


# ---- the commands -------------------------------------------------------------------------------


def test_plan_check_and_gate_c_tell_the_difference(written: Project, said: Said) -> None:
    code, words = said("plan", "check", written)
    assert code == 0 and not re.search("G2[3-9]", words), words
    assert evaluate_gates(GateContext(written), "C")[-1].holds
    edit(written, "sections/03-theorem.tex", r"By \Cref{lem:square} and \Cref{ass:positive},", "So")
    code, words = said("plan", "check", written)
    assert code == 1 and "G23" in words and "lem:square" in words, words
    last = evaluate_gates(GateContext(written), "C")[-1]
    (check,) = [c for c in last.checks if c.name == "plan and paper agree"]
    assert last.gate == "C" and check.outcome == "fails"
    assert [f.rule for f in check.findings] == ["G23"]


def test_a_forward_use_is_a_warning_for_both(written: Project, said: Said) -> None:
    edit(written, "sections/02-lemma.tex", r"\begin{proof}",
         "\\begin{proof}\nBy \\Cref{def:gap} and \\Cref{thm:main}.")  # fmt: skip
    code, words = said("plan", "check", written)
    assert code == 1 and {"G24", "G28"} <= set(re.findall("G[0-9]+", words)), words
    report = check_plan(written, read_document(written))
    severities = {f.rule: f.severity for f in report.findings}
    assert severities["G28"] == "warning" and severities["G24"] == "error"
    last = evaluate_gates(GateContext(written), "C")[-1]
    found = {f.rule for check in last.checks for f in check.findings}
    assert "G24" in found and "G28" not in found


def test_plan_check_without_a_paper(planned: Project, said: Said) -> None:
    assert run("plan", "check", "--run", planned) == 0
    said("plan", "check", planned)
    kinds = planned.plan_file.read_text(encoding="utf-8")
    square = re.search(r"\*\*Statement:\*\* (Under .*\\ge 1 \+ 2x\$\.)", kinds)
    assert square is not None
    edit(planned, PLAN_FILE, "Under \\Cref{ass:positive}, the gap of \\Cref{def:gap} satisfies "
         "$g(x) > x$.", square[1])  # fmt: skip
    code, words = said("plan", "check", planned)
    assert code == 1 and "G27" in words
