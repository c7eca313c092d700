"""Accounts: made by administrators, who cannot raise themselves above their role."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.urls import reverse
from zeal import zeal_ignore

from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_an_administrator_cannot_touch_a_superuser_nor_make_one(as_role):
    client = as_role("Administrator")
    superuser = make_user("superuser")
    page = reverse("admin:auth_user_change", args=[superuser.pk])
    assert client.post(page, {"username": "mine@example.org"}).status_code == 403
    password = reverse("admin:auth_user_password_change", args=[superuser.pk])
    with zeal_ignore():  # both are users, read one by one
        assert client.post(password, {}).status_code == 403
    delete = reverse("admin:auth_user_delete", args=[superuser.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403
    other = make_user("Editor")
    page = client.get(reverse("admin:auth_user_change", args=[other.pk])).text
    assert "is_superuser" not in page
    assert "user_permissions" not in page


def test_an_administrator_makes_an_editor_who_can_sign_in(as_role, client):
    words = {
        "username": "New@Example.org",
        "password1": "seven tall lighthouses",
        "password2": "seven tall lighthouses",
        "groups": [Group.objects.get(name="Editor").pk],
    }
    answer = as_role("Administrator").post(reverse("admin:auth_user_add"), words)
    assert answer.status_code == 302
    client.logout()
    signed_in = client.post(
        reverse("admin:login"),
        {"username": " NEW@example.org", "password": "seven tall lighthouses"},
    )
    assert signed_in.status_code == 302
    assert client.get(reverse("admin:casestudies_casestudy_add")).status_code == 200
    assert LogEntry.objects.exists()
