"""Everything can be reached and used by keyboard, and one always sees where one is."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.pages import ADMIN

# What a keyboard must be able to reach on the page as it stands. Of radio buttons, the chosen one
REACHABLE = """() => [...document.querySelectorAll(
        "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
    .filter((one) => !one.disabled && one.checkVisibility({ visibilityProperty: true }))
    .filter((one) => one.type !== "radio" || one.checked)
    .map((one, number) => { one.number = number; return one.outerHTML.slice(0, 120); })"""

# The number of what has the focus, and what is wrong with how it shows
FOCUSED = """() => {
    const one = document.activeElement;
    if (one === document.body) return null;
    const style = getComputedStyle(one);
    const tile = one.querySelector(":scope > .tile__box");
    const ring = tile
        ? getComputedStyle(tile).fill === "rgb(227, 242, 58)"
        : style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const first = one.getClientRects()[0];
    const at = document.elementFromPoint(
        first.left + first.width / 2, first.top + Math.min(first.height / 2, 20));
    const wrong = [];
    if (!ring) wrong.push("has no ring");
    if (!at || !(one === at || one.contains(at))) wrong.push("cannot be seen");
    return [one.number ?? -1, wrong.map((what) => `${one.outerHTML.slice(0, 120)} ${what}`)];
}"""


def walk(page, key, steps):
    """Numbers of what the focus meets, and what was wrong on the way."""
    met, wrong = [], []
    for _ in range(steps):
        page.keyboard.press(key)
        found = page.evaluate(FOCUSED)
        if found is None:  # out of the page
            break
        met.append(found[0])
        wrong += found[1]
    return met, wrong


@pytest.mark.parametrize(
    "address", ["/", "/case-studies/?service=police&per_page=5", "/case-studies/map/?service=fire"]
)
def test_the_tab_key_reaches_everything_in_its_order_and_shows_where_it_is(page, site, address):
    page.goto(site + address)
    reachable = page.evaluate(REACHABLE)
    met, wrong = walk(page, "Tab", len(reachable) + 5)
    assert wrong == []
    assert [reachable[n] for n in range(len(reachable)) if n not in met] == []
    assert met == sorted(met)


def test_going_back_through_the_a_to_z_nothing_hides_under_its_letters(page, site):
    page.goto(site + "/case-studies/a-z/")
    page.locator(".foot a").first.focus()
    met, wrong = walk(page, "Shift+Tab", 60)
    assert len(met) == 60
    assert wrong == []


def test_a_lost_ring_is_found(page, site):
    page.goto(site + "/about/")
    page.evaluate("document.querySelector('.brand').style.outline = 'none'")
    _, wrong = walk(page, "Tab", 3)
    assert [line.split()[-3:] for line in wrong] == [["has", "no", "ring"]]


def test_the_skip_link_shows_itself_and_leads_past_the_header(page, site):
    page.goto(site + "/case-studies/")
    skip = page.locator(".skip")
    page.keyboard.press("Tab")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    expect(skip).not_to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(page.locator("main :focus")).to_have_attribute("id", "q")


def test_a_letter_leads_to_its_schemes(page, site):
    page.goto(site + "/case-studies/a-z/")
    page.locator(".az__nav a", has_text=re.compile("^S")).focus()
    page.keyboard.press("Enter")
    heading = page.locator(".az__letter h2", has_text=re.compile("^S"))
    expect(heading).to_be_in_viewport(ratio=1)
    hidden = """(one) => {
        const { left, top } = one.getBoundingClientRect();
        return !one.contains(document.elementFromPoint(left + 5, top + 5));
    }"""
    assert heading.evaluate(hidden) is False
    page.keyboard.press("Tab")
    expect(page.locator(".az__letter :focus")).to_have_text(re.compile("^S"))


def test_a_tile_leads_to_the_schemes_of_its_area(page, site):
    page.goto(site + "/case-studies/map/?service=police&service=fire")
    tile = page.locator("a.tile").first
    name, count = tile.locator("title").text_content().split(": ")
    tile.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/case-studies/?service=police&service=fire&force=*")
    expect(page.locator("#results-title")).to_have_text(count)
    expect(page.locator(".chip").last).to_contain_text(name)


def test_what_is_folded_opens_and_closes(page, site):
    page.goto(site + "/case-studies/map/")
    details = page.locator("details", has_text="Show the map as a table")
    details.locator("summary").focus()
    for key, is_open in (("Enter", True), ("Enter", False), ("Space", True)):
        page.keyboard.press(key)
        assert details.evaluate("one => one.open") is is_open
    page.keyboard.press("Tab")
    expect(page.locator(".scroll")).to_be_focused()


def test_an_editor_chooses_an_organisation_by_typing(signed_in, site):
    page = signed_in
    page.goto(site + ADMIN["the form of a new one"]())
    box = page.get_by_role("combobox", name="Organisation").first
    box.focus()
    page.keyboard.press("Enter")
    typing = page.get_by_role("searchbox", name="Organisation").last
    expect(typing).to_be_focused()
    page.keyboard.type("kent police")
    expect(page.locator(".select2-results__option--highlighted")).to_have_text("Kent Police")
    page.keyboard.press("Enter")
    expect(box).to_contain_text("Kent Police")
    expect(box).to_be_focused()
    expect(page.get_by_role("combobox", name="Organisation Kent Police")).to_have_count(1)
