"""Deciders: each passes where its assertion holds, fails where not, and never passes on nothing."""

import shutil
from typing import Any

import pytest

from dlt_proof.evals.assertions import Assertions
from dlt_proof.evals.deciders import DECIDERS, Decision
from dlt_proof.evals.deciders.decision import outside, shown
from dlt_proof.evals.facts import Facts
from dlt_proof.evals.tables import Between
from dlt_proof.project import Project

from ..conftest import edit
from .conftest import assert_fails, decided

LEMMA = "sections/02-lemma.tex"
INTRODUCTION = "sections/00-introduction.tex"
PLAN_FILE = ".proof-research/dependency-graph.md"


def without_plan(project: Project) -> Project:
    """A project whose plan holds nothing."""
    project.plan_file.write_text("# Dependency graph\n", encoding="utf-8")
    return project


def test_a_decision_about_nothing_does_not_pass() -> None:
    assert not Decision("looking", 0).passed
    assert Decision("looking", 0).reasons == ["there is nothing to look at"]
    assert Decision("looking", 1).passed
    assert not Decision("looking", 1, ["it is wrong"]).passed


def test_numbers_that_are_not_there_lie_outside() -> None:
    assert outside("x", None, Between(least=0.0)) == ["x is not there, not at least 0"]
    assert outside("x", None, None) == []
    assert outside("x", 1.0, Between(least=1.0, most=1.0)) == []
    assert shown(str(n) for n in range(30))[-1] == "… and 10 more"


class TestGate:
    def test_holds(self, small: Project) -> None:
        said = decided(small, "gate", gate="C.5")
        assert said.passed, said.reasons
        assert said.evidence["C.5"]["outcome"] == "holds"

    def test_fails_where_a_proof_is_gone(self, small: Project) -> None:
        edit(small, LEMMA, "&\\ge 1 + 2x.", "&\\ge 1 + 2x. \\todo{prove: it}")
        assert_fails(decided(small, "gate", gate="C"), "gate C")

    def test_fails_where_a_gate_before_it_does(self, small: Project) -> None:
        small.scope_file.unlink()
        assert_fails(decided(small, "gate", gate="C.5"), "gate A, scope declared")

    def test_one_that_is_not_required_is_none(self, small: Project) -> None:
        small.scope_file.write_text("Quick\n", encoding="utf-8")
        assert not decided(small, "gate", gate="B").passed


class TestLint:
    def test_clean(self, small: Project) -> None:
        said = decided(small, "lint", select=["wrong", "R15"], final=True, suppressed=0)
        assert said.passed, said.reasons
        assert said.evidence["files"] > 3

    def test_a_finding(self, small: Project) -> None:
        edit(small, LEMMA, "We expand", "By \\Cref{lem:nowhere} we expand")
        assert_fails(decided(small, "lint", select=["wrong"]), "R21")
        assert decided(small, "lint", select=["R15"]).passed

    def test_a_suppressed_finding(self, small: Project) -> None:
        edit(
            small, LEMMA, "We expand",
            "% dlt-proof: disable-next-line=R21 -- elsewhere\nBy \\Cref{lem:nowhere} we expand",
        )  # fmt: skip
        assert not decided(small, "lint", select=["R21"], suppressed=0).passed

    def test_an_unknown_rule_and_no_paper(self, small: Project) -> None:
        assert_fails(decided(small, "lint", select=["R99"]), "R99")
        (small.root / "main.tex").unlink()
        assert not decided(small, "lint").passed


class TestStatement:
    def test_is_there(self, small: Project) -> None:
        said = decided(
            small, "statement", label="thm:main", goal=True, contains=["$g(x)\n > x$"],
            **{"is": "theorem"},
        )  # fmt: skip
        assert said.passed, said.reasons
        assert said.evidence["steps"] == 2

    @pytest.mark.parametrize(
        ("keys", "words"),
        [
            ({"label": "thm:other"}, "not in the LaTeX"),
            ({"is": "lemma"}, "not a lemma"),
            ({"title": "Bernoulli"}, "its title is"),
            ({"contains": ["$g(x) > 2x$"]}, "does not say"),
            ({"goal": False}, "is a goal"),
        ],
    )
    def test_is_another(self, small: Project, keys: dict[str, Any], words: str) -> None:
        wanted = {"label": "thm:main", "is": "theorem", **keys}
        assert_fails(decided(small, "statement", **wanted), words)

    def test_without_a_proof_in_its_file(self, small: Project) -> None:
        wanted = {"label": "lem:square", "is": "lemma"}
        path = small.root / LEMMA
        text = path.read_text(encoding="utf-8")
        at = text.index("\\begin{proof}")
        path.write_text(text[:at], encoding="utf-8")
        assert_fails(decided(small, "statement", **wanted), "has no proof")
        assert decided(small, "statement", proved=False, **wanted).passed
        moved = text[at:].replace("\\begin{proof}", "\\begin{proof}[Proof of \\Cref{lem:square}]")
        with (small.root / INTRODUCTION).open("a", encoding="utf-8") as stream:
            stream.write(moved)
        assert_fails(decided(small, "statement", **wanted), "stands in sections/00")


class TestCount:
    @pytest.mark.parametrize(
        ("of", "kinds", "number"),
        [
            ("nodes", ["lemma", "theorem"], 2),
            ("nodes", [], 4),
            ("goals", [], 1),
            ("statements", ["assumption"], 1),
            ("proofs", [], 2),
            ("sections", [], 4),
            ("steps", [], 4),
            ("citations", [], 1),
            ("digests", [], 1),
            ("checks", [], 2),
            ("claims", [], 2),
            ("controls", [], 2),
        ],
    )
    def test_is_right(self, small: Project, of: str, kinds: list[str], number: int) -> None:
        facts = Facts(small)
        wanted = {"of": of, "kinds": kinds}
        said = decided(facts, "count", number={"least": number, "most": number}, **wanted)
        assert said.passed, said.reasons
        assert not decided(facts, "count", number={"least": number + 1}, **wanted).passed
        assert not decided(facts, "count", number={"most": number - 1}, **wanted).passed

    def test_pages_and_words(self, small: Project) -> None:
        facts = Facts(small)
        facts.pages = ["one two 3 x", "four"]  # as TeX would have made them
        assert decided(facts, "count", of="pages", number={"least": 2, "most": 2}).passed
        assert decided(facts, "count", of="words", number={"least": 3, "most": 3}).passed

    def test_none_passes_only_where_none_is_asked_for(self, swept: Project) -> None:
        facts = Facts(swept)
        assert_fails(decided(facts, "count", of="citations", number={"most": 9}), "nothing")
        assert decided(facts, "count", of="citations", number={"least": 0, "most": 0}).passed

    def test_nothing_to_count_in(self, small: Project) -> None:
        small.plan_file.unlink()
        assert_fails(decided(small, "count", of="nodes", number={"most": 9}), "no plan")


class TestOneSectionPerFile:
    def test_holds(self, small: Project) -> None:
        said = decided(small, "one-section-per-file", least=4)
        assert said.passed, said.reasons
        assert len(said.evidence["sections"]) == 4

    def test_two_in_a_file(self, small: Project) -> None:
        edit(small, LEMMA, "\\begin{proof}", "\\section{Two}\\begin{proof}")
        assert_fails(decided(small, "one-section-per-file"), "holds 2 sections, not 1")

    def test_one_outside(self, small: Project) -> None:
        edit(small, "main.tex", "\\end{document}", "\\section{Two}\\end{document}")
        assert_fails(decided(small, "one-section-per-file"), "a section outside sections/")

    def test_a_file_that_nobody_reads(self, small: Project) -> None:
        (small.root / "sections" / "09-left.tex").write_text("\\section{Left}\n")
        assert_fails(decided(small, "one-section-per-file"), "is not read")

    def test_a_file_that_shall_hold_none(self, small: Project) -> None:
        (small.root / "sections" / "00-abstract.tex").write_text("It is so.\n")
        edit(small, "main.tex", "\\maketitle", "\\maketitle\\input{sections/00-abstract}")
        assert_fails(decided(small, "one-section-per-file"), "holds 0 sections, not 1")
        without = {"without_section": ["sections/00-abstract.tex"]}
        assert decided(small, "one-section-per-file", **without).passed
        (small.root / "sections" / "00-abstract.tex").write_text("\\section{Abstract}\n")
        assert_fails(decided(small, "one-section-per-file", **without), "holds 1 sections, not 0")

    def test_no_such_folder(self, small: Project) -> None:
        assert not decided(small, "one-section-per-file", folder="chapters").passed


class TestPlan:
    def test_holds(self, small: Project) -> None:
        said = decided(small, "plan", least_nodes=4)
        assert said.passed, said.reasons
        assert said.evidence["approved"].keys() == {"thm:main"}

    @pytest.mark.parametrize(
        ("old", "new", "words"),
        [
            ("**Downstream consumers:** lem:square, thm:main", "**Downstream consumers:** none",
             "G"),
            ("consumers:** thm:main\n**Section:** sections/02", "consumers:** none\n**Section:** "
             "sections/02", "G4"),
            ("**Goal:** yes\n", "", "no goal"),
            ("**Kind:** lemma", "**Kin:** lemma", "G1"),
            ("$g(x) > x$", "$g(x) > 2x$", "G10"),
        ],
    )  # fmt: skip
    def test_does_not(self, small: Project, old: str, new: str, words: str) -> None:
        edit(small, PLAN_FILE, old, new)
        assert_fails(decided(small, "plan"), words)

    def test_used_before_it_is_said(self, small: Project) -> None:
        text = (small.root / "main.tex").read_text(encoding="utf-8")
        lemma, theorem = "\\input{sections/02-lemma}", "\\input{sections/03-theorem}"
        swapped = text.replace(lemma, "X").replace(theorem, lemma).replace("X", theorem)
        (small.root / "main.tex").write_text(swapped, encoding="utf-8")
        assert_fails(decided(small, "plan"), "thm:main stands before lem:square")
        assert decided(small, "plan", leaf_first=False).passed

    def test_of_nothing(self, small: Project) -> None:
        assert not decided(without_plan(small), "plan", approved=False).passed


class TestCheck:
    def test_every_check_holds(self, small: Project) -> None:
        said = decided(small, "check", check="all")
        assert said.passed, said.reasons
        assert said.evidence["lem:square"]["controls refuted"] == 1
        assert said.evidence["without a check"].keys() == {"thm:main"}

    @pytest.mark.parametrize(
        ("keys", "words"),
        [
            ({"least_claims": 2}, "1 claims, not 2"),
            ({"least_controls": 2}, "1 controls refuted, not 2"),
            ({"witness": True}, "no witness"),
            ({"claims": [{"name": "cube"}]}, "0 claims are called 'cube'"),
            ({"claims": [{"name": "square", "ratio": {"most": 0.5}}]}, "'square': ratio is"),
            ({"check": "lem:nowhere"}, "no numeric check"),
        ],
    )
    def test_one_asks_too_much(self, small: Project, keys: dict[str, Any], words: str) -> None:
        assert_fails(decided(small, "check", **{"check": "lem:square", **keys}), words)

    def test_figures_of_a_claim(self, small: Project) -> None:
        figures = {"name": "quadrupling", "observed": {"least": 4.0, "most": 4.0}}
        assert decided(small, "check", check="checks/errata.py", claims=[figures]).passed

    @pytest.mark.parametrize(
        ("old", "new", "words"),
        [
            ("1 + 2 * x, square", "1 + 3 * x, square", "fails"),
            ("1 + x**3, square", "1 + x, square", "fails"),
            ("checks.main(check)", "checks.main(nothing)", "could not run"),
            ("    run.control(", "    print(", "could not run"),
        ],
    )
    def test_a_check_that_does_not_hold(
        self, small: Project, old: str, new: str, words: str
    ) -> None:
        edit(small, "checks/square.py", old, new)
        assert_fails(decided(small, "check", check="lem:square"), words)

    def test_no_check_at_all(self, small: Project) -> None:
        edit(small, PLAN_FILE, "**Check:** checks/square.py", "**Check:** none: too easy")
        shutil.rmtree(small.root / "checks")
        assert_fails(decided(small, "check", check="all"), "nothing to look at")


class TestControl:
    def test_is_refuted(self, small: Project) -> None:
        figures = {"observed": {"least": 4.0}, "bound": {"most": 3.0}, "ratio": {"least": 1.3}}
        said = decided(
            small, "control", check="checks/errata.py", control="cubing", figures=figures
        )
        assert said.passed, said.reasons
        assert said.evidence["observed"] == 4.0

    def test_is_not(self, small: Project) -> None:
        wanted = {"check": "checks/errata.py", "control": "cubing"}
        far = {"bound": {"most": 2.0}}
        assert_fails(decided(small, "control", figures=far, **wanted), "bound is 3")
        edit(small, "checks/errata.py", "[4.0], [3.0]", "[2.0], [3.0]")
        assert_fails(decided(small, "control", **wanted), "was not refuted")

    def test_is_not_there(self, small: Project) -> None:
        wanted = {"check": "checks/errata.py", "control": "quadrupling"}
        assert_fails(decided(small, "control", **wanted), "0 controls called")


class TestCitations:
    def test_hold(self, small: Project) -> None:
        said = decided(small, "citations")
        assert said.passed, said.reasons
        assert said.evidence["cited"] == {
            "hardy1952inequalities": ["cite-hardy1952inequalities.md"]
        }
        assert said.evidence["source_not_seen"] == ["hardy1952inequalities"]

    def test_without_digest_entry_or_source(self, small: Project) -> None:
        assert_fails(decided(small, "citations", seen=True), "source was not seen")
        assert_fails(decided(small, "citations", least=2), "not at least 2")
        digest = small.research / "cite-hardy1952inequalities.md"
        digest.write_text("<!-- nothing yet -->\n", encoding="utf-8")
        assert_fails(decided(small, "citations"), "no digest")
        (small.root / "refs.bib").write_text("", encoding="utf-8")
        assert_fails(decided(small, "citations"), "not in the bibliography")

    def test_of_nothing(self, swept: Project) -> None:
        assert not decided(swept, "citations").passed


class TestEvidence:
    def test_holds(self, small: Project) -> None:
        said = decided(small, "evidence", shares={"proved": {"least": 0.5}})
        assert said.passed, said.reasons
        assert said.evidence["computed again"] >= said.evidence["steps"] == 4
        assert decided(small, "evidence", of="lem:square", recompute=False).passed

    def test_shares_and_words(self, small: Project) -> None:
        facts = Facts(small)
        assert_fails(decided(facts, "evidence", shares={"proved": {"most": 0.1}}), "share proved")
        assert_fails(decided(facts, "evidence", shares={"prooved": {"least": 0.0}}), "no word")

    def test_a_false_step(self, small: Project) -> None:
        edit(small, LEMMA, "(1 + x)^2 &= 1 + 2x + x^2", "(1 + x)^2 &= 1 + 3x + x^2")
        assert_fails(decided(small, "evidence"), "T3")

    def test_what_is_wrong_elsewhere_is_not_of_this_statement(self, small: Project) -> None:
        edit(small, LEMMA, "(1 + x)^2 &= 1 + 2x + x^2", "(1 + x)^2 &= 1 + 3x + x^2")
        assert_fails(decided(small, "evidence", of="lem:square"), "T3")
        said = decided(small, "evidence", of="thm:main", unchecked=9)
        assert not any("lem:square/" in reason for reason in said.reasons)

    def test_a_stray_proof_may_be_of_this_statement(self, small: Project) -> None:
        file = small.root / LEMMA
        text = file.read_text(encoding="utf-8")
        stray = "A paragraph in between.\n\n\\begin{proof}\nHence $1 < 2$.\n\\end{proof}\n"
        file.write_text(f"{text}\n{stray}", encoding="utf-8")
        assert_fails(decided(small, "evidence", of="lem:square"), "T7")

    def test_of_nothing(self, small: Project) -> None:
        assert not decided(small, "evidence", of="lem:nowhere").passed
        assert_fails(decided(without_plan(small), "evidence"), "no proof has a step")


class TestReview:
    def test_ended(self, reviewed: Project) -> None:
        said = decided(reviewed, "review", authors=["Bob"])
        assert said.passed, said.reasons
        assert said.evidence["passes"][0]["reader"] == "Ada"

    def test_by_the_author(self, reviewed: Project) -> None:
        assert_fails(decided(reviewed, "review", authors=["ada "]), "wrote the text")
        assert_fails(decided(reviewed, "review", least_rounds=2), "1 rounds, not at least 2")
        assert_fails(decided(reviewed, "review", least_readers=2), "1 readers passed")

    def test_of_another_text(self, reviewed: Project) -> None:
        edit(reviewed, INTRODUCTION, "The gap is more", "The gap is much more")
        assert_fails(decided(reviewed, "review"), "the text changed")

    def test_not_begun(self, small: Project) -> None:
        assert_fails(decided(small, "review"), "has not been started")


class TestErrata:
    def test_complete(self, small: Project) -> None:
        said = decided(small, "errata", entries=["E01"])
        assert said.passed, said.reasons
        assert said.evidence["E01"]["numbers"][0]["observed"] == 4.0

    @pytest.mark.parametrize(
        ("old", "new", "words"),
        [
            ("quadrupling = 4.0", "quadrupling = 4.2", "observed 4, not 4.2"),
            ("errata.py: quadrupling", "errata.py: doubling", "0 claims or controls"),
            ("checks/errata.py: quadrupling", "checks/helper.py: quadrupling", "no numeric check"),
            ("thm:main", "thm:other", "thm:other is no label"),
            ("**Why:** the", "**Because:** the", "unknown field"),
        ],
    )
    def test_not(self, small: Project, old: str, new: str, words: str) -> None:
        edit(small, "ERRATA.md", old, new)
        assert_fails(decided(small, "errata"), words)

    def test_a_number_of_a_check_that_does_not_hold(self, small: Project) -> None:
        edit(small, "checks/errata.py", "[4.0], [5.0]", "[4.0], [3.5]")
        assert_fails(decided(small, "errata"), "did not come out")

    def test_of_nothing(self, small: Project) -> None:
        assert_fails(decided(small, "errata", entries=["E02"]), "E02 is not there")
        (small.root / "ERRATA.md").write_text("# Errata of the source\n")
        assert not decided(small, "errata").passed
        (small.root / "ERRATA.md").unlink()
        assert_fails(decided(small, "errata"), "does not exist")


class TestPdf:
    def test_says(self, small: Project) -> None:
        facts = Facts(small)
        facts.pages = ["Theorem 1. It is so.", "References"]
        wanted = {"contains": ["It  is so"], "lacks": ["dependency-graph"], "pages": {"most": 2}}
        said = decided(facts, "pdf", **wanted)
        assert said.passed, said.reasons
        assert said.evidence["found on page"] == {"It  is so": 1}

    @pytest.mark.parametrize(
        ("page", "keys", "words"),
        [
            ("As ?? says.", {}, "unresolved ??"),
            ("It is so.", {"contains": ["It is not"]}, "does not contain"),
            ("It is so.", {"lacks": ["so."]}, "it contains"),
            ("It is so.", {"pages": {"least": 2}}, "number of pages"),
            ("", {}, "nothing to look at"),
        ],
    )
    def test_does_not(self, small: Project, page: str, keys: dict[str, Any], words: str) -> None:
        facts = Facts(small)
        facts.pages = [page]
        assert_fails(decided(facts, "pdf", **keys), words)


class TestDigest:
    def test_holds(self, small: Project) -> None:
        edit(small, PLAN_FILE, "**Techniques:** none\n**Downstream consumers:** thm:main\n"
             "**Section:** sections/02", "**Techniques:** matrix-bernstein\n"
             "**Downstream consumers:** thm:main\n**Section:** sections/02")  # fmt: skip
        assert_fails(decided(small, "digest"), "matrix-bernstein has no digest")
        digest = small.research / "matrix-bernstein.md"
        digest.write_text("# Matrix Bernstein\n\nIt says so.\n", encoding="utf-8")
        said = decided(small, "digest")
        assert said.passed, said.reasons
        assert_fails(decided(small, "digest", least=2), "names 1 techniques")
        digest.write_text("**Scout's draft:** unread\n\nIt says so.\n", encoding="utf-8")
        assert_fails(decided(small, "digest"), "draft")

    def test_of_nothing(self, small: Project) -> None:
        assert not decided(small, "digest").passed


class TestReproduces:
    def test_the_same_and_another(self, small: Project) -> None:
        facts = Facts(small)
        facts.made(lambda _: {"checks.json": b'{"x": 1.0}', "slack.md": b"x\n"})
        folder = small.root / "results"
        folder.mkdir()
        (folder / "checks.json").write_text('{"x": 1.0000000001}')
        (folder / "slack.md").write_text("y\n")
        (folder / "grading.json").write_text("{}")
        assert decided(facts, "reproduces", files=["*.json"]).passed
        assert_fails(decided(facts, "reproduces"), "slack.md: line 1")

    def test_of_nothing(self, small: Project) -> None:
        facts = Facts(small)
        facts.made(lambda _: {})
        assert_fails(decided(facts, "reproduces"), "nothing to look at")
        facts = Facts(small)
        facts.made(lambda _: {"checks.json": b"{}"})
        assert_fails(decided(facts, "reproduces"), "checks.json: committed (not there)")


def test_what_cannot_be_read_does_not_pass(small: Project) -> None:
    (small.root / LEMMA).write_bytes(b"\xff")
    asked: dict[str, dict[str, Any]] = {"lint": {}, "statement": {"label": "a", "is": "lemma"}}
    for kind, keys in asked.items():
        assert not decided(small, kind, **keys).passed


def test_every_kind_has_a_decider() -> None:
    kinds = {
        model["properties"]["kind"]["const"]
        for model in Assertions.model_json_schema()["$defs"].values()
        if "kind" in model.get("properties", {})
    }
    assert kinds == set(DECIDERS)
