"""A member proposes a case study in a browser: each page without a barrier, and nothing lost."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from network.actions import contributions
from network.forms.contribution_whole import Whole
from network.models import Contribution
from tests.browser.axe import findings
from tests.browser.conftest import DESKTOP, NARROW
from tests.browser.test_axe import OF_DJANGO, barriers
from tests.browser.test_reflow import too_wide
from tests.factories import make_contribution, make_member, make_user

STEPS = ("what", "where", "results", "sources")


def cookie_of(user, site):
    client = Client()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site.url}


@pytest.fixture
def member(page, site):
    found = make_member(role="Estates officer")
    page.context.add_cookies([cookie_of(found.user, site)])
    return found


def page_of(mine, *more):
    return "/".join(["/network/contribute", mine.reference, *more, ""])


def look(page, address):
    page.goto(address)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    for size in (NARROW, DESKTOP):
        page.set_viewport_size(size)
        assert findings(page) == [], address
    page.set_viewport_size(NARROW)
    assert too_wide(page) == {}, address
    page.set_viewport_size(DESKTOP)


def sent(member, **said):
    mine = make_contribution(member=member, said=said)
    contributions.send(
        mine,
        Whole(mine.answers).proposal(credit="A council"),
        seen=mine.saved_at,
        confirmed_version="2026-11",
        at=timezone.now(),
    )
    return mine


def test_no_page_of_a_draft_has_a_barrier(page, site, member):
    draft = make_contribution(member=member, said={"title": "Margate taskforce", "summary": ""})
    for address in ("/network/contribute/", "/network/contribute/new/", page_of(draft)):
        look(page, site + address)
    for step in (*STEPS, "check", "end"):
        look(page, site + page_of(draft, step))


@pytest.mark.parametrize("state", ["sent", "asked", "taken", "published", "declined"])
def test_no_page_of_what_was_sent_has_a_barrier(page, site, member, state):
    mine, editor, now = sent(member), make_user("Publisher"), timezone.now()
    if state == "asked":
        contributions.ask_question(mine, by=editor, at=now, text="Who pays?\n\nSince when?")
    if state == "taken":
        contributions.take_over(mine, by=editor, at=now)
    if state == "published":
        contributions.published(mine.study, by=editor, at=now)
    if state == "declined":
        contributions.decline(mine, by=editor, at=now, reason="It is a product.")
    look(page, site + page_of(mine))


def test_the_editors_pages_have_no_barrier(signed_in, site):
    mine = sent(make_member(), partners=[{"name": "Friends of the harbour"}])
    for address in (
        reverse("admin:network_contribution_changelist"),
        reverse("admin:network_contribution_change", args=[mine.pk]),
        reverse("admin:casestudies_casestudy_change", args=[mine.study_id]),
    ):
        found = barriers(signed_in, site + address, OF_DJANGO)
        assert not found, found


def test_a_mistake_is_said_and_nothing_is_lost(page, site, member):
    draft = make_contribution(member=member)
    page.goto(site + page_of(draft, "where"))
    page.get_by_label("When did it start?").fill("long ago")
    page.get_by_label("Where exactly?").fill("Ramsgate")
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter a year, a month or a day")
    expect(page.get_by_label("When did it start?")).to_have_value("long ago")
    page.goto(site + page_of(draft, "where"))
    expect(page.get_by_label("Where exactly?")).to_have_value("Ramsgate")


def test_what_is_typed_is_kept_by_itself(page, site, member):
    draft = make_contribution(member=member)
    page.clock.install()
    page.goto(site + page_of(draft, "where"))
    page.get_by_label("Where exactly?").fill("Ramsgate")
    with page.expect_response(lambda answer: answer.request.method == "POST") as answered:
        page.clock.run_for(16_000)
    assert answered.value.status == 204
    expect(page.get_by_text(re.compile("Saved at .* while you typed"))).to_be_visible()
    draft.refresh_from_db()
    assert draft.answers["place"] == "Ramsgate"


def test_all_of_it_works_without_a_script(plain, site):
    member = make_member(role="Estates officer")
    plain.context.add_cookies([cookie_of(member.user, site)])
    draft = make_contribution(member=member)
    plain.goto(site + page_of(draft, "results"))
    plain.get_by_role("button", name="Save, and add another outcome").click()
    expect(plain.get_by_role("group", name="Outcome 2")).to_be_visible()
    for _ in range(2):
        plain.get_by_role("button", name="Save and go on").click()
    expect(plain.locator("h1")).to_have_text("Check your answers")
    plain.get_by_label("Nothing in it is protectively marked").check()
    plain.get_by_role("button", name="Send it to the editors").click()
    expect(plain.locator("h1")).to_have_text("Sent, and waiting for an editor")
    assert Contribution.objects.get(pk=draft.pk).study.state == "in-review"
