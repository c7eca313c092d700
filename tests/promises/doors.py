"""Forms into which anybody types an address, and which say nothing of whether it is known."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import time_machine
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests.factories import (
    make_leader,
    make_member,
    make_organisation,
    make_region,
    make_services,
    make_subscription,
)
from tests.forms import ticket_of

QUESTION = "q=drones"

# What is of one request alone: tickets, tokens, references, the time of day
OF_ONE_REQUEST = re.compile(
    r"(?<=value=\")[^\"]{32,}|[0-9a-f]{64}|\b[A-Z]-\w{4}-\w{4}\b|\d\d:\d\d(:[\d.]+)?|(?<=key=)[\w-]+"
)


@dataclass(frozen=True)
class Door:
    """`known(address)` makes somebody whom the house knows at that address."""

    name: str
    address: str
    known: Callable[[str], Any]
    answers: dict[str, Any] = field(default_factory=dict)
    has_ticket: bool = True

    def ticket(self, client: Client) -> dict[str, str]:
        """Of the form as it was opened half a minute ago."""
        if not self.has_ticket:
            return {}
        with time_machine.travel(timezone.now() - dt.timedelta(seconds=30), tick=False):
            return {"ticket": ticket_of(client.get(self.address))}

    def knock(self, client: Client, address: str, ticket: dict[str, str]) -> HttpResponse:
        return client.post(self.address, self.answers | ticket | {"email": address})


def furnish() -> None:
    """What the forms let one choose from."""
    make_services("police")
    make_region("wales")
    make_organisation("Kent Police")


DOORS = (
    Door("sign-in", "/network/sign-in/", lambda to: make_member(email=to), has_ticket=False),
    Door(
        "join",
        "/network/join/",
        lambda to: make_member(email=to),
        {
            "name": "Ada Applicant",
            "role": "Area manager",
            "organisation": "Kent Police",
            "service": "police",
            "region": "wales",
            "why": "We plan a shared station.",
            "wants_listing": "yes",
            "public_body": "on",
            "consent": "on",
        },
    ),
    Door(
        "subscribe",
        f"/updates/?{QUESTION}",
        lambda to: make_subscription(QUESTION, email=to),
        {"often": "weekly"},
    ),
    Door("leader link", "/network/leader/", lambda to: make_leader(email=to)),
)


def said(answer: HttpResponse, address: str) -> tuple[int, dict[str, str], list[str], str]:
    """Everything that a stranger sees of an answer, but for what is of this one request."""

    def without(text: str) -> str:
        return OF_ONE_REQUEST.sub("…", text.replace(address, "…"))

    headers = {name: without(value) for name, value in answer.headers.items()}
    headers.pop("Expires", None)
    return (answer.status_code, headers, sorted(answer.cookies), without(answer.content.decode()))
