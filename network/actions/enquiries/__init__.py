"""What is done with an enquiry, from the form to its erasure.

`send` stores it, `confirm` (the button in our letter) or a proven address lets it go on: to the
leader, or to the working group where nobody can be reached. Each changes the row by a conditional
UPDATE, so that of two who act at once one wins, and each posts its letters in the same transaction.
"""

from .answers import ask_whether_answered, say_answer
from .deciding import close, erase, hold, release, report
from .letters import status_address, status_token
from .routing import pass_on, reroute
from .sending import Sender, confirm, resend, send

__all__ = [
    "Sender",
    "ask_whether_answered",
    "close",
    "confirm",
    "erase",
    "hold",
    "pass_on",
    "release",
    "report",
    "reroute",
    "resend",
    "say_answer",
    "send",
    "status_address",
    "status_token",
]
