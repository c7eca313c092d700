"""The page of figures: what it says, where it leads, and what it keeps to itself."""

import datetime as dt
import html as entities
import re

import pytest
from django.http import QueryDict

from casestudies import editorial
from casestudies.catalogue import current
from casestudies.directory import Directory
from casestudies.insights import CHARTS, Insights
from casestudies.insights.upkeep import FEWEST, upkeep
from casestudies.insights.words import first_place, percent
from casestudies.models import CaseStudy, Relation
from tests.factories import make_missed_search, make_study, make_user

ON = dt.date(2026, 11, 23)


def text_of(html):
    """What a page says, without its tags."""
    return " ".join(entities.unescape(re.sub(r"<[^>]*>", "", html)).split())


def says(query="", on=ON):
    picture = Insights(Directory(QueryDict(query)), on)
    return {name: picture.chart(name).says for name in CHARTS}


def test_it_narrows_as_the_directory_does_names_what_is_unknown_and_leads_back(client, db):
    make_study("One", types=("data-sharing",))
    make_study("Two", types=("joint-training",))
    html = client.get("/insights/?type=data-sharing&region=atlantis").content.decode()
    words = text_of(html)
    assert "Data sharing is the most common type: 1 of 1 scheme." in words
    assert "“atlantis” is not one we know" in words
    assert 'href="/insights/?region' not in html
    assert '<a class="chip" href="/insights/">' in html
    assert 'href="/case-studies/?type=data-sharing">Back to the list of this scheme' in html
    assert 'href="/insights/types.csv?type=data-sharing"' in html


def test_where_nothing_fits_it_says_so_and_offers_ways_on(client, db):
    make_study("One", types=("data-sharing",), region="wales")
    make_study("Two", region="north-west")
    response = client.get("/insights/?type=data-sharing&region=north-west")
    words = text_of(response.content.decode())
    assert response.status_code == 200
    assert "No scheme fits everything you chose." in words
    assert "What do they do together?" not in words
    said = says("type=data-sharing&region=north-west")
    assert set(said.values()) == {"No scheme fits what was chosen: there is nothing to count."}
    assert (
        client.get("/insights/savings.csv?type=data-sharing&region=north-west").status_code == 200
    )


def test_what_is_withdrawn_before_all_is_counted_breaks_nothing(db):
    april = dt.datetime(2026, 4, 1, 12, tzinfo=dt.UTC)
    make_study("Staying", published_at=april)
    going = make_study("Going", published_at=april)
    asked = Directory(QueryDict(""))
    assert asked.count == 2
    editorial.archive(going, by=make_user("Publisher"))
    said = Insights(asked, ON).chart("growth").says
    assert said == "The one entry was first published in April 2026."


def test_sentences_of_one_scheme(db):
    make_study(
        "One",
        services=("police", "fire"),
        organisations=("A", "B"),
        started="2012",
        outcomes=(("Better.", 4),),
        savings=({"low": 5, "per": "yearly", "grade": "audited"},),
        verified_on=ON,
        published_at=dt.datetime(2026, 3, 31, 23, 30, tzinfo=dt.UTC),
    )
    said = says()
    assert said["regions"] == "The region with most is South East: 1 of 1 scheme."
    assert said["years"] == "A start year is recorded for 1 of 1 scheme: 2012."
    assert said["together"] == (
        "Fire and rescue with Police is the most common pair of services: in 1 of 1 scheme."
    )
    assert said["organisations"] == (
        "No two organisations are partners in more than one of these schemes."
    )
    assert said["savings"] == (
        "An amount is recorded for 1 of 1 scheme. For 1 of them a figure was measured or audited;"
        " the others are the partners’ own word, or forecasts."
    )
    assert said["confirmed"] == "Confirmed in the last 12 months: 1 of 1 entry."
    # In local time, which was an hour ahead
    assert said["growth"] == "The one entry was first published in April 2026."


@pytest.mark.parametrize(
    "counts, said",
    [
        ([], "none"),
        ([("A", 0)], "none"),
        ([("A", 2), ("B", 1)], "A: 2 of 3 schemes"),
        ([("A", 1), ("B", 1)], "A; B each 1 of 3 schemes"),
        ([("A", 1), ("B", 1), ("C", 1), ("D", 1)], "4 of them"),
    ],
)
def test_who_comes_first_is_said_of_one_of_several_and_of_nobody(counts, said):
    words = {
        "one": "%(names)s: %(share)s",
        "several": "%(names)s each %(share)s",
        "many": "%(number)s of them",
        "none": "none",
    }
    assert first_place(counts, 3, **words) == said


@pytest.mark.parametrize(
    "count, whole, said",
    [
        (0, 0, "0"),
        (0, 9, "0"),
        (9, 9, "100"),
        (1, 3, "33.3"),
        (1, 9000, "0.1"),
        (8999, 9000, "99.9"),
    ],
)
def test_a_share_is_never_rounded_to_nothing_or_to_all(count, whole, said):
    assert percent(count, whole) == said


def test_totals_keep_grades_spans_families_and_unknowns_apart(client, db):
    old = make_study("Old", savings=({"low": 100, "per": "yearly"},))
    new = make_study(
        "New",
        savings=(
            {"low": 300, "high": 500, "per": "yearly", "bound": "up-to", "price_year": 2014},
            {"low": 200, "per": "yearly"},
            {"low": 900, "per": "yearly", "grade": "measured"},
            {"low": 50, "per": "one-off"},
            {"low": 70, "per": "unknown"},
            {"low": None, "per": "yearly", "covers": "Fuel"},
        ),
    )
    make_study("Other", savings=({"low": 1000, "per": "yearly", "bound": "more-than"},))
    Relation.objects.create(study=old, kind="replaced-by", other=new)
    words = text_of(client.get("/insights/").content.decode())
    assert "Claimed: £1,300 to £1,500, from 2 schemes" in words
    assert "Measured: £900, from 1 scheme" in words
    assert "Claimed: £50, from 1 scheme" in words
    assert "No: counted with “New”" in words
    assert "No: a larger figure of the same scheme counts" in words
    assert "Claimed: not added up" in words
    assert "1 saving is described without an amount" in words
    assert "1 of these is “up to” or “nearly”, so the truth may be less." in words
    assert "Price years: 2014; not recorded for 1." in words


def test_a_long_table_is_cut_on_the_page_and_whole_in_the_file(client, db):
    names = [f"Organisation {letter}" for letter in "ABCDEFGHIJKL"]
    make_study("One", organisations=names)
    make_study("Two", organisations=names)
    pairs = len(names) * (len(names) - 1) // 2
    assert f"The first 25 of {pairs} rows." in text_of(client.get("/insights/").content.decode())
    lines = client.get("/insights/organisations.csv").content.decode().splitlines()
    assert lines.index("") - 1 == pairs


def test_it_costs_as_many_questions_for_many_as_for_few(client, db, django_assert_max_num_queries):
    for number in range(12):
        make_study(
            f"Scheme {number}",
            organisations=("A", "B"),
            outcomes=(("Good.", number % 4 + 1),),
            savings=({"low": number + 1, "per": "yearly"},) * 2,
        )
    client.get("/insights/?q=station")  # the catalogue is read, and the glossary
    with django_assert_max_num_queries(8):
        client.get("/insights/?service=police&q=scheme")


def test_it_is_kept_until_something_public_changes(client, db):
    make_study("One", started="2012")
    first = client.get("/insights/")
    assert client.get("/insights/", headers={"If-None-Match": first["ETag"]}).status_code == 304
    draft = make_study("Two", started="2012", state="draft")
    assert client.get("/insights/").content == first.content
    editorial.publish(draft, by=make_user("Publisher"))
    assert "for 2 of 2 schemes: 2012" in text_of(client.get("/insights/").content.decode())


def test_no_chart_has_any_other_name(client, db):
    for address in ("/insights/leaders.csv", "/insights/types.pdf", "/insights/types/"):
        assert client.get(address).status_code == 404
    for name in CHARTS:
        response = client.get(f"/insights/{name}.csv")
        assert response["Content-Disposition"] == f'attachment; filename="insights-{name}.csv"'


def test_nothing_is_said_of_fewer_than_five(db):
    for number in range(FEWEST - 1):
        make_study(f"Confirmed {number}", verified_on=ON - dt.timedelta(days=10 * number))
    make_study("Never")
    make_missed_search(times=FEWEST - 1)
    assert [said.number for said in upkeep(current(), ON)] == ["", "", ""]
    make_study("Old", verified_on=ON - dt.timedelta(days=400))
    make_study("Confirmed lately", verified_on=ON - dt.timedelta(days=7))
    make_missed_search(times=2)
    age, share, missed = upkeep(current(), ON)
    assert age.number == "15"  # of 0, 7, 10, 20, 30 and 400
    assert share.number == "71.4%"  # 5 of 7
    assert missed.number == "6"


def test_months_of_a_confirmation_end_when_it_falls_due(db):
    for day in (dt.date(2026, 8, 24), dt.date(2026, 8, 23), dt.date(2025, 11, 24), ON):
        make_study(verified_on=day)
    due = make_study(verified_on=dt.date(2025, 11, 23))
    chart = Insights(Directory.everything(), ON).chart("confirmed")
    assert [int(row[1].text) for row in chart.table.rows] == [2, 1, 0, 1, 1, 0]
    assert due.freshness(ON) == "due"


def test_years_far_apart_are_drawn_in_stretches_and_lead_to_them(db):
    for year in ("1950", "1951", "2026", ""):
        make_study(started=year)
    chart = Insights(Directory.everything(), ON).chart("years")
    assert chart.bars[0].label == "1950 to 1954"
    assert chart.bars[0].url == "/case-studies/?from=1950&to=1954"
    assert sum(int(row[1].text) for row in chart.table.rows) == CaseStudy.objects.count()
