"""The outbox in the admin: for whom, and what they may do."""

import pytest
from django.contrib.auth.models import Permission, User

from collab_directory.audit.models import AuditRecord
from collab_directory.outbox.models import Letter
from tests.factories import make_letter, make_user

pytestmark = pytest.mark.django_db

LIST = "/admin/outbox/letter/"


@pytest.fixture
def manager(client):
    client.force_login(make_user("Network manager"))
    return client


def choose(client, action, *letters):
    return client.post(
        LIST, {"action": action, "_selected_action": [x.pk for x in letters]}, follow=True
    )


def test_the_list_says_what_went_wrong_and_not_to_whom(manager):
    make_letter(state="failed", to="ada@council.uk", problem="The mail server answered 550: …")
    page = manager.get(LIST).content.decode()
    assert "answered 550" in page
    assert "ada@council.uk" not in page


def test_a_letter_can_be_read_and_not_written(manager):
    letter = make_letter(to="ada@council.uk", text="Dear Ada")
    page = manager.get(f"{LIST}{letter.pk}/change/").content.decode()
    assert "ada@council.uk" in page
    assert "Dear Ada" in page
    assert manager.post(f"{LIST}{letter.pk}/change/", {"to": "x@council.uk"}).status_code == 403


def test_whoever_may_only_change_letters_does_not_read_them(client):
    user = User.objects.create_user("clerk", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="change_letter"))
    client.force_login(user)
    assert client.get(LIST).status_code == 403
    assert client.get(f"{LIST}{make_letter().pk}/change/").status_code == 403


def test_failed_letters_are_sent_again(manager):
    failed, sent = make_letter(state="failed", attempts=77), make_letter(state="sent")
    page = choose(manager, "send_again", failed, sent).content.decode()
    assert "1 letter is queued again." in page
    assert "1 letter is not" in page
    failed.refresh_from_db()
    assert (failed.state, failed.attempts) == ("queued", 0)
    record = AuditRecord.objects.get()
    assert (record.action, record.target_label) == (
        "letter.sent_again",
        f"network/letter {failed.pk}",
    )
    assert record.detail == {}


def test_letters_that_wait_are_cancelled(manager):
    waiting, sent = make_letter(), make_letter(state="sent")
    assert "1 letter is cancelled." in choose(manager, "cancel", waiting, sent).content.decode()
    choose(manager, "cancel", waiting, sent)
    assert set(Letter.objects.values_list("state", flat=True)) == {"cancelled", "sent"}
    assert AuditRecord.objects.get().action == "letter.cancelled"


@pytest.mark.parametrize("action", ["send_again", "cancel"])
def test_whoever_may_only_read_letters_sends_and_cancels_none(client, action):
    user = User.objects.create_user("reader", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_letter"))
    client.force_login(user)
    letter = make_letter(state="failed" if action == "send_again" else "queued")
    assert client.get(LIST).status_code == 200
    choose(client, action, letter)
    before = letter.state
    letter.refresh_from_db()
    assert letter.state == before
    assert not AuditRecord.objects.exists()
