"""How the rest of the house hears what became of a case study.

Sent by `editorial`, in its transaction, with `study` and `by` (the user who did it):
a receiver that fails undoes the change.
"""

from django.dispatch import Signal

published = Signal()
archived = Signal()
verified = Signal()
