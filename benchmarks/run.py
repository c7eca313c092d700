"""`python -m benchmarks`: builds databases of several sizes, serves them, and prints the cost."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks import client, questions, report
from benchmarks.client import Connection, forever, measure
from benchmarks.report import Line
from benchmarks.server import HERE, Server, environment, serving
from tests import postgres

SIZES = (100, 1000, 10_000, 100_000)
DATABASES = ("sqlite", "postgresql")
ADDRESS_OF_JSON = "/case-studies.json?q=police&page=1"


def main(arguments: list[str] | None = None) -> int:
    options = read(arguments)
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as temporary:
        folder = Path(temporary)
        collect_static(folder)
        for database in options.databases:
            smallest: dict[str, Line] = {}
            with databases(database, options.keep or folder) as url_of:
                for size in options.sizes:
                    facts = built(url_of(size), size, folder, options.keep, database)
                    lines = served(url_of(size), folder, facts, options.seconds, smallest)
                    smallest = smallest or {line.name: line for line in lines}
    return 0


def read(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="10 to 100000, in order")
    parser.add_argument("--databases", default=",".join(DATABASES))
    parser.add_argument("--seconds", type=float, default=5.0, help="for each figure")
    parser.add_argument(
        "--keep", type=Path, help="a folder in which SQLite databases are used again"
    )
    options = parser.parse_args(arguments)
    options.sizes = [int(size) for size in options.sizes.split(",")]
    options.databases = options.databases.split(",")
    if unknown := set(options.databases) - set(DATABASES):
        parser.error(f"no such database: {', '.join(unknown)}")
    if not 0.1 <= options.seconds <= 60:
        parser.error("seconds must be from 0.1 to 60")
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
    return options


@contextmanager
def databases(name: str, folder: Path) -> Iterator[Any]:
    """A function from a size to the address of an empty, or kept, database for it."""
    if name == "sqlite":
        yield lambda size: f"sqlite:///{folder.resolve() / f'{size}.sqlite3'}"
        return
    with postgres.server() as url:
        made: set[int] = set()

        def address(size: int) -> str:
            if size not in made:
                made.add(size)
                _create(url, f"size_{size}")
            return f"{url.rpartition('/')[0]}/size_{size}"

        yield address


def _create(url: str, name: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")


def collect_static(folder: Path) -> None:
    """Pages name files by their content, as in production."""
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"],
        cwd=HERE,
        env=environment("sqlite://:memory:", folder),
        check=True,
    )


def built(url: str, size: int, folder: Path, keep: Path | None, database: str) -> dict[str, Any]:
    """Make the database, unless it is kept from before; what is in it."""
    kept = (keep or folder) / f"{size}.{database}.json"
    print(f"\n{database}, {size:,} case studies; load {os.getloadavg()[0]:.1f}", flush=True)
    is_kept = database == "sqlite" and kept.exists()
    make = ["-m", "benchmarks.synthetic", str(size), "--facts", str(kept)]
    renew = ["manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(
        [sys.executable, *(renew if is_kept else make)],
        cwd=HERE,
        env=environment(url, folder),
        check=True,
    )
    facts: dict[str, Any] = json.loads(kept.read_text())
    print(
        f"  written in {facts['write_seconds']:.1f} s, indexed in {facts['index_seconds']:.1f} s;"
        f" index {facts['index_bytes'] / 2**20:.1f} MB,"
        f" database {facts['database_bytes'] / 2**20:.1f} MB;"
        f" catalogue read in {facts['catalogue_seconds']:.2f} s"
    )
    return facts


def served(
    url: str, folder: Path, facts: dict[str, Any], seconds: float, smallest: dict[str, Line]
) -> list[Line]:
    """Serve a database and print a line for each way of asking."""
    with serving(url, folder) as server:
        before = server.memory()
        began = time.perf_counter()
        client.measure(server.port, forever("/case-studies/"), min(seconds, 2))
        print(f"  first answers in {time.perf_counter() - began:.1f} s", flush=True)
        bare = _timed(server, "bare view", "/bare/", seconds)
        report.heading()
        lines = [bare]
        report.show(bare, bare, smallest)
        for line in _lines(server, facts, seconds):
            lines.append(line)
            report.show(line, bare, smallest)
        after = server.memory()
        print(f"  memory of a worker: {max(before):.0f} MB at the start, {max(after):.0f} MB now")
    return lines


def _lines(server: Server, facts: dict[str, Any], seconds: float) -> Iterator[Line]:
    addresses = {name: questions.again(name, facts) for name in questions.KINDS}
    for name, address in [*addresses.items(), ("JSON", ADDRESS_OF_JSON)]:
        yield _timed(server, f"{name}, again", address, seconds)
    yield _timed(server, "suggestions, again", questions.SUGGESTIONS_AGAIN, seconds)
    new = []
    for name in questions.KINDS:
        new.append(_asked(server, f"{name}, new", questions.new(name, facts), seconds))
        yield new[-1]
    yield report.together("all of them, new", new)
    yield _asked(server, "suggestions, new", questions.suggestions(facts), seconds)
    yield from _not_modified(server, addresses["browse"], seconds)


def _not_modified(server: Server, address: str, seconds: float) -> Iterator[Line]:
    """Asked again by somebody who has the page, where it has an ETag."""
    connection = Connection(server.port)
    _, headers, _ = connection.get(address)
    connection.close()
    if tag := headers.get("etag"):
        line = _asked(server, "browse, 304", forever(address), seconds, f"If-None-Match: {tag}\r\n")
        if line.found.statuses[304]:
            yield line


def _timed(server: Server, name: str, address: str, seconds: float) -> Line:
    """Asked until each process has seen it, and then measured."""
    measure(server.port, forever(address), min(seconds / 4, 1))
    return _asked(server, name, forever(address), seconds)


def _asked(
    server: Server, name: str, addresses: Iterable[str], seconds: float, headers: str = ""
) -> Line:
    paths = iter(addresses)
    began = server.cpu()
    found = measure(server.port, paths, seconds, headers)
    line = Line(name, found, (server.cpu() - began) / max(1, len(found.took)))
    # What an answer costs the processor, and not what it costs to share one with three others
    alone = measure(server.port, paths, seconds, headers, clients=1)
    found.cpu = alone.cpu or found.cpu  # where the four have left no new address
    return line
