"""Logs go to standard output: lines for people on a laptop, one JSON object a line in production.

No query string and no form is logged: they can hold a token, an address or what was searched for.
Nor is the part of a path that opens a page of somebody's own, nor what a database adds to its
message, which can quote all of these.
"""

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from typing import Any

CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
CONTROLS_IN_BLOCK = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def escape(text: str, controls: re.Pattern[str] = CONTROLS) -> str:
    """Make control characters visible, so that no visitor can write a line of our log."""
    shown = controls.sub(lambda found: f"\\x{ord(found[0]):02x}", text)
    return shown.encode("utf-8", "backslashreplace").decode("utf-8")


# A part of a path that is long and made as a token is, rather than of words with hyphens, as the
# addresses of our pages are. Of all tokens, one in 40 million looks like words.
TOKEN = re.compile(
    r"(?<=/)(?![a-z0-9]{1,23}(?:-[a-z0-9]{1,23})+(?![\w-]))[\w-]{24,}(?=[/?#\s\"'>]|$)", re.ASCII
)


def without_tokens(text: str) -> str:
    """Whoever reads a log must not be able to open what a letter opens."""
    return TOKEN.sub("…", text)


# Below the first line of its message, PostgreSQL quotes the row or the query that it refused
OF_THE_DATABASE = ("django.db.utils.", "psycopg.")


def trace(ei: Any) -> str:
    """A traceback, of which the messages of a database are cut to their first line."""
    parts = traceback.TracebackException(*ei).format()
    cut = (p.partition("\n")[0] + "\n" if p.startswith(OF_THE_DATABASE) else p for p in parts)
    return without_tokens("".join(cut).removesuffix("\n"))


class Lines(logging.Formatter):
    """For people: the message on one line, a traceback below it."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  Python's name
        return escape(without_tokens(super().formatMessage(record)))

    def formatException(self, ei: Any) -> str:  # noqa: N802
        return escape(trace(ei), CONTROLS_IN_BLOCK)


class JsonLines(logging.Formatter):
    """For machines: JSON escapes whatever is not plain ASCII by itself."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": without_tokens(record.getMessage()),
        }
        request = getattr(record, "request", None)
        if request is not None and hasattr(request, "path"):
            line |= {"method": request.method, "path": without_tokens(request.path)}
        if status := getattr(record, "status_code", None):
            line["status"] = status
        if record.exc_info:
            line["exception"] = trace(record.exc_info)
        return json.dumps(line)


class WithoutQuery(logging.Filter):
    """Takes the query string out of the laptop server's line for each request."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                re.sub(r"\?\S*", "?…", arg) if isinstance(arg, str) else arg for arg in record.args
            )
        return True


def config(*, debug: bool, level: str) -> dict[str, Any]:
    """Django's LOGGING."""
    shape = "lines" if debug else "json"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {"()": Lines, "format": "{levelname:<8}{name}: {message}", "style": "{"},
            "request": {"()": Lines, "format": "{message}", "style": "{"},
            "json": {"()": JsonLines},
        },
        "filters": {"without_query": {"()": WithoutQuery}},
        "handlers": {
            "out": {
                "class": "logging.StreamHandler",
                "stream": "ext://sys.stdout",
                "formatter": shape,
            },
            "requests": {
                "class": "logging.StreamHandler",
                "stream": "ext://sys.stdout",
                "formatter": "request" if debug else "json",
                "filters": ["without_query"],
            },
        },
        "root": {"handlers": ["out"], "level": level},
        "loggers": {
            # Django mails errors to ADMINS by default; here they are a line of the log
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.utils.autoreload": {"level": "WARNING"},  # the address is the last thing said
            # The same lines for the web server, rather than its own beside ours
            "gunicorn.access": {"handlers": [], "propagate": True},
            "gunicorn.error": {"handlers": [], "propagate": True},
            "django.server": {"handlers": ["requests"], "level": level, "propagate": False},
        },
    }
