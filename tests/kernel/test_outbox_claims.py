"""Who may send a letter, for how long, and when it is tried again."""

import datetime as dt
from threading import Barrier, Thread

import pytest
from django.db import connection

from collab_directory.outbox.models import LEASE, UNREACHABLE, Letter
from tests.factories import make_letter

pytestmark = pytest.mark.django_db


def copy(letter):
    return Letter.objects.get(pk=letter.pk)


def test_of_two_workers_one_gets_the_letter(clock):
    letter = make_letter()
    one, other = copy(letter), copy(letter)
    assert one.claim(clock())
    assert not other.claim(clock())
    assert (one.state, one.attempts, one.lease_until) == ("sending", 1, clock() + LEASE)


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_of_many_workers_at_once_each_letter_goes_to_one(clock):
    letters = [make_letter() for _ in range(20)]
    ready, won = Barrier(4), []

    def work():
        try:
            mine = [copy(letter) for letter in letters]
            ready.wait()
            won.extend(letter.pk for letter in mine if letter.claim(clock()))
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == sorted(letter.pk for letter in letters)
    assert set(Letter.objects.values_list("attempts", flat=True)) == {1}


def test_a_lease_that_ran_out_is_claimed_and_the_late_worker_changes_nothing(clock):
    letter = make_letter()
    late, quick = copy(letter), copy(letter)
    assert late.claim(clock())
    clock.on(seconds=LEASE.seconds - 1)
    assert not quick.claim(clock())
    clock.on(seconds=1)
    assert quick.claim(clock())
    assert not late.mark_sent(clock())
    assert not late.mark_failed(clock(), "x")
    assert not late.try_later(clock(), "x")
    assert copy(letter).state == "sending"
    assert quick.mark_sent(clock())
    assert not late.mark_failed(clock(), "x")
    kept = copy(letter)
    assert (kept.state, kept.attempts, kept.finished_at) == ("sent", 2, clock())
    assert kept.message_id == letter.message_id


@pytest.mark.parametrize("state", ["sent", "failed", "cancelled"])
def test_what_is_finished_is_not_claimed(clock, state):
    assert not make_letter(state=state).claim(clock())


def test_single_letters_go_first_then_the_longest_waiting(clock):
    def made(minutes, in_bulk=False):
        at = clock() - dt.timedelta(minutes=minutes)
        return make_letter(due_at=at, in_bulk=in_bulk)

    many_early, late, early, many_late = made(60, True), made(5), made(10), made(30, True)
    assert list(Letter.objects.due(clock())) == [early, late, many_early, many_late]


def test_pauses_grow_and_then_it_is_each_hour_for_72_hours(clock):
    letter = make_letter()
    began, pauses = clock(), []
    while letter.claim(clock()):
        letter.try_later(clock(), "Busy")
        if letter.state == "failed":
            break
        assert (letter.state, letter.problem) == ("queued", "Busy")
        pauses.append((letter.due_at - clock()) / dt.timedelta(minutes=1))
        clock.now = letter.due_at - dt.timedelta(seconds=1)
        assert not copy(letter).claim(clock())
        clock.on(seconds=1)
    assert pauses == [1, 2, 5, 10, 30] + [60] * 71
    assert letter.state == "failed"
    assert letter.finished_at == clock() <= began + dt.timedelta(hours=72)
    assert clock() + dt.timedelta(hours=1) > began + dt.timedelta(hours=72)


def test_the_72_hours_begin_when_somebody_sends(clock):
    """Over a long weekend no worker ran; the first answer afterwards is "come again later"."""
    letter = make_letter()
    clock.on(hours=100)
    assert letter.claim(clock())
    assert letter.try_later(clock(), "Busy")
    assert letter.state == "queued"
    assert copy(letter).give_up_at == clock() + dt.timedelta(hours=72)


@pytest.mark.parametrize("hours", [-26, -1, 0, 1, 26])
def test_a_clock_that_jumps_loses_nothing_and_delays_at_most_ten_minutes(clock, hours):
    """Also the hour that the law puts clocks back: moments are kept in UTC and do not see it."""
    new, tried, held = make_letter(due_at=clock()), make_letter(), make_letter()
    assert tried.claim(clock())
    tried.try_later(clock(), "Busy")  # due again in a minute
    assert held.claim(clock())  # by a worker that has just died
    clock.on(hours=hours)
    assert new in Letter.objects.due(clock())
    clock.on(minutes=10)
    if hours == -1:
        # Less than the longest pause may be one: an hour's delay, no more
        clock.on(hours=1)
    assert {new, tried, held} <= set(Letter.objects.due(clock()))


def test_clocks_of_two_hosts_that_differ_a_little_do_not_take_each_others_letters(clock):
    letter, tried = make_letter(), make_letter()
    assert letter.claim(clock())
    assert tried.claim(clock())
    Letter.objects.filter(pk=tried.pk).update(attempts=20)
    tried.refresh_from_db()
    tried.try_later(clock(), "Busy")
    clock.on(seconds=-60)
    assert not Letter.objects.due(clock()).exists()


def test_one_that_is_cancelled_in_the_middle_is_not_tried_again(clock):
    letter = make_letter()
    assert letter.claim(clock())
    assert Letter.objects.cancel() == 1
    assert not letter.try_later(clock(), "Busy")
    assert copy(letter).state == "cancelled"


def test_one_that_arrives_although_it_was_cancelled_is_marked_sent(clock):
    letter = make_letter()
    assert letter.claim(clock())
    Letter.objects.cancel()
    assert letter.mark_sent(clock())
    assert copy(letter).state == "sent"


def test_one_that_was_cancelled_before_it_was_claimed_stays_so(clock):
    letter = make_letter()
    held = copy(letter)
    Letter.objects.cancel()
    assert not held.claim(clock())
    assert not held.mark_sent(clock())
    assert copy(letter).state == "cancelled"


def test_a_failed_letter_is_sent_again_only_if_it_can_be(clock):
    whole = make_letter(state="failed", attempts=77)
    for gone in ({"text": ""}, {"message_id": None}):
        make_letter(state="failed", **gone)
    assert Letter.objects.again(clock()) == 1
    assert Letter.objects.again(clock()) == 0
    kept = copy(whole)
    assert (kept.state, kept.attempts) == ("queued", 0)
    assert kept.claim(clock())
    assert kept.give_up_at == clock() + dt.timedelta(hours=72)


PATIENCE = dt.timedelta(minutes=15)


@pytest.mark.parametrize(
    "fields, minutes, is_overdue",
    [
        ({}, 15, True),
        ({}, 14, False),
        ({"in_bulk": True}, 60, False),
        ({"state": "sent"}, 60, False),
        ({"state": "failed"}, 60, False),
        ({"attempts": 6, "problem": "The mail server answered 451: later"}, -30, False),
    ],
)
def test_a_letter_is_overdue_when_nobody_sends_it(clock, fields, minutes, is_overdue):
    make_letter(due_at=clock() - dt.timedelta(minutes=minutes), **fields)
    assert Letter.objects.overdue(clock(), PATIENCE).exists() is is_overdue


def test_letters_are_overdue_when_the_mail_server_has_been_away_for_long(clock):
    letter = make_letter()
    for minutes, is_overdue in [(0, False), (14, False), (1, True), (60, True)]:
        clock.on(minutes=minutes)
        if letter.claim(clock()):
            letter.try_later(clock(), f"{UNREACHABLE}: OSError.")
        assert Letter.objects.overdue(clock(), PATIENCE).exists() is is_overdue


def test_a_worker_that_died_is_noticed(clock):
    assert make_letter().claim(clock())
    clock.on(minutes=16)
    assert not Letter.objects.overdue(clock(), PATIENCE).exists()
    clock.on(minutes=1)
    assert Letter.objects.overdue(clock(), PATIENCE).exists()
