"""What the findings about plan, scope, sweep and checklists mean: `dlt-proof explain G23`.

Rules of lint explain themselves (`lint.explanations`).
"""

from __future__ import annotations

from typing import NamedTuple


class Explanation(NamedTuple):
    """A finding's short name, and what it is about and what to do, in plain text."""

    name: str
    text: str


#: By identifier; a test holds this table against the code.
FINDINGS = {
    "G1": Explanation(
        "plan-unreadable",
        "A line of the plan is no field of the node it stands in: an unknown, missing, repeated or "
        "empty field, a value of the wrong form, a conflict that a merge left, a comment that is "
        "never closed. The node is left out until it reads, so nothing else about it is checked.",
    ),
    "G2": Explanation(
        "unknown-node",
        "Hypotheses or consumers name something that is not planned. Plan it, or correct the name.",
    ),
    "G3": Explanation(
        "one-sided-use",
        "A node lists a hypothesis that does not list the node as its consumer. A use stands on "
        "both sides, so that neither end can be changed without the other.",
    ),
    "G4": Explanation(
        "orphan",
        'Nothing in the plan uses the node and it is no goal. There is no "we will need it '
        'later": delete it, name its consumer, or mark it `**Goal:** yes`.',
    ),
    "G5": Explanation(
        "cycle",
        "Following uses leads back to the start, shown as a chain. A statement cannot be used in "
        "its own proof.",
    ),
    "G6": Explanation("no-goal", "No managed node is what the paper is for."),
    "G7": Explanation(
        "technique-without-digest",
        "A node names a technique, and `.proof-research/` holds no digest of it: the statement "
        "that is used, its hypotheses, a quotation with its place, whether the source was seen. "
        "`dlt-proof plan scouts` hands out one question for each digest that is missing.",
    ),
    "G8": Explanation("section-path", "A node's section is no `.tex` file below `sections/`."),
    "G9": Explanation(
        "numeric-check",
        "The numeric check of a statement is missing, was not run, was run on another machine or "
        "before check or statement changed, or does not hold. `dlt-proof plan check --run` runs "
        "it; where a statement cannot be checked, the plan says `none: why`.",
    ),
    "G10": Explanation(
        "goal-not-approved",
        "Nobody approved a goal, or its statement, or a definition or assumption it rests on, "
        "changed since. What changed is told in words. The author reads it and runs "
        "`dlt-proof plan approve`.",
    ),
    "G11": Explanation(
        "not-written",
        "A planned definition or assumption is not in the LaTeX. `dlt-proof emit` makes its place.",
    ),
    "G12": Explanation(
        "not-proved",
        "A planned statement is missing, has no proof, or one without a step in it, or a proof "
        "that still says `\\todo{prove: …}`.",
    ),
    "G13": Explanation(
        "rests-on-unmanaged",
        "A managed statement rests on a node that gates do not look at. In an adopted paper that "
        "is its ordinary state; elsewhere manage it, or take the use out.",
    ),
    "G14": Explanation(
        "other-statement",
        "The paper's statement is not the planned one, of which numeric checks and approvals "
        "speak.",
    ),
    "G15": Explanation("nothing-to-check", "A gate found nothing that it could look at."),
    "G16": Explanation(
        "remark-not-written",
        "The remark behind an assumption has no word beside `\\todo{…}`, as `dlt-proof emit` "
        "leaves it. Say who satisfies the assumption, who does not, and what a weaker one would "
        "cost.",
    ),
    "G19": Explanation(
        "needless-depth",
        "A node adds a level to the proof and nothing else: it repeats a statement, or stands "
        "between two others without a technique, a hypothesis or a check of its own. A warning.",
    ),
    "G20": Explanation(
        "goal-without-witness",
        "No instance is known that satisfies all hypotheses of a goal: a statement whose "
        "hypotheses nothing satisfies is true and worthless. Its numeric check gives one with "
        "`run.witness`, and names each assumption that the goal lists.",
    ),
    "G21": Explanation(
        "contradictory-hypotheses",
        "The relations that the hypotheses of a goal assert cannot all hold, as a solver shows; "
        "the smallest such set is listed with its places.",
    ),
    "G22": Explanation(
        "rests-on-refuted",
        "A node rests on a statement of which a violating instance is known.",
    ),
    "G23": Explanation(
        "consumer-never-refers",
        "The plan says that a statement uses a lemma, and neither the statement nor its finished "
        'proof refers to it; a mention ("compare with") is no use.',
    ),
    "G24": Explanation(
        "use-not-planned, hypothesis-not-listed",
        "The paper uses something that the plan does not list among what the statement uses. What "
        "falls when it falls would be told wrongly. A proof that rests on a conjecture, a remark "
        "or the like rests on what nobody plans and nobody proves.",
    ),
    "G25": Explanation(
        "hypothesis-nobody-uses",
        "An assumption is listed, and neither the statement nor anything it rests on refers to it. "
        "Either it is not needed, or the place where it is needed does not say so.",
    ),
    "G26": Explanation(
        "serves-no-goal",
        "A node is used, but no chain of uses leads from it to a goal.",
    ),
    "G27": Explanation("statement-twice", "Two nodes have the same statement."),
    "G28": Explanation(
        "forward-use",
        "A proof uses a statement that comes in a later section, against the order of reading. A "
        "warning.",
    ),
    "G29": Explanation(
        "not-compared",
        "The paper could not be read whole, so its uses were not compared with the plan's.",
    ),
    "G30": Explanation(
        "unread-draft",
        "A digest was drafted by a scout, a model, and the line that says so still stands in it: "
        "nobody has compared it with the source. It counts as a digest, but no step may rest on "
        "what it states. Open the source, correct what is wrong, and take the line out.",
    ),
    "S1": Explanation(
        "scope-understated",
        "The declared scope is smaller than what plan and paper show. Quick is one statement, "
        "Standard at most three lemmas, one theorem and 30 steps; Appendix is beyond.",
    ),
    "T1": Explanation(
        "coverage",
        "Fewer steps are above 🔴 than `[trace] coverage` asks for (half of them, unless the "
        "configuration says otherwise). `dlt-proof trace verify` runs the free checkers, "
        "`trace jobs --open` hands out what is left to readers.",
    ),
    "T2": Explanation(
        "red-without-todo",
        "A step is 🔴 and the text does not say so. Whoever reads the paper has to see what nobody "
        "checked: write `\\todo{verify: …}` behind the step, or get evidence for it.",
    ),
    "T3": Explanation(
        "defect",
        "The step fails at a point that satisfies everything the text says of its symbols, "
        "confirmed in exact arithmetic; `dlt-proof trace show STEP` shows the point, the domains "
        "and the lines they come from. Correct the step, or state the hypothesis that rules the "
        "point out.",
    ),
    "T4": Explanation(
        "evidence-refused",
        "A record in `.proof-research/state/` is not what its checker says when it is run again: "
        "written by hand, its certificate changed, or its seal wrong. It counts for nothing; take "
        "the line out.",
    ),
    "T5": Explanation(
        "sweep-not-begun, trace-not-rendered",
        "No sweep was begun (`dlt-proof trace init`), or `confidence-trace.md` does not say what "
        "the evidence says (`dlt-proof trace status --write`).",
    ),
    "T6": Explanation(
        "domain-note",
        "A note `% domain: …` does not read as one, so no step it stands above can be checked. "
        "It reads like `% domain: p_0 in (0, 1]; T in positive integers; n >= m`.",
    ),
    "T7": Explanation(
        "proof-of-nothing",
        "It is not certain which statement a proof proves, or that statement has no label, so its "
        "steps are in no sweep. `review scan` warns of proofs that it could not read for this.",
    ),
    "T8": Explanation(
        "proof-without-steps",
        "A managed statement has a proof in which no derivation step was found.",
    ),
    "V1": Explanation(
        "review-open",
        "The review has not ended in success: a blocking weakness is open, one is not classified, "
        "the loop ended at its bounds, the text was changed since it was read, or nobody passed "
        "it. `dlt-proof review report` says all of it, `dlt-proof status` the next command.",
    ),
    "V30": Explanation(
        "checklist-unanswered",
        "Items of a checklist are open: code could not answer them and nobody did. `dlt-proof "
        "checklist form` prints them with the texts they speak of, `checklist record` files the "
        "answers: yes or no, and one line that says why it is so here.",
    ),
    "V31": Explanation(
        "checklist-stale",
        "Items were answered for an earlier text: the statement, the proof, a macro in it, "
        "something it refers to or what the running text lays down of its symbols was changed "
        "since. Read it again; the line that was given then is shown.",
    ),
    "V32": Explanation(
        "checklist-answered-no",
        "Whoever reviewed answered no, and the text is still the same. Mend it. A yes against it "
        "has to quote the words of the text that refute it: for this very text one of another "
        "name, for a text that was changed since one of whoever reads it again.",
    ),
    "V33": Explanation(
        "checklist-found-no",
        "A rule of lint or a deterministic reviewer found that it is not as the item asks. Mend "
        "the text; or answer yes with a quotation of the words of the statement or proof that "
        "refute what was found. It is then shown as overruled.",
    ),
    "T9": Explanation(
        "much-unchecked",
        "More than 30% of the steps are 🔴 after the sweep. A warning: the gate asks for "
        "`[trace] coverage`, and a reader should know how much of the proof nobody checked.",
    ),
}


def explain_finding(identifier: str) -> str | None:
    """The explanation of a `G`, `S` or `T` finding as Markdown, None for any other identifier."""
    found = FINDINGS.get(identifier.strip().upper())
    if found is None:
        return None
    return f"# {identifier.strip().upper()} {found.name}\n\n{found.text}\n"
