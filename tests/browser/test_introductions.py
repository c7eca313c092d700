"""Introductions in the browser: one asks, the other answers, and no page has a barrier."""

import datetime as dt
import re

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from collab_directory import forms
from collab_directory.outbox.models import Letter
from network.actions import membership
from network.models import Introduction, Member, Unwanted
from network.models.membership import ASKED_BEFORE, QUIET_KEPT
from tests.browser.axe import findings
from tests.browser.closeness import too_close
from tests.browser.conftest import DESKTOP, NARROW, PHONE
from tests.browser.test_reflow import too_wide
from tests.factories import make_introduction, make_member

WHY = "You run a shared station with a rather long history. We plan one, and would ask about rent."


@pytest.fixture
def reader(page, site):
    """Ada, who is signed in."""
    member = make_member(name="Ada Asker", role="Area manager", about="We plan a station.")
    sign_in(page, site, member)
    return member


def sign_in(page, site, member):
    client = Client()
    client.force_login(member.user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site.url}]
    )


def look(page):
    for size in (DESKTOP, PHONE, NARROW):
        page.set_viewport_size(size)
        assert findings(page) == [], page.url
        assert too_close(page) == [], page.url
    assert too_wide(page) == {}, page.url
    page.set_viewport_size(DESKTOP)


def test_one_asks_and_the_other_says_yes(page, site, reader, complaints, monkeypatch):
    monkeypatch.setattr(forms, "FASTEST", dt.timedelta(0))
    asked = make_member(name="Bob Asked", role="Chief Officer", other_organisation="Zebra Fire")
    page.goto(site + "/network/members/")
    look(page)
    page.get_by_role("link", name="Ask for an introduction (Chief Officer, Zebra Fire)").click()
    look(page)
    page.get_by_role("button", name="Send the request").click()
    expect(page.get_by_role("alert")).to_contain_text("Write why")
    look(page)
    page.get_by_label("Why would you like to be introduced?").fill(WHY)
    page.get_by_role("button", name="Send the request").click()
    expect(page.get_by_role("status")).to_contain_text("Your request is on its way.")
    look(page)
    letter = Letter.objects.get(to=asked.email)
    page.context.clear_cookies()
    page.goto(site + re.search(r"/network/introductions/\S+", letter.text)[0])
    look(page)
    page.get_by_role("button", name="Yes, introduce us").click()
    expect(page.locator(".lead")).to_contain_text("You were introduced on")
    look(page)
    assert Letter.objects.filter(template="network/introduction_made").count() == 2


def test_the_account_shows_both_sides(page, site, reader, complaints):
    for state in Introduction.State.values:
        make_introduction(asker=reader, state=state, why=WHY)
        make_introduction(asked=reader, state=state, why=WHY)
    Unwanted.objects.create(by=reader, asker=make_member(name="Noel Unwanted"))
    page.goto(site + "/network/account/")
    page.get_by_role("link", name="Your introductions, and who may ask").click()
    look(page)
    page.get_by_role("button", name="Let them ask again (Noel Unwanted)").click()
    expect(page.get_by_role("status")).to_contain_text("Saved.")
    page.get_by_role("button", name="Let nobody ask").click()
    expect(page.get_by_text("Nobody may ask to be introduced to you.")).to_be_visible()
    page.get_by_role("button", name="No, thank you (Mel Member)").click()
    expect(page.locator(".lead")).to_contain_text("You said no.")
    look(page)


def test_who_cannot_be_asked_and_what_was_typed(page, site, reader):
    asked = make_member()
    page.goto(site + f"/network/members/{asked.handle}/introduce/")
    page.get_by_label("Why would you like to be introduced?").fill(WHY)
    Member.objects.filter(pk=asked.pk).update(takes_introductions=False)
    page.get_by_role("button", name="Send the request").click()
    expect(page.locator("h1")).to_have_text("This member cannot be asked")
    expect(page.locator("blockquote")).to_contain_text(WHY)
    look(page)


def test_somebody_stays(page, site, complaints):
    now = timezone.now()
    make_member(email="quiet@council.uk", heard_at=now - QUIET_KEPT + ASKED_BEFORE)
    membership.ask_whether_they_stay(at=now)
    letter = Letter.objects.get(to="quiet@council.uk")
    page.goto(site + re.search(r"/network/stay/\S+", letter.text)[0])
    look(page)
    page.get_by_role("button", name="Yes, I want to stay").click()
    expect(page.locator("h1")).to_have_text("You stay a member")
    look(page)
