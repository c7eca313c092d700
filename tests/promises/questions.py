"""Random questions to the directory, the same ones for the same seed."""

import os
import random
from urllib.parse import urlencode

from django.db import connection

from casestudies import catalogue
from casestudies.facets import FACETS
from tests.promises import canaries

# How many a run asks: few with every change, tens of thousands before a release.
QUESTIONS = int(os.environ.get("TEST_QUESTIONS", "150"))
# On each database: the two get different ones, so that with every change it is twice as many
ADDRESSES = int(os.environ.get("TEST_ADDRESSES", "1500"))
POSTS = int(os.environ.get("TEST_POSTS", "200"))
PARTS = 2  # so that several processes share them

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
    '"fire station" -police',
    "the",
    ",",
)


def of_this_database(seed: int) -> int:
    """Another one on PostgreSQL than on SQLite."""
    return seed + PARTS if connection.vendor == "postgresql" else seed


def random_questions(number: int, seed: int = 20141001) -> list[str]:
    """Query strings with up to five choices each, most of them known values."""
    pick = random.Random(seed)
    now = catalogue.current()
    values = {f.name: list(now.labels[f.name]) for f in FACETS}
    # Sorted, because two databases list them in two orders
    words = sorted(set(now.shelf.vocabulary()) - set(canaries.WORDS))
    return [_one(pick, values, words) for _ in range(number)]


def _one(pick: random.Random, values: dict[str, list[str]], words: list[str]) -> str:
    pairs = []
    if pick.random() < 0.5:
        pairs.append(("q", _text(pick, words)))
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
    if pick.random() < 0.2:
        pairs.append(("per_page", str(pick.choice((1, 7, 100)))))
    pick.shuffle(pairs)
    return urlencode(pairs)


def _text(pick: random.Random, words: list[str]) -> str:
    """What somebody may type: words of the case studies and of the canaries, and slips of both."""
    kind = pick.random()
    if kind < 0.3:
        return pick.choice(TEXTS)
    some = [
        pick.choice(words if pick.random() < 0.8 else canaries.WORDS)
        for _ in range(pick.choice((1, 1, 2, 3, 5)))
    ]
    if kind < 0.5:
        return " ".join(some)
    if kind < 0.6:
        return f'"{" ".join(some)}"'
    if kind < 0.7:
        return f"{' '.join(some)} -{pick.choice(words)}"
    return " ".join(slip(pick, word) for word in some)


def slip(pick: random.Random, word: str) -> str:
    """A word with a letter left out, doubled or swapped with the next; not the first one."""
    at = pick.randrange(1, max(2, len(word) - 1))
    left, here, right = word[:at], word[at : at + 1], word[at + 1 :]
    return pick.choice((left + right, left + here * 2 + right, left + right[:1] + here + right[1:]))
