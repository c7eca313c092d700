"""Somebody to bring files, and what the files may name."""

import pytest

from tests.factories import make_region, make_services, make_types, make_user


@pytest.fixture
def words(db):
    """What the entries in the tests' files name."""
    make_region("south-east")
    make_services("police", "fire")
    make_types("shared-premises")


@pytest.fixture
def editor(client, words):
    client.user = make_user("Editor")
    client.force_login(client.user)
    return client


@pytest.fixture
def publisher(client, words):
    client.user = make_user("Publisher")
    client.force_login(client.user)
    return client
