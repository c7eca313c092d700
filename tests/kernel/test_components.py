"""Each component's states: what it says, and never by colour or shape alone."""

import datetime as dt
import re
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.http import Http404
from django.template import engines
from django.utils import timezone

from collab_directory import gallery
from collab_directory.gallery import Named, Several, Study

TODAY = dt.date(2026, 3, 10)
CONFIRMED = {"verified_on": dt.date(2026, 3, 3), "verified_by": "Lead, Kent Police"}
LONG_AGO = {"verified_on": dt.date(2024, 3, 3), "verified_by": "Lead, Kent Police"}
STALE = LONG_AGO | {"stale_on": dt.date(2025, 4, 14)}
COMPONENTS = sorted(p.stem for p in (settings.BASE_DIR / "templates/components").glob("*.html"))


def drawn(template, **context):
    return engines["django"].from_string("{% load ui %}" + template).render(context)


def said(template, **context):
    """The words that are left when the markup is gone."""
    return " ".join(re.sub(r"<[^>]+>", " ", drawn(template, **context)).split())


@pytest.fixture
def shown(rf, settings):
    settings.DEBUG = True
    return gallery.components(rf.get("/components/")).render().content.decode()


@pytest.mark.parametrize("name", COMPONENTS)
def test_the_gallery_shows_every_component(shown, name):
    assert f'id="{name}"' in shown


def test_the_gallery_is_for_engineers_only(rf, settings):
    settings.DEBUG = False
    with pytest.raises(Http404):
        gallery.components(rf.get("/components/"))


class Ids(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.ids, self.named = [], set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if "id" in attrs:
            self.ids.append(attrs["id"])
        for name in ("for", "aria-labelledby", "aria-describedby"):
            self.named.update((attrs.get(name) or "").split())
        if tag == "use":
            self.named.add(attrs["href"].removeprefix("#"))


def test_no_id_is_there_twice_and_none_is_missing(shown):
    page = Ids(shown)
    assert len(page.ids) == len(set(page.ids))
    assert page.named <= set(page.ids)


@pytest.mark.parametrize(
    "study, words",
    [
        ({}, "Live when last reported (2019)"),
        ({"reported_on": ""}, "Live when last reported (date not known)"),
        (CONFIRMED, "Live, confirmed 3 March 2026"),
        ({"reported_on": "3 March 2024", **LONG_AGO}, "Live when last reported (3 March 2024)"),
        ({"status": "pilot", "reported_on": "May 2016"}, "Pilot when last reported (May 2016)"),
        ({"status": "pilot", **CONFIRMED}, "Pilot, confirmed 3 March 2026"),
        ({"status": "planned"}, "Planned when last reported (2019)"),
        ({"status": "ended", "ended": "2018"}, "Ended 2018"),
        ({"status": "ended"}, "Ended, date not known"),
        (
            {"status": "ended", "ended": "2024", "reported_on": "2023"},
            "Due to end in 2024 when last reported (2023)",
        ),
        ({"status": "unknown"}, "Not known (last reported 2019)"),
        ({"status": "unknown", "reported_on": ""}, "Not known"),
    ],
)
def test_a_status_is_never_without_its_date(study, words):
    assert said("{% status study on %}", study=Study(**study), on=TODAY) == words


def test_a_status_not_known_looks_unknown():
    assert 'class="unknown"' in drawn("{% status study %}", study=Study(status="unknown"))
    assert 'class="unknown"' not in drawn("{% status study %}", study=Study())


@pytest.mark.parametrize(
    "study, words, brief",
    [
        (CONFIRMED, "Confirmed 3 March 2026 by Lead, Kent Police", "3 March 2026"),
        (LONG_AGO, "Confirmed 3 March 2024, due again", "3 March 2024, due again"),
        (STALE, "Not confirmed since 3 March 2024", "Not since 3 March 2024"),
        ({}, "Never confirmed", "Never"),
    ],
)
def test_freshness_is_told_in_words(study, words, brief):
    assert said("{% fresh study on %}", study=Study(**study), on=TODAY) == words
    assert said("{% fresh study on brief=True %}", study=Study(**study), on=TODAY) == brief


def test_today_is_the_day_when_none_is_named():
    study = Study(verified_on=timezone.localdate(), verified_by="Lead, Kent Police")
    assert said("{% fresh study %}", study=study).startswith("Confirmed")
    assert said("{% status study %}", study=study).startswith("Live, confirmed")


@pytest.mark.parametrize(
    "level, filled, word",
    [
        (None, 0, "Not recorded"),
        (0, 0, "Not recorded"),
        (1, 1, "Described"),
        (2, 2, "Reported"),
        (3, 3, "Measured"),
        (4, 4, "Evaluated"),
    ],
)
def test_evidence_fills_its_blocks_and_says_the_word(level, filled, word):
    html = drawn("{% evidence level %}", level=level)
    assert html.count('class="on"') == filled
    assert html.count("<rect") == 4
    assert word in html


@pytest.mark.parametrize("slug", ["police", "local-authority", "mountain-rescue"])
def test_a_service_has_a_glyph_and_its_name(slug):
    html = drawn("{% service term %}", term=Named(slug=slug, name="Its name"))
    glyph = re.search(r'href="#(s-[a-z-]+)"', html)[1]
    sprite = Path(settings.BASE_DIR / "templates/components/sprite.html").read_text()
    assert f'id="{glyph}"' in sprite
    assert "Its name" in html


def test_a_locator_fills_a_tile_for_each_area():
    areas = [Named(column=5, row=9), Named(column=0, row=7)]
    html = drawn("{% locator areas %}", areas=areas)
    assert re.findall(r'x="(\d+)" y="(\d+)"', html) == [("50", "90"), ("0", "70")]
    assert "loc--all" in drawn('{% locator "" everywhere=True %}')


def test_the_locator_and_the_content_have_the_same_tiles():
    import tomllib

    areas = tomllib.loads((settings.BASE_DIR / "fixtures/force-areas.toml").read_text())
    sprite = (settings.BASE_DIR / "templates/components/sprite.html").read_text()
    tiles = {(int(x) // 10, int(y) // 10) for x, y in re.findall(r"M(\d+) (\d+)h9v9h-9z", sprite)}
    assert tiles == {(area["column"], area["row"]) for area in areas.values()}


@pytest.mark.parametrize(
    "names, words",
    [
        ([], "South East"),
        (["Kent"], "Kent"),
        (["Kent", "Surrey", "Sussex"], "Kent, Surrey, Sussex"),
        (["Kent", "Surrey", "Sussex", "Essex"], "4 police force areas"),
    ],
)
def test_many_areas_are_counted(names, words):
    areas = Several(Named(name=name) for name in names)
    study = Study(force_areas=areas, region=Named(name="South East"))
    assert said("{{ study|areas_in_words }}", study=study) == words


@pytest.mark.parametrize("count, words", [(0, "0 schemes"), (1, "1 scheme"), (2, "2 schemes")])
def test_schemes_are_counted_in_words(count, words):
    assert said("{{ count|schemes }}", count=count) == words


def test_a_result_says_where_it_ended_and_marks_what_was_searched():
    _, ended, _ = gallery.STUDIES
    html = drawn('{% include "components/result.html" %}', study=ended)
    assert '<span class="tag">Ended</span>' in html
    assert html.count("<mark>control</mark>") == 3


def test_a_title_with_markup_in_it_is_only_text():
    study = Study(title="<script>x</script>", region=Named(slug="south", name="South"))
    html = drawn('{% include "components/result.html" %}', study=study)
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_a_value_that_finds_nothing_is_shown_but_cannot_be_chosen():
    html = drawn('{% include "components/facet.html" %}', facet=gallery.facet(), match_all=True)
    boxes = dict(
        re.findall(r'id="service-(police|fire|coastguard)"[^>]*?(disabled|checked)?>', html)
    )
    assert boxes == {"police": "", "fire": "checked", "coastguard": "disabled"}
    assert "Schemes in which all the services you choose work together." in html


@pytest.mark.parametrize("match_all, checked", [(True, "all"), (False, "any")])
def test_the_service_facet_says_how_its_choices_combine(match_all, checked):
    template = '{% include "components/facet.html" %}'
    html = drawn(template, facet=gallery.facet(), match_all=match_all)
    assert re.findall(r'value="(all|any)" checked', html) == [checked]


def test_only_the_page_that_is_shown_is_the_current_one():
    html = drawn(
        '{% include "components/pagination.html" with previous_url="#" next_url="" %}',
        pages=[gallery.page(1), gallery.page(2, is_current=True), gallery.page(3, is_gap=True)],
    )
    assert html.count('aria-current="page"') == 1
    assert 'rel="prev"' in html
    assert 'rel="next"' not in html


def test_only_an_area_with_schemes_is_a_link_on_the_map():
    tiles = [gallery.tile(0, 0), gallery.tile(1, 3, name="Kent")]
    html = drawn('{% include "components/tilemap.html" %}', tiles=tiles)
    assert html.count("<a ") == 1
    assert "<title>Kent: 3</title>" in html
    table = drawn('{% include "components/tilemap-table.html" %}', tiles=tiles)
    assert table.count('<th scope="row">') == 2
    assert table.count("<a ") == 1


def test_a_list_of_ways_in_links_to_nothing_empty():
    html = drawn('{% include "components/pick.html" with kind="svc" %}', values=gallery.VALUES)
    assert html.count("<a ") == 2
    assert "none yet" in html


def test_a_gap_is_said_and_not_left_blank():
    words = said('{% include "components/summary-list.html" %}', rows=[("Led by", "")])
    assert words == "Led by Not recorded"


def test_an_empty_answer_offers_each_choice_to_drop_with_its_count():
    nothing = SimpleNamespace(
        text="",
        total=121,
        clear_url="/case-studies/",
        facets=[],
        relaxations=[SimpleNamespace(kind="Region", label="Wales", count=7, url="?type=x")],
    )
    html = drawn('{% include "components/empty.html" %}', directory=nothing)
    assert 'href="?type=x"' in html
    assert "Region: Wales" in html
    assert ">7<" in html
    assert "All 121 schemes" in html


@pytest.mark.parametrize("done", [0, 4, 38])
def test_the_tally_fills_as_many_squares_as_are_done(done):
    html = drawn("{% tally done 38 %}", done=done)
    assert html.count("<rect") == 38
    assert html.count('class="on"') == done
    assert f"{done} of 38 written up" in html
