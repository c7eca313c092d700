"""The history of the whole site: found by what one asks, in plain words, and taken away safely."""

import csv
import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from collab_directory import audit
from collab_directory.audit.models import AuditRecord
from tests.factories import make_study, make_user

pytestmark = pytest.mark.django_db

LIST = "admin:audit_auditrecord_changelist"
EXPORT = "admin:audit_auditrecord_export"


@pytest.fixture
def administrator(client):
    client.user = make_user("Administrator")
    client.force_login(client.user)
    return client


@pytest.fixture
def trail():
    jo = make_user("Editor", first_name="Jo", last_name="Field")
    study = make_study("Shared station", state="draft")
    audit.record("case_study.submitted", study, by=jo)
    audit.record("case_study.returned", study, by=None, comment="=SUM(A1) asks for a year")
    audit.record("new_kind.of_action", study, by=None)
    return jo, study


def shown(page):
    return [record.action for record in page.context["cl"].result_list]


def test_it_is_said_in_plain_words(administrator, trail):
    page = administrator.get(reverse(LIST))
    assert "Sent for review" in page.text
    assert "Jo Field" in page.text
    assert "The directory itself" in page.text
    assert "Case study: Shared station" in page.text
    assert "asks for a year" in page.text
    assert page.context["cl"].result_count == 3


@pytest.mark.parametrize(
    "query, actions",
    [
        ("who={jo}", ["case_study.submitted"]),
        ("who=house", ["new_kind.of_action", "case_study.returned"]),
        ("done=case_study.returned", ["case_study.returned"]),
        ("kind=auth.user", []),
        ("q=year", ["case_study.returned"]),
        ("q=jo", ["case_study.submitted"]),
        ("from={today}&to={today}&who=house", ["new_kind.of_action", "case_study.returned"]),
        ("from={tomorrow}", []),
        ("to={yesterday}", []),
        ("from=1066-01-01&to=9999-12-31&who={jo}", ["case_study.submitted"]),
        ("from=never&who={jo}", ["case_study.submitted"]),
        ("who=99999999999999999999&done=case_study.returned", ["case_study.returned"]),
    ],
)
def test_it_is_narrowed_and_counted_truly(administrator, trail, query, actions):
    today = timezone.localdate()
    day = dt.timedelta(days=1)
    asked = query.format(jo=trail[0].pk, today=today, tomorrow=today + day, yesterday=today - day)
    page = administrator.get(f"{reverse(LIST)}?{asked}")
    assert shown(page) == actions
    assert page.context["cl"].result_count == len(actions)


def test_what_is_no_day_is_said(administrator, trail):
    assert "“never” is no day" in administrator.get(f"{reverse(LIST)}?from=never").text


def test_it_is_taken_away_with_its_filters_and_that_is_recorded(administrator, trail):
    asked = f"{reverse(EXPORT)}?who=house"
    assert "2 records are what you chose" in administrator.get(asked).text
    assert not AuditRecord.objects.filter(action="audit.exported").exists()
    answer = administrator.post(asked)
    text = b"".join(answer.streaming_content).decode()
    rows = list(csv.reader(text.removeprefix("\ufeff").splitlines()))
    assert [row[3] for row in rows[1:]] == ["new_kind.of_action", "case_study.returned"]
    assert rows[2][7] == "'=SUM(A1) asks for a year"
    record = AuditRecord.objects.get(action="audit.exported")
    assert (record.actor, record.detail["rows"]) == (administrator.user, 2)
    assert "no-store" in answer["Cache-Control"]


def test_what_cannot_be_asked_leads_to_the_list(administrator, trail):
    for answer in (administrator.get, administrator.post):
        response = answer(f"{reverse(EXPORT)}?at__no_such=1", follow=True)
        assert response.status_code == 200
        assert len(shown(response)) == 3


def test_a_file_says_so_where_not_all_are_in_it(administrator, trail, monkeypatch):
    monkeypatch.setattr("network.admin.trail.MOST_ROWS", 1)
    answer = administrator.post(reverse(EXPORT))
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert lines[-1] == "Only the newest 1 of 3 are in this file."
    assert len(lines) == 3


@pytest.mark.parametrize("role", ["Editor", "Publisher", "Network manager"])
def test_it_is_for_administrators(client, role):
    client.force_login(make_user(role))
    assert client.get(reverse(EXPORT)).status_code == 403
    assert client.post(reverse(EXPORT)).status_code == 403


def test_many_rows_cost_no_more_questions(administrator, trail, django_assert_max_num_queries):
    _jo, study = trail
    for _number in range(60):
        audit.record("case_study.changed", study, by=administrator.user)
    with django_assert_max_num_queries(14):
        administrator.get(reverse(LIST))
