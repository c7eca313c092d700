"""In forced colours, on paper and without motion a page says what it says elsewhere."""

import pytest
from playwright.sync_api import expect

# Contrast as WCAG counts it, between two computed colours
CONTRAST = """
    const light = (colour) => {
        const parts = colour.match(/[\\d.]+/g).slice(0, 3).map((part) => part / 255)
            .map((c) => (c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4));
        return .2126 * parts[0] + .7152 * parts[1] + .0722 * parts[2];
    };
    const contrast = (one, other) => {
        const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
        return (bright + .05) / (dark + .05);
    };
"""


@pytest.fixture
def forced(page):
    page.emulate_media(forced_colors="active")
    return page


@pytest.fixture
def paper(page):
    page.emulate_media(media="print")
    return page


def test_in_forced_colours_each_tile_can_be_read(forced, site):
    forced.goto(site + "/case-studies/map/?service=fire")
    faint = forced.evaluate(
        f"""() => {{ {CONTRAST}
            return [...document.querySelectorAll(".tile")].filter((tile) => {{
                const box = getComputedStyle(tile.querySelector(".tile__box"));
                const texts = [...tile.querySelectorAll("text")];
                return contrast(box.stroke, box.fill) < 3 || parseFloat(box.strokeWidth) < 1
                    || texts.some((text) => contrast(getComputedStyle(text).fill, box.fill) < 4.5);
            }}).map((tile) => tile.textContent.trim());
        }}"""
    )
    assert faint == []
    expect(forced.locator("a.tile .tile__n").first).to_be_visible()


def test_in_forced_colours_one_sees_which_tiles_are_links(forced, site):
    forced.goto(site + "/case-studies/map/?service=coastguard")
    drawn = """one => {
        const { stroke, strokeWidth } = getComputedStyle(one);
        return `${stroke} ${strokeWidth}`;
    }"""
    link = forced.locator("a.tile .tile__box").first.evaluate(drawn)
    assert link != forced.locator("g.tile .tile__box").first.evaluate(drawn)


@pytest.mark.parametrize(
    "address, chosen, other, edge",
    [
        ("/case-studies/", ".nav [aria-current]", ".nav a:not([aria-current])", "bottom"),
        ("/case-studies/", ".bar [aria-current]", ".bar a:not([aria-current])", "top"),
        ("/case-studies/", ".pages__now a", ".pages li:not(.pages__now) a", "top"),
    ],
)
def test_in_forced_colours_one_sees_what_is_chosen(forced, site, address, chosen, other, edge):
    forced.goto(site + address)
    drawn = f"""one => {{
        const style = getComputedStyle(one);
        return ["Style", "Width", "Color"].map((of) => style["border-{edge}-" + of.toLowerCase()]);
    }}"""
    assert forced.locator(chosen).first.evaluate(drawn)[0] == "solid"
    assert forced.locator(chosen).first.evaluate(drawn) != forced.locator(other).first.evaluate(
        drawn
    )


def test_in_forced_colours_an_area_and_evidence_can_be_seen(forced, site):
    forced.goto(site + "/case-studies/margate-task-force/")
    fill = "one => getComputedStyle(one).fill"
    here = forced.locator(".glance .loc__here").first.evaluate(fill)
    assert here != forced.locator("#tiles .loc__all").evaluate(fill)
    on = forced.locator(".ev__bar .on").first.evaluate(fill)
    off = forced.locator(".ev__bar rect:not(.on)").first.evaluate(fill)
    assert on != off


def test_in_forced_colours_chips_and_notices_have_an_edge(forced, site):
    forced.goto(site + "/case-studies/?service=fire&region=atlantis")
    for part in (".chip", ".notice", ".take"):
        width = forced.locator(part).first.evaluate("one => getComputedStyle(one).borderTopWidth")
        assert float(width.removesuffix("px")) >= 1, part


# Text that paper would swallow: printers leave backgrounds out, but for those drawn on purpose
PALE_ON_PAPER = f"""() => {{ {CONTRAST}
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const pale = [];
    while (walker.nextNode()) {{
        const one = walker.currentNode.parentElement;
        const style = getComputedStyle(one);
        if (!walker.currentNode.data.trim() || one.closest("svg, .vh")) continue;
        if (!one.checkVisibility({{ visibilityProperty: true }})) continue;
        if (style.printColorAdjust === "exact") continue;
        if (contrast(style.color, "rgb(255, 255, 255)") < 4.5)
            pale.push(`${{one.className}}: ${{walker.currentNode.data.trim()}}`);
    }}
    return pale;
}}"""


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/case-studies/?service=fire&region=atlantis",
        "/case-studies/?q=zzzz",
        "/case-studies/map/",
        "/case-studies/a-z/",
        "/case-studies/margate-task-force/",
        "/areas/kent/",
        "/guidance/success-factors/",
        "/about/",
    ],
)
def test_no_words_are_lost_on_paper(paper, site, address):
    paper.goto(site + address)
    assert paper.evaluate(PALE_ON_PAPER) == []


def test_words_lost_on_paper_are_found(paper, site):
    paper.goto(site + "/about/")
    paper.evaluate("document.querySelector('h1').style.color = 'white'")
    assert len(paper.evaluate(PALE_ON_PAPER)) == 1


def test_a_printed_list_says_what_it_is_narrowed_by(paper, site):
    paper.goto(site + "/case-studies/?service=fire&region=wales")
    for part in ("h1", "#results-title", ".result__title >> nth=0", ".brand__name"):
        expect(paper.locator(part)).to_be_visible()
    for words in ("Fire and rescue", "Wales"):
        expect(paper.locator(".chip", has_text=words)).to_be_visible()
    for part in (".nav", ".facets", ".search", ".take", ".bar"):
        expect(paper.locator(part).first).not_to_be_visible()


def test_a_printed_entry_carries_its_sources(paper, site):
    paper.goto(site + "/case-studies/margate-task-force/")
    expect(paper.locator(".glance")).to_be_visible()
    expect(paper.locator(".acts")).not_to_be_visible()
    printed = paper.locator(".sources a").first.evaluate(
        "one => getComputedStyle(one, '::after').content"
    )
    assert "http" in printed


def test_a_printed_map_has_its_numbers(paper, site):
    paper.goto(site + "/case-studies/map/")
    expect(paper.locator(".tile__n").first).to_be_visible()
    exact = "one => getComputedStyle(one).printColorAdjust"
    assert paper.locator(".tile").first.evaluate(exact) == "exact"


MOVES = """() => [...document.querySelectorAll("*")].filter((one) => {
    const style = getComputedStyle(one);
    const lasts = (times) => times.split(",").some((time) => parseFloat(time) > 0);
    return lasts(style.transitionDuration) || lasts(style.animationDuration)
        || style.scrollBehavior === "smooth";
}).length"""


def test_nothing_moves_for_those_who_want_no_motion(page, site):
    page.goto(site + "/")
    assert page.evaluate(MOVES) > 0
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(MOVES) == 0
