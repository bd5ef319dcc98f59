"""What a reference in a proof is there for: a use of what it names, or a mere mention.

`circles` tells which references may close a circle at all; `sentences` reads the sentence around
one, `roles` judges it, `phrases` holds the turns of phrase that tell; `by_name` finds lemmas that
are spoken of without a reference.
"""
