"""Case studies that may be the same: found by name, place and partners, and never betrayed."""

import pytest

from casestudies.models import CaseStudy
from casestudies.twins import twins_of
from tests.factories import make_organisation, make_study

pytestmark = pytest.mark.django_db


def found(title, **more):
    return [
        (twin.study.title, twin.reasons)
        for twin in twins_of(title, among=CaseStudy.objects.published(), **more)
    ]


@pytest.fixture
def published():
    make_study("Margate Task Force", place="Margate")
    make_study("East Cleveland co-responding", place="East Cleveland")
    make_study(
        "Kent drones", place="Maidstone, Kent", organisations=("Kent Police", "Kent Fire", "SECAmb")
    )
    make_study("Shared stations in Devon", place="Devon")


@pytest.mark.parametrize(
    "title, expected",
    [
        ("Margate Task Force", ("Margate Task Force", "The same name")),
        ("the Margate taskforce", ("Margate Task Force", "A name like it")),
        ("Co-responding in East Cleveland", ("East Cleveland co-responding", "The same name")),
        ("East Clevland coresponding", ("East Cleveland co-responding", "A name like it")),
    ],
)
def test_a_name_is_known_however_it_is_written(published, title, expected):
    [(name, reasons)] = found(title)
    assert (name, *reasons) == expected


@pytest.mark.parametrize("title", ["", "?!", "Joint boats on the Mersey", "the of and"])
def test_no_twin_where_nothing_is_alike(published, title):
    assert found(title, place="Margate") == []


def test_place_and_partners_speak_where_the_name_is_a_little_alike(published):
    both = [make_organisation(name) for name in ("Kent Police", "Kent Fire")]
    assert found("Drones and robots") == []
    [(name, reasons)] = found("Drones and robots", place="Maidstone", organisations=both)
    assert name == "Kent drones"
    assert reasons == (
        "A name like it",
        "Also in Maidstone, Kent",
        "Also Kent Police and Kent Fire",
    )


def test_only_what_may_be_named_is_named():
    make_study("Margate Task Force", state="in-review")
    assert found("Margate Task Force") == []
    among = CaseStudy.objects.all()
    assert len(twins_of("Margate Task Force", among=among)) == 1


def test_two_queries_for_any_number(published, django_assert_num_queries):
    organisation = make_organisation("Kent Police")
    for n in range(30):
        make_study(f"Margate scheme {n}")
    with django_assert_num_queries(2):
        assert len(found("Margate Task Force", organisations=[organisation])) == 1
