"""The page "Schemes like ours": from who and where somebody is to the schemes most like it."""

import html
import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from casestudies.models import CaseStudy
from tests.factories import make_force_areas, make_organisation, make_study

pytestmark = pytest.mark.django_db

ADDRESS = "/case-studies/like-ours/"


def words(response):
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)[0]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", main)))


def listed(response):
    """The schemes on the page with what is said of each, in its order."""
    found = re.findall(r'<li class="alike__one">(.*?)</dl>', response.content.decode(), re.DOTALL)
    said = {}
    for one in found:
        title = re.search(r'href="/case-studies/([\w-]+)/"', one)[1]
        said[title] = [html.unescape(li).strip() for li in re.findall(r"<li>(.*?)</li>", one)]
    return said


@pytest.fixture
def neighbours():
    """Kent and Sussex share a border; Essex is in another region."""
    kent, sussex = make_force_areas("kent", "sussex")
    kent.neighbours.add(sussex)
    make_force_areas("essex", region="east-of-england")
    make_study("Sussex hub", force_areas=("sussex",))
    make_study("Essex hub", force_areas=("essex",), region="east-of-england")
    make_study("Kent hub", force_areas=("kent",))


def test_nothing_chosen_shows_the_form_and_a_way_in_for_each_area(client, neighbours):
    page = client.get(ADDRESS)
    assert listed(page) == {}
    for area in ("kent", "sussex", "essex"):
        assert f'href="{ADDRESS}?force={area}"' in page.content.decode()
        assert f'<option value="{area}">' in page.content.decode()


def test_an_area_lists_what_is_nearest_elsewhere_and_says_why(client, neighbours):
    page = client.get(ADDRESS, {"force": "kent"})
    assert listed(page) == {
        "sussex-hub": ["Next door to you, in Sussex", "In one police force area, as you are"],
        "essex-hub": [
            "In one police force area, as you are",
            "Another region (East Of England)",
        ],
    }
    text = words(page)
    assert "Region South East" in text
    assert "1 scheme is your own, so it is not in this list. It stands here: Kent ." in text
    assert 'href="/areas/kent/"' in page.content.decode()


def test_an_organisation_brings_its_service_and_its_areas(client, neighbours):
    make_organisation(
        "Kent Fire", kind="fire", region="south-east", force_areas=("kent",), slug="kent-fire"
    )
    make_study("Ours", organisations=("Kent Fire",), force_areas=("kent",))
    make_study("Health only", services=("health",), force_areas=("sussex",))
    found = listed(client.get(ADDRESS, {"organisation": "kent-fire"}))
    assert list(found) == ["kent-hub", "sussex-hub", "essex-hub", "health-only"]
    assert "In your own area, Kent" in found["kent-hub"]
    assert "ours" not in found  # they know it
    assert "With fire and rescue" in found["sussex-hub"]
    assert "Without fire and rescue, as far as is recorded" in found["health-only"]


def test_a_type_that_is_chosen_must_be_done(client, neighbours):
    make_study("Drones", types=("data-sharing",), region="wales")
    asked = {"force": "kent", "type": "data-sharing"}
    assert listed(client.get(ADDRESS, asked)) == {
        "drones": ["As you want: data sharing", "Another region (Wales)"]
    }


def test_types_that_nothing_elsewhere_does_give_a_page_that_says_so(client, neighbours):
    make_study("Kent data", types=("data-sharing",), force_areas=("kent",))
    page = client.get(ADDRESS, {"force": "kent", "type": "data-sharing"})
    assert listed(page) == {}
    assert "No scheme elsewhere is like this" in words(page)
    assert "1 scheme is your own" in words(page)


def test_what_is_not_known_is_named_and_ignored(client, neighbours):
    page = client.get(ADDRESS, {"force": ["kent", "atlantis"], "colour": "blue", "q": "drones"})
    text = words(page)
    assert "“atlantis” is not one we know" in text
    assert "This page does not ask for “colour”" in text
    assert "This page does not ask for “q”" in text
    assert list(listed(page)) == ["sussex-hub", "essex-hub"]
    assert re.search(rf'rel="canonical" href="[^"?]+{ADDRESS}\?force=kent"', page.content.decode())


def test_an_address_of_long_ago_still_works(client, neighbours):
    area = make_force_areas("sussex")[0]
    area.slug = "sussex-police-area"
    area.save()
    found = listed(client.get(ADDRESS, {"force": "sussex"}))
    assert list(found) == ["kent-hub", "essex-hub"]


@pytest.mark.parametrize("state", ["draft", "in-review", "archived"])
def test_what_is_not_published_is_nowhere(client, neighbours, state):
    make_study("Secret hub", force_areas=("sussex",), state=state)
    for asked in ({}, {"force": "kent"}, {"service": "police"}, {"type": "shared-premises"}):
        assert "Secret" not in words(client.get(ADDRESS, asked))


@pytest.mark.parametrize("more", [3, 40])
def test_it_costs_the_same_however_much_there_is(
    client, neighbours, django_assert_max_num_queries, more
):
    for n in range(more):
        make_study(f"Station {n}", force_areas=("sussex",), organisations=(f"Partner {n}",))
    asked = {"force": "kent", "organisation": "partner-1", "service": ["police", "fire"]}
    client.get("/case-studies/")  # fills the catalogue, which is kept
    with django_assert_max_num_queries(12):
        page = client.get(ADDRESS, asked)
    assert len(listed(page)) == min(more + 1, 12)


def test_no_case_study_takes_the_address_of_a_page():
    for slug in ("like-ours", "a-z", "map"):
        with pytest.raises(ValidationError) as refused:
            CaseStudy(title="Like ours", slug=slug).clean()
        assert "another page" in str(refused.value)
    CaseStudy(title="Hub", slug="hub").clean()


def test_a_case_study_leads_to_schemes_like_it(client, neighbours):
    page = client.get("/case-studies/kent-hub/").content.decode()
    asked = "?service=fire&amp;service=police&amp;type=shared-premises"
    assert f'href="{reverse("casestudies:like_ours")}{asked}"' in page
