"""The content that is shipped: the facts hold, and what is not known is not claimed."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from casestudies.imports import fixtures
from casestudies.imports.records import Record

FOLDER = Path(settings.BASE_DIR, "fixtures")


@cache
def everything() -> tuple[Record, ...]:
    return tuple(fixtures.read(FOLDER))


def of(kind: str) -> list[dict]:
    return [record.document for record in everything() if record.shape.kind == kind]


def studies() -> list[dict]:
    return of("case-study")


def test_nothing_is_missing():
    assert Counter(record.shape.kind for record in everything()) == {
        "region": 11,
        "service": 8,
        "collaboration-type": 14,
        "force-area": 43,
        "organisation": 225,
        "success-factor": 23,
        "national-programme": 24,
        "funding-stream": 17,
        "guidance-page": 8,
        "resource": 4,
        "glossary-term": 98,
        "search-term": 882,
        "case-study": 121,
    }


def test_every_case_study_has_a_source_and_there_are_444():
    counts = [len(study.get("sources", [])) for study in studies()]
    assert min(counts) >= 1
    assert sum(counts) == 444
    assert counts.count(1) == 21


def test_case_studies_are_in_their_regions():
    assert Counter(study["region"] for study in studies()) == {
        "north-west": 16,
        "south-east": 15,
        "west-midlands": 13,
        "east-of-england": 13,
        "north-east": 12,
        "south-west": 11,
        "east-midlands": 11,
        "yorkshire-and-the-humber": 11,
        "wales": 8,
        "london": 6,
        "national": 5,
    }


def test_case_studies_have_their_services_and_types():
    assert Counter(service for study in studies() for service in study["services"]) == {
        "fire": 108,
        "police": 88,
        "ambulance": 64,
        "local-authority": 40,
        "health": 16,
        "voluntary": 11,
        "coastguard": 4,
        "other": 2,
    }
    types = Counter(name for study in studies() for name in study["types"])
    assert len(types) == 14
    assert types["shared-premises"] == 45
    assert types["data-sharing"] == types["shared-senior-officers"] == 7


def test_statuses_are_those_of_the_newest_source():
    statuses = Counter(study["status"] for study in studies())
    assert statuses == {"live": 77, "unknown": 23, "pilot": 13, "ended": 5, "planned": 3}


def test_only_what_a_source_names_is_in_an_overview():
    assert {s["slug"] for s in studies() if s.get("in_2014_overview")} == {
        "margate-task-force",
        "east-cleveland-co-responding",
        "cumbria-shared-police-and-fire-training-facility",
        "greater-manchester-civil-contingencies-and-resilience-co-location",
    }
    assert {s["slug"] for s in studies() if s.get("in_2016_overview")} == {
        "northamptonshire-rural-intervention-vehicles",
        "fire-as-a-health-asset-consensus-statement-and-safe-and-well-visits",
    }


def test_what_is_not_known_is_left_out():
    assert sum("outcomes" in study for study in studies()) == 94
    assert sum("lessons" in study for study in studies()) == 92
    assert sum("started" in study for study in studies()) == 80
    assert sum("fundings" in study for study in studies()) == 40
    assert not any("verified_on" in study for study in studies())
    yearly = [
        study
        for study in studies()
        if any(s["per"] == "yearly" and "low" in s for s in study.get("savings", []))
    ]
    assert len(yearly) == 13


def test_no_saving_is_said_to_be_more_than_a_claim():
    grades = {saving["grade"] for study in studies() for saving in study.get("savings", [])}
    assert grades == {"claimed"}


def test_a_forecast_an_award_and_a_plan_are_no_evidence():
    for study in studies():
        for outcome in study.get("outcomes", []):
            if re.match(r"(Won|Planned|Expected|Approved) |.*\bforecast\b", outcome["text"]):
                known = (
                    {"described", "reported"}
                    if "cost forecast" in outcome["text"]
                    else {"described"}
                )
                assert outcome["evidence"] in known, outcome["text"]


def test_outcomes_are_rarely_measured_and_less_often_evaluated():
    levels = Counter(o["evidence"] for study in studies() for o in study.get("outcomes", []))
    assert levels == {"described": 92, "reported": 60, "measured": 3, "evaluated": 4}


def test_every_conflict_and_every_weak_source_is_said():
    caveats = {s["slug"]: [c["kind"] for c in s["caveats"]] for s in studies() if "caveats" in s}
    assert sum("conflict" in kinds for kinds in caveats.values()) == 16
    for slug in [
        "east-cleveland-co-responding",
        "isles-of-scilly-community-emergency-centres",
        "north-west-fire-control",
        "networked-fire-services-partnership",
        "hebburn-community-tri-station",
    ]:
        assert "weak" in caveats[slug]


def test_hampshire_is_hampshire_and_isle_of_wight():
    in_hampshire = [
        s for s in studies() if "hampshire-and-isle-of-wight" in s.get("force_areas", [])
    ]
    assert len(in_hampshire) == 6


# The force areas: figures that were worked out apart from the list of neighbours.


def areas() -> dict[str, dict]:
    return {area["slug"]: area for area in of("force-area")}


def borders() -> set[frozenset[str]]:
    return {frozenset((slug, n)) for slug, area in areas().items() for n in area["neighbours"]}


def steps(border: frozenset[str]) -> int:
    one, other = (areas()[slug] for slug in border)
    return abs(one["column"] - other["column"]) + abs(one["row"] - other["row"])


def test_neighbours_are_each_others():
    for slug, area in areas().items():
        for neighbour in area["neighbours"]:
            assert slug in areas()[neighbour]["neighbours"]
        assert slug not in area["neighbours"]


def test_there_are_99_borders_and_the_map_shows_most_of_them():
    assert len(borders()) == 99
    assert sum(steps(border) == 1 for border in borders()) == 51
    assert sum(steps(border) <= 2 for border in borders()) == 90


def test_the_borders_that_the_map_pulls_apart_are_known():
    assert {border for border in borders() if steps(border) == 3} == {
        frozenset(pair)
        for pair in [
            ("northumbria", "cumbria"),
            ("humberside", "lincolnshire"),
            ("lincolnshire", "northamptonshire"),
            ("lincolnshire", "norfolk"),
            ("west-mercia", "north-wales"),
            ("avon-and-somerset", "wiltshire"),
            ("hertfordshire", "thames-valley"),
            ("cambridgeshire", "suffolk"),
        ]
    }
    assert {border for border in borders() if steps(border) > 3} == {
        frozenset(("cambridgeshire", "essex"))
    }


def test_each_area_has_a_place_on_the_map_and_a_name_that_fits_there():
    assert {area["column"] for area in areas().values()} == set(range(8))
    assert {area["row"] for area in areas().values()} == set(range(10))
    for area in areas().values():
        assert max(map(len, area["tile_label"].split("|"))) <= 11


# What must not be in a public repository.


@pytest.mark.parametrize(
    "pattern",
    [
        # An address of a person: anything but a place that nobody has
        r"[\w.+-]+@(?!([\w-]+\.)*example\.org\b)[\w-]+\.\w",
        r"(?<!\d)(\+44|0)[ \d]{9,12}(?!\d)",  # a telephone number
        r"/(home|work|tmp|root|Users)/",  # a path of somebody's machine
    ],
)
def test_no_person_and_no_machine_can_be_reached_from_here(pattern):
    for path in FOLDER.rglob("*"):
        if path.is_file():
            # What stands in the address of a source is as it was published.
            text = re.sub(r'url = ".*"|https?://\S+', "", path.read_text("utf-8"))
            assert not re.search(pattern, text), path.name


def test_no_word_stands_in_two_groups_of_the_glossary_or_of_everyday_words():
    groups = [[group["term"], *group.get("synonyms", [])] for group in of("glossary-term")]
    known = {word.casefold() for group in groups for word in group}
    for group in of("search-term"):
        # An everyday word may lead to a glossary term, and then joins its group.
        term = [] if group["term"].casefold() in known else [group["term"]]
        groups.append([*term, *group.get("words", []), *group.get("welsh", [])])
    words = Counter(word.casefold() for group in groups for word in group)
    assert len(words) > 2000
    assert [word for word, count in words.items() if count > 1] == []


def test_a_place_leads_to_words_of_case_studies_and_never_to_itself():
    told = " ".join(path.read_text("utf-8") for path in (FOLDER / "case-studies").iterdir())
    areas = {area["name"] for area in of("force-area")} | {
        region["name"] for region in of("region")
    }
    groups = [group for group in of("search-term") if group.get("places")]
    assert sum(len(group["places"]) for group in groups) > 800
    for group in groups:
        assert group["term"] in areas or group["term"] in told, group["term"]
        assert len(set(group["places"])) == len(group["places"])
        assert group["term"] not in group["places"]
