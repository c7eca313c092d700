"""`--only-with-database`: leave out what another database would not answer otherwise, and count it.

- Each test that cannot ask a database. There is no list of them to keep: pytest-django lets no test
  near the database that does not say, by its mark or one of its fixtures, that it wants it.
- Of the tables of who may do what, which Python decides and which are long, two cases of three.
"""

from zlib import crc32

import pytest

LEFT = "left to SQLite, because a database has no part in them: "

SAYS_SO = "django_db_setup"  # which each fixture with a database wants
_NUMBER = "left_to_sqlite"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--only-with-database", action="store_true", help="leave out the other tests")


def asks_a_database(item: pytest.Item) -> bool:
    marked = item.get_closest_marker("django_db") or item.get_closest_marker("postgres")
    return bool(marked) or SAYS_SO in getattr(item, "fixturenames", ())


def is_one_of_three(item: pytest.Item) -> bool:
    """The same ones each time."""
    return crc32(item.nodeid.encode()) % 3 == 0


def is_wanted(item: pytest.Item) -> bool:
    return asks_a_database(item) and (
        not item.get_closest_marker("rights") or is_one_of_three(item)
    )


class Left:
    """Counts them, in each process of pytest-xdist and where the results come together."""

    def __init__(self) -> None:
        self.number = 0

    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        others = [item for item in items if not is_wanted(item)]
        if others:
            config.hook.pytest_deselected(items=others)
            items[:] = [item for item in items if is_wanted(item)]
        self.number = len(others)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if hasattr(session.config, "workeroutput"):
            session.config.workeroutput[_NUMBER] = self.number

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node) -> None:
        # Each process collects all tests, and runs some of them
        self.number = getattr(node, "workeroutput", {}).get(_NUMBER, 0)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        terminalreporter.write_line(f"{LEFT}{self.number}")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--only-with-database"):
        config.pluginmanager.register(Left())
