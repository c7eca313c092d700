"""Documents: the one shape in which content is compared, kept as a version, and exported."""

import json

import pytest

from casestudies.imports.documents import digest, to_document
from casestudies.models import (
    Caveat,
    Evidence,
    FundingStream,
    Organisation,
    Outcome,
    Partner,
    Relation,
    Saving,
)
from tests.factories import make_study

pytestmark = pytest.mark.django_db


@pytest.fixture
def study():
    study = make_study(
        title="Shared drone",
        slug="shared-drone",
        summary="Police and fire share a drone.",
        services=("police", "fire"),
        types=("prevention",),
        region="london",
        started="2014-05",
    )
    study.sources.all().delete()
    return study


def test_a_document_holds_what_is_known_and_nothing_else(study):
    assert to_document(study) == {
        "slug": "shared-drone",
        "title": "Shared drone",
        "summary": "Police and fire share a drone.",
        "status": study.status,
        "started": "2014-05",
        "region": "london",
        "services": ["fire", "police"],
        "types": ["prevention"],
    }


def test_lines_stand_in_the_editors_order_and_name_things_by_address(study):
    kent = Organisation.objects.create(slug="kent-police", name="Kent Police", kind="police")
    fund = FundingStream.objects.create(slug="a-fund", name="A fund", summary="Money.")
    Partner.objects.create(study=study, organisation=kent, role="lead")
    Outcome.objects.create(study=study, text="Second", evidence=Evidence.MEASURED, position=2)
    Outcome.objects.create(study=study, text="First", evidence=Evidence.DESCRIBED, position=1)
    study.fundings.create(stream=fund, description="£1 million")
    study.fundings.create(description="Something else")
    Caveat.objects.create(study=study, kind="weak", text="One page.")
    other = make_study(title="Older drone", slug="older-drone")
    Relation.objects.create(study=study, kind="adapted-from", other=other)
    document = to_document(study)
    assert document["partners"] == [{"organisation": "kent-police", "role": "lead"}]
    assert document["outcomes"] == [
        {"text": "First", "evidence": "described"},
        {"text": "Second", "evidence": "measured"},
    ]
    assert document["fundings"] == [
        {"stream": "a-fund", "description": "£1 million"},
        {"description": "Something else"},
    ]
    assert document["caveats"] == [{"kind": "weak", "text": "One page."}]
    assert document["relations"] == [{"kind": "adapted-from", "other": "older-drone"}]
    assert "relations" not in to_document(other)


def test_an_unknown_amount_is_left_out_and_nought_is_not(study):
    Saving.objects.create(study=study, covers="Fuel", position=1)
    Saving.objects.create(study=study, covers="Time", low=0, per="yearly", position=2)
    assert to_document(study)["savings"] == [
        {"covers": "Fuel", "per": "unknown", "grade": "claimed"},
        {"covers": "Time", "low": 0, "per": "yearly", "grade": "claimed"},
    ]


def test_a_document_survives_being_kept_as_json(study):
    study.verified_on, study.verified_by = "2024-02-01", "Collaboration lead, Kent Police"
    study.save()
    study.refresh_from_db()
    document = to_document(study)
    assert document["verified_on"] == "2024-02-01"
    assert json.loads(json.dumps(document)) == document


def test_publication_is_no_part_of_a_document(study):
    before = to_document(study)
    study.state = "draft"
    study.save()
    assert to_document(study) == before


def test_a_digest_depends_on_what_is_said_and_not_on_its_order():
    assert digest({"a": 1, "b": "ŵ"}) == digest({"b": "ŵ", "a": 1})
    assert digest({"a": 1}) != digest({"a": 2})
    assert digest({"a": ["x", "y"]}) != digest({"a": ["y", "x"]})
