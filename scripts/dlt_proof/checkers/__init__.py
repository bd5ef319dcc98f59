"""Free checkers: what needs no model to prove, refute or support one step.

`free` runs them in order on a step's job: computer algebra, a solver, certified intervals, a search
for counterexamples. Nothing is imported here, so that nobody pays for what they do not run.
"""
