"""Free checkers: what needs no model to prove, refute or support one step.

`free` judges a step's job, and `many` asks it about all of a paper's; `cautions` reads what the
text says beside it. A claim is a `problems` record. `search` looks for a counterexample (`points`,
`floats`, confirmed in `exact` and `enclosures`, which rests on `intervals` and
`interval_functions`). `claims` proves, by `identities` and by `orders`, which tries `rewriting`,
`cases`, `relaxing` (by the list of `facts`), `logarithms`, `calculus`, `induction`, `algebra` (with
`solver`) and `boxes`. Nothing is imported here, so that nobody pays for what they do not run.
"""
