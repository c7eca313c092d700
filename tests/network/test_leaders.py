"""Project leaders: told, confirmed, paused, corrected, followed by somebody else, gone."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from collab_directory import outbox
from collab_directory.audit.models import AuditRecord
from collab_directory.limits import Refused
from collab_directory.outbox.models import Letter
from network.actions import leaders
from network.models import Enquiry, Leadership, Link, ProjectLeader
from network.reach import reach
from tests.factories import (
    make_enquiry,
    make_leader,
    make_study,
    make_user,
)

NOON = dt.datetime(2026, 11, 2, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
TODAY = timezone.localdate(NOON)

pytestmark = pytest.mark.django_db


def make_entered(*studies, **fields):
    """A leader whom somebody else has just entered."""
    fields = {
        "told_on": None,
        "confirmed_on": None,
        "consent": "editor",
        "created_at": NOON,
    } | fields
    return make_leader(*studies, **fields)


def letters(kind, to=None):
    found = Letter.objects.filter(template=f"network/{kind}")
    return list(found.filter(to=to) if to else found)


def token_in(address):
    return address.rstrip("/").rsplit("/", 1)[1]


def page_in(letter):
    """The link of a letter, as the site finds it."""
    found = re.search(r"http://testserver/network/leader/([\w-]+)/", letter.text)
    return Link.find(Link.Purpose.LEADER_PAGE, found[1], at=NOON)


# --- The link ------------------------------------------------------------------------------


def test_a_letter_leads_to_the_leaders_own_page_for_thirty_days():
    leader = make_leader()
    address = leaders.letter_link(leader, at=NOON)
    assert address.startswith("http://testserver/network/leader/")

    def found(days):
        return Link.find(Link.Purpose.LEADER_PAGE, token_in(address), at=NOON + days * DAY)

    assert found(0).leader == found(29).leader == leader
    assert found(30) is None


def test_each_letter_has_a_link_of_its_own():
    leader = make_leader()
    assert leaders.letter_link(leader, at=NOON) != leaders.letter_link(leader, at=NOON)


def send_link(address, at=NOON, client="192.0.2.1"):
    leaders.send_link(address, client=client, at=at)
    return letters("leader_link")


def test_a_leader_who_asks_has_a_link_sent():
    leader = make_leader(email="lead@kent.fire.uk")
    [letter] = send_link(" Lead@Kent.fire.uk")
    assert letter.to == "lead@kent.fire.uk"
    assert page_in(letter).leader == leader


@pytest.mark.parametrize(
    "fields",
    [
        {"email": "somebody@else.uk"},
        {"email": "lead@example.org"},
        {"is_active": False},
        {"bounced_at": NOON},
    ],
)
def test_nobody_else_has_one_sent_and_nothing_is_left_of_the_try(fields):
    leader = make_leader(**{"email": "lead@kent.fire.uk"} | fields)
    asked = "lead@kent.fire.uk" if "@else" in leader.email else leader.email
    assert send_link(asked) == []
    assert not Link.objects.exists()
    assert not ProjectLeader.objects.exclude(pk=leader.pk).exists()


@pytest.mark.parametrize("email", ["lead@kent.fire.uk", "nobody@kent.fire.uk"])
def test_the_limits_of_asking_hold_for_every_address(email):
    make_leader(email="lead@kent.fire.uk")
    for n in range(5):
        at = NOON + n * dt.timedelta(minutes=15)
        send_link(email, at=at, client=f"192.0.2.{n}")
        with pytest.raises(Refused):
            send_link(email, at=at + dt.timedelta(minutes=14), client=f"192.0.2.{n}")
    with pytest.raises(Refused):
        send_link(email, at=NOON + dt.timedelta(hours=12), client="192.0.2.9")
    send_link(email, at=NOON + DAY, client="192.0.2.9")


def test_one_client_asks_for_five_addresses_in_an_hour():
    for n in range(5):
        send_link(f"a{n}@kent.fire.uk")
    with pytest.raises(Refused):
        send_link("a5@kent.fire.uk")
    send_link("a5@kent.fire.uk", at=NOON + dt.timedelta(hours=1))


# --- Telling -------------------------------------------------------------------------------


def test_a_leader_is_told_once_what_is_held_and_how_to_object():
    study = make_study(title="Shared station")
    leader = make_entered(study, email="lead@kent.fire.uk", name="Sam Hill")
    assert leaders.tell(leader, at=NOON)
    assert not leaders.tell(leader, at=NOON + DAY)
    [letter] = letters("leader_told")
    assert letter.to == "lead@kent.fire.uk"
    assert letter.html == ""
    held = ["Sam Hill", "lead@kent.fire.uk", leader.role_title, str(leader.organisation)]
    for words in [*held, "Shared station", "entered a published role", "object", "erased"]:
        assert words in letter.text
    assert page_in(letter).leader == leader
    leader.refresh_from_db()
    assert leader.told_on == TODAY
    assert leader.confirmed_on is None


def test_a_study_that_is_not_published_is_not_named_in_a_letter():
    leader = make_entered(make_study(title="Secret plan", state="draft"))
    leaders.tell(leader, at=NOON)
    assert "Secret plan" not in letters("leader_told")[0].text


@pytest.mark.parametrize("email", ["lead@myexample.org", "example.org@kent.fire.uk"])
def test_an_address_that_only_looks_like_a_placeholder_is_told(email):
    leader = make_entered(email=email)
    assert not leader.has_placeholder_address
    assert leaders.tell(leader, at=NOON)


@pytest.mark.parametrize(
    "fields",
    [
        {"email": "lead@example.org"},
        {"email": "lead@police.example"},
        {"email": "lead@sub.example.com"},
        {"is_active": False},
        {"bounced_at": NOON},
        {"told_on": TODAY},
    ],
)
def test_who_is_not_told(fields):
    leader = make_entered(**fields)
    assert not leaders.tell(leader, at=NOON)
    assert leaders.tell_all_due(at=NOON + 40 * DAY) == 0
    assert not Letter.objects.exists()


def test_whoever_was_entered_a_day_ago_is_told_by_themselves():
    make_entered(created_at=NOON)
    assert leaders.tell_all_due(at=NOON + DAY - dt.timedelta(seconds=1)) == 0
    assert leaders.tell_all_due(at=NOON + DAY) == 1
    assert leaders.tell_all_due(at=NOON + DAY) == 0
    assert not ProjectLeader.objects.never_told(NOON + 40 * DAY)


def test_an_unconfirmed_leader_receives_nothing_but_what_is_held(
    django_capture_on_commit_callbacks,
):
    study = make_study()
    leader = make_entered(study)
    leaders.tell(leader, at=NOON)
    assert reach(study, TODAY).leader is None
    assert {letter.template for letter in Letter.objects.filter(to=leader.email)} == {
        "network/leader_told"
    }


# --- Standing ------------------------------------------------------------------------------


def test_a_leader_who_confirms_is_reached():
    study = make_study()
    leader = make_entered(study)
    assert leaders.confirm(leader, at=NOON)
    assert not leaders.confirm(leader, at=NOON)
    assert reach(study, TODAY).leader == leader
    assert leader.told_on == leader.confirmed_on == TODAY
    assert leaders.confirm(leader, at=NOON + DAY)
    assert (leader.told_on, leader.confirmed_on) == (TODAY, TODAY + DAY)


def test_an_editor_confirms_by_hand_and_notes_how():
    leader, editor = make_entered(), make_user("Network manager")
    leaders.confirm(leader, at=NOON, by=editor, note="By telephone, 2 November")
    assert leader.consent_note == "By telephone, 2 November"
    assert AuditRecord.objects.get(action="leader.confirmed").actor == editor


def test_who_has_left_confirms_nothing():
    leader = make_entered(is_active=False)
    assert not leaders.confirm(leader, at=NOON)


@pytest.mark.parametrize("days, taken", [(0, False), (1, True), (183, True), (184, False)])
def test_a_pause_ends_within_six_months(days, taken):
    leader = make_leader()
    until = TODAY + days * DAY
    if not taken:
        with pytest.raises(ValueError, match="six months"):
            leaders.pause(leader, until=until, at=NOON)
    else:
        assert leaders.pause(leader, until=until, at=NOON)
        assert leader.is_paused(until)
        assert not leader.is_paused(until + DAY)


def test_a_pause_sends_questions_to_the_deputy_until_it_ends():
    study = make_study()
    leader, deputy = make_leader(study), make_leader(study)
    leaders.pause(leader, until=TODAY + 9 * DAY, at=NOON)
    assert reach(study, TODAY).leader == deputy
    assert leaders.resume(leader, at=NOON)
    assert not leaders.resume(leader, at=NOON)
    assert reach(study, TODAY).leader == leader


def test_a_leader_corrects_what_is_said_of_them():
    leader = make_leader(name="Sam")
    said = {"role_title": "Station manager", "name": "", "shows_speed": False}
    assert leaders.correct(leader, **said, at=NOON)
    assert not leaders.correct(leader, **said, at=NOON)
    assert (leader.role_title, leader.name, leader.shows_speed) == ("Station manager", "", False)
    record = AuditRecord.objects.get(action="leader.corrected")
    assert record.detail == {"fields": ["role_title", "name", "shows_speed"]}


@pytest.mark.parametrize(
    "days, answer", [(7, "week"), (8, "fortnight"), (14, "fortnight"), (15, "later")]
)
def test_a_leader_says_that_a_question_is_answered(days, answer):
    leader = make_leader()
    asked = make_passed_on(leader)
    at = NOON + days * DAY
    assert leaders.say_answered(leader, reference=asked.reference, at=at)
    asked.refresh_from_db()
    assert asked.answer == answer


def test_a_leader_says_nothing_of_somebody_elses_question():
    asked = make_passed_on(make_leader())
    assert not leaders.say_answered(make_leader(), reference=asked.reference, at=NOON)


def test_an_editor_clears_a_bounce():
    leader, editor = make_leader(bounced_at=NOON, bounce_reason="5.1.1"), make_user("Administrator")
    assert leaders.clear_bounce(leader, by=editor)
    assert not leaders.clear_bounce(leader, by=editor)
    assert (leader.bounced_at, leader.bounce_reason) == (None, "")


# --- Handing over, and leaving -------------------------------------------------------------


def make_passed_on(leader, study=None):
    return make_enquiry(
        study,
        state=Enquiry.State.PASSED_ON,
        leader=leader,
        confirmed_at=NOON,
        passed_on_at=NOON,
    )


def hand_over(leader, email="next@kent.fire.uk", at=NOON):
    return leaders.hand_over(
        leader, name="Kim Lake", role_title="Station manager", email=email, at=at
    )


def line_of(study):
    return [leadership.leader for leadership in study.leaderships.order_by("position", "pk")]


def test_a_successor_stands_behind_until_they_confirm():
    study = make_study()
    leader, deputy = make_leader(study), make_leader(study)
    successor = hand_over(leader)
    assert line_of(study) == [leader, successor, deputy]
    assert (successor.confirmed_on, successor.told_on) == (None, TODAY)
    assert successor.organisation == leader.organisation
    assert reach(study, TODAY).leader == leader
    [letter] = letters("leader_named", to="next@kent.fire.uk")
    assert page_in(letter).leader == successor
    assert leader.email not in letter.text

    assert leaders.confirm(successor, at=NOON + DAY)
    assert reach(study, TODAY + DAY).leader == successor
    leader.refresh_from_db()
    assert (leader.is_active, leader.left_at) == (False, NOON + DAY)
    [thanks] = letters("leader_followed")
    assert thanks.to == leader.email
    assert successor.email not in thanks.text
    assert successor.name not in thanks.text


def test_naming_the_same_person_twice_names_one():
    leader = make_leader(make_study())
    assert hand_over(leader) == hand_over(leader, email="NEXT@kent.fire.uk")
    assert len(letters("leader_named")) == 1


def test_a_leader_who_is_known_gets_the_case_studies_and_stays_who_they_are():
    mine, theirs = make_study(), make_study()
    leader = make_leader(mine)
    known = make_leader(theirs, email="next@kent.fire.uk", role_title="Head of estates")
    assert hand_over(leader) == known
    assert known.role_title == "Head of estates"
    assert line_of(mine) == [leader, known]
    # Having confirmed before is not having agreed to this
    assert reach(mine, TODAY).leader == leader
    leaders.confirm(known, at=NOON)
    assert reach(mine, TODAY).leader == known
    assert line_of(theirs) == [known]


def test_one_who_has_confirmed_today_can_still_take_over_today():
    leader = make_leader(make_study())
    known = make_leader(email="next@kent.fire.uk", confirmed_on=TODAY)
    hand_over(leader)
    assert leaders.confirm(known, at=NOON)
    leader.refresh_from_db()
    assert not leader.is_active


@pytest.mark.parametrize("who", ["themselves", "who left", "whose letters come back"])
def test_who_cannot_follow(who):
    leader = make_leader(make_study(), email="lead@kent.fire.uk")
    fields = {"who left": {"is_active": False}, "whose letters come back": {"bounced_at": NOON}}
    if who != "themselves":
        make_leader(email="next@kent.fire.uk", **fields[who])
    with pytest.raises(leaders.CannotFollow):
        hand_over(leader, email="Lead@kent.fire.uk" if who == "themselves" else "next@kent.fire.uk")
    assert not Letter.objects.exists()


def test_nobody_names_more_than_five_in_a_day():
    leader = make_leader(make_study())
    for n in range(5):
        hand_over(leader, email=f"next{n}@kent.fire.uk")
    with pytest.raises(Refused):
        hand_over(leader, email="next5@kent.fire.uk")
    assert not ProjectLeader.objects.at("next5@kent.fire.uk").exists()


def test_who_leaves_receives_one_last_letter_and_their_links_die():
    study = make_study()
    leader = make_leader(study)
    token = token_in(leaders.letter_link(leader, at=NOON))
    waiting = outbox.post("network/leader_link", to=leader.email, key="x", leader=leader, link="y")
    assert leaders.leave(leader, at=NOON)
    assert not leaders.leave(leader, at=NOON)
    assert (leader.is_active, leader.left_at) == (False, NOON)
    assert reach(study, TODAY).leader is None
    assert Link.find(Link.Purpose.LEADER_PAGE, token, at=NOON) is None
    waiting.refresh_from_db()
    assert waiting.state == Letter.State.CANCELLED
    assert [letter.to for letter in letters("leader_left")] == [leader.email]


def test_questions_that_have_not_arrived_go_to_the_deputy():
    study = make_study()
    leader, deputy = make_leader(study), make_leader(study)
    asked = make_passed_on(leader, study)
    leaders.leave(leader, at=NOON)
    asked.refresh_from_db()
    assert asked.leader == deputy
    assert Leadership.objects.filter(leader=leader).exists()


def test_the_audit_trail_holds_no_name_and_no_address():
    leader = make_entered(make_study(), email="lead@kent.fire.uk", name="Sam Hill")
    leaders.tell(leader, at=NOON)
    leaders.confirm(leader, at=NOON)
    leaders.pause(leader, until=TODAY + DAY, at=NOON)
    leaders.resume(leader, at=NOON)
    leaders.correct(leader, role_title="Head", name="Sam Dale", shows_speed=True, at=NOON)
    leaders.confirm(hand_over(leader), at=NOON)
    records = list(AuditRecord.objects.filter(target_type="network.projectleader"))
    assert {record.action for record in records} >= {"leader.told", "leader.followed"}
    for record in records:
        said = f"{record.target_label} {record.detail}"
        assert not re.search(r"@|Sam|Kim|kent\.fire", said), said
