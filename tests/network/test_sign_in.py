"""A code by mail lets members and editors in, and nobody else."""

import datetime as dt

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from collab_directory.outbox.models import Letter
from network.models import Member
from tests.factories import make_member, make_user
from tests.sign_in import CODE, SIGN_IN, ask, code_for, is_signed_in, sign_in

ACCOUNT = "/network/account/"

pytestmark = pytest.mark.django_db

SIGN_OUT = "/network/sign-out/"
NOBODY = "nobody-here@example.org"


@pytest.fixture
def member():
    return make_member(email="member@example.org")


# Getting in


def test_a_member_signs_in_with_the_code_of_the_letter(client, member):
    answer = sign_in(client, member.email)
    assert (answer.status_code, answer["Location"]) == (302, ACCOUNT)
    assert is_signed_in(client)
    member.refresh_from_db()
    assert member.seen_on == timezone.localdate()


def test_however_the_address_is_capitalised(client, member):
    asked = ask(client, " Member@EXAMPLE.org ")
    client.post(asked["Location"], {"code": code_for(member.email).lower().replace("-", " ")})
    assert is_signed_in(client)


def test_the_admin_leads_to_signing_in_and_back(client):
    editor = make_user("Editor")
    wanted = "/admin/casestudies/casestudy/?q=station"
    at_the_door = client.get(wanted, follow=True)
    assert at_the_door.redirect_chain[-1][0].startswith(SIGN_IN)
    asked = client.post(at_the_door.redirect_chain[-1][0], {"email": editor.email})
    answer = client.post(asked["Location"], {"code": code_for(editor.email)})
    assert answer["Location"] == wanted
    assert client.get(wanted).status_code == 200


def test_editors_come_out_in_the_admin(client):
    assert sign_in(client, make_user("Editor").email)["Location"] == "/admin/"


def test_no_password_opens_anything(client):
    editor = make_user("Editor", password="seven tall lighthouses")
    assert not client.login(username=editor.username, password="seven tall lighthouses")
    typed = {"username": editor.username, "password": "seven tall lighthouses"}
    client.post("/admin/login/", typed)
    assert not is_signed_in(client)
    client.force_login(editor)
    for name in ("admin/password_change", f"admin/auth/user/{editor.pk}/password"):
        assert 'type="password"' not in client.get(f"/{name}/", follow=True).text
    for name in ("accounts/login", "password/reset", "accounts/signup", "network/sign-up"):
        assert client.get(f"/{name}/").status_code == 404


@pytest.mark.parametrize(
    "next, goes_to",
    [
        ("/case-studies/a-z/", "/case-studies/a-z/"),
        ("https://example.net/", ACCOUNT),
        ("//example.net/", ACCOUNT),
        ("/\\example.net", ACCOUNT),
        ("javascript:alert(1)", ACCOUNT),
        # Known to us, and all the same not the site that was asked
        ("http://localhost/", ACCOUNT),
    ],
)
def test_it_leads_on_to_our_own_pages_only(client, member, next, goes_to):
    assert sign_in(client, member.email, next=next)["Location"] == goes_to
    assert client.get(SIGN_IN, {"next": next})["Location"] == goes_to


# Not getting in


def test_a_wrong_code_three_times_ends_it(client, member):
    asked = ask(client, member.email)
    for _ in range(2):
        page = client.post(asked["Location"], {"code": "BBBB-BBBB"})
        assert page.status_code == 200
        assert "not the code of our last letter" in page.text
    assert client.post(asked["Location"], {"code": "BBBB-BBBB"})["Location"] == f"{SIGN_IN}?over"
    answer = client.post(CODE, {"code": code_for(member.email)})
    assert answer["Location"] == f"{SIGN_IN}?over"
    assert not is_signed_in(client)
    assert "Ask for a new code" in client.get(answer["Location"]).text


def test_an_empty_box_is_no_try(client, member):
    asked = ask(client, member.email)
    for _ in range(5):
        assert "Enter the code" in client.post(asked["Location"], {"code": " "}).text
    client.post(asked["Location"], {"code": code_for(member.email)})
    assert is_signed_in(client)


@pytest.mark.parametrize("code", ["", "-", "é", "٣", "a" * 41, "\x00", "' OR 1=1"])
def test_what_is_no_code_is_a_clear_answer(client, member, code):
    asked = ask(client, member.email)
    page = client.post(asked["Location"], {"code": code})
    assert (page.status_code, is_signed_in(client)) == (200, False)
    assert "error-summary" in page.text


@pytest.mark.parametrize("minutes, is_good", [(9, True), (11, False)])
def test_a_code_works_for_ten_minutes(client, member, minutes, is_good):
    now = dt.datetime.now(dt.UTC)
    with time_machine.travel(now, tick=False):
        ask(client, member.email)
    with time_machine.travel(now + dt.timedelta(minutes=minutes), tick=False):
        answer = client.post(CODE, {"code": code_for(member.email)})
    assert is_signed_in(client) is is_good
    assert answer["Location"] == (ACCOUNT if is_good else f"{SIGN_IN}?over")


def test_a_code_works_once_and_in_its_own_browser(client, member):
    ask(client, member.email)
    code = code_for(member.email)
    elsewhere = Client()
    ask(elsewhere, NOBODY)
    elsewhere.post(CODE, {"code": code})
    assert not is_signed_in(elsewhere)
    client.post(CODE, {"code": code})
    client.post(SIGN_OUT)
    assert not is_signed_in(client)
    assert client.post(CODE, {"code": code})["Location"] == f"{SIGN_IN}?over"


def test_the_last_code_is_the_one(client, member):
    ask(client, member.email)
    first = code_for(member.email)
    ask(client, member.email)
    client.post(CODE, {"code": first})
    assert not is_signed_in(client)
    client.post(CODE, {"code": code_for(member.email)})
    assert is_signed_in(client)


def left(member):
    Member.objects.update(left_at=timezone.now(), email="", name="", role="", about="")


def switched_off(member):
    User.objects.filter(pk=member.user_id).update(is_active=False)


@pytest.mark.parametrize("removed", [left, switched_off])
def test_whoever_is_no_member_any_more_gets_no_code(client, member, removed):
    address = member.email
    removed(member)
    ask(client, address)
    assert not Letter.objects.exists()


@pytest.mark.parametrize("removed", [left, switched_off])
def test_whoever_is_removed_before_the_code_is_entered_stays_out(client, member, removed):
    ask(client, member.email)
    removed(member)
    answer = client.post(CODE, {"code": code_for("member@example.org")})
    assert answer["Location"].startswith(SIGN_IN)
    assert not is_signed_in(client)


def test_an_account_that_is_neither_member_nor_staff_gets_no_code(client):
    ask(client, make_user(None).email)
    assert not Letter.objects.exists()


# Staying in


def test_whoever_is_switched_off_is_out_at_the_next_request(client):
    editor = make_user("Editor")
    sign_in(client, editor.email)
    assert client.get("/admin/").status_code == 200
    User.objects.filter(pk=editor.pk).update(is_active=False)
    assert client.get("/admin/").status_code == 302
    assert client.get("/network/account/second-step/")["Location"].startswith(SIGN_IN)


def test_a_session_ends_after_twelve_hours_however_busy(client):
    editor = make_user("Editor")
    begin = dt.datetime.now(dt.UTC)
    with time_machine.travel(begin, tick=False):
        sign_in(client, editor.email)
    for minutes in range(20, 12 * 60, 20):
        with time_machine.travel(begin + dt.timedelta(minutes=minutes), tick=False):
            assert client.get("/admin/").status_code == 200, minutes
    with time_machine.travel(begin + dt.timedelta(hours=12, seconds=1), tick=False):
        assert client.get("/admin/").status_code == 302


def test_signing_out_takes_a_button(client, member):
    sign_in(client, member.email)
    assert "Sign out" in client.get(SIGN_OUT).text
    assert is_signed_in(client)
    assert client.post(SIGN_OUT)["Location"] == "/"
    assert not is_signed_in(client)
    assert client.get(SIGN_OUT)["Location"] == "/"


def test_the_session_is_another_one_afterwards(client, member):
    ask(client, member.email)
    before = client.session.session_key
    client.post(CODE, {"code": code_for(member.email)})
    assert client.session.session_key != before
