"""While somebody types, the search box offers what has a page and begins like that."""

import pytest

from casestudies.models import FormerName
from casestudies.search import Named, Suggestions
from tests.factories import (
    make_force_areas,
    make_organisation,
    make_search_term,
    make_study,
    make_types,
)

ADDRESS = "/case-studies/suggest"


def labels(client, text):
    answer = client.get(ADDRESS, {"q": text})
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    return [one["label"] for one in answer.json()["suggestions"]]


@pytest.fixture
def schemes(db, client):
    make_study(title="Dŵr Cymru drones", region="wales", force_areas=("gwent",))
    make_study(title="Kent drone pilot", region="south-east", organisations=("Kent Police",))
    make_study(title="Shared station in Kent", force_areas=("kent",))
    make_study(title="Co-location at O’Neill’s yard", types=("co-responding",))
    return client


def test_the_answer_says_what_was_asked_and_what_each_thing_is(schemes):
    answer = schemes.get(ADDRESS, {"q": " kent  po"}).json()
    assert answer == {
        "q": "kent po",
        "suggestions": [
            {
                "kind": "organisation",
                "kind_label": "Organisation",
                "label": "Kent Police",
                "url": "/organisations/kent-police/",
            }
        ],
    }


@pytest.mark.parametrize(
    "kind, text, url",
    [
        ("scheme", "shared st", "/case-studies/shared-station-in-kent/"),
        ("place", "wal", "/regions/wales/"),
        ("area", "gwe", "/areas/gwent/"),
        ("organisation", "kent pol", "/organisations/kent-police/"),
        ("type", "co-resp", "/types/co-responding/"),
        ("service", "fire", "/services/fire/"),
    ],
)
def test_everything_that_has_a_page_is_offered_with_its_address(schemes, kind, text, url):
    found = schemes.get(ADDRESS, {"q": text}).json()["suggestions"]
    assert (kind, url) in [(one["kind"], one["url"]) for one in found]
    assert schemes.get(url).status_code == 200


@pytest.mark.parametrize(
    "text, expected",
    [
        # Names that begin so come first, then those with such words; A to Z
        ("kent", ["Kent", "Kent drone pilot", "Kent Police", "Shared station in Kent"]),
        ("KENT", ["Kent", "Kent drone pilot", "Kent Police", "Shared station in Kent"]),
        ("dro", ["Dŵr Cymru drones", "Kent drone pilot"]),
        ("dwr", ["Dŵr Cymru drones"]),
        ("DŴR", ["Dŵr Cymru drones"]),
        ("drones dwr", ["Dŵr Cymru drones"]),
        ("dr kent", []),  # only the last word may be unfinished
        ("drone kent", ["Kent drone pilot"]),
        ("colo", ["Co-location at O’Neill’s yard"]),
        ("co-loc", ["Co-location at O’Neill’s yard"]),
        ("o'neill", ["Co-location at O’Neill’s yard"]),
        ("ent", []),
        ("", []),
        (" , ", []),
    ],
)
def test_the_beginnings_of_words_find_names(schemes, text, expected):
    assert labels(schemes, text) == expected


def test_an_organisation_is_found_by_its_other_names(db, client):
    mountain = make_organisation("Mountain Rescue Service", short_name="MRS")
    FormerName.objects.create(organisation=mountain, name="Fell Patrol")
    make_study(title="Joint searches", organisations=("Mountain Rescue Service",))
    for text in ("mrs", "fell p", "patrol", "mount"):
        assert labels(client, text) == ["Mountain Rescue Service"]


def test_an_area_is_found_by_the_places_in_it(db, client):
    make_study(title="A station", force_areas=("devon-and-cornwall", "thames-valley"))
    make_search_term("Devon", places=["Dartmoor"])
    make_search_term("Thames valley", places=["Berkshire"])
    make_search_term("Berkshire", places=["Slough", "Thames valley"])  # a loop of somebody's making
    assert labels(client, "dartm") == ["Devon and cornwall"]
    assert labels(client, "slou") == ["Thames valley"]
    assert labels(client, "exet") == []


def test_there_are_eight_at_most_and_no_kind_crowds_out_the_others(db, client):
    for n in range(12):
        make_study(title=f"Kent {n:02}", force_areas=("kent",), organisations=("Kent Police",))
    found = client.get(ADDRESS, {"q": "kent"}).json()["suggestions"]
    assert len(found) == 8
    assert {"area", "organisation", "scheme"} == {one["kind"] for one in found}
    assert labels(client, "kent 1") == ["Kent 10", "Kent 11"]


def test_what_has_no_published_scheme_is_not_offered(db, client):
    make_study(title="Hidden hangar", state="draft", organisations=("Hidden Trust",))
    make_force_areas("hidden-area")
    make_types("hidden-type")
    assert labels(client, "hidden") == []


def test_a_change_is_offered_at_once(schemes):
    assert labels(schemes, "zeb") == []
    study = make_study(title="Zebra crossing patrol")
    assert labels(schemes, "zeb") == ["Zebra crossing patrol"]
    study.delete()
    assert labels(schemes, "zeb") == []


def test_a_catalogue_with_nothing_in_it_offers_nothing(db, client):
    assert labels(client, "a") == []


def test_once_warm_it_asks_the_database_one_thing(schemes, django_assert_num_queries):
    labels(schemes, "kent")
    with django_assert_num_queries(1):
        labels(schemes, "fire")


@pytest.mark.parametrize(
    "query",
    [
        *("", "q", "q=%00", "q=%ED%A0%80", "q=%FF%FE", "q=%EF%BF%BF", "q=%F4%8F%BF%BF"),
        *("q=" + "a" * 10_000, "q=" + "a+" * 5000, "q=%22%27%5C*:()", "q=k&q=z", "x=1"),
    ],
)
def test_nothing_typed_breaks_it(schemes, query):
    answer = schemes.generic("GET", ADDRESS, QUERY_STRING=query)
    assert answer.status_code == 200
    assert len(answer.json()["q"]) <= 100


def test_half_a_character_breaks_nothing():
    assert Suggestions([Named("scheme", "kent", "Kent")]).find("ke\ud800nt\x00") == []
