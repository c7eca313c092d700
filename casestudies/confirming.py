"""Recording that an entry is true: by an editor who heard it, or by whoever runs the scheme.

Like `editorial`, each says whether it changed anything, and may be repeated.
"""

import datetime as dt

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casestudies import changes, signals
from casestudies.editorial import CHANGE, NotAllowed, NotPossible
from casestudies.models import CaseStudy
from collab_directory import audit


@transaction.atomic
def verify(study: CaseStudy, *, by: User, on: dt.date, role: str, note: str = "") -> bool:
    """Record that somebody who knows, named by role, confirmed on a day that the entry is true.

    `note` says how that is known. It is kept in the audit trail, where editors read it.
    """
    if study.is_pending:
        raise NotPossible(_("Record the confirmation of the entry, not of a change of it."))
    # It changes no word of the entry, so an Editor may, also of what is published
    if not by.has_perm(CHANGE):
        raise NotAllowed(_("Only an editor can record that an entry was confirmed."))
    role = role.strip()
    if not role:
        raise NotPossible(
            _("Say which role confirmed it, such as “Collaboration lead, Kent Police”.")
        )
    if on > timezone.localdate():
        raise NotPossible(_("The date of a confirmation cannot be in the future."))
    study.refresh_from_db(fields=["verified_on", "verified_by"])
    if study.verified_on and study.verified_on > on:
        raise NotPossible(_("A later confirmation is recorded already."))
    return _confirm(study, by=by, on=on, role=role, note=note.strip())


@transaction.atomic
def hear(study: CaseStudy, *, on: dt.date, role: str) -> bool:
    """Record that whoever runs a published scheme, asked by our letter, says that all is true."""
    if not CaseStudy.objects.published().filter(pk=study.pk).exists():
        raise NotPossible(_("This case study is not published."))
    return _confirm(study, by=None, on=on, role=role, note="")


def _confirm(study: CaseStudy, *, by: User | None, on: dt.date, role: str, note: str) -> bool:
    others = CaseStudy.objects.filter(pk=study.pk).exclude(verified_on=on, verified_by=role)
    now = timezone.now()
    if not others.update(verified_on=on, verified_by=role, stale_on=None, updated_at=now):
        return False
    changes.note({study.pk})
    study.refresh_from_db()
    audit.record("case_study.verified", study, by=by, on=on.isoformat(), role=role, note=note)
    signals.verified.send(CaseStudy, study=study, by=by)
    return True
