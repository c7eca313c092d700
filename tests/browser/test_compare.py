"""Schemes ticked in a list stand side by side: with scripts and without, narrow and printed."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import PHONE

LIST = "/case-studies/?q=station&per_page=6"
GO = "[data-ticks] button[type=submit]"
VOICE = "[data-ticks] [role=status]"


def boxes(page):
    return page.locator("[data-ticks] [name=id]")


def values(page, count):
    return [boxes(page).nth(n).get_attribute("value") for n in range(count)]


def expect_compared(page, *slugs, and_others=0):
    columns = page.locator(".cmp__table thead th > a:first-child")
    expect(columns).to_have_count(len(slugs) + and_others)
    for number, slug in enumerate(slugs):
        expect(columns.nth(number)).to_have_attribute("href", re.compile(f"/{slug}/$"))


def test_without_a_script_the_ticks_of_a_page_are_compared(plain, site):
    plain.goto(site + LIST)
    wanted = values(plain, 2)
    boxes(plain).nth(0).check()
    boxes(plain).nth(1).check()
    plain.locator(GO).click()
    expect_compared(plain, *wanted)
    plain.get_by_role("link", name="Remove").first.click()
    plain.get_by_label("What it is about").fill("drone")
    plain.locator("main .search__btn").click()
    plain.get_by_role("link", name="Add to compare").first.click()
    expect_compared(plain, wanted[1], and_others=1)


def test_ticks_are_remembered_from_page_to_page_in_their_order(page, site):
    page.goto(site + LIST)
    wanted = values(page, 5)
    hint = page.locator(VOICE).text_content()
    boxes(page).nth(1).check()
    expect(page.locator(VOICE)).to_have_text("1 of 4 ticked.")
    boxes(page).nth(0).check()
    # Another order of the list comes in place, another list as another page
    first = boxes(page).first
    page.locator(".bar a", has_text="A to Z").click()
    expect(first).not_to_have_value(wanted[0])
    expect(page.locator(VOICE)).to_have_text("2 of 4 ticked.")
    page.locator(".bar a", has_text="Best match").click()
    expect(first).to_have_value(wanted[0])
    expect(first).to_be_checked()
    page.goto(site + LIST)
    expect(page.locator(VOICE)).to_have_text("2 of 4 ticked.")
    boxes(page).nth(2).check()
    boxes(page).nth(3).check()
    boxes(page).nth(4).click()
    expect(boxes(page).nth(4)).not_to_be_checked()
    expect(page.locator(VOICE)).to_contain_text("Untick one first")
    page.locator(GO).click()
    page.wait_for_url("**/compare/?*")
    expect_compared(page, wanted[1], wanted[0], wanted[2], wanted[3])
    page.go_back()
    page.locator("[data-ticks] [type=reset]").click()
    expect(page.locator(VOICE)).to_have_text(hint)
    page.reload()
    expect(boxes(page).nth(1)).not_to_be_checked()


def test_on_a_phone_each_cell_has_its_name_and_on_paper_its_column(page, site):
    page.set_viewport_size(PHONE)
    page.goto(site + "/case-studies/compare/?id=margate-task-force&id=kent-joint-response-unit")
    whose = page.locator(".cmp__table .cmp__who")
    expect(whose.first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.emulate_media(media="print")
    expect(whose.first).to_be_hidden()
    assert b"/MediaBox [0 0 841" in page.pdf(prefer_css_page_size=True), "A4, on its long side"
