"""Letters to subscribers, members and applicants that come back, or that somebody complains of."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from collab_directory.audit.models import AuditRecord
from collab_directory.outbox.models import Letter
from network.actions import alerts, membership, returned
from network.actions.returned import Notice
from network.models import Consent, DoNotMail, Link, ReturnedLetter, Subscription
from tests.factories import (
    make_letter,
    make_member,
    make_request,
    make_study,
    make_subscription,
    make_user,
)
from tests.forms import fill_in
from tests.sign_in import sign_in

NOON = dt.datetime(2026, 11, 2, 12, tzinfo=dt.UTC)
ADA = "ada@council.uk"
Kind = ReturnedLetter.Kind
Method = Consent.Method

pytestmark = pytest.mark.django_db


def came_back(address=ADA, kind=Kind.PERMANENT, template="network/alert_weekly", event="1"):
    letter = make_letter(to=address, template=template, state="sent")
    notice = Notice(event, kind, letter.message_id, "5.1.1", f"no such user {address}")
    return returned.take(notice, at=NOON)


def again(thing):
    thing.refresh_from_db()
    return thing


# Alerts


def test_alerts_to_an_address_that_takes_none_wait_and_say_why():
    mine, other = (
        make_subscription(email=ADA),
        make_subscription("q=station", email="ADA@council.uk"),
    )
    stranger = make_subscription()
    assert came_back()
    for one in (mine, other):
        assert again(one).bounced_at == NOON
        assert "no such user" in one.bounce_reason
        assert "@" not in one.bounce_reason
        assert one.state == Subscription.State.ACTIVE
    assert again(stranger).bounced_at is None
    assert list(Subscription.objects.receiving(NOON.date())) == [stranger]
    assert ReturnedLetter.objects.get().handled_at == NOON
    assert AuditRecord.objects.filter(action="subscription.letters_returned").count() == 2


def test_nothing_new_is_written_to_it_until_letters_arrive(django_capture_on_commit_callbacks):
    mine = make_subscription(email=ADA, often="at-once")
    came_back()
    with django_capture_on_commit_callbacks(execute=True):
        issue = alerts.announce(make_study(), at=timezone.now())
        alerts.reopen(issue, at=timezone.now())
    assert not Letter.objects.about(issue).exists()
    assert alerts.arrive_again(mine, at=NOON)
    assert not alerts.arrive_again(mine, at=NOON)
    with django_capture_on_commit_callbacks(execute=True):
        issue = alerts.announce(make_study(), at=timezone.now())
        alerts.reopen(issue, at=timezone.now())
    assert Letter.objects.about(issue).get().to == ADA


def test_what_waits_to_be_sent_is_taken_back(django_capture_on_commit_callbacks):
    make_subscription(email=ADA, often="at-once")
    with django_capture_on_commit_callbacks(execute=True):
        issue = alerts.announce(make_study(), at=timezone.now())
        alerts.reopen(issue, at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        came_back()
    assert Letter.objects.about(issue).get().state == Letter.State.CANCELLED


def test_the_subscriber_sees_it_and_goes_on_by_a_button(client):
    mine = make_subscription(email=ADA)
    came_back()
    own = reverse("network:updates_own", args=[alerts.page_token(mine, at=NOON)])
    page = client.get(own)
    assert "came back on 2 November 2026" in page.text
    assert again(mine).bounced_at == NOON
    answer = client.post(own, {"end": "arrive"}, follow=True)
    assert "We write to you again." in answer.text
    assert again(mine).bounced_at is None
    assert "came back" not in answer.text


def test_an_editor_sees_it_and_goes_on_by_a_button(client):
    mine = make_subscription(email=ADA)
    came_back()
    manager = make_user("Network manager")
    client.force_login(manager)
    assert "letters came back" in client.get(reverse("admin:network_subscription_changelist")).text
    page = client.get(reverse("admin:network_subscription_change", args=[mine.pk]))
    assert "no such user" in page.text
    client.post(reverse("admin:network_subscription_arrive", args=[mine.pk]))
    assert again(mine).bounced_at is None
    assert AuditRecord.objects.get(action="subscription.letters_arrive").actor == manager


def test_a_button_in_a_letter_shows_that_letters_arrive():
    mine = make_subscription(email=ADA)
    came_back()
    asked = make_subscription("q=drones", email=ADA, state="asked")
    alerts.confirm(asked, client="", at=NOON)
    assert again(mine).bounced_at is None


def test_a_complaint_ends_all_alerts_for_good():
    mine = make_subscription(email=ADA)
    asked = make_subscription("q=drones", email=ADA, state="asked")
    stranger = make_subscription()
    assert came_back(kind=Kind.COMPLAINT)
    assert again(mine).state == Subscription.State.ENDED
    assert not Subscription.objects.filter(pk=asked.pk).exists()
    assert again(stranger).state == Subscription.State.ACTIVE
    withdrawn = Consent.objects.get(subscription=mine, event="withdrawn")
    assert (withdrawn.method, withdrawn.at) == (Method.COMPLAINT, NOON)
    assert DoNotMail.objects.get().digest == mine.digest
    assert ADA not in str(DoNotMail.objects.values())


def test_who_complained_is_not_written_to_and_nobody_can_tell(client):
    make_subscription(email=ADA)
    came_back(kind=Kind.COMPLAINT)
    before = Letter.objects.count()
    answers = []
    for address in (ADA, "somebody-else@council.uk"):
        answer = fill_in(client, "/updates/", {"often": "weekly", "email": address})
        answers.append((answer.status_code, answer["Location"]))
    assert answers[0] == answers[1]
    new = Letter.objects.order_by("pk")[before:]
    assert [letter.to for letter in new] == ["somebody-else@council.uk"]
    assert Link.objects.filter(subscription__email=ADA, purpose="confirm-subscription").count() == 0


def test_who_asks_the_group_is_taken_off_the_list(client):
    mine = make_subscription(email=ADA)
    came_back(kind=Kind.COMPLAINT)
    client.force_login(make_user("Network manager"))
    client.post(reverse("admin:network_subscription_allow", args=[mine.pk]))
    assert not DoNotMail.objects.exists()
    assert again(mine).state == Subscription.State.ENDED


def test_a_complaint_of_a_letter_that_was_no_alert_lists_nobody():
    assert came_back(kind=Kind.COMPLAINT, template="network/enquiry_receipt")
    assert not DoNotMail.objects.exists()
    assert ReturnedLetter.objects.get().handled_at is None


def test_what_comes_back_for_now_changes_nothing():
    mine = make_subscription(email=ADA)
    came_back(kind=Kind.TEMPORARY)
    assert again(mine).bounced_at is None


def test_the_same_event_twice_is_one():
    mine = make_subscription(email=ADA)
    came_back()
    alerts.arrive_again(mine, at=NOON)
    letter = Letter.objects.get()
    assert not returned.take(Notice("1", Kind.PERMANENT, letter.message_id), at=NOON)
    assert again(mine).bounced_at is None


# Members and applicants


@pytest.mark.parametrize("kind", [Kind.PERMANENT, Kind.COMPLAINT])
def test_a_member_whose_letter_came_back_is_shown_to_the_group(client, kind):
    member = make_member(email=ADA)
    came_back(kind=kind, template="account/code")
    assert again(member).bounced_at == NOON
    manager = make_user("Network manager")
    client.force_login(manager)
    assert "member whose letters come back" in client.get("/admin/").text
    page = client.get(reverse("admin:network_member_changelist") + "?letters=bounced").text
    assert str(member) in page
    client.post(reverse("admin:network_member_arrive", args=[member.pk]))
    assert (again(member).bounced_at, member.bounce_reason) == (None, "")
    assert AuditRecord.objects.get(action="member.letters_arrive").actor == manager


def test_the_code_of_a_letter_shows_that_letters_arrive(client):
    member, mine = make_member(email=ADA), make_subscription(email=ADA)
    came_back()
    sign_in(client, ADA)
    assert again(member).bounced_at is None
    assert again(mine).bounced_at is None


def test_an_applicant_whose_letter_came_back_is_shown_to_the_group(client):
    asked = make_request(email=ADA, state="waiting")
    unconfirmed = make_request(email=ADA)
    came_back(template="network/membership_question")
    assert again(asked).bounced_at == NOON
    assert again(unconfirmed).bounced_at is None  # it vanishes by itself
    client.force_login(make_user("Network manager"))
    address = reverse("admin:network_membershiprequest_changelist") + "?waits=bounced"
    assert asked.reference in client.get(address).text
    page = client.get(reverse("admin:network_membershiprequest_change", args=[asked.pk]))
    assert "no such user" in page.text
    client.post(reverse("admin:network_membershiprequest_arrive", args=[asked.pk]))
    assert again(asked).bounced_at is None


def test_nothing_of_it_stays_of_who_left():
    member = make_member(email=ADA)
    came_back()
    assert again(member).bounce_reason
    membership.leave(member, at=NOON)
    assert (again(member).bounced_at, member.bounce_reason) == (None, "")


def test_a_letter_that_was_refused_at_once_counts_too():
    mine = make_subscription(email=ADA)
    letter = make_letter(to=ADA, template="network/alert_weekly")
    assert letter.claim(timezone.now() + dt.timedelta(days=1))
    assert letter.mark_failed(NOON, "The mail server answered 550: no such user.")
    assert again(mine).bounced_at == NOON
