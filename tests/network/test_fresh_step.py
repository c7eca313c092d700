"""Before exports, deletions and role changes the second step is asked for anew."""

import datetime as dt

import pytest
import time_machine
from django.contrib.auth.models import User
from django.urls import reverse

from network.sign_in.fresh import OPENED_WITHIN, SENT_WITHIN
from tests.factories import make_member, make_study, make_user
from tests.sign_in import ACCOUNT, add_app, app_code, sign_in

pytestmark = pytest.mark.django_db

AGAIN = f"{ACCOUNT}again/"
NOON = dt.datetime(2026, 11, 20, 12, 0, 10, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def clock(settings):
    settings.STAFF_NEED_SECOND_STEP = True
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def administrator(client, clock):
    """Signed in, with the second step passed just now."""
    client.user = make_user("superuser")
    sign_in(client, client.user.email)
    client.secret = add_app(client)
    return client


def addresses():
    other, study, member = make_user("Editor"), make_study(state="draft"), make_member()
    return [
        reverse("admin:auth_user_add"),
        reverse("admin:auth_user_change", args=[other.pk]),
        reverse("admin:auth_user_delete", args=[other.pk]),
        reverse("admin:auth_group_add"),
        reverse("admin:auth_group_change", args=[other.groups.get().pk]),
        reverse("admin:casestudies_casestudy_delete", args=[study.pk]),
        reverse("admin:network_member_remove", args=[member.pk]),
        reverse("admin:sheets_sheetimport_export", args=["case-study", "csv"]),
    ]


def test_what_cannot_be_taken_back_needs_a_fresh_step(administrator, clock):
    for address in addresses():
        assert administrator.get(address).status_code == 200, address
    clock.shift(OPENED_WITHIN - SECOND)
    for address in addresses():
        assert administrator.get(address).status_code == 200, address
    clock.shift(SECOND)
    for address in addresses():
        assert administrator.get(address)["Location"] == f"{AGAIN}?next={address}"
    # Everything else goes on as before
    assert administrator.get(reverse("admin:casestudies_casestudy_changelist")).status_code == 200


def test_what_was_opened_in_time_can_still_be_sent(administrator, clock):
    other = make_user("Editor")
    address = reverse("admin:auth_user_delete", args=[other.pk])
    clock.shift(SENT_WITHIN)
    answer = administrator.post(address, {"post": "yes"})
    assert answer["Location"] == f"{AGAIN}?next={address}"
    assert User.objects.filter(pk=other.pk).exists()
    answer = administrator.post(answer["Location"], {"code": app_code(administrator.secret)})
    assert answer["Location"] == address
    assert "Nothing was done yet" in administrator.get(address).text
    clock.shift(SENT_WITHIN - SECOND)
    administrator.post(address, {"post": "yes"})
    assert not User.objects.filter(pk=other.pk).exists()


def test_deleting_in_bulk_needs_it_too(administrator, clock):
    study = make_study(state="draft")
    clock.shift(SENT_WITHIN)
    address = reverse("admin:casestudies_casestudy_changelist")
    sent = {"action": "delete_selected", "_selected_action": [study.pk], "post": "yes"}
    assert administrator.post(address, sent)["Location"] == f"{AGAIN}?next={address}"


def test_on_a_laptop_nobody_is_asked(client):
    client.force_login(make_user("superuser"))
    for address in addresses():
        assert client.get(address).status_code == 200, address
