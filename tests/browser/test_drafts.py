"""What the form of a case study does for whoever types in it.

What is typed stays in the browser until it is saved, and comes back when asked; others who have the
form open are named, and entries that may be the same.
"""

import re

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from collab_directory import presence
from tests.factories import make_study, make_user

OFFER = ".unsaved"
TYPED = "Police and fire share one station, and a garage."
KEPT = "Object.keys(localStorage).filter((one) => one.startsWith('unsaved:'))"


@pytest.fixture
def study(site):
    return make_study("Shared station of a small town", state="draft")


def address_of(site, study):
    return site + reverse("admin:casestudies_casestudy_change", args=[study.pk])


def kept(page):
    return page.evaluate(KEPT)


def is_kept(page, text):
    """Waits until this is: the script does it after a second without a stroke."""
    page.wait_for_function(
        f"(text) => {KEPT}.some((one) => localStorage[one].includes(text))", arg=text
    )


def typed(page):
    """Something in a field, and in a new line of a list."""
    page.locator("#id_summary").fill(TYPED)
    page.locator("#lessons-group .add-row a").click()
    page.locator("[name=lessons-0-kind]").select_option("helped")
    page.locator("[name=lessons-0-text]").fill("Begin with the garage.")
    is_kept(page, "Begin with the garage.")
    assert len(kept(page)) == 1


def put_back(page):
    expect(page.locator(OFFER)).to_contain_text("Your unsaved text of")
    page.locator(OFFER).get_by_role("button", name="Put it back").click()
    expect(page.locator("#id_summary")).to_have_value(TYPED)
    expect(page.locator("[name=lessons-0-text]")).to_have_value("Begin with the garage.")


def save(page):
    page.locator("[name=_continue]").first.click()
    expect(page.locator(".messagelist")).to_contain_text("was changed successfully")


def test_typed_text_survives_a_reload_and_is_gone_after_saving(signed_in, site, study):
    page = signed_in
    page.goto(address_of(site, study))
    expect(page.locator(OFFER)).to_have_count(0)
    typed(page)
    page.reload()
    expect(page.locator("#id_summary")).not_to_have_value(TYPED)
    put_back(page)
    save(page)
    assert kept(page) == []
    expect(page.locator(OFFER)).to_have_count(0)
    study.refresh_from_db()
    assert study.summary == TYPED
    assert [lesson.text for lesson in study.lessons.all()] == ["Begin with the garage."]


def test_typed_text_survives_a_lost_session(signed_in, site, study):
    page = signed_in
    page.goto(address_of(site, study))
    typed(page)
    (session,) = [c for c in page.context.cookies() if c["name"] == settings.SESSION_COOKIE_NAME]
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.locator("[name=_continue]").first.click()
    expect(page).to_have_url(re.compile("sign-in"))
    page.context.add_cookies([session])
    page.goto(address_of(site, study))
    put_back(page)
    save(page)
    assert kept(page) == []
    study.refresh_from_db()
    assert study.summary == TYPED


def test_what_is_forgotten_is_not_offered_again(signed_in, site, study):
    page = signed_in
    page.goto(address_of(site, study))
    typed(page)
    page.reload()
    page.locator(OFFER).get_by_role("button", name="Forget it").click()
    expect(page.locator(OFFER)).to_have_count(0)
    assert kept(page) == []
    page.reload()
    expect(page.locator(OFFER)).to_have_count(0)


def test_what_is_typed_beside_an_offer_is_kept_too(signed_in, site, study):
    page = signed_in
    page.goto(address_of(site, study))
    typed(page)
    page.reload()
    expect(page.locator(OFFER)).to_have_count(1)
    page.locator("#id_place").fill("Ashford")
    is_kept(page, "Ashford")
    page.reload()
    expect(page.locator(OFFER)).to_have_count(2)
    newest, earlier = page.locator(OFFER).all()
    newest.get_by_role("button", name="Put it back").click()
    expect(page.locator("#id_place")).to_have_value("Ashford")
    earlier.get_by_role("button", name="Put it back").click()
    expect(page.locator("#id_summary")).to_have_value(TYPED)
    # What stood in the form is offered in its turn
    expect(page.get_by_role("button", name="Put it back")).to_have_count(1)
    save(page)
    assert kept(page) == []


def test_whoever_else_has_it_open_is_named_until_they_leave(signed_in, site, study):
    page, other = signed_in, make_user("Editor", first_name="Ada", last_name="Hill")
    page.goto(address_of(site, study))
    notice = page.locator("[data-open]")
    expect(notice).to_be_hidden()
    presence.opened(study, by=other, at=timezone.now())
    # As when the tab comes to the front again, rather than after a minute
    look = "document.dispatchEvent(new Event('visibilitychange'))"
    page.evaluate(look)
    expect(notice).to_contain_text("Ada Hill opened this at")
    presence.left(study, by=other)
    page.evaluate(look)
    expect(notice).to_be_hidden()
    assert presence.others(study, by=other, at=timezone.now())
    page.goto(site + "/admin/")
    for _ in range(50):  # what a page sends as it goes is nothing that the next one waits for
        if not presence.others(study, by=other, at=timezone.now()):
            break
        page.wait_for_timeout(100)
    assert not presence.others(study, by=other, at=timezone.now())


def test_likely_doubles_are_named_while_typing(signed_in, site, study):
    page = signed_in
    page.goto(site + reverse("admin:casestudies_casestudy_add"))
    page.locator("#id_title").fill(study.title)
    named = page.locator(".twins__typed")
    expect(named.get_by_role("link", name=study.title)).to_be_visible()
    page.locator("#id_title").fill("Drones over a moor")
    expect(named.get_by_role("link", name=study.title)).to_have_count(0)
