"""What happened to the case studies of an answer: published, changed, confirmed; latest first."""

import datetime as dt
import heapq
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import islice

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casestudies.directory import Directory
from casestudies.models import CaseStudy, Version

READ_AT_ONCE = 500


class What(Enum):
    """What a reader is told that happened, with the title of the entry to follow."""

    NEW = _("New: %(title)s")
    CHANGED = _("Changed: %(title)s")
    CONFIRMED = _("Confirmed: %(title)s")


@dataclass(frozen=True)
class Event:
    """One thing that happened to one published study. `name` is its own among those of a study."""

    at: dt.datetime
    name: str
    what: What
    study_pk: int
    note: str = ""  # what the editors say of the change; nothing where the version is withheld


def latest(directory: Directory, most: int) -> list[Event]:
    """At most so many, of the published studies of an answer, the latest first.

    Two queries at least. Only as much of the history is read as it takes.
    """
    published, confirmed = _published(directory), _confirmed(directory)
    in_order = heapq.merge(published, confirmed, key=lambda event: event.at, reverse=True)
    return list(islice(in_order, most))


def _published(directory: Directory) -> Iterator[Event]:
    catalogue, bits = directory.catalogue, directory.bits
    versions = (
        Version.objects.filter(study__state=CaseStudy.State.PUBLISHED)
        .order_by("-published_at", "-pk")
        .values_list("study_id", "number", "published_at", "note", "withheld_at")
    )
    for pk, number, at, note, withheld_at in versions.iterator(chunk_size=READ_AT_ONCE):
        place = catalogue.position.get(pk)
        if place is None or not bits >> place & 1:
            continue
        what = What.NEW if number == 1 else What.CHANGED
        told = "" if withheld_at or number == 1 else note
        yield Event(at, f"version:{number}", what, pk, told)


def _confirmed(directory: Directory) -> Iterator[Event]:
    """Of each study its last confirmation, at the beginning of that day."""
    catalogue = directory.catalogue
    for place in catalogue.in_order(directory.bits, catalogue.orders["verified"]):
        entry = catalogue.entries[place]
        if not entry.verified:
            return  # those that nobody confirmed come last
        on = dt.date.fromisoformat(entry.verified)
        at = timezone.make_aware(dt.datetime.combine(on, dt.time()))
        yield Event(at, f"confirmed:{entry.verified}", What.CONFIRMED, entry.pk)


def names_for_good(study_pks: Collection[int]) -> dict[int, str]:
    """What each study is called in a feed for ever: its first published address, and that moment.

    Neither changes when the entry is renamed, nor when the content is loaded into another
    database, as primary keys do. The moment tells it from one that has the address after it.
    """
    first = Version.objects.filter(study__in=study_pks).order_by("-number")
    return {
        pk: f"case-study:{slug}:{at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
        for pk, slug, at in first.values_list("study_id", "document__slug", "published_at")
    }
