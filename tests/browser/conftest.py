"""Chromium for the browser tests, and the whole site with the real content for it to look at."""

import datetime as dt
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from casestudies.booklet import overview
from casestudies.models import CaseStudy
from tests.browser import chromium, missing
from tests.factories import make_study, make_user, make_week

# Playwright runs an event loop in this thread, which Django takes for a mistake
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

HERE = Path(__file__).parent

# As for everything else that Playwright waits for: five seconds are little on a busy machine
PATIENCE = 30_000  # milliseconds
expect.set_options(timeout=PATIENCE)

DESKTOP, PHONE, NARROW = ({"width": width, "height": 900} for width in (1280, 390, 320))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db)
            if reason := missing():
                item.add_marker(pytest.mark.skip(reason=reason))


# The site


class Site(NamedTuple):
    url: str
    admin: str  # the name of an administrator's account
    session: str  # of that administrator, who is signed in
    requests: "OneAtATime"

    def __add__(self, address: str) -> str:
        return self.url + address


class OneAtATime:
    """Lets the requests of pages wait for each other, and all of them between two tests.

    On SQLite they share one connection, and with it one transaction. What a page of an earlier
    test still asks for must not come while that is taken back and the next one begins.
    """

    def __init__(self) -> None:
        self.turn = threading.Lock()

    def static_handler(self, application: WSGIHandler) -> Callable[..., Iterator[bytes]]:
        """What Django's server asks for, to add the static files to an application."""
        answered = StaticFilesHandler(application)

        def one_at_a_time(environ, start_response) -> Iterator[bytes]:
            with self.turn, closing(answered(environ, start_response)) as answer:
                yield from answer

        return one_at_a_time

    def wait(self) -> None:
        if not self.turn.acquire(timeout=PATIENCE / 1_000):
            raise RuntimeError("A request did not end")

    def go_on(self) -> None:
        if self.turn.locked():
            self.turn.release()


@pytest.fixture(autouse=True)
def within_the_test(site, db):
    """Answers only while the test's transaction lasts, which its pages do not outlive."""
    site.requests.go_on()
    yield
    site.requests.wait()


@pytest.fixture(scope="session")
def site(django_db_setup, django_db_blocker):
    """The site as readers find it, with the real content: loaded and served once for all tests.

    On SQLite the server shares the connection, so what a test writes is rolled back as elsewhere.
    """
    with django_db_blocker.unblock(), override_settings(ROOT_URLCONF="tests.browser.urls"):
        call_command("load_content", verbosity=0)
        make_study(title="A draft that lacks a source", state="draft", sources=())
        make_week(dt.date(2026, 11, 12), *CaseStudy.objects.published()[:2])
        admin = make_user("superuser", username="admin@example.org")
        client = Client()
        client.force_login(admin)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        # Threads of the server may outlive it by a moment, and then still let go of the database
        connection.inc_thread_sharing()
        requests = OneAtATime()
        server = LiveServer("localhost", start=False)
        server.thread.static_handler = requests.static_handler
        server.start()
        yield Site(server.url, admin.username, session, requests)
        requests.go_on()
        server.stop()
        call_command("flush", interactive=False, verbosity=0)


# The browser


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    return {
        **browser_type_launch_args,
        "executable_path": chromium(),
        # No sandbox, because CI is root; the rest keeps Chromium from calling home
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    return {
        **browser_context_args,
        "locale": "en-GB",
        "timezone_id": "Europe/London",
        "viewport": DESKTOP,
    }


class Complaints(list[str]):
    """What the browser says against a page: in its console, or by asking somebody else's server."""

    def __init__(self, page: Page, origin: str) -> None:
        self.origin = origin
        self.documents: set[str] = set()
        self.page = page
        self.heard_by = {"pageerror": self.fail, "console": self.hear, "request": self.see}
        for event, ear in self.heard_by.items():
            page.on(event, ear)

    def stop(self) -> None:
        for event, ear in self.heard_by.items():
            self.page.remove_listener(event, ear)

    def fail(self, error) -> None:
        self.append(f"Error: {error}")

    def hear(self, message) -> None:
        # That the page itself is an answer such as 404 is what the test came to see
        is_of_the_page = message.location["url"] in self.documents
        if message.text.startswith("Failed to load resource") and is_of_the_page:
            return
        if message.type in ("error", "warning"):
            self.append(f"Console: {message.text}")

    def see(self, request) -> None:
        if request.is_navigation_request():
            self.documents.add(request.url)
        if not request.url.startswith((f"{self.origin}/", "data:", "blob:")):
            self.append(f"Elsewhere: {request.url}")


@pytest.fixture(scope="session")
def kept_page(browser: Browser, browser_context_args: dict):
    """A page for one visit after the other, of tests that leave nothing behind in it."""
    context = browser.new_context(**browser_context_args)
    yield context.new_page()
    context.close()


@pytest.fixture
def complaints(page: Page, site: Site):
    """Empty, or the test fails: one that provokes complaints has to clear them away."""
    heard = Complaints(page, site.url)
    yield heard
    heard.stop()
    assert heard == []


@pytest.fixture(autouse=True)
def no_complaints(complaints):
    """Every test of a page is also one of its policy, its scripts, and whom it asks."""


@pytest.fixture
def plain(browser: Browser, site: Site, browser_context_args: dict):
    """A page in a browser that runs no script."""
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    heard = Complaints(page, site.url)
    yield page
    context.close()
    assert heard == []


@pytest.fixture
def signed_in(page: Page, site: Site) -> Page:
    """The page, in the hands of an administrator."""
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": site.session, "url": site.url}
    page.context.add_cookies([cookie])
    return page


@pytest.fixture(scope="session", autouse=True)
def a_short_overview():
    """The hundredth block of it is drawn as the first, and axe reads each of them twice."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(overview, "MOST_BLOCKS", 3)
        yield
