"""Asking a model closed questions: one question out, one answer by a schema back, within limits.

`questions` has the records, `budget` the limits, `prices` what a token costs; `anthropic_api`,
`message_batches` and `claude_code` are the ways to ask. What is asked, and what an answer is worth,
is the business of who asks (`verify`, `review`). Nothing is imported here, so that nobody pays for
a way that is not taken.
"""
