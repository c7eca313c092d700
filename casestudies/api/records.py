"""A case study, and a version of one, as plain data: all that is recorded and public."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse

from casestudies.alphabet import letter_of
from casestudies.formats.json import LICENCE
from casestudies.formats.record import Absolute, summary_record
from casestudies.models import CaseStudy, Evidence, Relation, Saving, Version
from casestudies.models.evidence import SourceBase
from casestudies.reading.citing import of_version

Record = dict[str, Any]

SAVING = (
    *("covers", "bound", "low", "high", "per", "period", "price_year"),
    *("baseline", "payer", "gainer", "grade", "note"),
)


def result(study: CaseStudy, absolute: Absolute) -> Record:
    """As a list gives it. Needs what `Catalogue.cards()` loads."""
    return summary_record(study, absolute) | {
        "letter": letter_of(study.title),
        "api_url": absolute(study_address(study.slug)),
    }


def study_address(slug: str) -> str:
    return reverse("api:case_study", args=[slug])


def full(study: CaseStudy, versions: Iterable[Version], absolute: Absolute) -> Record:
    """All that is recorded. Needs what `for_reading()` loads; asks nothing more."""
    return result(study, absolute) | {
        "what_happened": study.what_happened,
        "ended_advice": study.ended_advice or None,
        "confirmation_due_on": study.due_on,
        "unconfirmed_since": study.silent_from,
        "partners": [
            {
                "organisation": part.organisation.slug,
                "name": part.organisation.name,
                "role": part.role,
                "part_played": part.part_played or None,
            }
            for part in study.partners.all()
        ],
        "outcomes": [
            {"text": one.text, "evidence": Evidence(one.evidence).name.lower()}
            for one in study.outcomes.all()
        ],
        "lessons": _kinds_and_texts(study.lessons.all()),
        "needs": _kinds_and_texts(study.needs.all()),
        "cautions": _kinds_and_texts(study.caveats.all()),
        "savings": [_saving(saving) for saving in study.savings.all()],
        "funding": [
            {"description": one.description, "stream": one.stream.slug if one.stream else None}
            for one in study.fundings.all()
        ],
        "factors": [
            {
                "slug": shown.factor.slug,
                "title": shown.factor.title,
                "kind": shown.factor.kind,
                "reason": shown.reason,
                "how_met": shown.how_met or None,
                "api_url": absolute(reverse("api:factor", args=[shown.factor.slug])),
            }
            for shown in study.factors_shown.all()
        ],
        "related": list(_related(study, absolute)),
        "sources": sources(study.sources.all()),
        "versions": [version_line(study.slug, version, absolute) for version in versions],
        "licence": LICENCE,
    }


def _kinds_and_texts(lines: Iterable[Any]) -> list[Record]:
    return [{"kind": line.kind, "text": line.text} for line in lines]


def _saving(saving: Saving) -> Record:
    """What is not known is null: an unknown amount is never nought."""
    said = {name: getattr(saving, name) for name in SAVING}
    return {name: None if value == "" else value for name, value in said.items()}


def _related(study: CaseStudy, absolute: Absolute) -> Iterable[Record]:
    """Relations to schemes that are public, told from either side."""
    forwards = [(one, one.other, "to") for one in study.relations.all()]
    backwards = [(one, one.study, "from") for one in study.reverse_relations.all()]
    for relation, other, direction in forwards + backwards:
        if other.is_published:
            yield {
                "kind": Relation.Kind(relation.kind).value,
                "direction": direction,
                "slug": other.slug,
                "title": other.title,
                "api_url": absolute(study_address(other.slug)),
            }


def sources(rows: Iterable[SourceBase]) -> list[Record]:
    return [
        {
            "title": source.title,
            "publisher": source.publisher or None,
            "url": source.url,
            "date": source.date or None,
        }
        for source in rows
    ]


def version_line(slug: str, version: Version, absolute: Absolute) -> Record:
    """What is known of a version besides its text, which may be withheld."""
    number = version.number
    is_withheld = version.withheld_at is not None
    return {
        "number": number,
        "published_at": version.published_at,
        "note": None if is_withheld else version.note or None,
        "withheld": is_withheld,
        "url": absolute(reverse("casestudies:version", args=[slug, number])),
        "api_url": absolute(reverse("api:version", args=[slug, number])),
    }


def version_record(
    slug: str, version: Version, document: Record | None, absolute: Absolute
) -> Record:
    """A version with its document; without one where it is withheld."""
    cite = None
    if document is not None:
        title, number = str(document.get("title", "")), version.number
        cite = of_version(slug, title, number, version.published_at).plain
    return version_line(slug, version, absolute) | {
        "case_study": slug,
        "case_study_url": absolute(study_address(slug)),
        "cite": cite,
        "document": document,
        "publisher": settings.SITE_NAME,
        "licence": LICENCE,
    }
