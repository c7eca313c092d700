"""Nobody works in the admin without a second step, or after half an hour away from it."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.deprecation import MiddlewareMixin

from collab_directory import errors
from network.sign_in import factors, fresh, sessions

IDLE = dt.timedelta(minutes=30)
SEEN = "admin_seen"  # in the session: when the admin was last used, in seconds since 1970
WRITTEN_EVERY = 60  # seconds: a session is not written anew for each page

# What a browser sends by itself: an open form is no sign that somebody is there
UNATTENDED = {"admin:casestudies_casestudy_open"}

# Where everybody may come: to sign in, and to sign out
OPEN = {"admin:login", "admin:logout"}


class AdminMiddleware(MiddlewareMixin):
    """Comes after the check against forged forms: nobody is shown words that another site sent."""

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or "admin" not in match.namespaces or match.view_name in OPEN:
            return None
        if not (request.user.is_authenticated and request.user.is_staff):
            return None  # the admin itself sends them away
        now = timezone.now().timestamp()
        seen = request.session.get(SEEN, now)
        if now - seen > IDLE.total_seconds():
            return _away(request)
        if settings.STAFF_NEED_SECOND_STEP and not factors.has_passed(request):
            return _to_second_step(request)
        if settings.STAFF_NEED_SECOND_STEP and fresh.is_missing(request):
            return fresh.ask_for(request)
        if match.view_name in UNATTENDED:
            return None
        if now - seen > WRITTEN_EVERY or SEEN not in request.session:
            request.session[SEEN] = now
        sessions.note_use(request, at=timezone.now())
        return None


def note_sign_in(request: HttpRequest) -> None:
    """From now on 12 hours, however busy, and half an hour of the admin, if idle."""
    request.session[SEEN] = timezone.now().timestamp()
    # As a moment: as a number of seconds it would begin anew whenever the session is written
    request.session.set_expiry(timezone.now() + dt.timedelta(seconds=settings.SESSION_COOKIE_AGE))


def _away(request: HttpRequest) -> HttpResponse:
    logout(request)
    if request.method == "POST":
        return errors.away_too_long(request)
    return redirect_to_login(request.get_full_path(), reverse("account_login"))


def _to_second_step(request: HttpRequest) -> HttpResponse:
    name = "mfa_reauthenticate" if factors.has_one(request.user) else "mfa_activate_totp"
    is_page = request.method in {"GET", "HEAD"}
    return redirect_to_login(
        request.get_full_path() if is_page else reverse("admin:index"), reverse(name)
    )
