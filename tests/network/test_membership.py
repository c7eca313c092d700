"""From the wish to join to membership: each step once, whoever presses how often."""

import datetime as dt
import re
import uuid

import pytest
from django.contrib.auth.models import User

from casestudies.editorial import NotAllowed, NotPossible
from collab_directory.audit.models import AuditRecord
from collab_directory.outbox.models import Letter
from network import wordings
from network.actions import membership
from network.models import Link, Member, MembershipRequest
from network.models.membership import DECIDED_WITHIN
from tests.factories import (
    make_member,
    make_organisation,
    make_region,
    make_request,
    make_services,
    make_types,
    make_user,
)

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
ADDRESS = "ada@kent.police.uk"


@pytest.fixture
def manager():
    return make_user("Network manager")


def asks(*, email=ADDRESS, key=None, client="192.0.2.1", at=NOW, **changes):
    applicant = membership.Applicant(
        name="Ada Applicant",
        email=email,
        organisation=make_organisation("Kent Police"),
        other_organisation="",
        service=make_services("police")[0],
        role="Area manager",
        region=make_region("south-east"),
        interests=make_types("shared-premises"),
    )
    given = {
        "why": "We plan a shared station.",
        "wants_listing": True,
        "consent_version": wordings.JOINING_NOW,
    } | changes
    return membership.ask(applicant, key=key or uuid.uuid4(), client=client, at=at, **given)


def letters(*templates):
    sent = Letter.objects.order_by("pk").values_list("template", "to")
    named = [(template.removeprefix("network/membership_"), to) for template, to in sent]
    return [to for template, to in named if template in templates]


def actions_about(thing):
    found = AuditRecord.objects.about(thing).order_by("pk")
    return [record.action.removeprefix("membership.") for record in found]


# --- Asking --------------------------------------------------------------------------------


def test_the_letter_to_confirm_says_nothing_that_was_typed():
    asks()
    letter = Letter.objects.get()
    everything = letter.subject + letter.text + letter.html + letter.reply_to
    for typed in ("Ada", "Area manager", "Kent Police", "shared station"):
        assert typed not in everything
    assert re.search(r"http://testserver/network/requests/confirm/[\w-]{32}/\n", letter.text)
    assert re.search(r"http://testserver/network/requests/[0-9a-f]{64}/\n", letter.text)


def test_a_member_is_told_that_they_are_one_and_how_to_sign_in():
    make_member(email=ADDRESS.upper())
    asked = asks()
    letter = Letter.objects.get()
    assert letter.template == "network/membership_known"
    assert "You are a member" in letter.subject
    assert "http://testserver/network/sign-in/\n" in letter.text
    assert "/confirm/" not in letter.text
    assert asked.state == "received"


def test_who_waits_already_is_sent_to_the_first_request():
    first = make_request(email=ADDRESS.upper(), state="waiting")
    asks()
    letter = Letter.objects.get()
    assert letter.template == "network/membership_open"
    assert f"/network/requests/{membership.status_token(first)}/" in letter.text
    assert "/confirm/" not in letter.text


def test_one_who_left_or_was_declined_asks_like_anybody():
    make_member(
        email="", name="", role="", left_at=NOW, is_listed=False, user=make_user(username=ADDRESS)
    )
    make_request(email=ADDRESS, state="declined")
    asks()
    assert letters("confirm") == [ADDRESS]


def test_the_letter_goes_out_again_after_a_quarter_of_an_hour_and_for_a_week():
    asked = asks()
    again = {"client": "192.0.2.2"}
    assert not membership.resend(asked, at=NOW + dt.timedelta(minutes=14), **again)
    assert membership.resend(asked, at=NOW + dt.timedelta(minutes=16), **again)
    assert membership.resend(asked, at=NOW + 6 * DAY + 23 * HOUR, **again)
    assert not membership.resend(asked, at=NOW + 7 * DAY, **again)
    assert letters("confirm") == [ADDRESS] * 3
    last = Link.objects.filter(purpose=Link.Purpose.CONFIRM_REQUEST).latest("pk")
    assert last.expires_at == NOW + 7 * DAY


def test_five_letters_a_day_to_one_address():
    asked = asks()
    for n in range(1, 8):
        membership.resend(asked, client=f"192.0.2.{n}", at=NOW + n * HOUR)
    assert len(letters("confirm")) == 5


# --- Confirming ----------------------------------------------------------------------------


def test_a_confirmed_request_is_with_the_group_once():
    asked = asks()
    assert membership.confirm(asked, at=NOW + HOUR)
    assert not membership.confirm(asked, at=NOW + 2 * HOUR)
    asked.refresh_from_db()
    assert (asked.state, asked.confirmed_at) == ("waiting", NOW + HOUR)
    assert asked.decided_by_day == (NOW + HOUR + DECIDED_WITHIN).date()
    assert letters("for_group") == ["working-group@example.org"]
    letter = Letter.objects.get(template="network/membership_for_group")
    for private in ("Ada", ADDRESS, "Kent Police", "shared station"):
        assert private not in letter.subject + letter.text
    assert actions_about(asked) == ["asked", "confirmed"]


def test_of_two_requests_from_one_address_one_waits():
    first, second = asks(), asks(at=NOW + HOUR)
    assert membership.confirm(second, at=NOW + 2 * HOUR)
    assert not membership.confirm(first, at=NOW + 2 * HOUR)
    first.refresh_from_db()
    assert first.state == "received"
    assert letters("for_group") == ["working-group@example.org"]


def test_a_member_who_presses_an_older_button_does_not_wait():
    asked = asks()
    make_member(email=ADDRESS)
    assert not membership.confirm(asked, at=NOW)
    assert not MembershipRequest.objects.open().exists()


# --- Deciding ------------------------------------------------------------------------------


def test_approving_makes_a_member_with_an_account_that_has_no_password(manager):
    asked = make_request(
        email="Ada@kent.police.uk",
        organisation=make_organisation("Kent Police"),
        state="waiting",
        wants_listing=True,
        interests=["shared-premises"],
    )
    assert membership.approve(asked, by=manager, at=NOW)
    member = Member.objects.get()
    assert (member.user.username, member.user.email) == (ADDRESS, ADDRESS)
    assert not member.user.has_usable_password()
    assert not member.user.is_staff
    assert not member.user.groups.exists()
    assert member.is_listed
    for name in ("name", "email", "organisation", "service", "role", "region", "consent_version"):
        assert getattr(member, name) == getattr(asked, name), name
    assert [one.slug for one in member.interests.all()] == ["shared-premises"]
    assert not member.shows("name")
    assert list(Member.objects.active()) == [member]
    asked.refresh_from_db()
    assert (asked.state, asked.decided_by, asked.decided_at) == ("approved", manager, NOW)
    assert letters("welcome") == ["Ada@kent.police.uk"]
    welcome = " ".join(Letter.objects.get().text.split())
    assert "your address only one whom you have agreed to be introduced to" in welcome
    assert "propose a case study" in welcome


def test_deciding_twice_changes_nothing(manager):
    asked = make_request(state="waiting")
    stale = MembershipRequest.objects.get()
    assert membership.approve(asked, by=manager, at=NOW)
    assert not membership.approve(stale, by=manager, at=NOW + HOUR)
    assert not membership.decline(stale, by=manager, at=NOW + HOUR, reason="No.")
    assert not membership.ask_question(stale, by=manager, at=NOW + HOUR, text="Who?")
    assert Member.objects.count() == 1
    assert len(letters("welcome", "declined", "question")) == 1
    assert actions_about(asked) == ["approved"]
    assert AuditRecord.objects.get().actor == manager


def test_what_is_recorded_names_no_applicant(manager):
    asked = asks()
    membership.confirm(asked, at=NOW)
    membership.ask_question(asked, by=manager, at=NOW, text="Ada, which station?")
    membership.answer_question(asked, "The one in Kent.", at=NOW)
    membership.decline(asked, by=manager, at=NOW, reason="Ada, not now.")
    recorded = repr(list(AuditRecord.objects.values()))
    for private in ("Ada", ADDRESS, "Kent", "station"):
        assert private not in recorded


def test_an_editor_at_the_address_becomes_a_member_and_keeps_their_rights(manager):
    editor = make_user("Editor", username=ADDRESS, password="correct horse")
    membership.approve(make_request(email=ADDRESS.upper(), state="waiting"), by=manager, at=NOW)
    assert Member.objects.get().user == editor
    editor.refresh_from_db()
    assert editor.is_staff
    assert editor.check_password("correct horse")
    assert [group.name for group in editor.groups.all()] == ["Editor"]
    assert User.objects.count() == 2


def test_an_account_is_known_by_its_address_too(manager):
    known = make_user(username="ada")
    User.objects.filter(pk=known.pk).update(email=ADDRESS)
    membership.approve(make_request(email=ADDRESS, state="waiting"), by=manager, at=NOW)
    assert Member.objects.get().user == known


def test_an_account_that_was_switched_off_is_not_switched_on_again(manager):
    make_user("Editor", username=ADDRESS, is_active=False)
    asked = make_request(email=ADDRESS, state="waiting")
    with pytest.raises(NotPossible, match="switched off"):
        membership.approve(asked, by=manager, at=NOW)
    asked.refresh_from_db()
    assert asked.state == "waiting"
    assert not Member.objects.exists()
    assert not letters("welcome")


def test_who_belongs_already_is_not_made_a_member_again(manager):
    member = make_member(email=ADDRESS, name="As it was")
    assert membership.approve(make_request(email=ADDRESS, state="waiting"), by=manager, at=NOW)
    assert Member.objects.get() == member
    assert Member.objects.get().name == "As it was"


def test_one_who_left_comes_back_as_a_new_member(manager):
    account = make_user(username=ADDRESS)
    make_member(email="", name="", role="", left_at=NOW, user=account)
    membership.approve(make_request(email=ADDRESS, state="waiting"), by=manager, at=NOW)
    assert Member.objects.active().get().user == account
    assert Member.objects.count() == 2


def test_a_decision_needs_a_confirmed_address(manager):
    asked = make_request()
    assert not membership.approve(asked, by=manager, at=NOW)
    assert not membership.decline(asked, by=manager, at=NOW, reason="No.")
    assert not membership.ask_question(asked, by=manager, at=NOW, text="Who?")
    assert not Member.objects.exists()
    assert not Letter.objects.exists()


def test_who_is_declined_hears_why(manager):
    asked = make_request(email=ADDRESS, state="waiting")
    with pytest.raises(NotPossible):
        membership.decline(asked, by=manager, at=NOW, reason=" ")
    assert membership.decline(asked, by=manager, at=NOW, reason="Members of the public cannot.")
    assert "Members of the public cannot." in Letter.objects.get().text
    assert not Member.objects.exists()


def test_a_question_and_its_answer(manager):
    asked = make_request(email=ADDRESS, state="waiting")
    with pytest.raises(NotPossible):
        membership.ask_question(asked, by=manager, at=NOW, text="")
    assert not membership.answer_question(asked, "Unasked", at=NOW)
    assert membership.ask_question(asked, by=manager, at=NOW, text="Which station?")
    assert not membership.ask_question(asked, by=manager, at=NOW, text="Which station?")
    assert "Which station?" in Letter.objects.get().text
    assert not membership.answer_question(asked, " ", at=NOW + DAY)
    assert membership.answer_question(asked, "The one in Kent.", at=NOW + DAY)
    assert not membership.answer_question(asked, "Or another.", at=NOW + DAY)
    asked.refresh_from_db()
    assert (asked.state, asked.answer) == ("waiting", "The one in Kent.")
    assert asked.decided_by_day == (NOW + DAY + DECIDED_WITHIN).date()
    # The pair stays as it was said
    assert not membership.ask_question(asked, by=manager, at=NOW, text="And why?")
    assert letters("for_group") == ["working-group@example.org"]


def test_silence_brings_a_request_back_to_the_group(manager):
    asked = make_request(state="waiting")
    membership.ask_question(asked, by=manager, at=NOW, text="Which station?")
    waiting = MembershipRequest.objects.for_the_group
    assert not waiting(NOW + 14 * DAY - dt.timedelta(seconds=1)).exists()
    assert waiting(NOW + 14 * DAY).exists()
    assert membership.decline(asked, by=manager, at=NOW + 15 * DAY, reason="No answer came.")


VERBS = {
    "approve": {},
    "decline": {"reason": "No."},
    "ask_question": {"text": "Who?"},
    "erase": {},
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("role", ["Editor", "Publisher", None])
def test_only_who_looks_after_people_decides(verb, role):
    asked = make_request(state="waiting")
    with pytest.raises(NotAllowed):
        getattr(membership, verb)(asked, by=make_user(role), at=NOW, **VERBS[verb])
    assert MembershipRequest.objects.waiting().exists()


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("role", ["Network manager", "Administrator", "superuser"])
def test_nobody_decides_about_themselves(verb, role):
    asked = make_request(email="Ada@Kent.police.uk", state="waiting")
    by_name = make_user(role, username=ADDRESS)
    by_address = make_user(role, username="ada")
    by_address.email = ADDRESS
    for own in (by_name, by_address):
        with pytest.raises(NotAllowed, match="your own request"):
            getattr(membership, verb)(asked, by=own, at=NOW, **VERBS[verb])
    assert MembershipRequest.objects.waiting().exists()
    assert not Letter.objects.exists()
