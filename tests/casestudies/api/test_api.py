"""The API says what the pages say, and nothing more."""

import datetime as dt
import re

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from casestudies import alphabet, editorial, withholding
from casestudies.api import door, rate
from casestudies.api.endpoints import ENDPOINTS
from casestudies.api.problems import CONTENT_TYPE
from casestudies.models import (
    CaseStudy,
    FactorShown,
    ForceArea,
    Funding,
    Organisation,
    Relation,
    SuccessFactor,
)
from tests.factories import (
    make_factor,
    make_funding_stream,
    make_programme,
    make_study,
    make_user,
)

pytestmark = pytest.mark.django_db

ROOT = "/api/v1/"


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    """Each test draws its own answers."""
    monkeypatch.setattr(door, "_bodies", type(door._bodies)(door.MOST_KEPT, weigh=lambda body: 1))


def make_full(title="Shared station", **more):
    study = make_study(
        title=title,
        services=("police", "fire"),
        types=("shared-premises",),
        force_areas=("kent",),
        organisations=("Kent Police",),
        outcomes=("Fewer buildings",),
        lessons=("Start early",),
        savings=({"low": 5, "note": "A year"},),
        **more,
    )
    stream = make_funding_stream("Station fund")
    Funding.objects.create(study=study, stream=stream, description="£5")
    FactorShown.objects.create(
        study=study, factor=make_factor("Shared purpose"), reason="They say so"
    )
    return study


def test_a_member_of_the_public_rebuilds_the_a_to_z(client):
    for n in range(23):
        make_study(title=f"{'ÉAbz9'[n % 5]} scheme {n:02}", services=("police", "fire"))
    make_study(title="Not seen", state="draft")
    results, address = [], f"{ROOT}case-studies/?sort=title&per_page=5"
    while address:
        answer = client.get(address).json()
        results += answer["results"]
        address = answer["next"]
    names = {
        row["slug"]: row["name"] for row in client.get(f"{ROOT}terms/services/").json()["results"]
    }
    rebuilt = {}
    for row in results:
        services = [names[slug] for slug in row["services"]]
        rebuilt.setdefault(row["letter"], []).append((row["title"], row["url"], services))
    there = {
        group.letter.letter: [
            (
                study.title,
                f"http://testserver{study.get_absolute_url()}",
                [service.name for service in study.services.all()],
            )
            for study in group.studies
        ]
        for group in alphabet.groups()
    }
    assert rebuilt == there
    assert len(results) == answer["count"] == 23


def test_a_question_has_the_answer_of_the_page(client):
    for n in range(3):
        make_study(title=f"Station {n}", services=("police",))
    make_study(title="Drones", services=("fire",))
    question = "?q=station&service=police&colour=blue&per_page=2&page=2"
    answer = client.get(f"{ROOT}case-studies/{question}").json()
    page = client.get(f"/case-studies.json{question}").json()
    assert [r["slug"] for r in answer["results"]] == [r["slug"] for r in page["results"]]
    assert answer["count"] == page["count"] == 3
    assert answer["next"] is None
    assert "page" not in answer["prev"].split("?")[1].replace("per_page", "")
    assert [left["parameter"] for left in answer["ignored"]] == ["colour"]
    services = next(f for f in answer["facets"] if f["name"] == "service")["values"]
    police = next(value for value in services if value["slug"] == "police")
    assert (police["count"], police["selected"]) == (3, True)
    assert client.get(police["toggle_url"]).json()["count"] == 3  # without it, those with stations


def test_one_case_study_says_what_is_recorded(client):
    study = make_full(state="draft")
    other = make_study(title="Later scheme")
    hidden = make_study(title="Hidden scheme", state="draft")
    Relation.objects.create(study=other, kind="adapted-from", other=study)
    Relation.objects.create(study=study, kind="replaced-by", other=hidden)
    editorial.publish(study, by=make_user("Publisher"), note="First")
    answer = client.get(f"{ROOT}case-studies/{study.slug}/").json()
    assert answer["outcomes"] == [{"text": "Fewer buildings", "evidence": "described"}]
    assert answer["partners"][0]["organisation"] == "kent-police"
    assert answer["savings"][0]["low"] == 5
    assert answer["savings"][0]["high"] is None
    assert answer["factors"][0]["slug"] == "shared-purpose"
    assert [(r["direction"], r["slug"]) for r in answer["related"]] == [("from", "later-scheme")]
    first = client.get(answer["versions"][0]["api_url"]).json()
    assert first["document"]["title"] == "Shared station"
    assert "relations" not in first["document"]  # of what nobody sees
    assert first["cite"].endswith(answer["versions"][0]["url"])


def test_of_a_version_that_is_withheld_only_that_it_was(client):
    study = make_full(state="draft")
    publisher = make_user("Publisher")
    editorial.publish(study, by=publisher, note="Secret note")
    CaseStudy.objects.filter(pk=study.pk).update(summary="Another sentence")
    study.refresh_from_db()
    editorial.revise(study, by=publisher, note="Second")
    withholding.withhold(study.versions.get(number=1), by=publisher, because="Names somebody")
    response = client.get(f"{ROOT}case-studies/{study.slug}/versions/1/")
    answer = response.json()
    assert (answer["withheld"], answer["document"], answer["note"]) == (True, None, None)
    for body in (response, client.get(f"{ROOT}case-studies/{study.slug}/")):
        assert b"Secret note" not in body.content
        assert b"Names somebody" not in body.content


def test_what_moved_redirects_within_the_api(client):
    study = make_full(state="draft")
    editorial.publish(study, by=make_user("Publisher"), note="First")
    study.slug = "renamed"
    study.save()
    for rest in ("", "versions/1/"):
        response = client.get(f"{ROOT}case-studies/shared-station/{rest}")
        assert (response.status_code, response["Location"]) == (
            301,
            f"{ROOT}case-studies/renamed/{rest}",
        )
    old = Organisation.objects.get(slug="kent-police")
    new = Organisation.objects.create(slug="new-police", name="New Police", kind="police")
    old.retired_on, old.replaced_by = dt.date(2026, 1, 1), new
    old.save()
    response = client.get(f"{ROOT}organisations/kent-police/")
    assert (response.status_code, response["Location"]) == (302, f"{ROOT}organisations/new-police/")


@pytest.mark.parametrize("state", ["draft", "in-review", "archived"])
def test_unpublished_and_never_existed_are_the_same_bytes(client, state):
    study = make_full(state=state)
    make_programme().cases.create(study=study, reason="Shared station is part of it")
    never = client.get(f"{ROOT}case-studies/never-existed/")
    assert never.status_code == 404
    for address in (
        f"{ROOT}case-studies/{study.slug}/",
        f"{ROOT}case-studies/{study.slug}/versions/1/",
        f"{ROOT}nothing/like/this",
        "/api/v2/",
    ):
        response = client.get(address)
        assert (response.status_code, response.content) == (404, never.content), address
        assert dict(response.items()).keys() - never.headers.keys() <= {"RateLimit"}
    for one in ENDPOINTS:
        if not one.places:
            assert b"Shared station" not in client.get(one.path).content, one.name
    assert b"Shared station" not in client.get(f"{ROOT}guidance/shared-purpose/").content
    assert client.get(f"{ROOT}areas/kent/").json()["case_studies"] == 0


def test_validators_answer_304_until_something_changes(client):
    study = make_full()
    address = f"{ROOT}case-studies/{study.slug}/"
    first = client.get(address)
    for headers in (
        {"If-None-Match": first["ETag"]},
        {"If-Modified-Since": first["Last-Modified"]},
    ):
        again = client.get(address, headers=headers)
        assert (again.status_code, again.content) == (304, b"")
        assert again["Access-Control-Allow-Origin"] == "*"
    study.summary = "Another sentence"
    study.save()
    changed = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert changed.json()["summary"] == "Another sentence"
    head = client.head(address)
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", changed["ETag"])


def test_any_site_may_read_and_is_told_so_beforehand(client):
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "GET"}
    response = client.options(ROOT, headers=asked)
    assert (response.status_code, response.content) == (204, b"")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "GET" in response["Access-Control-Allow-Methods"]
    assert "If-None-Match" in response["Access-Control-Allow-Headers"]
    answer = client.get(ROOT, headers={"Origin": "https://example.org"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer
    assert not answer.cookies


@pytest.mark.parametrize(
    "status, ask",
    [
        (400, lambda c: c.get(f"{ROOT}case-studies/?q={'a' * 17_000}")),
        (404, lambda c: c.get("/api/nothing")),
        (405, lambda c: Client(enforce_csrf_checks=True).post(ROOT)),
        (406, lambda c: c.get(ROOT, headers={"Accept": "text/html"})),
    ],
)
def test_every_refusal_is_a_problem(client, status, ask):
    response = ask(client)
    assert (response.status_code, response["Content-Type"]) == (status, CONTENT_TYPE)
    said = response.json()
    assert said["status"] == status
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert ("Allow" in response) == (status == 405)
    anchor = said["type"].partition("#")[2]
    assert f'id="{anchor}"' in client.get(reverse("api:page")).content.decode()


def test_a_fault_is_a_problem_without_its_cause(client, monkeypatch):
    def broken(*args, **kwargs):
        raise ValueError("the secret cause")

    monkeypatch.setattr("casestudies.api.door.changed_at", broken)
    client.raise_request_exception = False
    response = client.get(f"{ROOT}areas/")
    assert (response.status_code, response["Content-Type"]) == (500, CONTENT_TYPE)
    assert b"secret" not in response.content


def test_forty_at_once_then_two_a_second(client):
    with time_machine.travel(dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC), tick=False) as moved:
        answers = [client.get(f"{ROOT}areas/") for _ in range(rate.BURST)]
        assert {answer.status_code for answer in answers} == {200}
        assert re.findall(r"r=(\d+)", answers[0]["RateLimit"]) == [str(rate.BURST - 1)]
        refused = client.get(f"{ROOT}areas/")
        assert (refused.status_code, refused["Content-Type"]) == (429, CONTENT_TYPE)
        assert refused["Retry-After"] == "1"
        other = client.get(f"{ROOT}areas/", REMOTE_ADDR="192.0.2.7")
        assert other.status_code == 200
        moved.shift(1)
        statuses = [client.get(f"{ROOT}areas/").status_code for _ in range(3)]
        assert statuses == [200, 200, 429]


def test_a_cache_that_is_down_refuses_nobody(client, monkeypatch, caplog):
    def down(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr(cache, "get", down)
    assert client.get(f"{ROOT}areas/").status_code == 200


@pytest.mark.parametrize("studies", [10, 60])
def test_no_answer_asks_more_than_six_queries(client, django_assert_max_num_queries, studies):
    for n in range(studies - 1):
        make_study(
            title=f"Scheme {n:03}", services=("police",), force_areas=("kent",),
            organisations=(f"Body {n}",),
        )  # fmt: skip
    study = make_full(state="draft")
    editorial.publish(study, by=make_user("Publisher"), note="First")
    make_programme().cases.create(study=study, reason="Part of it")
    named = {
        "case_study": {"slug": study.slug},
        "version": {"slug": study.slug, "number": 1},
        "organisation": {"slug": "kent-police"},
        "area": {"slug": ForceArea.objects.get().slug},
        "factor": {"slug": SuccessFactor.objects.get().slug},
    }
    # The catalogue, its index and a case study as its page shows it are read once for all answers
    client.get(f"{ROOT}case-studies/?per_page=1&q=shared")
    client.get(study.get_absolute_url())
    for one in ENDPOINTS:
        address = reverse(f"api:{one.name}", kwargs=named.get(one.name, {}))
        asked = "?per_page=100&q=scheme" if one.name == "case_studies" else ""
        with django_assert_max_num_queries(6):
            assert client.get(address + asked).status_code == 200, one.name
    assert CaseStudy.objects.published().count() == studies
