"""The letters between those who write and those who publish, each written once for each move."""

import datetime as dt

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.urls import reverse

from casestudies.models import CaseStudy
from casestudies.roles import Role
from collab_directory import outbox


def submitted(study: CaseStudy, *, by: User, at: dt.datetime) -> None:
    """To each publisher but whoever sent it; to the administrators where there is no other."""
    others = _reachable().exclude(pk=by.pk)
    to = others.filter(groups__name=Role.PUBLISHER) or others.filter(
        groups__name=Role.ADMINISTRATOR
    )
    for user in to.distinct():
        _post("submitted", study, to=user, by=by, at=at)


def returned(study: CaseStudy, *, by: User, at: dt.datetime) -> None:
    """To whoever sent it for review."""
    _to_submitter("returned", study, study.submitted_by, by=by, at=at)


def published(study: CaseStudy, *, to: User | None, by: User, at: dt.datetime) -> None:
    """To whoever sent it, or the change of it, for review."""
    _to_submitter("published", study, to, by=by, at=at)


def _to_submitter(
    what: str, study: CaseStudy, to: User | None, *, by: User, at: dt.datetime
) -> None:
    # Whoever does both needs no letter; whoever left, or has no address, gets none.
    if to is not None and to != by and _reachable().filter(pk=to.pk).exists():
        _post(what, study, to=to, by=by, at=at)


def _reachable() -> QuerySet[User]:
    return User.objects.filter(is_active=True, is_staff=True).exclude(email="")


def _post(what: str, study: CaseStudy, *, to: User, by: User, at: dt.datetime) -> None:
    outbox.post(
        f"casestudies/{what}",
        to=to.email,
        # The moment is in it, because an entry may be sent and returned more than once.
        key=f"case_study:{study.pk}:{what}:{at.isoformat()}:{to.pk}",
        about=study,
        study=study,
        by=by.get_full_name() or by.get_username(),
        admin_address=settings.SITE_URL
        + reverse("admin:casestudies_casestudy_change", args=[study.pk]),
        public_address=settings.SITE_URL + study.get_absolute_url(),
    )
