"""Where somebody is signed in: they see it, and can end it at once."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from network.models import SignIn
from network.sign_in import browsers, sessions
from tests.factories import make_member, make_user
from tests.sign_in import is_signed_in, sign_in

pytestmark = pytest.mark.django_db

PAGE = "/network/account/sign-ins/"
ACCOUNT = "/network/account/"
NOON = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Version/18.5 Mobile/15E148 Safari/604.1"
)


@pytest.fixture
def member():
    return make_member()


@pytest.fixture
def phone(member):
    """Another browser in which the same member is signed in."""
    browser = Client(headers={"user-agent": SAFARI})
    sign_in(browser, member.email)
    return browser


@pytest.fixture
def desk(member, phone):
    """The browser at hand, signed in after the other."""
    browser = Client(headers={"user-agent": FIREFOX})
    sign_in(browser, member.email)
    return browser


def number_of(browser):
    return SignIn.objects.get(session_key=browser.session.session_key).pk


def test_each_browser_is_told_in_plain_words_and_this_one_first(desk):
    page = desk.get(PAGE).text
    assert page.index("Firefox on Windows") < page.index("This browser")
    assert page.index("This browser") < page.index("Safari on iPhone")
    assert page.count("This browser") == 1


def test_nothing_says_from_which_network(member, desk):
    fields = {field.name for field in SignIn._meta.get_fields()}
    assert fields == {"id", "user", "session_key", "browser", "system", "started_at", "used_at"}
    assert "127.0.0.1" not in desk.get(PAGE).text


def test_one_that_is_ended_elsewhere_is_out_at_once(desk, phone):
    assert phone.get(ACCOUNT).status_code == 200
    answer = desk.post(PAGE, {"end": number_of(phone)}, follow=True)
    assert "Signed out in 1 place." in answer.text
    assert phone.get(ACCOUNT).status_code == 302
    assert not is_signed_in(phone)
    assert desk.get(ACCOUNT).status_code == 200
    assert "Safari" not in desk.get(PAGE).text


def test_all_others_end_by_one_press_and_this_one_stays(desk, phone, member):
    third = Client()
    sign_in(third, member.email)
    answer = desk.post(PAGE, {"end": "others"}, follow=True)
    assert "Signed out in 2 places." in answer.text
    assert [browser.get(ACCOUNT).status_code for browser in (phone, third, desk)] == [302, 302, 200]


def test_nobody_ends_those_of_somebody_else(desk):
    stranger = Client()
    sign_in(stranger, make_member().email)
    answer = desk.post(PAGE, {"end": number_of(stranger)}, follow=True)
    assert "It had ended already." in answer.text
    desk.post(PAGE, {"end": "others"})
    assert stranger.get(ACCOUNT).status_code == 200


def test_this_one_ends_only_by_signing_out(desk):
    desk.post(PAGE, {"end": number_of(desk)})
    assert is_signed_in(desk)


@pytest.mark.parametrize("sent", [{}, {"end": ""}, {"end": "\x00"}, {"end": "9" * 30}])
def test_what_is_no_button_of_ours_is_a_clear_answer(desk, sent):
    page = desk.post(PAGE, sent)
    assert page.status_code == 200
    assert "Press one of the buttons" in page.text


def test_looking_ends_nothing(desk, phone):
    desk.get(PAGE)
    desk.head(PAGE)
    assert is_signed_in(phone)


def test_who_signs_out_leaves_nothing_behind(desk, phone):
    phone.post("/network/sign-out/")
    assert SignIn.objects.count() == 1


def test_one_that_ran_out_is_not_shown(desk, member):
    later = timezone.now() + dt.timedelta(hours=12, seconds=1)
    assert sessions.of(member.user, at=timezone.now()).count() == 2
    assert not sessions.of(member.user, at=later).exists()


def test_when_it_was_used_is_written_every_few_minutes_and_not_each_time(client, member):
    with time_machine.travel(NOON, tick=False) as clock:
        sign_in(client, member.email)
        clock.shift(dt.timedelta(minutes=4))
        client.get(ACCOUNT)
        assert SignIn.objects.get().used_at == NOON
        clock.shift(dt.timedelta(minutes=2))
        client.get(ACCOUNT)
        assert SignIn.objects.get().used_at == NOON + dt.timedelta(minutes=6)


def test_using_it_does_not_prolong_it(client, member):
    with time_machine.travel(NOON, tick=False) as clock:
        sign_in(client, member.email)
        clock.shift(dt.timedelta(hours=11, minutes=59))
        assert client.get(ACCOUNT).status_code == 200
        clock.shift(dt.timedelta(minutes=2))
        assert client.get(ACCOUNT).status_code == 302


def test_editors_who_are_no_members_see_theirs(client):
    editor = make_user("Editor")
    sign_in(client, editor.email)
    page = client.get(PAGE)
    assert page.status_code == 200
    assert "To the editors’ pages" in page.text


@pytest.mark.parametrize(
    "said, meant",
    [
        (FIREFOX, ("Firefox", "Windows")),
        (SAFARI, ("Safari", "iPhone")),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", ("Edge", "Windows")),
        (
            "Mozilla/5.0 (Linux; Android 16) SamsungBrowser/29.0 Chrome/136.0 Mobile Safari/537.36",
            ("Samsung Internet", "Android"),
        ),
        ("Mozilla/5.0 (Macintosh) Chrome/140.0 Safari/537.36", ("Chrome", "Mac")),
        ("curl/8.5.0", ("", "")),
        ("", ("", "")),
        ("x" * 100_000 + "Firefox/1", ("", "")),
        ("<script>alert(1)</script>\x00", ("", "")),
    ],
)
def test_a_browser_is_called_by_its_own_name(said, meant):
    assert browsers.read(said) == meant


def test_who_signs_in_where_somebody_else_was_takes_their_place(client, member):
    other = make_member()
    client.force_login(other.user)
    client.force_login(member.user)
    assert client.get(ACCOUNT).status_code == 200
    assert SignIn.objects.filter(user=member.user).count() == 1
