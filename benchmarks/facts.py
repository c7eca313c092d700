"""What a synthetic database holds: how large its index is, and words that can be asked for."""

import random
import time
from itertools import pairwise
from typing import Any

from django.db import connection

from casestudies import catalogue
from casestudies.models import CaseStudy, ForceArea, Region, Service
from casestudies.models.search_index import IndexedWord
from casestudies.search import TABLES, language

SOME = 3000  # of each kind, to ask for things that were never asked for


def catalogue_seconds() -> float:
    """Until this process has the catalogue in memory, as after each change that readers see."""
    began = time.perf_counter()
    catalogue.current()
    return time.perf_counter() - began


def sizes() -> dict[str, int]:
    """Bytes of the search index and of the whole database."""
    tables = [model._meta.db_table for model in TABLES]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sql = "SELECT sum(pg_total_relation_size(t::regclass)) FROM unnest(%s::text[]) t"
            cursor.execute(sql, [tables])
            index = cursor.fetchone()[0]
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            # Its own page counts need an extension that Python's SQLite may lack
            index = sum(_bytes(cursor, model) for model in TABLES)
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        return {"index_bytes": int(index), "database_bytes": int(cursor.fetchone()[0])}


def _bytes(cursor: Any, model: Any) -> int:
    """What the columns of a table hold, without what the database adds."""
    lengths = "+".join(f"length(CAST({field.column} AS BLOB))" for field in model._meta.fields)
    cursor.execute(f"SELECT sum({lengths}) FROM {model._meta.db_table}")  # noqa: S608 -- our names
    return cursor.fetchone()[0] or 0


def words(seed: int) -> dict[str, Any]:
    """Common and rare words, phrases that stand in a text, and slugs to filter by."""
    chance = random.Random(seed)  # noqa: S311 -- no secret
    counted = [
        (holding, word)
        for word, holding in IndexedWord.objects.values_list("word", "holding")
        if len(word) > 4 and word.isalpha() and word not in language.STOP | language.WEAK
    ]
    counted.sort(reverse=True)
    rare = [word for holding, word in counted if 1 < holding <= max(3, counted[0][0] // 500)]
    return {
        "common": [word for _, word in counted[:200]],
        "known": [word for _, word in counted[200 : 200 + SOME]],
        "rare": chance.sample(rare, min(SOME, len(rare))),
        "phrases": _phrases(chance),
        "services": list(Service.objects.values_list("slug", flat=True)),
        "regions": list(Region.objects.values_list("slug", flat=True)),
        "areas": list(ForceArea.objects.values_list("slug", flat=True)),
    }


def _phrases(chance: random.Random) -> list[str]:
    """Two neighbours of some text, neither of them a word of grammar."""
    texts = CaseStudy.objects.published().order_by("pk").values_list("what_happened", flat=True)
    found: dict[str, None] = {}
    for text in texts[:SOME]:
        written = text.lower().replace(".", "").split()
        pairs = [
            f"{one} {two}"
            for one, two in pairwise(written)
            if not {one, two} & language.STOP and min(len(one), len(two)) > 3
        ]
        found.update(dict.fromkeys(chance.sample(pairs, min(3, len(pairs)))))
    return list(found)[:SOME]
