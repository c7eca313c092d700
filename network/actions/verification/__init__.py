"""Whether each entry is still true: asked of whoever leads the scheme, and what they answer.

An entry falls due twelve months after its last confirmation; one that was never confirmed, as soon
as it is published. Then its leader is asked, again after 14 days, and after 28 together with a
deputy. Two weeks later readers are told since when nobody has confirmed it; what follows from that
stands with the entry itself, in `casestudies/models/asked.py`.
"""

from .answering import NOT_THEIRS, Ending, changed, ended, find, not_theirs, still_true
from .asking import ASKED_BY_HAND_EVERY, ask_all_due, ask_now, would_ask
from .closing import confirmed, unpublished
from .schedule import Kind, Step, falls_due

__all__ = [
    "ASKED_BY_HAND_EVERY",
    "NOT_THEIRS",
    "Ending",
    "Kind",
    "Step",
    "ask_all_due",
    "ask_now",
    "changed",
    "confirmed",
    "ended",
    "falls_due",
    "find",
    "not_theirs",
    "still_true",
    "unpublished",
    "would_ask",
]
