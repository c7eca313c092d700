"""What a mail provider may tell us, and that nobody else may."""

import datetime as dt
import hashlib
import hmac
import json

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from collab_directory.outbox.models import Letter
from network.actions import enquiries
from network.models import Enquiry, ReturnedLetter
from network.views.mail_events import LONGEST
from tests.factories import make_enquiry, make_leader, make_study

NOON = dt.datetime(2026, 11, 2, 12, tzinfo=dt.UTC)
SECRET = "a-secret-of-at-least-32-characters"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def secret(settings):
    settings.MAIL_EVENTS_SECRET = SECRET
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def leader():
    return make_leader(make_study(), email="lead@kent.fire.uk")


@pytest.fixture
def letter(leader):
    asked = make_enquiry(leader.studies.get(), state=Enquiry.State.WITH_GROUP, confirmed_at=NOON)
    enquiries.pass_on(asked, to=leader, by=None, at=NOON)
    return Letter.objects.get(template="network/enquiry_to_leader")


def signed(body, at=NOON, secret=SECRET):
    """As docs/mail.md says, in a provider's own words."""
    t = str(int(at.timestamp()))
    code = hmac.new(secret.encode(), t.encode() + b"." + body, hashlib.sha256).hexdigest()
    return f"t={t},v1={code}"


def tell(body, header=None, **extra):
    """Without the cookie and token that a browser would have."""
    if not isinstance(body, bytes):
        body = json.dumps(body).encode()
    header = signed(body) if header is None else header
    return Client(enforce_csrf_checks=True).post(
        reverse("network:mail_events"),
        body,
        content_type="application/json",
        headers={"X-Signature": header},
        **extra,
    )


def event(letter=None, **fields):
    number = letter.message_id if letter else "<unknown@testserver>"
    return {"id": "1", "type": "bounce", "message_id": number, "status": "5.1.1"} | fields


def again(thing):
    thing.refresh_from_db()
    return thing


def test_a_bounce_marks_the_leader_once(leader, letter):
    for _n in range(2):
        response = tell({"events": [event(letter, reason="550 unknown", at=NOON.isoformat())]})
        assert response.status_code == 204
        assert response.content == b""
        assert response["Cache-Control"] == "no-store"
    assert again(leader).bounced_at == NOON
    row = ReturnedLetter.objects.get()
    assert (row.kind, row.status, row.reason) == ("permanent", "5.1.1", "550 unknown")


@pytest.mark.parametrize(
    "fields, kind",
    [
        ({}, "permanent"),
        ({"status": ""}, "permanent"),
        ({"status": "4.4.7"}, "temporary"),
        ({"type": "deferred"}, "temporary"),
        ({"type": "complaint", "status": ""}, "complaint"),
        ({"status": None, "reason": None}, "permanent"),
    ],
)
def test_each_kind_of_event(leader, letter, fields, kind):
    assert tell({"events": [event(letter, **fields)]}).status_code == 204
    assert ReturnedLetter.objects.get().kind == kind
    assert bool(again(leader).bounced_at) == (kind != "temporary")


def test_what_else_happens_to_letters_is_nothing_to_us():
    assert tell({"events": [event(type="opened"), event(type="delivered")]}).status_code == 204
    assert tell({"events": []}).status_code == 204
    assert not ReturnedLetter.objects.exists()


@pytest.mark.parametrize(
    "said, kept",
    [
        (NOON - dt.timedelta(days=1), True),
        (NOON - dt.timedelta(days=8), False),
        (NOON + dt.timedelta(seconds=1), False),
        ("2026-11-01T12:00:00", False),
        ("yesterday", False),
        ("2026-13-40T00:00:00Z", False),
        (5, False),
        (None, False),
    ],
)
def test_when_it_happened_is_believed_within_reason(said, kept):
    at = said.isoformat() if isinstance(said, dt.datetime) else said
    assert tell({"events": [event(at=at)]}).status_code == 204
    assert ReturnedLetter.objects.get().received_at == (said if kept else NOON)


# --- Whom we believe -----------------------------------------------------------------------

BODY = json.dumps({"events": [event()]}).encode()


@pytest.mark.parametrize(
    "header",
    [
        "",
        "v1=",
        "t=,v1=",
        signed(BODY, secret="another-secret-of-32-characters-or-so"),
        signed(BODY + b" "),
        signed(BODY, NOON - dt.timedelta(minutes=5, seconds=1)),
        signed(BODY, NOON + dt.timedelta(minutes=5, seconds=1)),
        signed(BODY).replace("v1=", "v0="),
        signed(BODY).replace("t=", "t=1"),
        signed(BODY)[:-1],
        signed(BODY).replace("t=", "t=-"),
        signed(BODY).replace("t=1", "t=\u0661"),
        "t=" + "9" * 400 + ",v1=x",
        "t=1793620800,v1=\xff\xfe",
        ",".join(["x=y"] * 1000),
    ],
)
def test_what_is_not_signed_changes_nothing(header):
    assert tell(BODY, header.encode("utf-8").decode("latin-1")).status_code == 403
    assert not ReturnedLetter.objects.exists()


@pytest.mark.parametrize("seconds", [-300, 0, 300])
def test_clocks_may_differ_by_five_minutes(seconds):
    assert tell(BODY, signed(BODY, NOON + dt.timedelta(seconds=seconds))).status_code == 204


def test_while_a_secret_is_changed_one_of_two_signatures_fits():
    assert tell(BODY, f"{signed(BODY)},v1=0000").status_code == 204
    old = signed(BODY, secret="another-secret-of-32-characters-or-so")
    new = signed(BODY).partition(",")[2]
    assert tell(BODY, f"{old}, {new}").status_code == 204


@pytest.mark.parametrize("method", ["get", "head", "post", "put"])
def test_without_a_secret_there_is_nothing_here(settings, client, method):
    settings.MAIL_EVENTS_SECRET = ""
    empty = hmac.new(b"", b"", hashlib.sha256).hexdigest()
    response = getattr(client, method)(
        reverse("network:mail_events"), headers={"X-Signature": f"t=1793620800,v1={empty}"}
    )
    assert response.status_code == 404


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_it_is_only_ever_told(client, method):
    response = getattr(client, method)(reverse("network:mail_events"))
    assert (response.status_code, response["Allow"]) == (405, "POST")


# --- What they say -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe\x00",
        b"[]",
        b"null",
        b'{"events": {}}',
        b'{"events": [1]}',
        b'{"events": [null]}',
        b'{"events": [{}]}',
        b'{"events": [{"type": "bounce"}]}',
        b'{"events": [{"id": "", "type": "bounce"}]}',
        b'{"events": [{"id": 7, "type": "bounce"}]}',
        b'{"events": [{"id": "1", "type": ["bounce"]}]}',
        b'{"events": [{"id": "1", "type": "bounce", "status": 5}]}',
        b'{"events": [{"id": "1", "type": "bounce", "message_id": {}}]}',
        b"[" * 50_000,
        json.dumps({"events": [event(), 7]}).encode(),
    ],
)
def test_what_is_not_an_event_is_said_and_nothing_is_taken(body):
    response = tell(body)
    assert response.status_code == 400
    assert len(response.content) < 100
    assert not ReturnedLetter.objects.exists()


@pytest.mark.parametrize("text", ["\x00", "\ud800", "x" * 15_000, "\u2028\x1b[31m", "é@è"])
def test_any_text_can_be_taken(text):
    said = event(id=text, status=text, reason=text, message_id=text)
    assert tell({"events": [said]}).status_code == 204
    assert ReturnedLetter.objects.count() == 1


def test_64_kb_at_a_time():
    def body(length):
        text = json.dumps({"events": [], "padding": ""}).encode()
        return text[:-2] + b"x" * (length - len(text)) + text[-2:]

    assert tell(body(LONGEST)).status_code == 204
    assert tell(body(LONGEST + 1)).status_code == 413
    assert tell(body(10_000_000)).status_code == 413


def test_a_leaders_address_is_in_no_answer(leader, letter):
    response = tell({"events": [event(letter, reason=f"<{leader.email}> unknown")]})
    assert response.status_code == 204
    assert "@" not in ReturnedLetter.objects.get().reason
