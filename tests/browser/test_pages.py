"""On every page, at any width: axe finds nothing with everything unfolded, nothing is too wide."""

import pytest

from tests.browser.pages import ADMIN, ENQUIRIES, ENTRIES, FIXED
from tests.browser.test_axe import OF_DJANGO, barriers_here
from tests.browser.test_reflow import UNSPACED, too_wide


@pytest.fixture
def page(kept_page):
    """One for all of these tests: to begin another costs the browser more than most visits."""
    yield kept_page
    kept_page.context.clear_cookies()


def faults(page, address, but=frozenset()):
    """What stands in somebody's way, as text for people. One visit shows all of it."""
    wide = too_wide(page, address)
    page.evaluate(UNSPACED)
    found = [f"Too wide, {way}:\n" + "\n".join(parts) for way, parts in wide.items()]
    return "\n\n".join([*found, *barriers_here(page, but)])


@pytest.mark.parametrize("name", FIXED)
def test_a_page_is_in_nobodys_way(page, site, name):
    found = faults(page, site + FIXED[name])
    assert not found, found


@pytest.mark.parametrize("kind", ENTRIES)
def test_an_entry_of_any_kind_is_in_nobodys_way(page, site, kind):
    found = faults(page, site + ENTRIES[kind]().get_absolute_url())
    assert not found, found


@pytest.mark.parametrize("name", ENQUIRIES)
def test_asking_a_leader_is_in_nobodys_way(page, site, name):
    found = faults(page, site + ENQUIRIES[name]())
    assert not found, found


@pytest.mark.parametrize("name", ADMIN)
def test_what_editors_use_is_in_nobodys_way(signed_in, site, name):
    found = faults(signed_in, site + ADMIN[name](), OF_DJANGO)
    assert not found, found


def test_of_two_faults_both_are_said(page, site):
    def worsen(route):
        html = route.fetch().text().replace(' lang="en', ' data-was="en', 1)
        html = html.replace("</main>", '<canvas width="600"></canvas></main>')
        route.fulfill(content_type="text/html", body=html)

    page.route("**/about/", worsen)
    found = faults(page, site + "/about/")
    page.unroute_all()
    assert "Too wide, as it comes:\n<canvas" in found
    assert "html-has-lang, 2 times:\nAt 1280:" in found
