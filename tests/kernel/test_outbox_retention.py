"""What is forgotten of a letter, and when: at the limit and a second either side."""

import datetime as dt

import pytest

from collab_directory.outbox.models import Letter
from tests.factories import make_letter

pytestmark = pytest.mark.django_db

DAY, SECOND = dt.timedelta(days=1), dt.timedelta(seconds=1)
# One in each half of the year, and one so that the clocks go back within the week
MOMENTS = [
    dt.datetime(2026, 1, 15, 12, tzinfo=dt.UTC),
    dt.datetime(2026, 7, 15, 12, tzinfo=dt.UTC),
    dt.datetime(2026, 10, 22, 0, 30, tzinfo=dt.UTC),
]


@pytest.mark.parametrize("end", MOMENTS)
@pytest.mark.parametrize("state", ["sent", "failed", "cancelled"])
@pytest.mark.parametrize(
    "after, is_whole, is_there",
    [
        (7 * DAY - SECOND, True, True),
        (7 * DAY, False, True),
        (7 * DAY + SECOND, False, True),
        (30 * DAY - SECOND, False, True),
        (30 * DAY, False, False),
        (30 * DAY + SECOND, False, False),
    ],
)
def test_words_go_after_a_week_and_the_row_after_a_month(end, state, after, is_whole, is_there):
    made = make_letter(
        state=state,
        finished_at=end,
        html="<p>Dear Ada</p>",
        reply_to="ada@council.uk",
        unsubscribe="https://directory.example.org/a-secret/",
    )
    first = Letter.objects.forget(end + after)
    assert first == (0 if is_whole or not is_there else 1, 0 if is_there else 1)
    assert Letter.objects.forget(end + after) == (0, 0)
    kept = Letter.objects.filter(pk=made.pk).first()
    assert (kept is not None) is is_there
    if kept:
        words = (kept.text, kept.html, kept.subject, kept.reply_to, kept.unsubscribe)
        assert all(words) if is_whole else not any(words)
        assert (kept.to, kept.state, kept.message_id) == (made.to, state, made.message_id)


@pytest.mark.parametrize("state", ["queued", "sending"])
def test_what_is_under_way_is_never_forgotten(state):
    made = make_letter(state=state, created_at=MOMENTS[0])
    assert Letter.objects.forget(MOMENTS[0] + 365 * DAY) == (0, 0)
    made.refresh_from_db()
    assert made.text
