"""What is written down of who did what: the audit trail, and the admin's own history."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from collab_directory.audit.models import AuditRecord, numbered
from network.models import Disclosure, Erasure
from network.personal.kind import Held, Kind, Person, column, digests_of, keep


def find_records(person: Person) -> Iterable[AuditRecord]:
    """What they did, what was done to their account, and where their address is named."""
    numbers = [account.pk for account in person.accounts]
    of_account = Q(target_type=User._meta.label_lower, target_id__in=map(str, numbers))
    named = person.mentioned_in("actor_name", "target_label", "said")
    found = AuditRecord.objects.annotate(said=Cast("detail", models.TextField()))
    return found.filter(Q(actor__in=numbers) | of_account | named).select_related("actor")


def _erase_record(row: AuditRecord, person: Person, at: dt.datetime) -> bool:
    without = eraser(person)
    actor = next((account for account in person.accounts if account == row.actor), None)
    now = {
        "actor_name": numbered(actor.pk) if actor else without(row.actor_name),
        "target_label": without(row.target_label),
        "detail": everywhere(row.detail, without),
    }
    if all(getattr(row, field) == value for field, value in now.items()):
        return False
    return bool(AuditRecord.objects.filter(pk=row.pk).without_names(**now))


def _find_entries(person: Person) -> Iterable[LogEntry]:
    mine = [account.pk for account in person.accounts]
    about = Q(
        content_type__app_label="auth", content_type__model="user", object_id__in=map(str, mine)
    )
    named = person.mentioned_in("object_repr", "change_message")
    return LogEntry.objects.filter(about | named).select_related("user")


def _erase_entry(row: LogEntry, person: Person, at: dt.datetime) -> bool:
    without = eraser(person)
    now = {
        "object_repr": without(row.object_repr),
        "change_message": without(row.change_message),
    }
    if all(getattr(row, field) == value for field, value in now.items()):
        return False
    return bool(LogEntry.objects.filter(pk=row.pk).update(**now))


def eraser(person: Person) -> Callable[[str], str]:
    """Takes their address and their names out of a text."""
    names = {name for account in person.accounts if (name := account.get_full_name())}
    names |= set(person.full_names)

    def without(text: str) -> str:
        for word in (*person.spellings, *names):
            start = text.lower().find(word.lower())
            while start >= 0:
                text = f"{text[:start]}[…]{text[start + len(word) :]}"
                start = text.lower().find(word.lower())
        return text

    return without


def everywhere(said: Any, change: Callable[[str], str]) -> Any:
    """A document with each text in it, however deep, changed."""
    if isinstance(said, str):
        return change(said)
    if isinstance(said, list):
        return [everywhere(one, change) for one in said]
    if isinstance(said, dict):
        return {key: everywhere(value, change) for key, value in said.items()}
    return said


def _disclosures(person: Person) -> Iterable[Disclosure]:
    return Disclosure.objects.filter(digest__in=digests_of(person.address))


def _close(row: Disclosure, person: Person, at: dt.datetime) -> bool:
    """A link that is open in a letter opens nothing from now on."""
    return bool(
        Disclosure.objects.filter(pk=row.pk).exclude(email="").update(email="", expires_at=at)
    )


def _erasures(person: Person) -> Iterable[Erasure]:
    return Erasure.objects.filter(digest__in=digests_of(person.address))


KINDS = (
    Kind(
        name="records",
        title=_("What they did here, and what was done to their account"),
        held=(
            Held(
                AuditRecord, "actor actor_name target_label detail", "action target_type target_id"
            ),
        ),
        find=find_records,
        shown=("at", "action", "target_label"),
        since="at",
        erase=_erase_record,
        left=_("what was done and when, with a number in place of the name"),
        rules=("names-in-the-trail",),
        addresses=column(AuditRecord, "actor_name"),
    ),
    Kind(
        name="history",
        title=_("The same in the history that the admin shows"),
        held=(Held(LogEntry, "user object_repr change_message", "object_id"),),
        find=_find_entries,
        shown=("action_time", "object_repr"),
        since="action_time",
        erase=_erase_entry,
        left=_("that something was changed, by a number"),
        until=_("as long as what was changed"),
    ),
    Kind(
        name="disclosures",
        title=_("That the working group looked this up, or handed it out"),
        held=(Held(Disclosure, "digest email by", "token"),),
        find=_disclosures,
        shown=("at", "way", "why", "fetched_at"),
        since="at",
        erase=_close,
        left=_("when that was and why, under a code"),
        rules=("mailed-exports", "disclosures"),
        addresses=column(Disclosure, "email"),
    ),
    Kind(
        name="erasures",
        title=_("That they were erased, under a code"),
        held=(Held(Erasure, "digest", "what"),),
        find=_erasures,
        shown=("at",),
        since="at",
        erase=keep,
        left=_("the code, so that they are erased again after a restore"),
        until=_("as long as backups could bring them back"),
    ),
)
