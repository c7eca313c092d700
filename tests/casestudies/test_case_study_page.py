"""What a reader sees on a case study's page."""

import datetime as dt
import html
import re

import pytest

from casestudies.models import Caveat, FactorShown, Funding, Lesson, Need, Partner, Relation, Source
from casestudies.reading.gaps import gaps
from network.parts import PART_OF_GAP, SECTIONS, TEXTS
from tests.factories import (
    make_factor,
    make_funding_stream,
    make_leader,
    make_organisation,
    make_study,
)

pytestmark = pytest.mark.django_db


def text_of(response):
    """The words of the page between its header and its footer, spaces made single."""
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)[0]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", main)))


def open_page(client, study):
    response = client.get(study.get_absolute_url())
    assert response.status_code == 200
    return response


def headings(response):
    found = re.findall(r"<h2[^>]*>(.*?)</h2>", response.content.decode(), re.DOTALL)
    return [html.unescape(heading).strip() for heading in found]


def full_study():
    stream = make_funding_stream("Innovation Fund")
    study = make_study(
        "Shared station",
        place="Margate",
        force_areas=("kent",),
        what_happened="It began.\n\nIt went on.",
        started="2012",
        status="live",
        organisations=("Kent Police", "Kent Fire"),
        outcomes=(("Fewer calls", 3),),
        savings=({"low": 1_500_000, "per": "yearly", "covers": "Rent"},),
        lessons=("Trust",),
        sources=("2015-05", ""),
    )
    Lesson.objects.create(study=study, kind="hard", text="Rotas")
    Funding.objects.create(study=study, description="A grant of £1 million", stream=stream)
    Need.objects.create(study=study, kind="space", text="A spare bay")
    factor = make_factor("Trust at every level")
    FactorShown.objects.create(
        study=study, factor=factor, reason="They share a mess.", how_met="They took turns."
    )
    Relation.objects.create(study=make_study("Copy of it"), kind="adapted-from", other=study)
    return study


def test_the_page_answers_in_the_order_in_which_readers_ask(client):
    assert headings(open_page(client, full_study())) == [
        "At a glance",
        "Nobody who runs the scheme has confirmed this entry",
        "What happened",
        "What came of it",
        "What it cost and saved",
        "What was hard, what helped",
        "What you would need",
        "Who takes part, and who to ask",
        "Where it came from, and who copied it",
        "Timeline",
        "Not recorded yet",
        "Sources",
        "Similar schemes",
    ]


def test_a_full_entry_says_all_that_is_recorded(client):
    text = text_of(open_page(client, full_study()))
    says = [
        "Area Margate Region South East",
        "Status Live when last reported (May 2015)",
        "Confirmed Never",
        "Evidence Measured",
        "Led by Kent Police",
        "Savings £1.5 million a year (claimed)",
        "It began. It went on.",
        "Fewer calls Evidence: Measured",
        "A grant of £1 million ( about the Innovation Fund )",
        "£1.5 million a year : Rent",
        "Not recorded: what it is compared with, its price year, who pays, who gains.",
        "What was hard Rotas What helped Trust",
        "Trust at every level : They share a mess. What they did: They took turns.",
        "Space A spare bay",
        "Not recorded: staff, law and agreements, systems, money, time.",
        "To learn more, ask Kent Police, which leads it. Its website is not recorded here.",
        "Copied by Copy of it",
        "2012 Started",
        "no date shown",
        "“Shared station”, Blue Light A to Z, read on",
    ]
    assert not [words for words in says if words not in text]


def test_an_empty_entry_says_what_is_unknown_and_says_it_once(client):
    response = open_page(client, make_study(sources=[], types=(), services=()))
    text = text_of(response)
    assert headings(response) == [
        "At a glance",
        "Nobody who runs the scheme has confirmed this entry",
        "What happened",
        "What came of it",
        "What it cost and saved",
        "What was hard, what helped",
        "What you would need",
        "Who takes part, and who to ask",
        "Timeline",
        "Not recorded yet",
        "Sources",
    ]
    for line in (
        "Services not recorded",
        "The story is not recorded yet.",
        "No outcome is recorded in any source we hold.",
        "Neither its cost nor a saving is recorded in any source we hold.",
        "No source we hold says what was hard or what helped.",
        "No source we hold says which staff, agreements, systems, space, money or time it takes.",
        "Our sources name no organisation.",
        "Our sources do not say who leads it.",
        "No source is recorded for this entry.",
    ):
        assert text.count(line) == 1


@pytest.mark.parametrize(
    "fields, says",
    [
        (
            {"ended": "2018", "ended_reason": "money", "ended_advice": "Plan the exit first."},
            (
                "Ended 2018. Why: the money ran out. "
                "What they would tell the next team: Plan the exit first."
            ),
        ),
        ({"ended": "2018", "ended_reason": "unknown"}, "Ended 2018. Why it ended is not recorded."),
        (
            {"ended": "2030", "ended_reason": "partner-left"},
            "Due to end in 2030 when last reported (2019). Why: a partner left.",
        ),
    ],
)
def test_an_ended_scheme_says_so_beside_its_title(client, fields, says):
    study = make_study(status="ended", sources=["2019"], **fields)
    first_screen = text_of(open_page(client, study)).split("At a glance")[0]
    assert says in first_screen


def test_an_open_question_leads_to_the_leader_with_it_begun(client):
    study = make_study("Shared station", outcomes=("Fewer calls",))
    make_leader(study, role_title="Estates lead")
    page = open_page(client, study)
    assert "Worth asking" in headings(page)
    assert "Estates lead, " in text_of(page).split("Worth asking")[1]
    asked = "/case-studies/shared-station/contact/?ask=funding"
    assert f'<a href="{asked}">Who paid for it, and who pays now?</a>' in page.content.decode()
    form = client.get(asked).content.decode()
    assert ">\nWho paid for it, and who pays now?</textarea>" in form
    ticked = re.findall(r'name="topics" value="(\w+)"[^>]* checked', form)
    assert ticked == ["costs"]
    # Only what is open begins a question
    unknown = client.get("/case-studies/shared-station/contact/?ask=outcomes").content.decode()
    assert ">\n</textarea>" in unknown
    assert not re.search(r'name="topics"[^>]* checked', unknown)


def test_where_nobody_takes_questions_an_open_one_leads_to_what_it_would_correct(client):
    study = make_study("Shared station")
    page = open_page(client, study).content.decode()
    assert "?ask=" not in page
    links = re.findall(r'<li><b>[^<]+</b> <a href="([^"]+)">', page)
    assert len(links) > 5
    for link in links:
        assert re.fullmatch(r"/case-studies/shared-station/correct/\?part=\w+", link)
        assert client.get(link).status_code == 200


def test_many_needs_that_are_not_recorded_are_one_question(client):
    study = make_study("Shared station")
    Need.objects.create(study=study, kind="staff", text="Two officers")
    make_leader(study)
    page = open_page(client, study).content.decode()
    says = "What did it take of these: law and agreements, systems, space, money, time?"
    asked = "/case-studies/shared-station/contact/?ask=needs"
    assert f'<a href="{asked}">{says}</a>' in page
    assert "?ask=law" not in page
    assert says in html.unescape(client.get(asked).content.decode())


def test_every_kind_of_gap_has_a_part_that_an_answer_would_correct():
    ended = make_study(status="ended", ended_reason="unknown", sources=[])
    described = make_study(outcomes=("Fewer calls",), savings=({"covers": "Rent"},))
    Need.objects.create(study=described, kind="staff", text="Two officers")
    kinds = {gap.kind for study in (ended, described) for gap in gaps(study)}
    assert kinds <= PART_OF_GAP.keys()
    assert set(PART_OF_GAP.values()) <= {*SECTIONS, *TEXTS}


def test_a_copy_is_told_from_both_sides(client):
    first, copy = make_study("First hub"), make_study("Copied hub")
    Relation.objects.create(study=copy, kind="adapted-from", other=first)
    Relation.objects.create(study=first, kind="merged-into", other=copy)
    assert "Copied by Copied hub" in text_of(open_page(client, first))
    assert "Merged into Copied hub" in text_of(open_page(client, first))
    assert "Adapted from First hub" in text_of(open_page(client, copy))
    assert "Took in First hub" in text_of(open_page(client, copy))


def test_an_old_source_never_makes_a_bare_live(client):
    text = text_of(open_page(client, make_study(status="live", sources=["2009"])))
    assert "Live when last reported (2009)" in text
    assert not re.search(r"Live (?!when last reported)", text)


@pytest.mark.parametrize("is_flagged", [True, False])
def test_only_a_flagged_entry_claims_the_2014_overview(client, is_flagged):
    text = text_of(open_page(client, make_study("Shared", in_2014_overview=is_flagged)))
    assert ("of the 38" in text) is is_flagged
    assert ("2014 overview" in text) is is_flagged


def test_a_disagreement_of_sources_stands_before_the_story(client):
    study = make_study()
    Caveat.objects.create(study=study, kind="conflict", text="Begun in 2010, or in 2012.")
    text = text_of(open_page(client, study))
    assert text.index("Begun in 2010, or in 2012.") < text.index("What happened")


def test_a_confirmed_entry_says_by_which_role_and_when(client):
    study = make_study(verified_on=dt.date(2020, 1, 2), verified_by="Estates lead, Kent Police")
    text = text_of(open_page(client, study))
    assert "Confirmed on 2 January 2020 by Estates lead, Kent Police" in text
    assert "due to be confirmed again since 2 January 2021" in text


def test_a_lead_with_a_website_is_linked(client):
    study = make_study()
    lead = make_organisation("Kent Police", website="https://www.kent.police.uk/about")
    Partner.objects.create(study=study, organisation=lead, role="lead")
    page = open_page(client, study).content.decode()
    assert '<a href="https://www.kent.police.uk/about">kent.police.uk</a>' in page
    assert f'<a href="{lead.get_absolute_url()}">Kent Police</a>' in page


def test_every_part_links_to_its_own_page(client):
    study = full_study()
    page = open_page(client, study).content.decode()
    things = [study.region, *study.force_areas.all(), *study.types.all()]
    for thing in [*things, *study.organisations.all()]:
        assert f'href="{thing.get_absolute_url()}"' in page


def test_every_section_ends_with_the_way_to_correct_it(client):
    page = open_page(client, full_study()).content.decode()
    sections = page[page.index('class="case__main') : page.index("</article>")]
    # Schemes like it are not part of the entry
    sections = [part for part in sections.split("<section")[1:] if 'id="similar"' not in part]
    assert len(sections) >= 8
    parts, names = set(), set()
    for section in sections:
        heading = re.search(r"<h2[^>]*>([^<]+)</h2>", section)[1]
        link = re.search(
            r'href="/case-studies/[\w-]+/correct/\?part=(\w+)">Correct this section'
            r'<span class="vh">: ([^<]+)</span>',
            section,
        )
        assert link[2] == heading
        assert link[1] in [*SECTIONS, *TEXTS]
        parts.add(link[1])
        names.add(link[2])
    assert len(parts) == len(names) == len(sections)


def test_the_whole_entry_can_be_corrected_or_confirmed(client):
    page = open_page(client, make_study("Shared station")).content.decode()
    assert 'href="/case-studies/shared-station/correct/"' in page
    assert 'href="/case-studies/shared-station/correct/?part=confirmation"' in page


@pytest.mark.parametrize("state", ["draft", "in-review", "archived"])
def test_nothing_unpublished_shows_through_a_relation(client, state):
    study, secret = make_study(), make_study("Secret plan", state=state)
    Relation.objects.create(study=study, kind="replaced-by", other=secret)
    assert b"Secret plan" not in open_page(client, study).content


def test_text_is_never_markup(client):
    evil = "<script>alert(1)</script>"
    study = make_study(
        evil, slug="evil", summary=evil, what_happened=evil, place=evil, outcomes=[evil]
    )
    study.sources.update(title=evil, publisher=evil)
    assert b"<script>alert" not in open_page(client, study).content


def test_the_page_costs_the_same_however_long_it_is(client, django_assert_max_num_queries):
    study = full_study()
    Source.objects.bulk_create(
        Source(study=study, title=f"Report {n}", url="https://example.org/") for n in range(30)
    )
    for n in range(10):
        Partner.objects.create(study=study, organisation=make_organisation(f"Partner {n}"))
        Relation.objects.create(study=make_study(f"Copy {n}"), kind="adapted-from", other=study)
    open_page(client, study)  # fills the catalogue, which is kept
    # One look for the study, one for each kind of line, one for the catalogue's version, and the
    # similar schemes with what their cards show.
    with django_assert_max_num_queries(25):
        open_page(client, study)
