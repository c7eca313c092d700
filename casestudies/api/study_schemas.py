"""The shape of a case study and of its versions. Choices are read from the models."""

from casestudies.api.shapes import (
    address,
    day,
    maybe,
    moment,
    more_than,
    number,
    of,
    one_of,
    partial_date,
    record,
    several,
    slug,
    text,
    truth,
)
from casestudies.api.shared_shapes import HERE, LICENCE, PAGE
from casestudies.models import (
    CaseStudy,
    Caveat,
    Evidence,
    Lesson,
    Need,
    Partner,
    Relation,
    Saving,
    SuccessFactor,
)

EVIDENCE = [level.name.lower() for level in Evidence]

RESULT = record(
    "A case study as lists give it.",
    title=text(),
    slug=slug("The last part of its address. It may change; the old one then redirects."),
    letter=text("The letter that it stands under in the A to Z, or 0–9."),
    url=PAGE,
    api_url=HERE,
    summary=text("One sentence."),
    place=text("As local people would say it; empty where that is not recorded."),
    region=slug("See /terms/regions/."),
    force_areas=several(slug(), "Police force areas: see /areas/."),
    services=several(slug(), "See /terms/services/."),
    types=several(slug(), "Types of collaboration: see /terms/types/."),
    status=one_of(CaseStudy.Status.values, "As the newest source reports it."),
    status_as_of=maybe(partial_date("The date that the status speaks of.")),
    started=maybe(partial_date()),
    ended=maybe(partial_date()),
    ended_reason=maybe(one_of(CaseStudy.EndedReason.values)),
    evidence=maybe(one_of(EVIDENCE, "How well its best-known outcome is known.")),
    verified_on=maybe(day("When somebody who knows last confirmed the entry.")),
    verified_by=maybe(text("In which role; never a person’s name.")),
    in_2014_overview=truth("Whether it is one of the 38 in the 2014 overview."),
    in_2016_overview=truth("Whether it is in the 2016 national overview."),
)

SOURCE = record(
    "Where a fact comes from.",
    title=text(),
    publisher=maybe(text()),
    url=address(),
    date=maybe(partial_date()),
)

VERSION_LINE = record(
    "A case study as it was published once, at an address that stays.",
    number=number("1 for the first.", minimum=1),
    published_at=moment(),
    note=maybe(text("What changed, in plain words.")),
    withheld=truth("Whether its text is not shown any more."),
    url=PAGE,
    api_url=HERE,
)

PARTNER = record(
    "",
    organisation=slug("See /organisations/."),
    name=text(),
    role=one_of(Partner.Role.values),
    part_played=maybe(text()),
)

SAVING = record(
    "Money that it is said to save. An amount that is not known is null, never nought.",
    covers=maybe(text()),
    bound=maybe(one_of(Saving.Bound.values, "How exact the amount is.")),
    low=maybe(number("The amount or its lower end, in whole pounds.")),
    high=maybe(number("The upper end, where it is a range.")),
    per=one_of(Saving.Per.values),
    period=maybe(text()),
    price_year=maybe(number()),
    baseline=maybe(text("What it is compared with.")),
    payer=maybe(text("Who pays for the scheme.")),
    gainer=maybe(text("Who keeps the saving.")),
    grade=one_of(Saving.Grade.values, "How well the figure is known."),
    note=maybe(text()),
)

SHOWN = record(
    "A success factor or a barrier that it shows.",
    slug=slug(),
    title=text(),
    kind=one_of(SuccessFactor.Kind.values),
    reason=text("Why we say so."),
    how_met=maybe(text("Of a barrier: what they did about it.")),
    api_url=HERE,
)

RELATED = record(
    "Another scheme. `to`: the kind is said of this one; `from`: of the other one.",
    kind=one_of(Relation.Kind.values),
    direction=one_of(["to", "from"]),
    slug=slug(),
    title=text(),
    api_url=HERE,
)

CASE_STUDY = more_than(
    RESULT,
    "A case study with everything that is recorded of it.",
    what_happened=text("The story; empty where it is not recorded."),
    ended_advice=maybe(text("What those who ran it would tell the next team.")),
    confirmation_due_on=maybe(day("When it is to be confirmed again.")),
    unconfirmed_since=maybe(day("Since when nobody has confirmed it though they were asked.")),
    partners=several(PARTNER),
    outcomes=several(record("", text=text(), evidence=one_of(EVIDENCE))),
    lessons=several(record("", kind=one_of(Lesson.Kind.values), text=text())),
    needs=several(record("", kind=one_of(Need.Kind.values), text=text()), "What it takes."),
    cautions=several(
        record("", kind=one_of(Caveat.Kind.values), text=text()), "To know before relying on it."
    ),
    savings=several(SAVING),
    funding=several(record("", description=text(), stream=maybe(slug("See /terms/funding/.")))),
    factors=several(SHOWN),
    related=several(RELATED),
    sources=several(of("Source")),
    versions=several(of("VersionLine"), "The newest first."),
    licence=LICENCE,
)

VERSION = more_than(
    VERSION_LINE,
    "A version with its text.",
    case_study=slug(),
    case_study_url=address("The case study as it is now, in this API."),
    cite=maybe(text("A line to copy into a paper.")),
    document=maybe(
        {
            "type": "object",
            "description": "What was published. What was not known then is left out, and things "
            "are named by the slugs of that day. Null where it is withheld.",
        }
    ),
    publisher=text(),
    licence=LICENCE,
)
