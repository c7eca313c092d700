"""A member's work address changes: confirmed at the new one, told at the old."""

import datetime as dt
import re

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from collab_directory.outbox.models import Letter
from network.actions import alerts
from network.models import AddressChange, Consent, Link, Member, MembershipRequest, Subscription
from network.sign_in.fresh import SENT_WITHIN
from tests.factories import make_member, make_request, make_subscription, make_user
from tests.forms import fill_in
from tests.sign_in import ACCOUNT, add_app, app_code, is_signed_in, sign_in

pytestmark = pytest.mark.django_db

PAGE = "/network/account/address/"
OLD, NEW = "ada@old.gov.uk", "Ada@new.gov.uk"


@pytest.fixture
def member(client):
    found = make_member(email=OLD)
    sign_in(client, OLD)
    Letter.objects.all().delete()
    return found


def ask(client, email=NEW):
    return fill_in(client, PAGE, {"email": email})


def link_in(letter):
    return re.search(r"http\S+?(/network/account/address/\S+/)", letter.text)[1]


def the_link():
    return link_in(Letter.objects.get(template="network/address_confirm"))


def again(thing):
    thing.refresh_from_db()
    return thing


def test_a_member_moves_to_another_address(client, member):
    answer = ask(client)
    assert "We have written to the new address" in client.get(answer["Location"]).text
    assert again(member).email == OLD
    letter = Letter.objects.get()
    assert letter.to == NEW
    page = client.get(link_in(letter))
    assert NEW in page.text
    assert again(member).email == OLD  # looking changes nothing
    answer = client.post(link_in(letter))
    assert answer["Location"] == "/network/sign-in/?moved"
    assert "Your address is changed" in client.get(answer["Location"]).text
    assert again(member).email == NEW
    user = again(member.user)
    assert (user.email, user.username) == (NEW, NEW.lower())
    told = Letter.objects.get(template="network/address_changed")
    assert told.to == OLD
    assert NEW.lower() not in told.text.lower()
    assert not AddressChange.objects.exists()


def test_who_has_a_second_step_passes_it_before_their_address_changes(client, member):
    """Or whoever finds their computer unlocked takes the account along."""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        secret = add_app(client)
        assert client.get(PAGE).status_code == 200
        clock.shift(SENT_WITHIN)
        for method in (client.get, client.post):
            step = method(PAGE, {"email": NEW})
            assert step["Location"].startswith(f"{ACCOUNT}again/?next=")
        assert not AddressChange.objects.exists()
        again = client.post(f"{ACCOUNT}again/?next={PAGE}", {"code": app_code(secret)})
        assert again["Location"] == PAGE
        assert client.get(PAGE).status_code == 200


def test_they_sign_in_with_the_new_one_and_not_with_the_old(client, member):
    other = Client()
    sign_in(other, OLD)
    ask(client)
    Client().post(the_link())  # wherever the letter is read
    assert not is_signed_in(client)
    assert not is_signed_in(other)
    sign_in(client, NEW)
    assert is_signed_in(client)
    assert not EmailAddress.objects.filter(email__iexact=OLD).exists()
    before = Letter.objects.filter(to=OLD, template="account/code").count()
    Client().post("/network/sign-in/", {"email": OLD})
    assert Letter.objects.filter(to=OLD, template="account/code").count() == before


def test_nobody_learns_whose_an_address_is(client, member):
    make_member(email=NEW.lower())
    answers = []
    for email in (NEW, "nobody@new.gov.uk"):
        AddressChange.objects.all().delete()
        answer = ask(client, email)
        answers.append((answer.status_code, answer["Location"]))
    assert answers[0] == answers[1]
    assert set(Letter.objects.values_list("to", "template")) == {
        (NEW, "network/address_taken"),
        ("nobody@new.gov.uk", "network/address_confirm"),
    }


@pytest.mark.parametrize("make", [lambda: make_member(email=NEW), lambda: make_user(username=NEW)])
def test_one_that_somebody_took_meanwhile_is_not_given_twice(client, member, make):
    ask(client)
    address = the_link()
    make()
    assert client.post(address).status_code == 404
    assert again(member).email == OLD


def test_the_link_works_once_and_for_two_days(client, member):
    ask(client)
    address = the_link()
    with time_machine.travel(timezone.now() + dt.timedelta(hours=48, seconds=40)):
        assert client.get(address).status_code == 404
    assert client.post(address).status_code == 302
    gone = client.post(address)
    assert gone.status_code == 404
    assert gone.content == client.post(f"{PAGE}never-was/").content


def test_a_new_wish_ends_the_one_before(client, member):
    ask(client)
    first = the_link()
    ask(client, "other@new.gov.uk")
    assert client.post(first).status_code == 404
    assert AddressChange.objects.get().email == "other@new.gov.uk"


def test_who_left_meanwhile_is_not_brought_back(client, member):
    ask(client)
    address = the_link()
    client.post("/network/account/leave/")
    assert client.post(address).status_code == 404
    assert not Member.objects.exclude(email="").exists()


@pytest.mark.parametrize("state", [Letter.State.QUEUED, Letter.State.SENT])
def test_who_leaves_takes_the_address_that_they_wished_for_along(client, member, state):
    ask(client)
    at = timezone.now() if state == Letter.State.SENT else None
    Letter.objects.filter(to=NEW).update(state=state, finished_at=at)
    client.post("/network/account/leave/")
    assert not AddressChange.objects.exists()
    assert not Letter.objects.filter(to=NEW).exists()


def test_alerts_and_requests_go_with_them(client, member):
    asked = make_request(email=OLD, state="approved")
    mine, twice = (make_subscription(q, email=OLD) for q in ("q=station", "q=drones"))
    theirs = make_subscription("q=drones", email=NEW)
    old_page = f"/updates/{alerts.page_token(mine, at=timezone.now())}/"
    assert client.get(old_page).status_code == 200
    ask(client)
    client.post(the_link())
    assert again(mine).email == NEW
    assert again(twice).state == Subscription.State.ENDED
    assert again(theirs).state == Subscription.State.ACTIVE
    assert client.get(old_page).status_code == 404
    assert Consent.objects.filter(subscription=mine, method="account", event="changed").exists()
    assert again(asked).email == NEW
    assert not MembershipRequest.objects.at(OLD).exists()
    assert not Subscription.objects.active().at(OLD).exists()


@pytest.mark.parametrize(
    "email, said",
    [
        ("", "Enter your new work email address"),
        ("nonsense", "Enter an email address"),
        (OLD.upper(), "This is your address already"),
        (f"{'a' * 150}@x.uk", "at most"),
        ("ada@new.gov.uk\x0bBcc: x@y.uk", "address"),
    ],
)
def test_a_mistake_is_said_and_nothing_is_written(client, member, email, said):
    page = ask(client, email)
    assert page.status_code == 200
    assert said in page.text
    assert not Letter.objects.exists()


def test_one_address_is_not_flooded(client, member):
    assert ask(client).status_code == 302
    page = ask(client)
    assert page.status_code == 429
    assert NEW in page.text
    assert Letter.objects.count() == 1
    assert Link.objects.filter(purpose="change-address").count() == 1
