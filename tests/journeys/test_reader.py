"""A reader with a problem finds who has solved it, and whom to ask."""

import pytest

from tests.factories import make_force_areas, make_study
from tests.journeys.person import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader():
    return Person()


@pytest.fixture
def catalogue():
    make_force_areas("kent", "sussex")
    make_study(
        "Kent control room",
        types=["contact-management"],
        force_areas=["kent"],
        organisations=["Kent Police", "Kent Fire"],
        summary="Police and fire answer calls in one control room.",
        outcomes=[("Calls are answered sooner.", 2)],
    )
    make_study(
        "Sussex control room",
        types=["contact-management"],
        services=["police", "ambulance"],
        force_areas=["sussex"],
        summary="Police and ambulance answer calls in one control room.",
    )
    make_study(
        "Control room of three",
        types=["contact-management", "shared-premises"],
        services=["police", "fire", "ambulance"],
        force_areas=["kent", "sussex"],
        status="ended",
        summary="All three answered calls in one control room.",
    )
    make_study("Joint drones", force_areas=["kent"], summary="One drone for two services.")
    make_study("Not yet", state="draft", summary="A control room that nobody has checked.")


def test_from_a_problem_to_a_scheme_its_kind_its_area_and_its_rows(catalogue, reader):
    reader.open("/").press("Search", q="control rooms")
    assert "3 schemes" in reader.headings
    assert "Joint drones" not in reader.text

    reader.press("Show schemes", service=["fire"])
    assert "2 schemes" in reader.headings
    assert {"Kent control room", "Control room of three"} <= {
        words for words, _ in reader.page.links
    }
    narrowed = reader.address

    rows = reader.click("Spreadsheet (CSV)").rows
    assert [row["title"] for row in rows] == ["Kent control room", "Control room of three"]

    reader.open(narrowed).click("Kent control room")
    assert reader.headings[0] == "Kent control room"
    assert "Calls are answered sooner." in reader.text
    assert "ask Kent Police, which leads it" in reader.text

    reader.click("Common contact management")
    assert "3 schemes" in reader.headings
    reader.click("Kent control room").click("Kent")
    assert "3 schemes" in reader.headings
    assert "Joint drones" in reader.text
    assert "Sussex control room" not in reader.text


def test_every_choice_can_be_taken_back_one_by_one(catalogue, reader):
    reader.open("/case-studies/?q=control+room&service=fire&type=shared-premises")
    assert "1 scheme" in reader.headings
    reader.click("Remove Type of collaboration: Shared premises")
    assert "2 schemes" in reader.headings
    reader.click("Remove Service: Fire and rescue")
    assert "3 schemes" in reader.headings
    reader.click("Remove Search: “control room”")
    assert "4 schemes" in reader.headings


def test_nothing_found_leads_to_something(catalogue, reader):
    reader.open("/").press("Search", q="drone")
    assert "1 scheme" in reader.headings
    reader.press("Show schemes", type=["contact-management"])
    assert "No schemes" in reader.headings
    reader.click("Type of collaboration: Common contact management 1 scheme")
    assert "1 scheme" in reader.headings
    assert "Joint drones" in reader.text


def test_who_knows_the_name_goes_by_its_letter(catalogue, reader):
    reader.open("/").click("S: 1 scheme").click("Sussex control room")
    assert reader.headings[0] == "Sussex control room"


def test_what_ended_says_so_before_the_story(catalogue, reader):
    reader.open("/case-studies/control-room-of-three/")
    assert "nded" in reader.text.split("What happened")[0]
