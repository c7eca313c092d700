"""While one types in a search box, suggestions come; with keyboard, pointer and screen reader."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import findings
from tests.browser.conftest import NARROW

OPTION = "[role=option]"
LIST = "[role=listbox]"
VOICE = ".search [role=status]"
HOME, DIRECTORY = "/", "/case-studies/"


def type_into(page, text):
    """At one stroke: a busy machine may pause between two keys, and show a list for the first."""
    page.locator("#q").focus()
    page.keyboard.insert_text(text)
    expect(page.locator(LIST)).to_be_visible()


@pytest.fixture
def home(page, site):
    page.goto(site + HOME)
    return page


def is_active(page, number):
    """Whether the box points at the option that shows as chosen, and at no other."""
    box, option = page.locator("#q"), page.locator(OPTION).nth(number)
    expect(box).to_have_attribute("aria-activedescendant", option.get_attribute("id"))
    expect(option).to_have_attribute("aria-selected", "true")
    expect(page.locator("[aria-selected=true]")).to_have_count(1)
    expect(box).to_be_focused()


@pytest.mark.parametrize("address", [HOME, DIRECTORY, "/case-studies/map/", "/nothing-here/"])
def test_a_reader_finds_a_place_by_keyboard_alone(page, site, address):
    page.goto(site + address)
    page.keyboard.press("Tab")
    box = page.get_by_role("combobox", name="Search the schemes")
    expect(box).to_have_attribute("aria-expanded", "false")
    type_into(page, "kent")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(box).to_have_attribute("aria-controls", page.locator(LIST).get_attribute("id"))
    first = page.locator(OPTION).first
    expect(first).to_have_text("Kent, Police force area")
    count = page.locator(OPTION).count()
    expect(page.locator(VOICE)).to_have_text(f"{count} suggestions. Choose with the arrow keys.")

    page.keyboard.press("ArrowDown")
    is_active(page, 0)
    page.keyboard.press("ArrowUp")
    expect(page.locator("[aria-selected=true]")).to_have_count(0)
    page.keyboard.press("ArrowUp")
    is_active(page, count - 1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    is_active(page, 0)
    page.keyboard.press("Enter")
    page.wait_for_url("**/areas/kent/")


@pytest.mark.parametrize("address", [HOME, DIRECTORY])
def test_enter_searches_for_the_text_where_no_suggestion_is_chosen(page, site, address):
    page.goto(site + address)
    type_into(page, "kent")
    page.keyboard.press("Enter")
    page.wait_for_url("**/case-studies/?q=kent")
    expect(page.locator(LIST)).not_to_be_visible()


def test_escape_closes_and_then_clears(home):
    box = home.locator("#q")
    type_into(home, "kent")
    home.keyboard.press("ArrowDown")
    home.keyboard.press("Escape")
    expect(home.locator(LIST)).not_to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("kent")
    home.keyboard.press("ArrowDown")
    expect(home.locator(LIST)).to_be_visible()
    for _ in range(2):
        home.keyboard.press("Escape")
    expect(box).to_have_value("")
    expect(box).to_be_focused()


def test_tab_leaves_and_leaves_nothing_open(home):
    type_into(home, "kent")
    home.keyboard.press("Tab")
    expect(home.locator(LIST)).not_to_be_visible()
    expect(home.locator(".search__btn")).to_be_focused()
    expect(home.locator("#q")).to_have_value("kent")


def test_a_pointer_chooses_and_its_targets_are_large(home):
    type_into(home, "kent")
    heights = home.locator(OPTION).evaluate_all("all => all.map(one => one.offsetHeight)")
    assert min(heights) >= 24  # pixels
    home.locator(OPTION, has_text="Kent Police").first.click()
    home.wait_for_url("**/organisations/kent-police/")


def test_a_click_elsewhere_closes(home):
    type_into(home, "kent")
    home.locator("h1").click()
    expect(home.locator(LIST)).not_to_be_visible()


def test_nothing_to_suggest_is_said_and_shows_nothing(home):
    home.locator("#q").focus()
    home.keyboard.type("zzzz")
    expect(home.locator(VOICE)).to_have_text("No suggestions.")
    expect(home.locator(LIST)).not_to_be_visible()


def test_a_single_letter_asks_nothing(home):
    asked = []
    home.on("request", lambda request: asked.append(request.url))
    home.locator("#q").focus()
    expect(home.get_by_role("combobox")).to_be_focused()
    home.keyboard.type("k")
    home.wait_for_timeout(400)
    assert [url for url in asked if "suggest?" in url] == []


def test_what_was_typed_before_the_script_came_counts(page, site):
    held = []
    page.route("**/suggest.js", lambda route: held.append(route))
    page.goto(site + HOME)
    with page.expect_request("**/suggest.js"):
        page.locator("#q").focus()
    page.keyboard.type("kent")
    held[0].continue_()
    expect(page.locator(LIST)).to_be_visible()
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type(" pol")
    expect(page.locator(OPTION).first).to_contain_text("Kent Police")


def test_an_open_list_has_no_barrier_and_fits(home):
    for size in (home.viewport_size, NARROW):
        home.set_viewport_size(size)
        home.locator("#q").fill("")
        expect(home.locator(LIST)).not_to_be_visible()
        type_into(home, "kent")
        home.keyboard.press("ArrowDown")
        is_active(home, 0)
        assert findings(home) == []
        assert home.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_forced_colours_show_which_one_is_chosen(home):
    home.emulate_media(forced_colors="active")
    type_into(home, "kent")
    home.keyboard.press("ArrowDown")
    colour = "one => getComputedStyle(one).backgroundColor"
    chosen, other = (home.locator(OPTION).nth(n).evaluate(colour) for n in (0, 1))
    assert chosen != other


def test_they_live_beside_results_that_come_in_place(page, site):
    page.goto(site + DIRECTORY)
    page.evaluate("window.isTheSamePage = true")
    for text in ("station", "kent"):
        page.locator("#q").fill("")
        type_into(page, text)
        page.keyboard.press("Enter")
        expect(page.locator("#results-title")).to_be_focused()
        expect(page).to_have_url(f"{site.url}/case-studies/?q={text}")
        expect(page.locator(LIST)).to_have_count(1)
        expect(page.locator(LIST)).not_to_be_visible()
    assert page.evaluate("window.isTheSamePage === true")
    page.locator("#q").fill("")
    type_into(page, "kent")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/areas/kent/")


FAULTS = {
    "no answer": lambda route: route.abort(),
    "an error": lambda route: route.fulfill(status=500, body="Oh"),
    "no search": lambda route: route.fulfill(status=503, json={"q": "kent", "suggestions": []}),
    "something else": lambda route: route.fulfill(content_type="text/html", body="<p>Oh</p>"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_when_no_suggestions_come_the_box_works_as_ever(home, complaints, fault):
    home.route("**/suggest?*", FAULTS[fault])
    home.locator("#q").focus()
    with home.expect_request("**/suggest?*"):
        home.keyboard.type("kent")
    home.wait_for_timeout(100)
    expect(home.locator(LIST)).not_to_be_visible()
    expect(home.locator(VOICE)).to_have_text("")  # "No suggestions" would not be true
    home.keyboard.press("Enter")
    home.wait_for_url("**/case-studies/?q=kent")
    complaints.clear()  # what the browser says of the fault


def test_a_late_answer_does_not_replace_a_newer_one(home):
    slow = []
    home.route(
        "**/suggest?q=kent", lambda route: slow.append(route) if not slow else route.continue_()
    )
    home.locator("#q").focus()
    with home.expect_request("**/suggest?q=kent"):
        home.keyboard.type("kent")
    home.locator("#q").fill("wales")
    expect(home.locator(OPTION).first).to_contain_text("Wales")
    expect(home.locator(OPTION, has_text="Kent")).to_have_count(0)
    slow[0].abort()


def test_without_a_script_the_box_is_just_a_box(plain, site):
    plain.goto(site + HOME)
    expect(plain.get_by_role("searchbox", name="Search the schemes")).to_have_count(1)
    expect(plain.locator(LIST)).to_have_count(0)
    plain.fill("#q", "kent")
    plain.keyboard.press("Enter")
    plain.wait_for_url("**/case-studies/?q=kent")
