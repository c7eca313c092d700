"""Makes synthetic case studies: `DATABASE_URL=… python -m benchmarks.synthetic 10000`.

Each has the region, areas, services, partners and types of some real ones, and words of its own.
The real ones only serve as the pattern: they are archived, so that exactly as many are published
as were asked for. Never use it on a database that anybody needs.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

LEAST, MOST = 10, 100_000
AT_ONCE = 1000
BODY, SUMMARY, LINE = 150, 22, 14  # words


def main(arguments: list[str] | None = None) -> None:
    options = read(arguments)
    refuse_the_real_database()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
    os.environ.setdefault("DATABASE_TIMEOUT", "600")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_content", verbosity=0)
    facts = build(options.count, options.seed)
    if options.facts:
        options.facts.write_text(json.dumps(facts))


def read(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.synthetic", description=__doc__)
    parser.add_argument("count", type=int, help=f"how many, {LEAST} to {MOST}")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same ones")
    parser.add_argument("--facts", type=Path, help="where to write times, sizes and words as JSON")
    options = parser.parse_args(arguments)
    if not LEAST <= options.count <= MOST:
        parser.error(f"count must be from {LEAST} to {MOST}")
    return options


def refuse_the_real_database() -> None:
    """Nothing is written where an installation keeps its content."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        sys.exit("Set DATABASE_URL to a database made for this, such as sqlite:////tmp/b.sqlite3.")
    here = Path(__file__).resolve().parent.parent
    if url.startswith("sqlite:///"):
        named = here / url.removeprefix("sqlite:///")
        if named.resolve() == (here / "var/db.sqlite3").resolve():
            sys.exit("That is the directory's own database. Name another in DATABASE_URL.")


def build(count: int, seed: int) -> dict[str, Any]:
    """Write the studies and their index; what it took, and words to ask for."""
    from django.db import connection, transaction

    from benchmarks import facts
    from casestudies import changes
    from casestudies.models import CaseStudy

    began = time.perf_counter()
    with transaction.atomic():
        published = CaseStudy.objects.published()
        if published.filter(title__startswith="Synthetic scheme").exists():
            sys.exit("There are synthetic schemes here already. Name an empty database.")
        makers = Makers(seed)
        published.update(state=CaseStudy.State.ARCHIVED)
        numbers = iter(range(1, count + 1))
        while some := list(islice(numbers, AT_ONCE)):
            makers.write(some)
            show("written", some[-1], count)
        written = time.perf_counter()
        changes.rebuild_search(lambda done, total: show("indexed", done, total))
    indexed = time.perf_counter()
    if connection.vendor == "postgresql":
        # Who writes so much at once says so: until it looks by itself, it plans for few rows
        connection.cursor().execute("ANALYZE")
    return {
        "studies": count,
        "write_seconds": written - began,
        "index_seconds": indexed - written,
        "catalogue_seconds": facts.catalogue_seconds(),
        **facts.sizes(),
        **facts.words(seed),
    }


def show(what: str, done: int, total: int) -> None:
    end = "\n" if done == total else ""
    sys.stderr.write(f"\r  {what} {done:,} of {total:,}{end}")
    sys.stderr.flush()


class Makers:
    """Makes case studies after the pattern of the published ones."""

    def __init__(self, seed: int):
        from benchmarks.words import Vocabulary
        from casestudies.models import CaseStudy

        self.patterns = list(
            CaseStudy.objects.published().for_reading().order_by("slug").prefetch_related(None)
        )
        self.vocabulary = Vocabulary(
            (f"{study.title} {study.summary} {study.what_happened}" for study in self.patterns),
            seed,
        )
        self.random = self.vocabulary.random
        self.links = {study.pk: _links(study) for study in self.patterns}

    def write(self, numbers: list[int]) -> None:
        """Write these studies and all that belongs to them, a table at a time."""
        from casestudies.models import CaseStudy

        made = [self._study(number) for number in numbers]
        CaseStudy.objects.bulk_create(study for study, _ in made)
        rows: dict[Any, list[Any]] = {}
        for study, places in made:
            for row in self._parts(study, places):
                rows.setdefault(type(row), []).append(row)
        for model, some in rows.items():
            model._default_manager.bulk_create(some, batch_size=AT_ONCE)

    def _any(self) -> Any:
        return self.patterns[int(self.random.integers(len(self.patterns)))]

    def _study(self, number: int) -> tuple[Any, Any]:
        """A study without its parts, and the real one that says where it is and with whom."""
        from django.utils import timezone

        from casestudies.models import CaseStudy

        places, fate = self._any(), self._any()
        some = self.vocabulary.some
        study = CaseStudy(
            slug=f"synthetic-scheme-{number:06}",
            title=f"Synthetic scheme {number:06} {' '.join(some(3))}"[:160],
            summary=self.vocabulary.text(SUMMARY)[:320],
            what_happened=self.vocabulary.text(int(self.random.integers(BODY - 50, BODY + 50))),
            place=some(1)[0].capitalize(),
            region_id=places.region_id,
            state=CaseStudy.State.PUBLISHED,
            published_at=timezone.now(),
        )
        for name in "status started ended ended_reason verified_on verified_by".split():
            setattr(study, name, getattr(fate, name))
        return study, places

    def _parts(self, study: Any, places: Any) -> Iterator[Any]:
        """Its links and lines: places and partners of one real study, work and money of others."""
        from casestudies.models import Outcome, Source

        for name, pattern in (("places", places), ("work", self._any()), ("money", self._any())):
            for model, values in self.links[pattern.pk][name]:
                yield model(**{_owner(model): study.pk, **values})
        for n in range(2):
            level = int(self.random.choice([1, 2, 3, 4], p=[0.4, 0.35, 0.15, 0.1]))
            yield Outcome(study=study, position=n, evidence=level, text=self.vocabulary.text(LINE))
        yield from self._lessons(study)
        for n in range(2):
            yield Source(
                study=study,
                position=n,
                title=f"Synthetic source {n + 1} of {study.slug}",
                publisher="Nobody",
                url=f"https://example.org/{study.slug}/{n + 1}",
                date=str(2009 + int(self.random.integers(16))),
            )

    def _lessons(self, study: Any) -> Iterator[Any]:
        from casestudies.models import Lesson

        for n, kind in enumerate(Lesson.Kind.values):
            yield Lesson(study=study, position=n, kind=kind, text=self.vocabulary.text(LINE))


Links = list[tuple[type, dict[str, Any]]]


def _links(study: Any) -> dict[str, Links]:
    """What a real study is linked with, as rows without an owner."""
    from casestudies.models import CaseStudy

    def linked(name: str) -> Links:
        field: Any = CaseStudy._meta.get_field(name)
        column = field.m2m_reverse_field_name() + "_id"
        pks = getattr(study, name).values_list("pk", flat=True)
        return [(field.remote_field.through, {column: pk}) for pk in pks]

    def lines(name: str, *columns: str) -> Links:
        manager = getattr(study, name)
        return [(manager.model, row) for row in manager.values(*columns)]

    return {
        "places": linked("force_areas") + lines("partners", "organisation_id", "role", "position"),
        "work": linked("services")
        + linked("types")
        + lines("factors_shown", "factor_id", "reason", "position"),
        "money": lines("fundings", "stream_id", "description", "position")
        + lines("savings", "covers", "bound", "low", "high", "per", "grade", "position"),
    }


def _owner(model: Any) -> str:
    """The column that says whose a row is: links that Django made name the model."""
    return "casestudy_id" if model._meta.auto_created else "study_id"


if __name__ == "__main__":
    main()
