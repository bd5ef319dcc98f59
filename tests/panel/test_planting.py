"""Planted weaknesses: each differs from the paper at its place alone, and is what it says."""

import difflib
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from dlt_proof.checkers.free import check_job
from dlt_proof.graph.plan_file import Plan, read_plan
from dlt_proof.latex import Document, read_document
from dlt_proof.panel.batches import lens_batch, planted_for
from dlt_proof.panel.hiding import reveal
from dlt_proof.panel.lenses import DESK_EDITOR, LENSES, Lens, lens_called
from dlt_proof.panel.paper_units import paper_unit
from dlt_proof.panel.planting import Maker, Planted
from dlt_proof.panel.planting.changing import changed_document, places_of
from dlt_proof.panel.planting.harmless import _renamed_indices
from dlt_proof.panel.planting.making import drafting_of
from dlt_proof.panel.planting.records import Draft, line_after, line_before
from dlt_proof.panel.planting.sources import Source
from dlt_proof.panel.planting.symbols import letters_in
from dlt_proof.panel.results import PanelSettings
from dlt_proof.panel.units import Unit, units
from dlt_proof.project import Project, open_project
from dlt_proof.trace import build_jobs, enumerate_steps, load_trace

from .papers import paper

_BUNDLED = Path(__file__).parents[2] / "eval_results" / "08-anchor-convergence"
#: Kinds that need no sweep, with where they are planted.
_KINDS = {
    "dropped-hypothesis": "statements",
    "unreached-constant": "statements",
    "circular-reference": "statements",
    "asserted-derivation": "statements",
    "undefined-symbol": "statements",
    "notation-clash": "paper",
    "unused-hypothesis": "paper",
    "unsupported-claim": "paper",
    "missing-main-result": "paper",
}


class Paper:
    """A paper with its units and what plants in them."""

    def __init__(self, project: Project, *, sweep: bool = False, seed: int = 1) -> None:
        self.project = project
        self.document: Document = read_document(project)
        self.plan: Plan | None = read_plan(project) if project.has_plan else None
        self.trace = load_trace(project, self.document) if sweep else None
        self.units = units(self.document, self.plan, self.trace)
        self.whole = paper_unit(self.document)
        self.random = Random(seed)
        self.made: dict[str, list[tuple[Draft, Planted]]] = {}
        self.maker = Maker(project, self.document, self.plan, self.trace, self.units, self.random)

    def drafts(self, kind: str) -> Iterator[tuple[Unit, Draft]]:
        """All drafts of a kind, with the unit each would be planted in."""
        lens = Lens("", "", "", "statements", (kind,))
        (drafting,) = drafting_of(lens)
        for unit in self.units:
            source = Source(self.document, self.plan, self.trace, unit.name)
            for draft in drafting(source, self.random):
                yield (unit if _KINDS.get(kind) != "paper" else self.whole), draft

    def planted(self, kind: str, most: int = 3) -> list[tuple[Draft, Planted]]:
        """The first copies of a kind, made once."""
        if kind not in self.made:
            found = self.made[kind] = []
            for unit, draft in self.drafts(kind):
                copy = self.maker._planted(unit, draft)
                if copy is not None:
                    found.append((draft, copy))
                if len(found) == most:
                    break
        return self.made[kind]


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Paper:
    folder = tmp_path_factory.mktemp("bundled") / "paper"
    shutil.copytree(_BUNDLED, folder, ignore=shutil.ignore_patterns("state", ".output"))
    return Paper(open_project(folder))


@pytest.mark.parametrize("kind", _KINDS)
def test_each_kind_can_be_planted_in_the_bundled_proof(bundled: Paper, kind: str) -> None:
    found = bundled.planted(kind)
    assert found, kind
    for draft, copy in found:
        _differs_at_its_place_alone(bundled, draft, copy)
        _reads_as_latex(bundled, draft)
        assert copy.kind == kind and copy.claim and copy.evidence


def _differs_at_its_place_alone(made: Paper, draft: Draft, copy: Planted) -> None:
    """The files are compared, not what the planting says of them."""
    changed = changed_document(made.project, made.document, draft.changes)
    assert changed is not None
    for name, source in changed.files.items():
        before = made.document.files[name].text.split("\n")
        after = source.text.split("\n")
        matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=False)
        for tag, first, last, new_first, new_last in matcher.get_opcodes():
            if tag == "equal":
                continue
            places = [p for p in copy.places if p.file == name]
            for line in range(first + 1, last + 1):
                assert any(p.first_before <= line <= p.last_before for p in places), draft.change
            for line in range(new_first + 1, new_last + 1):
                assert any(p.first <= line <= p.last for p in places), draft.change
    for (file, line), text in copy.unit.own_lines.items():
        if not any(p.file == file and p.first <= line <= p.last for p in copy.places):
            assert copy.original.own_lines[file, line_before(copy.places, file, line)] == text


def _reads_as_latex(made: Paper, draft: Draft) -> None:
    changed = changed_document(made.project, made.document, draft.changes)
    assert changed is not None
    assert [f.rule for f in changed.findings] == [f.rule for f in made.document.findings]
    for name, source in changed.files.items():
        old = made.document.files[name].text
        for sign in ("\\begin{", "\\end{", "{", "}", "$"):
            assert source.text.count(sign) % 2 == old.count(sign) % 2 or sign != "$", name
        assert source.text.count("{") == source.text.count("}")


def test_what_a_dropped_hypothesis_is(bundled: Paper) -> None:
    for _, copy in bundled.planted("dropped-hypothesis"):
        statement = next(p for p in copy.unit.passages if p.role == "statement")
        proof = "".join(
            text for p in copy.unit.passages if p.role == "proof" for _, text in p.lines
        )
        said = "".join(text for _, text in statement.lines)
        dropped = copy.change.removeprefix("the statement no longer supposes ").strip("$")
        used = (
            copy.claim.split(" by way of ")[-1].split(",")[0] if "way of" in copy.claim else dropped
        )
        assert dropped not in said and used in proof
        assert copy.also, "where the proof uses it, a reader may name it too"


def test_a_chain_of_references_goes_round(bundled: Paper) -> None:
    for _, copy in bundled.planted("circular-reference"):
        other = copy.change.split(" -> ")[1]
        titles = [p.title for p in copy.unit.passages if p.role == "used"]
        assert any(copy.unit.name in title for title in titles), (other, titles)


def test_an_undefined_symbol_stands_once(bundled: Paper) -> None:
    for draft, _ in bundled.planted("undefined-symbol")[:8]:
        changed = changed_document(bundled.project, bundled.document, draft.changes)
        assert changed is not None
        (new,) = {change.new.strip() for change in draft.changes}
        own = [f for f in changed.formulas if new in changed.masked(f.body)]
        old = [f for f in bundled.document.formulas if new in bundled.document.masked(f.body)]
        assert len(own) == len(old) + 1


def test_false_steps_are_refuted_where_they_stand(opened: Project) -> None:
    """Read anew, the step's own job is refuted by the free checkers."""
    made = Paper(opened, sweep=True)
    found = made.planted("false-step")
    assert found
    for draft, copy in found:
        _differs_at_its_place_alone(made, draft, copy)
        _reads_as_latex(made, draft)
        changed = changed_document(opened, made.document, draft.changes)
        assert changed is not None
        sweep = enumerate_steps(changed, {copy.unit.name})
        jobs = build_jobs(changed, sweep, made.plan)
        claim = draft.claim.split("$")[1]
        (job,) = [job for job in jobs.values() if job.claim == claim]
        contrary = [
            job.model_copy(update={"relation": sign})
            for sign in {"=": ("<", ">"), "<=": (">",), ">=": ("<",)}.get(job.relation, ())
        ]
        refuted = check_job(job).word == "defect"
        assert refuted or any(check_job(one).word == "proved" for one in contrary), claim
        before = enumerate_steps(made.document, {copy.unit.name})
        old = build_jobs(made.document, before, made.plan)
        assert all(job.claim != claim for job in old.values())


@pytest.mark.slow
def test_false_steps_of_the_bundled_proof(tmp_path: Path) -> None:
    shutil.copytree(_BUNDLED, tmp_path / "paper", ignore=shutil.ignore_patterns(".output"))
    made = Paper(open_project(tmp_path / "paper"), sweep=True)
    found = made.planted("false-step", most=40)
    assert len({copy.unit.name for _, copy in found}) >= 2
    for draft, copy in found:
        _differs_at_its_place_alone(made, draft, copy)
        _reads_as_latex(made, draft)


@pytest.mark.parametrize("lens", [*LENSES, DESK_EDITOR], ids=lambda lens: lens.name)
def test_each_lens_gets_as_many_as_it_needs(bundled: Paper, lens: Lens) -> None:
    targets = bundled.units if lens.reads == "statements" else (bundled.whole,)
    made = bundled.maker.plant(lens, targets, 3 if lens.reads == "statements" else 1)
    assert len(made) >= (3 if lens.reads == "statements" else 1)
    for copy in made:
        assert copy.unit.text != copy.original.text
        assert copy.unit.reads == lens.reads


def test_harmless_changes_leave_the_meaning(bundled: Paper) -> None:
    made = bundled.maker.soften(bundled.units, 6)
    assert len(made) == 6 and len({copy.change for copy in made}) >= 2
    for copy in made:
        assert copy.kind == "harmless" and len(copy.places) == 1


@pytest.mark.parametrize(("elsewhere", "free"), [("x y", True), ("qx", False), ("Q_q", False)])
def test_a_letter_that_stands_in_a_product_is_not_a_new_one(
    tmp_path: Path, elsewhere: str, free: bool
) -> None:
    body = f"""
\\begin{{lemma}}\\label{{lem:a}}
Let ${elsewhere} > 0$ and $x y > 0$. Then
\\begin{{equation*}}
  x + y \\ge x .
\\end{{equation*}}
\\end{{lemma}}
"""
    made = Paper(paper(tmp_path, body))
    new = {change.new for _, draft in made.drafts("undefined-symbol") for change in draft.changes}
    taken = {place.symbol for f in made.document.formulas for place in letters_in(made.document, f)}
    assert new and not new & taken and ("q" in taken) != free


@pytest.mark.parametrize(("words", "planted"), [("By", True), ("The bound is sharper than", False)])
def test_a_result_that_is_only_mentioned_is_no_circle(
    tmp_path: Path, words: str, planted: bool
) -> None:
    lemma = "\\begin{lemma}\\label{lem:%s}\n$%s > 0$.\n\\end{lemma}\n"
    proof = "\\begin{proof}\n%s Lemma \\ref{lem:%s} it holds.\n\\end{proof}\n"
    body = lemma % ("a", "x") + "\\begin{proof}\nIt is plain.\n\\end{proof}\n"
    body += lemma % ("b", "y") + proof % (words, "a")
    body += lemma % ("c", "z") + proof % ("By", "b")
    made = Paper(paper(tmp_path, body))
    assert bool(made.planted("circular-reference")) == planted


@pytest.mark.parametrize(
    ("formula", "elsewhere", "renamed"),
    [
        (r"S = \sum_{s=1}^{n} x_s", "x", True),
        (r"S = \sum_{s=1}^{n} x_s", "s", False),
        (r"s S = \sum_{s=1}^{n} x_s", "x", False),
        (r"S = x_1 + x_n", "x", False),
    ],
)
def test_an_index_is_renamed_only_where_it_is_bound(
    tmp_path: Path, formula: str, elsewhere: str, renamed: bool
) -> None:
    body = f"""
\\begin{{lemma}}\\label{{lem:a}}
Let ${elsewhere} > 0$. Then
\\begin{{equation*}}
  {formula} .
\\end{{equation*}}
\\end{{lemma}}
"""
    made = Paper(paper(tmp_path, body))
    drafts = list(_renamed_indices(Source(made.document, None, None, "lem:a")))
    assert bool(drafts) == renamed
    if renamed:
        ((changes, _),) = drafts
        assert {change.new for change in changes} == {"l"} and len(changes) == 2


def test_every_unit_that_must_be_copied_is(bundled: Paper) -> None:
    made = bundled.maker.plant(lens_called("rigour"), bundled.units, 1, ["thm:main"])
    assert {copy.original.name for copy in made} == {"thm:main"}


_SOUND = r"""
\begin{assumption}\label{ass:a}
The real number $x$ satisfies $x > 0$.
\end{assumption}
RUNNING
\begin{lemma}\label{lem:a}
Suppose that \ref{ass:a} holds. Then
\begin{equation*}
  1 + x \ge 1 .
\end{equation*}
\end{lemma}
\begin{proof}
By USED we have
\begin{equation*}
  1 + x \ge 1 .
\end{equation*}
\end{proof}
"""


@pytest.mark.parametrize(
    ("running", "used", "planted"),
    [
        ("The gap is small.", r"\ref{ass:a}", True),
        (r"Throughout, we suppose that \ref{ass:a} holds.", r"\ref{ass:a}", False),
        ("The gap is small.", "monotonicity", False),
        (r"Assumption \ref{ass:a} is in force from now on.", r"\ref{ass:a}", False),
    ],
)
def test_a_hypothesis_is_dropped_only_where_that_is_a_fault(
    tmp_path: Path, running: str, used: str, planted: bool
) -> None:
    body = _SOUND.replace("RUNNING", running).replace("USED", used)
    made = Paper(paper(tmp_path, body))
    assert bool(made.planted("dropped-hypothesis")) == planted


@pytest.mark.parametrize(
    ("said", "planted"),
    [
        ("It is short.", True),
        ("It is optimal, necessary, robust, practical and was measured.", False),
    ],
)
def test_a_claim_that_the_paper_may_support_is_not_planted(
    tmp_path: Path, said: str, planted: bool
) -> None:
    running = f"The result is \\ref{{lem:a}}. {said}\n"
    sound = _SOUND.replace("RUNNING", f"\n{running}\n").replace("USED", "monotonicity")
    made = Paper(paper(tmp_path, sound))
    assert bool(list(made.drafts("unsupported-claim"))) == planted


def test_a_circle_needs_somebody_who_rests_on_it(tmp_path: Path) -> None:
    sound = _SOUND.replace("RUNNING", "").replace("USED", r"\ref{lem:b}")
    lemma = sound.replace("lem:a", "lem:b").replace(r"\ref{lem:b} we", "monotonicity we")
    made = Paper(paper(tmp_path, lemma.replace(r"\label{ass:a}", "") + sound))
    assert not made.planted("circular-reference"), "lem:b refers to nothing, and nothing to lem:a"


def test_as_many_are_planted_as_there_have_to_be(bundled: Paper) -> None:
    assert [planted_for(n) for n in (1, 5, 6, 11, 12)] == [1, 1, 2, 2, 3]
    settings = PanelSettings("agent", "")
    lens = lens_called("hypotheses")
    made = lens_batch(bundled.project, lens, bundled.units, bundled.maker, settings, "")
    assert made is not None
    kinds = [
        reveal(bundled.project, question.identifier, question.hidden)["is"]
        for question in made.record.questions
    ]
    asked = kinds.count("asked")
    assert asked >= 8 and kinds.count("planted") == planted_for(asked)
    assert kinds.count("harmless") >= 1
    assert asked + kinds.count("planted") + kinds.count("harmless") == len(kinds)
    assert len(made.texts) == len(kinds), "no two are the same text"


def test_lines_of_copies_and_originals_find_each_other(bundled: Paper) -> None:
    draft, copy = bundled.planted("asserted-derivation")[0]
    assert copy.places == places_of(bundled.document, draft.changes)
    file = copy.places[0].file
    for (name, line), text in copy.original.own_lines.items():
        changed = any(p.first_before <= line <= p.last_before for p in copy.places)
        if name == file and not changed:
            after = line_after(copy.places, file, line)
            assert copy.unit.own_lines[file, after] == text
            assert line_before(copy.places, file, after) == line
