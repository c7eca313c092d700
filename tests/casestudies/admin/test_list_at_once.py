"""Many entries moved at once, and somebody else who holds one of them."""

from threading import Event

import pytest
from django.db import connection, transaction
from django.http import HttpResponseRedirect
from django.test import Client
from django.urls import reverse
from zeal import zeal_ignore

from casestudies.models import CaseStudy
from tests.at_once import at_once
from tests.casestudies.admin.pages import LIST
from tests.factories import make_study, make_user

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


def wait_until_somebody_waits():
    with connection.cursor() as cursor:
        for _look in range(100_000):
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
    raise AssertionError("Nobody waits for the row")


def test_whoever_waits_for_one_holds_none_that_the_other_needs():
    """Merging two locks them in the order of their numbers, and so must a list in another order."""
    first, second = make_study("Z, the older"), make_study("A, the newer")
    client = Client()
    client.force_login(make_user("Publisher"))
    is_held = Event()

    def archive_both():
        chosen = {"action": "archive_selected", "_selected_action": [first.pk, second.pk]}
        is_held.wait()
        with zeal_ignore():
            return client.post(reverse(LIST), chosen | {"confirmed": "yes", "note": ""})

    def hold_the_older_then_the_newer():
        with transaction.atomic():
            rows = CaseStudy.objects.select_for_update(nowait=True)
            rows.get(pk=first.pk)
            is_held.set()
            wait_until_somebody_waits()
            return rows.get(pk=second.pk)

    results = at_once(archive_both, hold_the_older_then_the_newer)
    assert {type(one) for one in results} == {HttpResponseRedirect, CaseStudy}
    assert CaseStudy.objects.filter(state="archived").count() == 2
