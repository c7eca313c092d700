"""`--only-with-database`: leave out each test that cannot ask a database, and say how many.

What such a test finds on one database it finds on any other. There is no list of them to keep:
pytest-django lets no test near the database that does not say, by its mark or one of its fixtures,
that it wants it.
"""

import pytest

LEFT = "left to SQLite, because they ask no database: "

SAYS_SO = "django_db_setup"  # which each fixture with a database wants
_NUMBER = "left_to_sqlite"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--only-with-database", action="store_true", help="leave out the other tests")


def asks_a_database(item: pytest.Item) -> bool:
    marked = item.get_closest_marker("django_db") or item.get_closest_marker("postgres")
    return bool(marked) or SAYS_SO in getattr(item, "fixturenames", ())


class Left:
    """Counts them, in each process of pytest-xdist and where the results come together."""

    def __init__(self) -> None:
        self.number = 0

    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        others = [item for item in items if not asks_a_database(item)]
        if others:
            config.hook.pytest_deselected(items=others)
            items[:] = [item for item in items if asks_a_database(item)]
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
