"""The client's address, as far as our own proxies vouch for it."""

import pytest
from django.test import RequestFactory

from collab_directory import client


@pytest.mark.parametrize(
    "proxies, seen, forwarded, address",
    [
        (0, "192.0.2.1", "", "192.0.2.1"),
        (0, "192.0.2.1", "203.0.113.9", "192.0.2.1"),
        (1, "10.0.0.1", "203.0.113.9", "203.0.113.9"),
        (1, "10.0.0.1", "198.51.100.7, 203.0.113.9", "203.0.113.9"),
        (2, "10.0.0.1", "198.51.100.7, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "10.0.0.1", "203.0.113.9", "10.0.0.1"),
        (1, "10.0.0.1", "", ""),
        (1, "10.0.0.1", "<script>", ""),
        (0, "", "", ""),
        (0, "2001:DB8::0001", "", "2001:db8::1"),
    ],
)
def test_only_our_own_proxies_are_believed(settings, proxies, seen, forwarded, address):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR=seen, HTTP_X_FORWARDED_FOR=forwarded)
    assert client.address(request) == address
