"""Asking a model closed questions: one question out, one answer by a schema back, within limits.

`questions` has the records, `budget` the limits, `prices` what a token costs, `estimate` what
asking would take; `asking` asks many questions one by one, several at once, by `anthropic_api` or
`claude_code`, and `message_batches` asks them by the hundred. What is asked, and what an answer is
worth, is the business of who asks (`verify`, `review`). Nothing is imported here, so that nobody
pays for a way that is not taken.
"""
