"""Telling people of new case studies, from their wish to hear of them to the letter and its end.

A case study is news once, when it is first published by a person: an `Issue` of its own says so in
that transaction, and a weekly `Issue` gathers them each Thursday at seven. From an issue letters
are written in batches, one to a person: see `issues`. So is what an import adds later;
what it fills an empty house with is no news.
"""

from .changing import ACCOUNT_PAGE, OWN_PAGE, STOP_PAGE, change, end, end_all, erase, move
from .forgetting import forget_addresses, forget_agreements, forget_unconfirmed
from .issues import make_weekly, reopen, send_due, take_back
from .letters import page_address, page_token
from .news import Said, announce, announce_loaded, said_in, weeks, would_have_sent
from .returned import (
    allow,
    arrive_again,
    came_back,
    is_unwanted,
    reached,
    unwanted,
)
from .searches import Search
from .subscribing import begin, confirm, subscribe

__all__ = [
    "ACCOUNT_PAGE",
    "OWN_PAGE",
    "STOP_PAGE",
    "Said",
    "Search",
    "allow",
    "announce",
    "announce_loaded",
    "arrive_again",
    "begin",
    "came_back",
    "change",
    "confirm",
    "end",
    "end_all",
    "erase",
    "forget_addresses",
    "forget_agreements",
    "forget_unconfirmed",
    "is_unwanted",
    "make_weekly",
    "move",
    "page_address",
    "page_token",
    "reached",
    "reopen",
    "said_in",
    "send_due",
    "subscribe",
    "take_back",
    "unwanted",
    "weeks",
    "would_have_sent",
]
