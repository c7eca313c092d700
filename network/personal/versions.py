"""Who is named in what an entry once said: its versions, whether or not they are withheld.

An entry of today is for its editors to correct. Nobody can correct a version, so it is done here.
"""

import datetime as dt
import json
from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from casestudies import changes
from casestudies.models import Version
from network.personal.kind import Held, Kind, Person
from network.personal.trail import eraser, everywhere

TEXTS = ("note", "withheld_because")


def find(person: Person) -> Iterable[Version]:
    """Versions in which their address or a full name of theirs stands."""
    said = Version.objects.annotate(said=Cast("document", models.TextField()))
    found = Q(pk__in=[])
    for words in (*person.spellings, *person.full_names):
        # A document as text: one database keeps letters as they are, another their numbers
        for written in {words, json.dumps(words)[1:-1]}:
            found |= Q(said__icontains=written)
        for field in TEXTS:
            found |= Q(**{f"{field}__icontains": words})
    return said.filter(found).select_related("study")


def _erase(row: Version, person: Person, at: dt.datetime) -> bool:
    without = eraser(person)
    now = {field: without(getattr(row, field)) for field in TEXTS}
    document = everywhere(row.document, without)
    if document == row.document and all(getattr(row, name) == now[name] for name in TEXTS):
        return False
    changed = Version.objects.filter(pk=row.pk).update(document=document, **now)
    changes.note()  # the pages of versions are kept until the catalogue changes
    return bool(changed)


KINDS = (
    Kind(
        name="versions",
        title=_("Where earlier versions of entries name them"),
        held=(Held(Version, "published_by withheld_by note document withheld_because"),),
        find=find,
        shown=("published_at", "study", "number"),
        since="published_at",
        erase=_erase,
        left=_("the version, with a mark where they were named"),
        until=_("as long as the entry"),
    ),
)
