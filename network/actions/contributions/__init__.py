"""What is done with a case study that a member proposes, from its first word to its page.

Its member begins, saves, sends, answers and withdraws; an editor takes it up, asks or declines; and
it is published as any case study is. Each moves the row by a conditional UPDATE, so that of two who
act at once one wins, and posts its letters in the same transaction.
"""

from .drafting import BEGUN_BY_MEMBER, MOST_DRAFTS, begin, discard, save, warn_of_idle_drafts
from .editing import CHANGE, ask_question, decline, published, take_over
from .forgetting import erase, forget_drafts, forget_texts, leave, let_go
from .proposal import Came, Named, Proposal, Saved, Written
from .sending import SENT_BY_MEMBER, answer_question, send, take_back, withdraw

__all__ = [
    "BEGUN_BY_MEMBER",
    "CHANGE",
    "MOST_DRAFTS",
    "SENT_BY_MEMBER",
    "Came",
    "Named",
    "Proposal",
    "Saved",
    "Written",
    "answer_question",
    "ask_question",
    "begin",
    "decline",
    "discard",
    "erase",
    "forget_drafts",
    "forget_texts",
    "leave",
    "let_go",
    "published",
    "save",
    "send",
    "take_back",
    "take_over",
    "warn_of_idle_drafts",
    "withdraw",
]
