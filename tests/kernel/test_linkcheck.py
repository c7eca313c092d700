"""When an address is asked, how often, and from when on it counts as dead."""

import datetime as dt

import pytest
from django.utils import timezone

from collab_directory import limits
from collab_directory.limits.models import Tally
from collab_directory.linkcheck import checking
from collab_directory.linkcheck.asking import Answer, Trouble
from collab_directory.linkcheck.models import CheckedLink

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
HERE = "https://kent.example.org/report"


@pytest.fixture(autouse=True)
def allowed(settings):
    settings.CHECK_SOURCES = 100


@pytest.mark.parametrize(
    "answer, state",
    [
        (Answer(200), "works"),
        (Answer(204), "works"),
        (Answer(200, moved_to="https://example.org/new"), "moved"),
        *[(Answer(status), "refused") for status in (401, 403, 429, 451)],
        *[(Answer(status), "gone") for status in (404, 410)],
        *[(Answer(status), "failing") for status in (400, 418, 500, 503)],
        (Answer(trouble=Trouble.FORBIDDEN), "not-asked"),
        *[
            (Answer(trouble=trouble), "failing")
            for trouble in (Trouble.NO_NAME, Trouble.TOO_SLOW, Trouble.NO_TRUST, Trouble.REDIRECTS)
        ],
    ],
)
def test_an_answer_makes_a_state(answer, state):
    assert checking.note(HERE, answer, at=NOW).state == state
    assert CheckedLink.objects.get().state == state


@pytest.mark.parametrize(
    "days, state",
    [
        ([0, 3], "failing"),
        ([0, 7], "failing"),  # twice only
        ([0, 3, 6], "failing"),  # not a week yet
        ([0, 1, 2, 3], "failing"),
        ([0, 3, 7], "dead"),
        ([0, 3, 6, 9], "dead"),
    ],
)
def test_what_fails_is_dead_after_three_times_over_seven_days(days, state):
    for day in days:
        link = checking.note(HERE, Answer(503), at=NOW + day * DAY)
    assert (link.state, link.failures, link.failing_since) == (state, len(days), NOW)
    assert link.is_dead == (state == "dead")


def test_one_good_answer_begins_the_count_anew():
    for day, status in enumerate([503, 503, 200, 503, 503]):
        link = checking.note(HERE, Answer(status), at=NOW + day * 5 * DAY)
    assert (link.state, link.failures) == ("failing", 2)
    assert link.failing_since == NOW + 15 * DAY


def test_what_is_off_asks_nobody(settings):
    settings.CHECK_SOURCES = 0
    with pytest.raises(checking.OffError):
        checking.check(HERE, at=NOW, ask=never)
    with pytest.raises(checking.OffError):
        checking.check_all([HERE], ask=never)
    assert not CheckedLink.objects.exists()


def never(address):
    raise AssertionError(f"{address} was asked")


def test_a_host_is_asked_once_in_ten_seconds(settings):
    asked = []
    ask = lambda address: asked.append(address) or Answer(200)  # noqa: E731
    checking.check(HERE, at=NOW, ask=ask)
    again = "https://KENT.example.org/other"
    with pytest.raises(limits.Refused):
        checking.check(again, at=NOW + dt.timedelta(seconds=9.9), ask=ask)
    checking.check("https://fire.example.org/", at=NOW, ask=ask)
    checking.check(again, at=NOW + dt.timedelta(seconds=10), ask=ask)
    assert asked == [HERE, "https://fire.example.org/", again]


def test_no_more_are_asked_in_a_day_than_allowed(settings):
    settings.CHECK_SOURCES = 3
    addresses = [f"https://{n}.example.org/" for n in range(5)]
    asked = []
    done = checking.check_all(addresses, ask=lambda one: asked.append(one) or Answer(200))
    assert asked == addresses[:3]
    assert (done.found, done.left) == ({"works": 3}, 2)
    assert checking.check_all(addresses, ask=never).left == 2


def test_a_round_goes_on_with_other_hosts_and_waits_for_the_rest():
    addresses = ["https://a.example.org/1", "https://a.example.org/2", "https://b.example.org/"]
    asked, slept = [], []

    def sleep(seconds):
        slept.append(seconds)
        Tally.objects.filter(limit=checking.BY_HOST.name).delete()  # as if it had passed

    checking.check_all(addresses, ask=lambda one: asked.append(one) or Answer(200), sleep=sleep)
    assert asked == [addresses[0], addresses[2], addresses[1]]
    assert len(slept) == 1
    assert 0 < slept[0] <= 10


def test_where_nobody_is_reached_nothing_is_noted():
    addresses = [f"https://{n}.example.org/" for n in range(9)]
    asked = []
    ask = lambda one: asked.append(one) or Answer(trouble=Trouble.NO_NETWORK)  # noqa: E731
    with pytest.raises(checking.NoNetworkError):
        checking.check_all(addresses, ask=ask)
    assert len(asked) == checking.NOBODY_REACHED
    assert not CheckedLink.objects.exists()


def test_what_was_never_asked_comes_first_then_what_was_asked_longest_ago():
    def seen(address, state, days, **fields):
        at = NOW - days * DAY
        CheckedLink.objects.create(address=address, state=state, checked_at=at, **fields)

    seen("works", "works", 59)
    seen("worked", "works", 60)
    seen("gone", "gone", 14)
    seen("just-gone", "gone", 13)
    failing = {"failures": 1, "failing_since": NOW}
    seen("failing", "failing", 3, **failing)
    seen("trusted", "works", 99, trusted_until=timezone.localdate(NOW) + DAY)
    everything = ["works", "worked", "new", "gone", "just-gone", "failing", "trusted", "new"]
    assert checking.due(everything, at=NOW) == ["new", "worked", "gone", "failing"]
