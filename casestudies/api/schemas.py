"""The shape of each answer, by name. Choices are read from the models."""

from casestudies.api.shapes import (
    Schema,
    address,
    day,
    maybe,
    moment,
    more_than,
    number,
    of,
    one_of,
    record,
    several,
    slug,
    text,
    truth,
)
from casestudies.api.shared_shapes import HERE, LICENCE, PAGE, STUDIES, STUDIES_URL
from casestudies.api.study_schemas import CASE_STUDY, RESULT, SOURCE, VERSION, VERSION_LINE
from casestudies.models import FundingStream, Organisation, SuccessFactor

FACET = record(
    "Something that a list can be narrowed by; `name` is the parameter.",
    name=text(),
    label=text(),
    values=several(
        record(
            "",
            slug=slug(),
            label=text(),
            count=number("How many case studies choosing it would give."),
            selected=truth(),
            toggle_url=address("This question with the value chosen, or without it."),
        )
    ),
)

CASE_STUDIES = record(
    "A page of the answer to a question.",
    count=number("Of all pages."),
    page=number("From 1.", minimum=1),
    pages=number(minimum=1),
    per_page=number(minimum=1, maximum=100),
    url=address("The one address of this answer."),
    next=maybe(address("The next page; null on the last.")),
    prev=maybe(address("The page before; null on the first.")),
    licence=LICENCE,
    results=several(of("Result")),
    facets=several(FACET),
    ignored=several(
        record("", parameter=text(), value=text(), reason=text()),
        "What was left out of the question or corrected, and why. Look at it: a misspelt "
        "parameter is named here, and does not fail.",
    ),
)

ORGANISATION = record(
    "A body that takes part in schemes.",
    slug=slug(),
    name=text(),
    short_name=maybe(text()),
    former_names=several(text()),
    kind=one_of(Organisation.Kind.values),
    region=maybe(slug("See /terms/regions/.")),
    force_areas=several(slug(), "See /areas/."),
    borders=maybe(text("Which parts of force areas it covers, if not the whole of each.")),
    website=maybe(address()),
    case_studies=STUDIES,
    case_studies_url=STUDIES_URL,
    url=PAGE,
    api_url=HERE,
)

AREA = record(
    "A territorial police force area.",
    slug=slug(),
    name=text(),
    code=text("Three letters for a small map."),
    region=slug(),
    neighbours=several(slug(), "The areas that share a border with it on land."),
    case_studies=STUDIES,
    case_studies_url=STUDIES_URL,
    url=PAGE,
    api_url=HERE,
)

AREA_WITH_ORGANISATIONS = more_than(
    AREA,
    "A territorial police force area, and who works there.",
    organisations=several(slug(), "Organisations of the area: see /organisations/."),
)

TERM = record(
    "A word that case studies are sorted by.",
    slug=slug(),
    name=text(),
    description=maybe(text()),
    case_studies=STUDIES,
    case_studies_url=STUDIES_URL,
    url=PAGE,
)

GLOSSARY_TERM = record(
    "A word or an abbreviation, and what it means.",
    term=text(),
    expansion=maybe(text()),
    meaning=maybe(text()),
    synonyms=several(text()),
)

FUNDING_STREAM = record(
    "A source of money for collaboration.",
    slug=slug(),
    name=text(),
    funder=maybe(text()),
    years=maybe(text()),
    amount_note=maybe(text()),
    summary=text(),
    status=one_of(FundingStream.Status.values, "When last reported."),
    reviewed_on=maybe(day("When somebody last checked it against its sources.")),
    sources=several(of("Source")),
    case_studies=STUDIES,
    case_studies_url=STUDIES_URL,
)

PROGRAMME = record(
    "National work that bears on collaboration.",
    slug=slug(),
    name=text(),
    summary=text(),
    description=text(),
    lead_bodies=several(text()),
    services=several(slug()),
    start_year=maybe(number()),
    status=text(),
    reviewed_on=maybe(day("When somebody last checked it against its sources.")),
    sources=several(of("Source")),
    case_studies=several(record("", slug=slug(), reason=text())),
)

FACTOR = record(
    "Something that helps a collaboration (factor) or stands in its way (barrier).",
    slug=slug(),
    kind=one_of(SuccessFactor.Kind.values),
    title=text(),
    summary=text(),
    guidance=text(),
    questions=several(text(), "What a team asks itself."),
    self_check=maybe(text("What a team that is ready can say yes to.")),
    reviewed_on=maybe(day("When somebody last checked it against its sources.")),
    sources=several(of("Source")),
    case_studies=STUDIES,
    case_studies_url=STUDIES_URL,
    url=PAGE,
    api_url=HERE,
)

FACTOR_SHOWN_BY = more_than(
    FACTOR,
    "A success factor or a barrier, and the case studies that show it.",
    shown_by=several(
        record(
            "",
            slug=slug(),
            title=text(),
            reason=text(),
            how_met=maybe(text()),
            api_url=HERE,
        )
    ),
)


def _list(name: str) -> Schema:
    return record("A whole list, without pages.", count=number(), results=several(of(name)))


SCHEMAS: dict[str, Schema] = {
    "CaseStudies": CASE_STUDIES,
    "Result": RESULT,
    "CaseStudy": CASE_STUDY,
    "VersionLine": VERSION_LINE,
    "Version": VERSION,
    "Source": SOURCE,
    "Organisations": _list("Organisation"),
    "Organisation": ORGANISATION,
    "Areas": _list("Area"),
    "Area": AREA,
    "AreaWithOrganisations": AREA_WITH_ORGANISATIONS,
    "Terms": _list("Term"),
    "Term": TERM,
    "Glossary": _list("GlossaryTerm"),
    "GlossaryTerm": GLOSSARY_TERM,
    "Funding": _list("FundingStream"),
    "FundingStream": FUNDING_STREAM,
    "Programmes": _list("Programme"),
    "Programme": PROGRAMME,
    "Guidance": _list("Factor"),
    "Factor": FACTOR,
    "FactorShownBy": FACTOR_SHOWN_BY,
    "Index": record(
        "Where everything is.",
        title=text(),
        documentation=PAGE,
        licence=LICENCE,
        changed_at=maybe(moment("When something public last changed.")),
        count=number("How many case studies are published."),
        addresses=several(record("", name=text(), summary=text(), url=text("{…} is to fill in."))),
    ),
    "OpenApi": {"type": "object", "description": "This document.", "required": ["openapi"]},
    "Problem": record(
        "What went wrong: RFC 9457.",
        type=address("What is written about it."),
        title=text(),
        status={"type": "integer", "minimum": 400, "maximum": 599},
        detail=text("What to do about it."),
    ),
}
