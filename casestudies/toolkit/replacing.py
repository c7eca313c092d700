"""What is done with a document's files: put one in its place, use an earlier one, go back to ours.

The only code that writes them. Each is one transaction with its record in the audit trail, and may
be repeated: the second time changes nothing.
"""

import datetime as dt

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from casestudies import changes, editorial
from casestudies.models import Resource, ResourceFile
from casestudies.models.toolkit import MOST_FILES
from casestudies.toolkit.looking import look_into
from collab_directory import audit

CHANGE = "casestudies.change_resource"


def replace(
    resource: Resource, content: bytes, *, by: User, dated: dt.date, summary: str, note: str = ""
) -> ResourceFile:
    """Hand out this file from now on. Raises Unfit, and NotPossible where there are too many.

    A file that was here before is used again, with what is said of it now.
    """
    _require(by)
    form = look_into(content)
    with changes.one_change():
        _lock(resource)
        given = ResourceFile.of(
            content, resource=resource, format=form, dated=dated, summary=summary, note=note
        )
        known = resource.files.light().filter(digest=given.digest).first()
        if known is None and resource.files.count() >= MOST_FILES:
            raise editorial.NotPossible(
                _("There are %d files already. Remove one that nobody needs.") % MOST_FILES
            )
        file = known or given
        file.dated, file.summary, file.note = dated, summary, note
        resource.files.filter(in_use=True).exclude(pk=file.pk).update(in_use=False)
        file.in_use = True
        fields = ["dated", "summary", "note", "in_use"] if known else None
        file.save(update_fields=fields)
        audit.record("resource.replaced", resource, by=by, digest=file.digest, format=form.value)
    return file


def use(file: ResourceFile, *, by: User) -> bool:
    """Hand out an earlier file again; whether it was not in use."""
    _require(by)
    with changes.one_change():
        _lock(file.resource)
        if file.resource.files.filter(pk=file.pk, in_use=True).exists():
            return False
        file.resource.files.filter(in_use=True).update(in_use=False)
        if not file.resource.files.filter(pk=file.pk).update(in_use=True):
            return False
        changes.note()
        audit.record("resource.file_used", file.resource, by=by, digest=file.digest)
    return True


def back_to_ours(resource: Resource, *, by: User) -> bool:
    """Hand out our own document again; whether there was another. Its file stays for Publishers."""
    _require(by)
    with changes.one_change():
        _lock(resource)
        if not resource.files.filter(in_use=True).update(in_use=False):
            return False
        changes.note()
        audit.record("resource.own_used", resource, by=by)
    return True


def remove(file: ResourceFile, *, by: User) -> bool:
    """Forget an earlier file for good; not the one that readers get. Whether it was there."""
    _require(by)
    with changes.one_change():
        _lock(file.resource)
        gone, _each = file.resource.files.light().filter(pk=file.pk, in_use=False).delete()
        if gone:
            audit.record("resource.file_removed", file.resource, by=by, digest=file.digest)
    return bool(gone)


def _require(by: User) -> None:
    editorial.require(by, CHANGE, _("Only a publisher can replace a document."))


def _lock(resource: Resource) -> None:
    """Of two publishers at once, the second waits and sees what the first has done."""
    Resource.objects.select_for_update().get(pk=resource.pk)
