"""Models that judge one step each, and that are themselves watched.

`prompts` turns a job into a question; `batches` salts questions with `canaries`; `running` asks a
model, `handing_out` the sub-agents of a running agent (whose transcripts `transcripts` reads);
`judging` voids the batch of a verifier who passed a false step, and makes evidence of the others;
`rates` tells how often a verifier was caught napping. Not here: how a model is reached (`models`),
and what evidence is worth (`trace.belief`).
"""
