"""`python -m benchmarks.alike`: how well the engine of similar schemes tells judged pairs apart."""

import argparse
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.relevance import database, load

PAIRS = Path(__file__).parent.parent / "tests" / "alike" / "pairs.toml"
LINE = "{:<12}{:>6}{:>9}{:>11}{:>13}"


@dataclass(frozen=True)
class Pair:
    """Two schemes by slug, and whether somebody who read both called them alike."""

    one: str
    other: str
    is_like: bool
    kind: str
    set: str
    why: str


@dataclass(frozen=True)
class Measured:
    """A pair with what the engine says of it.

    `score`: the mean of both ways round. `is_shown`: among the first beside one or the other.
    """

    pair: Pair
    score: float
    is_shown: bool


def pairs(path: Path = PAIRS) -> list[Pair]:
    return [Pair(**row) for row in tomllib.loads(path.read_text(encoding="utf-8"))["pair"]]


def measure(asked: list[Pair]) -> list[Measured]:
    """Needs the real content in the database."""
    from casestudies import catalogue
    from casestudies.similar import similar_to
    from casestudies.similar.engine import Engine
    from casestudies.similar.records import published_record

    now = catalogue.current()
    places = {entry.slug: n for n, entry in enumerate(now.entries)}

    def score(one: str, other: str) -> int:
        engine = Engine.under(now, without=1 << places[one])
        records = [published_record(now, places[slug]) for slug in (one, other)]
        return engine.score(*records)

    def shows(one: str, other: str) -> bool:
        study = now.cards([now.by_slug[one]])[0]
        return other in [each.study.slug for each in similar_to(study, now)]

    def both(ask: Callable[[str, str], int], pair: Pair) -> list[int]:
        return [ask(pair.one, pair.other), ask(pair.other, pair.one)]

    return [Measured(pair, sum(both(score, pair)) / 2, any(both(shows, pair))) for pair in asked]


def separation(found: list[Measured]) -> float:
    """How often a pair that is alike has the higher score of two, one alike and one not (AUC)."""
    like = [each.score for each in found if each.pair.is_like]
    unlike = [each.score for each in found if not each.pair.is_like]
    wins = sum((one > other) + (one == other) / 2 for one in like for other in unlike)
    return wins / (len(like) * len(unlike))


def share_shown(found: list[Measured], *, is_like: bool) -> float:
    """Of the pairs that are alike, or that are not: how many stand beside one another."""
    shown = [each.is_shown for each in found if each.pair.is_like == is_like]
    return sum(shown) / len(shown)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.alike", description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--failures", action="store_true", help="name the pairs it gets wrong")
    options = parser.parse_args(arguments)
    with database(options.database) as url:
        load(url)
        found = measure(pairs())
        show(found)
        if options.failures:
            name_failures(found)


def show(found: list[Measured]) -> None:
    print(LINE.format("set", "n", "AUC", "like: top4", "unlike: top4"))
    for name in ("own", "held", "all"):
        of_set = [each for each in found if name in ("all", each.pair.set)]
        shown = [f"{share_shown(of_set, is_like=is_like):.3f}" for is_like in (True, False)]
        print(LINE.format(name, len(of_set), f"{separation(of_set):.3f}", *shown))


def name_failures(found: list[Measured]) -> None:
    for each in sorted(found, key=lambda each: -each.score):
        if each.is_shown != each.pair.is_like:
            kind = "alike" if each.pair.is_like else "not alike"
            print(f"{each.score:7.1f} {kind}: {each.pair.one} / {each.pair.other}")


if __name__ == "__main__":
    main()
