"""The directory's answer as files."""

import csv
import io
import json

import pytest
from django.urls import reverse
from django.utils import timezone

from casestudies.formats.csv import HEADINGS
from tests.factories import make_study

pytestmark = pytest.mark.django_db


def csv_rows(client, question=""):
    response = client.get(reverse("casestudies:directory_csv") + question)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert text.count("\r\n") == text.count("\n")  # RFC 4180
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_csv_holds_the_same_rows_in_the_same_order_as_the_list(client):
    for n in range(25):
        make_study(title=f"Scheme {n:02}", services=("police",))
    listed = []
    for page in (1, 2):
        answer = client.get(reverse("casestudies:directory_json"), {"page": page}).json()
        listed += [row["title"] for row in answer["results"]]
    rows = csv_rows(client)
    assert [row["title"] for row in rows] == listed
    assert len(rows) == answer["count"] == 25
    assert tuple(rows[0]) == HEADINGS


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "＝", " =", "\u3000=", "\u200b="])
def test_no_cell_is_a_formula(client, start):
    make_study(title="Formula", summary=f"{start}HYPERLINK(1)")
    (row,) = csv_rows(client)
    assert row["summary"].startswith("'")


def test_json_says_all_that_the_page_says(client, settings):
    make_study(title="Shared station", services=("police", "fire"), region="wales")
    make_study(title="Drones", services=("police",), region="london")
    settings.SITE_URL = "https://directory.example.org"  # not the host that is asked
    answer = client.get(
        reverse("casestudies:directory_json") + "?service=fire&region=atlantis&per_page=1"
    ).json()
    assert answer["count"] == 1
    assert (answer["page"], answer["pages"]) == (1, 1)
    assert answer["results"][0]["title"] == "Shared station"
    assert answer["results"][0]["url"] == f"{settings.SITE_URL}/case-studies/shared-station/"
    assert [left["parameter"] for left in answer["ignored"]] == ["region"]
    facets = {facet["name"]: facet["values"] for facet in answer["facets"]}
    fire = next(value for value in facets["service"] if value["slug"] == "fire")
    assert (fire["count"], fire["selected"]) == (1, True)
    assert "service" not in fire["toggle_url"]
    followed = client.get(fire["toggle_url"].replace("/case-studies/", "/case-studies.json")).json()
    assert followed["count"] == 2


def test_json_gives_at_most_a_hundred_a_page(client):
    answer = client.get(reverse("casestudies:directory_json"), {"per_page": "500"}).json()
    assert answer["per_page"] == 100
    assert answer["ignored"][0]["parameter"] == "per_page"


def test_the_files_are_valid_when_nothing_is_found(client):
    (said,) = csv_rows(client, "?q=nothing")  # one line of no scheme: whose file it is, and why
    assert (said["slug"], said["question"]) == ("", "Search: “nothing”")
    assert said["taken_on"] == timezone.localdate().isoformat()
    assert said["notice"] == "No scheme was found for this question."
    response = client.get(reverse("casestudies:directory_json") + "?q=nothing")
    answer = json.loads(b"".join(response))
    assert answer["results"] == []
    assert answer["notices"] == [said["notice"]]


def test_the_csv_costs_the_same_queries_for_twice_the_rows(client, django_assert_max_num_queries):
    for n in range(60):
        make_study(title=f"Scheme {n:02}")
    csv_rows(client)
    with django_assert_max_num_queries(24):
        assert len(csv_rows(client)) == 60
