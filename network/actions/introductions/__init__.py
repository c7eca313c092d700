"""One member asks to be put in touch with another; no address is told before that one says yes.

`ask` writes to the other side; `answer` is what they say, `end_silent` what their silence says.
Each changes the row by a conditional UPDATE, so that of two who act at once one wins, and each
posts its letters in the same transaction. Who asked hears yes, not now, or that nothing came of it:
never whether somebody said no, said nothing, or left.
"""

from .answering import Answer, answer, report, want_again
from .asking import (
    BY_ASKED,
    BY_ASKER,
    NotNow,
    NotPossible,
    ask,
    change_switch,
    may_be_asked,
    recent,
)
from .ending import (
    close_report,
    end_silent,
    erase,
    erase_and_tell,
    erase_due,
    erase_reported,
    forget,
    is_of,
    withdraw,
)

__all__ = [
    "BY_ASKED",
    "BY_ASKER",
    "Answer",
    "NotNow",
    "NotPossible",
    "answer",
    "ask",
    "change_switch",
    "close_report",
    "end_silent",
    "erase",
    "erase_and_tell",
    "erase_due",
    "erase_reported",
    "forget",
    "is_of",
    "may_be_asked",
    "recent",
    "report",
    "want_again",
    "withdraw",
]
