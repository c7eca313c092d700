"""The pages for what went wrong."""

import pytest
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import path

from collab_directory import errors
from collab_directory.urls import handler500  # noqa: F401  of the addresses below


def broken(request):
    raise ValueError("a detail for the log")


def missing(request):
    raise Http404


urlpatterns = [path("broken", broken), path("missing", missing), path("slash/", broken)]


@pytest.mark.parametrize(
    "view, status",
    [
        (errors.bad_request, 400),
        (errors.permission_denied, 403),
        (errors.csrf_failure, 403),
        (errors.not_found, 404),
        (errors.away_too_long, 403),
        (errors.gone_meanwhile, 409),
        (errors.server_error, 500),
    ],
)
def test_a_page_for_an_error_needs_no_database(view, status):
    response = view(RequestFactory().get("/"))
    assert response.status_code == status
    assert b"<h1" in response.content
    assert response["Cache-Control"] == "no-store"


def test_a_broken_page_for_an_error_does_not_hide_the_error(settings, caplog):
    settings.TEMPLATES = []
    response = errors.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Sorry, something went wrong" in response.content.decode()
    assert "cannot be shown" in caplog.text


@pytest.mark.urls(__name__)
def test_what_breaks_is_logged_and_not_shown(client, caplog):
    client.raise_request_exception = False
    response = client.get("/broken?q=private")
    assert response.status_code == 500
    assert "a detail" not in response.content.decode()
    assert "a detail for the log" in caplog.text
    assert "private" not in caplog.text


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("address", ["/missing", "/nothing", "/static/nothing", "/%00"])
def test_a_laptop_shows_the_designed_page_for_what_is_not_there(client, settings, address):
    settings.DEBUG = True
    designed = "collab_directory.middleware.DesignedNotFoundMiddleware"
    settings.MIDDLEWARE = [settings.MIDDLEWARE[0], designed, *settings.MIDDLEWARE[1:]]
    response = client.get(address)
    assert response.status_code == 404
    assert "DEBUG" not in response.content.decode()
    assert client.get("/slash").status_code == 301


@pytest.mark.django_db
def test_an_expired_form_says_so():
    client = Client(enforce_csrf_checks=True)
    response = client.post("/admin/logout/")
    assert response.status_code == 403
    assert "<h1" in response.content.decode()
