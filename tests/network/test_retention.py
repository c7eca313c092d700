"""What is kept about people goes when the privacy page says, and not a second before."""

import datetime as dt
import uuid
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import QuerySet

from casestudies.models import Preview
from casestudies.sheets.models import SheetImport
from collab_directory import audit, limits
from collab_directory.audit.models import AuditRecord
from collab_directory.limits import Limit
from collab_directory.limits.models import Tally
from collab_directory.outbox.models import Letter
from collab_directory.presence.models import OpenForm
from collab_directory.worklist.models import Mark
from network import retention
from network.models import (
    AddressChange,
    Clearing,
    ConfirmedAddress,
    Consent,
    Contribution,
    ContributionQuestion,
    Correction,
    Disclosure,
    EarlierText,
    Enquiry,
    GroupMessage,
    Introduction,
    Link,
    Member,
    MembershipRequest,
    Post,
    ProjectLeader,
    Report,
    ReturnedLetter,
    SignIn,
    Subscription,
)
from network.models.membership import ASKED_BEFORE, QUIET_KEPT
from tests.factories import (
    make_contribution,
    make_correction,
    make_enquiry,
    make_group_message,
    make_introduction,
    make_leader,
    make_member,
    make_reply,
    make_report,
    make_request,
    make_study,
    make_subscription,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db

# A week in which summer time ends: days are counted in hours
START = dt.datetime(2026, 10, 24, 12, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)
RULES = {rule.name: rule for rule in retention.RULES}


def an_unconfirmed_enquiry():
    make_enquiry(created_at=START)
    return lambda: Enquiry.objects.exclude(message="").exists()


def a_delivered_enquiry():
    make_enquiry(state="passed-on", confirmed_at=START, passed_on_at=START)
    return lambda: Enquiry.objects.exclude(email="").exists()


def a_reported_enquiry():
    make_enquiry(state="closed", closed_at=START, reported_at=START)
    return lambda: Enquiry.objects.exclude(name="").exists()


def a_proven_address():
    ConfirmedAddress.remember("ada@council.uk", START)
    return ConfirmedAddress.objects.exists


def a_decided_correction():
    make_correction(state="declined", decided_at=START, email="ada@council.uk")
    return lambda: Correction.objects.exclude(email="").exists()


def an_answered_message():
    make_group_message(state="answered", answered_at=START)
    return lambda: GroupMessage.objects.exclude(message="").exists()


def an_answered_complaint():
    make_group_message(
        subject="data-protection",
        due_on=START.date() + dt.timedelta(days=30),
        state="answered",
        answered_at=START,
    )
    return lambda: GroupMessage.objects.exclude(message="").exists()


def a_leader_who_left():
    make_leader(name="Ada", is_active=False, left_at=START)
    return lambda: ProjectLeader.objects.exclude(email="").exists()


def an_unconfirmed_request():
    make_request(created_at=START)
    return MembershipRequest.objects.exists


def a_declined_request():
    make_request(state="declined", confirmed_at=START, decided_at=START, reason="No.")
    return lambda: MembershipRequest.objects.exclude(email="").exists()


def a_record_of_a_decision():
    asked = make_request(
        state="approved", confirmed_at=START, decided_at=START, decided_by=make_user()
    )
    return lambda: MembershipRequest.objects.filter(pk=asked.pk, decided_by__isnull=False).exists()


def an_earlier_text():
    EarlierText.objects.create(post=make_reply(make_topic()), text="Before", until=START)
    return EarlierText.objects.exists


def a_held_post():
    held = make_reply(make_topic(), state="held", state_at=START)
    return lambda: Post.objects.filter(pk=held.pk).exclude(text="").exists()


def a_settled_report():
    make_report(state="left", decided_at=START)
    return Report.objects.exists


def a_letter():
    Letter.objects.create(
        key="x", template="y", to="ada@council.uk", state="sent", finished_at=START
    )
    return Letter.objects.exists


def a_returned_letter():
    ReturnedLetter.objects.create(event_id="1", kind="permanent", received_at=START)
    return ReturnedLetter.objects.exists


def a_used_link():
    enquiry = make_enquiry(state="closed", closed_at=START + dt.timedelta(days=900))
    Link.make(Link.Purpose.CONFIRM_ADDRESS, enquiry, at=START)
    Link.objects.update(used_at=START)
    return Link.objects.exists


def a_wish_for_another_address():
    member = make_member()
    AddressChange.objects.create(
        member=member, email="ada@council.uk", form_key=uuid.uuid4(), created_at=START
    )
    return AddressChange.objects.exists


def an_open_form():
    OpenForm.objects.create(
        target_type="casestudies.casestudy",
        target_id="1",
        user=make_user("Editor"),
        opened_at=START,
        until=START,
    )
    return OpenForm.objects.exists


def a_spreadsheet():
    SheetImport.objects.create(kind="case-study", by=make_user("Editor"), created_at=START)
    return SheetImport.objects.exists


def a_mark():
    Mark.objects.create(queue="drafts", row="1", by=make_user("Editor"), at=START)
    return Mark.objects.exists


def a_preview():
    preview, _token = Preview.make(make_study(state="draft"), by=make_user("Editor"), at=START)
    Preview.objects.filter(pk=preview.pk).update(expires_at=START)
    return Preview.objects.exists


def a_sign_in():
    SignIn.objects.create(user=make_user(), session_key="x", started_at=START)
    return SignIn.objects.exists


def a_tally():
    limits.take({Limit("x", ((1, dt.timedelta(days=1)),)): "ada"}, at=START)
    return Tally.objects.exists


def an_unconfirmed_subscription():
    make_subscription(state="asked", created_at=START)
    return Subscription.objects.exists


def an_ended_subscription():
    make_subscription(state="ended", ended_at=START)
    return lambda: Subscription.objects.exclude(email="").exists()


def an_agreement():
    ended = make_subscription(state="ended", ended_at=START, email="")
    Consent.objects.create(digest=ended.digest, subscription=ended, event="withdrawn", at=START)
    return lambda: Consent.objects.exists() or Subscription.objects.exists()


def a_name_in_the_trail():
    record = audit.record("user.changed", make_user(), by=make_user("Administrator"))
    QuerySet.update(AuditRecord.objects.filter(pk=record.pk), at=START, target_type="x")
    return lambda: AuditRecord.objects.named().filter(pk=record.pk).exists()


def a_mailed_export():
    Disclosure.objects.create(
        digest="x", way="mailed", why="access", at=START, email="ada@council.uk", token="x",
        expires_at=START + RULES["mailed-exports"].kept,
    )  # fmt: skip
    return lambda: Disclosure.objects.exclude(email="").exists()


def a_disclosure():
    Disclosure.objects.create(digest="x", way="looked-up", why="access", at=START)
    return Disclosure.objects.exists


def an_introduction_that_ended():
    make_introduction(state="declined", created_at=START, ended_at=START)
    return lambda: Introduction.objects.exclude(why="").exists()


def a_reported_introduction():
    make_introduction(created_at=START, reported_at=START, report="Rude.")
    return lambda: Introduction.objects.exclude(report="").exists()


def a_member_of_whom_nothing_is_heard():
    asked_at = START + QUIET_KEPT - ASKED_BEFORE
    make_member(heard_at=START, stay_asked_at=asked_at)
    return lambda: Member.objects.exclude(email="").exists()


def an_idle_draft():
    make_contribution(saved_at=START, warned_at=START)
    return Contribution.objects.exists


def a_published_proposal():
    mine = make_contribution(state="published", decided_at=START, credit="A council")
    mine.questions.create(text="Why?", asked_at=START, answer="So.", answered_at=START)
    return lambda: (
        Contribution.objects.exclude(answers={}).exists()
        or ContributionQuestion.objects.exclude(answer="").exists()
    )


KEPT = {
    "idle-drafts": an_idle_draft,
    "proposals": a_published_proposal,
    "quiet-members": a_member_of_whom_nothing_is_heard,
    "ended-introductions": an_introduction_that_ended,
    "reported-introductions": a_reported_introduction,
    "address-changes": a_wish_for_another_address,
    "names-in-the-trail": a_name_in_the_trail,
    "mailed-exports": a_mailed_export,
    "disclosures": a_disclosure,
    "sign-ins": a_sign_in,
    "marks": a_mark,
    "previews": a_preview,
    "spreadsheets": a_spreadsheet,
    "open-forms": an_open_form,
    "unconfirmed-enquiries": an_unconfirmed_enquiry,
    "delivered-enquiries": a_delivered_enquiry,
    "reported-enquiries": a_reported_enquiry,
    "proven-addresses": a_proven_address,
    "decided-corrections": a_decided_correction,
    "answered-messages": an_answered_message,
    "answered-complaints": an_answered_complaint,
    "leaders-who-left": a_leader_who_left,
    "unconfirmed-requests": an_unconfirmed_request,
    "declined-requests": a_declined_request,
    "approval-records": a_record_of_a_decision,
    "unconfirmed-subscriptions": an_unconfirmed_subscription,
    "ended-subscriptions": an_ended_subscription,
    "agreements": an_agreement,
    "letters": a_letter,
    "earlier-texts": an_earlier_text,
    "unseen-posts": a_held_post,
    "settled-reports": a_settled_report,
    "returned-letters": a_returned_letter,
    "used-links": a_used_link,
    "limits": a_tally,
}


def test_every_rule_is_in_the_table():
    assert set(KEPT) == set(RULES)


@pytest.mark.parametrize("name", KEPT)
def test_each_is_kept_as_long_as_said_and_not_longer(name):
    is_there = KEPT[name]()
    due = START + RULES[name].kept
    assert is_there()
    assert retention.apply_all(at=due - SECOND)[name] == 0
    assert is_there()
    assert retention.due(RULES[name], at=due) == 1
    assert is_there(), "looking took something"
    assert retention.apply_all(at=due)[name] == 1
    assert not is_there()
    assert retention.apply_all(at=due + SECOND)[name] == 0


@pytest.mark.parametrize("name", KEPT)
def test_what_went_is_written_down_as_a_number(name):
    KEPT[name]()
    retention.apply_all(at=START + RULES[name].kept)
    assert list(Clearing.objects.filter(rule=name).values_list("number", flat=True)) == [1]


def test_an_erased_enquiry_still_counts():
    make_enquiry(
        state="passed-on",
        confirmed_at=START,
        passed_on_at=START,
        answer="week",
        answer_told_at=START,
    )
    retention.apply_all(at=START + dt.timedelta(days=31))
    enquiry = Enquiry.objects.get()
    assert enquiry.state == "erased"
    assert (enquiry.answer, enquiry.study_title) == ("week", enquiry.study.title)


def test_what_is_on_its_way_is_not_taken_from_under_the_letter():
    enquiry = make_enquiry(state="passed-on", confirmed_at=START, passed_on_at=START)
    letter = Letter.objects.create(
        key="1",
        template="x",
        to="leader@fire.uk",
        target_type=enquiry._meta.label_lower,
        target_id=str(enquiry.pk),
    )
    retention.apply_all(at=START + dt.timedelta(days=31))
    assert Enquiry.objects.get().message
    Letter.objects.filter(pk=letter.pk).update(state="sent", finished_at=START)
    retention.apply_all(at=START + dt.timedelta(days=31))
    assert not Enquiry.objects.get().message


def test_a_waiting_enquiry_waits_as_long_as_it_must():
    make_enquiry(state="with-group", confirmed_at=START, created_at=START)
    make_enquiry(state="held", confirmed_at=START, created_at=START)
    retention.apply_all(at=START + dt.timedelta(days=3000))
    assert Enquiry.objects.exclude(message="").count() == 2


def test_a_leader_who_left_stays_a_role():
    leader = make_leader(name="Ada", is_active=False, left_at=START, role_title="Lead")
    enquiry = make_enquiry(
        leader=leader, state="closed", confirmed_at=START, closed_at=START + dt.timedelta(days=20)
    )
    retention.apply_all(at=START + dt.timedelta(days=31))
    enquiry.refresh_from_db()
    assert str(enquiry.leader).startswith("Lead, ")
    assert enquiry.leader.name == ""


def test_a_decided_correction_whose_editor_is_gone_goes_too():
    editor = make_user("Publisher")
    make_correction(state="accepted", decided_at=START, decided_by=editor, email="ada@council.uk")
    editor.delete()
    retention.apply_all(at=START + dt.timedelta(days=31))
    assert not Correction.objects.exclude(email="").exists()


def test_of_a_decision_about_a_request_its_dates_and_outcome_stay():
    long_ago = START - dt.timedelta(days=800)
    asked = make_request(
        state="declined",
        confirmed_at=long_ago,
        decided_at=long_ago,
        decided_by=make_user("Network manager"),
        reason="No.",
        interests=["joint-training"],
    )
    retention.apply_all(at=START)
    asked.refresh_from_db()
    assert (asked.state, asked.confirmed_at, asked.decided_at) == ("declined", long_ago, long_ago)
    assert (str(asked.service), str(asked.region)) == ("Police", "Wales")
    assert asked.decided_by is None
    said = (asked.name, asked.email, asked.role, asked.organisation_name, asked.why, asked.reason)
    assert not any(said)
    assert not asked.interests.exists()


def test_requests_that_wait_wait_as_long_as_they_must():
    make_request(state="waiting", created_at=START, confirmed_at=START)
    make_request(state="asked", created_at=START, confirmed_at=START, asked_at=START)
    retention.apply_all(at=START + dt.timedelta(days=3000))
    assert MembershipRequest.objects.exclude(why="").count() == 2


def test_what_was_never_confirmed_stays_on_record_as_a_code():
    asked = make_subscription(state="asked", created_at=START, email="ada@council.uk")
    Consent.objects.create(digest=asked.digest, subscription=asked, event="asked", at=START)
    retention.apply_all(at=START + RULES["unconfirmed-subscriptions"].kept)
    assert Consent.objects.get().subscription is None
    retention.apply_all(at=START + RULES["agreements"].kept)
    assert not Consent.objects.exists()


def test_what_is_active_is_kept_for_as_long_as_it_is():
    make_subscription(email="ada@council.uk")
    retention.apply_all(at=START + dt.timedelta(days=3000))
    assert Subscription.objects.active().get().email == "ada@council.uk"


def test_a_rule_that_fails_does_not_keep_the_others_from_it(monkeypatch):
    def fails(at):
        raise RuntimeError("the disk is full")

    broken = retention.Rule("broken", "", dt.timedelta(), "", "", fails)
    monkeypatch.setattr(retention, "RULES", (broken, *retention.RULES))
    make_enquiry(created_at=START)
    with pytest.raises(ExceptionGroup) as raised:
        retention.apply_all(at=START + dt.timedelta(days=31))
    assert [str(fault) for fault in raised.value.exceptions] == ["the disk is full"]
    assert not Enquiry.objects.exclude(message="").exists()


def test_the_command_looks_first_when_asked_to():
    make_enquiry(created_at=START - dt.timedelta(days=30))
    out = StringIO()
    call_command("run_retention", dry_run=True, stdout=out)
    assert "unconfirmed-enquiries: 1 would go" in out.getvalue()
    assert Enquiry.objects.exclude(message="").exists()
    call_command("run_retention", stdout=out)
    assert "unconfirmed-enquiries: 1\n" in out.getvalue()
    assert not Enquiry.objects.exclude(message="").exists()
