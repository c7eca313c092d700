"""The policy is strict, nothing we show needs it to be looser, and nobody else is asked.

Every browser test checks that, by the complaints it hears; here, that they are heard, and on pages
where no other test goes.
"""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from tests.browser.conftest import Complaints
from tests.sign_in import code_for


def test_an_editor_signs_in_and_works_under_the_strict_policy(page, site):
    admin = site + "/admin/"
    page.goto(admin)
    page.fill("[name=email]", site.admin)
    page.click("main [type=submit]")
    expect(page.locator("h1")).to_have_text("Enter the code")
    page.fill("[name=code]", code_for(site.admin))
    page.click("main [type=submit]")
    page.wait_for_url(admin)

    me = User.objects.get(username=site.admin)
    for address in ("auth/user/", "auth/user/add/", f"auth/user/{me.pk}/change/"):
        assert page.goto(admin + address).status == 200


def test_a_script_in_the_page_does_not_run_and_is_heard_of(page, site, complaints):
    page.goto(site + "/about/")
    page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.broken = true";
            document.head.append(script);
        }"""
    )
    assert page.evaluate("window.broken") is None
    assert "Content Security Policy" in complaints.pop()


@pytest.mark.parametrize(
    "mistake, words",
    [
        ("document.body.setAttribute('style', 'color: red')", "Content Security Policy"),
        ("document.body.append(document.createElement('style'))", "Content Security Policy"),
        ("fetch('https://elsewhere.example/').catch(() => 0)", "Content Security Policy"),
        ("setTimeout(() => { throw new Error('Oh') })", "Error: Oh"),
        ("fetch('/nothing-here/')", "404"),
        ("console.warn('Careful')", "Careful"),
    ],
)
def test_a_mistake_is_heard_of(page, site, complaints, mistake, words):
    page.goto(site + "/about/")
    page.evaluate(mistake)
    for _ in range(250):
        page.wait_for_timeout(20)
        if complaints:
            break
    assert words in complaints[0]
    complaints.clear()


def test_a_question_to_somebody_else_is_heard_of(browser, site):
    # The policy would not let the page ask
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.route("https://elsewhere.example/**", lambda route: route.fulfill(body=""))
    heard = Complaints(page, site.url)
    page.goto(site + "/about/")
    assert heard == []
    page.evaluate("() => fetch('https://elsewhere.example/count', {mode: 'no-cors'})")
    assert heard == ["Elsewhere: https://elsewhere.example/count"]
    context.close()
