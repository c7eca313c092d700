"""Project leaders: told, confirmed, paused, corrected, followed by somebody else, gone."""

import datetime as dt

import pytest

from network.actions import leaders
from network.models import Link
from tests.factories import make_leader

NOON = dt.datetime(2026, 11, 2, 12, tzinfo=dt.UTC)

pytestmark = pytest.mark.django_db


def token_in(address):
    return address.rstrip("/").rsplit("/", 1)[1]


def test_a_letter_leads_to_the_leaders_own_page_for_thirty_days():
    leader = make_leader()
    address = leaders.letter_link(leader, at=NOON)
    assert address.startswith("http://testserver/network/leader/")

    def found(days):
        at = NOON + dt.timedelta(days=days)
        return Link.find(Link.Purpose.LEADER_PAGE, token_in(address), at=at)

    assert found(0).leader == found(29).leader == leader
    assert found(30) is None


def test_each_letter_has_a_link_of_its_own():
    leader = make_leader()
    assert leaders.letter_link(leader, at=NOON) != leaders.letter_link(leader, at=NOON)
