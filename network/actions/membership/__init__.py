"""Asking to join the network, and what is decided about it.

`ask` stores the wish, `confirm` (the button in our letter) brings it before the working group, and
somebody else approves or declines, or asks a question first. Each changes the row by a conditional
UPDATE, so that of two who act at once one wins, and each posts its letters in the same transaction.
"""

from .asking import BY_ADDRESS, BY_CLIENT, Applicant, answer_question, ask, confirm, resend
from .belonging import Profile, change_profile, leave
from .deciding import CHANGE, approve, ask_question, decline, is_own
from .erasing import erase, forget, reduce
from .letters import status_token
from .moving import ask_to_move, forget_wish, forget_wishes, move
from .reaching import letters_arrive, letters_came_back
from .staying import ask_whether_they_stay, forget_quiet, note_sign_in, stay

__all__ = [
    "BY_ADDRESS",
    "BY_CLIENT",
    "CHANGE",
    "Applicant",
    "Profile",
    "answer_question",
    "approve",
    "ask",
    "ask_question",
    "ask_to_move",
    "ask_whether_they_stay",
    "change_profile",
    "confirm",
    "decline",
    "erase",
    "forget",
    "forget_quiet",
    "forget_wish",
    "forget_wishes",
    "is_own",
    "leave",
    "letters_arrive",
    "letters_came_back",
    "move",
    "note_sign_in",
    "reduce",
    "resend",
    "status_token",
    "stay",
]
