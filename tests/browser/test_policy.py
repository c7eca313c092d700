"""The Content-Security-Policy is strict, and nothing we show needs it to be looser."""

import pytest
from django.contrib.auth.models import User

PASSWORD = "a very long password"


@pytest.fixture
def complaints(page):
    """What the browser refused, or what broke, while the test looked at pages."""
    heard = []
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on(
        "console",
        lambda message: "Content Security Policy" in message.text and heard.append(message.text),
    )
    return heard


def test_an_editor_works_in_the_admin_under_the_strict_policy(page, live_server, complaints):
    User.objects.create_superuser("admin", password=PASSWORD)
    admin = f"{live_server.url}/admin/"
    page.goto(admin)
    page.fill("[name=username]", "admin")
    page.fill("[name=password]", PASSWORD)
    page.click("[type=submit]")
    page.wait_for_url(admin)

    me = User.objects.get()
    for address in ("", "auth/user/", "auth/user/add/", f"auth/user/{me.pk}/change/"):
        assert page.goto(admin + address).status == 200
    assert complaints == []


def test_a_script_in_the_page_does_not_run(page, live_server):
    page.goto(f"{live_server.url}/admin/")
    page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.broken = true";
            document.head.append(script);
        }"""
    )
    assert page.evaluate("window.broken") is None
