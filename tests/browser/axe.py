"""axe-core, run inside the page: every rule of WCAG 2.2 A and AA that it has, and best practice."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The dearest rule by far looks at each text by itself. Of those that are alike, in themselves and
# in all that is around them, it needs to see one.
ONE_OF_EACH = """() => {
    axe.configure({rules: [{id: "color-contrast", selector: "[data-contrast]"}]});
    window.oneOfEach = () => {
        const seen = new Set();
        const look = (one, around) => {
            const its = getComputedStyle(one);
            const path = [around, one.tagName, one.className.baseVal ?? one.className, its.display,
                its.backgroundColor, its.backgroundImage, its.opacity].join();
            const isText = [...one.childNodes].some((its) => its.nodeType === 3 && its.data.trim());
            const kind = [path, isText, one.checkVisibility(), !!one.value, one.disabled,
                its.color, its.fill, its.fontSize, its.fontWeight, its.textShadow].join();
            one.toggleAttribute("data-contrast", !seen.has(kind));
            seen.add(kind);
            for (const child of one.children) look(child, path);
        };
        look(document.documentElement, "");
    };
}"""

OPTIONS = {"runOnly": RULES, "resultTypes": ["violations"], "preload": False, "iframes": False}


def findings(page: Page) -> list[str]:
    """What axe finds wrong with the page as it stands, one line for each element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
        page.evaluate(ONE_OF_EACH)
    page.evaluate("oneOfEach()")
    results = page.evaluate("options => axe.run(document, options)", OPTIONS)
    return [
        f"{violation['id']}: {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for violation in results["violations"]
        for node in violation["nodes"]
    ]
