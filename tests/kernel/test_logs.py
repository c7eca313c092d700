"""Log lines cannot be forged, and hold no query."""

import json
import logging

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


def test_every_logger_ends_at_standard_output():
    for debug in (True, False):
        config = logs.config(debug=debug, level="INFO")
        assert {handler["stream"] for handler in config["handlers"].values()} == {
            "ext://sys.stdout"
        }
