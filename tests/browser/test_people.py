"""An officer looks a person up and erases them, with nothing in the way."""

from playwright.sync_api import expect

from network.models import Enquiry
from tests.browser.axe import findings
from tests.browser.conftest import DESKTOP, NARROW
from tests.browser.test_reflow import too_wide
from tests.factories import make_enquiry

ADDRESS = "a.person.with.a.rather.long.name@a-rather-long-council.example.org"


def look(page):
    for size in (NARROW, DESKTOP):
        page.set_viewport_size(size)
        assert findings(page) == [], page.url
    page.set_viewport_size(NARROW)
    assert too_wide(page) == {}, page.url
    page.set_viewport_size(DESKTOP)


def test_somebody_is_looked_up_and_erased(signed_in, site):
    page, made = signed_in, make_enquiry(email=ADDRESS)
    page.goto(site + "/admin/")
    page.get_by_role("link", name="Look a person up").click()
    page.get_by_label("Email address").fill("nobody")
    page.get_by_role("button", name="Look up").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter an email address")
    look(page)
    page.get_by_label("Email address").fill(ADDRESS)
    page.get_by_role("button", name="Look up").click()
    expect(page.locator(".whose")).to_have_text(ADDRESS)
    look(page)
    page.get_by_role("button", name="Erase…").click()
    expect(page.locator("h1")).to_have_text("Erase what is held of a person?")
    look(page)
    page.get_by_label("Type the address once more").fill("somebody.else@example.org")
    page.get_by_role("button", name="Erase for good").click()
    expect(page.get_by_role("alert")).to_contain_text("This is another address.")
    look(page)
    page.get_by_label("Type the address once more").fill(ADDRESS)
    page.get_by_role("button", name="Erase for good").click()
    expect(page.locator(".messagelist")).to_contain_text("Erased, and written into the ledger.")
    assert Enquiry.objects.get(pk=made.pk).email == ""
