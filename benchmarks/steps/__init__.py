"""How well the free checkers judge steps: a corpus of true chains, mutants, and an oracle.

The oracle evaluates numbers and nothing else; it shares no code with the checkers. Only `scoring`
and `real_steps` import the product.
"""
