"""What a public service owes its readers: about, accessibility, privacy and cookies.

They say what is true of this site now: whatever can change comes from the settings or, by way of
the template tags of the apps, from the database.
"""

import datetime as dt

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

# The month in which the accessibility statement was last written from checks really made
ACCESSIBILITY_CHECKED = dt.date(2026, 11, 1)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "pages/about.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    context = {"checked": ACCESSIBILITY_CHECKED}
    return TemplateResponse(request, "pages/accessibility.html", context)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "pages/privacy.html")


@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    context = {
        "session_name": settings.SESSION_COOKIE_NAME,
        "session_hours": settings.SESSION_COOKIE_AGE // 3600,
        "csrf_name": settings.CSRF_COOKIE_NAME,
        "csrf_weeks": settings.CSRF_COOKIE_AGE // (7 * 24 * 3600),
    }
    return TemplateResponse(request, "pages/cookies.html", context)
