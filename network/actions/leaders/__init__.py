"""What is done about project leaders: by themselves from their page, by an editor, or when due.

Each function says whether it changed anything, and may be called again. A leader's name and address
stand in letters to that leader and in no audit record.
"""

from .editing import follow_edit
from .erasing import erase
from .leaving import CannotFollow, hand_over, leave
from .links import letter_link, send_link
from .standing import LONGEST_PAUSE, clear_bounce, confirm, correct, pause, resume, say_answered
from .telling import tell, tell_all_due

__all__ = [
    "LONGEST_PAUSE",
    "CannotFollow",
    "clear_bounce",
    "confirm",
    "correct",
    "erase",
    "follow_edit",
    "hand_over",
    "leave",
    "letter_link",
    "pause",
    "resume",
    "say_answered",
    "send_link",
    "tell",
    "tell_all_due",
]
