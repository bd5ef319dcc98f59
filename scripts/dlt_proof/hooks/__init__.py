"""What the plugin's hooks do in a proof project: hold the sequence, and say where it stands.

Each event of Claude Code that is hooked has a function from what it was given to an answer. On the
way of every tool call only the standard library is imported, and modules one by one. A hook that
cannot tell refuses: the `sh` wrapper `hooks/run.sh` turns every failure into a refusal.
Not here: what holds and what does not (the gates, and the phases below them).
"""
