"""axe finds what is wrong; that it finds nothing on any page is in `test_pages`."""

import re
from collections import defaultdict

import pytest
from django.conf import settings

from tests.browser.axe import findings
from tests.browser.conftest import DESKTOP, NARROW, PHONE

UNFOLD = """() => {
    for (const one of document.querySelectorAll("details")) one.open = true;
    // On a phone the filters are a panel, which its own link shows
    if (document.getElementById("filters")) location.hash = "filters";
}"""


# Best practice, not WCAG, in the middle of Django's own templates: a glass as the only label to be
# seen of a search box, and an empty head over the names of lines
OF_DJANGO = {"label-title-only", "empty-table-header"}


def barriers(page, address, but=frozenset()):
    """What axe finds on a page at each width, with everything unfolded, as text for people."""
    page.goto(address)
    return "\n\n".join(barriers_here(page, but))


def barriers_here(page, but=frozenset()):
    """The same of the page that is there: for each rule a text, with its first few elements."""
    page.evaluate(UNFOLD)
    found = defaultdict(list)
    # A phone shows what the narrowest screen shows: see the next test
    for size in (DESKTOP, NARROW):
        page.set_viewport_size(size)
        for problem in findings(page):
            rule = problem.split(":")[0]
            if rule not in but:
                found[rule].append(f"At {size['width']}: {problem}")
    return [
        f"{rule}, {len(problems)} times:\n" + "\n".join(problems[:3])
        for rule, problems in found.items()
    ]


def test_no_style_begins_between_the_narrowest_screen_and_a_phone():
    styles = [path.read_text() for path in (settings.BASE_DIR / "static/css").glob("*.css")]
    limits = re.findall(r"@media[^{]*width: *([\d.]+)(rem|px)", "\n".join(styles))
    widths = {float(number) * (16 if unit == "rem" else 1) for number, unit in limits}
    assert widths  # or nothing was read
    assert not [width for width in widths if NARROW["width"] < width <= PHONE["width"]]


@pytest.mark.parametrize(
    "defect, rule",
    [
        ("document.querySelector('h1').remove()", "page-has-heading-one"),
        ("document.documentElement.lang = ''", "html-has-lang"),
        ("document.querySelector('#q').labels[0].remove()", "label"),
        ("document.querySelector('.lead').style.color = '#ccc'", "color-contrast"),
        (
            "document.querySelector('footer li:last-child a').style.color = '#555'",
            "color-contrast",
        ),
    ],
)
def test_a_barrier_is_found(page, site, defect, rule):
    page.goto(site + "/nothing-here/")
    page.evaluate(defect)
    assert any(problem.startswith(f"{rule}:") for problem in findings(page))
