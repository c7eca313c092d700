"""`python -m benchmarks.relevance QUERIES.json`: how well the search answers judged queries."""

import argparse
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.judging import DEPTH, Query, Score, mean, queries

LINE = "{:<20}{:>5}{:>9}{:>9}{:>9}{:>9}{:>9}"


def main(arguments: list[str] | None = None) -> None:
    options = read(arguments)
    asked = queries(options.queries)
    with database(options.database) as url:
        load(url)
        show(asked, [query.score(answer(query)) for query in asked], options.failures)


def read(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.relevance", description=__doc__)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--failures", action="store_true", help="name what failed success@3")
    return parser.parse_args(arguments)


@contextmanager
def database(kind: str) -> Iterator[str]:
    """The address of an empty database that is gone afterwards."""
    if kind == "postgresql":
        from tests import postgres

        with postgres.server() as url:
            yield url
    else:
        with tempfile.TemporaryDirectory(prefix="relevance-") as folder:
            yield f"sqlite:///{folder}/db.sqlite3"


def load(url: str) -> None:
    """Set Django up on this database, with the real content in it."""
    from benchmarks.server import environment

    os.environ.update(environment(url, Path(tempfile.gettempdir())))
    os.environ["DATABASE_TIMEOUT"] = "60"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_content", verbosity=0)


def answer(query: Query) -> list[str]:
    """The titles that the directory lists first."""
    from django.http import QueryDict

    from casestudies.directory import Directory

    params = QueryDict(mutable=True)
    params.update({"q": query.text, "per_page": str(DEPTH)})
    return [study.title for study in Directory(params).studies]


def show(asked: list[Query], scores: list[Score], name_failures: bool) -> None:
    print(LINE.format("class", "n", "S@1", "S@3", "MRR@10", "nDCG@10", "nothing"))
    for kind in dict.fromkeys(query.kind for query in asked):
        _line(kind, [s for q, s in zip(asked, scores, strict=True) if q.kind == kind])
    _line("OVERALL", scores)
    if name_failures:
        for query, score in zip(asked, scores, strict=True):
            if not score.success3:
                print(f"  {query.kind}: {query.text}")


def _line(name: str, scores: list[Score]) -> None:
    found = mean(scores)
    figures = (found.success1, found.success3, found.mrr, found.ndcg, found.nothing)
    print(LINE.format(name, len(scores), *(f"{figure:.3f}" for figure in figures)))


if __name__ == "__main__":
    main()
