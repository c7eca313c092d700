"""Can a stranger tell by the time or the look of an answer whether we know an address?

    python -m tests.release.enumeration [--tries 400] [--databases sqlite,postgresql] [--seed 1]

Asks the forms of `tests.promises.doors` in turn for known and unknown addresses, mixed at random,
and compares status, headers, body and time. The figure for time is the chance that an answer for a
known address took longer than one for an unknown address (0.5 is no difference; the area under the
curve of a rank test). It has to lie between 0.45 and 0.55, for each form. Exits with 1 otherwise.
"""

import argparse
import gc
import itertools
import os
import random
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path
from statistics import median
from typing import Any

from tests import postgres

ROOT = Path(__file__).resolve().parents[2]
LEAST, MOST = 0.45, 0.55
WARM = 20  # tries before those that count

SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "tests.release.settings",
    "DEBUG": "0",
    "SECRET_KEY": "only-for-this-test-0123456789-abcdefghijklmnopqrstuvwxyz",
    "SITE_URL": "http://testserver",
    "ALLOWED_HOSTS": "testserver",
    "CONTACT_EMAIL": "working-group@example.org",
    "EMAIL_URL": "console:",
    "LOG_LEVEL": "CRITICAL",
    "PYTHONWARNINGS": "ignore::UserWarning",  # there are no static files
}


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tries", type=int, default=400)
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--url", help=argparse.SUPPRESS)
    wanted = parser.parse_args(words)
    if wanted.url:
        return run(wanted.url, wanted.tries, wanted.seed)
    # Django knows one database for each process
    results = []
    for name in wanted.databases.split(","):
        with tempfile.TemporaryDirectory() as folder:
            file = nullcontext(f"sqlite:///{folder}/db.sqlite3")
            with file if name == "sqlite" else postgres.server() as url:
                print(f"{name}: {wanted.tries} tries for each", flush=True)
                again = [sys.executable, "-m", "tests.release.enumeration", "--url", url]
                again += ["--tries", str(wanted.tries), "--seed", str(wanted.seed)]
                results.append(subprocess.run(again, cwd=ROOT, check=False).returncode)
    return max(results)


def run(url: str, tries: int, seed: int) -> int:
    os.environ.update(SETTINGS | {"DATABASE_URL": url})
    import django

    django.setup()
    from django.core.management import call_command

    from tests.promises.doors import DOORS, furnish

    call_command("migrate", verbosity=0)
    furnish()
    random.seed(seed)
    figures, differing = {}, 0
    for door in DOORS:
        times, looks = knock(door, tries)
        figures[door.name] = chance(times[True], times[False])
        differing += len(looks) - 1
        middle = {known: median(taken) * 1000 for known, taken in times.items()}
        print(
            f"{door.name}: {figures[door.name]:.3f} (known {middle[True]:.1f} ms, unknown "
            f"{middle[False]:.1f} ms), {len(looks)} kind of answer",
            flush=True,
        )
    is_even = all(LEAST <= figure <= MOST for figure in figures.values())
    worst = max(figures.values(), key=lambda figure: abs(figure - 0.5))
    print(f"farthest from 0.5: {worst:.3f}; answers that look different: {differing}")
    return 0 if is_even and not differing else 1


def knock(door: Any, tries: int) -> tuple[dict[bool, list[float]], set[str]]:
    """Seconds for known and unknown addresses, and all the answers there were."""
    from django.test import Client

    from tests.promises.doors import said

    turns = [True] * (tries + WARM) + [False] * (tries + WARM)
    people = iter([f"person-{n:05}@council-of-{door.name[:4]}.uk" for n in range(len(turns))])
    networks = (f"10.{a}.{b}.1" for a, b in itertools.product(range(256), repeat=2))
    random.shuffle(turns)
    # Before any is asked for: whoever was made a moment ago is in memory
    asked = [(is_known, next(people)) for is_known in turns]
    for is_known, address in asked:
        if is_known:
            door.known(address)
    times: dict[bool, list[float]] = {True: [], False: []}
    looks = set()
    for is_known, address in asked:
        client = Client(REMOTE_ADDR=next(networks))
        ticket = door.ticket(client)
        gc.collect(0)
        start = time.perf_counter()
        answer = door.knock(client, address, ticket)
        times[is_known].append(time.perf_counter() - start)
        looks.add(repr(said(answer, address)))
    return {known: taken[WARM:] for known, taken in times.items()}, looks


def chance(ones: list[float], others: list[float]) -> float:
    """That one of the first is larger than one of the second; of equals, half."""
    larger = sum((one > other) + (one == other) / 2 for one in ones for other in others)
    return larger / (len(ones) * len(others))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
