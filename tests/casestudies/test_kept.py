"""Pages that are the same for everybody are drawn once, and never stale."""

import gzip

import brotli
import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory

from casestudies import catalogue
from casestudies.models import CaseStudy
from casestudies.views import kept as keeping_pages
from casestudies.views.kept import same_for_everybody
from tests.factories import make_study, make_user

pytestmark = pytest.mark.django_db


class Counting:
    """A view that counts how often it is asked."""

    def __init__(self, **attributes):
        self.times = 0
        self.attributes = attributes

    def __call__(self, request):
        self.times += 1
        response = HttpResponse(f"page {self.times}", status=self.attributes.get("status", 200))
        response.is_not_kept = self.attributes.get("is_not_kept", False)
        if "cookie" in self.attributes:
            response.set_cookie("name", "value")
        return response


def ask(view, address="/page/?a=1", **headers):
    return same_for_everybody(view)(RequestFactory().get(address, **headers))


def test_a_page_is_drawn_once():
    make_study()
    view = Counting()
    kept = same_for_everybody(view)
    request = RequestFactory().get("/drawn-once/")
    assert [kept(request).content for _ in range(3)] == [b"page 1"] * 3
    assert view.times == 1


def test_they_have_room_for_so_many_bytes(monkeypatch):
    make_study()
    monkeypatch.setattr(keeping_pages._pages, "_most", 12)
    view = Counting()  # six bytes each time
    said = [ask(view, f"/room/?a={n}").content for n in (1, 2, 3, 3, 1)]
    assert said == [b"page 1", b"page 2", b"page 3", b"page 3", b"page 4"]


def test_only_a_question_is_answered_from_what_is_kept():
    make_study()
    view = Counting()
    kept = same_for_everybody(view)
    kept(RequestFactory().get("/only-get/"))
    assert kept(RequestFactory().post("/only-get/")).content == b"page 2"


def test_another_address_is_another_page():
    make_study()
    view = Counting()
    assert ask(view, "/another/?a=1").content != ask(view, "/another/?a=2").content


def test_after_a_change_the_next_request_sees_it(client):
    study = make_study(title="Before", slug="the-same")
    assert "Before" in client.get("/case-studies/the-same/").text
    study.title = "Afterwards"
    study.save()
    assert "Afterwards" in client.get("/case-studies/the-same/").text
    study.state = CaseStudy.State.ARCHIVED
    study.save()
    assert client.get("/case-studies/the-same/").status_code == 404


@pytest.mark.parametrize(
    "attributes", [{"status": 404}, {"is_not_kept": True}, {"cookie": True}], ids=str
)
def test_what_may_not_be_kept_is_drawn_each_time(attributes):
    make_study()
    view = Counting(**attributes)
    ask(view, "/not-kept/")
    ask(view, "/not-kept/")
    assert view.times == 2


def test_without_a_catalogue_nothing_is_kept():
    view = Counting()
    ask(view, "/no-catalogue/")
    ask(view, "/no-catalogue/")
    assert view.times == 2


def test_the_packed_page_is_the_same_page():
    make_study()
    view = Counting()
    ask(view, "/packed/")
    plain = ask(view, "/packed/")
    for accepted, encoding, unpack in (
        ("gzip", "gzip", gzip.decompress),
        ("gzip, deflate, br;q=1.0, zstd", "br", brotli.decompress),
    ):
        packed = ask(view, "/packed/", headers={"Accept-Encoding": accepted})
        assert unpack(packed.content) == plain.content
        assert packed["Content-Encoding"] == encoding
        assert packed["Vary"] == plain["Vary"] == "Accept-Encoding"
    assert "Content-Encoding" not in ask(view, "/packed/", headers={"Accept-Encoding": "zstd"})


def test_whoever_has_the_page_already_is_told_so(client):
    make_study(title="Shared station")
    first = client.get("/case-studies/shared-station/")
    again = client.get("/case-studies/shared-station/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert not again.content


def test_an_editor_reads_the_same_page_as_everybody(client):
    make_study(title="Shared station")
    everybody = client.get("/case-studies/shared-station/").content
    client.force_login(make_user("Publisher"))
    assert client.get("/case-studies/shared-station/").content == everybody


def test_what_somebody_with_a_session_reads_is_kept_by_nobody(client, kept_page):
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    page = client.get(kept_page)
    assert page["Cache-Control"] == "private, no-store"
    assert "Cookie" in page["Vary"]
    view = Counting()
    mine = keeping_pages.same_for_visitors(view)
    request = RequestFactory().get("/own/")
    shared = [mine(request).content for _ in range(2)]
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "a" * 32
    assert shared == [b"page 1"] * 2
    assert [mine(request).content for _ in range(2)] == [b"page 2", b"page 3"]


@pytest.fixture
def kept_page(client):
    """The address of a page that was drawn before."""
    make_study(title="Shared station")
    address = "/case-studies/shared-station/?from=a"
    assert client.get(address).status_code == 200
    return address


def went_the_whole_way(response):
    return hasattr(response.wsgi_request, "session")


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"Accept-Encoding": "gzip"},
        {"Accept-Encoding": "gzip, br"},
        {"If-None-Match": "the page's"},
        {"If-None-Match": 'W/"another"'},
        {"If-None-Match": "the page's", "Accept-Encoding": "br"},
        {"If-Modified-Since": "Sat, 01 Jan 2050 00:00:00 GMT"},
    ],
    ids=str,
)
@pytest.mark.parametrize("method", ["get", "head"])
def test_the_short_way_gives_what_the_whole_way_gives(client, kept_page, method, asked):
    etag = client.get(kept_page)["ETag"]
    headers = {k: v.replace("the page's", etag) for k, v in asked.items()}
    short = getattr(client, method)(kept_page, headers=headers)
    client.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32
    whole = getattr(client, method)(kept_page, headers=headers)
    assert (went_the_whole_way(short), went_the_whole_way(whole)) == (False, True)
    assert short.status_code == whole.status_code
    assert short.content == whole.content
    assert sorted(short.items()) == sorted(whole.items())
    assert not short.cookies


@pytest.mark.parametrize(
    "cookie", [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages"]
)
def test_whoever_holds_a_cookie_of_ours_goes_the_whole_way(client, kept_page, cookie):
    client.cookies[cookie] = "a" * 32
    assert went_the_whole_way(client.get(kept_page))


def test_somebody_elses_cookie_changes_nothing(client, kept_page):
    client.cookies["visits"] = "12"
    assert not went_the_whole_way(client.get(kept_page))


def test_after_a_change_nobody_takes_the_short_way(client, kept_page):
    etag = client.get(kept_page)["ETag"]
    catalogue.changed()
    assert went_the_whole_way(client.get(kept_page, headers={"If-None-Match": etag}))
    assert not went_the_whole_way(client.get(kept_page))


def test_the_short_way_asks_only_for_the_token(client, kept_page, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get(kept_page)
    with django_assert_num_queries(0):
        client.get("/healthz")


def test_a_kept_page_is_for_its_host_and_its_methods_only(client, kept_page):
    assert client.get(kept_page, headers={"Host": "elsewhere.example"}).status_code == 400
    assert client.post(kept_page).status_code == 405
    assert went_the_whole_way(client.get(kept_page, headers={"Host": "localhost"}))


def test_of_a_stale_page_nothing_stays(client, kept_page):
    before = len(keeping_pages._pages._things)
    catalogue.changed()
    client.get(kept_page)
    assert len(keeping_pages._pages._things) == before
