"""What a person does with a form: read it, fill it in, and send it after a while."""

import datetime as dt
import re
from html import unescape

import time_machine


def ticket_of(response) -> str:
    """The signed ticket of the form on a page."""
    found = re.search(r'name="ticket" value="([^"]+)"', response.text)
    assert found, "There is no form on this page"
    return unescape(found[1])


def fill_in(client, address: str, answers: dict, *, after: int = 30, **extra):
    """Open a page's form now and send it so many seconds later, as a person would.

    `client` is Django's; `extra` goes to its post(). The clock is back when this returns.
    """
    ticket = ticket_of(client.get(address))
    later = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=after)
    with time_machine.travel(later, tick=False):
        return client.post(address, {"ticket": ticket} | answers, **extra)
