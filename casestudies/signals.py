"""How the rest of the house hears what became of a case study.

Sent by `editorial`, in its transaction, with `study` and `by` (the user who did it):
a receiver that fails undoes the change.
"""

from django.dispatch import Signal

published = Signal()
archived = Signal()
verified = Signal()

# Sent by an import, in its transaction, with `studies`: the primary keys of those that it published
# anew. Not when it fills an empty house, in which everything is new and nothing is news.
loaded = Signal()

# A term goes by another slug from now on: renamed, merged or replaced. Sent with the term's model,
# in the transaction of the change, with `was` and `now`, the two slugs.
term_moved = Signal()

# How often a term is named elsewhere, in what holds it by its slug. Sent with its model and its
# `slug`; a receiver answers with pairs of what it is, in the right number, and how many.
term_counted = Signal()

# One entry went into another. Sent in that transaction with `gone`, `into` and `by`.
merged = Signal()

# Whether an entry can go into another. Sent with `gone` and `into`; a receiver answers why not, in
# words for a publisher, or with nothing.
merge_asked = Signal()

# What would follow an entry that goes into another. Sent with `gone`; a receiver answers with pairs
# of what it is, in the right number, and how many.
merge_counted = Signal()
