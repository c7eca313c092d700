"""As plain data: places, organisations, the words that entries are sorted by, and what works."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse

from casestudies.api.records import Record, sources
from casestudies.formats.record import Absolute
from casestudies.models import (
    ForceArea,
    FundingStream,
    GlossaryTerm,
    NationalProgramme,
    Organisation,
    SuccessFactor,
)
from casestudies.models.addresses import Slugged


def listed(rows: Iterable[Record]) -> Record:
    """A whole list, which has no pages."""
    results = list(rows)
    return {"count": len(results), "results": results}


def studies_of(facet: str, slug: str, absolute: Absolute) -> str:
    """Where the case studies with this value of a facet are."""
    return absolute(f"{reverse('api:case_studies')}?{facet}={slug}")


def area(area: ForceArea, counts: Mapping[str, int], absolute: Absolute) -> Record:
    """Needs its region and neighbours."""
    return {
        "slug": area.slug,
        "name": area.name,
        "code": area.code,
        "region": area.region.slug,
        "neighbours": [other.slug for other in area.neighbours.all()],
        "case_studies": counts.get(area.slug, 0),
        "case_studies_url": studies_of("force", area.slug, absolute),
        "url": absolute(area.get_absolute_url()),
        "api_url": absolute(reverse("api:area", args=[area.slug])),
    }


def organisation(one: Organisation, counts: Mapping[str, int], absolute: Absolute) -> Record:
    """Needs its region, force areas and former names."""
    return {
        "slug": one.slug,
        "name": one.name,
        "short_name": one.short_name or None,
        "former_names": [former.name for former in one.former_names.all()],
        "kind": one.kind,
        "region": one.region.slug if one.region else None,
        "force_areas": [place.slug for place in one.force_areas.all()],
        "borders": one.borders or None,
        "website": one.website or None,
        "case_studies": counts.get(one.slug, 0),
        "case_studies_url": studies_of("organisation", one.slug, absolute),
        "url": absolute(one.get_absolute_url()),
        "api_url": absolute(reverse("api:organisation", args=[one.slug])),
    }


def term(facet: str, row: Slugged, counts: Mapping[str, int], absolute: Absolute) -> Record:
    """A service, a type of collaboration or a region."""
    thing: Any = row
    return {
        "slug": row.slug,
        "name": str(row),
        "description": getattr(row, "description", "") or None,
        "case_studies": counts.get(row.slug, 0),
        "case_studies_url": studies_of(facet, row.slug, absolute),
        "url": absolute(thing.get_absolute_url()),
    }


def glossary_term(term: GlossaryTerm) -> Record:
    """Needs its synonyms."""
    return {
        "term": term.term,
        "expansion": term.expansion or None,
        "meaning": term.meaning or None,
        "synonyms": [synonym.word for synonym in term.synonyms.all()],
    }


def funding_stream(stream: FundingStream, counts: Mapping[str, int], absolute: Absolute) -> Record:
    """Needs its sources."""
    return {
        "slug": stream.slug,
        "name": stream.name,
        "funder": stream.funder or None,
        "years": stream.years or None,
        "amount_note": stream.amount_note or None,
        "summary": stream.summary,
        "status": stream.status,
        "reviewed_on": stream.reviewed_on,
        "sources": sources(stream.sources.all()),
        "case_studies": counts.get(stream.slug, 0),
        "case_studies_url": studies_of("funding", stream.slug, absolute),
    }


def programme(programme: NationalProgramme) -> Record:
    """Needs its services and sources, and `cases_shown`: those of published schemes."""
    cases: Any = programme
    return {
        "slug": programme.slug,
        "name": programme.name,
        "summary": programme.summary,
        "description": programme.description,
        "lead_bodies": programme.lead_bodies.splitlines(),
        "services": [service.slug for service in programme.services.all()],
        "start_year": programme.start_year,
        "status": programme.status,
        "reviewed_on": programme.reviewed_on,
        "sources": sources(programme.sources.all()),
        "case_studies": [
            {"slug": case.study.slug, "reason": case.reason} for case in cases.cases_shown
        ],
    }


def factor(one: SuccessFactor, count: int, absolute: Absolute) -> Record:
    """Needs its questions and sources."""
    return {
        "slug": one.slug,
        "kind": one.kind,
        "title": one.title,
        "summary": one.summary,
        "guidance": one.guidance,
        "questions": [question.text for question in one.questions.all()],
        "self_check": one.self_check or None,
        "reviewed_on": one.reviewed_on,
        "sources": sources(one.sources.all()),
        "case_studies": count,
        "case_studies_url": studies_of("factor", one.slug, absolute),
        "url": absolute(reverse("casestudies:success_factor", args=[one.slug])),
        "api_url": absolute(reverse("api:factor", args=[one.slug])),
    }
