"""A member's alerts, in their account."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from collab_directory.outbox.models import Letter
from network.actions import alerts
from network.models import Consent, DoNotMail, Subscription
from tests.factories import make_member, make_subscription, make_user
from tests.forms import fill_in

pytestmark = pytest.mark.django_db

ACCOUNT = "/network/account/"
PAGE = f"{ACCOUNT}alerts/"
UPDATES = "/updates/?q=station"
State = Subscription.State


@pytest.fixture
def member(client):
    found = make_member()
    client.force_login(found.user)
    return found


def again(thing):
    thing.refresh_from_db()
    return thing


def test_a_member_begins_at_once_and_it_is_on_record(client, member):
    page = client.get(UPDATES)
    assert member.email in page.text
    assert 'name="email"' not in page.text
    answer = fill_in(client, UPDATES, {"often": "at-once"})
    assert answer["Location"] == PAGE
    mine = Subscription.objects.get()
    assert (mine.state, mine.email, mine.question, mine.often) == (
        State.ACTIVE,
        member.email,
        "q=station",
        "at-once",
    )
    consent = Consent.objects.get()
    assert (consent.event, consent.method, consent.page) == ("confirmed", "account", ACCOUNT)
    assert consent.wording
    assert not Letter.objects.exists()
    assert "station" in client.get(PAGE).text


def test_pressing_twice_begins_one(client, member):
    wish = {
        "email": member.email,
        "question": "",
        "often": "weekly",
        "client": "",
        "at": timezone.now(),
    }
    key = uuid.uuid4()
    first = alerts.begin(key=key, **wish)
    assert alerts.begin(key=key, **wish) == first
    assert alerts.begin(key=uuid.uuid4(), **wish) == first
    assert Consent.objects.count() == 1


def test_a_mistake_is_said(client, member):
    page = fill_in(client, UPDATES, {"often": "hourly"})
    assert page.status_code == 200
    assert "Choose how often" in page.text
    assert not Subscription.objects.exists()


def test_an_editor_who_is_no_member_asks_like_everybody(client):
    client.force_login(make_user("Editor"))
    assert 'name="email"' in client.get(UPDATES).text


def test_who_once_complained_and_asks_again_is_written_to(client, member):
    one = make_subscription(email=member.email)
    alerts.unwanted(member.email, at=timezone.now(), template="network/alert_weekly")
    fill_in(client, UPDATES, {"often": "weekly"})
    assert not DoNotMail.objects.exists()
    assert again(one).state == State.ENDED
    assert Subscription.objects.active().count() == 1


def test_the_account_shows_those_of_its_address_alone(client, member):
    make_subscription("q=station", email=member.email.upper())
    make_subscription("q=drones")
    for page in (client.get(ACCOUNT).text, client.get(PAGE).text):
        assert "station" in page
        assert "drones" not in page


def test_a_member_ends_one_or_all(client, member):
    one, two = (make_subscription(q, email=member.email) for q in ("q=station", "q=drones"))
    assert "It has ended." in client.post(PAGE, {"end": one.pk}, follow=True).text
    assert (again(one).state, again(two).state) == (State.ENDED, State.ACTIVE)
    client.post(PAGE, {"end": "all"})
    assert again(two).state == State.ENDED
    withdrawn = Consent.objects.filter(event="withdrawn")
    assert set(withdrawn.values_list("method", "page")) == {("account", ACCOUNT)}


def test_a_member_changes_and_pauses_one(client, member):
    one = make_subscription(email=member.email, often="weekly")
    until = timezone.localdate() + dt.timedelta(days=10)
    address = f"{PAGE}{one.pk}/"
    assert client.get(address).status_code == 200
    page = client.post(address, {"often": "at-once", "paused_until": "never"})
    assert "Enter a day" in page.text
    client.post(address, {"often": "at-once", "paused_until": until.isoformat()})
    assert (again(one).often, one.paused_until) == ("at-once", until)
    assert Consent.objects.get().method == "account"
    assert "Paused until" in client.get(ACCOUNT).text


def test_nobody_touches_those_of_somebody_else(client, member):
    theirs = make_subscription("q=drones")
    assert client.get(f"{PAGE}{theirs.pk}/").status_code == 404
    assert client.get(f"{PAGE}{2**63}/").status_code == 404
    assert client.post(f"{PAGE}{theirs.pk}/", {"often": "weekly"}).status_code == 404
    page = client.post(PAGE, {"end": theirs.pk})
    assert "Press one of the buttons" in page.text
    assert again(theirs).state == State.ACTIVE


def test_letters_that_came_back_are_said_and_begun_again(client, member):
    one = make_subscription(email=member.email, bounced_at=timezone.now())
    assert "Nothing is sent at the moment." in client.get(ACCOUNT).text
    answer = client.post(PAGE, {"end": "arrive"}, follow=True)
    assert "We write to you again." in answer.text
    assert again(one).bounced_at is None
