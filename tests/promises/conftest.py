"""The real content, for promises that must hold of what readers see."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import transaction

from casestudies.models import CaseStudy
from tests.factories import make_week


class _RollBackError(Exception):
    """Ends a module's transaction without keeping what it did."""


@pytest.fixture(scope="module")
def loaded_content(django_db_setup, django_db_blocker):
    """Loaded once a module, in a transaction around all its tests: it takes seconds."""
    with django_db_blocker.unblock():
        try:
            with transaction.atomic():
                call_command("load_content", verbosity=0)
                make_week(dt.date(2026, 11, 12), CaseStudy.objects.published()[0])
                yield
                raise _RollBackError
        except _RollBackError:
            pass


@pytest.fixture
def content(loaded_content, db):
    """The whole content as a fresh installation has it, and a week in which one of it was new."""
