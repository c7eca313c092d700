"""Without JavaScript everything works: links, forms and :target do it."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import PHONE

TITLE = "#results-title"


def number_of(locator):
    return int(re.search(r"\d+", locator.inner_text())[0])


def test_a_reader_searches_narrows_widens_sorts_and_turns_the_page(plain, site):
    page = plain
    page.goto(site + "/")
    page.fill("#q", "police")
    page.keyboard.press("Enter")
    page.wait_for_url("**/case-studies/?q=police")
    found = number_of(page.locator(TITLE))

    expected = number_of(page.locator("label[for=service-fire] .check__n"))
    assert 0 < expected < found
    page.check("#service-fire")
    page.locator(".facets__go button").click()
    page.wait_for_url("**/case-studies/?q=police&*service=fire*")
    assert number_of(page.locator(TITLE)) == expected

    page.locator(".bar a", has_text="Newest").click()
    page.wait_for_url("**sort=newest*")
    expect(page.locator(".bar nav").first.locator("[aria-current]")).to_have_text("Newest")
    assert number_of(page.locator(TITLE)) == expected

    page.locator(".chip", has_text="“police”").click()
    expect(page.locator(".chip")).to_have_count(1)
    fire = number_of(page.locator(TITLE))
    assert fire >= expected

    first = page.locator(".result__title").first.inner_text()
    page.locator(".pages a", has_text="Next").click()
    expect(page.locator(".pages [aria-current]")).to_have_text("Page 2")
    assert page.locator(".result__title").first.inner_text() != first
    assert number_of(page.locator(TITLE)) == fire

    page.locator(".result__title a").first.click()
    expect(page.locator("h2", has_text="What happened")).to_be_visible()


def test_on_a_phone_the_panel_of_filters_opens_by_its_link_and_closes(plain, site):
    page = plain
    page.set_viewport_size(PHONE)
    page.goto(site + "/case-studies/")
    panel = page.locator("#filters")
    expect(panel).not_to_be_visible()
    page.locator(".dir__open a").click()
    expect(panel).to_be_visible()
    page.locator(".facets__close").click()
    expect(panel).not_to_be_visible()

    page.locator(".dir__open a").click()
    page.check("#service-ambulance")
    page.locator(".facets__go button").click()
    page.wait_for_url("**service=ambulance*")
    expect(panel).not_to_be_visible()
    expect(page.locator(".dir__open a")).to_have_text("Filter (1 chosen)")


def test_nothing_is_offered_that_needs_a_script(plain, site):
    page = plain
    page.goto(site + "/case-studies/margate-task-force/")
    for button in ("[data-print]", "[data-copy-link]"):
        expect(page.locator(button)).not_to_be_visible()
    details = page.locator("main details").first
    details.locator("summary").click()
    expect(details.locator("dl, ul").first).to_be_visible()


def test_the_map_and_its_table_lead_to_the_same_place(plain, site):
    page = plain
    page.goto(site + "/case-studies/map/")
    tile = page.locator("a.tile").first
    address = tile.get_attribute("href")
    page.locator("summary", has_text="Show the map as a table").click()
    page.locator(f'.table a[href="{address}"]').click()
    page.wait_for_url(f"**{address}")
    tiles = page.locator(".chip")
    expect(tiles).to_have_count(1)
