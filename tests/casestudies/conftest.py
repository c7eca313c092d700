"""What the tests of this folder share."""

import pytest

from tests.factories import make_user


@pytest.fixture
def as_role(client):
    def sign_in(role):
        client.force_login(make_user(role))
        return client

    return sign_in
