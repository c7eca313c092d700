"""What works, national work, money and words."""

import html
import re
from datetime import date

import pytest
from django.utils import timezone

from casestudies.models import FactorShown, FactorSource, Funding, Question
from casestudies.reading.factors import MOST_SHOWN
from tests.factories import (
    make_factor,
    make_funding_stream,
    make_glossary_term,
    make_programme,
    make_services,
    make_study,
)

pytestmark = pytest.mark.django_db


def text_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)[0]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", main)))


LISTS = (
    "/guidance/",
    "/guidance/success-factors/",
    "/guidance/national/",
    "/guidance/funding/",
    "/guidance/glossary/",
)


@pytest.mark.parametrize("address", LISTS)
def test_a_page_without_content_still_answers(client, address):
    assert text_of(client, address)


# --- Success factors -----------------------------------------------------------------------


def test_factors_and_barriers_stand_apart_in_the_editors_order(client):
    make_factor("Purpose", position=2)
    make_factor("Trust", position=1)
    make_factor("Zeal", position=0, kind="barrier")
    text = text_of(client, "/guidance/success-factors/")
    assert "What helps (2) What stands in the way (1)" in text
    holds = text_of(client, "/guidance/")
    assert "2 things that help, 1 that stands in the way" in holds
    order = [text.index(f" {title} ") for title in ("Trust", "Purpose", "Zeal")]
    assert order == sorted(order)
    assert order[1] < text.rindex("What stands in the way") < order[2]


def test_only_published_schemes_show_a_factor(client):
    factor = make_factor("Trust")
    for title, state in [("Seen", "published"), ("Hidden", "draft"), ("Old", "archived")]:
        FactorShown.objects.create(
            study=make_study(title, state=state), factor=factor, reason=f"{title} is why"
        )
    assert "Shown by 1 scheme" in text_of(client, "/guidance/success-factors/")
    text = text_of(client, "/guidance/success-factors/trust/")
    assert "Seen Seen is why" in text
    assert "Hidden" not in text
    assert "Old is why" not in text


def test_a_barrier_says_what_was_done_about_it_and_what_is_not_known(client):
    barrier = make_factor("Haste", kind="barrier")
    for title, how_met in [("Never", ""), ("Zealous", "They stopped and asked.")]:
        study = make_study(title, outcomes=["Better"])
        barrier.shown_by.create(study=study, reason="They ran.", how_met=how_met)
    assert "Met by 2 schemes" in text_of(client, "/guidance/success-factors/")
    text = text_of(client, "/guidance/success-factors/haste/")
    # What somebody did about it comes before what nobody has written down.
    assert text.index("Zealous They ran. What they did: They stopped and asked.") < text.index(
        "Never They ran. What they did: Not recorded"
    )
    assert "None of the 2 schemes has a result that was measured or evaluated." in text
    assert "2 of these entries have not been confirmed in the last twelve months" in text
    assert "Of 1 scheme, no source here says what was done about it." in text


def test_a_page_shows_twenty_schemes_at_most_and_leads_to_all(client):
    factor = make_factor("Trust")
    for _ in range(MOST_SHOWN + 1):
        factor.shown_by.create(study=make_study(), reason="They met.")
    page = client.get("/guidance/success-factors/trust/").content.decode()
    assert page.count("They met.") == MOST_SHOWN
    assert (
        f'<a href="/case-studies/?factor=trust">See all {MOST_SHOWN + 1} in the directory' in page
    )


def test_what_is_known_of_a_factor_is_not_called_unknown(client):
    factor = make_factor("Trust")
    study = make_study("Shown", outcomes=[])
    study.outcomes.create(text="Fewer calls", evidence=3)
    study.verified_on = timezone.localdate()
    study.verified_by = "Lead"
    study.save()
    factor.shown_by.create(study=study, reason="They met.")
    assert "What is not known yet" not in text_of(client, "/guidance/success-factors/trust/")


def test_a_factor_that_no_scheme_shows_says_so(client):
    make_factor("Trust")
    assert "Shown by" not in text_of(client, "/guidance/success-factors/")
    text = text_of(client, "/guidance/success-factors/trust/")
    assert "None recorded yet. That means that nobody has linked a scheme to it" in text


def test_a_factor_has_its_guidance_questions_and_sources(client):
    factor = make_factor("Trust", guidance="First.\n\nSecond.")
    make_factor("Purpose")
    make_factor("Haste", kind="barrier")
    Question.objects.create(factor=factor, text="Who decides?")
    FactorSource.objects.create(
        factor=factor, title="A report", publisher="An office", url="https://example.org/", date=""
    )
    text = text_of(client, "/guidance/success-factors/trust/")
    for words in ("First. Second.", "Questions to ask yourself Who decides?", "A report"):
        assert words in text
    assert "What else helps Purpose" in text
    assert "None of its sources shows a date." in text
    assert "Haste" not in text


def test_an_old_address_of_a_factor_leads_to_the_new_one(client):
    factor = make_factor("Trust")
    factor.refresh_from_db()
    factor.slug = "trust-at-every-level"
    factor.save()
    response = client.get("/guidance/success-factors/trust/")
    assert (response.status_code, response.url) == (
        301,
        "/guidance/success-factors/trust-at-every-level/",
    )
    assert client.get("/guidance/success-factors/nothing/").status_code == 404


# --- National work -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "status, heading",
    [
        ("active", "In force or running"),
        ("active (delayed)", "In force or running"),
        ("under change", "Changing or proposed"),
        ("Proposed", "Changing or proposed"),
        ("closed", "Closed or replaced"),
        ("superseded", "Closed or replaced"),
        ("unknown", "Not known whether it goes on"),
        ("sleeping", "Not known whether it goes on"),
    ],
)
def test_a_programme_stands_where_its_status_says(client, status, heading):
    make_programme("The Programme", status=status)
    text = text_of(client, "/guidance/national/")
    assert f"On this page {heading} (1)" in text
    assert status.lower() in text.lower()


def test_a_programme_says_who_leads_it_since_when_and_for_whom(client):
    programme = make_programme(
        "The Programme", lead_bodies="College\nCouncil of Chiefs", start_year=2012
    )
    programme.services.set(make_services("police", "fire"))
    text = text_of(client, "/guidance/national/")
    for words in ("Began in 2012", "College Council of Chiefs", "Fire and rescue , Police"):
        assert words in text
    assert "No source is recorded." in text


def test_a_programme_leads_to_the_published_case_studies_that_concern_it(client):
    programme = make_programme("The Programme", reviewed_on=date(2026, 11, 22))
    programme.sources.create(title="A report", url="https://example.org/", date="2019-05")
    for title, state in [("Seen", "published"), ("Hidden", "draft")]:
        programme.cases.create(study=make_study(title, state=state), reason=f"{title} is of it.")
    make_programme("Alone")
    text = text_of(client, "/guidance/national/")
    assert "Case studies here: Seen : Seen is of it." in text
    assert "Hidden" not in text
    assert text.count("No case study here is recorded as part of it.") == 1
    assert "Looked up on 22 November 2026. The newest dated source is of May 2019." in text


# --- Funding -------------------------------------------------------------------------------


def test_funding_is_open_then_not_known_then_closed(client):
    for status in ("closed", "unknown", "open"):
        make_funding_stream(f"Fund {status}", status=status)
    text = text_of(client, "/guidance/funding/")
    assert (
        "On this page Open when last reported (1) Not known whether it is open (1) Closed (1)"
        in text
    )


def test_a_fund_names_the_published_schemes_that_used_it(client):
    fund = make_funding_stream("Fund")
    for title, state in [("Seen", "published"), ("Hidden", "in-review")]:
        Funding.objects.create(
            study=make_study(title, state=state), stream=fund, description=f"{title}: £1 million"
        )
    make_funding_stream("Unused")
    text = text_of(client, "/guidance/funding/")
    assert "Schemes here that used it: Seen : Seen: £1 million" in text
    assert "Hidden" not in text
    assert text.count("No scheme here is recorded as having used it.") == 1


def test_what_is_not_known_of_a_fund_is_said(client):
    make_funding_stream("Fund")
    text = text_of(client, "/guidance/funding/")
    for words in ("Funder not recorded", "Years not recorded", "How much: Not recorded"):
        assert words in text


# --- Glossary ------------------------------------------------------------------------------


def test_the_glossary_is_in_alphabetical_order_with_all_other_words(client):
    make_glossary_term("999", meaning="The number.")
    make_glossary_term("on-call", "retained", "RDS", meaning="When needed.")
    make_glossary_term("BTP", expansion="British Transport Police")
    make_glossary_term("Åland", meaning="Far away.")
    text = text_of(client, "/guidance/glossary/")
    assert "4 words" in text_of(client, "/guidance/")
    assert "on-call When needed. Also: retained, RDS" in text
    assert "BTP British Transport Police" in text
    order = [text.rindex(term) for term in ("Åland", "BTP", "on-call", "999")]
    assert order == sorted(order)


def test_a_letter_without_words_is_no_link(client):
    make_glossary_term("AED")
    page = client.get("/guidance/glossary/").content.decode()
    assert re.findall(r'<a href="#([A-Z]|figures)"', page) == ["A"]
    assert 'id="A"' in page


# --- Cost ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address, queries",
    # One more than the page's own, for the catalogue's token; and nothing else the second time
    [*zip(LISTS, (7, 3, 6, 5, 4), strict=True), ("/guidance/success-factors/f0/", 9)],
)
def test_more_content_costs_no_more_queries(client, django_assert_num_queries, address, queries):
    for n in range(5):
        factor = make_factor(f"F{n}")
        fund = make_funding_stream(f"Fund {n}")
        programme = make_programme()
        programme.services.set(make_services("police", "fire"))
        make_glossary_term(f"word {n}", f"other {n}")
        for _ in range(2):
            study = make_study()
            FactorShown.objects.create(study=study, factor=factor, reason="Because")
            programme.cases.create(study=study, reason="Because")
            Funding.objects.create(study=study, stream=fund, description="Money")
    with django_assert_num_queries(queries):
        client.get(address)
    with django_assert_num_queries(1):
        client.get(address)
