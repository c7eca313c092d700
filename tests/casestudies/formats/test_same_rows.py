"""Every file of a question holds the studies of the page, in its order."""

import csv
import datetime as dt
import io
import json

import openpyxl
import pytest
import time_machine
from django.http import QueryDict
from django.test import RequestFactory
from django.utils import timezone

from casestudies import formats
from casestudies.booklet import typeset
from casestudies.directory import Directory
from casestudies.formats.columns import COLUMNS
from casestudies.formats.xlsx import write_xlsx
from casestudies.models import CaseStudy
from casestudies.views import files
from tests.factories import make_study

pytestmark = pytest.mark.django_db
QUESTIONS = (
    "",
    "q=station",
    "q=station&sort=title",
    "sort=newest",
    "sort=verified&service=fire",
    "service=police&service=fire&service_match=any&sort=saving",
    "region=wales&from=2011",
    "q=zyxwv",
)


@pytest.fixture
def directory():
    for n in range(12):
        make_study(
            f"{'Station' if n % 3 else 'Drones'} {n}",
            services=("police", "fire")[: 1 + n % 2],
            region=("wales", "london")[n % 2],
            started=str(2008 + n % 5),
            savings=({"low": n * 100, "per": "yearly"},) if n % 4 else (),
        )
    make_study("Station unseen", state="draft")


@pytest.mark.parametrize("query", QUESTIONS)
def test_all_files_hold_the_rows_of_all_pages_in_their_order(directory, query):
    absolute = RequestFactory().get("/").build_absolute_uri

    def ask(params):
        return Directory(QueryDict(params))

    pages = range(1, ask(f"{query}&per_page=5").pages + 1)
    listed = [s.slug for number in pages for s in ask(f"{query}&per_page=5&page={number}").studies]
    paged = [
        result
        for number in pages
        for result in formats.as_json(ask(f"{query}&per_page=5&page={number}"), absolute)["results"]
    ]
    whole = json.loads("".join(formats.all_as_json(ask(query), absolute)))
    assert whole["results"] == paged
    of_json = [result["slug"] for result in paged]
    text = "".join(formats.as_csv(ask(query), absolute)).removeprefix("\ufeff")
    of_csv = [row["slug"] for row in csv.DictReader(io.StringIO(text, newline="")) if row["slug"]]
    file = io.BytesIO()
    write_xlsx(ask(query), absolute, file)
    rows = openpyxl.load_workbook(file, read_only=True).worksheets[0].iter_rows(min_row=2)
    of_workbook = [row[1].value for row in rows]
    assert listed == of_json == of_csv == of_workbook
    assert len(listed) == ask(query).count


def test_each_line_says_what_was_asked_of_whom_and_when(client, directory, settings):
    text = b"".join(client.get("/case-studies.csv?region=wales")).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert {len(row) for row in rows} == {len(rows[0])}  # RFC 4180
    said = dict(zip(rows[0], rows[1], strict=True))
    assert said["directory"] == settings.SITE_NAME
    assert said["question"] == "Region: Wales"
    assert said["licence"].endswith("/open-government-licence/version/3/")
    answer = client.get("/case-studies.json?region=wales&per_page=5").json()
    assert (answer["question"], answer["taken_on"]) == (said["question"], said["taken_on"])
    assert client.get(answer["next"]).json()["previous"] == answer["url"].replace(
        "/case-studies/", "/case-studies.json"
    )


def test_what_is_withdrawn_meanwhile_is_left_out_and_said(directory, monkeypatch):
    """Between the question and the first row, as long files take their time."""
    absolute = RequestFactory().get("/").build_absolute_uri
    monkeypatch.setattr("casestudies.formats.rows.AT_ONCE", 3)
    lines = formats.as_csv(Directory.everything(), absolute)
    first = next(lines) + next(lines)
    gone = CaseStudy.objects.published().order_by("-title")[0]
    CaseStudy.objects.filter(pk=gone.pk).update(state="archived")  # as another process would
    text = (first + "".join(lines)).removeprefix("\ufeff")
    *rows, last = csv.DictReader(io.StringIO(text, newline=""))
    assert len(rows) == 11
    assert gone.slug not in {row["slug"] for row in rows}
    assert not any(row["notice"] for row in rows)
    assert last["notice"].startswith("1 scheme was taken out")
    assert not last["slug"]


def test_the_page_about_the_data_explains_every_column(client, directory):
    page = client.get("/data/?region=wales").text
    for column in COLUMNS:
        assert f"<code>{column.name}</code>" in page
    for ending in ("csv", "xlsx", "json", "atom"):
        assert f'href="/case-studies.{ending}?region=wales"' in page
    assert 'href="/data/?region=wales"' in client.get("/case-studies/?region=wales").text


def test_what_is_too_long_to_be_made_first_is_sent_as_it_is_made(client, directory, monkeypatch):
    whole = client.get("/case-studies.json?q=station")
    monkeypatch.setattr(files, "MADE_FIRST", 3)
    monkeypatch.setattr(files, "LINES_TOGETHER", 2)
    streamed = client.get("/case-studies.json?q=station")
    assert not whole.streaming
    assert streamed.streaming
    pieces = list(streamed)
    assert len(pieces) > 2
    assert b"".join(pieces) == whole.content


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json", "pdf"])
def test_a_file_is_sent_once_until_something_changes(client, ending, monkeypatch):
    monkeypatch.setattr(typeset, "pdf", lambda document, *, dated: b"%PDF")
    make_study("Station")
    address = f"/case-studies.{ending}?q=station"
    known = {"If-None-Match": client.get(address)["ETag"]}
    assert client.get(address, headers=known).status_code == 304
    assert client.get(f"/case-studies.{ending}", headers=known).status_code == 200
    make_study("Another")
    assert client.get(address, headers=known).status_code == 200
    with time_machine.travel(timezone.now() + dt.timedelta(days=1)):
        assert client.get(address, headers=known).status_code == 200
