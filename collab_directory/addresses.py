"""Addresses as pages link to them, and as what leaves the site gives them."""

from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, reverse


def whole(address: str) -> str:
    """An address of ours for files, feeds and citations: of SITE_URL, whichever host was asked.

    A file goes round, and a program compares what it took on two days.
    """
    return settings.SITE_URL + address


def address_of(page: str) -> str:
    """What `reverse` gives for a page without arguments. A page of the directory asks a dozen.

    Worked out once by each process.
    """
    return _address_of(page, get_script_prefix())


@lru_cache(maxsize=200)
def _address_of(page: str, prefix: str) -> str:
    return reverse(page)
