"""What is not published is nowhere: not in a list, a count, a snippet, a download or a link."""

import pytest
from django.http import QueryDict

from casestudies import editorial
from casestudies.directory import Directory
from casestudies.models import CaseStudy, FactorShown, Funding, Relation
from network import wordings
from network.actions import contributions
from network.forms.contribution_whole import Whole
from tests.factories import (
    make_contribution,
    make_factor,
    make_funding_stream,
    make_programme,
    make_study,
    make_user,
    make_version,
)
from tests.promises.site import PUBLIC, body_of

CANARY = "xenocanary"
STATES = ["draft", "in-review", "archived"]


def make_canary(state):
    """A study that says the canary in every field that a page could show."""
    study = make_study(
        title=f"{CANARY} title",
        summary=f"{CANARY} summary",
        what_happened=f"{CANARY} story",
        place=f"{CANARY} place",
        services=("police", "fire"),
        region="wales",
        force_areas=("kent",),
        organisations=("Kent Police",),
        outcomes=(f"{CANARY} outcome",),
        lessons=(f"{CANARY} lesson",),
        savings=({"low": 5, "note": f"{CANARY} saving"},),
        started="2015",
        state=state,
    )
    Funding.objects.create(
        study=study, stream=make_funding_stream("Canary fund"), description=f"{CANARY} money"
    )
    FactorShown.objects.create(
        study=study,
        factor=make_factor("Canary factor", self_check="It sings."),
        reason=f"{CANARY} reason",
    )
    make_programme().cases.create(study=study, reason=f"{CANARY} part of it")
    make_version(study, number=2, note=f"{CANARY} change")
    other = make_study(title="Other scheme", services=("police", "fire"), region="wales")
    Relation.objects.create(study=other, kind="adapted-from", other=study)
    Relation.objects.create(study=study, kind="replaced-by", other=other)
    return study


def outlets():
    """Every public page, and the questions that would find the canary if anything did."""
    # The whole booklet takes seconds to set, and says what its page says: its cells are elsewhere
    yield from (address for address in PUBLIC.values() if address != "/overview.pdf")
    for question in (
        f"?q={CANARY}",
        "?q=other",
        "?service=police&service=fire",
        "?region=wales",
        "?force=kent",
        "?organisation=kent-police",
        "?has=savings",
        "?funding=canary-fund",
        "?factor=canary-factor",
        "?from=2015&to=2015",
    ):
        for page in (
            "/case-studies/",
            "/case-studies/map/",
            "/case-studies.json",
            "/case-studies.csv",
            "/api/v1/case-studies/",
            "/case-studies.xlsx",
            "/case-studies.atom",
            "/data/",
            "/insights/",
            "/insights/figures.csv",
        ):
            yield page + question
    for typed in (CANARY, CANARY[:4], f"{CANARY} ti"):
        yield f"/case-studies/suggest?q={typed}"
    for asked in ("type=shared-premises", "service=police&service=fire", "force=kent"):
        yield f"/case-studies/like-ours/?{asked}"
    yield "/case-studies/other-scheme/"
    yield "/guidance/success-factors/canary-factor/"
    yield "/api/v1/case-studies/other-scheme/"
    yield "/api/v1/guidance/canary-factor/"
    yield "/areas/kent/"
    yield "/areas/surrey/"  # next door, and without a scheme of the type
    yield "/case-studies/compare/?id=other-scheme"  # and what is like it
    yield f"/case-studies/compare/?id=other-scheme&q={CANARY}"


def said(client) -> dict[str, int]:
    """How often each outlet says the canary, besides repeating what was asked."""
    found = {}
    for address in outlets():
        # From nowhere, as somebody whom no limit counts: this asks the API more than anybody may
        response = client.get(address, follow=True, REMOTE_ADDR="")
        assert response.status_code != 429, address  # or nothing would be looked at
        if response.status_code == 404:
            continue
        text = body_of(response)
        if CANARY in address:  # the page repeats the question; a result would add to that
            text = text.replace(f"q={CANARY}", "").replace(f"“{CANARY}”", "")
            text = text.replace(f'value="{CANARY}"', "").replace(f'"{CANARY}"', "")
            text = text.replace(f'"q": "{CANARY} ti"', "")
        if CANARY in text:
            found[address] = text.count(CANARY)
    return found


@pytest.fixture
def real(content):
    """The canary among the real content, so that every address exists."""


def test_the_canary_is_found_while_it_is_published(real, client):
    make_canary("published")
    seen = said(client)
    for address in (
        "/case-studies/a-z/",
        "/case-studies.json?force=kent",
        "/api/v1/case-studies/?force=kent",
        "/api/v1/case-studies/other-scheme/",
        "/api/v1/guidance/canary-factor/",
        "/api/v1/terms/programmes/",
        "/case-studies.csv",
        "/case-studies.xlsx",
        "/feeds/case-studies.atom",
        "/case-studies/other-scheme/",
        "/overview/",
        "/guidance/funding/",
        "/guidance/national/",
        "/guidance/success-factors/canary-factor/",
        "/guidance/self-check/",
        f"/case-studies.json?q={CANARY}",
        f"/case-studies/suggest?q={CANARY[:4]}",
    ):
        assert address in seen, address


@pytest.mark.parametrize("state", STATES)
def test_nothing_public_says_a_word_of_what_is_not_published(real, client, state):
    make_canary(state)
    assert said(client) == {}


@pytest.mark.parametrize("state", STATES)
def test_no_count_counts_what_is_not_published(real, state):
    before = {f.name: [v.count for v in f.all_values] for f in Directory.everything().facets}
    study = make_canary(state)
    CaseStudy.objects.get(title="Other scheme").delete()
    asked = Directory.everything()
    after = {
        f.name: [v.count for v in f.all_values if "canary" not in v.slug] for f in asked.facets
    }
    assert after == before
    assert asked.total == CaseStudy.objects.published().count()
    assert study.pk not in asked.catalogue.position


def test_archiving_takes_a_study_out_of_everything_at_once(real, client):
    study = make_canary("published")
    assert Directory(QueryDict(f"q={CANARY}")).count == 1
    editorial.archive(study, by=make_user("Publisher"))
    assert said(client) == {}


def propose_canary():
    """What a member proposes, with the canary in every answer; sent, and seen by nobody."""
    told = {name: f"{CANARY} {name}" for name in ("title", "summary", "what_happened", "place")}
    told |= {name: f"{CANARY} {name}" for name in ("paid_by", "helped", "hard")}
    told |= {
        "partners": [{"name": f"{CANARY} partner"}, {"name": "Kent Fire"}],
        "outcomes": [{"text": f"{CANARY} outcome", "evidence": "1"}],
        "savings": [{"covers": f"{CANARY} saving", "pounds": "5", "per": "yearly"}],
        "sources": [
            {
                "title": f"{CANARY} report",
                "url": f"https://example.org/{CANARY}",
                "publisher": f"{CANARY} press",
                "date": "2015",
            }
        ],
    }
    mine = make_contribution(said=told)
    contributions.send(
        mine,
        Whole(mine.answers).proposal(credit=f"{CANARY} credit"),
        seen=mine.saved_at,
        confirmed_version=wordings.CONTRIBUTING_NOW,
        at=mine.saved_at,
    )
    return mine


def test_nothing_public_says_a_word_of_what_a_member_proposes(real, client):
    mine = propose_canary()
    assert said(client) == {}
    assert client.get(mine.study.get_absolute_url()).status_code == 404
    editorial.publish(mine.study, by=make_user("Publisher"))
    seen = said(client)
    assert "/case-studies/a-z/" in seen
    page = body_of(client.get(mine.study.get_absolute_url()))
    assert f"Written by {CANARY} credit." in page
    # What nobody has looked up is not in the list of organisations, published or not
    assert f"{CANARY} partner" not in page
    assert "/organisations/" not in seen
