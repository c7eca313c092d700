"""The overview as a page: everything that is published, once, and ways to find it."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casestudies.booklet import Overview, overview
from casestudies.booklet.since import since_last_edition
from tests.factories import (
    make_factor,
    make_funding_stream,
    make_programme,
    make_study,
    make_user,
    make_version,
)

ON = dt.date(2026, 11, 23)


def at(year, month=6):
    return dt.datetime(year, month, 1, 12, tzinfo=dt.UTC)


def page(client):
    response = client.get("/overview/")
    assert response.status_code == 200
    return response.content.decode()


def test_it_is_drawn_under_one_address(db, client):
    assert client.get("/overview/?n=1").headers["Location"] == "/overview/"


def make_some(count, prefix="Scheme"):
    for n in range(count):
        make_study(
            f"{prefix} {n}",
            force_areas=("kent",),
            organisations=("Kent Police",),
            outcomes=(("It worked", 3),),
            savings=({"low": 5},),
        )


def test_every_scheme_has_a_block_and_every_link_within_the_page_leads_somewhere(client, db):
    make_some(3)
    make_study("24-hour desk", types=("data-sharing",), region="wales")
    make_study("Hidden scheme", state="draft")
    html = page(client)

    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert {i for i in ids if i.startswith("entry-") and not i.endswith("-title")} == {
        "entry-scheme-0",
        "entry-scheme-1",
        "entry-scheme-2",
        "entry-24-hour-desk",
    }
    inside = set(re.findall(r'href="#([^"]*)"', html))
    # Each stands in the index, and the letters and parts lead to where they are
    assert {"entry-scheme-0", "entry-24-hour-desk", "S", "figures", "changes"} <= inside
    assert inside <= set(ids)
    assert "Hidden scheme" not in html


def test_a_block_says_what_the_entry_says_and_what_it_does_not(client, db):
    make_study("Bare scheme", services=(), types=(), sources=())
    make_study("Full scheme", verified_on=timezone.localdate(), outcomes=(("It worked", 4),))
    html = page(client)
    bare, full = (
        re.search(rf'<article class="block" id="entry-{slug}".*?</article>', html, re.S)[0]
        for slug in ("bare-scheme", "full-scheme")
    )
    assert "Services not recorded" in bare
    assert "No outcome is recorded in any source we hold." in bare
    assert "No source is recorded for this entry." in bare
    assert "fresh--never" in bare
    for said in ("It worked", "Evaluated", "fresh--ok"):
        assert said in full


def test_it_costs_the_same_however_many_there_are(client, db):
    def cost():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page(client)
        return len(asked)

    for kind in ("factor", "barrier"):
        make_factor(kind=kind)
    make_programme()
    make_funding_stream()
    make_some(2)
    cost()  # what is read once for all comes first
    make_some(1, "Third")
    few = cost()
    make_some(6, "Other")
    make_programme()
    make_funding_stream()
    assert cost() == few


def test_without_a_single_scheme_it_says_so(client, db):
    html = page(client)
    assert "No scheme has been published yet." in html
    assert "There is nothing to count yet." in html
    assert "Nothing has changed." in html


def test_what_has_no_room_stands_there_by_name(client, db, monkeypatch):
    monkeypatch.setattr(overview, "MOST_BLOCKS", 2)
    make_some(3)
    html = page(client)
    assert "The overview has room for 2 schemes." in html
    assert 'id="entry-scheme-1"' in html
    assert 'id="entry-scheme-2"' not in html
    # In the rest of the alphabet and, by service, area and type, in the index
    assert html.count('<a href="/case-studies/scheme-2/">Scheme 2</a>') >= 4
    assert "#entry-scheme-2" not in html


@pytest.mark.parametrize(
    "title, letter", [("The Avon plan", "T"), ("Ŵyn scheme", "W"), ("999 desk", "0–9")]
)
def test_a_scheme_stands_under_its_letter(db, title, letter):
    make_study(title, slug="one")
    assert [group.letter.letter for group in Overview(ON).groups] == [letter]


def test_a_year_s_changes_are_new_changed_and_confirmed_ones(db):
    make_study("Old", published_at=at(2025))
    changed = make_study("Changed", published_at=at(2024))
    make_version(changed, 1, published_at=at(2024))
    make_version(changed, 2, published_at=at(2026, 2), note="A figure, mended.")
    make_version(changed, 3, published_at=at(2026, 3), note="Another figure.")
    long_ago = make_study("Changed long ago", published_at=at(2024))
    make_version(long_ago, 2, published_at=at(2025), note="Not this year.")
    make_study("New", published_at=at(2026))
    make_study("Confirmed", published_at=at(2025), verified_on=dt.date(2026, 5, 1))
    unseen = make_study("Unseen", published_at=at(2026), state="archived")
    make_version(unseen, 2, published_at=at(2026), note="Nobody reads this.")

    since = since_last_edition(ON)
    assert not since.is_first
    assert [change.title for change in since.new] == ["New"]
    assert [(change.title, change.words) for change in since.changed] == [
        ("Changed", "Another figure.")
    ]
    assert [change.title for change in since.confirmed] == ["Confirmed"]
    assert since_last_edition(dt.date(2027, 2, 1)).is_empty


def test_what_a_withheld_version_noted_is_not_said(client, db):
    study = make_study("Changed")
    make_version(
        study,
        2,
        note="It named somebody.",
        withheld_at=timezone.now(),
        withheld_by=make_user("Publisher"),
        withheld_because="It named somebody.",
    )
    html = page(client)
    assert "named somebody" not in html
    assert "<h3>Changed</h3>" in html
