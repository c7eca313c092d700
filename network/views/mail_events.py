"""What a mail provider tells us of our letters, in a signed request: see docs/mail.md."""

import datetime as dt
import hashlib
import hmac
import json
import re
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.csrf import csrf_exempt

from network.actions import returned
from network.actions.returned import Notice
from network.models import ReturnedLetter

LONGEST = 64_000  # bytes
TOLERANCE = dt.timedelta(minutes=5)  # between the provider's clock and ours
LATEST = dt.timedelta(days=7)  # what is said to have happened before that happened now

TIMESTAMP = re.compile(r"\d{1,12}", re.ASCII)

Kind = ReturnedLetter.Kind
KINDS = {"bounce": Kind.PERMANENT, "complaint": Kind.COMPLAINT, "deferred": Kind.TEMPORARY}


class NotAnEvent(Exception):  # noqa: N818 - it says what the request is
    """The body is signed, and still not what docs/mail.md describes. The message says how."""


@csrf_exempt
def mail_events(request: HttpRequest) -> HttpResponse:
    """204 once every event is taken; sending them again changes nothing. 404 without a secret."""
    if not settings.MAIL_EVENTS_SECRET:
        raise Http404
    if request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "POST"})
    body = request.read(LONGEST + 1)
    if len(body) > LONGEST:
        return _refused(413, f"At most {LONGEST} bytes at a time.")
    now = timezone.now()
    if not _is_signed(request.headers.get("X-Signature", ""), body, now):
        return _refused(403, "The signature does not fit, or its time is not ours.")
    try:
        notices = [_notice(event, now) for event in _events(body)]
    except NotAnEvent as fault:
        return _refused(400, str(fault))
    for notice, at in notices:
        returned.take(notice, at=at)
    return HttpResponse(status=204, headers={"Cache-Control": "no-store"})


def signature(body: bytes, at: int) -> str:
    """The header for a body sent at that second: `t=1793620800,v1=…`."""
    signed = hmac.new(
        settings.MAIL_EVENTS_SECRET.encode(), b"%d." % at + body, hashlib.sha256
    ).hexdigest()
    return f"t={at},v1={signed}"


def _is_signed(header: str, body: bytes, now: dt.datetime) -> bool:
    """Whether one of the signatures fits, compared in constant time, and the time is about now."""
    pairs = [part.strip().partition("=") for part in header.split(",")]
    said = next((value for name, _, value in pairs if name == "t"), "")
    if not TIMESTAMP.fullmatch(said) or abs(now.timestamp() - int(said)) > TOLERANCE.seconds:
        return False
    right = signature(body, int(said)).partition("v1=")[2]
    # Two of them while a provider changes its secret
    given = [value for name, _, value in pairs if name == "v1"][:4]
    return any(hmac.compare_digest(right.encode(), value.encode()) for value in given)


def _events(body: bytes) -> list[Any]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        raise NotAnEvent("This is not JSON.") from None
    if not isinstance(said, dict) or not isinstance(said.get("events"), list):
        raise NotAnEvent('Send {"events": […]}.')
    # What else happens to letters (delivered, opened) is nothing to us
    return [event for event in said["events"] if not _is_of_another_kind(event)]


def _is_of_another_kind(event: Any) -> bool:
    kind = event.get("type") if isinstance(event, dict) else None
    return isinstance(kind, str) and kind not in KINDS


def _notice(event: Any, now: dt.datetime) -> tuple[Notice, dt.datetime]:
    if not isinstance(event, dict):
        raise NotAnEvent("An event is an object.")
    names = ("id", "type", "message_id", "status", "reason")
    said = {name: "" if event.get(name) is None else event[name] for name in names}
    for name, value in said.items():
        if not isinstance(value, str):
            raise NotAnEvent(f"{name} is text.")
    if not said["id"] or not said["type"]:
        raise NotAnEvent("An event has an id and a type.")
    kind = KINDS[said["type"]]
    if kind == Kind.PERMANENT and said["status"].startswith("4"):
        kind = Kind.TEMPORARY  # which some call a soft bounce
    # Hashed, because it may be of any length
    event_id = "event:" + hashlib.sha256(said["id"].encode("utf-8", "replace")).hexdigest()
    notice = Notice(event_id, kind, said["message_id"], said["status"], said["reason"])
    return notice, _moment(event.get("at"), now)


def _moment(said: Any, now: dt.datetime) -> dt.datetime:
    """When it happened, if that is a moment of the last days; otherwise now."""
    try:
        at = parse_datetime(said) if isinstance(said, str) else None
    except ValueError:
        at = None
    if at is None or timezone.is_naive(at) or not now - LATEST <= at <= now:
        return now
    return at


def _refused(status: int, why: str) -> HttpResponse:
    return HttpResponse(
        why, status=status, content_type="text/plain", headers={"Cache-Control": "no-store"}
    )
