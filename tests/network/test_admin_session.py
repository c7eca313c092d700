"""Half an hour away from the admin ends a session, and what was typed meanwhile is given back."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from tests.factories import make_study, make_user
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)


@pytest.fixture
def clock():
    """Stands still until a test moves it on."""
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def editor():
    return make_user("Editor")


def test_half_an_hour_away_from_the_admin_ends_the_session(client, editor, clock):
    sign_in(client, editor.email)
    for _ in range(3):
        clock.shift(dt.timedelta(minutes=29))
        assert client.get("/admin/").status_code == 200
    clock.shift(dt.timedelta(minutes=31))
    answer = client.get("/admin/?all=1")
    assert answer["Location"] == "/network/sign-in/?next=/admin/%3Fall%3D1"
    assert "_auth_user_id" not in client.session


def test_what_was_typed_for_longer_is_given_back(client, editor, clock):
    study = make_study(state="draft", summary="As it was.")
    sign_in(client, editor.email)
    clock.shift(dt.timedelta(minutes=31))
    text = "What took me half an hour to write, <em>with</em> care, and would hurt to type again."
    answer = client.post(
        reverse("admin:casestudies_casestudy_change", args=[study.pk]), {"summary": text}
    )
    assert answer.status_code == 403
    assert text.replace("<", "&lt;").replace(">", "&gt;") in answer.text
    study.refresh_from_db()
    assert study.summary == "As it was."


def test_the_session_is_not_written_for_each_page(client, editor, settings, clock):
    sign_in(client, editor.email)
    first = client.get("/admin/")
    clock.shift(dt.timedelta(seconds=59))
    second = client.get("/admin/")
    clock.shift(dt.timedelta(seconds=2))
    third = client.get("/admin/")
    written = [settings.SESSION_COOKIE_NAME in page.cookies for page in (first, second, third)]
    assert written == [False, False, True]
