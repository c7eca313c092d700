"""The real content, for promises that must hold of what readers see."""

import datetime as dt
from contextlib import ExitStack

import pytest
from django.core.management import call_command
from django.db import transaction

from casestudies.models import CaseStudy
from tests.factories import make_week


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]):
    """Those that want the content come first, together: it takes seconds to load."""
    result = yield  # after everybody else who puts them in order
    items.sort(key=lambda item: not _wants_content(item))
    return result


def _wants_content(item: pytest.Item | None) -> bool:
    return "loaded_content" in getattr(item, "fixturenames", ())


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None):
    """No other test begins before the content has gone."""
    result = yield
    if _wants_content(item) and not _wants_content(nextitem):
        item.config.stash.get(_LOADED, ExitStack()).close()
    return result


_LOADED = pytest.StashKey[ExitStack]()


@pytest.fixture(scope="session")
def loaded_content(request, django_db_setup, django_db_blocker):
    """Loaded once, in a transaction around all tests that want it."""
    with ExitStack() as stack:
        request.config.stash[_LOADED] = stack
        stack.enter_context(django_db_blocker.unblock())
        stack.enter_context(transaction.atomic())
        stack.callback(transaction.set_rollback, True)
        call_command("load_content", verbosity=0)
        make_week(dt.date(2026, 11, 12), CaseStudy.objects.published()[0])
        yield


@pytest.fixture
def content(loaded_content, db):
    """The whole content as a fresh installation has it, and a week in which one of it was new."""
