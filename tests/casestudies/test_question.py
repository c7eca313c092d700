"""Reading a question from an address, and writing it back."""

import pytest
from django.http import QueryDict

from casestudies import catalogue
from casestudies.question import LONGEST_TEXT, MOST_IGNORED, Reader
from tests.factories import make_study

pytestmark = pytest.mark.django_db


def read(address: str):
    return Reader(QueryDict(address), catalogue.current()).read()


@pytest.fixture
def shared_station():
    return make_study(title="Shared station", services=("police", "fire"), region="wales")


@pytest.mark.parametrize(
    "address, canonical",
    [
        ("", ""),
        ("q=", ""),
        ("q=drones&page=1", "?q=drones"),
        ("q=++two+++words+", "?q=two+words"),
        ("q=one&q=two", "?q=one+two"),
        (
            "page=2&service=fire&q=drones&service=police",
            "?q=drones&service=fire&service=police&page=2",
        ),
        ("service=fire&service=fire", "?service=fire"),
        ("service_match=all", ""),
        ("service_match=any", "?service_match=any"),
        ("from=2012&to=2015", "?from=2012&to=2015"),
        ("sort=relevance", ""),
        ("sort=relevance&q=drones", "?q=drones&sort=relevance"),
        ("per_page=50", "?per_page=50"),
        ("status=live&has=savings", "?status=live&has=savings"),
    ],
)
def test_a_question_has_one_canonical_address(shared_station, address, canonical):
    question = read(address)
    assert question.query_string() == canonical
    assert question.ignored == ()
    assert read(canonical.removeprefix("?")) == question


@pytest.mark.parametrize(
    "address, parameter, kept",
    [
        ("region=atlantis", "region", ""),
        ("region=atlantis&region=wales", "region", "?region=wales"),
        ("page=-1", "page", ""),
        ("page=0", "page", ""),
        ("page=two", "page", ""),
        ("page=٢", "page", ""),
        ("page=1e3", "page", ""),
        ("page=99999999999999999999", "page", ""),
        ("per_page=1000", "per_page", "?per_page=100"),
        ("per_page=0", "per_page", "?per_page=1"),
        ("sort=random", "sort", ""),
        ("service_match=none", "service_match", ""),
        ("from=abcd", "from", ""),
        ("from=99999", "from", ""),
        ("to=0012", "to", ""),
        ("colour=blue", "colour", ""),
        ("status=Live", "status", ""),
    ],
)
def test_what_is_not_understood_is_left_out_and_said(shared_station, address, parameter, kept):
    question = read(address)
    assert question.query_string() == kept
    assert [left.parameter for left in question.ignored] == [parameter]
    assert all(left.reason for left in question.ignored)


def test_years_the_wrong_way_round_are_swapped_and_said(shared_station):
    question = read("from=2015&to=2012")
    assert (question.from_year, question.to_year) == (2012, 2015)
    assert [left.parameter for left in question.ignored] == ["to"]


def test_a_thousand_unknown_parameters_are_not_a_thousand_sentences(shared_station):
    question = read("&".join(f"x{n}=1" for n in range(1000)))
    assert len(question.ignored) == MOST_IGNORED


def test_what_is_repeated_from_an_address_is_short_and_printable(shared_station):
    (left,) = read("region=" + "a%00%0A" * 500).ignored
    assert len(left.value) <= 40
    assert left.value.isprintable()


def test_a_search_without_an_end_is_cut_before_the_page_repeats_it(shared_station, client):
    usual = client.get("/case-studies/?q=station")
    page = client.get("/case-studies/?q=" + "station+" * 1900)
    assert len(read("q=" + "station+" * 1900).text) <= LONGEST_TEXT
    assert "only the beginning was used" in page.text
    links = page.text.count("/case-studies/?q=station")
    assert len(page.content) < len(usual.content) + (links + 20) * 2 * LONGEST_TEXT


def test_toggling_twice_changes_nothing(shared_station):
    question = read("q=station&service=police&page=3")
    assert question.toggled("service", "fire").toggled("service", "fire") == question.but()


def test_choosing_goes_back_to_the_first_page(shared_station):
    assert read("page=3").toggled("service", "fire").page == 1
    assert read("page=3").but(sort="newest").page == 1
    assert read("page=3").but(page=4).page == 4
