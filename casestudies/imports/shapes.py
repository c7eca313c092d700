"""What a record of each kind holds: one description, to read, check, compare and write by."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import QuerySet

from casestudies.models import (
    CaseStudy,
    Caveat,
    CollaborationType,
    Evidence,
    FactorShown,
    FactorSource,
    ForceArea,
    FormerName,
    Funding,
    FundingSource,
    FundingStream,
    GlossaryTerm,
    GuidancePage,
    GuidancePageSource,
    Lesson,
    NationalProgramme,
    Need,
    Organisation,
    Outcome,
    Partner,
    ProgrammeCase,
    ProgrammeSource,
    Question,
    Region,
    Relation,
    Resource,
    ResourceSource,
    Saving,
    SearchPlace,
    SearchTerm,
    SearchWord,
    Service,
    Source,
    SuccessFactor,
    Synonym,
    WelshWord,
)


@dataclass(frozen=True)
class Link:
    """A field that names a record of some kind, or several, by key."""

    name: str
    kind: str
    many: bool = False


@dataclass(frozen=True)
class Rows:
    """Lines under a record. `bare` ones have one field and are written as plain text."""

    name: str
    model: type[models.Model]
    parent: str
    fields: tuple[str, ...]
    links: tuple[Link, ...] = ()
    bare: bool = False
    in_order: bool = True
    words: Mapping[str, type[enum.IntEnum]] = field(default_factory=dict)


@dataclass(frozen=True)
class Shape:
    """A kind of record. Its key is what other records call it, and where it has one its address."""

    kind: str
    plural: str
    model: type[models.Model]
    fields: tuple[str, ...]
    links: tuple[Link, ...] = ()
    rows: tuple[Rows, ...] = ()
    key: str = "slug"
    # Text in the database of which each line is an item of a list in the record
    lists: frozenset[str] = frozenset()
    # Whether its place in the file is its position on the page
    numbered: bool = False

    def complete(self) -> QuerySet[Any]:
        """All of this kind, with everything that a document says, in a fixed number of queries."""
        manager: models.Manager[Any] = self.model._default_manager
        alone = [link.name for link in self.links if not link.many]
        many = [link.name for link in self.links if link.many]
        for rows in self.rows:
            many += [f"{rows.name}__{link.name}" for link in rows.links] or [rows.name]
        return manager.select_related(*alone).prefetch_related(*many)


SOURCE = ("title", "publisher", "url", "date")

CASE_STUDY = Shape(
    kind="case-study",
    plural="case studies",
    model=CaseStudy,
    fields=(
        "title",
        "summary",
        "what_happened",
        "place",
        "status",
        "started",
        "ended",
        "ended_reason",
        "ended_advice",
        "in_2014_overview",
        "in_2016_overview",
        "verified_on",
        "verified_by",
    ),
    links=(
        Link("region", "region"),
        Link("force_areas", "force-area", many=True),
        Link("services", "service", many=True),
        Link("types", "collaboration-type", many=True),
    ),
    rows=(
        Rows(
            "partners",
            Partner,
            "study",
            ("role", "part_played"),
            (Link("organisation", "organisation"),),
        ),
        Rows("outcomes", Outcome, "study", ("text", "evidence"), words={"evidence": Evidence}),
        Rows("lessons", Lesson, "study", ("kind", "text")),
        Rows(
            "savings",
            Saving,
            "study",
            (
                "covers",
                "bound",
                "low",
                "high",
                "per",
                "period",
                "price_year",
                "baseline",
                "payer",
                "gainer",
                "grade",
                "note",
            ),
        ),
        Rows("fundings", Funding, "study", ("description",), (Link("stream", "funding-stream"),)),
        Rows("needs", Need, "study", ("kind", "text")),
        Rows("caveats", Caveat, "study", ("kind", "text")),
        Rows(
            "factors_shown",
            FactorShown,
            "study",
            ("reason", "how_met"),
            (Link("factor", "success-factor"),),
        ),
        Rows("relations", Relation, "study", ("kind",), (Link("other", "case-study"),)),
        Rows("sources", Source, "study", SOURCE),
    ),
)

# In the order in which they can be written: what is named comes before what names it.
SHAPES: tuple[Shape, ...] = (
    Shape("region", "regions", Region, ("name", "position"), numbered=True),
    Shape("service", "services", Service, ("name", "description", "position"), numbered=True),
    Shape(
        "collaboration-type",
        "collaboration types",
        CollaborationType,
        ("name", "description", "position"),
        numbered=True,
    ),
    Shape(
        "force-area",
        "force areas",
        ForceArea,
        ("name", "code", "tile_label", "column", "row"),
        links=(Link("region", "region"), Link("neighbours", "force-area", many=True)),
    ),
    Shape(
        "organisation",
        "organisations",
        Organisation,
        ("name", "short_name", "kind", "borders", "website"),
        links=(Link("region", "region"), Link("force_areas", "force-area", many=True)),
        rows=(
            Rows("former_names", FormerName, "organisation", ("name",), bare=True, in_order=False),
        ),
    ),
    Shape(
        "success-factor",
        "success factors and barriers",
        SuccessFactor,
        ("kind", "title", "summary", "guidance", "self_check", "position", "reviewed_on"),
        rows=(
            Rows("questions", Question, "factor", ("text",), bare=True),
            Rows("sources", FactorSource, "factor", SOURCE),
        ),
        numbered=True,
    ),
    Shape(
        "national-programme",
        "national programmes",
        NationalProgramme,
        ("name", "summary", "description", "lead_bodies", "start_year", "status", "reviewed_on"),
        links=(Link("services", "service", many=True),),
        rows=(
            Rows("cases", ProgrammeCase, "programme", ("reason",), (Link("study", "case-study"),)),
            Rows("sources", ProgrammeSource, "programme", SOURCE),
        ),
        lists=frozenset({"lead_bodies"}),
    ),
    Shape(
        "funding-stream",
        "funding streams",
        FundingStream,
        ("name", "funder", "years", "amount_note", "summary", "status", "reviewed_on"),
        rows=(Rows("sources", FundingSource, "stream", SOURCE),),
    ),
    Shape(
        "guidance-page",
        "guidance pages",
        GuidancePage,
        ("title", "lead", "body", "reviewed_on"),
        rows=(Rows("sources", GuidancePageSource, "page", SOURCE),),
    ),
    Shape(
        "resource",
        "documents of the toolkit",
        Resource,
        ("title", "summary", "text", "made", "dated", "position"),
        rows=(Rows("sources", ResourceSource, "resource", SOURCE),),
        lists=frozenset({"text"}),
        numbered=True,
    ),
    Shape(
        "glossary-term",
        "glossary terms",
        GlossaryTerm,
        ("expansion", "meaning"),
        rows=(Rows("synonyms", Synonym, "term", ("word",), bare=True),),
        key="term",
    ),
    Shape(
        "search-term",
        "everyday words",
        SearchTerm,
        (),
        rows=(
            Rows("words", SearchWord, "term", ("word",), bare=True),
            Rows("welsh", WelshWord, "term", ("word",), bare=True),
            Rows("places", SearchPlace, "term", ("word",), bare=True),
        ),
        key="term",
    ),
    CASE_STUDY,
)
BY_KIND = {shape.kind: shape for shape in SHAPES}
