"""Scouts: sub-agents that look one technique or one cited work up and draft its digest.

Each gets one closed question and may search the web and open what it finds (WebSearch, WebFetch,
and Read for copies and for files that WebFetch keeps); no Grep and no Glob, with which it would
come upon the rest of the project. Not here: which digests a paper must have (`plan`, `lint`), and
what a digest is worth: a scout's is a draft until somebody has read it.
"""
