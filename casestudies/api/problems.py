"""What went wrong, for programs: problem details, RFC 9457.

Each says what the status means and nothing of what was asked for, so that nobody can tell what is
not published from what never was.
"""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CONTENT_TYPE = "application/problem+json"

# By status: what to do about it. The page /api/ lists them, under the anchor that `type` names.
DETAILS: dict[int, str | Promise] = {
    400: _("The address is too long or cannot be read. Ask a shorter question."),
    404: _("Nothing public is at this address. It may have been renamed or withdrawn."),
    405: _("This can only be read: use GET, HEAD or OPTIONS."),
    406: _("Answers are JSON. Send “Accept: application/json”, or no Accept at all."),
    413: _("Nothing can be sent here. Send a request without a body."),
    429: _("Too many requests from your address. Wait as many seconds as Retry-After says."),
    500: _("The fault is ours. Try again later, and tell us if it stays."),
    503: _("We cannot answer just now. The fault is ours: try again in a minute."),
}


def problem(status: int) -> HttpResponse:
    """The answer for a status of 400 or more; nobody on the way may keep it."""
    phrase = HTTPStatus(status).phrase
    known = status if status in DETAILS else 400 if status < 500 else 500
    body = {
        "type": f"{settings.SITE_URL}{reverse('api:page')}#error-{known}",
        "title": phrase,
        "status": status,
        "detail": str(DETAILS[known]),
    }
    response = JsonResponse(body, status=status, content_type=CONTENT_TYPE)
    response["Cache-Control"] = "no-store"
    return response
