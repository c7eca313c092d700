"""A discussion in the browser: begun, answered, reported, and without a barrier on any page."""

import datetime as dt

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from collab_directory import forms
from network.models import Member, Post, Topic
from tests.browser.axe import findings
from tests.browser.closeness import too_close
from tests.browser.conftest import DESKTOP, NARROW, PHONE
from tests.browser.test_reflow import too_wide
from tests.factories import make_member, make_reply, make_topic

LIST = "/network/discussions/"
LONG = "https://example.org/" + "a-rather-long-address-" * 12
UNFOLD = "for (const one of document.querySelectorAll('details')) one.open = true"


@pytest.fixture
def reader(page, site):
    """Ada, who is signed in."""
    member = make_member(name="Ada Asker", shows_name=Member.Seen.MEMBERS, role="Area manager")
    client = Client()
    client.force_login(member.user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site.url}]
    )
    return member


def look(page):
    page.evaluate(UNFOLD)
    for size in (DESKTOP, PHONE, NARROW):
        page.set_viewport_size(size)
        assert findings(page) == [], page.url
        assert too_close(page) == [], page.url
    assert too_wide(page) == {}, page.url
    page.set_viewport_size(DESKTOP)


def of_every_kind(reader):
    """A topic with each kind of post that a reader can meet."""
    topic = make_topic("What did you agree about repairs to a shared station?", text=LONG)
    post = make_reply(topic, f"We wrote a schedule.\n\n{'w' * 200}", author=reader)
    make_reply(topic, "> We wrote a schedule.\n\nMay I read it?", answers=post)
    for state in ("deleted", "held", "hidden"):
        make_reply(topic, "Once.", author=reader, state=state)
    for n in range(20):
        make_reply(topic, f"Reply {n}")
    return topic


def test_a_topic_is_begun_answered_and_reported(page, site, reader, monkeypatch):
    monkeypatch.setattr(forms, "FASTEST", dt.timedelta(0))
    page.goto(site + LIST)
    page.get_by_role("link", name="Begin a topic").click()
    look(page)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Write a title")
    look(page)
    page.get_by_label("Title", exact=True).fill("Who shares a workshop?")
    page.get_by_label("Questions").check()
    page.get_by_label("Your text").fill("We would like to visit one.")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("h1")).to_have_text("Who shares a workshop?")
    make_reply(Topic.objects.latest("pk"), "We do, since 2012.")
    page.reload()
    page.locator(".post", has_text="since 2012").get_by_role("link", name="Quote").click()
    expect(page.get_by_label("Your reply")).to_have_value("> We do, since 2012.\n\n")
    page.get_by_label("Your reply").fill("> We do, since 2012.\nWhen may we come?")
    page.get_by_role("button", name="Send the reply").click()
    mine = page.locator(f"#reply-{Post.objects.latest('pk').pk}")
    expect(mine.locator("blockquote")).to_have_text("We do, since 2012.")
    expect(mine).to_be_in_viewport()
    mine.get_by_role("link", name="Change").click()
    look(page)
    page.get_by_label("Your text").fill("When may we come, please?")
    page.get_by_role("button", name="Save").click()
    expect(mine).to_contain_text("edited at")
    page.get_by_role("link", name="Report").first.click()
    look(page)
    page.get_by_label("It is rude or threatening").check()
    page.get_by_role("button", name="Report it").click()
    expect(page.get_by_role("status")).to_have_text("Thank you. A moderator looks at it.")
    mine.get_by_role("link", name="Delete").click()
    look(page)
    page.get_by_role("button", name="Delete it").click()
    expect(page.locator("main")).to_contain_text("Deleted by its author.")


def test_no_page_of_discussions_has_a_barrier(page, site, reader):
    topic = of_every_kind(reader)
    closed = make_topic("A closed one", author=reader, standing="closed", title_is_public=True)
    page.goto(site + topic.get_absolute_url())
    look(page)
    for address in (
        f"{topic.get_absolute_url()}?page=2",
        closed.get_absolute_url(),
        LIST,
        f"{LIST}?q=station&category=questions&category=atlantis&show=mine&page=9",
        f"{LIST}?q=zzzz",
        "/network/",
        "/case-studies/margate-task-force/",
    ):
        page.goto(site + address)
        look(page)


def test_no_page_for_visitors_has_a_barrier(page, site):
    topic = make_topic("Who shares a workshop?", title_is_public=True)
    for address in (LIST, topic.get_absolute_url()):
        page.goto(site + address)
        expect(page.locator("main")).to_contain_text("Who shares a workshop?")
        look(page)


def test_a_discussion_needs_no_script(plain, site, monkeypatch):
    monkeypatch.setattr(forms, "FASTEST", dt.timedelta(0))
    member = make_member()
    client = Client()
    client.force_login(member.user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    plain.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site.url}]
    )
    topic = make_topic()
    plain.goto(site + topic.get_absolute_url())
    plain.get_by_label("Your reply").fill("We do.")
    plain.get_by_role("button", name="Send the reply").click()
    expect(plain.locator("main")).to_contain_text("1 reply")
    plain.get_by_role("button", name="Write to me no more").click()
    expect(plain.get_by_role("status")).to_contain_text("We write to you about it no more.")
