"""Everything that is held of one person, for them to read and to take elsewhere."""

import datetime as dt
import io
import json
import zipfile
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string

from network import retention
from network.personal import KINDS, Kind, Line, Person


@dataclass(frozen=True)
class Section:
    """One kind of data, with each thing of it that is held."""

    kind: Kind
    rows: list[list[Line]]
    number: int
    first: dt.datetime | None
    last: dt.datetime | None

    @property
    def rules(self) -> list[retention.Rule]:
        """How long it is kept, as the job that erases it reads it."""
        return [rule for rule in retention.RULES if rule.name in self.kind.rules]


def everything_of(person: Person) -> list[Section]:
    """A section for each kind of which something is held."""
    sections = []
    for kind in KINDS:
        rows = list(kind.find(person))
        moments = [moment for row in rows if (moment := kind.moment(row))]
        if rows:
            sections.append(
                Section(
                    kind,
                    [kind.lines(row) for row in rows],
                    sum(kind.size(row) for row in rows),
                    min(moments, default=None),
                    max(moments, default=None),
                )
            )
    return sections


def as_data(person: Person, *, at: dt.datetime) -> dict[str, Any]:
    """`{"address", "site", "made_at", "held": {kind: [{field: value}]}}`, for JSON."""
    return {
        "address": person.address,
        "site": settings.SITE_URL,
        "made_at": at,
        "held": {
            section.kind.name: [{line.name: line.value for line in row} for row in section.rows]
            for section in everything_of(person)
        },
    }


def as_json(person: Person, *, at: dt.datetime) -> str:
    data = as_data(person, at=at)
    return json.dumps(data, cls=DjangoJSONEncoder, indent=2, ensure_ascii=False)


def as_page(person: Person, *, at: dt.datetime) -> str:
    """One HTML file that needs nothing else: it is opened from a folder."""
    context = {
        "person": person,
        "sections": everything_of(person),
        "at": at,
        "SITE_NAME": settings.SITE_NAME,
        "SITE_URL": settings.SITE_URL,
        "CONTACT_EMAIL": settings.CONTACT_EMAIL,
    }
    return render_to_string("exports/person.html", context)


def as_files(person: Person, *, at: dt.datetime) -> dict[str, str]:
    """By the name of the file. The same facts twice: to read, and for a machine."""
    return {"my-data.html": as_page(person, at=at), "my-data.json": as_json(person, at=at)}


def packed(files: dict[str, str]) -> bytes:
    """Files by name, as one."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, text in files.items():
            folder.writestr(name, text)
    return written.getvalue()
