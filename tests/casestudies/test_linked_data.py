"""What pages say in the words of schema.org: it is whole, true, dated, and ends no element."""

import datetime as dt
import json
import re

import pytest

from casestudies import editorial, previews
from tests.factories import make_study, make_user

pytestmark = pytest.mark.django_db

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"


def data_in(page: str) -> dict[str, dict]:
    """What a page says, by its type."""
    found = [json.loads(block) for block in BLOCK.findall(page)]
    assert all(one["@context"] == "https://schema.org" for one in found)
    things = [thing for one in found for thing in one.get("@graph", [one])]
    return {thing["@type"]: thing for thing in things}


def test_a_study_is_an_article_with_the_dates_of_its_publication(client, time_machine):
    publisher = make_user("Publisher")
    study = make_study(
        "Shared station",
        state="draft",
        force_areas=("kent",),
        organisations=("Kent Police",),
        sources=("2015-05", ""),
    )
    for day, summary in ((2, "Two crews share it."), (9, "Three crews share it.")):
        time_machine.move_to(dt.datetime(2026, 6, day, 12, tzinfo=dt.UTC), tick=False)
        study.summary = summary
        study.save()
        (editorial.revise if study.is_published else editorial.publish)(
            study, by=publisher, note="."
        )
    time_machine.move_to(dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC), tick=False)
    said = data_in(client.get(study.get_absolute_url()).text)
    article = said["Article"]
    address = "http://testserver/case-studies/shared-station/"
    assert article["mainEntityOfPage"] == address
    assert article["headline"] == "Shared station"
    assert len(article["headline"]) <= 110
    assert article["description"] == "Three crews share it."
    assert article["datePublished"] == "2026-06-02T13:00:00+01:00"
    assert article["dateModified"] == "2026-06-09T13:00:00+01:00"
    assert article["version"] == 2
    assert article["license"] == LICENCE
    for role in ("author", "publisher"):
        assert article[role]["@type"] == "Organization"
        assert article[role]["name"]
        assert article[role]["url"] == "http://testserver/"
    assert [one["name"] for one in article["contentLocation"]] == ["Kent"]
    assert [one["name"] for one in article["about"]] == ["Kent Police"]
    assert [one.get("datePublished") for one in article["citation"]] == ["2015-05", None]
    assert all(one["name"] and one["url"] for one in article["citation"])

    steps = said["BreadcrumbList"]["itemListElement"]
    assert [step["@type"] for step in steps] == ["ListItem"] * len(steps)
    assert [(step["position"], step["name"], step["item"]) for step in steps] == [
        (1, "Home", "http://testserver/"),
        (2, "Directory", "http://testserver/case-studies/"),
    ]


def test_no_text_ends_the_block_or_begins_markup(client):
    evil = '</script><script>alert(1)</script><!-- & \u2028 " \\'
    study = make_study("Evil", summary=evil)
    page = client.get(study.get_absolute_url()).text
    assert data_in(page)["Article"]["description"] == evil
    for block in BLOCK.findall(page):
        assert not re.search("[<>&]", block)


def test_the_front_page_says_what_the_site_is_and_what_files_hold_the_directory(client):
    make_study(started="2004")
    make_study(started="2019-02")
    page = client.get("/").text
    said = data_in(page)
    dataset = said["Dataset"]
    assert dataset["name"]
    assert 50 <= len(dataset["description"]) <= 5000
    assert dataset["url"] == "http://testserver/case-studies/"
    assert dataset["license"] == LICENCE
    assert dataset["temporalCoverage"] == "2004/2019"
    assert dataset["creator"]["@id"] == said["Organization"]["@id"]
    assert said["Organization"]["name"] == said["WebSite"]["name"]
    for file in dataset["distribution"]:
        address = file["contentUrl"].removeprefix("http://testserver")
        kind = client.get(address)["Content-Type"].partition(";")[0]
        assert kind == file["encodingFormat"]
    template = said["WebSite"]["potentialAction"]["target"]["urlTemplate"]
    assert template == "http://testserver/case-studies/?q={question}"


def test_a_preview_says_nothing_to_machines(client):
    study = make_study("Shared station", state="draft")
    _link, token = previews.make(study, by=make_user("Editor"))
    assert "Article" not in data_in(client.get(f"/preview/{token}/").text)


def test_a_browser_can_search_here(client):
    make_study("Shared station", types=("fleet",))
    link = re.search(r'<link rel="search"[^>]* href="([^"]+)"', client.get("/").text)[1]
    described = client.get(link)
    assert described["Content-Type"] == "application/opensearchdescription+xml; charset=utf-8"
    # As many words as there may be letters, and no “A to” at its end
    assert "<ShortName>Blue Light</ShortName>" in described.text
    urls = dict(re.findall(r'<Url type="([^"]+)"[^>]* template="([^"]+)"', described.text))
    asked = urls["application/x-suggestions+json"].removeprefix("http://testserver")
    answer = client.get(asked.replace("{searchTerms}", "shar"))
    assert answer.json() == [
        "shar",
        ["Shared station"],
        ["Scheme"],
        ["http://testserver/case-studies/shared-station/"],
    ]
    found = urls["text/html"].removeprefix("http://testserver")
    assert "Shared station" in client.get(found.replace("{searchTerms}", "shared")).text
