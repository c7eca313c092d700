"""With JavaScript the directory answers in place, and nothing that worked without it is lost."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE

LIVE = "[data-live] > [role=status]"
TITLE = "#results-title"


@pytest.fixture
def directory(page, site):
    page.goto(site + "/case-studies/")
    page.evaluate("window.isTheSamePage = true")
    return page


def is_the_same(page):
    """Whether no navigation has replaced the document since."""
    return page.evaluate("window.isTheSamePage === true")


def promised(page, box):
    """How many schemes the number beside a checkbox says that one would see."""
    number = page.locator(f"label[for={box}] .check__n").inner_text()
    return int(re.search(r"\d+", number)[0])


def schemes(number):
    return f"{number} scheme{'' if number == 1 else 's'}"


def narrow_to_ambulance(page):
    found = schemes(promised(page, "service-ambulance"))
    page.locator("#service-ambulance").focus()
    page.keyboard.press("Space")
    expect(page.locator(TITLE)).to_have_text(found)
    return found


def test_from_the_home_page_to_a_narrowed_list_and_back_by_keyboard(page, site):
    page.goto(site + "/")
    page.locator("#q").focus()
    page.keyboard.type("station")
    page.keyboard.press("Enter")
    page.wait_for_url("**/case-studies/?q=station")
    page.evaluate("window.isTheSamePage = true")
    wide = page.locator(TITLE).inner_text()

    found = narrow_to_ambulance(page)
    expect(page).to_have_url(site + "/case-studies/?q=station&service=ambulance")
    expect(page).to_have_title(re.compile("“station”, Ambulance"))
    expect(page.locator(LIVE)).to_contain_text(found)
    expect(page.locator("#service-ambulance")).to_be_focused()
    expect(page.locator("#service-ambulance")).to_be_checked()
    assert is_the_same(page)

    page.go_back()
    expect(page.locator(TITLE)).to_have_text(wide)
    expect(page.locator("#service-ambulance")).not_to_be_checked()
    expect(page).to_have_title(re.compile("“station”: "))
    page.go_forward()
    expect(page.locator(TITLE)).to_have_text(found)
    expect(page.locator("#service-ambulance")).to_be_checked()
    assert is_the_same(page)


def test_coming_back_from_an_entry_finds_the_narrowed_list(directory):
    page = directory
    found = narrow_to_ambulance(page)
    first = page.locator(".result__title a").first
    name = first.inner_text()
    first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(name)
    page.go_back()
    expect(page.locator(TITLE)).to_have_text(found)
    expect(page.locator("#service-ambulance")).to_be_checked()


def test_the_page_is_the_one_that_the_server_gives_for_the_address(directory):
    page = directory
    narrow_to_ambulance(page)
    seen = "one => one.textContent.replace(/\\s+/g, ' ')"
    in_place = {part: page.locator(part).evaluate(seen) for part in ("#results", "#filters")}
    page.reload()
    assert not is_the_same(page)
    assert {part: page.locator(part).evaluate(seen) for part in in_place} == in_place


def test_a_chip_that_goes_hands_the_focus_to_the_result(directory):
    page = directory
    everything = page.locator(TITLE).inner_text()
    narrow_to_ambulance(page)
    page.locator(".chip").focus()
    page.keyboard.press("Enter")
    expect(page.locator(TITLE)).to_have_text(everything)
    expect(page.locator(TITLE)).to_be_focused()
    expect(page.locator("#service-ambulance")).not_to_be_checked()
    assert is_the_same(page)


def test_the_order_changes_and_the_focus_stays(directory):
    page = directory
    newest = page.locator(".bar a", has_text="Newest")
    newest.focus()
    page.keyboard.press("Enter")
    expect(newest).to_have_attribute("aria-current", "true")
    expect(newest).to_be_focused()
    expect(page).to_have_url(re.compile(r"sort=newest$"))
    assert is_the_same(page)


def test_the_next_page_begins_at_its_beginning(directory):
    page = directory
    page.locator(".pages a", has_text="Next").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".pages [aria-current]")).to_have_text("Page 2")
    expect(page.locator(TITLE)).to_be_focused()
    expect(page.locator(TITLE)).to_be_in_viewport()
    expect(page.locator(LIVE)).to_contain_text("Showing 21 to 40")
    assert is_the_same(page)


def test_a_search_in_the_directory_keeps_what_was_chosen(directory):
    page = directory
    narrow_to_ambulance(page)
    page.locator("#q").focus()
    page.keyboard.type("falls")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/case-studies/\?q=falls&service=ambulance"))
    expect(page.locator(".chip")).to_have_count(2)
    assert is_the_same(page)


def test_words_typed_and_not_yet_asked_survive_a_choice(directory):
    page = directory
    page.locator("#q").focus()
    page.keyboard.type("dro")
    narrow_to_ambulance(page)
    expect(page.locator("#q")).to_have_value("dro")
    expect(page).not_to_have_url(re.compile("dro"))


def test_two_choices_in_a_hurry_both_count(directory, site):
    page = directory
    for box in ("#service-ambulance", "#service-fire"):
        page.locator(box).focus()
        page.keyboard.press("Space")
    expect(page).to_have_url(site + "/case-studies/?service=fire&service=ambulance")
    expect(page.locator(".chip")).to_have_count(2)
    assert is_the_same(page)


def test_what_a_reader_unfolded_stays_unfolded(directory):
    page = directory
    page.locator("#facet-region summary").focus()
    page.keyboard.press("Enter")
    narrow_to_ambulance(page)
    assert page.locator("#facet-region").evaluate("one => one.open")


def test_the_map_answers_in_place_too(page, site):
    page.goto(site + "/case-studies/map/")
    page.evaluate("window.isTheSamePage = true")
    found = narrow_to_ambulance(page)
    expect(page).to_have_url(site + "/case-studies/map/?service=ambulance")
    expect(page.locator(LIVE)).to_contain_text(found)
    assert is_the_same(page)


BROKEN = {
    "no connection": lambda route: route.abort(),
    "a fault of the server": lambda route: route.fulfill(status=500, body="Oh"),
    "some other page": lambda route: route.fulfill(content_type="text/html", body="<p>Oh</p>"),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_when_the_answer_does_not_come_the_browser_goes_there(directory, site, complaints, fault):
    page = directory
    found = schemes(promised(page, "service-ambulance"))
    page.route(
        "**/case-studies/?*",
        lambda route: (
            BROKEN[fault](route) if route.request.resource_type == "fetch" else route.continue_()
        ),
    )
    page.locator("#service-ambulance").check()
    expect(page.locator(TITLE)).to_have_text(found)
    expect(page).to_have_url(site + "/case-studies/?service=ambulance")
    assert not is_the_same(page)
    complaints.clear()  # what the browser says of the fault


def test_on_a_phone_the_filters_stay_open_until_the_reader_has_chosen(page, site):
    page.set_viewport_size(PHONE)
    page.goto(site + "/case-studies/")
    panel, title = page.locator("#filters"), page.locator(TITLE)
    for box, chips in (("#service-ambulance", 1), ("#service-fire", 2)):
        expect(panel).not_to_be_visible()
        page.locator(".dir__open a").click()
        expect(panel).to_be_visible()
        page.locator(box).check()
        expect(page.locator(".chip")).to_have_count(chips)
        expect(panel).to_be_visible()
        panel.locator(".facets__go button").click()
        expect(panel).not_to_be_visible()
        expect(title).to_be_focused()
        expect(title).to_be_in_viewport()
    page.locator(".dir__open a").click()
    page.locator(".facets__close").click()
    expect(panel).not_to_be_visible()
