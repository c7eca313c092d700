"""The list of members answers in place, as the directory does."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_introductions import look, sign_in
from tests.factories import make_member


@pytest.fixture
def members(page, site, complaints):
    """Ada reads the list: with herself, three of the police and one fire officer."""
    reader = make_member(role="Area manager")
    for role in ("Zebra keeper", "Estates officer"):
        make_member(role=role)
    make_member(role="Fire chief", service="fire")
    sign_in(page, site, reader)
    page.goto(site + "/network/members/")
    # Lost when the page itself is left
    page.evaluate("window.isSamePage = true")
    return page


def is_same_page(page):
    return page.evaluate("window.isSamePage === true")


def test_a_choice_narrows_the_list_in_place(members):
    members.get_by_label(re.compile("^Fire")).check()
    expect(members.locator("#results-title")).to_have_text("1 member")
    expect(members.locator(".results")).to_contain_text("Fire chief")
    expect(members).to_have_url(re.compile(r"/network/members/\?service=fire$"))
    assert is_same_page(members)
    members.locator("#q").fill("keeper")
    members.get_by_role("button", name="Search").click()
    expect(members.locator("#results")).to_contain_text("No member shows everything")
    members.go_back()
    expect(members.locator("#results-title")).to_have_text("1 member")
    assert is_same_page(members)
    look(members)


def test_whoever_is_signed_out_meanwhile_is_led_to_sign_in(members):
    members.context.clear_cookies()
    members.get_by_label(re.compile("^Fire")).check()
    expect(members.locator("h1")).to_have_text("Sign in")
    expect(members).to_have_url(re.compile("next=/network/members/%3Fservice%3Dfire"))
