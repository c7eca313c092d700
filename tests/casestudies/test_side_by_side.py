"""Two to four schemes side by side, fact by fact."""

import datetime as dt
import html
import re

import pytest
from django.utils.http import urlencode

from casestudies.models import CaseStudy, Funding, Need
from tests.factories import make_study, make_week

pytestmark = pytest.mark.django_db


def address(*slugs, **more):
    return "/case-studies/compare/?" + urlencode([("id", slug) for slug in slugs] + [*more.items()])


def page(client, *slugs, **more):
    response = client.get(address(*slugs, **more))
    assert response.status_code == 200
    return response.content.decode()


def text(markup):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", markup))).strip()


def table(markup, number=0):
    """The rows of a table by their names, each with the text of its cells."""
    tables = re.findall(r"<table.*?</table>", markup, re.DOTALL)
    rows = {}
    for row in re.findall(r"<tr>.*?</tr>", tables[number], re.DOTALL):
        name = re.search(r'<th scope="row">(.*?)</th>', row, re.DOTALL)
        if name:
            cells = re.findall(r"<td>(.*?)</td>", row, re.DOTALL)
            without = (re.sub(r'<span class="cmp__who">.*?</span>', "", cell) for cell in cells)
            rows[text(name[1])] = [text(cell) for cell in without]
    return rows


def columns(markup):
    head = re.search(r"<thead>.*?</thead>", markup, re.DOTALL)[0]
    return re.findall(r'<th scope="col"><a href="/case-studies/([\w-]+)/">', head)


@pytest.fixture
def two():
    shared = {"types": ("shared-premises",), "region": "wales", "force_areas": ("gwent",)}
    one = make_study(
        "Bravo hub",
        services=("police", "fire"),
        started="2012",
        outcomes=[("Crime fell", 3)],
        savings=({"low": 5000, "per": "yearly", "grade": "audited", "covers": "Rent"},),
        **shared,
    )
    Need.objects.create(study=one, kind="space", text="One yard.")
    Funding.objects.create(study=one, description="A grant of £2")
    make_study("Alpha hub", services=("police", "ambulance"), started="2012", **shared)
    return one


def test_facts_stand_side_by_side_and_what_is_the_same_apart(client, two):
    shown = page(client, "bravo-hub", "alpha-hub")
    assert columns(shown) == ["bravo-hub", "alpha-hub"]
    differs, same = table(shown), table(shown, 1)
    assert differs["Services"] == [
        "◆ Not in all: Fire and rescue Police",
        "◆ Not in all: Ambulance Police",
    ]
    assert differs["Evidence"] == ["Measured", "Not recorded"]
    assert differs["What came of it"] == ["Crime fell Measured", "Not recorded"]
    assert differs["Savings, audited"] == ["£5,000 a year (Rent)", "Not recorded"]
    assert differs["What it cost, and who paid"] == ["A grant of £2", "Not recorded"]
    assert differs["What you would need: space"] == ["One yard.", "Not recorded"]
    assert same["Started"] == ["2012"]
    assert same["Police force areas"] == ["Gwent"]
    assert not differs.keys() & same.keys()
    # No grade is mixed with another, and what nobody recorded is said once
    assert "Savings, claimed" not in differs | same
    assert "Recorded for none of them: Place; Who takes part; Savings, measured" in text(shown)


def test_an_end_is_no_gap_of_those_that_go_on(client, two):
    make_study("Over", status="ended", ended="2014", ended_reason="finished")
    make_study("Due", status="ended", ended="2030", sources=("2019",), types=("prevention",))
    differs = table(page(client, "bravo-hub", "over", "due"))
    goes_on, over, due = differs["Ended"]
    assert goes_on == "Not as far as is recorded"
    assert over.startswith("2014")
    assert due.startswith("Due 2030")
    assert "Ended" not in text(page(client, "bravo-hub", "alpha-hub"))


def test_every_cell_says_whose_it_is(client, two):
    """For whoever reads it without columns: on a phone, or with its styles off."""
    cells = re.findall(r"<td>(.*?)</td>", page(client, "bravo-hub", "alpha-hub"), re.DOTALL)
    differing = [cell for cell in cells if "cmp__who" in cell]
    whose = [re.match(r'<span class="cmp__who">(.*?)</span>', cell)[1] for cell in differing]
    assert whose == ["Bravo hub", "Alpha hub"] * (len(whose) // 2)
    assert whose


def test_the_order_asked_for_is_kept_and_each_stands_once(client, two):
    make_study("Charlie hub")
    moved = CaseStudy.objects.get(slug="alpha-hub")
    moved.slug = "alfa-hub"
    moved.save()
    shown = page(client, "charlie-hub", "alpha-hub", "bravo-hub", "alfa-hub", "charlie-hub", "")
    assert columns(shown) == ["charlie-hub", "alfa-hub", "bravo-hub"]
    assert "left out" not in shown
    assert html.unescape(shown).count(address("charlie-hub", "bravo-hub")) == 1, "without alfa-hub"


def test_a_fifth_is_refused_in_words(client):
    slugs = [make_study(f"Hub {n}").slug for n in range(5)]
    shown = page(client, *slugs, q="hub")
    assert columns(shown) == slugs[:4]
    assert "“Hub 4” is left out" in text(shown)
    assert 'name="q"' not in shown, "nothing that could be added is offered"


@pytest.mark.parametrize("state", ["draft", "in-review", "archived"])
def test_what_is_not_published_reads_as_what_never_was(client, two, state):
    hidden = make_study("Hidden hub", state=state)
    moved = make_study("Moved hub", state=state)
    moved.slug = "was-moved-hub"
    moved.save()
    for others in ((), ("bravo-hub",), ("bravo-hub", "alpha-hub")):
        never = client.get(address(*others, "never-was")).content
        for slug in (hidden.slug, moved.slug, "moved-hub"):
            seen = client.get(address(*others, slug)).content
            assert seen.replace(slug.encode(), b"never-was") == never


def test_with_none_or_one_it_says_how_to_choose(client, two):
    nothing = page(client)
    assert "Compare the ticked" in nothing
    assert "<table" not in nothing
    one = page(client, "bravo-hub", q="alpha")
    assert "<table" not in one
    assert f'href="{html.escape(address("bravo-hub", "alpha-hub"))}"' in one
    assert '<input type="hidden" name="id" value="bravo-hub">' in one
    # Without a search: what is like it
    assert html.escape(address("bravo-hub", "alpha-hub")) in page(client, "bravo-hub")


def test_a_search_for_one_more_says_what_it_found(client, two):
    assert "No scheme has these words" in text(page(client, "bravo-hub", q="zzzz"))
    assert "is here already" in text(page(client, "bravo-hub", q="bravo"))


@pytest.mark.parametrize("value", ["\0", "%00", "é" * 500, "a/b", "<script>", " ", "-" * 2000])
def test_whatever_is_asked_it_answers(client, two, value):
    shown = page(client, "bravo-hub", value, "alpha-hub", q=value)
    assert columns(shown) == ["bravo-hub", "alpha-hub"]
    assert "<script>" not in shown


def test_four_cost_no_more_queries_than_two(client, django_assert_max_num_queries):
    slugs = [
        make_study(
            f"Hub {n}", organisations=(f"Force {n}",), outcomes=("Good",), lessons=("Talk",)
        ).slug
        for n in range(4)
    ]
    page(client, *slugs[:2])  # what all pages share is loaded once under a catalogue
    with django_assert_max_num_queries(10):
        shown = page(client, *slugs)
    assert columns(shown) == slugs


def test_every_list_of_results_can_be_ticked(client, two):
    make_week(dt.date(2026, 11, 12), *CaseStudy.objects.order_by("title"))
    for listed in (
        "/case-studies/",
        "/types/shared-premises/",
        "/areas/gwent/",
        "/case-studies/like-ours/?type=shared-premises",
        "/updates/weekly/2026-11-12/",
    ):
        markup = client.get(listed).content.decode()
        form = re.search(r"<form[^>]*data-ticks.*?</form>", markup, re.DOTALL)[0]
        assert 'action="/case-studies/compare/"' in form
        ticks = re.findall(r'name="id" value="([\w-]+)"', form)
        assert sorted(ticks) == ["alpha-hub", "bravo-hub"]
        assert "Compare the ticked" in form
