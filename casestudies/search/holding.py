"""What the index says of a case study: which words it holds, where, and how much each says of it.

The impact of a word is BM25F's, in whole numbers: each field's count is weighed and held against
the usual length of that field, and the sum is saturated. Rarity is left to the question, because it
changes with every other study.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import numpy as np
from django.db import connection

from casestudies.models import CaseStudy
from casestudies.search import language, spots

# field: (weight, usual length in words). Longer than usual says less a word.
FIELDS = {
    "title": (8.0, 6),
    "place": (6.0, 6),
    "organisations": (4.0, 16),
    "summary": (4.0, 24),
    "types": (3.0, 5),
    "services": (2.0, 5),
    "what_happened": (1.5, 130),
    "outcomes": (1.5, 25),
    "lessons": (1.5, 25),
    "other": (1.0, 30),
}
LENGTH_COUNTS = 0.6  # of BM25's b: 0 not at all, 1 fully
SATURATION = 6.0  # of BM25's k: how soon more of the same word stops counting
SCALE = 1000

SNIPPET_FIELDS = ("what_happened", "outcomes", "lessons", "other")

LAST_POSITION = 2**16 - 1

Read = tuple[str, str, bool]  # a stem, its word, and whether it is a part and no compound


@dataclass
class Holding:
    """The words of one study."""

    pk: int
    impacts: dict[str, int]  # by stem
    positions: dict[str, list[int]]  # by stem, ascending
    numbers: bytes  # of its stems in order, passages parted by that of a bar
    words: frozenset[str]  # every different one as written, folded
    passages: list[str]  # that a snippet may be taken from, best first
    spots: bytes  # where words stand in title, summary and passages, packed


def published(pks: Sequence[int]) -> Iterator[Holding]:
    """What those of these studies that are published hold, by primary key. Ten queries for all."""
    # Strings and no objects: most of the time that a study took went into making them.
    studies = list(
        CaseStudy.objects.published_among(pks)
        .order_by("pk")
        .values_list(
            "pk", "title", "place", "region__name", "summary", "what_happened", "ended_advice"
        )
    )
    pks = [pk for pk, *_ in studies]
    if not pks:  # a draft was saved, as happens most
        return
    areas = _lines(pks, "force_areas", "name")
    names = _lines(pks, "organisations", "name", "short_name")
    former = _lines(pks, "organisations__former_names", "name")
    types = _lines(pks, "types", "name")
    services = _lines(pks, "services", "name")
    outcomes = _lines(pks, "outcomes", "text")
    lessons = _lines(pks, "lessons", "text")
    savings = _lines(pks, "savings", "note")
    fundings = _lines(pks, "fundings", "description")
    for pk, title, place, region, summary, what_happened, advice in studies:
        passages = {
            "title": [title],
            "place": [text for text in (place, *areas[pk], region) if text],
            "organisations": list(dict.fromkeys([*filter(None, names[pk]), *former[pk]])),
            "summary": [summary],
            "types": types[pk],
            "services": services[pk],
            "what_happened": [what_happened] if what_happened else [],
            "outcomes": outcomes[pk],
            "lessons": lessons[pk],
            "other": [text for text in (advice, *savings[pk], *fundings[pk]) if text],
        }
        yield _holding(pk, passages)


def _lines(pks: Sequence[int], relation: str, *columns: str) -> dict[int, list[str]]:
    """For each study these columns of the rows that belong to it, in the rows' own order."""
    found: dict[int, list[str]] = defaultdict(list)
    sql = _sql_of_lines(connection.vendor, relation, columns)
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("%s", ", ".join(["%s"] * len(pks))), pks)
        for pk, *texts in cursor.fetchall():
            found[pk] += texts
    return found


@cache
def _sql_of_lines(vendor: str, relation: str, columns: tuple[str, ...]) -> str:
    """The query for one study. Put together once: that took most of indexing a study."""
    order: list[str] = []
    model: Any = CaseStudy
    for n, name in enumerate(parts := relation.split("__"), 1):
        model = model._meta.get_field(name).related_model
        order += [f"{'__'.join(parts[:n])}__{column}" for column in model._meta.ordering]
    rows = (
        CaseStudy.objects.filter(pk__in=[0], **{f"{relation}__isnull": False})
        .order_by(*order)
        .values_list("pk", *(f"{relation}__{column}" for column in columns))
    )
    sql, _pks = rows.query.sql_with_params()
    return str(sql)


def _holding(pk: int, fields: dict[str, list[str]]) -> Holding:
    stems: list[str] = []
    words: set[str] = set()
    positions: dict[str, list[int]] = defaultdict(list)
    weighed: dict[str, float] = {}
    for name, passages in fields.items():
        here: list[str] = []
        for passage in passages:
            for token in language.words(passage):
                for stemmed, written, is_part in _read(token):
                    if is_part:
                        stems.append(stemmed)
                    # A compound stands where its last part stands.
                    positions[stemmed].append(len(stems) - 1)
                    here.append(stemmed)
                    words.add(written)
            stems.append("|")
        weight, usual = FIELDS[name]
        longer = max(1 - LENGTH_COUNTS + LENGTH_COUNTS * len(here) / usual, 0.5)
        for word, times in Counter(here).items():
            weighed[word] = weighed.get(word, 0.0) + weight * times / longer
    if len(stems) > LAST_POSITION:
        positions = {w: [min(n, LAST_POSITION) for n in at] for w, at in positions.items()}
    snippets = [passage for name in SNIPPET_FIELDS for passage in fields[name]]
    shown = (*fields["title"], *fields["summary"], *snippets)
    return Holding(
        pk=pk,
        impacts={word: round(SCALE * w / (SATURATION + w)) or 1 for word, w in weighed.items()},
        positions=positions,
        numbers=np.fromiter(map(spots.number, stems), spots.NUMBER).tobytes(),
        words=frozenset(words),
        passages=snippets,
        spots=spots.pack(spots.read(shown)),
    )


@lru_cache(maxsize=50_000)
def _read(word: str) -> tuple[Read, ...]:
    """A word as its parts and, where it has a hyphen, as a compound."""
    read = [
        (language.stem(part), part[: language.LONGEST], True)
        for part in language.parts(word)
        if part
    ]
    if whole := language.compound(word):
        read.append((language.stem(whole), whole[: language.LONGEST], False))
    return tuple(read)
