"""The addresses of pages that need no words to be named, worked out once by each process."""

from functools import lru_cache

from django.urls import get_script_prefix, get_urlconf, reverse


def address_of(page: str) -> str:
    """What `reverse` gives for a page without arguments. A page of the directory asks a dozen."""
    return _address_of(page, get_script_prefix(), get_urlconf())


@lru_cache(maxsize=200)
def _address_of(page: str, prefix: str, urlconf: str | None) -> str:
    return reverse(page, urlconf)
