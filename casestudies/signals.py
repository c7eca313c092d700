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
