"""The network's own page: no small group can be told from it, and its times are measured."""

import datetime as dt
import itertools
import re
from collections import defaultdict

import pytest
import time_machine

from network import decision_times, member_counts
from tests.factories import make_member, make_region, make_request, make_services

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)
PROMISE = "The working group decides within 14 days of your confirming your address."


def text_of(response):
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def page(client):
    return text_of(client.get("/network/"))


# --- How many belong -----------------------------------------------------------------------


@pytest.fixture
def groups():
    """Every service and region that there is, most of them empty."""
    services = make_services(
        "police", "fire", "ambulance", "local-authority", "health", "coastguard", "other"
    )
    for slug in ("wales", "london", "south-east", "south-west", "north-east"):
        make_region(slug)
    return services


def belong(*numbers_and_where):
    for number, service, region in numbers_and_where:
        for _ in range(number):
            make_member(service=service, region=region)


def test_fewer_than_five_members_are_no_number(client, groups):
    belong((4, "police", "wales"))
    said = page(client)
    assert "Too few for a number yet" in said
    assert "4" not in said.split("How many belong")[1]


def test_groups_of_five_are_counted_and_the_rest_together(client, groups):
    belong((6, "police", "wales"), (4, "fire", "wales"), (3, "health", "london"))
    said = page(client).split("How many belong")[1]
    assert "13 members can be seen by the others" in said
    assert re.search(r"Police 6 Other services together 7 ", said)
    # Of the regions only London is small: shown beside Wales, it would be the difference
    assert "Wales 10" not in said
    assert "London" not in said
    assert not re.search(r"\b[1-4]\b", said)


def test_who_chose_not_to_be_seen_or_left_is_in_no_number(client, groups):
    belong((5, "police", "wales"))
    before = page(client)
    make_member(is_listed=False)
    make_member(email="", name="", role="", left_at=NOW)
    off = make_member()
    off.user.is_active = False
    off.user.save()
    assert page(client) == before
    assert "5 members" in before


def possible_worlds(groups, largest):
    return itertools.product(range(largest + 1), repeat=groups)


@pytest.mark.parametrize("groups, largest", [(2, 16), (3, 12), (4, 9)])
def test_from_what_is_printed_nobody_computes_a_group_that_is_not(groups, largest):
    """In every small world: what is printed fits at least one other size of each hidden group."""
    worlds = defaultdict(list)
    for sizes in possible_worlds(groups, largest):
        if sum(sizes) >= member_counts.FEWEST:
            shown = member_counts.safe(dict(enumerate(sizes)))
            assert all(sizes[one] >= member_counts.FEWEST for one in shown)
            worlds[sum(sizes), tuple((one, sizes[one]) for one in sorted(shown))].append(sizes)
    hidden = 0
    for (whole, shown), fitting in worlds.items():
        rest = whole - sum(size for _, size in shown)
        assert rest == 0 or rest >= member_counts.FEWEST
        # A whole near the most that this test looks at has fewer worlds than there are
        if rest == 0 or whole > largest:
            continue
        for one in set(range(groups)) - {one for one, _ in shown}:
            hidden += 1
            assert len({sizes[one] for sizes in fitting}) > 1, (whole, shown, one)
    assert hidden


def test_two_ways_of_counting_the_same_people_have_one_whole(groups):
    belong((9, "police", "wales"), (5, "fire", "london"), (1, "health", "london"))
    for counts in (member_counts.by_service(), member_counts.by_region()):
        assert sum(number for _, number in counts.shown) + counts.rest == member_counts.total()


# --- How long it takes ---------------------------------------------------------------------


def decided(*days, at=NOW, state="approved"):
    for took in days:
        make_request(state=state, confirmed_at=at - took * DAY, decided_at=at)


def test_below_five_decisions_the_promise_is_given():
    decided(1, 1, 1, 1)
    assert decision_times.in_words(NOW) == PROMISE


@pytest.mark.parametrize(
    "days, words",
    [
        ((0.1, 0.1, 0.1, 30, 30), "Half of all decisions take a day or less."),
        ((1, 1, 1, 1, 1), "Half of all decisions take a day or less."),
        ((1, 2, 3, 4, 5), "Half of all decisions take 3 days or less."),
        ((1, 2, 2.5, 4, 5), "Half of all decisions take 3 days or less."),
        ((21, 21, 21, 21, 21), "Half of all decisions take 21 days or less."),
        ((20, 21, 30, 40, 50, 60), "Half of all decisions take 5 weeks or less."),
    ],
)
def test_from_five_up_the_middle_one_is_told(days, words):
    decided(*days)
    assert decision_times.in_words(NOW) == words


def test_yes_and_no_count_alike_and_old_ones_no_longer():
    decided(2, 2, 2, state="declined")
    decided(2, 2)
    decided(40, 40, 40, 40, 40, 40, at=NOW - 365 * DAY)
    assert decision_times.in_words(NOW) == "Half of all decisions take 2 days or less."


def test_what_waits_is_no_decision():
    decided(1, 1, 1, 1)
    make_request(state="waiting", confirmed_at=NOW - 90 * DAY)
    assert decision_times.usual(NOW) is None


# --- The page ------------------------------------------------------------------------------


def test_the_page_says_what_one_wants_to_know(client):
    with time_machine.travel(NOW, tick=False):
        said = page(client)
    for words in ("What it is for", "Who may join", "What others see of you", PROMISE):
        assert words in said
    assert 'href="/network/join/"' in client.get("/network/").text


def test_every_page_leads_to_it(client):
    page = client.get("/about/").text
    assert page.count('href="/network/"') == 2
    assert 'href="/network/" aria-current="page"' in client.get("/network/").text


def test_it_costs_the_same_however_many_belong(client, groups, django_assert_max_num_queries):
    belong((30, "police", "wales"), (10, "fire", "london"))
    decided(*range(1, 30))
    with django_assert_max_num_queries(8):
        client.get("/network/")
