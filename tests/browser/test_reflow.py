"""Whatever scrolls sideways is found: on the narrowest screen, and with the spacing WCAG names.

That nothing does, on any page, is in `test_pages`.
"""

import pytest

from tests.browser.conftest import NARROW
from tests.browser.pages import FIXED

# WCAG 2.2, 1.4.12. As a sheet that the page adopts: its policy refuses a style element
SPACING = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
        * { line-height: 1.5 !important; letter-spacing: .12em !important;
            word-spacing: .16em !important; }
        p { margin-block-end: 2em !important; }
    `);
    document.adoptedStyleSheets = [sheet];
}"""

UNSPACED = "document.adoptedStyleSheets = []"

UNFOLD = "for (const one of document.querySelectorAll('details')) one.open = true"

# What stands out to the right, other than in a part that scrolls by itself
TOO_WIDE = """() => {
    const edge = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= edge) return [];
    const scrolls = (one) => one && (getComputedStyle(one).overflowX !== "visible"
        || scrolls(one.parentElement));
    const sticksOut = (one) => one.getBoundingClientRect().right > edge + 1;
    return [...document.body.querySelectorAll("*")]
        .filter((one) => sticksOut(one) && !scrolls(one.parentElement))
        .map((one) => one.outerHTML.slice(0, 120));
}"""


def too_wide(page, address=""):
    """What makes the page wider than a narrow screen, each way that a reader may see it."""
    if address:
        page.set_viewport_size(NARROW)
        page.goto(address)
    found = {}
    for way, change in {"as it comes": "0", "unfolded": UNFOLD, "spaced": SPACING}.items():
        page.evaluate(change)
        if there := page.evaluate(TOO_WIDE):
            found[way] = there
    return found


@pytest.mark.parametrize("name", ["casestudies:directory", "the map, filtered"])
def test_the_filters_fit_a_narrow_screen(page, site, name):
    assert too_wide(page, site + FIXED[name] + "#filters") == {}


def test_what_is_too_wide_is_found(page, site):
    page.set_viewport_size(NARROW)
    page.goto(site + "/about/")
    page.evaluate("document.querySelector('main p').style.width = '400px'")
    assert set(too_wide(page)) == {"as it comes", "unfolded", "spaced"}


def test_what_is_too_wide_only_when_spaced_is_found(page, site):
    page.set_viewport_size(NARROW)
    page.goto(site + "/about/")
    page.evaluate(
        """() => {
            const line = document.querySelector("main p");
            line.textContent = "Thirty letters and some spaces";
            line.style = "white-space: nowrap; inline-size: fit-content";
        }"""
    )
    assert set(too_wide(page)) == {"spaced"}
