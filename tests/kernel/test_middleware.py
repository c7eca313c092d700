"""The gate, and the headers of every answer."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from collab_directory.middleware import LONGEST_PATH, LONGEST_QUERY, GateMiddleware

EXPECTED_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self';"
    " img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self';"
    " frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}


@pytest.mark.parametrize(
    "path",
    [
        "/%00",
        "/healthz%00",
        "/static/%00",
        "/static/theme.css%00.js",
        "/%0d%0aSet-Cookie:x",
        "/%7f",
        "/%ff%fe",
        "/%ed%a0%80",
        "/%c0%ae%c0%ae/%c0%ae%c0%ae/etc/passwd",
        "/static/../../etc/passwd",
        "/static/%2e%2e/%2e%2e/pyproject.toml",
        "/%f0%9f%9a%92",
        "/\\example.org",
        pytest.param("/" + "a" * (LONGEST_PATH + 1), id="too long"),
        pytest.param("/" + "a/" * 400, id="too deep"),
        "/%25%25%25",
    ],
)
@pytest.mark.django_db
def test_an_address_that_nobody_has_is_not_found(client, path):
    response = client.get(path)
    assert response.status_code == 404
    assert response["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=a%00b&page=%00",
        "%00=%00",
        "q=%ff%fe",
        "q=%ed%a0%80",
        "q=%",
        pytest.param("q=" + "a" * 10_000, id="long"),
        "&&&===;;;",
        "page=99999999999999999999",
    ],
)
def test_no_query_is_an_error(client, query):
    assert client.get("/healthz", QUERY_STRING=query).status_code == 200


def test_nul_in_a_query_becomes_the_sign_for_what_is_no_text():
    request = RequestFactory().get("/", QUERY_STRING="q=a%00b&%00=c")
    GateMiddleware(lambda request: HttpResponse())(request)
    assert request.GET["q"] == "a\ufffdb"
    assert request.GET["\ufffd"] == "c"


def test_a_book_is_no_query(client):
    response = client.get("/healthz", QUERY_STRING="q=" + "a" * LONGEST_QUERY)
    assert response.status_code == 400
    assert response["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.django_db
def test_a_cookie_with_nul_is_not_ours(client):
    """A quoted cookie may spell NUL in octal, and PostgreSQL would refuse to look it up."""
    response = client.get("/admin/", HTTP_COOKIE=r'sessionid="\000abcdefgh"; csrftoken="\000"')
    assert response.status_code == 302


@given(path=st.binary(max_size=60), query=st.binary(max_size=60))
def test_the_gate_lets_no_nul_through(path, query):
    request = RequestFactory().get("/")
    request.path_info = path.decode("utf-8", "replace")
    request.META["QUERY_STRING"] = query.decode("latin-1")
    response = GateMiddleware(lambda request: HttpResponse())(request)
    if response.status_code == 200:
        assert "\x00" not in request.path_info
        assert "\x00" not in "".join([*request.GET.keys(), *request.GET.values()])


@pytest.mark.parametrize(
    "path, status",
    [("/healthz", 200), ("/nothing/", 404), ("/%00", 404), ("/network/sign-in/", 200)],
)
@pytest.mark.django_db
def test_every_answer_has_the_same_headers(client, path, status):
    response = client.get(path)
    assert response.status_code == status
    headers = {**EXPECTED_HEADERS}
    csp = headers.pop("Content-Security-Policy")
    assert {name: response.headers.get(name) for name in headers} == headers
    assert set(response["Content-Security-Policy"].split("; ")) == set(csp.split("; "))
    assert "camera=()" in response["Permissions-Policy"]
    assert "Server" not in response.headers


@pytest.mark.django_db
def test_over_tls_the_browser_is_told_to_stay_there(client, settings):
    settings.SECURE_HSTS_SECONDS = 31536000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    response = client.get("/healthz", secure=True)
    assert response["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
