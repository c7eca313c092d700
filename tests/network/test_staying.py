"""Members of whom nothing is heard are asked at 23 months, and erased at 24."""

import datetime as dt
import re

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from collab_directory.audit.models import AuditRecord
from collab_directory.outbox.models import Letter
from network.actions import membership
from network.models import Link, Member
from network.models.membership import ASKED_BEFORE, QUIET_KEPT
from tests.factories import make_member, make_user

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 10, 24, 12, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)
ASKED = NOW + QUIET_KEPT - ASKED_BEFORE
OVER = NOW + QUIET_KEPT


@pytest.fixture
def member():
    return make_member(heard_at=NOW, email="ada@council.uk", name="Ada")


def link(letter):
    return re.search(r"/network/stay/\S+", letter.text)[0]


def test_they_are_asked_after_23_months_and_not_a_second_before(member):
    assert membership.ask_whether_they_stay(at=ASKED - SECOND) == 0
    assert membership.ask_whether_they_stay(at=ASKED) == 1
    assert membership.ask_whether_they_stay(at=ASKED + SECOND) == 0
    letter = Letter.objects.get()
    assert letter.to == "ada@council.uk"
    assert "23 October 2028" in letter.text


def test_they_are_erased_after_24_months_and_not_a_second_before(member):
    membership.ask_whether_they_stay(at=ASKED)
    assert membership.forget_quiet(OVER - SECOND) == 0
    assert Member.objects.get().name == "Ada"
    assert membership.forget_quiet(OVER) == 1
    assert membership.forget_quiet(OVER + SECOND) == 0
    erased = Member.objects.get()
    assert (erased.name, erased.email, erased.user, erased.handle) == ("", "", None, None)
    assert not User.objects.filter(pk=member.user.pk).exists()
    assert AuditRecord.objects.latest("pk").action == "member.lapsed"


def test_nobody_is_erased_who_was_not_asked_a_month_before(member):
    """The daily work may have stood still for long."""
    late = OVER + dt.timedelta(days=200)
    assert membership.forget_quiet(late) == 0
    membership.ask_whether_they_stay(at=late)
    assert f"{timezone.localtime(late + ASKED_BEFORE):%-d %B %Y}" in Letter.objects.get().text
    assert membership.forget_quiet(late + ASKED_BEFORE - SECOND) == 0
    assert membership.forget_quiet(late + ASKED_BEFORE) == 1


def test_signing_in_is_an_answer(client, member):
    membership.ask_whether_they_stay(at=ASKED)
    client.force_login(member.user)
    member.refresh_from_db()
    assert member.stay_asked_at is None
    assert timezone.now() - member.heard_at < dt.timedelta(minutes=1)


def test_an_editor_who_is_silent_stays_an_editor():
    editor = make_user("Editor")
    make_member(user=editor, heard_at=NOW, stay_asked_at=ASKED)
    assert membership.forget_quiet(OVER) == 1
    assert User.objects.filter(pk=editor.pk, is_staff=True).exists()


# --- The button --------------------------------------------------------------------------------


@pytest.fixture
def address():
    """Of somebody who was asked just now."""
    now = timezone.now()
    make_member(heard_at=now - QUIET_KEPT + ASKED_BEFORE)
    membership.ask_whether_they_stay(at=now)
    return link(Letter.objects.get())


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_the_link_changes_nothing(client, address, method):
    before = Member.objects.values().get()
    assert getattr(client, method)(address).status_code == 200
    assert Member.objects.values().get() == before


def test_pressing_the_button_starts_two_years_anew(client, address):
    assert "You stay a member" in client.post(address).text
    member = Member.objects.get()
    assert member.stay_asked_at is None
    assert not Member.objects.to_ask_whether_they_stay(timezone.now()).exists()
    assert client.post(address).status_code == 404
    assert not Member.objects.exclude(left_at=None).exists()


@pytest.mark.parametrize("why", ["left", "moved", "late"])
def test_a_link_that_leads_nowhere_reads_like_one_that_never_was(client, address, why):
    if why == "left":
        membership.leave(Member.objects.get(), at=timezone.now())
    elif why == "moved":
        Member.objects.update(email="new@council.uk")
    else:
        Link.objects.update(expires_at=timezone.now())
    for method in ("get", "post"):
        gone = getattr(client, method)(address)
        assert gone.status_code == 404
        assert gone.content == getattr(client, method)("/network/stay/never-was/").content
