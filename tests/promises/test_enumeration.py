"""Nobody learns from us whether an address is known. By the time: tests.release.enumeration."""

import pytest
from django.test import Client

from tests.promises.doors import DOORS, furnish, said

pytestmark = pytest.mark.django_db

# Of one length, as what is written of them then is
KNOWN, UNKNOWN = "known-person@council.uk", "other-person@council.uk"


def everything_said(door, address, number):
    """The answer, the page that it leads to, and the answer to coming back at once."""
    client = Client(REMOTE_ADDR=f"192.0.2.{number}")
    first = door.knock(client, address, door.ticket(client))
    page = client.get(first["Location"])
    again = door.knock(client, address, door.ticket(client))
    return [said(one, address) for one in (first, page, again)]


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
def test_a_known_and_an_unknown_address_get_one_answer(door):
    furnish()
    door.known(KNOWN)
    known = everything_said(door, KNOWN, 1)
    assert known[0][0] == 302
    assert everything_said(door, UNKNOWN, 2) == known


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
def test_what_is_compared_would_show_a_difference(door):
    """A check of the check: another kind of answer is seen to be one."""
    furnish()
    right = everything_said(door, UNKNOWN, 1)
    client = Client(REMOTE_ADDR="192.0.2.2")
    wrong = said(door.knock(client, "no address", door.ticket(client)), UNKNOWN)
    assert wrong not in right
