"""What the objections of deterministic reviewers are called."""

#: By identifier; `dlt-proof explain V11` says more (`explanations`).
NAMES = {
    "V11": "hypothesis-at-cite-site",
    "V14": "failure-probability",
    "V15": "constant-dependence",
    "V16": "quantifier-order",
    "V18": "empty-justification",
    "V19": "restated-step",
    "V20": "hypothesis-nobody-uses",
    "V21": "uses-and-plan",
    "V25": "event-without-probability",
    "V26": "likely-taken-for-sure",
    "V27": "conditioned-independence",
    "V28": "unconfirmed-theorem-number",
}
