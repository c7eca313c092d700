"""What a page repeats is put together from pieces, and says what its template says."""

import gc
import re
import weakref
from copy import copy

import pytest
from django.http import QueryDict
from django.template import engines
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from casestudies import catalogue
from casestudies.directory import Directory
from casestudies.keeping import Kept
from casestudies.models import CaseStudy
from casestudies.outlines import OutlinedResponse
from casestudies.templatetags import outlines
from tests.factories import make_study

pytestmark = pytest.mark.django_db


@pytest.fixture
def studies():
    make_study(title="A", services=("police", "fire"), region="wales", status="live")
    make_study(title="B", services=("police",), force_areas=("kent", "cumbria"), started="2015")
    make_study(title="C & <b>", summary="1 < 2", services=(), types=("shared-premises",))
    make_study(title="D", services=("police", "fire"), region="wales", status="pilot")
    now = catalogue.current()
    return now.cards(entry.pk for entry in now.entries)


def squeezed(html):
    return re.sub(r"\s+", " ", html)


def test_a_result_from_pieces_is_the_one_that_its_template_draws(studies):
    memory = Kept(1000)
    for _ in range(2):  # drawn, and then kept
        drawn = outlines.results(studies, memory)
        whole = [render_to_string("components/result.html", {"study": s}) for s in studies]
        assert [squeezed(str(one)) for one in drawn] == [squeezed(one) for one in whole]


def test_a_card_knows_what_the_database_knows(studies):
    for card in studies:
        study = type(card).objects.with_dates().get(pk=card.pk)
        for relation in ("services", "types", "force_areas"):
            assert list(getattr(card, relation).all()) == list(getattr(study, relation).all())
        assert card.region == study.region
        assert (card.newest_source, card.best_evidence) == (
            study.newest_source,
            study.best_evidence,
        )


def test_a_part_is_drawn_as_usual_where_nobody_makes_an_outline():
    template = engines["django"].from_string(
        '{% load outlines %}<p>{% part "word" %}{{ word }}{% endpart %}</p>'
    )
    assert template.render({"word": "fire"}) == "<p>fire</p>"


def test_a_tag_says_in_any_template_what_it_gives_an_outline(studies):
    asked = Directory(QueryDict("service=police"))
    template = engines["django"].from_string("{% load outlines %}{% found asked asked.layouts %}")
    pieces = outlines.found(asked, asked.layouts)
    assert template.render({"asked": asked}) == str(pieces) == "".join(pieces)
    assert str(pieces).count("<article") == 3


def test_what_is_kept_may_be_weighed():
    kept = Kept(10, weigh=len)
    kept.put("a", "12345")
    kept.put("b", "12345")
    kept.put("c", "1")
    assert [kept.peek(name) for name in "abc"] == [None, "12345", "1"]


def test_a_marked_card_leaves_the_kept_one_as_it_was(studies):
    memory = Kept(1000)
    (plain, *_) = outlines.results(studies, memory)
    marked = copy(studies[0])
    marked.title_marked = mark_safe("<mark>A</mark>")
    marked.summary_marked, marked.snippet = "", mark_safe("… <mark>fire</mark>")
    (drawn,) = outlines.results([marked], memory)
    whole = render_to_string("components/result.html", {"study": marked})
    assert squeezed(str(drawn)) == squeezed(whole) != squeezed(str(plain))
    assert outlines.results(studies, memory)[0] == plain


def test_what_was_drawn_makes_room_for_more(monkeypatch, studies):
    memory = Kept(1000)
    before = outlines.results(studies, memory)
    monkeypatch.setattr("casestudies.pieces.MOST_LETTERS", 1)
    assert outlines.results(studies, Kept(1000)) == before


def test_only_what_is_published_is_read_by_its_number():
    states = ("draft", "in-review", "published", "archived")
    pks = {state: make_study(title=state, state=state).pk for state in states}
    found = CaseStudy.objects.published_among(pks.values())
    assert {study.pk for study in found} == {pks["published"]}
    assert not CaseStudy.objects.published_among([pks["draft"]])


def test_an_answer_is_gone_once_its_page_is_drawn(studies, rf):
    gc.disable()  # else a circle of references might be collected in time
    try:
        asked = Directory(QueryDict("service=police"))
        gone = weakref.ref(asked)
        page = "pages/casestudies/directory.html"
        OutlinedResponse(rf.get("/case-studies/"), page, {"directory": asked}).render()
        del asked
        assert gone() is None
    finally:
        gc.enable()
