"""How many enquiries were answered: never of few, never of one leader."""

import datetime as dt

import pytest
from django.utils import timezone

from network.public_figures import enquiries_answered
from tests.factories import make_enquiry, make_leader, make_study

TODAY = dt.date(2026, 11, 23)
YESTERDAY = timezone.make_aware(dt.datetime(2026, 11, 22, 23, 59))  # noqa: DTZ001
THIS_MORNING = timezone.make_aware(dt.datetime(2026, 11, 23, 0, 0))  # noqa: DTZ001


def told(answers, *, leaders=5, at=YESTERDAY):
    study = make_study()
    some = [make_leader(study) for _n in range(leaders)]
    for number, answer in enumerate(answers):
        make_enquiry(
            study,
            state="passed-on",
            passed_on_at=at,
            leader=some[number % leaders],
            answer=answer,
            answer_told_at=at if answer else None,
        )


@pytest.mark.parametrize(
    "answers, leaders, share, words",
    [
        (["week"] * 4, 4, "", "too few"),
        (["week"] * 20, 4, "", "too few leaders"),
        (["week"] * 4 + ["no"] * 4, 5, "", "Too few enquiries"),
        (["week"] * 6 + ["no"] * 4, 5, "", "All but a few of the 10"),
        (["later"] * 4 + ["no"] * 6, 5, "", "Fewer than five of the 10"),
        (["fortnight"] * 9 + ["no"] * 6, 5, "60%", "of the 15 enquiries"),
        (["week"] * 9 + ["no"] * 6 + [""] * 5 + ["not-needed"] * 5, 5, "60%", "of the 15"),
    ],
)
def test_a_share_stands_for_five_on_either_side_and_five_leaders(
    db, answers, leaders, share, words
):
    told(answers, leaders=leaders)
    said = enquiries_answered(TODAY)
    assert said.share == share
    assert words in said.words


def test_what_was_told_today_counts_from_tomorrow(db):
    told(["week"] * 5 + ["no"] * 5)
    told(["no"] * 10, at=THIS_MORNING)
    assert enquiries_answered(TODAY).share == "50%"
    assert enquiries_answered(TODAY + dt.timedelta(days=1)).share == "25%"
