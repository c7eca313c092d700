"""Two who ask, answer or leave at the same moment: one wins, and nothing is told twice."""

import uuid

import pytest
from django.utils import timezone

from collab_directory.outbox.models import Letter
from network.actions import introductions, membership
from network.actions.introductions import Answer, NotNow
from network.models import Introduction, Member
from tests.at_once import at_once
from tests.factories import make_introduction, make_member

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ROUNDS = 10


def now():
    return timezone.now()


def ask(asker, asked, key=None):
    return introductions.ask(asker, asked, key=key or uuid.uuid4(), why="A station.", at=now())


def of(introduction):
    """As another request reads it."""
    return Introduction.objects.get(pk=introduction.pk)


def test_of_one_form_sent_four_times_at_once_one_request_comes():
    for _round in range(ROUNDS):
        asker, asked, key = make_member(), make_member(), uuid.uuid4()
        results = at_once(*[lambda: ask(asker, asked, key)] * 4)  # noqa: B023
        assert len({one.pk for one in results}) == 1
        assert Letter.objects.addressed(asked.email).count() == 1


def test_of_four_forms_sent_at_once_one_is_taken():
    for _round in range(ROUNDS):
        asker, asked = make_member(), make_member()
        results = at_once(*[lambda: ask(asker, asked)] * 4)  # noqa: B023
        assert sum(isinstance(one, NotNow) for one in results) == 3
        assert Introduction.objects.filter(asker=asker, asked=asked).count() == 1


def test_two_who_ask_each_other_at_once_do_not_wait_in_a_circle():
    for _round in range(ROUNDS):
        one, other = make_member(), make_member()
        results = at_once(lambda: ask(one, other), lambda: ask(other, one))  # noqa: B023
        assert [found.is_open for found in results] == [True, True]


def test_of_two_answers_at_once_one_counts():
    for _round in range(ROUNDS):
        made = make_introduction()
        acts = [
            lambda said=said: introductions.answer(of(made), said, at=now())  # noqa: B023
            for said in Answer
        ]
        assert sorted(at_once(*acts)) == [False, False, False, True]
        letters = Letter.objects.about(made).count()
        assert letters == (2 if of(made).state == "accepted" else 1)


@pytest.mark.parametrize("who", ["asker", "asked"])
def test_a_yes_and_a_leave_at_once_leave_no_letter_with_who_left(who):
    for _round in range(ROUNDS):
        made = make_introduction()
        gone = getattr(made, who)
        address = gone.email
        at_once(
            lambda: introductions.answer(of(made), Answer.YES, at=now()),  # noqa: B023
            lambda: membership.leave(Member.objects.get(pk=gone.pk), at=now()),  # noqa: B023
            lambda: introductions.end_silent(at=now()),
        )
        assert of(made).erased_at is not None
        waiting = Letter.objects.waiting()
        assert not waiting.filter(text__contains=address).exists()
        assert not waiting.filter(reply_to=address).exists()
