"""The OpenAPI document and the answers agree. TEST_API=200 asks each address as often."""

import os
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode

from casestudies import editorial
from casestudies.api.openapi import document
from casestudies.models import CaseStudy, FactorShown, Funding, Relation
from collab_directory.wsgi import application
from tests.factories import (
    make_factor,
    make_funding_stream,
    make_glossary_term,
    make_programme,
    make_study,
    make_user,
)

EXAMPLES = int(os.environ.get("TEST_API", "3"))

pytestmark = pytest.mark.django_db


@pytest.fixture
def no_request_closes_the_connection():
    """A server's would. But a test's transaction is on it: Django's test client does so, too."""
    ends = (request_started, request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    yield
    for signal in ends:
        signal.connect(close_old_connections)


@pytest.fixture
def schema(monkeypatch, no_request_closes_the_connection):
    """Of a directory in which everything is filled in; asked by somebody who is not limited."""
    monkeypatch.setattr("casestudies.api.rate.client.address", lambda request: "")
    study = make_study(
        title="Shared station",
        state="draft",
        services=("police", "fire"),
        types=("shared-premises",),
        force_areas=("kent",),
        organisations=("Kent Police",),
        outcomes=("Fewer buildings",),
        lessons=("Start early",),
        savings=({"low": 5, "note": "A year"},),
        started="2012-05",
    )
    stream = make_funding_stream("Station fund")
    Funding.objects.create(study=study, stream=stream, description="£5")
    FactorShown.objects.create(study=study, factor=make_factor("Shared purpose"), reason="So")
    Relation.objects.create(study=study, kind="adapted-from", other=make_study(title="First one"))
    make_programme().cases.create(study=study, reason="Part of it")
    make_glossary_term("ESN", "Emergency Services Network", meaning="Radio")
    editorial.publish(study, by=make_user("Publisher"), note="First")
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", unpacked)


def unpacked(environ, start_response):
    """The site to a client that says it can unpack nothing, as this one cannot."""
    plain = {name: value for name, value in environ.items() if name != "HTTP_ACCEPT_ENCODING"}
    return application(plain, start_response)


def operations(schema) -> list[Any]:
    return [found.ok() for found in schema.get_all_operations()]


REAL = {
    "case_study": {"slug": "shared-station"},
    "version": {"slug": "shared-station", "number": 1},
    "organisation": {"slug": "kent-police"},
    "area": {"slug": "kent"},
    "factor": {"slug": "shared-purpose"},
}


def test_real_answers_are_what_the_document_says(schema):
    for operation in operations(schema):
        name = operation.definition.raw["operationId"]
        case = operation.Case(path_parameters=REAL.get(name, {}))
        response = case.call_and_validate()
        assert response.status_code == 200, name


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_whatever_is_asked_the_answer_is_one_that_is_described(schema, mode):
    for operation in operations(schema):
        if mode is GenerationMode.NEGATIVE and not operation.definition.raw["parameters"]:
            continue

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case):
            case.call_and_validate()

        ask()


def test_every_field_is_described_and_every_described_field_is_there(schema, client):
    whole = document()
    shapes = whole["components"]["schemas"]
    for operation in operations(schema):
        name = operation.definition.raw["operationId"]
        if name == "openapi":
            continue
        answer = operation.Case(path_parameters=REAL.get(name, {})).call().json()
        ok = whole["paths"][operation.path]["get"]["responses"]["200"]
        compare(answer, ok["content"]["application/json"]["schema"], shapes, name)
    assert CaseStudy.objects.published().count() == 2


def compare(answer: Any, shape: dict[str, Any], shapes: dict[str, Any], where: str) -> None:
    """The same fields, all the way down."""
    if "$ref" in shape:
        shape = shapes[shape["$ref"].rpartition("/")[2]]
    if isinstance(answer, list):
        for one in answer:
            compare(one, shape["items"], shapes, where)
    elif isinstance(answer, dict) and "properties" in shape:
        assert set(answer) == set(shape["properties"]), where
        for name, value in answer.items():
            compare(value, shape["properties"][name], shapes, f"{where}.{name}")
