"""Every page that may be found is on the sitemap, as its own address says, and no other is."""

import re
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.urls import resolve

from tests.promises.site import FORMS, MEMBERS, PUBLIC, SIGN_IN, TOKENS, body_of

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)"')


def on_the_sitemap(client) -> dict[str, str | None]:
    """Each address without the site's own part, and the day of its last change."""
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    return {
        url.findtext(f"{NAMESPACE}loc").removeprefix(settings.SITE_URL): url.findtext(
            f"{NAMESPACE}lastmod"
        )
        for url in root
    }


def is_to_be_found(client, address: str) -> bool:
    """A page that names this very address as its own, and does not ask to be left out."""
    response = client.get(address)
    page = body_of(response)
    named = CANONICAL.search(page)
    return (
        "noindex" not in page + response.get("X-Robots-Tag", "")
        and named is not None
        and named[1] == settings.SITE_URL + address
    )


def test_it_holds_every_page_that_may_be_found_and_no_other(content, client):
    listed = on_the_sitemap(client)
    of_each_kind = {resolve(address).view_name: address for address in listed}
    of_people = {n: a for n, a in (PUBLIC | FORMS).items() if a.endswith("/") and "/v1/" not in a}
    for name, address in of_people.items():
        one = of_each_kind.get(name, address)
        assert is_to_be_found(client, one) == (one in listed), one


def test_robots_leave_alone_what_is_secret_and_find_every_page(content, client):
    text = client.get("/robots.txt").text
    refused = [line.removeprefix("Disallow: ") for line in text.splitlines() if "Dis" in line]

    def may_ask(address: str) -> bool:
        return not any(fits(rule, address) for rule in refused)

    for address in (*TOKENS.values(), *MEMBERS.values(), *SIGN_IN.values()):
        assert not may_ask(address), address
    for address in (*on_the_sitemap(client), "/static/css/theme.css", "/sitemap.xml"):
        assert may_ask(address), address
    assert may_ask("/case-studies/?page=2")
    assert not may_ask("/case-studies/?region=wales&type=shared-premises")
    assert settings.ADMIN_URL not in text


def fits(rule: str, address: str) -> bool:
    """RFC 9309, 2.2.3: the rule is where the address begins, and * is anything."""
    return bool(re.match(".*".join(map(re.escape, rule.split("*"))), address))


@pytest.mark.parametrize("address", ["/sitemap-0.xml", "/sitemap-2.xml", "/sitemap-01x.xml"])
def test_a_part_that_is_not_there_is_not_found(db, client, address):
    assert client.get(address).status_code == 404
