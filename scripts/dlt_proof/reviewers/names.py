"""What the objections of deterministic reviewers are called."""

#: By identifier; `dlt-proof explain V11` says more (`explanations`).
NAMES = {
    "V11": "hypothesis-at-cite-site",
    "V18": "empty-justification",
    "V20": "hypothesis-nobody-uses",
    "V21": "uses-and-plan",
}
