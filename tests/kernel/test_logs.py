"""Log lines cannot be forged, and hold no query."""

import json
import logging
import secrets

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import RequestFactory

from collab_directory import logs


def record(message, *args, **extra):
    made = logging.LogRecord("django.request", logging.WARNING, __file__, 1, message, args, None)
    made.__dict__.update(extra)
    return made


def test_a_visitor_cannot_begin_a_new_line():
    formatter = logs.Lines("{levelname} {message}", style="{")
    line = formatter.format(record("Not Found: %s", "/a\r\nERROR all is lost\x1b[2J\u2028\ud800"))
    assert line == r"WARNING Not Found: /a\x0d\x0aERROR all is lost\x1b[2J\x2028\ud800"


def test_a_traceback_keeps_its_lines_and_nothing_else():
    formatter = logs.Lines("{message}", style="{")
    try:
        raise ValueError("one\x1btwo")
    except ValueError as error:
        shown = formatter.formatException((ValueError, error, error.__traceback__))
    assert shown.startswith("Traceback")
    assert shown.count("\n") >= 2
    assert r"one\x1btwo" in shown


def test_production_writes_json_without_the_query():
    request = RequestFactory().get("/join/confirm/", {"token": "secret"})
    line = logs.JsonLines().format(
        record("Not Found: %s\n", request.path, request=request, status_code=404)
    )
    assert "\n" not in line
    assert "secret" not in line
    entry = json.loads(line)
    assert entry["level"] == "WARNING"
    assert (entry["method"], entry["path"], entry["status"]) == ("GET", "/join/confirm/", 404)


def test_json_holds_the_exception():
    made = record("Failed")
    try:
        raise ValueError("why")
    except ValueError as error:
        made.exc_info = (ValueError, error, error.__traceback__)
    assert "ValueError: why" in json.loads(logs.JsonLines().format(made))["exception"]


@pytest.mark.postgres  # SQLite quotes nothing
@pytest.mark.django_db
def test_what_the_database_quotes_is_not_logged():
    name = "someone@example.org"  # a traceback shows our lines, so not on the one that fails
    User.objects.create(username=name)
    with pytest.raises(IntegrityError, match=name) as refused, transaction.atomic():
        User.objects.create(username=name)
    made = record("It failed")
    made.exc_info = (refused.type, refused.value, refused.tb)
    for line in (logs.JsonLines().format(made), logs.Lines().format(made)):
        assert "violates unique constraint" in line
        assert name not in line


def test_the_laptop_server_logs_no_query():
    made = record('"%s" %s %s', "GET /join/confirm/?token=secret HTTP/1.1", "200", "12")
    logs.WithoutQuery().filter(made)
    assert made.getMessage() == '"GET /join/confirm/?… HTTP/1.1" 200 12'


@pytest.mark.parametrize(
    "path, shown",
    [
        ("/network/confirm/9oF3-DpYjujWxe36eulHe2TQC_FVRFwwz/", "/network/confirm/…/"),
        (
            "/network/enquiries/d7eb328d38f40fbf6848da406d0a4d3c50b55384dd753ad2/",
            "/network/enquiries/…/",
        ),
        ("/network/leader/GgVLrL5RYg5ADZK8SrSuSZCyY_hjGK5u/pause/", "/network/leader/…/pause/"),
        ("/network/leader/GgVLrL5RYg5ADZK8SrSuSZCyY_hjGK5u?next", "/network/leader/…?next"),
        ("/network/leader/GgVLrL5RYg5ADZK8SrSuSZCyY_hjGK5u", "/network/leader/…"),
        (
            "/case-studies/east-cleveland-co-responding/",
            "/case-studies/east-cleveland-co-responding/",
        ),
        ("/network/confirm/too-short/", "/network/confirm/too-short/"),
    ],
)
def test_what_a_letter_opens_is_in_no_line(path, shown):
    request = RequestFactory().get("/")
    request.path = path
    made = record("Not Found: %s", path, request=request, status_code=404)
    entry = json.loads(logs.JsonLines().format(made))
    assert (entry["message"], entry["path"]) == (f"Not Found: {shown}", shown)
    assert logs.Lines("{message}", style="{").format(made) == f"Not Found: {shown}"
    # As the two web servers write it
    assert logs.without_tokens(f"GET {path} 200 5 bytes 7 ms") == f"GET {shown} 200 5 bytes 7 ms"
    assert logs.without_tokens(f'"GET {path} HTTP/1.1" 200') == f'"GET {shown} HTTP/1.1" 200'


def test_a_traceback_betrays_no_token_either():
    made = record("Failed")
    try:
        raise ValueError("at /network/confirm/9oF3-DpYjujWxe36eulHe2TQC_FVRFwwz/")
    except ValueError as error:
        made.exc_info = (ValueError, error, error.__traceback__)
    for line in (logs.JsonLines().format(made), logs.Lines().format(made)):
        assert "ValueError: at /network/confirm/" in line
        assert "9oF3" not in line.split("ValueError: at")[1]


def test_no_token_that_we_make_is_taken_for_words():
    """One in 40 million would be; none of these is."""
    for _ in range(1000):
        assert logs.without_tokens(f"/x/{secrets.token_urlsafe(24)}/") == "/x/…/"


def test_every_logger_ends_at_standard_output():
    for debug in (True, False):
        config = logs.config(debug=debug, level="INFO")
        assert {handler["stream"] for handler in config["handlers"].values()} == {
            "ext://sys.stdout"
        }
