"""The plan file: read strictly, written back without loss, its shape checked."""

import time

import pytest

from dlt_proof.graph.plan_edit import edit_field, edit_fields
from dlt_proof.graph.plan_file import format_plan, parse_plan
from dlt_proof.graph.shape import section_findings, shape_findings
from dlt_proof.plan.checking import check_plan
from dlt_proof.project import Project
from dlt_proof.records.errors import InputError

from ..conftest import PLAN


def faults(text: str) -> list[tuple[str, int]]:
    plan = parse_plan(text, "plan.md")
    return [(f.rule, f.line) for f in [*plan.findings, *shape_findings(plan)]]


def test_the_plan_of_the_fixture_is_clean() -> None:
    plan = parse_plan(PLAN, "plan.md")
    assert faults(PLAN) == []
    assert list(plan.nodes) == ["def:gap", "ass:positive", "lem:square", "thm:main"]
    assert plan.nodes["lem:square"].consumers == ("thm:main",)
    assert plan.nodes["thm:main"].check_file is None


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("**Kind:** lemma", "**Kind:** lema", ("G1", 20)),
        ("**Kind:** lemma", "**Sort:** lemma", ("G1", 20)),
        ("**Kind:** lemma\n", "", ("G1", 19)),
        ("**Kind:** lemma", "**Kind:** lemma\n**Kind:** lemma", ("G1", 21)),
        ("**Goal:** yes", "**Goal:** maybe", ("G1", 35)),
        ("**Check:** checks/square.py\n", "", ("G1", 19)),
        ("**Check:** none: it follows from the lemma in one line", "**Check:** none", ("G1", 36)),
        ("**Check:** checks/square.py", "some words", ("G1", 26)),
        ("## lem:square", "## lem square", ("G1", 19)),
        ("## lem:square", "## thm:main", ("G1", 28)),
        ("lem:square, thm:main", "lem:square,, thm:main", ("G1", 16)),
        ("**Hypotheses:** ass:positive", "**Hypotheses:** ass:negative", ("G2", 22)),
        ("**Hypotheses:** ass:positive", "**Hypotheses:** ass:positive, def:gap", ("G3", 22)),
        ("**Goal:** yes\n", "", ("G4", 28)),
        ("**Downstream consumers:** none", "**Downstream consumers:** lem:square", ("G5", 24)),
        (
            "**Statement:** Under \\Cref{ass:positive}, $(1",
            "**Statement:**\n**x:** $(1",
            ("G1", 21),
        ),
    ],
)
def test_each_fault_is_found_at_its_line(old: str, new: str, expected: tuple[str, int]) -> None:
    assert PLAN.count(old) == 1, old
    assert expected in faults(PLAN.replace(old, new))


def test_deleting_the_consumer_makes_an_orphan_with_name_and_line() -> None:
    text = PLAN[: PLAN.index("## thm:main")]
    plan = parse_plan(text, "plan.md")
    orphans = [f for f in shape_findings(plan) if f.rule == "G4"]
    assert [(f.line, f.message.split()[0]) for f in orphans] == [(3, "def:gap"), (19, "lem:square")]


def test_a_comment_is_no_plan() -> None:
    plan = parse_plan("# T\n<!--\n## lem:x\n**Kind:** lemma\n-->\n", "plan.md")
    assert plan.nodes == {} and plan.findings == ()


@pytest.mark.parametrize(
    "section", ["main.tex", "sections/../main.tex", "/etc/x.tex", "sections/x.md"]
)
def test_a_section_lies_below_sections(section: str) -> None:
    plan = parse_plan(PLAN.replace("sections/02-lemma.tex", section), "plan.md")
    assert [f.line for f in section_findings(plan)] == [25]
    assert section_findings(parse_plan(PLAN, "plan.md")) == []


# ---- a hostile file -----------------------------------------------------------------------------


def only(text: str) -> list[tuple[int, str]]:
    """Line and message of every fault in reading."""
    return [(f.line, f.message) for f in parse_plan(text, "plan.md").findings]


def test_line_ends_and_marks_of_editors_change_nothing() -> None:
    plan = parse_plan(PLAN, "plan.md")
    for text in (
        PLAN.replace("\n", "\r\n"),
        PLAN.replace("\n", "\r"),
        "\ufeff" + PLAN,
        PLAN.replace("\n", " \t \n"),
        PLAN.replace(":** ", ":**\t"),
        PLAN.replace("## ", "##\t"),
        PLAN.rstrip("\n"),
        PLAN.replace("## thm:main", "<!-- one\n-->\n## thm:main <!-- two -->").replace(
            "\n\n", "\n"
        ),
    ):
        again = parse_plan(text, "plan.md")
        assert again.findings == ()
        assert [n._replace(line=0, field_lines={}) for n in again.nodes.values()] == [
            n._replace(line=0, field_lines={}) for n in plan.nodes.values()
        ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_alike_in_and_after_comments(end: str) -> None:
    text = PLAN.replace("## ass:positive", "<!-- a\nb\n-->\n## ass:positive")
    text = text.replace("**Kind:** lemma", "**Kind:** lema").replace("\n", end)
    assert [line for line, _ in only(text)] == [23]


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("**Kind:** lemma", "  **Kind:** lemma", 20, "stands indented"),
        ("**Kind:** lemma", "**Kind**: lemma", 20, "was expected"),
        ("**Kind:** lemma", "**Kind:** Lemma", 20, "'Lemma' is no kind"),
        ("**Kind:** lemma", "**kind:** lemma", 20, "unknown field **kind:**"),
        ("**Kind:** lemma", "**Kind:** lem\u200bma", 20, "'lem\\u200bma' is no kind"),
        ("## lem:square", "##lem:square", 19, "is no heading of a node"),
        ("## lem:square", "### lem:square", 19, "is no heading of a node"),
        ("## lem:square", "## lem:squ\u200bare", 19, "nobody sees or types, U+200B"),
        ("## lem:square", "## `lem:square`", 19, "is marked up"),
        ("## lem:square", "## lem:square ##", 19, "cannot be a LaTeX label"),
        ("## lem:square", "## None", 19, "stands for an empty list"),
        ("lem:square, thm:main", "thm:main, thm:main", 16, "names thm:main twice"),
        ("lem:square, thm:main", "lem:square, none", 16, "says `none` beside names"),
        ("lem:square, thm:main", "lem:square thm:main", 16, "cannot be a LaTeX label"),
        ("lem:square, thm:main", "lem:square, thm:main,", 16, "a comma with no name beside it"),
        ("lem:square, thm:main", "NONE", 16, "says 'NONE', an empty list is `none`"),
        ("**Goal:** yes", "**Goal:** Yes", 35, "is yes or no, not 'Yes'"),
        ("**Check:** checks/square.py", "**Check:** none :why", 26, "needs its reason"),
        ("**Check:** checks/square.py", "**Check:** none:", 26, "needs its reason"),
        ("**Check:** checks/square.py", "<!-- **Check:** checks/square.py", 26, "does not end"),
        ("**Check:** checks/square.py", "```", 26, "was expected"),
        ("# Dependency graph", "Dependency graph", 1, "text before the first"),
        ("# Dependency graph", "  # Dependency graph", 1, "text before the first"),
        ("## thm:main", "# Second part\n\n## thm:main", 28, "is no heading of a node"),
    ],
)
def test_a_hostile_line_is_told_where_it_stands(old: str, new: str, line: int, words: str) -> None:
    assert PLAN.count(old) == 1, old
    found = only(PLAN.replace(old, new))
    assert any(at == line and words in message for at, message in found), found


def test_a_name_in_the_wrong_case_is_told_what_was_meant() -> None:
    text = PLAN.replace("**Hypotheses:** ass:positive\n", "**Hypotheses:** Ass:positive\n")
    (finding,) = shape_findings(parse_plan(text, "plan.md"))
    assert (finding.rule, finding.line) == ("G2", 22)
    assert finding.help.startswith("write ass:positive, if that is meant")


def test_a_check_may_be_called_nonetheless() -> None:
    assert only(PLAN.replace("checks/square.py", "nonetheless.py")) == []


def test_what_does_not_read_makes_no_further_faults() -> None:
    plan = parse_plan(PLAN.replace("**Kind:** lemma", "**Kind:** lema"), "plan.md")
    assert plan.unread == {"lem:square"} and [f.line for f in plan.findings] == [20]
    assert shape_findings(plan) == []
    for extra in ("some words", "  **Goal:** yes", "**Kind:** claim"):
        plan = parse_plan(PLAN.replace("**Kind:** lemma", f"**Kind:** lemma\n{extra}"), "p")
        assert plan.unread == {"lem:square"} and "lem:square" not in plan.nodes
        assert shape_findings(plan) == []
    several = PLAN.replace("**Kind:** lemma\n", "").replace("**Techniques:** none\n", "")
    assert "fields **Kind:**, **Techniques:** are missing" in dict(only(several))[19 - 2]


def test_a_merge_conflict_is_one_clear_fault() -> None:
    head, lemma, theorem = PLAN[: PLAN.index("## lem")], PLAN[PLAN.index("## lem") :], ""
    lemma, theorem = lemma[: lemma.index("## thm")], lemma[lemma.index("## thm") :]
    other = lemma.replace("checks/square.py", "checks/other.py")
    text = f"{head}<<<<<<< HEAD\n{lemma}=======\n{other}>>>>>>> branch\n{theorem}"
    plan = parse_plan(text, "plan.md")
    assert [(f.line, f.rule) for f in plan.findings] == [(19, "G1")]
    assert "merge conflict" in plan.findings[0].message
    assert list(plan.nodes) == ["def:gap", "ass:positive", "thm:main"]
    assert plan.unread == {"lem:square"} and shape_findings(plan) == []
    within = PLAN.replace(
        "**Kind:** lemma", "<<<<<<< HEAD\n**Kind:** lemma\n=======\n**Kind:** claim\n>>>>>>> b"
    )
    plan = parse_plan(within, "plan.md")
    assert [f.line for f in plan.findings] == [20] and plan.unread == {"lem:square"}
    assert "thm:main" in plan.nodes
    across = PLAN.replace("## lem:square", "<<<<<<< HEAD\n## lem:square").replace(
        "## thm:main", "=======\n**Goal:** yes\n>>>>>>> b\n## thm:main"
    )
    plan = parse_plan(across, "plan.md")
    assert [f.line for f in plan.findings] == [19] and list(plan.nodes) == ["def:gap", "thm:main"]
    assert plan.unread == {"ass:positive", "lem:square"}
    for rest in (">>>>>>> b", "||||||| base", "<<<<<<<"):
        found = only(PLAN.replace("**Kind:** lemma", f"**Kind:** lemma\n{rest}"))
        assert found[0][0] == 21 and "merge conflict" in found[0][1]
    hidden = PLAN.replace("## lem", "<!--\n<<<<<<< HEAD\n=======\n>>>>>>> b\n-->\n## lem")
    assert [line for line, _ in only(hidden)] == [20]
    assert only(PLAN.replace("(1 + x)^2 \\ge", "<<<<<<< >>>>>>> (1 + x)^2 \\ge")) == []


def test_a_very_long_line_takes_no_time() -> None:
    for filling in (" " * 400_000 + "x", "<!--" * 100_000, "*" * 400_000, "a, " * 100_000 + "b"):
        begin = time.process_time()
        parse_plan(PLAN.replace("ass:positive\n**Tech", f"ass:positive{filling}\n**Tech"), "p")
        parse_plan(f"## {filling}\n{PLAN}", "p")
        assert time.process_time() - begin < 5  # quadratic: minutes


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff", "# T", "<!-- -->", "\x00\x1b[2J", "## \n"])
def test_nothing_is_no_plan(text: str) -> None:
    assert parse_plan(text, "plan.md").nodes == {}


# ---- writing ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"statement": "two\nlines"}, "one line"),
        ({"statement": " blank"}, "without blanks"),
        ({"statement": ""}, "is empty"),
        ({"statement": "a <!-- b"}, "begins a comment"),
        ({"label": "lem a"}, "cannot be a LaTeX label"),
        ({"consumers": ("a, b",)}, "has a comma"),
        ({"consumers": ("a b",)}, "cannot be a LaTeX label"),
        ({"consumers": ("a", "a")}, "twice"),
        ({"kind": "lema"}, "is no kind"),
        ({"check": None}, "is missing"),
        ({"check": "none"}, "needs its reason"),
    ],
)
def test_what_would_be_lost_is_not_written(change: dict[str, object], words: str) -> None:
    node = parse_plan(PLAN, "plan.md").nodes["lem:square"]
    assert format_plan([node])
    with pytest.raises(InputError, match=words):
        format_plan([node._replace(**change)])


COMMENTED = PLAN.replace("**Check:** checks/square.py", "**Check:**  checks/square.py  <!-- a -->")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_editing_a_field_keeps_every_other_byte(end: str, mark: str) -> None:
    def as_saved(text: str) -> str:
        return mark + text.replace("\n", end)

    text = as_saved(COMMENTED)
    for label, field, value, old, new in (
        ("lem:square", "Check", "none: x", "checks/square.py  <", "none: x  <"),
        ("lem:square", "Managed", "no", "<!-- a -->\n", "<!-- a -->\n**Managed:** no\n"),
        ("def:gap", "Goal", "yes", "setting.tex\n\n## ass", "setting.tex\n**Goal:** yes\n\n## ass"),
        ("thm:main", "Goal", None, "**Goal:** yes\n", ""),
        ("thm:main", "Hypotheses", "none", "def:gap, ass:positive", "none"),
        ("lem:square", "Techniques", "chernoff", "", ""),
    ):
        edited = edit_field(text, label, field, value)
        if old:
            assert COMMENTED.count(old) == 1
            expected = as_saved(COMMENTED.replace(old, new))
            if field == "Managed":  # beside a comment a new line stands above
                expected = as_saved(
                    COMMENTED.replace("**Check:**  ch", "**Managed:** no\n**Check:**  ch")
                )
            assert edited == expected
        node = parse_plan(edited, "plan.md").nodes[label]
        assert parse_plan(edited, "plan.md").findings == ()
        if value is not None:
            assert node.field_lines[field]


def test_comments_in_and_around_a_value_stay() -> None:
    text = COMMENTED.replace("**Goal:** yes", "**Goal:** <!-- a --> yes <!-- b\nc -->")
    edited = edit_field(text, "thm:main", "Goal", "no")
    assert "**Goal:** <!-- a --> no <!-- b\nc -->" in edited
    assert "<!-- a --> <!-- b\nc -->" in edit_field(text, "thm:main", "Goal", None)
    text = text.replace("def:gap, ass:positive", "def:gap, <!-- why --> ass:positive")
    edited = edit_field(text, "thm:main", "Hypotheses", "none")
    assert "**Hypotheses:** none <!-- why -->" in edited
    last = PLAN.rstrip("\n") + " <!-- the end\n-->"
    edited = edit_fields(last, [("thm:main", "Managed", "no"), ("lem:square", "Goal", "yes")])
    assert parse_plan(edited, "p").nodes["thm:main"].managed is False
    bare = edit_field(PLAN.rstrip("\n"), "thm:main", "Managed", "no")
    assert bare == PLAN + "**Managed:** no"


@pytest.mark.parametrize(
    ("label", "field", "value", "words"),
    [
        ("lem:none", "Goal", "yes", "is not planned"),
        ("lem:square", "Colour", "red", "there is no field"),
        ("lem:square", "Goal", "maybe", "is yes or no"),
        ("lem:square", "Goal", "yes\n## lem:evil", "one line"),
        ("lem:square", "Statement", "x <!-- y", "begins a comment"),
        ("lem:square", "Statement", "", "is empty"),
        ("lem:square", "Kind", None, "needs its"),
        ("lem:square", "Check", None, "Check:.* is missing"),
        ("ass:positive", "Kind", "lemma", "Check:.* is missing"),
    ],
)
def test_an_edit_that_would_not_read_is_refused(
    label: str, field: str, value: str | None, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        edit_field(PLAN, label, field, value)


def test_a_node_that_does_not_read_is_not_edited() -> None:
    broken = PLAN.replace("**Kind:** lemma", "**Kind:** lema")
    with pytest.raises(InputError, match="lem:square does not read"):
        edit_field(broken, "lem:square", "Managed", "no")
    assert "**Managed:** no" in edit_field(broken, "thm:main", "Managed", "no")
    with pytest.raises(InputError, match="more than once"):
        edit_field(PLAN + PLAN[PLAN.index("## thm") :], "thm:main", "Goal", "no")


# ---- needless depth -----------------------------------------------------------------------------

CHAIN = """## lem:below
**Kind:** lemma
**Statement:** Under \\Cref{ass:a}, $x \\le 1$. Moreover, $y \\le 2$.
**Hypotheses:** ass:a
**Techniques:** chernoff
**Downstream consumers:** lem:relay, thm:other
**Section:** sections/x.tex
**Check:** checks/a.py

## lem:relay
**Kind:** lemma
**Statement:** $z \\le 3$.
**Hypotheses:** ass:a
**Techniques:** none
**Downstream consumers:** thm:goal
**Section:** sections/x.tex
**Check:** none: one line

## thm:goal
**Kind:** theorem
**Statement:** $w \\le 4$.
**Hypotheses:** ass:a
**Techniques:** none
**Downstream consumers:** none
**Section:** sections/x.tex
**Goal:** yes
**Check:** none: one line

## thm:other
**Kind:** theorem
**Statement:** $v \\le 5$.
**Hypotheses:** none
**Techniques:** none
**Downstream consumers:** none
**Section:** sections/x.tex
**Goal:** yes
**Check:** none: one line

## ass:a
**Kind:** assumption
**Statement:** $x \\ge 0$.
**Hypotheses:** none
**Techniques:** none
**Downstream consumers:** lem:below, lem:relay, thm:goal
**Section:** sections/x.tex
"""
BOTH, NOT_BELOW = "thm:goal, thm:other", "lem:relay, thm:goal"
OWN = "$z \\le 3$."


@pytest.mark.parametrize(
    ("label", "field", "value", "words"),
    [
        ("lem:relay", "Goal", "no", "stands between lem:below and thm:goal alone"),
        ("lem:relay", "Statement", "Under \\Cref{ass:a}, $y \\le 2$.", "stands between"),
        ("lem:relay", "Statement", "$x \\le 1$", "repeats what lem:below says"),
        ("thm:goal", "Statement", OWN, "says what thm:goal says"),
    ],
)
def test_a_level_on_which_nothing_happens(label: str, field: str, value: str, words: str) -> None:
    plan = parse_plan(edit_field(CHAIN, label, field, value), "p")
    assert plan.findings == ()
    (finding,) = shape_findings(plan)
    assert (finding.rule, finding.line, finding.severity) == ("G19", 10, "warning")
    assert finding.message.startswith(f"lem:relay {words}") and finding.help


@pytest.mark.parametrize(
    "changes",
    [
        [("lem:relay", "Techniques", "markov")],
        [("lem:relay", "Check", "checks/b.py")],
        [("lem:relay", "Goal", "yes")],
        [("lem:relay", "Managed", "no")],
        [("lem:relay", "Downstream consumers", BOTH)],
        [("lem:relay", "Downstream consumers", BOTH), ("thm:goal", "Statement", OWN)],
        [("lem:below", "Hypotheses", "none"), ("ass:a", "Downstream consumers", NOT_BELOW)],
        [("lem:below", "Hypotheses", "none"), ("ass:a", "Downstream consumers", NOT_BELOW),
         ("lem:relay", "Hypotheses", "none")],
        [("thm:other", "Downstream consumers", "lem:relay")],
        [("lem:below", "Downstream consumers", "thm:goal")],
    ],
)  # fmt: skip
def test_a_level_on_which_something_happens(changes: list[tuple[str, str, str]]) -> None:
    plan = parse_plan(edit_fields(CHAIN, changes), "p")
    assert plan.findings == () and shape_findings(plan) == []


def test_a_chain_of_single_uses_is_no_fault() -> None:
    text = edit_fields(CHAIN, [("lem:relay", "Check", "checks/b.py")])
    assert shape_findings(parse_plan(text, "p")) == []


def test_a_circle_has_no_levels() -> None:
    changes = [("lem:below", "Hypotheses", "ass:a, lem:relay")]
    changes += [("lem:relay", "Downstream consumers", "lem:below")]
    changes += [("lem:below", "Downstream consumers", "lem:relay")]
    found = shape_findings(parse_plan(edit_fields(CHAIN, changes), "p"))
    assert [f.rule for f in found] == ["G5"]


def test_needless_depth_is_a_warning_that_stops_nothing(planned: Project) -> None:
    planned.plan_file.write_text(CHAIN.replace("sections/x", "sections/02-x"))
    report = check_plan(planned, with_numeric_checks=False)
    assert [f.rule for f in report.findings if f.severity == "warning"] == ["G19"]
    assert not [f for f in report.errors if f.rule != "G7"]
