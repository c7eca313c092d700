"""A question to the directory and its answer."""

import pytest
from django.http import QueryDict

from casestudies.directory import Directory
from casestudies.models import CaseStudy, OldSlug, Service
from tests.factories import make_study

pytestmark = pytest.mark.django_db


@pytest.fixture
def three_schemes():
    make_study(
        title="Shared station",
        summary="One building for two services.",
        services=("police", "fire"),
        types=("shared-premises",),
        region="north-west",
        force_areas=("cumbria",),
        started="2012",
    )
    make_study(
        title="Joint drones",
        summary="One team flies for both.",
        services=("police",),
        types=("joint-operational-teams",),
        region="wales",
        started="2015-06",
        status="pilot",
    )
    make_study(
        title="Co-responding",
        summary="Firefighters go to cardiac arrests.",
        services=("fire", "ambulance"),
        types=("life-saving-response",),
        region="north-west",
    )
    make_study(title="Secret station", services=("police", "fire"), state="draft")


def ask(question: str) -> Directory:
    return Directory(QueryDict(question))


def titles(directory: Directory) -> list[str]:
    return [study.title for study in directory.studies]


@pytest.mark.parametrize(
    "question, found",
    [
        ("", ["Co-responding", "Joint drones", "Shared station"]),
        ("service=police", ["Joint drones", "Shared station"]),
        ("service=police&service=fire", ["Shared station"]),
        (
            "service=police&service=fire&service_match=any",
            ["Co-responding", "Joint drones", "Shared station"],
        ),
        ("service=police&service=ambulance", []),
        ("type=shared-premises&type=joint-operational-teams", ["Joint drones", "Shared station"]),
        ("region=north-west&service=fire", ["Co-responding", "Shared station"]),
        ("region=north-west&service=fire&type=shared-premises", ["Shared station"]),
        ("force=cumbria", ["Shared station"]),
        ("status=pilot", ["Joint drones"]),
        ("from=2013", ["Joint drones"]),
        ("to=2013", ["Shared station"]),
        ("from=2012&to=2015", ["Joint drones", "Shared station"]),
        ("q=drones", ["Joint drones"]),
        ("q=flying", ["Joint drones"]),
        ("q=station", ["Shared station"]),
        ("region=atlantis&q=drones", ["Joint drones"]),
        ("q=nothingofthesort", []),
        ("sort=newest", ["Joint drones", "Shared station", "Co-responding"]),
    ],
)
def test_the_directory_answers(three_schemes, question, found):
    assert titles(ask(question)) == found


def test_a_facets_counts_leave_its_own_choice_aside(three_schemes):
    regions = {v.slug: v.count for v in ask("region=wales").facet("region").all_values}
    assert (regions["wales"], regions["north-west"]) == (1, 2)


def test_where_all_must_match_a_count_is_that_of_the_intersection(three_schemes):
    services = {v.slug: v.count for v in ask("service=police").facet("service").all_values}
    assert (services["police"], services["fire"], services["ambulance"]) == (2, 1, 0)


def test_any_service_counts_as_any_other_facet(three_schemes):
    found = ask("service=police&service_match=any").facet("service").all_values
    services = {v.slug: v.count for v in found}
    assert (services["police"], services["fire"], services["ambulance"]) == (2, 2, 1)


def test_a_value_without_results_is_marked_and_a_chosen_one_is_not(three_schemes):
    services = {v.slug: v for v in ask("service=police").facet("service").all_values}
    assert services["ambulance"].is_empty
    assert not services["police"].is_empty


def test_everything_that_narrows_has_a_chip_that_removes_it(three_schemes):
    asked = ask("q=station&service=police&service_match=any&region=wales&from=2010&to=2020")
    kinds = [chip.kind for chip in asked.chips]
    assert kinds == ["Search", "Service", "Region", "Service", "Started", "Started"]
    for chip in asked.chips:
        without = Directory(QueryDict(chip.url.partition("?")[2]))
        assert len(without.chips) == len(asked.chips) - 1


def test_an_empty_answer_says_what_to_drop_and_keeps_its_word(three_schemes):
    asked = ask("q=drones&region=north-west&service=police")
    assert asked.count == 0
    assert {(r.label, r.count) for r in asked.relaxations} == {("“drones”", 1), ("North West", 1)}
    for relaxation in asked.relaxations:
        assert Directory(QueryDict(relaxation.url.partition("?")[2])).count == relaxation.count


def test_an_empty_intersection_offers_any_of_the_services(three_schemes):
    asked = ask("service=police&service=ambulance")
    offered = {r.label: r.count for r in asked.relaxations}
    assert offered["all of them"] == 3


def test_what_is_not_published_is_in_no_list_count_or_facet(three_schemes):
    everything = ask("")
    assert everything.count == everything.total == 3
    assert all("Secret" not in title for title in titles(ask("q=secret")))
    services = {v.slug: v.count for v in everything.facet("service").all_values}
    assert services["police"] == 2


def test_withdrawing_is_seen_by_the_next_question(three_schemes):
    assert ask("").count == 3
    CaseStudy.objects.get(title="Shared station").delete()
    assert ask("").count == 2
    assert ask("q=station").count == 0


def test_renaming_a_term_is_seen_and_its_old_address_still_works(three_schemes):
    police = Service.objects.get(slug="police")
    police.slug, police.name = "constabulary", "Constabulary"
    police.save()
    assert OldSlug.objects.filter(slug="police").exists()
    asked = ask("service=police")
    assert asked.question.values("service") == ("constabulary",)
    assert asked.count == 2
    assert asked.ignored == []


def test_a_page_past_the_end_is_the_last_one_and_said(three_schemes):
    asked = ask("per_page=1&page=17")
    assert (asked.page, asked.pages) == (3, 3)
    assert titles(asked) == ["Shared station"]
    assert [left.parameter for left in asked.ignored] == ["page"]


def test_the_pages_together_are_the_whole_list():
    for n in range(45):
        make_study(title=f"Scheme {n:02}")
    seen = [title for page in (1, 2, 3) for title in titles(ask(f"page={page}"))]
    assert seen == [f"Scheme {n:02}" for n in range(45)]
    assert [link.number for link in ask("page=2").pagination] == [1, 2, 3]


def test_the_links_of_a_long_list_leave_a_gap():
    for n in range(30):
        make_study(title=f"Scheme {n:02}")
    links = ask("per_page=1&page=15").pagination
    assert [None if link.is_gap else link.number for link in links] == [
        1, None, 13, 14, 15, 16, 17, None, 30,
    ]  # fmt: skip


@pytest.mark.parametrize("question", ["", "q=station", "service=police&q=scheme&sort=newest"])
def test_the_number_of_queries_does_not_grow_with_the_results(
    django_assert_max_num_queries, question
):
    for n in range(25):
        make_study(title=f"Scheme {n:02} station", services=("police", "fire"))
    ask(question).studies  # noqa: B018 -- the catalogue is built once a version, not once a page
    with django_assert_max_num_queries(12):
        asked = ask(question)
        assert len(asked.studies) == 20
        assert asked.facets
        assert asked.chips is not None
        assert all(study.services.all() for study in asked.studies)


def test_words_that_no_entry_has_are_named(three_schemes):
    asked = ask("q=drones+zeppelin")
    assert titles(asked) == ["Joint drones"]
    assert "zeppelin" in str(asked.ignored[0])


def test_a_search_without_words_is_left_out_and_said(three_schemes):
    asked = ask("q=%2C")
    assert asked.count == 3
    assert [left.parameter for left in asked.ignored] == ["q"]
    assert asked.chips == []


def test_a_title_with_accents_stands_where_a_reader_looks():
    for title in ("Zebra", "Ébène", "eagle", "Ŵyl", "Apple"):
        make_study(title=title)
    assert titles(ask("")) == ["Apple", "eagle", "Ébène", "Ŵyl", "Zebra"]
