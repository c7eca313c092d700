"""What a case study's page says, worked out from its rows."""

import datetime as dt

import pytest

from casestudies.models import CaseStudy, Funding, Lesson, Need, Partner, Relation
from casestudies.reading import Reading
from tests.factories import make_force_areas, make_organisation, make_study

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 22)


def read(study, on=TODAY):
    return Reading(CaseStudy.objects.for_reading().get(pk=study.pk), on=on)


# --- Who, where, what else -----------------------------------------------------------------


def test_the_lead_comes_first_and_everybody_has_a_part():
    study = make_study()
    for position, (name, role, part) in enumerate(
        [
            ("Council", "partner", ""),
            ("Kent Police", "lead", "Hosts it"),
            ("Trust", "partner", "Trains the crews"),
            ("Fire Service", "lead", ""),
        ]
    ):
        organisation = make_organisation(name, website="https://www.example.org/contact")
        Partner.objects.create(
            study=study, organisation=organisation, role=role, part_played=part, position=position
        )
    reading = read(study)
    assert [(str(part.organisation), part.words) for part in reading.partners] == [
        ("Kent Police", "Leads. Hosts it"),
        ("Fire Service", "Leads"),
        ("Council", "Takes part"),
        ("Trust", "Trains the crews"),
    ]
    assert reading.how_many_partners == "4 organisations named"
    assert [(str(lead.organisation), lead.host) for lead in reading.leads] == [
        ("Kent Police", "example.org"),
        ("Fire Service", "example.org"),
    ]


@pytest.mark.parametrize(
    "place, areas, says",
    [
        ("Margate", ["kent"], "Margate"),
        ("Kent", ["kent"], ""),
        ("Kent", ["kent", "surrey"], "Kent"),
        ("England and Wales", [], "England and Wales"),
        ("", ["kent"], ""),
    ],
)
def test_a_place_is_not_said_twice(place, areas, says):
    make_force_areas("kent", "surrey")
    assert read(make_study(place=place, force_areas=areas)).place == says


@pytest.mark.parametrize(
    "kind, from_here, from_there",
    [
        ("adapted-from", "Adapted from", "Copied by"),
        ("replaced-by", "Replaced by", "Took the place of"),
        ("merged-into", "Merged into", "Took in"),
    ],
)
def test_a_relation_is_told_from_both_sides(kind, from_here, from_there):
    here, there = make_study("Here"), make_study("There")
    Relation.objects.create(study=here, kind=kind, other=there)
    assert [(r.words, r.study) for r in read(here).related] == [(from_here, there)]
    assert [(r.words, r.study) for r in read(there).related] == [(from_there, here)]


@pytest.mark.parametrize("state", ["draft", "in-review", "archived"])
def test_a_relation_to_what_is_not_published_is_not_told(state):
    here, hidden = make_study("Here"), make_study("Hidden", state=state)
    Relation.objects.create(study=here, kind="adapted-from", other=hidden)
    Relation.objects.create(study=hidden, kind="replaced-by", other=here)
    reading = read(here)
    assert reading.related == []
    assert "Copies" in [gap.name for gap in reading.gaps]


# --- Evidence, lessons, gaps ---------------------------------------------------------------


@pytest.mark.parametrize(
    "outcomes, level, label",
    [
        ([], 0, "Not recorded"),
        ([("a", 1)], 1, "Described"),
        ([("a", 2), ("b", 4), ("c", 1)], 4, "Evaluated"),
    ],
)
def test_the_evidence_of_an_entry_is_that_of_its_best_outcome(outcomes, level, label):
    reading = read(make_study(outcomes=outcomes))
    assert (reading.evidence, reading.evidence_label) == (level, label)


def test_every_level_of_evidence_is_explained():
    assert [level.label for level in read(make_study()).levels] == [
        "Described",
        "Reported",
        "Measured",
        "Evaluated",
    ]


def test_an_empty_entry_has_a_question_for_each_gap_and_one_for_all_it_takes():
    gaps = read(make_study()).gaps
    assert [gap.name for gap in gaps] == [
        "Lead",
        "Start",
        "Outcomes",
        "Savings",
        "Funding",
        "What was hard",
        "What helped",
        "What it takes",
        "Copies",
    ]
    assert all(gap.question.endswith("?") for gap in gaps)


def test_a_full_entry_has_no_gaps():
    study = make_study(
        started="2012",
        organisations=["Kent Police"],
        outcomes=[("Fewer calls", 3)],
        savings=[{"low": 5, "per": "yearly"}],
        lessons=["Trust"],
    )
    Lesson.objects.create(study=study, kind="hard", text="Rotas")
    Funding.objects.create(study=study, description="A grant")
    Need.objects.bulk_create(Need(study=study, kind=kind, text="Some") for kind in Need.Kind)
    Relation.objects.create(study=make_study(), kind="adapted-from", other=study)
    assert read(study).gaps == []


@pytest.mark.parametrize(
    "fields, missing",
    [
        ({"outcomes": [("a", 2)]}, "Measurement"),
        ({"savings": [{"covers": "Rent"}]}, "Amount saved"),
        ({"status": "ended"}, "End"),
        ({"status": "ended"}, "Why it ended"),
        ({"status": "ended", "ended_reason": "money"}, "Advice"),
    ],
)
def test_a_half_known_thing_is_a_gap_too(fields, missing):
    assert missing in [gap.name for gap in read(make_study(**fields)).gaps]


def test_needs_are_grouped_and_the_missing_kinds_are_gaps():
    study = make_study()
    for kind, text in [("space", "A bay"), ("staff", "Two"), ("space", "A desk")]:
        Need.objects.create(study=study, kind=kind, text=text)
    reading = read(study)
    assert [(k.label, [n.text for n in k.needs]) for k in reading.needs] == [
        ("Staff", ["Two"]),
        ("Space", ["A bay", "A desk"]),
    ]
    (gap,) = [gap for gap in reading.gaps if "take" in gap.name]
    assert gap.question == "What did it take of these: law and agreements, systems, money, time?"


# --- When and where written ----------------------------------------------------------------


def test_the_timeline_runs_in_order_whatever_the_dates_leave_open():
    study = make_study(
        status="ended",
        started="2012",
        ended="2016",
        in_2014_overview=True,
        in_2016_overview=True,
        sources=["2016-03", "2012-05", "", "2014-01"],
    )
    assert [(moment.when_shown, moment.text.split(":")[0]) for moment in read(study).timeline] == [
        ("2012", "Started"),
        ("May 2012", "Oldest source we hold"),
        ("2014", "One of the 38 schemes in the 2014 overview"),
        ("2016", "In the 2016 national overview"),
        ("March 2016", "Newest source we hold"),
        ("2016", "Ended"),
    ]


@pytest.mark.parametrize(
    "fields, sources, now",
    [
        ({"status": "live"}, ["2015-08-13"], "Not confirmed since 13 August 2015"),
        ({"status": "live"}, [""], "Not confirmed, and no source shows a date"),
        ({"status": "ended"}, ["2015"], "Ended"),
        ({"status": "live", "verified_on": TODAY}, ["2015"], "Live, confirmed 22 November 2026"),
        (
            {"status": "ended", "ended": "2024"},
            ["2023"],
            "Was due to have ended; no source confirms that it has",
        ),
    ],
)
def test_the_timeline_ends_with_what_is_known_of_today(fields, sources, now):
    last = read(make_study(sources=sources, **fields)).timeline[-1]
    assert last.is_now
    assert last.text == now


@pytest.mark.parametrize(
    "fields, sources, says",
    [
        ({"started": "2012"}, ["2013"], "Started"),
        ({"started": "2012", "status": "planned"}, ["2011"], "Planned to start"),
        ({"started": "2030"}, ["2029"], "Planned to start"),
    ],
)
def test_a_start_that_no_source_has_seen_is_only_planned(fields, sources, says):
    assert says in [moment.text for moment in read(make_study(sources=sources, **fields)).timeline]


@pytest.mark.parametrize(
    "dates, says",
    [
        (["2015", ""], "The only dated source we hold"),
        (["2021", "2021-01-17"], "Newest source we hold"),
    ],
)
def test_a_source_is_called_the_oldest_only_where_another_is_surely_newer(dates, says):
    texts = [moment.text.split(":")[0] for moment in read(make_study(sources=dates)).timeline]
    assert texts[:-1] == [says]


def test_sources_keep_their_order_and_say_where_they_lead():
    study = make_study(sources=["2015-05-01", ""])
    study.sources.update(url="https://www.kent.gov.uk/page?id=1")
    assert [(cited.host, cited.dated) for cited in read(study).sources] == [
        ("kent.gov.uk", "1 May 2015"),
        ("kent.gov.uk", ""),
    ]


def test_a_citation_names_title_site_day_and_address(settings):
    settings.SITE_NAME, settings.SITE_URL = "A to Z", "https://directory.example.org"
    assert read(make_study("Shared station")).citation.plain == (
        "“Shared station”, A to Z, read on 22 November 2026, "
        "https://directory.example.org/case-studies/shared-station/"
    )


def test_reading_asks_the_database_nothing_more(django_assert_num_queries):
    study = make_study(
        organisations=["A", "B"], outcomes=["x", "y"], lessons=["z"], savings=[{}, {"low": 1}]
    )
    for _ in range(3):
        Relation.objects.create(study=study, kind="adapted-from", other=make_study())
    reading = read(study)
    with django_assert_num_queries(0):
        for name in vars(type(reading)):
            if not name.startswith("_"):
                getattr(reading, name)
