"""What every test may count on: no network, its own memory, and what its database can do."""

import gc
import ipaddress
import socket

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import override_settings

from casestudies import in_force
from tests import prepared

pytest_plugins = ["tests.emptied", "tests.without_database"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        return
    for item in items:
        if item.get_closest_marker("postgres"):
            item.add_marker(pytest.mark.skip(reason="needs real locks, so PostgreSQL"))


def pytest_make_parametrize_id(val: object) -> str | None:
    """Files are not names: an archive has the hour in it, and each process would name it anew."""
    return "bytes" if isinstance(val, bytes) else None


def pytest_collection_finish() -> None:
    """Collect garbage less often, and what is there by now not at all: it took much time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """pytest-django asks this before it makes a test database."""
    prepared.use(connection.settings_dict)


@pytest.fixture(scope="session", autouse=True)
def no_network():
    """Only this machine may be reached: no test may depend on, or trouble, anyone else."""
    connect = socket.socket.connect

    def connect_here(self, address):
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            host = "127.0.0.1" if address[0] == "localhost" else address[0]
            if not ipaddress.ip_address(host).is_loopback:
                raise RuntimeError(f"A test tried to reach {address[0]}")
        return connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_here)
        yield


@pytest.fixture(scope="session", autouse=True)
def booklets_of_its_own(tmp_path_factory):
    """Where this session of tests keeps PDFs."""
    with override_settings(BOOKLETS=str(tmp_path_factory.mktemp("booklets"))):
        yield


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture(autouse=True)
def no_line_stays_open():
    """PostgreSQL does not drop a test database that somebody is connected to."""
    yield
    in_force.hang_up()
