"""Accounts: made by administrators, who cannot raise themselves above their role."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.urls import NoReverseMatch, reverse

from tests.factories import make_user
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


def test_an_administrator_cannot_touch_a_superuser_nor_make_one(as_role):
    client = as_role("Administrator")
    superuser = make_user("superuser")
    page = reverse("admin:auth_user_change", args=[superuser.pk])
    assert client.post(page, {"username": "mine@example.org"}).status_code == 403
    delete = reverse("admin:auth_user_delete", args=[superuser.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403
    other = make_user("Editor")
    page = client.get(reverse("admin:auth_user_change", args=[other.pk])).text
    assert "is_superuser" not in page
    assert "user_permissions" not in page


def test_an_administrator_makes_an_editor_who_can_sign_in(as_role, client):
    words = {"username": "New@Example.org", "groups": [Group.objects.get(name="Editor").pk]}
    answer = as_role("Administrator").post(reverse("admin:auth_user_add"), words)
    assert answer.status_code == 302
    assert LogEntry.objects.exists()
    assert not User.objects.get(username="new@example.org").has_usable_password()
    client.logout()
    sign_in(client, " NEW@example.org")
    assert client.get(reverse("admin:casestudies_casestudy_add")).status_code == 200


def test_nowhere_is_a_password_given(as_role):
    client, other = as_role("Administrator"), make_user("Editor")
    for page in (
        reverse("admin:auth_user_add"),
        reverse("admin:auth_user_change", args=[other.pk]),
    ):
        assert "password" not in client.get(page).text.lower(), page
    with pytest.raises(NoReverseMatch):
        reverse("admin:auth_user_password_change", args=[other.pk])
