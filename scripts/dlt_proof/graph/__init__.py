"""The lemma graph: from the plan, from the LaTeX, and where the two differ.

An edge runs from what is used to what uses it. Lint reads plans after every edit: its modules are
imported one by one, so that it pays for `plan_file` only.
"""
