"""What the objections of deterministic reviewers mean: `dlt-proof explain V14`.

Rules of lint explain themselves (`lint.explanations`), findings of gates theirs
(`gates.explanations`).
"""

from .names import NAMES

#: By identifier, what is objected to, what is let pass, and what to do, in plain text.
WEAKNESSES = {
    "V10": (
        "A proof proves less than its statement says: a bound on an expectation where a "
        "probability is claimed, or the reverse; the first case of two; even numbers only; "
        "large values of something that the statement leaves free, or a limit; a relation "
        '("suppose eta <= 1/L") that the statement does not grant and the proof never leaves; one '
        "inequality for an "
        "equality, an equivalence or an exact order; existence where uniqueness is claimed; a "
        'special case "for simplicity"; one fixed member for a whole class; a weak inequality '
        'for a strict one. Words that may close the gap ("conversely", "Markov\'s inequality", '
        '"the other case") are enough for silence. Prove the rest, or state what is proved.'
    ),
    "V11": (
        "A statement is used where one of its hypotheses is not at hand: an assumption that the "
        'citing statement does not make, a property ("convex", "independent", "positive '
        'definite") that neither statement, proof, definitions nor the text before say or '
        'imply, or a condition between numbers ("the step size is at most 1/L") that what is '
        "known there allows to fail, with the letters that the use puts in. With a plan, "
        "assumptions are held against the plan's hypotheses. Not where the used statement is "
        "only compared. Add the hypothesis, or check it where the statement is used."
    ),
    "V12": (
        "A symbol is used that nothing introduced before: nothing at all, a later sentence of "
        "the proof or of the text, or only another statement or another proof. A letter is "
        'introduced by words ("let", "for every", "the width m", "L-smooth"), by a definition, '
        "by a sum, a maximum or a set that it runs through; in doubt it is. Constants c and C "
        "are lint's R15. Say what the symbol is before it is used."
    ),
    "V13": (
        "A letter has two meanings where both are in scope: in a statement and its own proof, "
        "in the text before a statement that uses it and in the statement's proof, "
        "twice in one course of argument, in a statement and another one that its proof uses, "
        "as a count of two kinds of things, or as a given number and the index of a sum. A letter "
        "that different statements use "
        'each for itself is none of this, nor one that is put in on purpose ("with n in place '
        'of m"). Use another letter.'
    ),
    "V14": (
        "The failure probabilities that a proof adds up do not fit into what its statement allows. "
        "Events are added with the shares that the proof gives them (or that the statements it "
        "uses conclude with, the values put in for their symbols included); a union bound is held "
        "against the number of things it is over; and the probability that the proof ends with is "
        "held against the statement's. Only what is certainly too much is reported, and a union "
        "bound over one count whose share was divided by another. A statement that is likely for "
        "each thing apart, used for all of them at once with the same probability, is reported "
        "too. Where nothing is added up at "
        "all, that is lint's R17. Divide the failure probability further, or state the one that "
        "the proof gives."
    ),
    "V15": (
        "A constant is not what it is said to be. It is called absolute, or said to depend on some "
        "letters only, or chosen before others, and its value in the proof has more letters in it; "
        "it has two values in one proof, or takes in a factor and keeps its name, and nothing says "
        "that it may change from line to line; the statement's constants are explicit and the "
        "proof ends in `\\lesssim` or `O(...)`; it is said to exist and nobody chooses it; the "
        "proof's last bound makes it grow in what it must not depend on. Also a "
        'condition that only the proof has ("provided that n >= d log d"). Say what the constant '
        "depends on, or put the condition into the statement."
    ),
    "V16": (
        "Quantifiers in the wrong order. What is to exist for all values at once is set by means "
        "of one of them, or found after one of them was fixed; what may be anything is set by "
        "means of what is to exist for it; two quantities are each chosen by means of the other; "
        "the expectation of a supremum is bounded by the supremum of expectations (or the like for "
        "infima, or sup inf for inf sup); "
        "a bound that holds for each function apart is used for the one that the data choose. "
        "Change the order in the statement, or make the choice uniform."
    ),
    "V18": (
        'Words stand where a reason should: "clearly", "by standard arguments", "a routine '
        'calculation shows", "it is known" without a source, what is left to the reader; "it '
        'follows immediately" where nothing was said before; an intuition from which something is '
        "concluded; a remainder that is neglected although the statement leaves no room for it. "
        "Not where the reason stands in the same sentence or the next one, where the computation "
        "is written out, where algebra or a definition shows the claim at once (a membership, a "
        "sum and its terms, a case with nothing in it), or in a remark. Give the reason, or the "
        "place where it stands. A case that is called similar is lint's R16."
    ),
    "V19": (
        "A step is given itself as its reason, in the same or the mirrored formula or in the same "
        "words; a proof uses what it is to prove as a reason before it was shown; or it says "
        'nothing but the claim, or that this holds "by the properties of" something, and never '
        "gets near it. References in a circle are lint's R22. Give the derivation."
    ),
    "V20": (
        "The plan lists an assumption among the hypotheses of a statement, and neither "
        "statement nor proof refers to it, nor does anything that is used there stand on it. "
        "Take it out of the plan, or say where it is used."
    ),
    "V21": (
        "The plan and the proof differ in who uses what: a consumer never refers to the lemma, "
        "or a proof uses a lemma that does not list it as a consumer. Change whichever is "
        "wrong."
    ),
    "V22": (
        "A statement supposes something that its proof nowhere uses: not by name, by its "
        "letter, by what proofs do with such a property (independence: products, variances, "
        "concentration), nor through a statement that it cites. Drop the hypothesis, or show "
        "where it enters."
    ),
    "V23": (
        "The proof ends with a weaker bound on the claimed quantity than the statement has: "
        "another constant factor, another number in an exponent, an extra factor, a tail bound "
        "that is too heavy at the claimed level, a condition with a larger constant. A stronger "
        "bound is fine, and so is one that the statement's conditions or the words behind it "
        "turn into the claim. Both sides are compared at many points, with the letters taken as "
        "positive numbers. Correct whichever is wrong."
    ),
    "V24": (
        "The statement is about a quantity that its proof does not reach: the proof ends with a "
        "bound on one that differs in a single symbol (the last iterate for the average, a "
        'minimum for a maximum), or never speaks of a claim that the statement adds ("Moreover, '
        '…"). Carry the argument to what is claimed.'
    ),
    "V25": (
        "In a proof of something that holds with high probability an event is named and worked on, "
        "and no sentence says how likely it is: no probability of it, no statement or source that "
        "gives it. State its probability where it is introduced."
    ),
    "V26": (
        "What is likely, what holds on average and what is sure are taken for one another. A "
        "statement without probability rests on what only holds with high probability; a bound on "
        "an expectation leaves out what happens when the event fails; a bound in expectation is "
        "used as if it held for every outcome; a statement with high probability draws on bounds "
        "in expectation alone. Markov's inequality, a concentration inequality, or the cost of the "
        "exceptional event closes the gap."
    ),
    "V27": (
        "Given an event the proof takes variables to be independent, centred or of the same mean "
        "as before, although the event is about these variables. Conditioning changes their law: "
        "say why it does not here (a product event, symmetry, measurability), or intersect with "
        "the event instead of conditioning on it."
    ),
    "V28": (
        "A numbered statement of a cited work is named (`\\cite[Theorem 3.2]{key}`, Theorem 3.2 of "
        "`\\cite{key}`), and no digest `.proof-research/cite-key.md` has that number, or only one "
        "whose source was not seen, or a scout's draft that nobody has read. Only where digests "
        "are kept. Look the number up, quote the statement in the digest, and correct the number "
        "where it differs."
    ),
    "V29": (
        'The last words of a proof promise a step ("it remains to show that …") and it ends there; '
        'or it announces a number of steps, parts or cases ("three steps") and has fewer. Take the '
        "step, or correct the announcement."
    ),
}


def explain_weakness(identifier: str) -> str | None:
    """The explanation of an objection of a reviewer as Markdown, None for any other identifier."""
    name = identifier.strip().upper()
    name = next((rule for rule, said in NAMES.items() if said == identifier.strip().lower()), name)
    found = WEAKNESSES.get(name)
    return None if found is None else f"# {name} {NAMES[name]}\n\n{found}\n"
