"""Random questions to the directory, the same ones for the same seed."""

import random
from urllib.parse import urlencode

from casestudies import catalogue
from casestudies.facets import FACETS

TEXTS = (
    "station",
    "shared station",
    "co-responding",
    '"control room"',
    "police -fire",
    "how do we save money on buildings",
    "drone",
    "nothingatall",
    "FRS",
    "wales",
)


def random_questions(number: int, seed: int = 20141001) -> list[str]:
    """Query strings with up to five choices each, most of them known values."""
    pick = random.Random(seed)
    values = {f.name: list(catalogue.current().labels[f.name]) for f in FACETS}
    return [_one(pick, values) for _ in range(number)]


def _one(pick: random.Random, values: dict[str, list[str]]) -> str:
    pairs = []
    if pick.random() < 0.4:
        pairs.append(("q", pick.choice(TEXTS)))
    for _ in range(pick.choice((0, 1, 1, 2, 2, 3, 4))):
        name = pick.choice([name for name in values if values[name]])
        pairs.append((name, pick.choice(values[name])))
    if pick.random() < 0.3:
        pairs.append(("service_match", pick.choice(("any", "all", "both"))))
    if pick.random() < 0.2:
        pairs.append((pick.choice(("from", "to")), str(pick.randint(1995, 2026))))
    if pick.random() < 0.2:
        pairs.append(("sort", pick.choice(("title", "newest", "verified", "saving", "odd"))))
    if pick.random() < 0.2:
        pairs.append(("page", str(pick.randint(0, 9))))
    pick.shuffle(pairs)
    return urlencode(pairs)
