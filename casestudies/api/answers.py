"""What each address of the API answers, as plain data. Everything starts from what is published.

Each takes the request and what its address names; it raises Http404, or Moved for what has another
address by now.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpRequest
from django.urls import reverse

from casestudies import catalogue, formats
from casestudies.api import lists, records
from casestudies.api.door import Moved
from casestudies.api.records import Record
from casestudies.directory import Directory
from casestudies.facets import FACETS_BY_NAME
from casestudies.imports.documents import Document
from casestudies.models import (
    CaseStudy,
    FactorShown,
    ForceArea,
    FundingStream,
    GlossaryTerm,
    NationalProgramme,
    Organisation,
    ProgrammeCase,
    SuccessFactor,
    Version,
)
from casestudies.models.addresses import SluggedQuerySet
from casestudies.named import Named
from casestudies.reading.versions import visible
from casestudies.views.versions import entry_of_versions

PUBLISHED = CaseStudy.State.PUBLISHED


def case_studies(request: HttpRequest) -> Record:
    asked = Directory(request.GET, address=reverse("api:case_studies"))
    absolute = request.build_absolute_uri
    return formats.as_json(asked, absolute, records.result) | {
        "next": absolute(asked.next_url) if asked.next_url else None,
        "prev": absolute(asked.previous_url) if asked.previous_url else None,
    }


def case_study(request: HttpRequest, slug: str) -> Record:
    now = catalogue.current()
    study = now.reading(now.by_slug[slug]) if slug in now.by_slug else None
    if study is None:
        renamed = CaseStudy.objects.published().at(slug).first()
        if renamed is None:
            raise Http404
        raise Moved(records.study_address(renamed.slug))
    versions = study.versions.defer("document", "withheld_because")
    return records.full(study, versions, request.build_absolute_uri)


def version(request: HttpRequest, slug: str, number: int) -> Record:
    now = catalogue.current()
    pk = now.by_slug.get(slug)
    if pk is None:
        study = entry_of_versions(slug)
        if study.slug != slug:
            raise Moved(reverse("api:version", args=[study.slug, number]))
        pk = study.pk
    chosen = Version.objects.filter(study=pk, number=number).first()
    if chosen is None:
        raise Http404
    document = None if chosen.withheld_at else _visible(chosen.document)
    return records.version_record(slug, chosen, document, request.build_absolute_uri)


def _visible(document: Document) -> Document:
    """Without what it says of schemes that the public may not see today."""
    relations = {"slug": "", "relations": document.get("relations", [])}
    named = Named(relations, among={"case-study": CaseStudy.objects.published()})
    return visible(document, named)


def organisations(request: HttpRequest) -> Record:
    counts = _counts("organisation")
    rows = Organisation.objects.filter(replaced_by=None)
    complete = rows.select_related("region").prefetch_related("force_areas", "former_names")
    return lists.listed(
        lists.organisation(one, counts, request.build_absolute_uri)
        for one in complete
        if counts.get(one.slug) or not one.is_retired
    )


def organisation(request: HttpRequest, slug: str) -> Record:
    rows = Organisation.objects.select_related("region", "replaced_by")
    found = _at(rows.prefetch_related("force_areas", "former_names"), slug, "api:organisation")
    return lists.organisation(found, _counts("organisation"), request.build_absolute_uri)


def areas(request: HttpRequest) -> Record:
    counts = _counts("force")
    rows = ForceArea.objects.select_related("region").prefetch_related("neighbours")
    return lists.listed(lists.area(row, counts, request.build_absolute_uri) for row in rows)


def area(request: HttpRequest, slug: str) -> Record:
    rows = ForceArea.objects.select_related("region").prefetch_related("neighbours")
    found = _at(rows, slug, "api:area")
    known = Organisation.objects.filter(force_areas=found, retired_on=None)
    return lists.area(found, _counts("force"), request.build_absolute_uri) | {
        "organisations": [one.slug for one in known.only("slug").order_by("name")]
    }


def terms(facet: str) -> Callable[[HttpRequest], Record]:
    """The answer of all values of a facet: those that are offered, and those that are in use."""

    def answer(request: HttpRequest) -> Record:
        counts = _counts(facet)
        rows: Any = FACETS_BY_NAME[facet].rows()
        return lists.listed(
            lists.term(facet, row, counts, request.build_absolute_uri)
            for row in rows
            if _is_listed(row, counts)
        )

    return answer


def glossary(request: HttpRequest) -> Record:
    rows = GlossaryTerm.objects.prefetch_related("synonyms")
    return lists.listed(map(lists.glossary_term, rows))


def funding(request: HttpRequest) -> Record:
    counts = _counts("funding")
    return lists.listed(
        lists.funding_stream(stream, counts, request.build_absolute_uri)
        for stream in FundingStream.objects.prefetch_related("sources")
        if _is_listed(stream, counts)
    )


def programmes(request: HttpRequest) -> Record:
    cases = ProgrammeCase.objects.filter(study__state=PUBLISHED).select_related("study")
    rows = NationalProgramme.objects.offered().prefetch_related(
        "services", "sources", Prefetch("cases", cases, to_attr="cases_shown")
    )
    return lists.listed(map(lists.programme, rows))


def guidance(request: HttpRequest) -> Record:
    counts = _counts("factor")
    rows = SuccessFactor.objects.order_by("-kind", "position", "title")
    return lists.listed(
        lists.factor(row, counts.get(row.slug, 0), request.build_absolute_uri)
        for row in rows.prefetch_related("questions", "sources")
        if _is_listed(row, counts)
    )


def factor(request: HttpRequest, slug: str) -> Record:
    absolute = request.build_absolute_uri
    rows = SuccessFactor.objects.select_related("replaced_by")
    found = _at(rows.prefetch_related("questions", "sources"), slug, "api:factor")
    lines = FactorShown.objects.filter(factor=found, study__state=PUBLISHED)
    shown = list(lines.select_related("study").order_by("study__title"))
    return lists.factor(found, len(shown), absolute) | {
        "shown_by": [
            {
                "slug": line.study.slug,
                "title": line.study.title,
                "reason": line.reason,
                "how_met": line.how_met or None,
                "api_url": absolute(records.study_address(line.study.slug)),
            }
            for line in shown
        ]
    }


def _counts(facet: str) -> dict[str, int]:
    """How many published schemes each value of a facet has."""
    now = catalogue.current()
    return now.count(facet, now.all)


def _is_listed(row: Any, counts: dict[str, int]) -> bool:
    """Not what something else has replaced, nor what is retired and in no use."""
    if getattr(row, "replaced_by_id", None):
        return False
    return bool(counts.get(row.slug)) or not getattr(row, "is_retired", False)


def _at(rows: SluggedQuerySet, slug: str, address: str) -> Any:
    """What has this slug, in one query; else where it went, by the slug that it had."""
    found = rows.filter(slug=slug).first()
    if found is None:
        renamed = rows.at(slug).first()
        if renamed is None:
            raise Http404
        raise Moved(reverse(address, args=[renamed.slug]))
    if getattr(found, "replaced_by", None):
        # Not for ever: what is retired may be offered again
        raise Moved(reverse(address, args=[found.replaced_by.slug]), permanent=False)
    return found
