"""Where the search's tables fail the answer says so: no error page, no lie that nothing exists."""

import logging
from contextlib import contextmanager

import pytest
from django.db import connection

from casestudies import search
from casestudies.models import CatalogueVersion, MissedSearch
from collab_directory.logs import JsonLines, Lines
from tests.factories import make_study

# Real transactions: PostgreSQL lets nobody ask again in one that has failed.
pytestmark = pytest.mark.django_db(transaction=True)

PAGES = ["/case-studies/", "/case-studies/map/", "/case-studies.csv"]
TABLES = [model._meta.db_table for model in search.TABLES]
POSTINGS, TEXTS, WORDS = TABLES


@pytest.fixture
def stations():
    make_study(title="Shared station", services=("police", "fire"), region="south-east")
    make_study(title="Police drones", services=("police",), summary="A station of drones.")


@contextmanager
def without(table):
    """The table is not there, as after half a migration."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} RENAME TO {table}_gone")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {table}_gone RENAME TO {table}")


# What reads each table: the words themselves, their nearness, and near spellings
QUESTIONS = {POSTINGS: "station drones", TEXTS: "shared station", WORDS: "statoin"}


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("table", TABLES)
def test_a_page_says_that_the_search_cannot_answer(stations, client, address, table):
    with without(table):
        page = client.get(f"{address}?q={QUESTIONS[table].replace(' ', '+')}&service=police")
    assert page.status_code == 503
    assert page["Retry-After"] == "60"
    assert page["Cache-Control"] == "no-store"
    assert "The fault is ours" in page.text
    assert "No scheme" not in page.text
    assert f'value="{QUESTIONS[table]}"' in page.text
    assert '<input type="hidden" name="service" value="police">' in page.text


def test_what_it_offers_works(stations, client):
    with without(POSTINGS):
        page = client.get("/case-studies/?q=station&service=fire&page=3")
        assert 'href="/case-studies/?service=fire">1 scheme that fits your choices<' in page.text
        assert client.get("/case-studies/?service=fire").status_code == 200
        assert 'href="/case-studies/a-z/"' in page.text
        assert client.get("/case-studies/a-z/").status_code == 200
        assert 'href="/case-studies/?q=station&amp;service=fire&amp;page=3">Try again<' in page.text
    assert "1 scheme" in client.get("/case-studies/?q=station&service=fire").text


def test_the_map_offers_the_map(stations, client):
    with without(POSTINGS):
        page = client.get("/case-studies/map/?q=station")
        assert 'href="/case-studies/map/">All 2 schemes' in page.text
        assert '<form class="search" action="/case-studies/map/"' in page.text


@pytest.mark.parametrize("address", [*PAGES, "/case-studies.json", "/"])
def test_what_needs_no_search_answers_without_it(stations, client, address):
    with without(POSTINGS), without(TEXTS), without(WORDS):
        assert client.get(address + "?service=police&from=2010&page=4").status_code == 200


def test_the_home_page_goes_without_its_examples_until_they_can_be_found(stations, client, caplog):
    with without(POSTINGS):
        page = client.get("/")
    assert page.status_code == 200
    assert "hero__try" not in page.text
    assert len(caplog.records) == 1
    assert "hero__try" in client.get("/").text


@pytest.mark.parametrize("address", PAGES)
def test_with_nothing_that_works_nothing_is_offered(stations, client, address):
    with without(CatalogueVersion._meta.db_table):
        page = client.get(f"{address}?q=station&service=police&service=%00&colour=blue")
    assert page.status_code == 503
    assert 'value="station"' in page.text
    assert '<input type="hidden" name="service" value="police">' in page.text
    assert "colour" not in page.text.replace("colour=blue", "")
    assert "Meanwhile" not in page.text


def test_programs_are_told_too(stations, client):
    with without(POSTINGS):
        answer = client.get("/case-studies.json?q=station")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "60"
    assert list(answer.json()) == ["detail"]


def test_the_search_box_suggests_nothing(stations, client):
    with without(CatalogueVersion._meta.db_table):
        answer = client.get("/case-studies/suggest?q=stat")
    assert answer.status_code == 503
    assert answer.json() == {"q": "stat", "suggestions": []}


def test_it_is_neither_counted_as_missed_nor_kept(stations, client):
    with without(POSTINGS):
        for _ in range(2):
            assert client.get("/case-studies/?q=zyxwv").status_code == 503
    assert not MissedSearch.objects.exists()
    assert client.get("/case-studies/?q=zyxwv").status_code == 200
    assert MissedSearch.objects.get().times == 1


@pytest.mark.parametrize("address", ["/case-studies/", "/case-studies.json", "/case-studies.csv"])
def test_the_fault_is_logged_once_without_what_was_asked(stations, client, caplog, address):
    with without(POSTINGS):
        client.get(f"{address}?q=zqcanary")
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert record.exc_info
    for formatter in (JsonLines(), Lines("{levelname} {name} {message} {request.path}", style="{")):
        line = formatter.format(record)
        assert address in line
        assert POSTINGS in line
        assert "zqcanary" not in line


@pytest.mark.postgres
def test_a_question_that_takes_too_long_ends_the_same_way(stations, client):
    other = connection.copy()
    other.set_autocommit(False)
    with connection.cursor() as ours, other.cursor() as theirs:
        theirs.execute(f"LOCK TABLE {POSTINGS} IN ACCESS EXCLUSIVE MODE")
        ours.execute("SET statement_timeout = '300ms'")
        try:
            assert client.get("/case-studies/?q=station").status_code == 503
        finally:
            ours.execute("RESET statement_timeout")
            other.rollback()
            other.close()
    assert client.get("/case-studies/?q=station").status_code == 200
