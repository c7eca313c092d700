"""An earlier version is brought back: as a change that is prepared, never over what is public."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from casestudies import pending
from casestudies.differences import FieldDifference, between
from casestudies.editorial import NotPossible
from casestudies.imports.documents import without_empty
from casestudies.imports.one import current_document, text_of
from casestudies.imports.shapes import CASE_STUDY
from casestudies.models import CaseStudy, Version
from casestudies.named import Named, keys_in
from collab_directory import audit


@dataclass(frozen=True)
class Restored:
    """What bringing a version back would do: what would differ, and what it can no longer name."""

    differences: list[FieldDifference]
    gone: list[str]


def what_it_would_do(version: Version) -> Restored:
    now = text_of(current_document(version.study))
    wanted = text_of(version.document)
    named = Named(now, wanted)
    gone = dict.fromkeys(
        _("%(kind)s “%(name)s”") % {"kind": kind.replace("-", " "), "name": named.called(kind, key)}
        for kind, key in keys_in(wanted)
        if named.thing(kind, key) is None
    )
    return Restored(between(now, wanted, named=named), list(gone))


def that_differ(versions: Iterable[Version], study: CaseStudy) -> set[int]:
    """The numbers of those that say something else than the entry says now."""
    now = text_of(current_document(study))
    texts = {version.number: text_of(version.document) for version in versions}
    named = Named(now, *texts.values())
    return {number for number, text in texts.items() if between(now, text, named=named)}


@transaction.atomic
def restore(version: Version, *, by: User) -> CaseStudy:
    """Prepare a change of the entry that says what the version said; the change.

    Address and confirmation stay as they are. What the version names under a former address is
    found, and what is gone is in `left_out` of the change.

    Raises `NotPossible` where `pending.prepare` does, and for what is withheld from the public.
    """
    study = version.study
    # As whoever withholds it does, so that of the two one comes first
    CaseStudy.objects.select_for_update().filter(pk=study.pk).first()
    if Version.objects.filter(pk=version.pk, withheld_at__isnull=False).exists():
        raise NotPossible(_("This version is withheld, so it is not brought back."))
    was_there = CaseStudy.objects.filter(pending_of=study).exists()
    change = pending.prepare(study, by=by, document=_as_now(version))
    if was_there:
        return change  # which says the same already
    change.pending_note = _("Brought back from version %d.") % version.number
    change.save(update_fields=["pending_note"])
    audit.record("case_study.restored", study, by=by, version=version.number, pending=change.pk)
    return change


def _as_now(version: Version) -> dict[str, object]:
    """What a version of another time says of fields that there are today."""
    links = [link.name for link in CASE_STUDY.links]
    rows = [rows.name for rows in CASE_STUDY.rows]
    known = {CASE_STUDY.key, *CASE_STUDY.fields, *links, *rows}
    return without_empty({n: value for n, value in version.document.items() if n in known})
