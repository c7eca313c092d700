"""The list: each entry as it stands, and every way to narrow it."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from casestudies.models import CaseStudy, Organisation
from tests.casestudies.admin.pages import (
    LIST,
    shown,
)
from tests.factories import (
    make_study,
)

pytestmark = pytest.mark.django_db


def test_the_list_says_how_each_entry_stands(publisher):
    make_study(
        "Shared station",
        region="wales",
        services=("police", "ambulance"),
        status="live",
        sources=("2015", "2019-05"),
        outcomes=[("Fewer calls", 1), ("Measured", 3)],
        verified_on=dt.date(2020, 1, 31),
    )
    row = re.search(r'<tr><td class="action-checkbox">.*?</tr>', publisher.get(reverse(LIST)).text)
    words = re.sub(r"<[^>]+>", " ", row[0])
    for expected in ["Shared station", "Wales", "Ambulance, Police", "Published", "Live", "(2020)"]:
        assert expected in words
    for expected in ["Measured", "31 Jan 2020", "due again", " 2 "]:
        assert expected in words


def test_unknowns_are_said_in_words(publisher):
    make_study("Joint drones", sources=(), services=(), status="unknown")
    words = re.sub(r"<[^>]+>", " ", publisher.get(reverse(LIST)).text)
    for expected in ["Not known", "No outcome", "Never", "no service"]:
        assert expected in words


SEARCHED = {
    "drones": {"Joint drones"},
    "margate": {"Shared station"},
    "kent police": {"Shared station"},
    "kent constabulary": {"Shared station"},
    "nothing like it": set(),
}


@pytest.mark.parametrize("question", SEARCHED)
def test_search_finds_title_place_and_organisation_under_any_name(question, publisher):
    make_study("Joint drones")
    make_study("Shared station", place="Margate", organisations=["Kent Police", "Kent Fire"])
    Organisation.objects.get(name="Kent Police").former_names.create(name="Kent Constabulary")
    assert shown(publisher.get(reverse(LIST), {"q": question})) == SEARCHED[question]


@pytest.mark.parametrize(
    "question, found",
    [
        ("state__exact=draft", {"Draft"}),
        ("status__exact=ended", {"Never"}),
        ("confirmed=ok", {"Fresh", "One source", "No outcome"}),
        ("confirmed=due", {"Stale"}),
        ("confirmed=never", {"Draft", "In review", "Archived", "Never"}),
        ("sources=0", {"Draft"}),
        ("sources=1", {"In review", "Archived", "One source"}),
        ("sources=2", {"Fresh", "Stale", "No outcome", "Never"}),
        ("attention=in-review", {"In review"}),
        ("attention=drafts", {"Draft"}),
        ("attention=never-confirmed", {"Never"}),
        ("attention=due", {"Stale"}),
        ("attention=one-source", {"One source"}),
        ("attention=no-outcome", {"No outcome"}),
        ("attention=due&sources=1", set()),
    ],
)
def test_each_filter_leaves_what_it_says(question, found, various, publisher):
    assert shown(publisher.get(f"{reverse(LIST)}?{question}")) == found


@pytest.mark.parametrize("field", ["services", "types", "region"])
def test_the_list_narrows_by_what_entries_are_sorted_by(field, various, publisher):
    slug = {"services": "health", "types": "joint-training", "region": "wales"}[field]
    study = CaseStudy.objects.get(**{f"{field}__slug": slug})
    related = study.region if field == "region" else getattr(study, field).get()
    page = publisher.get(reverse(LIST), {f"{field}__id__exact": related.pk})
    assert shown(page) == {study.title}


@pytest.mark.parametrize(
    "question",
    ["attention=boss", "confirmed=maybe", "sources=-1", "sources=%00", "state__exact=boss", "p=99"],
)
def test_an_address_that_makes_no_sense_is_answered_with_a_list(question, various, publisher):
    page = publisher.get(f"{reverse(LIST)}?{question}", follow=True)
    assert page.status_code == 200


def test_every_count_beside_a_filter_is_the_length_of_its_list(various, publisher):
    page = publisher.get(reverse(LIST))
    links = re.findall(r'<a href="(\?[^"]+)">[^<]*\((\d+)\)</a>', page.text)
    assert len(links) > 25
    for address, count in links:
        found = publisher.get(reverse(LIST) + address.replace("&amp;", "&"))
        assert len(shown(found)) == int(count), address
