"""What the objections of deterministic reviewers are called."""

#: By identifier; `dlt-proof explain V11` says more (`explanations`).
NAMES = {
    "V10": "proof-of-less",
    "V11": "hypothesis-at-cite-site",
    "V12": "symbol-before-introduction",
    "V13": "symbol-with-two-meanings",
    "V14": "failure-probability",
    "V15": "constant-dependence",
    "V16": "quantifier-order",
    "V18": "empty-justification",
    "V19": "restated-step",
    "V20": "hypothesis-nobody-uses",
    "V21": "uses-and-plan",
    "V22": "hypothesis-not-used",
    "V23": "constant-differs",
    "V24": "quantity-not-reached",
    "V25": "event-without-probability",
    "V26": "likely-taken-for-sure",
    "V27": "conditioned-independence",
    "V28": "unconfirmed-theorem-number",
    "V29": "announced-not-done",
}
