"""Nothing typed into an address breaks a page, is reflected by it, or leads away from here."""

import gc
import random
import string
import time

import pytest
from django.urls import reverse

from casestudies import catalogue
from casestudies.facets import FACETS_BY_NAME
from tests.promises.questions import ADDRESSES, PARTS, of_this_database

SLOWEST = 2.0  # seconds of this process, whatever else the machine does
PARAMETERS = ("q", "service_match", "from", "to", "sort", "page", "per_page", *FACETS_BY_NAME)
LISTS = (
    "directory",
    "directory_json",
    "directory_csv",
    "directory_xlsx",
    "directory_atom",
    "data",
    "a_to_z",
    "map",
    "suggest",
    "areas",
    "organisations",
    "funding",
    "glossary",
    "national",
    "success_factors",
)
HOSTILE = (
    "%00", "%ED%A0%80", "%FF%FE", "%C3", "'", "%22", "%27%20OR%201%3D1--", "1%3B%20DROP%20TABLE",
    "<script>alert(1)</script>", "%3Cscript%3E", "../../../etc/passwd", "..%2F..%2F", "a" * 10_000,
    "-" * 33, "%22" * 50, "NEAR(", "*", "AND", "OR", "NOT", ":*", "a:b:c", "%0D%0ASet-Cookie:x=1",
    "-1", "0", "9" * 30, "1e9", "9223372036854775808", "%D9%A1", "NaN", "{{7*7}}", "${7*7}", "%25s",
    "%E2%80%AE", "%F0%9F%9A%92", "\\\\", "|", "^", "~", "&", "=", "[]", "%5B%5D", "+", "%20", "",
    # What is hard for the search: phrases and minuses without an end, more unknown words than it
    # reads, one without an end, accents on accents, letters that become two, and no letters at all
    "%22", "-%22", "-%22a%22-%22b", "-the", "%22the%20of%22", "zzyq%20" * 60, "zyxw" * 60,
    "statoin%20fier%20ambulence%20" * 20, "e" + "%CC%81" * 300, "%EF%AC%83%C4%B0%C3%9F%C5%B5",
    "a-" * 100, "%E2%80%91%E2%80%8B%C2%AD", "%E6%B6%88%E9%98%B2", "'s", "fire%20" * 100,
)  # fmt: skip
MARKER = "zq7canary"


def hostile_addresses(number: int, seed: int):
    pick = random.Random(seed)
    paths = [
        reverse("casestudies:home"),
        *(reverse(f"casestudies:{name}") for name in LISTS),
        *("/about/", "/contact/", "/services/police/", "/areas/kent/", "/healthz"),
    ]
    for n in range(number):
        kind = n % 4
        if kind == 0:  # one bad value
            yield f"{pick.choice(paths)}?{pick.choice(PARAMETERS)}={pick.choice(HOSTILE)}"
        elif kind == 1:  # many, repeated, some nameless
            pairs = "&".join(
                f"{pick.choice((*PARAMETERS, *HOSTILE[:9]))}={pick.choice(HOSTILE)}"
                for _ in range(pick.randint(2, 9))
            )
            yield f"{pick.choice(paths)}?{pairs}"
        elif kind == 2:  # in the path
            yield f"{pick.choice(paths)}{pick.choice(HOSTILE)[:300]}/"
        else:  # noise with a marker, to see whether anything comes back unescaped
            noise = "".join(pick.choices(string.printable.replace("#", ""), k=30))
            yield f"{pick.choice(paths)}?q=<b>{MARKER}</b>{noise}&service=<i>{MARKER}</i>"


def body_of(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.fixture(autouse=True)
def only_its_own_garbage():
    """What other tests have left is not looked through on the time of a page."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.parametrize("seed", range(PARTS))
def test_malformed_addresses_never_break_a_page(content, client, seed):
    client.raise_request_exception = False
    slow, broken, reflected, away = [], [], [], []
    for address in hostile_addresses(ADDRESSES // PARTS, of_this_database(seed)):
        began = time.process_time()
        path, _, query = address.partition("?")
        # From nowhere, as somebody whom no limit counts: nobody may take so many files
        response = client.generic("GET", path, QUERY_STRING=query, REMOTE_ADDR="")
        body = body_of(response)
        if time.process_time() - began > SLOWEST:
            slow.append(address[:200])
        if response.status_code >= 500:
            broken.append((response.status_code, address[:200]))
        is_page = response["Content-Type"].startswith("text/html")
        if is_page and (f"<b>{MARKER}".encode() in body or f"<i>{MARKER}".encode() in body):
            reflected.append(address[:200])
        if response.status_code in {301, 302} and not response["Location"].startswith("/"):
            away.append((address[:200], response["Location"]))
    assert not broken
    assert not reflected
    assert not away
    assert not slow


# Pages that work out more than a list does: few questions to each, with all that is odd in them
WORKED_OUT = {
    "compare": "/case-studies/compare/",
    "like ours": "/case-studies/like-ours/",
    "figures": "/insights/",
    "a table of figures": "/insights/figures.csv",
    "an area": "/areas/kent/",
}


@pytest.mark.parametrize("address", WORKED_OUT.values(), ids=WORKED_OUT)
def test_what_is_worked_out_is_in_time_whatever_is_asked(content, client, address):
    slugs = [entry.slug for entry in catalogue.current().entries]
    names = ("id", *PARAMETERS)
    queries = [
        "&".join(f"{name}={value}" for name, value in zip(names, HOSTILE[n:], strict=False))
        for n in range(0, len(HOSTILE), len(names))
    ]
    queries += ["&".join(f"{name}={slug}" for slug in slugs) for name in ("id", "force", "q")]
    queries.append("&".join(f"type={n}" for n in range(500)))
    client.raise_request_exception = False
    for query in queries:
        began = time.process_time()
        response = client.generic("GET", address, QUERY_STRING=query)
        body_of(response)
        assert response.status_code < 500, query[:200]
        assert time.process_time() - began < SLOWEST, query[:200]
