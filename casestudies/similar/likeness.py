"""What two records have in common and what not: facts that are true of both, not yet words."""

from dataclasses import dataclass, field

from casestudies.similar.engine import Engine, has_about_as_many
from casestudies.similar.records import Record


@dataclass(frozen=True)
class Fact:
    """One thing that two records share or differ in.

    `kind` says what, `values` are slugs of the facet that it is about, and `numbers` what was
    counted, mine first.
    """

    kind: str
    values: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True)
class Likeness:
    """How alike two records are, why, and what is different. `score` has no unit."""

    score: int
    reasons: list[Fact] = field(default_factory=list)
    differences: list[Fact] = field(default_factory=list)


def likeness(engine: Engine, mine: Record, other: Record) -> Likeness:
    return Likeness(
        engine.score(mine, other),
        _reasons(engine, mine, other),
        _differences(engine, mine, other),
    )


def _reasons(engine: Engine, mine: Record, other: Record) -> list[Fact]:
    found = []
    if shared := mine.types & other.types:
        found.append(_fact(engine, "types", shared))
    if shared := mine.services & other.services:
        is_same = mine.services == other.services and not mine.is_asked
        found.append(_fact(engine, "same-services" if is_same else "services", shared))
    near = engine.nearness(mine, other)
    if near == "area":
        found.append(_fact(engine, "area", mine.areas & other.areas))
    elif near == "next-door":
        around = engine.geography.around(mine.areas)
        found.append(_fact(engine, "next-door", around & other.areas))
    elif near == "region":
        found.append(_fact(engine, "region", mine.places & other.places))
    # Of two schemes it goes without saying that each is in one area
    if mine.reach and mine.reach == other.reach and (mine.reach != "one" or mine.is_asked):
        counted = (len(mine.areas), len(other.areas))
        found.append(Fact(f"reach-{mine.reach}", numbers=counted))
    if has_about_as_many(mine, other):
        kind = "partners-same" if mine.partners == other.partners else "partners"
        found.append(Fact(kind, numbers=(mine.partners, other.partners)))
    return found


def _differences(engine: Engine, mine: Record, other: Record) -> list[Fact]:
    found = []
    if other.has_ended and not mine.has_ended:
        found.append(Fact("ended"))
    # What is not known of either is no difference
    for part in ("types", "services"):
        ours, theirs = getattr(mine, part), getattr(other, part)
        if not ours or not theirs:
            continue
        if theirs - ours and not mine.is_asked:
            found.append(_fact(engine, f"more-{part}", theirs - ours))
        if ours - theirs:
            found.append(_fact(engine, f"fewer-{part}", ours - theirs))
    if mine.places and other.places and not engine.nearness(mine, other):
        found.append(_fact(engine, "elsewhere", other.places))
    if mine.reach and other.reach and mine.reach != other.reach:
        counted = (len(mine.areas), len(other.areas))
        found.append(Fact(f"not-reach-{other.reach}", numbers=counted))
    return found


# The facet that the values of each kind of fact belong to
FACET_OF = {
    "types": "type",
    "more-types": "type",
    "fewer-types": "type",
    "services": "service",
    "same-services": "service",
    "more-services": "service",
    "fewer-services": "service",
    "area": "force",
    "next-door": "force",
    "region": "region",
    "elsewhere": "region",
}


def _fact(engine: Engine, kind: str, slugs: frozenset[str]) -> Fact:
    """With its values in the order in which pages list them."""
    in_order = engine.catalogue.labels[FACET_OF[kind]]
    return Fact(kind, tuple(slug for slug in in_order if slug in slugs))
