"""Buttons pressed twice, and notes that come from two sides, at the same moment."""

import datetime as dt

import pytest
from django.utils import timezone

from collab_directory.audit.models import AuditRecord
from collab_directory.outbox.models import Letter
from network.actions import enquiries, leaders, returned
from network.models import Enquiry, ProjectLeader, ReturnedLetter
from tests.at_once import at_once
from tests.factories import make_enquiry, make_leader, make_study

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ROUNDS = 10


def now():
    return timezone.now()


def of(leader):
    """As another request reads it."""
    return ProjectLeader.objects.select_related("organisation").get(pk=leader.pk)


def number(action, leader):
    return AuditRecord.objects.about(leader).filter(action=action).count()


@pytest.mark.parametrize("action, done", [("confirm", "confirmed"), ("leave", "left")])
def test_a_button_pressed_four_times_at_once_is_pressed_once(action, done):
    for _round in range(ROUNDS):
        leader = make_leader(make_study())
        act = getattr(leaders, action)
        results = at_once(*[lambda: act(of(leader), at=now())] * 4)  # noqa: B023
        assert sorted(results) == [False, False, False, True]
        assert number(f"leader.{done}", leader) == 1


def hand_over(leader, email):
    return leaders.hand_over(of(leader), name="", role_title="Lead", email=email, at=now())


def test_two_leaders_who_name_the_same_person_at_once_name_one():
    for n in range(ROUNDS):
        study = make_study()
        both = make_leader(study), make_leader(study)
        email = f"next{n}@kent.fire.uk"
        named = at_once(*[lambda one=one: hand_over(one, email) for one in both * 2])  # noqa: B023
        assert {of(successor).email for successor in named} == {email}
        assert len({successor.pk for successor in named}) == 1
        assert study.leaderships.count() == 3
        assert Letter.objects.filter(template="network/leader_named", to=email).count() == 2


def test_leader_deputy_and_successor_change_at_once_and_nobody_waits_in_a_circle():
    for n in range(ROUNDS):
        study = make_study()
        leader, deputy = make_leader(study), make_leader(study)
        successor = hand_over(leader, f"after{n}@kent.fire.uk")
        asked = make_enquiry(study, state=Enquiry.State.WITH_GROUP, confirmed_at=now())
        enquiries.pass_on(asked, to=leader, by=None, at=now())
        number_of = {
            letter.to: letter.message_id
            for letter in Letter.objects.filter(template="network/enquiry_to_leader")
        }
        notes = [
            returned.Notice(f"{n}.{k}", ReturnedLetter.Kind.PERMANENT, number_of[leader.email])
            for k in range(2)
        ]
        until = timezone.localdate() + dt.timedelta(days=9)
        results = at_once(
            *[lambda note=note: returned.take(note, at=now()) for note in notes],
            lambda: leaders.confirm(of(successor), at=now()),  # noqa: B023
            lambda: leaders.pause(of(deputy), until=until, at=now()),  # noqa: B023
            lambda: leaders.leave(of(deputy), at=now()),  # noqa: B023
            lambda: leaders.confirm(of(leader), at=now()),  # noqa: B023
        )
        assert [result for result in results if isinstance(result, Exception)] == []
        assert not of(leader).is_reachable(timezone.localdate())
        asked.refresh_from_db()
        assert asked.leader != leader


def test_the_same_note_from_two_sides_at_once_is_one():
    leader = make_leader(make_study())
    note = returned.Notice("1", ReturnedLetter.Kind.PERMANENT, "<x@testserver>")
    results = at_once(*[lambda: returned.take(note, at=now())] * 6)
    assert sorted(results) == [False] * 5 + [True]
    assert ReturnedLetter.objects.count() == 1
    assert of(leader).bounced_at is None
