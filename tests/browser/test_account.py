"""A member's account in a browser: no barrier in any of its pages, with or without script."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from network.models import AddressChange, Link, Subscription
from tests.browser.conftest import DESKTOP, NARROW
from tests.browser.test_axe import barriers
from tests.browser.test_reflow import too_wide
from tests.factories import make_member, make_subscription

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
LONG = "Head of a rather long and winding collaboration programme"


@pytest.fixture
def member():
    """With all that an account can hold, in a second browser too."""
    made = make_member(role=LONG, about="Ask me.\nAnything.", interests=["joint-training"])
    for question in ("service=police&service=fire&region=wales", "q=shared+station"):
        make_subscription(question, email=made.email)
    Client(headers={"user-agent": FIREFOX}).force_login(made.user)
    return made


def let_in(page, site, member):
    client = Client()
    client.force_login(member.user)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site.url}])
    return page


def pages(member):
    alert = Subscription.objects.at(member.email)[0]
    return [
        reverse("network:account"),
        reverse("network:account_alerts"),
        reverse("network:account_alert", args=[alert.pk]),
        reverse("network:account_address"),
        reverse("network:sign_ins"),
        reverse("network:account_leave"),
        reverse("network:updates") + "?q=shared+station",
        reverse("mfa_index"),
    ]


def test_no_page_of_an_account_has_a_barrier(page, site, member):
    let_in(page, site, member)
    for address in pages(member):
        found = barriers(page, site + address)
        assert not found, f"{address}: {found}"
        page.set_viewport_size(NARROW)
        assert too_wide(page) == {}, address
        page.set_viewport_size(DESKTOP)


def test_the_button_of_a_new_address_has_no_barrier(page, site, member):
    wish = AddressChange.objects.create(
        member=member, email="ada@new.gov.uk", form_key="8b2b2f0e-9d5c-4f57-9f6c-2f4f1f0a7a11"
    )
    token = Link.make(Link.Purpose.CHANGE_ADDRESS, wish, at=wish.created_at)
    found = barriers(page, site + reverse("network:address_confirm", args=[token]))
    assert not found, found


def test_everything_is_found_from_the_list_of_contents(page, site, member):
    let_in(page, site, member)
    page.goto(site + reverse("network:account"))
    links = page.locator(".toc a")
    for link in links.all():
        target = page.locator(link.get_attribute("href"))
        expect(target).to_have_text(link.inner_text())
    expect(links).to_have_count(page.locator(".own > section").count())


def test_signing_out_elsewhere_needs_no_script(plain, site, member):
    let_in(plain, site, member)
    plain.goto(site + reverse("network:account"))
    plain.get_by_role("button", name="Sign out there").first.click()
    expect(plain.locator("[role=status]")).to_have_text("Signed out in 1 place.")
