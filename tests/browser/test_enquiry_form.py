"""A reader asks a leader with a keyboard, without script, and when something went wrong."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from collab_directory import forms
from collab_directory.outbox.models import Letter
from network.models import Enquiry
from tests.browser.axe import findings
from tests.browser.conftest import DESKTOP, NARROW
from tests.browser.pages import asked_of_a_leader

ANSWERS = {
    "name": "Ada Reader",
    "role": "Estates officer",
    "organisation": "A council",
    "email": "ada@council.uk",
    "message": "What did it cost?",
}
TITLE = "h1"


@pytest.fixture(autouse=True)
def no_wait(monkeypatch):
    """A machine fills in the form here, and may."""
    monkeypatch.setattr(forms, "FASTEST", dt.timedelta(0))


def confirm_link():
    letter = Letter.objects.filter(template="network/confirm_address").latest("pk")
    return re.search(r"/network/confirm/\S+", letter.text)[0]


def test_what_went_wrong_is_said_first_and_leads_to_its_box(page, site):
    page.goto(site + asked_of_a_leader())
    page.fill("[name=message]", "https://a.example")
    page.locator("main button").click()
    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    assert page.title().startswith("Error: ")
    for size in (DESKTOP, NARROW):
        page.set_viewport_size(size)
        assert findings(page) == []
    page.get_by_role("link", name="Say in words what you want to know").click()
    expect(page.locator("[name=message]")).to_be_focused()
    expect(page.locator("[name=message]")).to_have_value("https://a.example")


def test_a_question_is_asked_with_nothing_but_a_keyboard(page, site):
    page.goto(site + asked_of_a_leader())
    page.focus("[name=name]")
    for text in (ANSWERS["name"], ANSWERS["role"], ANSWERS["organisation"], ANSWERS["email"]):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Space")  # the first topic
    expect(page.locator("[value=costs]")).to_be_checked()
    for _ in Enquiry.Topic:
        page.keyboard.press("Tab")
    page.keyboard.type(ANSWERS["message"])
    expect(page.locator("[data-counts]")).to_contain_text("1483")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(TITLE)).to_have_text("Look in your mail: one press is missing")
    assert Enquiry.objects.get().topics == ["costs"]


def test_a_question_is_asked_and_passed_on_without_script(plain, site):
    page = plain
    page.goto(site + asked_of_a_leader())
    for name, value in ANSWERS.items():
        page.fill(f"[name={name}]", value)
    page.locator("main button").click()
    expect(page.locator(TITLE)).to_have_text("Look in your mail: one press is missing")
    page.goto(site + confirm_link())
    page.locator("main button").click()
    expect(page.locator(TITLE)).to_have_text("Your question has been passed on")
    page.get_by_role("button", name="Answered within a week").click()
    expect(page.get_by_text("You told us: answered within a week")).to_be_visible()


def test_two_quick_clicks_are_one_question(page, site):
    page.goto(site + asked_of_a_leader())
    for name, value in ANSWERS.items():
        page.fill(f"[name={name}]", value)
    page.locator("main button").dblclick()
    expect(page.locator(TITLE)).to_have_text("Look in your mail: one press is missing")
    assert Enquiry.objects.count() == 1
