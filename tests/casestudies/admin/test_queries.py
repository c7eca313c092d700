"""No page of the admin asks more of the database when there is more to show."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casestudies import changes
from casestudies.models import Partner
from tests.casestudies.admin.pages import CHANGE, LIST
from tests.factories import (
    make_factor,
    make_glossary_term,
    make_organisation,
    make_study,
    make_user,
    make_version,
)

pytestmark = pytest.mark.django_db


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def fill(numbers):
    with changes.one_change():
        fill_slowly(numbers)


def fill_slowly(numbers):
    for n in numbers:
        study = make_study(
            state="published" if n % 2 else "in-review",
            organisations=[f"Org {n}", f"Org {n + 1}"],
            sources=("2015", "2016"),
            outcomes=["One", "Two"],
            force_areas=[f"area-{n}"],
        )
        make_version(study)
        make_factor(f"Factor {n}")
        make_glossary_term(f"Term {n}", f"word {n}", f"words {n}")
        make_user("Editor")


ADDRESSES = [
    "admin:index",
    LIST,
    "admin:casestudies_organisation_changelist",
    "admin:casestudies_forcearea_changelist",
    "admin:casestudies_version_changelist",
    "admin:casestudies_successfactor_changelist",
    "admin:casestudies_glossaryterm_changelist",
    "admin:casestudies_service_changelist",
    "admin:auth_user_changelist",
    "admin:audit_auditrecord_changelist",
]


def test_no_list_asks_more_of_the_database_when_it_is_longer(client):
    client.force_login(make_user("superuser"))
    fill(range(10))
    for address in ADDRESSES:
        queries(client, reverse(address))  # with what Django looks up once a process
    few = {address: queries(client, reverse(address)) for address in ADDRESSES}
    fill(range(10, 100))
    many = {address: queries(client, reverse(address)) for address in ADDRESSES}
    assert many == few
    assert max(many.values()) <= 24, many


def test_the_form_asks_no_more_when_its_lists_are_longer(publisher):
    study = make_study(organisations=["A"], outcomes=["One"])
    address = reverse(CHANGE, args=[study.pk])
    queries(publisher, address)  # with what Django looks up once a process
    few = queries(publisher, address)
    with changes.one_change():
        for n in range(20):
            Partner.objects.create(study=study, organisation=make_organisation(f"Org {n}"))
            study.relations.create(kind="adapted-from", other=make_study())
            study.factors_shown.create(factor=make_factor(), reason="It does.")
            study.outcomes.create(text="More")
    assert queries(publisher, address) == few
