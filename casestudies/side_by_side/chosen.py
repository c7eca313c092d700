"""Which schemes stand side by side: read from an address, and written back into one."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from casestudies.catalogue import Catalogue
from casestudies.entries import Entry
from casestudies.models import CaseStudy
from casestudies.question import MOST_IGNORED, repeatable
from collab_directory.addresses import address_of

LEAST, MOST = 2, 4
MOST_READ = 40  # addresses of schemes; nobody ticked more than that
_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,120}")


@dataclass(frozen=True)
class Chosen:
    """At most four published schemes, in the order asked for; `notices` say what was left out."""

    entries: tuple[Entry, ...]
    notices: tuple[str, ...] = ()

    @property
    def slugs(self) -> tuple[str, ...]:
        return tuple(entry.slug for entry in self.entries)

    @property
    def is_enough(self) -> bool:
        return len(self.entries) >= LEAST

    @property
    def is_full(self) -> bool:
        return len(self.entries) >= MOST

    @property
    def url(self) -> str:
        return address_for(*self.slugs)

    def url_with(self, slug: str) -> str:
        return address_for(*self.slugs, slug)

    def url_without(self, slug: str) -> str:
        return address_for(*(one for one in self.slugs if one != slug))


def address_for(*slugs: str) -> str:
    """Where these schemes stand side by side, in this order."""
    query = urlencode([("id", slug) for slug in slugs])
    return address_of("casestudies:compare") + (f"?{query}" if query else "")


def read(asked: list[str], catalogue: Catalogue) -> Chosen:
    """The schemes at these addresses, old ones followed, each once.

    What is not published reads as what never was: both are left out, and named alike.
    """
    wanted = [slug for slug in dict.fromkeys(map(str.strip, asked)) if slug][:MOST_READ]
    entries: dict[int, Entry] = {}
    notices: list[str] = []
    known = _known(wanted, catalogue)
    for slug in wanted:
        entry = known.get(slug)
        if entry is None:
            unknown = _("“%(slug)s” is not a scheme that we have, so it was left out.")
            notices.append(unknown % {"slug": repeatable(slug)})
        elif entry.pk not in entries and len(entries) == MOST:
            full = _("Four schemes are the most that fit side by side, so “%(title)s” is left out.")
            notices.append(full % {"title": entry.title})
        else:
            entries[entry.pk] = entry
    return Chosen(tuple(entries.values()), tuple(dict.fromkeys(notices))[:MOST_IGNORED])


def _known(slugs: list[str], catalogue: Catalogue) -> dict[str, Entry]:
    """Those of these that lead to something published, now or since they were given out."""
    pks = {slug: catalogue.by_slug[slug] for slug in slugs if slug in catalogue.by_slug}
    others = [slug for slug in slugs if slug not in pks and _SLUG.fullmatch(slug)]
    if others:
        moved = CaseStudy.objects.published().by_slug(others)
        pks |= {slug: study.pk for slug, study in moved.items()}
    position = catalogue.position
    return {slug: catalogue.entries[position[pk]] for slug, pk in pks.items() if pk in position}
