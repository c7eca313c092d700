"""An administrator lets somebody in who has lost what shows the second step."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from collab_directory.audit.models import AuditRecord
from collab_directory.outbox.models import Letter
from tests.factories import make_user
from tests.sign_in import is_signed_in, sign_in

pytestmark = pytest.mark.django_db

BUTTON = "Remove the second step"


@pytest.fixture
def administrator(client):
    client.user = make_user("Administrator")
    client.force_login(client.user)
    return client


def with_a_step(role="Editor", user=None):
    user = user or make_user(role)
    for kind in ("totp", "recovery_codes"):
        Authenticator.objects.create(user=user, type=kind, data={"secret": "x"})
    return user


def account(user):
    return reverse("admin:auth_user_change", args=[user.pk])


def removal(user):
    return reverse("admin:auth_user_second_step", args=[user.pk])


def test_it_is_removed_and_they_are_told_and_signed_out(administrator):
    editor, browser = make_user("Editor"), Client()
    sign_in(browser, editor.email)
    assert is_signed_in(browser)
    with_a_step(user=editor)
    assert BUTTON in administrator.get(account(editor)).text
    assert "once you are sure who asks" in administrator.get(removal(editor)).text
    assert Authenticator.objects.filter(user=editor).count() == 2
    for _ in range(2):
        administrator.post(removal(editor))
    assert not Authenticator.objects.exists()
    assert browser.get("/admin/").status_code == 302
    letter = Letter.objects.get(template="account/second_step_removed")
    assert (letter.to, letter.state) == (editor.email, "queued")
    record = AuditRecord.objects.about(editor).get()
    assert (record.action, record.actor) == ("user.second_step_removed", administrator.user)
    page = administrator.get(account(editor)).text
    assert BUTTON not in page
    assert "removed the second step" in page


def test_nobody_removes_their_own_nor_that_of_a_superuser(administrator):
    for user in (with_a_step(user=administrator.user), with_a_step("superuser")):
        assert BUTTON not in administrator.get(account(user)).text
        for answer in (administrator.get(removal(user)), administrator.post(removal(user))):
            assert answer.status_code == 403
    assert Authenticator.objects.count() == 4


@pytest.mark.parametrize("role", ["Editor", "Publisher", "Network manager", "Data protection"])
def test_no_other_role_may(client, role):
    user = with_a_step()
    client.force_login(make_user(role))
    for answer in (client.get(removal(user)), client.post(removal(user))):
        assert answer.status_code == 403
    assert Authenticator.objects.exists()


def test_an_account_is_still_written_as_before(administrator):
    editor = with_a_step()
    sent = {"username": "new@example.org", "first_name": "Ada", "is_active": "on"}
    assert administrator.post(account(editor), sent).status_code == 302
    editor.refresh_from_db()
    assert (editor.email, editor.first_name) == ("new@example.org", "Ada")
