"""A small directory with everything that figures must get right, the same for the same seed.

Beside what is published stand drafts, archived entries and a change being prepared, which no figure
may count.
"""

import datetime as dt
import random

from casestudies import changes, pending
from casestudies.models import CaseStudy, Relation
from tests.factories import make_study, make_user, make_version

TODAY = dt.date(2026, 11, 23)

SERVICES = ("police", "fire", "ambulance", "local-authority", "health")
TYPES = ("shared-premises", "joint-training", "data-sharing", "prevention")
REGIONS = ("wales", "north-west", "south-east", "national")
AREAS = ("kent", "gwent", "cumbria", "essex")
ORGANISATIONS = ("Kent Police", "Gwent Police", "Kent Fire", "=Trust of formulas", "Council")
STATES = ("published",) * 8 + ("draft", "in-review", "archived")
GRADES, PERS = ("claimed", "measured", "audited"), ("yearly", "one-off", "period", "unknown")


def build(seed: int = 7, size: int = 36) -> None:
    pick = random.Random(seed)
    with changes.one_change():
        studies = [_study(pick, number) for number in range(size)]
        for kind in ("replaced-by", "merged-into", "merged-into", "adapted-from", "replaced-by"):
            one, other = pick.sample(studies, 2)
            if not Relation.objects.filter(study=other, other=one).exists():
                Relation.objects.get_or_create(study=one, kind=kind, other=other)
    published = CaseStudy.objects.published().first()
    change = pending.prepare(published, by=make_user("Editor"))
    CaseStudy.objects.filter(pk=change.pk).update(started="1999")


def _study(pick: random.Random, number: int) -> CaseStudy:
    state = pick.choice(STATES)
    published_at = dt.datetime(2025, 6, 1, tzinfo=dt.UTC) + dt.timedelta(
        hours=pick.randrange(24 * 500)
    )
    confirmed = pick.random() < 0.6
    study = make_study(
        f"Scheme {number:02}",
        services=pick.sample(SERVICES, pick.randint(1, 4)),
        types=pick.sample(TYPES, pick.randint(1, 3)),
        region=pick.choice(REGIONS),
        force_areas=pick.sample(AREAS, pick.randint(0, 2)),
        organisations=pick.sample(ORGANISATIONS, pick.randint(0, 4)),
        outcomes=[("It went well.", pick.randint(1, 4)) for _n in range(pick.randint(0, 2))],
        savings=[_saving(pick) for _n in range(pick.choice((0, 0, 1, 2, 4)))],
        started=pick.choice(("", "2009", "2012-05", "2012-05-20", "2015", "2016-01")),
        status=pick.choice(("live", "ended", "unknown")),
        verified_on=TODAY - dt.timedelta(days=pick.randrange(600)) if confirmed else None,
        state=state,
        published_at=published_at if state in ("published", "archived") else None,
    )
    if state in ("published", "archived"):
        for version in range(1, pick.randint(2, 4)):
            later = dt.timedelta(days=40 * (version - 1))
            make_version(study, version, published_at=published_at + later)
    return study


def _saving(pick: random.Random) -> dict[str, object]:
    low = pick.choice((None, 12_000, 50_000, 50_000, 700_000, 1_234_567))
    wide = low is not None and pick.random() < 0.4
    return {
        "low": low,
        "high": low + pick.choice((1, 40_000)) if wide else None,
        "per": pick.choice(PERS),
        "grade": pick.choice(GRADES),
        "bound": pick.choice(("", "about", "up-to", "more-than", "nearly")),
        "price_year": pick.choice((None, 2014, 2019)),
        "covers": pick.choice(("Buildings", "=SUM(A1)", "")),
    }


def questions(number: int, seed: int = 3) -> list[str]:
    pick = random.Random(seed)
    return ["", "q=zzzzz", *(_question(pick) for _n in range(number - 2))]


def _question(pick: random.Random) -> str:
    pairs = [
        ("service", SERVICES),
        ("type", TYPES),
        ("region", REGIONS),
        ("force", AREAS),
        ("service", SERVICES),
        ("has", ("savings", "outcomes", "evaluation")),
        ("service_match", ("any", "all")),
        ("from", ("2010", "2012")),
        ("to", ("2015", "2012")),
        ("status", ("live", "ended")),
    ]
    some = pick.sample(pairs, pick.randint(1, 4))
    return "&".join(f"{name}={pick.choice(values)}" for name, values in some)
