"""The page of a police force area: next door, what nobody recorded, who covers it."""

import html
import itertools
import re

import pytest

from casestudies import catalogue
from casestudies.models import CaseStudy, ForceArea
from casestudies.your_area import YourArea
from tests.factories import make_force_areas, make_organisation, make_study, make_types

pytestmark = pytest.mark.django_db


def text(markup):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", markup))).strip()


def section(client, slug, name):
    """A part of the page by the id of its heading; empty where there is none."""
    markup = client.get(f"/areas/{slug}/").content.decode()
    found = re.search(rf'<section class="near" aria-labelledby="{name}">.*', markup, re.DOTALL)
    if not found:
        return ""
    return re.split(r'<section class="near"|</main>', found[0].removeprefix("<section"))[0]


def under(markup, heading):
    """What stands under one heading of a part."""
    for piece in re.findall(r"<h3.*?(?=<h3|$)", markup, re.DOTALL):
        title, _, rest = piece.partition("</h3>")
        if text(title) == heading:
            return text(rest)
    return None


@pytest.fixture
def row():
    """Five areas in a row, each beside the next."""
    areas = make_force_areas("alpha", "bravo", "charlie", "delta", "echo")
    for one, other in itertools.pairwise(areas):
        one.neighbours.add(other)
    return areas


# --- Next door -----------------------------------------------------------------------------


def test_each_neighbour_has_its_own_schemes_and_no_one_elses(client, row):
    make_study("Here", force_areas=("bravo",))
    make_study("Both", force_areas=("alpha", "bravo"))
    make_study("Left", force_areas=("alpha",))
    make_study("Far", force_areas=("delta",))
    shown = section(client, "bravo", "next-door")
    assert "Left" in under(shown, "Alpha")
    assert "Both" not in under(shown, "Alpha"), "it is in the list of the area itself"
    assert "Nothing is recorded there yet" in under(shown, "Charlie")
    assert "Far" not in shown
    assert "1 more next door" in text(client.get("/areas/bravo/").content.decode())


def test_the_map_and_the_table_say_the_same(client, row):
    make_study("Here", force_areas=("bravo",))
    make_study("Both", force_areas=("alpha", "bravo"))
    shown = section(client, "bravo", "next-door")
    drawn = dict(re.findall(r"<title>([\w ]+): (\d+) schemes?", shown))
    rows = re.findall(r'<th scope="row">(.*?)</th>\s*<td class="num">(\d+)</td>', shown, re.DOTALL)
    told = {text(name).removesuffix(" (this area)"): count for name, count in rows}
    assert drawn == told == {"Alpha": "1", "Bravo": "2", "Charlie": "0"}


def test_the_whole_map_and_its_table_say_the_same(client, row):
    make_study("Here", force_areas=("bravo", "echo"))
    markup = client.get("/areas/").content.decode()
    # What a map draws without a link is 0, and only the table says so to everybody
    drawn = dict(re.findall(r"<title>([\w ]+): (\d+) schemes?", markup))
    table = re.search(r"<table.*?</table>", markup, re.DOTALL)[0]
    told = {
        text(name): re.match(r"\d+", text(count))[0]
        for name, count in re.findall(
            r'<th scope="row">(.*?)</th>.*?<td class="num">(.*?)</td>', table, re.DOTALL
        )
    }
    assert told == {"Alpha": "0", "Delta": "0", "Charlie": "0"} | drawn
    assert drawn == {"Bravo": "1", "Echo": "1"}


def test_of_many_the_best_evidenced_come_first_and_the_ended_last(client, row):
    make_study("A ended", force_areas=("alpha",), outcomes=[("x", 4)], status="ended")
    for n, level in enumerate((1, 3, 2, 4)):
        make_study(f"Scheme {n}", force_areas=("alpha",), outcomes=[("x", level)])
    shown = section(client, "bravo", "next-door")
    assert re.findall(r'href="/case-studies/([\w-]+)/"', shown) == [
        "scheme-3", "scheme-1", "scheme-2", "scheme-0",
    ]  # fmt: skip
    assert "1 more in Alpha" in text(shown)


# --- What nobody recorded here -------------------------------------------------------------


def examples(slug):
    area = ForceArea.objects.get(slug=slug)
    missing = YourArea(area, catalogue.current()).missing
    return {one.label: (one.example and one.example.title, one.where) for one in missing}


def test_the_example_is_the_best_evidenced_then_the_confirmed_then_the_nearest(row):
    kind = {"types": ("kind",)}
    make_study("Near", force_areas=("bravo",), outcomes=[("x", 2)], **kind)
    assert examples("alpha") == {"Kind": ("Near", "Bravo, next door")}
    make_study("Far", force_areas=("echo",), outcomes=[("x", 2)], **kind)
    make_study("National", region="national", outcomes=[("x", 2)], **kind)
    assert examples("alpha")["Kind"][0] == "Near"
    assert examples("delta")["Kind"] == ("Far", "Echo, next door")
    sure = make_study("Confirmed", force_areas=("delta",), outcomes=[("x", 2)],
                      verified_on="2026-01-01", **kind)  # fmt: skip
    assert examples("alpha")["Kind"] == ("Confirmed", "Delta, 3 areas away")
    make_study("Proven", force_areas=("echo",), outcomes=[("x", 3)], **kind)
    assert examples("alpha")["Kind"] == ("Proven", "Echo, 4 areas away")
    CaseStudy.objects.filter(title="Proven").get().delete()
    sure.delete()
    assert examples("alpha")["Kind"][0] == "Near"


def test_what_has_ended_is_no_example(client, row):
    make_study("Over", types=("kind",), force_areas=("bravo",), status="ended", outcomes=[("x", 4)])
    make_types("never")
    assert examples("alpha") == {"Kind": (None, ""), "Never": (None, "")}
    shown = text(section(client, "alpha", "not-recorded"))
    assert "All that are recorded have ended." in shown
    assert "None is recorded anywhere yet." in shown
    # A type that is recorded here, even as ended, is not missing
    assert "Kind" not in examples("bravo")


# --- Who covers it -------------------------------------------------------------------------


def test_borders_that_differ_are_said(client, row):
    make_organisation("Wide Ambulance", kind="ambulance", force_areas=("alpha", "bravo", "charlie"))
    make_organisation("Alpha Police", kind="police", force_areas=("alpha",))
    make_organisation("East Fire", kind="fire", force_areas=("alpha",), borders="Only the east.")
    make_organisation("West Fire", kind="fire", force_areas=("alpha",))
    make_organisation("Elsewhere", kind="police", force_areas=("echo",))
    shown = section(client, "alpha", "who-covers")
    wide = under(shown, "Ambulance")
    assert "Covers 3 police force areas: this one, Bravo and Charlie." in wide
    assert "Covers" not in under(shown, "Police")
    assert "2 are recorded here" in under(shown, "Fire and rescue")
    assert "Only the east." in under(shown, "Fire and rescue")
    assert "Elsewhere" not in shown


# --- Costs ---------------------------------------------------------------------------------


def test_more_schemes_and_neighbours_cost_no_more_queries(
    client, row, django_assert_max_num_queries
):
    for n, area in enumerate(row * 3):
        make_study(f"Scheme {n}", types=(f"kind-{n}",), force_areas=(area.slug,))
        make_organisation(f"Force {n}", kind="police", force_areas=(area.slug, "bravo"))
    client.get("/areas/echo/")
    with django_assert_max_num_queries(12):
        assert client.get("/areas/bravo/").status_code == 200
