"""Erasing one person from everything, on their request, and again after a restore.

What is erased how stands in `network.personal`. That it was done is written into a ledger, which
knows a person by a keyed hash only, and into a file beside the database, if there is one: a restore
brings back the database of the day before, and with it the ledger of the day before.
"""

import datetime as dt
import json
import logging
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from casestudies.editorial import NotAllowed, NotPossible
from collab_directory import audit
from network.models import Erasure, GroupMessage
from network.personal import KINDS, Kind, Person, addresses_held, digests_of, leaders, sent

log = logging.getLogger(__name__)

ERASE = "network.erase_person"

Counts = dict[str, int]  # by the name of a kind, in the order in which they are erased


@transaction.atomic
def erase_person(person: Person, *, by: User | None, at: dt.datetime) -> Counts:
    """Delete or mask everything that is held of somebody, at once; how much of what.

    Nothing the second time, and then nothing is written down. `by` is None for the command line.
    Raises NotAllowed for a role that may not, and NotPossible for an account that is out of reach
    of whoever asks: their own, or one with more rights than theirs.
    """
    _require(person, by)
    counts = _erase(person, at=at)
    if counts:
        row = Erasure.objects.create(digest=person.digest, at=at, what=counts)
        audit.record("person.erased", row, by=by, **counts)
        transaction.on_commit(partial(_note_in_file, row))
    return counts


def would_erase(person: Person, *, at: dt.datetime) -> Counts:
    """What `erase_person` would do, found out by doing it and taking it back."""
    with transaction.atomic():
        counts = _erase(person, at=at)
        transaction.set_rollback(True)
    return counts


def warnings(person: Person) -> list[str]:
    """What to know, or do, before somebody is erased: afterwards nobody knows where to write."""
    said = []
    if sent.find_messages(person).filter(state=GroupMessage.State.OPEN).exists():
        said.append(_("A message or complaint of theirs is open. Answer it first."))
    if sent.find_enquiries(person).filter(reported_at__isnull=False).exists():
        said.append(_("A question of theirs was reported as abuse. The evidence goes, too."))
    if leaders.find(person).filter(is_active=True).exists():
        said.append(_("They lead a scheme: no question is passed on to them from then on."))
    if any(account.is_staff for account in person.accounts):
        said.append(_("They are of the working group: their account is closed, for good."))
    return said


def erase_again(*, at: dt.datetime, since: dt.datetime | None = None) -> dict[str, Counts]:
    """Apply the ledger after a restore: whoever was erased (since then) goes again.

    Only what is older than the erasure: somebody who came back of their own will stays. The ledger
    of the file is taken into that of the database first. By code of the person: how much of what.
    """
    take_in(in_file(settings.ERASURE_LEDGER))
    rows = Erasure.objects.filter(at__gte=since) if since else Erasure.objects.all()
    ledger = {row.digest: row for row in rows.order_by("at", "pk")}  # the last of each
    done: dict[str, Counts] = {}
    for person in _people_held():
        row = next((ledger[c] for c in digests_of(person.address) if c in ledger), None)
        if row is None:
            continue
        with transaction.atomic():
            if counts := _erase(person, at=at, before=row.at):
                done[row.digest] = counts
                audit.record("person.erased_again", row, by=None, **counts)
    return done


@transaction.atomic
def take_in(known: Iterable[Erasure]) -> int:
    """What of these the database does not know, because it was restored. How many rows."""
    rows = [row for row in known if not Erasure.objects.filter(**_same(row)).exists()]
    Erasure.objects.bulk_create(rows)
    return len(rows)


def in_file(path: str | Path) -> list[Erasure]:
    """The ledger of a file, in rows that are not saved; none where there is no such file.

    Raises ValueError, which names the line that is none of a ledger.
    """
    if not path or not Path(path).exists():
        return []
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    return [_from_line(number, line) for number, line in enumerate(lines, 1)]


def in_lines() -> Iterator[str]:
    """The ledger of the database as `in_file` reads it, oldest first."""
    for row in Erasure.objects.order_by("at", "pk").iterator(chunk_size=2000):
        yield _line(row)


def _erase(person: Person, *, at: dt.datetime, before: dt.datetime | None = None) -> Counts:
    """What is older than `before`, if given."""
    # All is found before anything goes: much of it is known by what goes first
    found = [
        (kind, [row for row in kind.find(person) if _is_older(kind, row, before)]) for kind in KINDS
    ]
    counts = {kind.name: sum(kind.erase(row, person, at) for row in rows) for kind, rows in found}
    return {name: number for name, number in counts.items() if number}


def _is_older(kind: Kind, row: Any, before: dt.datetime | None) -> bool:
    moment = kind.moment(row)
    return before is None or moment is None or moment < before


def _people_held() -> Iterator[Person]:
    seen: set[Person] = set()
    for address in list(addresses_held()):
        with suppress(ValidationError):  # the trail also holds names that are no addresses
            person = Person(address)
            if person not in seen:
                seen.add(person)
                yield person


def _require(person: Person, by: User | None) -> None:
    if by is None:
        return
    if not by.has_perm(ERASE):
        raise NotAllowed(_("Your role may not erase what is held of a person."))
    if by in person.accounts:
        raise NotPossible(_("This is your own account. Somebody else has to erase it."))
    of_the_group = [account for account in person.accounts if account.is_staff]
    if any(account.is_superuser for account in of_the_group) and not by.is_superuser:
        raise NotPossible(_("This account has more rights than yours. Ask whoever runs the site."))
    if of_the_group and not by.has_perm("auth.delete_user"):
        raise NotPossible(
            _("This is the account of one of the working group. An administrator erases it.")
        )


def _note_in_file(row: Erasure) -> None:
    """One line of JSON, in one write: several processes may add to it."""
    if not settings.ERASURE_LEDGER:
        return
    try:
        with open(settings.ERASURE_LEDGER, "a", encoding="utf-8") as ledger:
            ledger.write(f"{_line(row)}\n")
    except OSError as fault:
        # The erasure is done; that a restore would undo it has to be known at once
        log.error("The ledger of erasures was not written: %s", type(fault).__name__)


def _line(row: Erasure) -> str:
    return json.dumps({"whose": row.digest, "at": row.at.isoformat(), "what": row.what})


def _from_line(number: int, line: str) -> Erasure:
    try:
        said = json.loads(line)
        moment = parse_datetime(said["at"])
        if moment is None or moment.tzinfo is None:
            raise ValueError(said["at"])
        return Erasure(digest=said["whose"], at=moment, what=said["what"])
    except (ValueError, TypeError, KeyError) as fault:
        raise ValueError(f"Line {number} is none of a ledger of erasures.") from fault


def _same(row: Erasure) -> dict[str, Any]:
    return {"digest": row.digest, "at": row.at}
