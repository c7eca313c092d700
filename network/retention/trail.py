"""How long it is kept who did what: the audit trail, and who handed out what."""

import datetime as dt

from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from collab_directory.audit.models import NUMBERED, AuditRecord, numbered
from network.models import Disclosure
from network.models.disclosures import DISCLOSURE_KEPT, FETCHED_WITHIN
from network.retention.rule import Rule

NAMES_KEPT = dt.timedelta(days=730)


def _names(at: dt.datetime) -> int:
    """Who acted, and whose account was acted on."""
    old = AuditRecord.objects.filter(at__lte=at - NAMES_KEPT).order_by()
    acted, number = old.named(), 0
    for actor in set(acted.values_list("actor_id", flat=True)):
        number += acted.filter(actor=actor).without_names(actor_name=numbered(actor or "?"))
    about = old.filter(target_type=User._meta.label_lower)
    about = about.exclude(target_label__startswith=NUMBERED)
    for target in set(about.values_list("target_id", flat=True)):
        number += about.filter(target_id=target).without_names(
            target_label=numbered(target), detail={}
        )
    return number


def _mailed_exports(at: dt.datetime) -> int:
    return Disclosure.objects.to_forget(at).update(email="", token=None)


def _disclosures(at: dt.datetime) -> int:
    return Disclosure.objects.filter(at__lte=at - DISCLOSURE_KEPT).delete()[0]


RULES = (
    Rule(
        "names-in-the-trail",
        _("Who of the working group did what: name and account"),
        NAMES_KEPT,
        _("after it was done"),
        _("a number stands for the name; what was done, and when, stays"),
        _names,
    ),
    Rule(
        "mailed-exports",
        _("The address to which a link to a person’s own data was mailed"),
        FETCHED_WITHIN,
        _("after it was mailed, or when the data were fetched"),
        _("erased, and the link opens nothing"),
        _mailed_exports,
    ),
    Rule(
        "disclosures",
        _("That the working group looked a person up or handed out their data, under a code"),
        DISCLOSURE_KEPT,
        _("after it was done"),
        _("deleted"),
        _disclosures,
    ),
)
