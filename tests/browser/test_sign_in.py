"""Signing in with a browser: nothing stands in the way, with or without script."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import findings
from tests.browser.conftest import DESKTOP, NARROW
from tests.browser.test_reflow import too_wide
from tests.factories import make_user
from tests.sign_in import app_code, code_for


@pytest.fixture(autouse=True)
def a_service(settings):
    settings.STAFF_NEED_SECOND_STEP = True


def look(page):
    """Nothing is wrong with the page as it stands, at either width."""
    for size in (NARROW, DESKTOP):
        page.set_viewport_size(size)
        assert findings(page) == [], page.url
    page.set_viewport_size(NARROW)
    assert too_wide(page) == {}, page.url
    page.set_viewport_size(DESKTOP)


def press(page):
    page.locator("main form button").click()


def begin(page, site, editor):
    page.goto(site + "/admin/")
    page.fill("[name=email]", editor.email)
    page.get_by_role("button", name="Send me a code").click()
    expect(page.locator("h1")).to_have_text("Enter the code")


def enter(page, code):
    page.fill("[name=code]", code)
    page.locator("form:has([name=code]) button").click()


def test_an_editor_sets_up_a_second_step_and_uses_it(page, site):
    editor = make_user("Editor")
    begin(page, site, editor)
    look(page)
    enter(page, "wrong")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    look(page)
    enter(page, code_for(editor.email))

    expect(page.locator("h1")).to_have_text("Set up a second step")
    look(page)
    secret = page.locator(".key").inner_text().replace(" ", "")
    enter(page, app_code(secret))
    expect(page.locator("h1")).to_have_text("Recovery codes")
    look(page)
    page.get_by_role("link", name="I have kept them").click()
    expect(page.locator("h1")).to_have_text("Needs your attention")

    for name in ("network/account/second-step/", "network/account/second-step/codes/new/"):
        page.goto(f"{site.url}/{name}")
        look(page)
    page.goto(site + "/network/sign-out/")
    look(page)
    press(page)

    begin(page, site, editor)
    enter(page, code_for(editor.email))
    expect(page.locator("h1")).to_have_text("Second step")
    look(page)
    enter(page, app_code(secret, later=1))
    expect(page.locator("h1")).to_have_text("Needs your attention")


def test_it_works_without_script(plain, site):
    editor = make_user("Editor")
    begin(plain, site, editor)
    enter(plain, code_for(editor.email))
    enter(plain, app_code(plain.locator(".key").inner_text().replace(" ", "")))
    expect(plain.locator("h1")).to_have_text("Recovery codes")
