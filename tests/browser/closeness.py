"""What of a page stands too close to a button of it."""

from playwright.sync_api import Page

CLEAR = 12  # pixels between a button and what is above or below it

TOO_CLOSE = """(clear) => {
    const main = document.querySelector("main");
    const shown = (selector) => [...main.querySelectorAll(selector)]
        .filter((one) => one.offsetParent && !one.closest(".vh, .facets"));
    const found = [];
    for (const button of shown("a.btn, button.btn")) {
        const here = button.getBoundingClientRect();
        for (const one of shown("h1, h2, h3, p, ol, ul, dl, blockquote, textarea, .notice")) {
            if (button.contains(one) || one.contains(button)) continue;
            const there = one.getBoundingClientRect();
            const beside = there.right <= here.left || there.left >= here.right;
            const gap = Math.max(here.top - there.bottom, there.top - here.bottom);
            if (there.height && !beside && gap < clear) {
                found.push(`${button.innerText}: ${gap} px from ${one.innerText.slice(0, 60)}`);
            }
        }
    }
    return found;
}"""


def too_close(page: Page) -> list[str]:
    """Each button that touches what stands above or below it, at the width the page has."""
    return page.evaluate(TOO_CLOSE, CLEAR)
