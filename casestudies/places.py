"""What a page says of a region or an organisation, besides its case studies, and all of them.

What it says of a force area: `your_area/`.
"""

from dataclasses import dataclass

from casestudies import catalogue
from casestudies.catalogue import Catalogue
from casestudies.models import ForceArea, Organisation, Region
from casestudies.names import sort_key


@dataclass(frozen=True)
class Counted:
    """Something with an address, and how many published schemes it has."""

    subject: Region | ForceArea | Organisation
    count: int

    @property
    def url(self) -> str:
        return self.subject.get_absolute_url()

    def __str__(self) -> str:
        return str(self.subject)


@dataclass(frozen=True)
class Heading:
    """A list under a heading, in A-Z order."""

    label: str
    rows: list[Counted]

    @property
    def with_schemes(self) -> list[Counted]:
        return [row for row in self.rows if row.count]


def _counts(facet: str, now: Catalogue) -> dict[str, int]:
    return now.count(facet, now.all)


def _counted(subjects, counts: dict[str, int]) -> list[Counted]:
    rows = [Counted(subject, counts.get(subject.slug, 0)) for subject in subjects]
    return sorted(rows, key=lambda row: sort_key(str(row)))


def about_region(region: Region, now: Catalogue) -> dict[str, object]:
    return {"areas": _counted(region.force_areas.all(), _counts("force", now))}


def about_organisation(organisation: Organisation, now: Catalogue) -> dict[str, object]:
    return {
        "areas": _counted(organisation.force_areas.all(), _counts("force", now)),
        "former_names": [name.name for name in organisation.former_names.all()],
    }


def areas_by_region(counts: dict[str, int]) -> list[Heading]:
    """Every region that has force areas, with them."""
    regions = Region.objects.prefetch_related("force_areas")
    found = [Heading(str(r), _counted(r.force_areas.all(), counts)) for r in regions]
    return [heading for heading in found if heading.rows]


def organisations_by_kind() -> list[Heading]:
    """Every organisation under its kind."""
    counts = _counts("organisation", catalogue.current())
    known = Organisation.objects.filter(replaced_by=None)
    everyone = [one for one in known if counts[one.slug] or not one.is_retired]
    found = [
        Heading(str(label), _counted([o for o in everyone if o.kind == kind], counts))
        for kind, label in Organisation.Kind.choices
    ]
    return [heading for heading in found if heading.rows]
