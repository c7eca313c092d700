"""Which schemes are like one another: what counts, what is said of it, and what never appears."""

import itertools

import pytest

from casestudies import catalogue, editorial
from casestudies.models import ForceArea
from casestudies.similar import similar_to, would_be_similar_to
from casestudies.similar.engine import Engine
from casestudies.similar.records import Record, published_record
from tests.factories import make_force_areas, make_study, make_user

pytestmark = pytest.mark.django_db


def titles(study):
    return [each.study.title for each in similar_to(study, catalogue.current())]


def only(study):
    (found,) = similar_to(study, catalogue.current())
    return found


def borders(one, other):
    areas = {area.slug: area for area in make_force_areas(one, other)}
    areas[one].neighbours.add(areas[other])


def test_what_is_done_counts_more_than_who_does_it_and_where():
    study = make_study("Mine", types=("joint-training",), force_areas=("kent",))
    make_study("Same place", types=("shared-premises",), force_areas=("kent",))
    make_study("Same people", types=("joint-training", "prevention"), region="wales")
    make_study("Same work", types=("joint-training",), services=("health",), region="north-east")
    # Without one type in common, nothing else makes two schemes alike
    assert titles(study) == ["Same work", "Same people"]
    other = make_study("Other", types=("joint-training",), services=("police", "fire"))
    assert titles(other)[0] == "Mine"


def test_what_few_schemes_are_counts_more_than_what_many_are():
    study = make_study("Mine", types=("data-sharing", "shared-premises"))
    make_study("Common", types=("shared-premises",))
    make_study("Rare", types=("data-sharing",))
    for n in range(4):
        make_study(f"Station {n}", types=("shared-premises",), services=("health",))
    assert titles(study)[0] == "Rare"


def test_the_reason_names_what_is_shared_and_the_difference_what_is_not():
    borders("kent", "sussex")
    study = make_study(
        "Mine", types=("shared-premises", "joint-training"), force_areas=("kent",), region="wales"
    )
    make_study(
        "Yours",
        types=("shared-premises", "prevention"),
        services=("police", "health"),
        force_areas=("sussex",),
        region="london",
        status="ended",
    )
    found = only(study)
    assert found.reason == ("Also shared premises; also with police; next door, in Sussex")
    assert found.difference == (
        "It has ended; it is prevention as well; not recorded as joint training; "
        "health as well; without fire and rescue, as far as is recorded"
    )


def test_an_end_that_no_source_has_seen_is_not_said_to_be_over():
    study = make_study("Mine")
    make_study("Yours", status="ended", ended="2018", sources=("2017",))
    assert "t was due to end" in only(study).difference
    assert "has ended" not in only(study).difference


@pytest.mark.parametrize(
    "mine, yours, says",
    [
        ({"force_areas": ("kent",)}, {"force_areas": ("kent",)}, "also in Kent"),
        ({}, {}, "same region (South East)"),
        ({"region": "national"}, {"region": "national"}, "also national"),
        ({}, {"services": ("police", "fire")}, "same services (fire and rescue, police)"),
        (
            {"organisations": ("A", "B", "C")},
            {"organisations": ("D", "E")},
            "about as many partners named (3 here, 2 there)",
        ),
    ],
)
def test_reasons_are_said_of_both(mine, yours, says):
    study = make_study("Mine", **mine)
    make_study("Yours", **yours)
    assert says in only(study).reason


@pytest.mark.parametrize("part", ["services", "types"])
def test_what_is_not_recorded_is_neither_shared_nor_different(part):
    known = Record(**{part: frozenset(["x"])})
    make_study()
    engine = Engine.under(catalogue.current())
    assert engine.score(known, Record()) == engine.score(Record(), known) == 0


@pytest.mark.parametrize("state", ["draft", "in-review", "archived"])
def test_what_is_not_published_is_like_nothing(state):
    study = make_study("Mine")
    make_study("Secret", state=state)
    assert similar_to(study, catalogue.current()) == []


def test_a_draft_is_told_what_it_will_be_like_once_it_is_published():
    make_study("Other one", types=("shared-premises", "prevention"), force_areas=("kent",))
    make_study("Third", region="wales")
    draft = make_study("Mine", state="draft", force_areas=("kent",), organisations=("Kent Fire",))
    before = would_be_similar_to(draft, catalogue.current())
    editorial.publish(draft, by=make_user("Publisher"))
    assert before == similar_to(draft, catalogue.current())
    assert [each.study.title for each in before] == ["Third", "Other one"]


def test_all_at_once_gives_what_each_pair_gives():
    """In every combination of what counts, against the rule that is written for two."""
    borders("kent", "sussex")
    places = [{"force_areas": ("kent",)}, {"force_areas": ("kent", "sussex")}, {}]
    places += [{"region": "national"}, {"force_areas": ("sussex",), "region": "wales"}]
    types = [("shared-premises",), ("prevention", "shared-premises"), ()]
    for n, (place, kinds) in enumerate(itertools.product(places, types)):
        names = [f"Partner {k}" for k in range(n % 4)]
        status = "ended" if n % 5 == 0 else "live"
        services = ("police", "fire", "health")[: n % 3 + 1]
        make_study(types=kinds, services=services, organisations=names, status=status, **place)
    now = catalogue.current()
    engine = Engine.under(now)
    records = [published_record(now, n) for n in range(len(now.entries))]
    asked = Record(
        services=frozenset(["police", "health"]),
        types=frozenset(["prevention"]),
        areas=frozenset(["kent"]),
        is_asked=True,
    )
    for mine in [*records, asked]:
        assert list(engine.scores(mine)) == [engine.score(mine, other) for other in records]


def test_it_takes_no_query_once_the_areas_and_cards_are_known(django_assert_num_queries):
    study = make_study("Mine", force_areas=("kent",))
    make_study("Yours", force_areas=("kent",))
    now = catalogue.current()
    similar_to(study, now)
    with django_assert_num_queries(0):
        similar_to(study, now)
    ForceArea.objects.get(slug="kent").save()
    assert catalogue.current() is not now
