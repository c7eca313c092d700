"""The daily work: all of it is tried, and what fails says so."""

import datetime as dt
from io import StringIO

import pytest
from django.conf import settings as real_settings
from django.core.management import CommandError, call_command
from django.utils.module_loading import import_string

from collab_directory import daily

NOON = dt.datetime(2026, 11, 2, 12, tzinfo=dt.UTC)

pytestmark = pytest.mark.django_db


def broken(*, at):
    raise RuntimeError("no luck")


def three(*, at):
    assert at == NOON
    return 3


@pytest.fixture
def work(settings):
    here = "tests.kernel.test_daily"
    settings.DAILY = {
        "first": f"{here}.broken",
        "second": f"{here}.three",
        "third": "nowhere.to_be_found",
    }


# The module is imported a second time by its name, so only what it does can be compared
def test_what_fails_does_not_keep_the_rest(work, caplog):
    assert daily.run(at=NOON) == {"first": None, "second": 3, "third": None}
    assert [record.message for record in caplog.records] == [
        "The daily work first failed",
        "The daily work third failed",
    ]


def test_the_command_says_what_was_done_and_fails_at_the_end(settings, caplog):
    settings.DAILY = {"first": "nowhere.to_be_found", "sessions": real_settings.DAILY["sessions"]}
    out = StringIO()
    with pytest.raises(CommandError, match="first"):
        call_command("run_daily", stdout=out)
    assert "first: failed" in out.getvalue()
    assert "sessions: 0" in out.getvalue()


def test_all_that_is_named_can_be_called():
    for function in real_settings.DAILY.values():
        assert callable(import_string(function))


def test_a_second_run_finds_nothing_to_do():
    call_command("run_daily", stdout=StringIO())
    out = StringIO()
    call_command("run_daily", stdout=out)
    assert {line.partition(": ")[2] for line in out.getvalue().splitlines()} <= {"0", "nothing"}
