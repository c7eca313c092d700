"""Whether an entry is still true, and what its figures rest on."""

import datetime as dt

import pytest

from casestudies.models import CaseStudy, Caveat, Saving, Source
from casestudies.models.evidence import MEMBER_CONTRIBUTION
from casestudies.reading import Reading, pounds
from tests.factories import make_study

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 22)


def read(study, on=TODAY):
    return Reading(CaseStudy.objects.for_reading().get(pk=study.pk), on=on)


@pytest.mark.parametrize(
    "fields, sources, says",
    [
        ({"status": "live"}, ["2015", "2019"], "Live when last reported (2019)"),
        ({"status": "live"}, ["2019-05", ""], "Live when last reported (May 2019)"),
        ({"status": "live"}, [""], "Live when last reported (date not known)"),
        ({"status": "pilot"}, ["2012-06"], "Pilot when last reported (June 2012)"),
        ({"status": "planned"}, ["2017"], "Planned when last reported (2017)"),
        ({"status": "unknown"}, ["2015-08-13"], "Not known (last reported 13 August 2015)"),
        ({"status": "unknown"}, [""], "Not known"),
        ({"status": "ended", "ended": "2020"}, ["2020-02"], "Ended 2020"),
        ({"status": "ended"}, ["2020-02"], "Ended, date not known"),
        (
            {"status": "ended", "ended": "2024"},
            ["2023-06"],
            "Due to end in 2024 when last reported (June 2023)",
        ),
        (
            {"status": "ended", "ended": "2024-03-31"},
            ["2023"],
            "Due to end on 31 March 2024 when last reported (2023)",
        ),
        (
            {"status": "live", "verified_on": dt.date(2026, 3, 2)},
            ["2019"],
            "Live, confirmed 2 March 2026",
        ),
        (
            {"status": "live", "verified_on": dt.date(2024, 3, 2)},
            ["2019"],
            "Live when last reported (2 March 2024)",
        ),
    ],
)
def test_a_status_never_stands_without_its_date(fields, sources, says):
    assert read(make_study(sources=sources, **fields)).status == says


@pytest.mark.parametrize(
    "verified_on, confirmed, due",
    [
        (None, "Nobody who runs the scheme has confirmed this entry", "It rests on 1 published"),
        (dt.date(2026, 3, 2), "Confirmed on 2 March 2026 by", "again by 2 March 2027."),
        (dt.date(2025, 11, 22), "Confirmed on 22 November 2025 by", "again since 22 November 2026"),
    ],
)
def test_freshness_says_who_confirmed_when_and_when_it_is_due(verified_on, confirmed, due):
    reading = read(make_study(verified_on=verified_on))
    assert confirmed in reading.confirmed
    assert due in reading.due


def test_an_entry_that_nobody_confirms_says_since_when_and_who_did_last():
    last = {"verified_on": dt.date(2025, 8, 1), "verified_by": "Lead, Kent Police"}
    study = make_study(stale_on=dt.date(2026, 9, 12), **last)
    before, after = (read(study, on=dt.date(2026, 9, day)) for day in (11, 12))
    assert before.confirmed == "Confirmed on 1 August 2025 by Lead, Kent Police"
    assert after.confirmed == "Not confirmed since 1 August 2025"
    assert after.due.startswith("Lead, Kent Police confirmed it then.")
    assert "due again since 1 August 2026" in after.due


def test_what_was_shown_before_a_confirmation_is_over_with_it():
    """Also when the confirmation came by another way, such as an import."""
    study = make_study(verified_on=dt.date(2025, 8, 1), stale_on=dt.date(2025, 7, 1))
    assert read(study).confirmed.startswith("Confirmed on 1 August 2025")


@pytest.mark.parametrize(
    "dates, says",
    [
        ([], "No source is recorded for it."),
        ([""], "It rests on 1 published source, which shows no date."),
        (["2015-05"], "It rests on 1 published source, dated May 2015."),
        (["", ""], "It rests on 2 published sources, none of which shows a date."),
        (["", "2015"], "It rests on 2 published sources; the only one with a date is from 2015."),
        (["2015", "2015"], "It rests on 2 published sources; the newest is from 2015."),
        (["2021", "2021-01"], "It rests on 2 published sources; the newest is from January 2021."),
        (
            ["2019", "", "2009-01-02"],
            (
                "It rests on 3 published sources; "
                "the oldest is from 2 January 2009, the newest from 2019."
            ),
        ),
    ],
)
def test_an_entry_says_what_it_rests_on(dates, says):
    assert read(make_study(sources=dates)).rests_on == says


@pytest.mark.parametrize(
    "dates, says",
    [
        ([], "It rests on what a member of the peer network says, and on no published source."),
        (
            ["2015"],
            (
                "It rests on 1 published source, dated 2015. "
                "It also rests on what a member of the peer network says."
            ),
        ),
    ],
)
def test_what_a_member_says_is_no_published_source(dates, says):
    study = make_study(sources=dates)
    Source.objects.create(
        study=study,
        title="Account by a member",
        publisher=MEMBER_CONTRIBUTION,
        url="https://example.org/",
        date="2026-11-23",
    )
    assert read(study).rests_on == says


@pytest.mark.parametrize(
    "text, says",
    [
        ("2010, or 2012.", ("Sources disagree.", " 2010, or 2012.")),
        ("Sources disagree about the year.", ("Sources disagree", " about the year.")),
    ],
)
def test_a_caution_says_its_title_once(text, says):
    study = make_study(sources=["2015", "2016"])
    Caveat.objects.create(study=study, kind="conflict", text=text)
    [caution] = read(study).cautions
    assert (caution.title, caution.text) == says


@pytest.mark.parametrize("dates, is_said", [(["2015"], True), (["2015", ""], False)])
def test_an_entry_with_one_source_only_says_so(dates, is_said):
    titles = [caution.title for caution in read(make_study(sources=dates)).cautions]
    assert ("One source only." in titles) is is_said


@pytest.mark.parametrize("reason, says", [("money", "the money ran out"), ("unknown", "")])
def test_an_end_has_its_reason_or_none(reason, says):
    study = make_study(status="ended", ended="2018", ended_reason=reason, sources=["2019"])
    assert read(study).ended_reason == says


# --- Money ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "amount, says",
    [
        (0, "£0"),
        (12_000, "£12,000"),
        (738_000, "£738,000"),
        (999_999, "£999,999"),
        (1_000_000, "£1 million"),
        (1_500_000, "£1.5 million"),
        (16_910_000, "£16.91 million"),
        (1_234_567, "£1,234,567"),
        (1_200_000_000, "£1.2 billion"),
    ],
)
def test_pounds_are_short_only_where_that_is_exact(amount, says):
    assert pounds(amount) == says


@pytest.mark.parametrize(
    "fields, says",
    [
        ({}, ""),
        ({"low": 1_500_000, "per": "yearly"}, "£1.5 million a year"),
        ({"low": 300_000, "high": 400_000, "per": "yearly"}, "£300,000 to £400,000 a year"),
        ({"low": 700_000, "high": 700_000, "per": "one-off"}, "£700,000, once"),
        (
            {"low": 19_400_000, "per": "period", "period": "2011 to 2023"},
            "£19.4 million in all, 2011 to 2023",
        ),
        ({"low": 5_000}, "£5,000, over a time not recorded"),
        ({"low": 4_000_000, "per": "yearly", "bound": "up-to"}, "Up to £4 million a year"),
        ({"low": 700_000, "per": "one-off", "bound": "more-than"}, "More than £700,000, once"),
    ],
)
def test_a_saving_is_said_with_its_time_and_an_unknown_one_is_not_nought(fields, says):
    [saved] = read(make_study(savings=[fields])).savings
    assert saved.amount == says


def test_a_saving_names_its_proof_and_what_is_missing_of_it():
    proof = {"price_year": 2015, "baseline": "Two control rooms", "grade": "audited"}
    [saved] = read(make_study(savings=[{"low": 5, "per": "yearly"} | proof])).savings
    assert saved.proof == [("Compared with", "Two control rooms"), ("Price year", "2015")]
    assert saved.unproven == "who pays, who gains"
    assert (saved.grade, saved.grade_means) == ("Audited", "Checked by an auditor or inspector.")


@pytest.mark.parametrize(
    "savings, says",
    [
        ([], ""),
        ([{}], "Described, amount not recorded"),
        ([{"low": 5_000, "per": "one-off"}], "£5,000, once (claimed)"),
        (
            [{}, {"low": 5_000, "per": "one-off"}, {"low": 9, "per": "yearly"}],
            "£5,000, once (claimed), the first of 2 figures",
        ),
    ],
)
def test_savings_in_brief_never_add_up(savings, says):
    assert read(make_study(savings=savings)).savings_brief == says


@pytest.mark.parametrize("grade", Saving.Grade)
def test_each_grade_is_explained(grade):
    [saved] = read(make_study(savings=[{"grade": grade}])).savings
    assert saved.grade_means.endswith(".")
