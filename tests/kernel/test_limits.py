"""Limits: how often, by whom, for all processes together, without a word of who it was."""

import datetime as dt
import threading

import pytest
from django.db import connection, transaction

from collab_directory import limits
from collab_directory.limits import Limit, Refused
from collab_directory.limits.models import Tally

NOON = dt.datetime(2026, 11, 2, 12, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
TWICE = Limit("test.twice", ((2, 10 * MINUTE),))
THRICE = Limit("test.thrice", ((3, 10 * MINUTE), (4, 60 * MINUTE)))

pytestmark = pytest.mark.django_db


def taken(limit, who, minutes):
    """How many of the attempts at these minutes after noon got through."""
    through = 0
    for minute in minutes:
        try:
            limits.take({limit: who}, at=NOON + minute * MINUTE)
        except Refused:
            continue
        through += 1
    return through


@pytest.mark.parametrize(
    "minutes, through",
    [
        ([0, 1], 2),
        ([0, 1, 2], 2),
        ([0, 1, 9.99], 2),
        ([0, 1, 10], 3),
        ([0, 1, 10, 10.5], 3),
        ([0, 1, 10, 11], 4),
        ([0, 5, -1], 2),  # the clock was put back: what was counted still counts
    ],
)
def test_a_window_slides(minutes, through):
    assert taken(TWICE, "ada", minutes) == through


def test_each_window_of_a_limit_counts():
    assert taken(THRICE, "ada", [0, 1, 2, 3, 10, 20, 30, 59, 60]) == 5  # 0, 1, 2, then 10, then 60


@pytest.mark.parametrize("minutes, after", [([0, 1], 60 * 8), ([0, 0], 60 * 8), ([1, 1.5], 60 * 9)])
def test_a_refusal_says_when_it_may_be_tried_again(minutes, after):
    taken(TWICE, "ada", minutes)
    with pytest.raises(Refused) as refused:
        limits.take({TWICE: "ada"}, at=NOON + 2 * MINUTE)
    assert refused.value.after == after
    assert refused.value.limit is TWICE
    limits.take({TWICE: "ada"}, at=NOON + 2 * MINUTE + dt.timedelta(seconds=after))


def test_what_one_limit_refuses_counts_against_no_other():
    taken(TWICE, "ada", [0, 1])
    for _ in range(5):
        with pytest.raises(Refused):
            limits.take({THRICE: "ada", TWICE: "ada"}, at=NOON + 2 * MINUTE)
    assert taken(THRICE, "ada", [2, 2, 2]) == 3


def test_looking_whether_one_may_counts_nothing():
    for _ in range(5):
        limits.check({TWICE: "ann", THRICE: ""}, at=NOON)
    assert taken(TWICE, "ann", [0, 1]) == 2
    with pytest.raises(Refused) as refused:
        limits.check({TWICE: "ann"}, at=NOON + 2 * MINUTE)
    assert refused.value.after == 8 * 60
    limits.check({TWICE: "bob"}, at=NOON + 2 * MINUTE)


def test_what_is_undone_was_not_counted():
    with transaction.atomic():
        limits.take({TWICE: "ada"}, at=NOON)
        transaction.set_rollback(True)
    assert taken(TWICE, "ada", [0, 0]) == 2


@pytest.mark.parametrize(
    "one, other, are_one",
    [
        ("ada@example.org", " Ada@Example.ORG", True),
        ("ada@example.org", "ida@example.org", False),
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::ffff", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("", "", False),  # nobody known is nobody limited
    ],
)
def test_who_counts_as_one(one, other, are_one):
    assert taken(TWICE, one, [0, 0]) == 2
    assert (taken(TWICE, other, [0]) == 0) == are_one


def test_nobody_can_read_who_it_was():
    limits.take({TWICE: "ada@example.org", THRICE: "ada@example.org"}, at=NOON)
    first, second = Tally.objects.order_by("limit")
    assert "ada" not in first.whose + second.whose
    assert first.whose != second.whose


def test_a_tally_is_over_when_no_window_looks_back_to_it():
    limits.take({TWICE: "ada"}, at=NOON)
    assert not Tally.objects.over(NOON + 9 * MINUTE).exists()
    assert Tally.objects.over(NOON + 10 * MINUTE).exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_no_more_than_allowed_get_through():
    through, start = [], threading.Barrier(8)

    def attempt():
        start.wait()
        try:
            limits.take({TWICE: "ada", THRICE: "192.0.2.1"}, at=NOON)
            through.append(True)
        except Refused:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(through) == 2
    assert len(Tally.objects.get(limit="test.twice").moments) == 2
