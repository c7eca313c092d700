"""Taking the text of an earlier version from the public, as when it names somebody; and back.

Like `editorial`, each says whether it changed anything, and may be repeated.
"""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casestudies import changes
from casestudies.editorial import PUBLISH, NotPossible, require
from casestudies.models import CaseStudy, Version
from collab_directory import audit


@transaction.atomic
def withhold(version: Version, *, by: User, because: str) -> bool:
    """Show nothing of what a version said from now on, only that it was withheld, and when.

    `because` is kept for the working group. Of a published entry the version in force cannot be
    withheld: the entry itself says the same, so it is corrected first.
    """
    require(by, PUBLISH, _("Only a publisher can withhold a version."))
    because = because.strip()
    if not because:
        raise NotPossible(_("Say why it is withheld."))
    study = _held(version)
    if reason := why_not(version, study):
        raise NotPossible(reason)
    return _write(version, study, by, "case_study.version_withheld", because)


@transaction.atomic
def give_back(version: Version, *, by: User) -> bool:
    """Let the public read again what a version said."""
    require(by, PUBLISH, _("Only a publisher can let the public read a version again."))
    return _write(version, _held(version), by, "case_study.version_given_back", "")


def why_not(version: Version, study: CaseStudy) -> str:
    """Why a version of this entry cannot be withheld; empty if it can."""
    if not study.is_published or study.versions.filter(number__gt=version.number).exists():
        return ""
    return _(
        "This version is in force, and the entry itself says the same. Correct the entry first; "
        "this version can be withheld then."
    )


def _held(version: Version) -> CaseStudy:
    """Its entry, locked: so that nobody publishes or archives it in the meantime."""
    return CaseStudy.objects.select_for_update().get(pk=version.study_id)


def _write(version: Version, study: CaseStudy, by: User, action: str, because: str) -> bool:
    is_withheld = bool(because)
    others = Version.objects.filter(pk=version.pk, withheld_at__isnull=is_withheld)
    if not others.update(
        withheld_at=timezone.now() if is_withheld else None,
        withheld_by=by if is_withheld else None,
        withheld_because=because,
    ):
        return False
    # Pages are kept until the catalogue changes, and an UPDATE sends no signal
    changes.note()
    version.refresh_from_db()
    audit.record(action, study, by=by, version=version.number, note=because)
    return True
