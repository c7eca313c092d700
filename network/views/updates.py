"""Alerts: asking for them, and the pages behind the links in their letters."""

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from collab_directory import client
from collab_directory.posting import answer, form_page, token_page
from network import wordings
from network.actions import alerts
from network.actions.alerts import Search
from network.forms.updates import ChangeForm, EndForm, MemberSubscribeForm, SubscribeForm
from network.models import Consent, Link, Subscription
from network.own_alerts import OwnAlerts
from network.readers import member_of

ONE_CLICK = "List-Unsubscribe"  # what a mail program posts (RFC 8058)
WEEKS_SHOWN = 12


@form_page
def updates(request: HttpRequest) -> HttpResponse:
    """What a search would have sent, and the form to get it."""
    asked = Search(request.GET)
    search = Search.stored(asked.query)
    member = member_of(request)
    form_class = MemberSubscribeForm if member else SubscribeForm
    form = form_class(_posted(request), search=search)

    def act() -> HttpResponse:
        wish = {
            "key": form.key,
            "question": search.query,
            "often": form.cleaned_data["often"],
            "client": client.address(request),
            "at": timezone.now(),
        }
        if member is not None:
            alerts.begin(email=member.email, **wish)
            messages.success(request, _("The alerts have begun."))
            return redirect("network:account_alerts")
        alerts.subscribe(email=form.cleaned_data["email"], **wish)
        return redirect("network:updates_asked")

    context = {
        "search": search,
        "member": member,
        "left_out": asked.left_out,
        "sent": alerts.would_have_sent(search, at=timezone.now()),
        "weeks": alerts.weeks()[:WEEKS_SHOWN],
        "wording": wordings.ALERTS[wordings.ALERTS_NOW],
    }
    return answer(request, form, act, "pages/network/updates.html", context)


@require_safe
def updates_asked(request: HttpRequest) -> HttpResponse:
    """What everybody is told who has asked."""
    return TemplateResponse(request, "pages/network/updates_asked.html")


@require_safe
def updates_week(request: HttpRequest, day: str) -> HttpResponse:
    """The weekly letter of somebody who has asked for everything."""
    try:
        issue = alerts.weeks().get(day=dt.date.fromisoformat(day))
    except (ValueError, alerts.weeks().model.DoesNotExist):
        raise Http404 from None
    if day != issue.day.isoformat():  # another way to write a date
        return redirect("network:updates_week", day=issue.day.isoformat(), permanent=True)
    context = {"issue": issue, "news": alerts.said_in(issue)}
    return TemplateResponse(request, "pages/network/updates_week.html", context)


@token_page
def updates_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The button in our letter: whoever reads this address wants these letters."""
    link = Link.find(Link.Purpose.CONFIRM_SUBSCRIPTION, token, at=timezone.now())
    if link is None:
        return _gone(request)
    asked = link.subscription

    def act() -> HttpResponse:
        at = timezone.now()
        with transaction.atomic():
            if not link.use(at=at):
                return _gone(request)
            active = alerts.confirm(asked, client=client.address(request), at=at)
            own = alerts.page_token(active, at=at)
        return _to_own_page(own, "confirmed")

    context = {
        "subscription": asked,
        "search": Search.stored(asked.question),
        "wording": wordings.ALERTS[wordings.ALERTS_NOW],
    }
    form = Form(_posted(request))
    return answer(request, form, act, "pages/network/updates_confirm.html", context)


View = Callable[..., HttpResponse]


def _of_subscriber(view: View) -> View:
    """A page behind the link that stands in every letter and never runs out."""

    @token_page
    @wraps(view)
    def shown(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        link = Link.find(Link.Purpose.SUBSCRIPTION, token, at=timezone.now())
        if link is None:
            return _gone(request)
        return view(request, token, link.subscription, **kwargs)

    return shown


@_of_subscriber
def updates_own(request: HttpRequest, token: str, whose: Subscription) -> HttpResponse:
    """Everything that the address gets, and a button to end each."""
    page = OwnAlerts(whose, timezone.localdate())
    form = EndForm(_posted(request), known=[one.pk for one in page.active])

    def act() -> HttpResponse:
        chosen, at = form.cleaned_data["end"], timezone.now()
        if chosen == EndForm.ALL:
            _end_all(whose, Consent.Method.BUTTON, alerts.OWN_PAGE)
        elif chosen == EndForm.ARRIVE:
            alerts.arrive_again(whose, at=at)
            return _to_own_page(token, "arrive")
        else:
            alerts.end(next(one for one in page.active if str(one.pk) == chosen), at=at)
        return _to_own_page(token, "ended")

    context = {"page": page, "token": token, "done": request.GET.get("done", "")}
    return answer(request, form, act, "pages/network/updates_own.html", context)


@_of_subscriber
def updates_change(
    request: HttpRequest, token: str, whose: Subscription, number: int
) -> HttpResponse:
    """How often one alert comes, and until when not."""
    today = timezone.localdate()
    found = OwnAlerts(whose, today).active_with(number)
    if found is None:
        return _gone(request)
    held = {"often": found.often, "paused_until": found.paused_until}
    form = ChangeForm(_posted(request), initial=held, today=today)

    def act() -> HttpResponse:
        alerts.change(found, **form.cleaned_data, at=timezone.now())
        return _to_own_page(token, "changed")

    context = {"search": Search.stored(found.question), "token": token}
    return answer(request, form, act, "pages/network/updates_change.html", context)


@csrf_exempt
@_of_subscriber
def updates_stop(request: HttpRequest, token: str, whose: Subscription) -> HttpResponse:
    """One press ends all that the address gets: a person's, or a mail program's (RFC 8058).

    A mail program knows only that its reader wants no more of these letters, and cannot be asked
    which. It has no cookie that shows the form to be ours; the address itself is the secret.
    """
    page = OwnAlerts(whose, timezone.localdate())
    if request.method != "POST":
        return TemplateResponse(request, "pages/network/updates_stop.html", {"page": page})
    if ONE_CLICK in request.POST:
        _end_all(whose, Consent.Method.ONE_CLICK, alerts.STOP_PAGE)
        page = OwnAlerts(whose, timezone.localdate())
        return TemplateResponse(request, "pages/network/updates_stop.html", {"page": page})
    _end_all(whose, Consent.Method.BUTTON, alerts.STOP_PAGE)
    return _to_own_page(token, "ended")


def _end_all(whose: Subscription, method: Consent.Method, page: str) -> None:
    alerts.end_all(whose.digest, at=timezone.now(), method=method, page=page)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _to_own_page(token: str, done: str) -> HttpResponse:
    own = redirect("network:updates_own", token=token)
    own["Location"] += f"?done={done}"
    return own


def _gone(request: HttpRequest) -> HttpResponse:
    """The same for a link that never was, was used or has run out."""
    return TemplateResponse(request, "pages/network/updates_gone.html", status=404)
