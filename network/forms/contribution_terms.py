"""What can be chosen in a proposal, looked up once for any number of forms and drafts."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any, TypeVar

from casestudies.models import CollaborationType, ForceArea, Organisation, Region, Service
from casestudies.models.addresses import Slugged
from network import organisations

Term = TypeVar("Term", bound=Slugged)


class Terms:
    """Each kind by its slugs, in the order of its list."""

    @cached_property
    def services(self) -> dict[str, Service]:
        return _by_slug(Service.objects.offered())

    @cached_property
    def types(self) -> dict[str, CollaborationType]:
        return _by_slug(CollaborationType.objects.offered())

    @cached_property
    def regions(self) -> dict[str, Region]:
        return _by_slug(Region.objects.all())

    @cached_property
    def force_areas(self) -> dict[str, ForceArea]:
        return _by_slug(ForceArea.objects.all())

    @cached_property
    def _known(self) -> organisations.Known:
        return organisations.Known()

    def meant_by(self, name: str) -> list[Organisation]:
        return self._known.meant_by(name)

    @property
    def organisation_names(self) -> list[str]:
        return self._known.names


def choices(terms: dict[str, Any]) -> list[tuple[str, str]]:
    return [(slug, str(term)) for slug, term in terms.items()]


def _by_slug(rows: Iterable[Term]) -> dict[str, Term]:
    return {row.slug: row for row in rows}
