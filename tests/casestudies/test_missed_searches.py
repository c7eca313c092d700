"""What is searched for and not found is counted for the editors, without a trace of who asked."""

from datetime import date

import pytest
import time_machine
from django.db import DatabaseError, connection
from django.urls import reverse

from casestudies import catalogue, missed
from casestudies.models import MissedSearch
from collab_directory.audit.models import AuditRecord
from tests.factories import make_missed_search, make_study, make_user

pytestmark = pytest.mark.django_db

LIST = "admin:casestudies_missedsearch_changelist"


@pytest.fixture
def stations(client):
    make_study(title="Shared station", services=("police", "fire"))
    return client


def totals():
    return dict(MissedSearch.objects.values_list("text", "times"))


def ask(client, question):
    page = client.get(f"/case-studies/{question}")
    assert page.status_code == 200
    return page


def test_a_search_that_finds_nothing_is_counted_however_it_was_typed(stations):
    for text in ("zyxwv", "ZYXWV", "%20zyxwv%20%20", "z%C3%BFxwv"):
        ask(stations, f"?q={text}")
    assert totals() == {"zyxwv": 4}


def test_the_day_is_the_last_one(stations):
    for day in ("2031-03-01", "2031-03-09"):
        with time_machine.travel(f"{day} 12:00", tick=False):
            ask(stations, "?q=zyxwv")
    assert MissedSearch.objects.get().last_on == date(2031, 3, 9)


@pytest.mark.parametrize(
    "question",
    [
        "",
        "?q=",
        "?q=station",
        "?q=stattion",  # mended, so it found something
        "?q=,",
        "?q=zyxwv&service=police",  # the choice may be why
        "?q=zyxwv&from=2010",
        "?q=zyxwv&page=2",
        "?service=coastguard",
    ],
)
def test_nothing_else_is_counted(stations, question):
    ask(stations, question)
    assert totals() == {}


@pytest.mark.parametrize("address", ["/case-studies.json", "/case-studies.csv"])
def test_programs_are_not_readers(stations, address):
    stations.get(f"{address}?q=zyxwv")
    assert totals() == {}


@pytest.mark.parametrize(
    "text",
    [
        "someone@example.org",
        "zyxwv @someone",
        "https://example.org/zyxwv",
        "www.zyxwv",
        "zyxwv.gov.uk",
        "zyxwv 07700900123",
        "zyxwv 01 23 45",
        "+44 (0) 20",
        "zyxwv 1/2/1980",
        "zyxwv ZZ1 1ZZ",
        "zz99 9zz zyxwv",
        "zyxwv " * 14,
    ],
)
def test_what_could_name_somebody_is_not_kept(stations, text):
    stations.get("/case-studies/", {"q": f'"{text}"'})
    assert totals() == {}


@pytest.mark.parametrize("text", ["zyxwv 999", "zyxwv 24/7", "zyxwv s22a", "zyxwv a.i."])
def test_what_names_nobody_is_kept(text):
    assert missed.worth_keeping(missed.normalised(text))


def test_counting_does_not_renew_the_catalogue(stations):
    before = catalogue.current_token()
    for _ in range(2):
        ask(stations, "?q=zyxwv")
    MissedSearch.objects.get().delete()
    assert catalogue.current_token() == before


def test_the_page_answers_where_nothing_may_be_written(stations, caplog):
    def refuse(execute, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            raise DatabaseError("attempt to write a readonly database")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        page = ask(stations, "?q=zyxwv")
    assert "No schemes" in page.text
    assert "could not be counted" in caplog.text
    assert totals() == {}


def test_a_flood_of_searches_leaves_the_common_ones(stations, monkeypatch):
    monkeypatch.setattr(missed, "MOST_KEPT", 3)
    for text in ("zyxwva", "zyxwva", "zyxwvb", "zyxwvb", "zyxwvc", "zyxwvd", "zyxwve"):
        ask(stations, f"?q={text}")
    assert totals() == {"zyxwva": 2, "zyxwvb": 2, "zyxwve": 1}


# For the editors


def test_the_list_begins_with_what_is_looked_for_most(as_role):
    for text, times in (("seldom", 1), ("often", 30), ("now and then", 4)):
        make_missed_search(text, times=times)
    page = as_role("Editor").get(reverse(LIST)).text
    assert page.index("often") < page.index("now and then") < page.index("seldom")
    assert "Searches that found nothing" in page
    assert "dealt_with" not in page


def test_what_is_dealt_with_leaves_the_list(as_role):
    done, open_ = make_missed_search("done"), make_missed_search("open")
    before = catalogue.current_token()
    client = as_role("Publisher")
    page = client.post(
        reverse(LIST), {"action": "dealt_with", "_selected_action": [done.pk]}, follow=True
    )
    assert "1 search is off the list" in page.text
    assert list(MissedSearch.objects.all()) == [open_]
    assert AuditRecord.objects.get(action="missed_search.deleted").target_label == "done"
    assert catalogue.current_token() == before


def test_an_editor_cannot_cross_out(as_role):
    kept = make_missed_search()
    client = as_role("Editor")
    client.post(reverse(LIST), {"action": "dealt_with", "_selected_action": [kept.pk]})
    assert MissedSearch.objects.exists()


def test_nobody_without_the_role_sees_it(client):
    client.force_login(make_user("Network manager"))
    assert client.get(reverse(LIST)).status_code == 403
