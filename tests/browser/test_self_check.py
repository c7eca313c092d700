"""The self-check keeps its answers in the browser alone, and fits on two sheets of paper."""

import re

from playwright.sync_api import expect

SELF_CHECK = "/guidance/self-check/"
SHEET = re.compile(rb"/Type\s*/Page(?!s)")


def sheets(page) -> int:
    return len(SHEET.findall(page.pdf(format="A4")))


def test_answers_stay_in_the_browser_and_lead_to_who_met_the_obstacle(page, site):
    page.goto(site + SELF_CHECK)
    statements = page.locator("[data-key]")
    total = statements.count()
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    first, second, third = (statements.nth(n) for n in range(3))
    expect(first.locator("details a").first).not_to_be_visible()
    first.get_by_label("No", exact=True).check()
    expect(first.locator("details a").first).to_be_visible()
    second.get_by_label("Partly").check()
    expect(second.locator("details")).to_have_attribute("open", "")
    third.get_by_label("Yes").check()
    expect(third.locator("details")).not_to_have_attribute("open", "")
    progress = page.get_by_role("status")
    expect(progress).to_have_text(f"3 of {total} answered")

    # The end names them and leads back
    said = first.locator("legend").inner_text()
    expect(page.locator("[data-list=no] a")).to_have_text([said])
    assert page.locator("[data-count]").all_inner_texts() == ["1", "1", "1", "0"]

    assert asked == []
    assert not page.context.cookies()
    page.reload()
    expect(progress).to_have_text(f"3 of {total} answered")
    expect(first.get_by_label("No", exact=True)).to_be_checked()
    expect(first.locator("details a").first).to_be_visible()

    page.get_by_role("button", name="Clear my answers").press("Enter")
    expect(progress).to_have_text(f"0 of {total} answered")
    assert page.evaluate("localStorage.length") == 0
    page.reload()
    expect(page.locator("input:checked")).to_have_count(0)


def test_it_prints_on_two_sheets_whatever_was_answered(page, site):
    page.goto(site + SELF_CHECK)
    assert sheets(page) == 2
    for box in page.locator("input[value=no]").all():
        box.check()
    expect(page.locator("[data-list=no] li")).to_have_count(page.locator("[data-key]").count())
    assert sheets(page) == 2


def test_without_a_script_it_is_a_questionnaire_to_print(plain, site):
    plain.goto(site + SELF_CHECK)
    expect(plain.locator("[data-progress]")).to_be_empty()
    expect(plain.get_by_role("heading", name="Your answers")).not_to_be_visible()
    expect(plain.get_by_text("tick it with a pen")).to_be_visible()
    first = plain.locator("[data-key]").first
    first.locator("summary").click()
    expect(first.locator("details a").first).to_be_visible()
    assert sheets(plain) == 2
