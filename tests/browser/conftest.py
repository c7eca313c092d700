"""Chromium for the browser tests."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from tests.browser import chromium, missing

# Playwright runs an event loop in this thread, which Django takes for a mistake
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
            # The server of the test is another thread: it sees only what is committed
            item.add_marker(pytest.mark.django_db(transaction=True))
            if reason := missing():
                item.add_marker(pytest.mark.skip(reason=reason))


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


@pytest.fixture
def context(context: BrowserContext) -> BrowserContext:
    """Half a minute, the default, is a long time to wait for what is not coming."""
    context.set_default_timeout(10_000)
    return context


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    return {**browser_context_args, "locale": "en-GB", "timezone_id": "Europe/London"}
