"""The pages that a public service owes its readers, and those for what went wrong."""

import datetime as dt
import html
import re

import pytest
from django.test import RequestFactory
from django.urls import reverse

from collab_directory import errors
from tests.factories import make_study

PAGES = ("about", "accessibility", "privacy", "cookies")


def text_of(response):
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)[0]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", main)))


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
def test_every_page_answers_with_one_heading_and_no_cookie(client, page):
    response = client.get(reverse(page))
    assert response.status_code == 200
    assert response.content.count(b"<h1") == 1
    assert not response.cookies


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
def test_every_link_within_a_page_has_its_target(client, page):
    content = client.get(reverse(page)).content.decode()
    for anchor in re.findall(r'href="#([^"]+)"', content):
        assert f'id="{anchor}"' in content


@pytest.mark.django_db
def test_the_figures_of_the_about_page_come_from_what_is_published(client):
    make_study(sources=["2015"], in_2014_overview=True, verified_on=dt.date(2026, 1, 2))
    make_study(sources=["2015", "2016"])
    make_study(sources=["2015"], state="draft", in_2014_overview=True)
    text = text_of(client.get("/about/"))
    for words in (
        "It holds 2 schemes.",
        "the entries name 3 sources in all",
        "At present 1 of 2 entries are confirmed.",
        "at present that is so for 1 of them.",
        "1 of those 38 are entries here",
    ):
        assert words in text


def test_the_page_about_cookies_follows_the_settings(client, settings):
    settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_AGE = "__Host-session", 7200
    settings.CSRF_COOKIE_NAME, settings.CSRF_COOKIE_AGE = "__Host-csrf", 3 * 7 * 24 * 3600
    cookies = text_of(client.get("/cookies/"))
    assert "__Host-session Keeps a member or an editor signed in 2 hours" in cookies
    assert re.search(r"__Host-csrf .* 3 weeks", cookies)


# --- What went wrong -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "view, says",
    [
        (errors.bad_request, "use fewer words"),
        (errors.permission_denied, "ask an administrator of the directory"),
        (errors.csrf_failure, "copy what you typed, load the page again"),
        (errors.away_too_long, "signed out, because these pages were not used"),
        (errors.gone_meanwhile, "published, discarded, merged or deleted it since"),
        (errors.not_found, "Or go on from here"),
        (errors.server_error, "Wait a minute and load the page again"),
    ],
)
def test_every_error_page_is_ours_and_says_what_to_do_next(view, says):
    response = view(RequestFactory().get("/"))
    assert says in text_of(response)
    assert response.content.count(b"<h1") == 1
    assert b"theme.css" in response.content
    assert b'content="noindex"' in response.content


def test_a_page_not_found_offers_a_search_and_ways_on(client):
    page = client.get("/nowhere/").content.decode()
    assert 'action="/case-studies/"' in page
    assert 'name="q"' in page
    for name in ("casestudies:directory", "casestudies:a_to_z", "casestudies:areas", "contact"):
        assert f'href="{reverse(name)}"' in page


@pytest.mark.parametrize("view", [errors.server_error, errors.bad_request, errors.csrf_failure])
def test_the_pages_for_the_worst_look_nothing_up(view, settings):
    settings.ROOT_URLCONF = "tests.no_such_module"
    settings.STORAGES = {}
    response = view(RequestFactory().get("/"))
    assert b'class="lead"' in response.content
