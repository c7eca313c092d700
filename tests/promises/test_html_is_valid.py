"""Every kind of page is valid HTML, with the real content in it.

A walk from the home page follows the links of our own pages. A few addresses of each view are
enough: the hundredth case study is made by the template of the first.
"""

from collections import Counter
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.contrib.auth.models import User
from django.template.response import TemplateResponse
from django.test import RequestFactory
from django.urls import Resolver404, resolve, reverse

from collab_directory import errors, gallery
from tests import html
from tests.browser.urls import search_that_fails
from tests.factories import make_contribution, make_member, make_study

pytestmark = [pytest.mark.html, pytest.mark.django_db]

OF_EACH_VIEW = 6

# What no page links to
ALSO = [
    "/nothing-here/",
    "/case-studies/?q=ambulence",
    "/case-studies/?q=zzzz&region=atlantis",
    "/case-studies/map/?service=fire&type=shared-premises",
    "/contact/?about=margate-task-force",
]


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
        if response.status_code == 302:  # to the page that asks to sign in, which is walked too
            continue
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


def test_public_pages(content, client, tmp_path):
    pages = walk(client, "/", *ALSO)
    assert len(pages) > 30
    assert check(pages, tmp_path) == []


def test_pages_for_errors_and_the_gallery_of_components(tmp_path):
    request = RequestFactory().get("/")
    views = [
        errors.bad_request,
        errors.permission_denied,
        errors.csrf_failure,
        errors.server_error,
    ]
    pages = {view.__name__: view(request).content.decode() for view in views}
    asked = RequestFactory().get("/case-studies/?q=%3Cb%3E&service=police&page=2")
    pages["search_that_fails"] = search_that_fails(asked).content.decode()
    shown = TemplateResponse(request, "pages/components.html", gallery.context())
    pages["gallery"] = shown.render().content.decode()
    assert check(pages, tmp_path) == []


def test_what_we_add_to_the_admin(client, tmp_path):
    """Django's own pages have mistakes of their own; ours are the front page and the questions."""
    client.force_login(User.objects.create_superuser("admin"))
    draft, published = make_study(state="draft", sources=()), make_study()
    addresses = [
        reverse("admin:index"),
        reverse("admin:casestudies_casestudy_submit", args=[draft.pk]),
        reverse("admin:casestudies_casestudy_publish", args=[draft.pk]),
        reverse("admin:casestudies_casestudy_archive", args=[published.pk]),
        reverse("admin:casestudies_casestudy_verify", args=[published.pk]),
    ]
    pages = {address: client.get(address).content.decode() for address in addresses}
    assert check(pages, tmp_path) == []


def test_what_a_member_proposes(client, tmp_path):
    make_study("Harbour rescue hubs")  # a twin, to be offered
    member = make_member()
    draft = make_contribution(member=member, said={"summary": ""})
    over = make_contribution(member=member, state="declined", reason="It is a product.")
    client.force_login(member.user)
    own = reverse("network:contribution", args=[draft.reference])
    steps = [f"{own}{step}/" for step in ("what", "where", "results", "sources", "check", "end")]
    addresses = [
        reverse("network:contribute"),
        reverse("network:contribution_new"),
        own,
        *steps,
        reverse("network:contribution", args=[over.reference]),
    ]
    pages = {address: client.get(address).content.decode() for address in addresses}
    mistaken = client.post(f"{own}where/", {"started": "x", "status": "y"})
    pages["with mistakes"] = mistaken.content.decode()
    assert check(pages, tmp_path) == []


def test_a_mistake_is_found(client, tmp_path):
    page = client.get("/about/").content.decode().replace("<h1>", "<h1><p>")
    assert check({"/about/": page}, tmp_path) != []
