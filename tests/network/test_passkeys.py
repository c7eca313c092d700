"""Passkeys: whatever is sent in the place of one opens nothing, and says what to do.

That a real one opens what it should is seen in tests/browser/test_passkeys.py.
"""

import datetime as dt
import json

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.test import Client

from collab_directory.outbox.models import Letter
from network.sign_in import factors, tries
from tests.factories import make_member, make_user
from tests.sign_in import SECOND_STEP, SIGN_IN, add_app, app_code, is_signed_in, sign_in

pytestmark = pytest.mark.django_db

ACCOUNT = "/network/account/second-step/"
ADD = f"{ACCOUNT}passkey/"
ALONE = f"{SIGN_IN}passkey/"
NOON = dt.datetime(2026, 11, 20, 12, 0, 10, tzinfo=dt.UTC)

MALFORMED = [
    "",
    "{",
    "null",
    "[]",
    '"text"',
    "{}",
    '{"id": "x", "rawId": "x", "type": "public-key", "response": {}}',
    '{"id": 1, "rawId": null, "response": []}',
    json.dumps(
        {
            "id": "AAAA",
            "rawId": "AAAA",
            "type": "public-key",
            "response": {
                "clientDataJSON": "e30",
                "authenticatorData": "AAAA",
                "attestationObject": "oA",
                "signature": "AAAA",
                "userHandle": "AAAA",
            },
        }
    ),
    "[" * 5_000,
    '{"a":' * 5_000,
    "x" * 50_000,
    "\x00",
    '{"id": "\ud800"}'.encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
]


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def member(client):
    found = make_member()
    sign_in(client, found.email)
    return found


def give_passkey(user, name="Work laptop"):
    """One whose owner is not here: it can be named and removed, and never shown."""
    return Authenticator.objects.create(
        user=user, type="webauthn", data={"name": name, "credential": {}}
    )


@pytest.mark.parametrize("sent", MALFORMED, ids=range(len(MALFORMED)))
def test_nothing_but_a_passkey_is_kept_as_one(client, member, sent):
    client.get(ADD)
    page = client.post(ADD, {"name": "My own words", "credential": sent})
    assert page.status_code == 200
    assert "data-error-summary" in page.text
    assert "My own words" in page.text
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("sent", MALFORMED, ids=range(len(MALFORMED)))
def test_nothing_but_a_passkey_opens_an_account(client, sent):
    client.get(ALONE, headers={"accept": "application/json"})
    answer = client.post(ALONE, {"credential": sent}, follow=True)
    assert answer.redirect_chain == [(f"{SIGN_IN}?passkey", 302)]
    assert "That passkey opened nothing" in answer.text
    assert not is_signed_in(client)


def test_the_answer_is_the_same_whoever_it_names(client, member):
    """A handle names an account: whether there is one is not told."""
    answers = []
    for user in (member.user.pk, 999_999):
        browser = Client()
        browser.get(ALONE, headers={"accept": "application/json"})
        sent = {"response": {"userHandle": str(user)}, "id": "x", "rawId": "x"}
        answer = browser.post(ALONE, {"credential": json.dumps(sent)})
        answers.append((answer.status_code, answer["Location"], answer.content))
    assert answers[0] == answers[1]


def test_what_a_browser_is_asked_is_for_the_script_alone(client):
    assert client.get(ALONE)["Location"] == SIGN_IN
    answer = client.get(ALONE, headers={"accept": "application/json"})
    assert "no-store" in answer["Cache-Control"]
    asked = answer.json()["publicKey"]
    assert asked["userVerification"] == "required"
    assert not asked.get("allowCredentials")  # so it says of nobody that they have one


def test_each_is_asked_for_another_proof(client):
    def challenge():
        answer = client.get(ALONE, headers={"accept": "application/json"})
        return answer.json()["publicKey"]["challenge"]

    assert challenge() != challenge()


def test_a_form_that_another_site_made_opens_nothing():
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post(ALONE, {"credential": "{}"})
    assert answer["Location"] == f"{SIGN_IN}?passkey"


def test_too_many_that_open_nothing_begin_a_wait(client):
    times, _window = tries.BY_CLIENT.windows[0]
    for _ in range(times + 2):
        assert client.post(ALONE, {"credential": "{}"}).status_code == 302
    assert client.post(SIGN_IN, {"email": "ada@council.uk"}).status_code == 429


def test_nobody_fills_the_table_of_sessions(client):
    times, _window = tries.PASSKEYS.windows[0]
    headers = {"accept": "application/json"}
    for _ in range(times):
        assert Client().get(ALONE, headers=headers).status_code == 200
    answer = Client().get(ALONE, headers=headers)
    assert (answer.status_code, "Retry-After" in answer.headers) == (429, True)
    assert Session.objects.count() == times


def test_who_has_no_passkey_is_asked_for_none(client, member):
    add_app(client)
    other = Client()
    sign_in(other, member.email)
    page = other.get(SECOND_STEP).text
    assert "passkeys.js" not in page
    page = other.post(SECOND_STEP, {"credential": "{}"}).text
    assert "Enter the code that your app shows" in page


def test_a_device_always_asks_who_holds_it(client, member, monkeypatch):
    """Or a stranger's key, asked for as a second step, would open the account of its owner alone:
    one challenge serves any page of a session."""
    monkeypatch.setattr("allauth.mfa.webauthn.internal.auth.get_credentials", lambda user: [])
    give_passkey(member.user)
    other = Client()
    sign_in(other, member.email)
    assert other.get(SECOND_STEP).status_code == 200
    assert other.session["mfa.webauthn.state"]["user_verification"] == "required"


def test_where_there_is_an_app_a_passkey_is_made_only_after_its_code(client, member, clock):
    secret = add_app(client)
    clock.shift(dt.timedelta(minutes=10))
    other = Client()
    sign_in(other, member.email)
    other.post(SECOND_STEP, {"code": app_code(secret)})
    assert other.get(ADD)["Location"].startswith(f"{ACCOUNT}again/?next=")
    clock.shift(dt.timedelta(minutes=10))
    other.post(f"{ACCOUNT}again/?next={ADD}", {"code": app_code(secret)})
    assert other.get(ADD).status_code == 200


def test_nobody_removes_somebody_elses(client, member):
    add_app(client)
    theirs = give_passkey(make_user("Editor"))
    for method in (client.get, client.post):
        assert method(f"{ADD}{theirs.pk}/remove/").status_code == 404
        assert method(f"{ADD}{2**63}/remove/").status_code == 404
    assert factors.has_one(theirs.user)


def test_one_is_removed_by_a_button_and_its_owner_told(
    client, member, django_capture_on_commit_callbacks
):
    add_app(client)
    mine = give_passkey(member.user)
    page = client.get(f"{ADD}{mine.pk}/remove/")
    assert "Work laptop" in page.text
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"{ADD}{mine.pk}/remove/")["Location"] == ACCOUNT
    assert not factors.has(member.user, factors.Type.WEBAUTHN)
    assert Letter.objects.get(template="account/passkey_removed").to == member.email


def test_who_removes_the_app_keeps_passkeys_and_recovery_codes(client, member):
    add_app(client)
    address = f"{ACCOUNT}app/remove/"
    assert "and your recovery codes, will open nothing" in client.get(address).text
    give_passkey(member.user)
    assert "Your passkeys and recovery codes stay." in client.get(address).text
    client.post(address)
    kinds = Authenticator.objects.filter(user=member.user).values_list("type", flat=True)
    assert set(kinds) == {"webauthn", "recovery_codes"}


def test_a_form_to_remove_one_that_was_open_too_long_is_drawn_again(client, member):
    add_app(client)
    mine = give_passkey(member.user)
    client.handler.enforce_csrf_checks = True
    page = client.post(f"{ADD}{mine.pk}/remove/")
    assert page.status_code == 403
    assert "send it once more" in page.text
    assert factors.has_one(member.user)


def test_the_operator_takes_passkeys_away_too():
    editor = make_user("Editor")
    give_passkey(editor)
    assert factors.take_away(editor)
    assert not factors.has_one(editor)


def test_the_policy_lets_this_site_use_passkeys(client):
    assert "publickey-credentials" not in client.get(SIGN_IN)["Permissions-Policy"]
