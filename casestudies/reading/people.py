"""Who takes part, whom to ask, and the schemes that this one came from or went into."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from casestudies.models import CaseStudy, Organisation, Partner, Relation


@dataclass(frozen=True)
class Part:
    """An organisation and the part it plays."""

    organisation: Organisation
    words: str
    is_lead: bool

    @property
    def as_lead(self) -> "Lead":
        return Lead(self.organisation, host(self.organisation.website))


@dataclass(frozen=True)
class Lead:
    """An organisation to ask, and the host of its website; empty where that is not recorded."""

    organisation: Organisation
    host: str


@dataclass(frozen=True)
class Related:
    """Another published scheme, and what it is to this one."""

    words: str
    study: CaseStudy


def parts(study: CaseStudy) -> list[Part]:
    """Leads first, otherwise in the editors' order."""
    in_order = sorted(study.partners.all(), key=lambda partner: not partner.is_lead)
    return [Part(p.organisation, _part_in_words(p), p.is_lead) for p in in_order]


def related(study: CaseStudy) -> Iterator[Related]:
    """Where it came from, who copied it, what took its place: told from either side."""
    for relation in study.relations.all():
        if relation.other.is_published:
            yield Related(_forwards(relation), relation.other)
    for relation in study.reverse_relations.all():
        if relation.study.is_published:
            yield Related(_backwards(relation), relation.study)


def host(address: str) -> str:
    """Where a link leads, as people say it: `kent.gov.uk`."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _part_in_words(partner: Partner) -> str:
    if not partner.is_lead:
        return partner.part_played or _("Takes part")
    if partner.part_played:
        return _("Leads. %(part)s") % {"part": partner.part_played}
    return _("Leads")


def _forwards(relation: Relation) -> str:
    return {
        Relation.Kind.ADAPTED_FROM: _("Adapted from"),
        Relation.Kind.REPLACED_BY: _("Replaced by"),
        Relation.Kind.MERGED_INTO: _("Merged into"),
    }[Relation.Kind(relation.kind)]


def _backwards(relation: Relation) -> str:
    return {
        Relation.Kind.ADAPTED_FROM: _("Copied by"),
        Relation.Kind.REPLACED_BY: _("Took the place of"),
        Relation.Kind.MERGED_INTO: _("Took in"),
    }[Relation.Kind(relation.kind)]
