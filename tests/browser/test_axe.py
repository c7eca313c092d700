"""axe finds nothing on any page at any width, with everything unfolded."""

from collections import defaultdict

import pytest

from tests.browser.axe import findings
from tests.browser.conftest import DESKTOP, NARROW, PHONE
from tests.browser.pages import ADMIN, ENQUIRIES, ENTRIES, FIXED

UNFOLD = """() => {
    for (const one of document.querySelectorAll("details")) one.open = true;
    // On a phone the filters are a panel, which its own link shows
    if (document.getElementById("filters")) location.hash = "filters";
}"""


# Best practice, not WCAG, in the middle of Django's own templates: a glass as the only label to be
# seen of a search box, and an empty head over the names of lines
OF_DJANGO = {"label-title-only", "empty-table-header"}


def barriers(page, address, but=frozenset()):
    """What axe finds at each width, as text for people: of each rule, the first few elements."""
    page.goto(address)
    page.evaluate(UNFOLD)
    found = defaultdict(list)
    for size in (DESKTOP, PHONE, NARROW):
        page.set_viewport_size(size)
        # Between the two narrow ones the lines break elsewhere and the colours are the same
        for problem in findings(page, contrast=size is not PHONE):
            rule = problem.split(":")[0]
            if rule not in but:
                found[rule].append(f"At {size['width']}: {problem}")
    return "\n\n".join(
        f"{rule}, {len(problems)} times:\n" + "\n".join(problems[:3])
        for rule, problems in found.items()
    )


@pytest.mark.parametrize("name", FIXED)
def test_a_page_has_no_barrier(page, site, name):
    found = barriers(page, site + FIXED[name])
    assert not found, found


@pytest.mark.parametrize("kind", ENTRIES)
def test_an_entry_of_any_kind_has_no_barrier(page, site, kind):
    found = barriers(page, site + ENTRIES[kind]().get_absolute_url())
    assert not found, found


@pytest.mark.parametrize("name", ENQUIRIES)
def test_asking_a_leader_has_no_barrier(page, site, name):
    found = barriers(page, site + ENQUIRIES[name]())
    assert not found, found


@pytest.mark.parametrize("name", ADMIN)
def test_what_editors_use_has_no_barrier(signed_in, site, name):
    found = barriers(signed_in, site + ADMIN[name](), OF_DJANGO)
    assert not found, found


@pytest.mark.parametrize(
    "defect, rule",
    [
        ("document.querySelector('h1').remove()", "page-has-heading-one"),
        ("document.documentElement.lang = ''", "html-has-lang"),
        ("document.querySelector('#q').labels[0].remove()", "label"),
        ("document.querySelector('.lead').style.color = '#ccc'", "color-contrast"),
    ],
)
def test_a_barrier_is_found(page, site, defect, rule):
    page.goto(site + "/nothing-here/")
    page.evaluate(defect)
    assert any(problem.startswith(f"{rule}:") for problem in findings(page))
