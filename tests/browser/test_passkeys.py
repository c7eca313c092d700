"""Passkeys in a browser whose device is played by Chromium itself."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_sign_in import begin, enter, look, press
from tests.factories import make_member, make_user
from tests.sign_in import app_code, code_for

SECOND_STEP = "/network/account/second-step/"


@pytest.fixture(autouse=True)
def a_service(settings):
    settings.STAFF_NEED_SECOND_STEP = True


@pytest.fixture
def authenticator(page):
    """One that keeps passkeys and knows its owner's finger; with it, what it can be told."""
    chromium = page.context.new_cdp_session(page)
    chromium.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = chromium.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    def tell(command, **said):
        return chromium.send(f"WebAuthn.{command}", {**made, **said})

    return tell


def make_passkey(page, name="Work laptop"):
    page.fill("[name=name]", name)
    page.get_by_role("button", name="Make a passkey").click()


def sign_in_by_letter(page, site, address):
    page.goto(site + "/network/sign-in/")
    page.fill("[name=email]", address)
    page.get_by_role("button", name="Send me a code").click()
    expect(page.locator("h1")).to_have_text("Enter the code")
    enter(page, code_for(address))


def sign_out(page, site):
    page.goto(site + "/network/sign-out/")
    press(page)


def test_an_editor_makes_one_and_uses_it_as_the_second_step(page, site, authenticator):
    editor = make_user("Editor")
    begin(page, site, editor)
    enter(page, code_for(editor.email))
    page.get_by_role("link", name="Use a passkey instead").click()
    expect(page.locator("h1")).to_have_text("Make a passkey")
    look(page)
    make_passkey(page)
    expect(page.locator("h1")).to_have_text("Recovery codes")
    page.get_by_role("link", name="I have kept them").click()
    expect(page.locator("h1")).to_have_text("Needs your attention")
    page.goto(site + SECOND_STEP)
    expect(page.locator("main")).to_contain_text("Work laptop")
    look(page)
    sign_out(page, site)

    begin(page, site, editor)
    enter(page, code_for(editor.email))
    expect(page.locator("h1")).to_have_text("Second step")
    look(page)
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.locator("h1")).to_have_text("Needs your attention")


def test_a_member_signs_in_with_it_alone(page, site, authenticator):
    member = make_member()
    sign_in_by_letter(page, site, member.email)
    page.goto(f"{site.url}{SECOND_STEP}passkey/")
    make_passkey(page)
    expect(page.locator("h1")).to_have_text("Recovery codes")
    sign_out(page, site)

    page.goto(site + "/network/sign-in/?next=/network/members/")
    look(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(site + "/network/members/")


def test_one_that_was_removed_opens_nothing(page, site, authenticator):
    member = make_member()
    sign_in_by_letter(page, site, member.email)
    page.goto(f"{site.url}{SECOND_STEP}passkey/")
    make_passkey(page)
    expect(page.locator("h1")).to_have_text("Recovery codes")
    page.goto(site + SECOND_STEP)
    page.get_by_role("link", name="Work laptop").click()
    look(page)
    page.get_by_role("button", name="Remove the passkey").click()
    expect(page.locator("h1")).to_have_text("Your second step")
    expect(page.locator("main")).not_to_contain_text("Work laptop")
    sign_out(page, site)

    page.goto(site + "/network/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator("main")).to_contain_text("That passkey opened nothing")
    look(page)


def test_a_device_that_says_no_loses_nothing(page, site, authenticator):
    member = make_member()
    sign_in_by_letter(page, site, member.email)
    page.goto(f"{site.url}{SECOND_STEP}passkey/")
    authenticator("setUserVerified", isUserVerified=False)
    make_passkey(page, "My phone")
    expect(page.get_by_role("alert")).to_contain_text("Nothing came of it")
    expect(page.locator("[name=name]")).to_have_value("My phone")
    look(page)
    authenticator("setUserVerified", isUserVerified=True)
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.locator("h1")).to_have_text("Recovery codes")


def test_without_script_the_app_is_offered(plain, site):
    editor = make_user("Editor")
    begin(plain, site, editor)
    enter(plain, code_for(editor.email))
    plain.get_by_role("link", name="Use a passkey instead").click()
    expect(plain.locator("main")).to_contain_text("This needs JavaScript")
    expect(plain.get_by_role("button", name="Make a passkey")).to_be_hidden()
    plain.get_by_role("link", name="An app for codes works without both").click()
    enter(plain, app_code(plain.locator(".key").inner_text().replace(" ", "")))
    expect(plain.locator("h1")).to_have_text("Recovery codes")
