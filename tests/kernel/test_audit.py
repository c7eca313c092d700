"""The audit trail: who did what to which thing, written once."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction

from collab_directory import audit
from collab_directory.audit.models import AuditRecord, WrittenOnceError

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return User.objects.create_user("editor", first_name="Ada", last_name="Pryce")


@pytest.fixture
def target():
    return User.objects.create_user("target")


def test_a_record_names_who_what_and_which(editor, target):
    made = audit.record("case_study.published", target, by=editor, due=date(2026, 11, 1))
    made.refresh_from_db()
    assert (made.actor, made.actor_name) == (editor, "Ada Pryce")
    assert (made.target_type, made.target_id) == ("auth.user", str(target.pk))
    assert made.target_label == "target"
    assert made.detail == {"due": "2026-11-01"}
    assert made.at is not None
    assert str(made) == "case_study.published: target"
    assert list(AuditRecord.objects.about(target)) == [made]


@pytest.mark.parametrize("by", [None, AnonymousUser()])
def test_the_house_acts_too(target, by):
    made = audit.record("case_study.went_stale", target, by=by)
    assert (made.actor, made.actor_name) == (None, "the directory itself")


def test_a_person_without_a_name_has_an_account(target):
    assert audit.record("case_study.published", target, by=target).actor_name == "target"


@pytest.mark.parametrize(
    "action", ["published", "Case.published", "case study.published", "a.", ""]
)
def test_an_action_is_a_noun_and_a_verb(target, action):
    with pytest.raises(ValueError, match=r"noun\.verb"):
        audit.record(action, target, by=None)


def test_what_is_not_saved_cannot_be_named():
    with pytest.raises(ValueError, match="saved"):
        audit.record("user.made", User(username="unsaved"), by=None)


def test_a_record_outlives_its_actor_and_its_target(editor, target):
    made = audit.record("case_study.published", target, by=editor)
    editor.delete()
    target.delete()
    made.refresh_from_db()
    assert made.actor is None
    assert made.actor_name == "Ada Pryce"
    assert made.target_label == "target"


@pytest.mark.parametrize(
    "change",
    [
        lambda made: made.save(),
        lambda made: made.delete(),
        lambda made: AuditRecord.objects.update(action="x.y"),
        lambda made: AuditRecord.objects.filter(pk=made.pk).delete(),
        lambda made: AuditRecord.objects.bulk_update([made], ["action"]),
        lambda made: AuditRecord.objects.update_or_create(pk=made.pk, defaults={"action": "x.y"}),
    ],
)
def test_a_record_is_written_once(target, change):
    made = audit.record("case_study.published", target, by=None)
    made.action = "case_study.archived"
    with pytest.raises(WrittenOnceError), transaction.atomic():
        change(made)
    assert AuditRecord.objects.get().action == "case_study.published"


def test_a_record_goes_with_the_change_that_failed(target):
    def publish():
        with transaction.atomic():
            audit.record("case_study.published", target, by=None)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        publish()
    assert not AuditRecord.objects.exists()


def test_the_admin_shows_the_trail_and_changes_nothing(client, target):
    made = audit.record("case_study.published", target, by=None)
    client.force_login(User.objects.create_superuser("admin"))
    assert "Published" in client.get("/admin/audit/auditrecord/").content.decode()
    address = f"/admin/audit/auditrecord/{made.pk}/"
    assert client.get(f"{address}change/").status_code == 200
    assert client.post(f"{address}change/", {"action": "x.y"}).status_code == 403
    assert client.post(f"{address}delete/", {"post": "yes"}).status_code == 403
    assert client.get("/admin/audit/auditrecord/add/").status_code == 403
