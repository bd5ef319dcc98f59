"""What a reference in a proof is there for: a use of what it names, or a mere mention.

`sentences` reads the sentence around a reference, `roles` judges it, `phrases` holds the turns of
phrase that tell.
"""
