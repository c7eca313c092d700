"""Showing, handing out and mailing what is held of one person: each time it is written down.

The register (`Disclosure`) and the audit trail know the person by a keyed hash, so that after a
breach it can be said who saw or exported whose data, by whoever knows the address to ask about.
"""

import datetime as dt

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from casestudies.editorial import NotAllowed
from collab_directory import audit, outbox
from network import status
from network.models import Disclosure
from network.models.disclosures import FETCHED_WITHIN
from network.personal import Person, export

EXPORT = "network.export_person"

Way, Why = Disclosure.Way, Disclosure.Why


@transaction.atomic
def look_up(
    person: Person, *, by: User, why: Disclosure.Why, at: dt.datetime
) -> list[export.Section]:
    """What was held before this look, by kind. Raises NotAllowed."""
    found = export.everything_of(person)
    _record(person, Way.LOOKED_UP, "person.looked_up", by=by, why=why, at=at)
    return found


@transaction.atomic
def save(
    person: Person, *, by: User | None, why: Disclosure.Why, at: dt.datetime
) -> dict[str, str]:
    """Everything, as files by name; `by` is None for the command line. Raises NotAllowed."""
    _record(person, Way.SAVED, "person.saved", by=by, why=why, at=at)
    return export.as_files(person, at=at)


@transaction.atomic
def mail_link(person: Person, *, by: User, why: Disclosure.Why, at: dt.datetime) -> Disclosure:
    """A letter with a link behind which whoever reads the address fetches everything, once.

    So their identity is shown by reading it. A link that was mailed before opens nothing from now
    on. Raises NotAllowed.
    """
    before = Disclosure.objects.waiting(at).filter(digest=person.digest)
    before.update(expires_at=at, email="")
    until = at + FETCHED_WITHIN
    row = Disclosure(
        digest=person.digest,
        way=Way.MAILED,
        why=why,
        at=at,
        by=by,
        email=person.address,
        expires_at=until,
    )
    token = row.give_link()
    _keep(row, "person.link_mailed", by=by)
    outbox.post(
        "network/own_data",
        to=person.address,
        key=f"own-data:{row.pk}",
        about=row,
        link=status.in_a_letter("network:own_data", token),
        until=until,
        days=FETCHED_WITHIN.days,
    )
    return row


@transaction.atomic
def fetch(row: Disclosure, *, at: dt.datetime) -> bytes | None:
    """Everything, packed, for the person themselves. None if the link was used a moment ago."""
    address = row.email
    if not row.use(at=at):
        return None
    audit.record("person.fetched", row, by=None)
    return export.packed(export.as_files(Person(address), at=at))


def _record(
    person: Person,
    way: Disclosure.Way,
    action: str,
    *,
    by: User | None,
    why: Disclosure.Why,
    at: dt.datetime,
) -> None:
    _keep(Disclosure(digest=person.digest, way=way, why=why, at=at, by=by), action, by=by)


def _keep(row: Disclosure, action: str, *, by: User | None) -> None:
    if by is not None and not by.has_perm(EXPORT):
        raise NotAllowed(_("Your role may not see what is held of a person."))
    row.save()
    audit.record(action, row, by=by, whose=row.digest, why=row.why)
