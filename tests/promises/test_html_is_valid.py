"""Every kind of page is valid HTML, with the real content in it.

A walk from the home page follows the links of our own pages. A few addresses of each view are
enough: the hundredth case study is made by the template of the first.
"""

from collections import Counter
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.urls import Resolver404, resolve

from tests import html

pytestmark = [pytest.mark.html, pytest.mark.django_db]

OF_EACH_VIEW = 6

# What no page links to
ALSO = ["/nothing-here/", "/case-studies/?q=ambulence", "/case-studies/?q=zzzz&region=atlantis"]


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]


def walk(client, *starts):
    """Pages by address, breadth first, so that the plainest addresses come first."""
    pages, seen, waiting = {}, Counter(), list(starts)
    known = set(waiting)
    for address in waiting:  # it grows meanwhile
        try:
            view = resolve(urlsplit(address).path).view_name
        except Resolver404:
            view = "none"
        if seen[view] == OF_EACH_VIEW:
            continue
        seen[view] += 1
        response = client.get(address)
        if not response.get("Content-Type", "").startswith("text/html"):
            continue
        pages[address] = response.content.decode()
        links = Links()
        links.feed(pages[address])
        for link in links.found:
            target = urldefrag(urljoin(address, link)).url
            url = urlsplit(target)
            if not url.scheme and not url.netloc and target not in known:
                known.add(target)
                waiting.append(target)
    return pages


def check(pages, folder):
    files = {}
    for number, (address, content) in enumerate(pages.items()):
        file = folder / f"{number}.html"
        file.write_text(content)
        files[file.name] = address
    return [
        f"{files[problem.split(':')[0]]} {problem}"
        for problem in html.problems([*folder.iterdir()])
    ]


def test_public_pages(client, tmp_path):
    call_command("load_content", verbosity=0)
    pages = walk(client, "/", *ALSO)
    assert len(pages) > 30
    assert check(pages, tmp_path) == []


def test_what_we_add_to_the_admin(client, tmp_path):
    """Django's own pages have mistakes of their own; ours is the front page."""
    client.force_login(User.objects.create_superuser("admin"))
    assert check({"/admin/": client.get("/admin/").content.decode()}, tmp_path) == []
