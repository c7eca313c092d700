"""The one table of the API: what can be asked, in which words, and what answers it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from casestudies import catalogue
from casestudies.api import answers
from casestudies.api.door import Answer, changed_at
from casestudies.api.records import Record
from casestudies.api.shapes import SLUG, Schema
from casestudies.facets import FACETS
from casestudies.formats.json import LICENCE
from casestudies.question import MOST_PER_PAGE, PER_PAGE, SORTS
from collab_directory.context import site

# In a route of Django's, and what a value of it is
CONVERTERS: Mapping[str, Schema] = {
    "slug": {"type": "string", "pattern": SLUG},
    "int": {"type": "integer", "minimum": 1},
}
PLACE = re.compile(r"<(\w+):(\w+)>")


@dataclass(frozen=True)
class Parameter:
    """Part of a question. Nothing that is written in it fails: see `ignored` in the answer."""

    name: str
    words: str | Promise
    is_repeatable: bool = False
    default: str = ""


@dataclass(frozen=True)
class Endpoint:
    """Something that can be asked: `route` below /api/v1/, and the function that answers.

    `by_day`: the answer depends on the day as well as on what is published.
    """

    name: str
    route: str
    summary: str | Promise
    description: str | Promise
    answer: Answer
    schema: str
    parameters: tuple[Parameter, ...] = ()
    may_move: bool = False
    by_day: bool = False

    @property
    def places(self) -> list[tuple[str, Schema]]:
        """Name and schema of each part of the address that is to fill in."""
        return [(name, CONVERTERS[kind]) for kind, name in PLACE.findall(self.route)]

    @property
    def path(self) -> str:
        """The whole path, as OpenAPI writes it."""
        return reverse("api:index") + PLACE.sub(r"{\2}", self.route)


def index(request: HttpRequest) -> Record:
    origin = request.build_absolute_uri("/").rstrip("/")
    return {
        "title": site()["SITE_NAME"],
        "documentation": origin + reverse("api:page"),
        "licence": LICENCE,
        "changed_at": changed_at(),
        "count": len(catalogue.current().entries),
        "addresses": [
            {"name": one.name, "summary": str(one.summary), "url": origin + one.path}
            for one in ENDPOINTS
        ],
    }


def openapi(request: HttpRequest) -> Record:
    from casestudies.api.openapi import document  # it describes this table

    return document()


QUESTION = (
    Parameter("q", _("Words to search for, as in the search box.")),
    *(
        Parameter(
            facet.name,
            format_lazy(_("{label}, by a slug from “facets” of the answer."), label=facet.label),
            is_repeatable=True,
        )
        for facet in FACETS
    ),
    Parameter(
        "service_match",
        _("Of several services: “all” take part, or “any” of them."),
        default="all",
    ),
    Parameter("from", _("Started in this year or later.")),
    Parameter("to", _("Started in this year or earlier.")),
    Parameter(
        "sort",
        _("The order. As it comes: by relevance with words to search for, A to Z without."),
    ),
    Parameter("page", _("Which page, from 1."), default="1"),
    Parameter("per_page", _("How many on a page."), default=str(PER_PAGE)),
)
# What a value is meant to be, where that is not just a word
MEANT: Mapping[str, Schema] = {
    "service_match": {"type": "string", "enum": ["all", "any"]},
    "from": {"type": "integer"},
    "to": {"type": "integer"},
    "sort": {"type": "string", "enum": [*SORTS]},
    "page": {"type": "integer", "minimum": 1},
    "per_page": {"type": "integer", "minimum": 1, "maximum": MOST_PER_PAGE},
}


def _endpoint(name: str, route: str, schema: str, answer: Answer, *words: Any, **more: Any) -> Any:
    summary, description = words
    return Endpoint(name, route, summary, description, answer, schema, **more)


ENDPOINTS: tuple[Endpoint, ...] = (
    _endpoint(
        "index", "", "Index", index,
        _("Where everything is"),
        _("Every address of this API, how many case studies there are, and when something last "
          "changed."),
    ),
    _endpoint(
        "case_studies", "case-studies/", "CaseStudies", answers.case_studies,
        _("Find case studies"),
        _("The same question as in the directory, with the same answer in the same order: results, "
          "and every choice with what it would give. Follow “next” for the rest."),
        parameters=QUESTION, by_day=True,
    ),
    _endpoint(
        "case_study", "case-studies/<slug:slug>/", "CaseStudy", answers.case_study,
        _("One case study"),
        _("All that is recorded of it, with its sources and its versions. A slug that it had "
          "before redirects."),
        may_move=True,
    ),
    _endpoint(
        "version", "case-studies/<slug:slug>/versions/<int:number>/", "Version", answers.version,
        _("A version of a case study"),
        _("What was published then. Its address stays, so cite this one."),
        may_move=True,
    ),
    _endpoint(
        "organisations", "organisations/", "Organisations", answers.organisations,
        _("All organisations"),
        _("Whoever takes part in schemes, and where they work."),
    ),
    _endpoint(
        "organisation", "organisations/<slug:slug>/", "Organisation", answers.organisation,
        _("One organisation"),
        _("Its names, kind, areas, and where its case studies are."),
        may_move=True,
    ),
    _endpoint(
        "areas", "areas/", "Areas", answers.areas,
        _("All police force areas"),
        _("Each with the areas next to it."),
    ),
    _endpoint(
        "area", "areas/<slug:slug>/", "AreaWithOrganisations", answers.area,
        _("One police force area"),
        _("The areas next to it, its organisations, and where its case studies are."),
        may_move=True,
    ),
    _endpoint(
        "services", "terms/services/", "Terms", answers.terms("service"),
        _("Services"),
        _("Who works together: police, fire and rescue, ambulance and their partners."),
    ),
    _endpoint(
        "types", "terms/types/", "Terms", answers.terms("type"),
        _("Types of collaboration"),
        _("What they do together, such as shared premises."),
    ),
    _endpoint(
        "regions", "terms/regions/", "Terms", answers.terms("region"),
        _("Regions"),
        _("The English regions, Wales, and national work."),
    ),
    _endpoint(
        "glossary", "terms/glossary/", "Glossary", answers.glossary,
        _("Glossary"),
        _("Words and abbreviations, what they mean, and other words for the same."),
    ),
    _endpoint(
        "funding", "terms/funding/", "Funding", answers.funding,
        _("Sources of money"),
        _("Open and closed, each with its sources."),
    ),
    _endpoint(
        "programmes", "terms/programmes/", "Programmes", answers.programmes,
        _("National work"),
        _("Programmes, bodies and laws that bear on collaboration."),
    ),
    _endpoint(
        "guidance", "guidance/", "Guidance", answers.guidance,
        _("What works"),
        _("All success factors and barriers, with their questions and sources."),
    ),
    _endpoint(
        "factor", "guidance/<slug:slug>/", "FactorShownBy", answers.factor,
        _("One success factor or barrier"),
        _("With the case studies that show it, and why we say so."),
        may_move=True,
    ),
    _endpoint(
        "openapi", "openapi.json", "OpenApi", openapi,
        _("This API as an OpenAPI 3.1 document"),
        _("For tools that write clients and tests."),
    ),
)  # fmt: skip
