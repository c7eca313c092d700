"""People who are signed in to the admin, and entries of every kind."""

import datetime as dt

import pytest

from tests.casestudies.admin.pages import TODAY
from tests.factories import (
    make_study,
    make_user,
)


@pytest.fixture
def publisher(client):
    """A browser in which a publisher is signed in."""
    client.user = make_user("Publisher")
    client.force_login(client.user)
    return client


@pytest.fixture
def editor(client):
    client.user = make_user("Editor")
    client.force_login(client.user)
    return client


@pytest.fixture
def various():
    """One entry of each kind that a filter or a queue asks for."""
    make_study("Draft", state="draft", sources=())
    make_study("In review", state="in-review")
    make_study("Archived", state="archived", services=("health",))
    fresh = TODAY - dt.timedelta(days=30)
    stale = TODAY - dt.timedelta(days=400)
    make_study("Fresh", verified_on=fresh, sources=("2015", "2016"), outcomes=["Good"])
    make_study("Stale", verified_on=stale, sources=("2015", "2016"), outcomes=["Good"])
    make_study("One source", outcomes=["Good"], verified_on=fresh, types=("joint-training",))
    make_study("No outcome", sources=("2015", "2016"), verified_on=fresh, region="wales")
    make_study("Never", sources=("2015", "2016"), outcomes=["Good"], status="ended")
