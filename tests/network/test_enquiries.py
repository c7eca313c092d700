"""Enquiries: each is stored once, confirmed, passed on or kept by the group, and forgotten."""

import datetime as dt
import re
import uuid

import pytest
from django.utils import timezone

from collab_directory import limits
from collab_directory.audit.models import AuditRecord
from collab_directory.limits.models import Tally
from collab_directory.outbox.models import Letter
from network.actions import enquiries
from network.models import ConfirmedAddress, Enquiry, Link, ReturnedLetter
from network.reach import Why
from tests.factories import make_enquiry, make_leader, make_study, make_user

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 2, 12, tzinfo=dt.UTC)
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
State, Answer = Enquiry.State, Enquiry.Answer


@pytest.fixture
def study():
    return make_study("Shared station")


@pytest.fixture
def leader(study):
    return make_leader(study, email="planted@fire.uk", name="Planted Name")


def ask(study, at=NOON, *, email="ada@council.uk", client="192.0.2.1", **changes):
    said = {
        "key": uuid.uuid4(),
        "sender": enquiries.Sender("Ada Reader", email, "A council", "Estates officer"),
        "topics": ["costs"],
        "message": "What did it cost?",
        "wants_copy": False,
        "client": client,
        "at": at,
    }
    return enquiries.send(study, **said | changes)


def confirmed(study, at=NOON, **changes):
    enquiry = ask(study, at, **changes)
    assert enquiries.confirm(enquiry, at=at + MINUTE)
    return enquiry


def letters(template, **narrow):
    return Letter.objects.filter(template=f"network/{template}", **narrow)


# --- Sending and confirming ----------------------------------------------------------------


def test_nothing_reaches_the_leader_before_the_address_is_confirmed(study, leader):
    enquiry = ask(study)
    assert enquiry.state == State.RECEIVED
    (letter,) = Letter.objects.all()
    assert (letter.to, letter.template) == ("ada@council.uk", "network/confirm_address")


def test_the_letter_to_confirm_repeats_nothing_that_was_typed(study, leader):
    ask(study, message="Buy at https://spam.example now")
    letter = letters("confirm_address").get()
    assert "spam" not in letter.text + letter.subject
    assert "Ada" not in letter.text + letter.subject


def test_a_confirmed_enquiry_reaches_the_leader_once(study, leader):
    enquiry = ask(study)
    assert enquiries.confirm(enquiry, at=NOON + MINUTE)
    assert not enquiries.confirm(enquiry, at=NOON + 2 * MINUTE)
    assert (enquiry.state, enquiry.leader, enquiry.passed_on_at) == (
        State.PASSED_ON,
        leader,
        NOON + MINUTE,
    )
    letter = letters("enquiry_to_leader").get()
    assert (letter.to, letter.reply_to, letter.html) == ("planted@fire.uk", "ada@council.uk", "")
    for said in (enquiry.reference, "> What did it cost?", "Costs and savings", "Ada Reader"):
        assert said in letter.text
    assert ConfirmedAddress.holds("ADA@council.uk", NOON + 30 * DAY)
    assert not ConfirmedAddress.holds("ada@council.uk", NOON + 31 * DAY)


def test_the_leaders_letter_leads_to_their_own_page(study, leader):
    confirmed(study)
    letter = letters("enquiry_to_leader").get()
    token = letter.text.rstrip().rpartition("/network/leader/")[2].rstrip("/")
    assert Link.find(Link.Purpose.LEADER_PAGE, token, at=NOON).leader == leader


def test_no_line_of_a_message_can_pass_for_our_own_words(study, leader):
    confirmed(study, message="Hello\n\n-- \nTO ANSWER, write to evil@example.com")
    body = letters("enquiry_to_leader").get().text
    assert "> TO ANSWER, write to evil@example.com" in body
    assert "\nTO ANSWER, write" not in body


def test_the_sender_learns_nothing_of_the_leader_but_role_and_organisation(study, leader):
    enquiry = confirmed(study, wants_copy=True)
    for letter in Letter.objects.filter(to=enquiry.email):
        assert "planted@fire.uk" not in letter.text + letter.html + letter.subject + letter.reply_to
        assert "Planted Name" not in letter.text + letter.html + letter.subject
    assert str(leader) in letters("enquiry_passed_on").get().text


@pytest.mark.parametrize("wanted", [True, False])
def test_a_copy_goes_only_to_who_wants_one(study, leader, wanted):
    confirmed(study, wants_copy=wanted)
    assert ("> What did it cost?" in letters("enquiry_passed_on").get().text) == wanted


def test_the_same_form_sent_twice_is_one_enquiry_and_one_letter(study, leader):
    key = uuid.uuid4()
    first = ask(study, key=key)
    again = ask(study, NOON + MINUTE, key=key, message="Something else")
    assert (first.pk, first.reference) == (again.pk, again.reference)
    assert enquiries.status_token(first) == enquiries.status_token(again)
    assert (Enquiry.objects.count(), Letter.objects.count()) == (1, 1)
    assert {len(tally.moments) for tally in Tally.objects.all()} == {1}


def test_a_proven_address_goes_on_at_once_only_if_our_record_agrees(study, leader):
    assert ask(study, is_proven=True).state == State.RECEIVED
    ConfirmedAddress.remember("ada@council.uk", NOON)
    assert ask(study, NOON + MINUTE, is_proven=True).state == State.PASSED_ON
    stranger = ask(make_study(), NOON + HOUR, client="192.0.2.2")
    assert stranger.state == State.RECEIVED


# --- Limits --------------------------------------------------------------------------------


def times_taken(attempts):
    taken = 0
    for attempt in attempts:
        try:
            attempt()
        except limits.Refused:
            return taken
        taken += 1
    return taken


def many(study, count=30, *, apart=MINUTE, client="192.0.2.{}", email="p{}@council.uk"):
    def attempt(n):
        return lambda: ask(study, NOON + n * apart, client=client.format(n), email=email.format(n))

    return [attempt(n) for n in range(count)]


@pytest.mark.parametrize(
    "allowed, attempts",
    [
        (3, {"client": "192.0.2.1"}),
        (10, {"client": "192.0.2.1", "apart": 30 * MINUTE}),
        (2, {"email": "ada@council.uk", "apart": HOUR}),
        (20, {}),
    ],
    ids=["a network in ten minutes", "a network in a day", "sender and leader", "a leader"],
)
def test_each_limit_lets_so_many_through_and_no_more(study, leader, allowed, attempts):
    assert times_taken(many(study, **attempts)) == allowed
    assert Enquiry.objects.count() == Letter.objects.count() == allowed


def test_a_sender_may_ask_five_leaders_a_day():
    studies = [make_study() for _ in range(7)]
    for study in studies:
        make_leader(study)
    attempts = [
        (lambda s=s, n=n: ask(s, NOON + n * HOUR, client=f"192.0.2.{n}"))
        for n, s in enumerate(studies)
    ]
    assert times_taken(attempts) == 5


def test_what_was_refused_left_nothing_behind(study, leader):
    for attempt in many(study, 3, client="192.0.2.1"):
        attempt()
    before = (Enquiry.objects.count(), Letter.objects.count(), Link.objects.count())
    with pytest.raises(limits.Refused) as refused:
        ask(study, NOON + 4 * MINUTE, email="z@council.uk")
    assert refused.value.after == 6 * 60
    assert (Enquiry.objects.count(), Letter.objects.count(), Link.objects.count()) == before


def test_the_letter_to_confirm_comes_again_but_not_often(study):
    enquiry = ask(study)
    moments = [1, 2, 16, 17, 40, 60, 90, 120, 150]
    sent = [enquiries.resend(enquiry, client="", at=NOON + m * MINUTE) for m in moments]
    # At most one in 15 minutes, and five a day with the first
    assert sent == [False, False, True, False, True, True, True, False, False]
    assert letters("confirm_address").count() == 5


def test_the_first_letter_of_another_enquiry_does_not_wait(study):
    ask(study)
    second = ask(make_study(), NOON + MINUTE)
    assert letters("confirm_address").count() == 2
    assert not enquiries.resend(second, client="", at=NOON + 14 * MINUTE)
    assert enquiries.resend(second, client="", at=NOON + 16 * MINUTE)


def test_no_letter_to_confirm_after_two_days_or_when_it_is_confirmed(study):
    enquiry = ask(study)
    assert not enquiries.resend(enquiry, client="", at=NOON + 2 * DAY)
    enquiries.confirm(enquiry, at=NOON + HOUR)
    assert not enquiries.resend(enquiry, client="", at=NOON + HOUR)


def test_a_link_to_confirm_never_outlives_the_enquiry(study):
    enquiry = ask(study)
    enquiries.resend(enquiry, client="", at=NOON + 47 * HOUR)
    ends = Link.objects.filter(purpose=Link.Purpose.CONFIRM_ADDRESS).values_list("expires_at")
    assert {end for (end,) in ends} == {NOON + 2 * DAY}


# --- To whom -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields, why",
    [
        ({"confirmed_on": None}, Why.NOT_CONFIRMED),
        ({"paused_until": dt.date(2026, 11, 2)}, Why.AWAY),
        ({"bounced_at": NOON}, Why.CAME_BACK),
        ({"is_active": False}, Why.NOBODY),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_who_may_not_be_written_to_receives_nothing(study, fields, why, settings):
    settings.CONTACT_EMAIL = "group@example.org"
    make_leader(study, email="planted@fire.uk", **fields)
    enquiry = confirmed(study)
    assert (enquiry.state, enquiry.why, enquiry.leader) == (State.WITH_GROUP, why.value, None)
    assert not Letter.objects.filter(to="planted@fire.uk").exists()
    assert str(why.label) in letters("enquiry_with_group").get().text
    told = letters("enquiry_for_group").get()
    assert told.to == "group@example.org"
    for private in ("Ada", "ada@council.uk", "What did it cost"):
        assert private not in told.text + told.subject + told.reply_to


def test_without_a_leader_or_a_published_study_the_group_has_it(study):
    assert confirmed(study).why == Why.NOBODY
    enquiry = ask(study, NOON + HOUR)
    study.state = "archived"
    study.save()
    enquiries.confirm(Enquiry.objects.get(pk=enquiry.pk), at=NOON + 2 * HOUR)
    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.why) == (State.WITH_GROUP, Why.UNPUBLISHED)


def test_the_deputy_receives_it_while_the_first_is_away(study):
    make_leader(study, paused_until=dt.date(2026, 11, 9))
    deputy = make_leader(study)
    assert confirmed(study).leader == deputy


def test_the_group_passes_on_by_hand_whom_it_found(study, leader):
    leader.confirmed_on = None
    leader.save()
    enquiry, editor = confirmed(study, wants_copy=True), make_user("Network manager")
    later = NOON + DAY
    assert not enquiries.pass_on(enquiry, to=leader, by=editor, at=later)
    leader.confirmed_on = later.date()
    leader.save()
    assert enquiries.pass_on(enquiry, to=leader, by=editor, at=later)
    assert not enquiries.pass_on(enquiry, to=leader, by=editor, at=later)
    assert letters("enquiry_to_leader").count() == 1
    assert "> What did it cost?" in letters("enquiry_with_group").get().text
    assert "> What did it cost?" not in letters("enquiry_passed_on").get().text


def test_an_unconfirmed_enquiry_is_passed_on_by_nobody(study, leader):
    enquiry, editor = ask(study), make_user("Network manager")
    enquiries.hold(enquiry, by=editor, why="Looks odd", at=NOON)
    assert not enquiries.pass_on(enquiry, to=leader, by=editor, at=NOON)


# --- A leader who cannot be reached any more -----------------------------------------------


def bounce(leader, at=NOON + HOUR):
    leader.bounced_at = at
    leader.save()
    return enquiries.reroute(leader, at=at)


def test_what_did_not_arrive_goes_to_the_deputy(study, leader):
    deputy = make_leader(study, email="deputy@fire.uk")
    enquiry = confirmed(study)
    assert bounce(leader) == 1
    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.leader) == (State.PASSED_ON, deputy)
    assert letters("enquiry_to_leader", to="planted@fire.uk").get().state == "cancelled"
    assert letters("enquiry_to_leader", to="deputy@fire.uk").get().state == "queued"
    assert bounce(leader) == 0


def test_without_a_deputy_it_comes_back_to_the_group(study, leader):
    enquiry = confirmed(study)
    bounce(leader)
    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.why) == (State.WITH_GROUP, Why.CAME_BACK)
    assert letters("enquiry_with_group").count() == 1


@pytest.mark.parametrize("came_back, moved", [(True, 1), (False, 0)])
def test_what_arrived_stays_unless_it_came_back(study, leader, came_back, moved):
    confirmed(study)
    letter = letters("enquiry_to_leader").get()
    Letter.objects.filter(pk=letter.pk).update(state="sent", finished_at=NOON)
    if came_back:
        ReturnedLetter.objects.create(
            event_id="1", message_id=letter.message_id, kind="permanent", received_at=NOON
        )
    assert bounce(leader) == moved


# --- What an editor decides ----------------------------------------------------------------


@pytest.fixture
def editor():
    return make_user("Network manager")


def test_what_is_held_waits_and_what_is_released_goes_its_way(study, leader, editor):
    enquiry = ask(study)
    assert enquiries.hold(enquiry, by=editor, why="Looks odd", at=NOON)
    assert enquiries.confirm(enquiry, at=NOON + MINUTE)
    assert enquiry.state == State.HELD
    assert not letters("enquiry_to_leader").exists()
    assert enquiries.release(enquiry, by=editor, at=NOON + HOUR)
    assert not enquiries.release(enquiry, by=editor, at=NOON + HOUR)
    assert (enquiry.state, enquiry.leader) == (State.PASSED_ON, leader)


def test_what_is_released_before_it_is_confirmed_waits_for_that(study, leader, editor):
    enquiry = ask(study)
    enquiries.hold(enquiry, by=editor, why="", at=NOON)
    enquiries.release(enquiry, by=editor, at=NOON)
    assert enquiry.state == State.RECEIVED


def test_what_was_passed_on_cannot_be_held(study, leader, editor):
    assert not enquiries.hold(confirmed(study), by=editor, why="", at=NOON + HOUR)


def test_abuse_stops_every_letter_about_it(study, leader, editor):
    enquiry = confirmed(study)
    assert enquiries.report(enquiry, by=editor, at=NOON + HOUR)
    assert not enquiries.report(enquiry, by=editor, at=NOON + HOUR)
    assert (enquiry.state, enquiry.reported_at) == (State.CLOSED, NOON + HOUR)
    assert set(Letter.objects.values_list("state", flat=True)) == {"cancelled"}


def test_closing_is_done_once_and_deals_with_a_silence(study, leader, editor):
    enquiry = confirmed(study)
    enquiries.say_answer(enquiry, Answer.NO, at=NOON + HOUR)
    assert list(Enquiry.objects.unanswered()) == [enquiry]
    assert enquiries.close(enquiry, by=editor, at=NOON + DAY, note="Rang them")
    assert not enquiries.close(enquiry, by=editor, at=NOON + DAY)
    assert not Enquiry.objects.unanswered().exists()


@pytest.mark.parametrize("by", [None, "Network manager"])
def test_erasing_leaves_a_row_that_says_nothing(study, leader, by):
    enquiry = confirmed(study)
    assert enquiries.erase(enquiry, by=by and make_user(by), at=NOON + DAY)
    assert not enquiries.erase(enquiry, by=None, at=NOON + DAY)
    row = Enquiry.objects.values().get()
    for private in ("Ada", "ada@council.uk", "A council", "Estates", "What did it cost", "costs"):
        assert private not in str(row)
    assert (row["study_id"], row["leader_id"]) == (study.pk, leader.pk)
    assert set(Letter.objects.values_list("state", flat=True)) == {"cancelled"}


def test_the_audit_trail_says_what_was_done_and_nothing_private(study, leader, editor):
    enquiry = confirmed(study)
    enquiries.report(enquiry, by=editor, at=NOON + DAY)
    enquiries.erase(enquiry, by=editor, at=NOON + DAY)
    rows = AuditRecord.objects.about(enquiry).order_by("pk")
    assert [row.action for row in rows] == [
        "enquiry.received",
        "enquiry.confirmed",
        "enquiry.passed_on",
        "enquiry.reported",
        "enquiry.erased",
    ]
    everything = str(list(rows.values()))
    for private in ("ada@council.uk", "Ada", "planted@fire.uk", "Planted", "cost"):
        assert private not in everything


# --- Was it answered? ----------------------------------------------------------------------


def test_each_sender_is_asked_once_after_two_weeks(study, leader):
    confirmed(study)
    assert enquiries.ask_whether_answered(at=NOON + 14 * DAY) == 0
    assert enquiries.ask_whether_answered(at=NOON + 14 * DAY + MINUTE) == 1
    assert enquiries.ask_whether_answered(at=NOON + 20 * DAY) == 0
    assert letters("was_it_answered").get().to == "ada@council.uk"


def test_who_has_said_what_came_of_it_is_not_asked(study, leader):
    enquiry = confirmed(study)
    assert enquiries.say_answer(enquiry, Answer.WITHIN_A_WEEK, at=NOON + DAY)
    assert enquiries.ask_whether_answered(at=NOON + 15 * DAY) == 0


@pytest.mark.parametrize(
    "first, second, taken",
    [
        (Answer.NO, Answer.LATER, True),
        (Answer.NO, Answer.NOT_NEEDED, False),
        (Answer.WITHIN_A_WEEK, Answer.NO, False),
        (Answer.UNKNOWN, Answer.NO, True),
    ],
)
def test_an_answer_is_said_once_but_may_come_after_a_no(study, leader, first, second, taken):
    enquiry = confirmed(study)
    assert enquiries.say_answer(enquiry, first, at=NOON + DAY) == bool(first)
    assert enquiries.say_answer(enquiry, second, at=NOON + 2 * DAY) == taken
    assert enquiry.answer == (second if taken else first)


def test_nothing_is_said_of_what_was_never_passed_on_or_is_erased(study):
    enquiry = confirmed(study)
    assert not enquiries.say_answer(enquiry, Answer.NO, at=NOON)
    make_leader(study)
    erased = confirmed(study, NOON + HOUR)
    enquiries.erase(erased, by=None, at=NOON + DAY)
    assert not enquiries.say_answer(erased, Answer.NO, at=NOON + DAY)


# --- Addresses that would do harm ----------------------------------------------------------


@pytest.mark.parametrize(
    "bad", ["a@council.uk\r\nBcc: b@example.com", "a@council.uk\x0bBcc: b@c.d"]
)
def test_an_address_that_would_add_a_header_is_kept_and_never_sent(study, leader, bad):
    """The form refuses it; a row that came some other way fails alone."""
    enquiry = make_enquiry(study, email=bad, state=State.WITH_GROUP, confirmed_at=timezone.now())
    assert enquiries.pass_on(enquiry, to=leader, by=None, at=NOON)
    assert set(Letter.objects.about(enquiry).values_list("state", flat=True)) == {"failed"}


# --- How the letters look ------------------------------------------------------------------


def every_letter(study):
    make_leader(study)
    confirmed(study, wants_copy=True)
    confirmed(make_study("Nobody's scheme & co"), NOON + HOUR, email="b@council.uk", client="")
    enquiries.ask_whether_answered(at=NOON + 20 * DAY)
    return Letter.objects.order_by("pk")


def test_every_letter_is_sendable_says_why_one_gets_it_and_fetches_nothing(study, settings):
    settings.CONTACT_EMAIL = "group@example.org"
    letters = every_letter(study)
    assert len({letter.template for letter in letters}) == 6
    for letter in letters:
        assert letter.state == "queued", letter.problem
        assert "You get this letter because" in letter.text
        assert "&amp;" not in letter.text + letter.subject
        assert "\n\n\n" not in letter.text
        assert set(re.findall(r"https?://[^/\s]+", letter.text)) == {settings.SITE_URL}
        assert not re.search(r"<(?:img|link|script|iframe)|src=|url\(", letter.html)
        assert set(re.findall(r'href="(https?://[^/"]+)', letter.html)) <= {settings.SITE_URL}


def test_the_words_of_both_parts_lead_to_the_same_page(study):
    for letter in every_letter(study).exclude(html=""):
        (first,) = re.findall(r"/network/(?:confirm|answered)/\S+/", letter.text)
        assert first in letter.html
