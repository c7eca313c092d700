"""Pages that are the same for everybody are drawn once, and never stale."""

import gzip

import brotli
import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from casestudies.models import CaseStudy
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
