"""The peer network's own page, the form to join it, and where a request stands."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from collab_directory import client
from collab_directory.posting import answer, form_page, token_page
from network import decision_times, member_counts, wordings
from network.actions import membership
from network.forms.enquiry import ButtonForm
from network.forms.membership import AnswerForm, JoinForm
from network.models import Link, MembershipRequest
from network.models.membership import CONFIRM_WITHIN, UNCONFIRMED_KEPT
from network.progress import Progress


@require_safe
def network(request: HttpRequest) -> HttpResponse:
    context = {
        "decision_time": decision_times.in_words(timezone.now()),
        "total": member_counts.total(),
        "by_service": member_counts.by_service(),
        "by_region": member_counts.by_region(),
    }
    response = TemplateResponse(request, "pages/network/network.html", context)
    if settings.SESSION_COOKIE_NAME in request.COOKIES:  # it then shows members what is theirs
        patch_cache_control(response, private=True, no_store=True)
    return response


@form_page
def join(request: HttpRequest) -> HttpResponse:
    """The same answer whether or not the address is known: only the letter differs."""
    form = JoinForm(request.POST if request.method == "POST" else None)
    at = timezone.now()

    def ask() -> HttpResponse:
        asked = membership.ask(
            form.applicant,
            key=form.key,
            why=form.cleaned_data["why"],
            wants_listing=form.cleaned_data["wants_listing"],
            consent_version=wordings.JOINING_NOW,
            client=client.address(request),
            at=at,
        )
        return redirect("network:request", token=membership.status_token(asked))

    context = {
        "decision_time": decision_times.in_words(at),
        "confirm_hours": CONFIRM_WITHIN // dt.timedelta(hours=1),
        "unconfirmed_days": UNCONFIRMED_KEPT.days,
    }
    return answer(request, form, ask, "pages/network/join.html", context)


@token_page
def request(request: HttpRequest, token: str) -> HttpResponse:
    """Where it stands, for as long as it is kept; and the one thing the applicant can do now."""
    link = Link.find(Link.Purpose.REQUEST_STATUS, token, at=timezone.now())
    if link is None:
        return _gone(request)
    progress = Progress(link.request)
    form_class = AnswerForm if progress.must_answer else ButtonForm
    form = form_class(request.POST if request.method == "POST" else None)

    def act() -> HttpResponse:
        here = redirect("network:request", token=token)
        if progress.must_answer:
            membership.answer_question(progress.asked, form.cleaned_data["text"], at=timezone.now())
        elif progress.must_confirm:
            membership.resend(progress.asked, client=client.address(request), at=timezone.now())
            here["Location"] += "?again"
        return here

    context = {"progress": progress, "was_asked_again": "again" in request.GET}
    return answer(request, form, act, "pages/network/request.html", context)


@token_page
def request_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The button in our letter: the applicant reads the address that they gave."""
    link = Link.find(Link.Purpose.CONFIRM_REQUEST, token, at=timezone.now())
    if link is None or link.request.state != MembershipRequest.State.RECEIVED:
        return _gone(request)
    form = ButtonForm(request.POST if request.method == "POST" else None)

    def act() -> HttpResponse:
        at = timezone.now()
        with transaction.atomic():
            is_mine = link.use(at=at)
            done = is_mine and membership.confirm(link.request, at=at)
        if done:
            shown = link.request
        else:
            # Whoever pressed reads this address: if another request from it waits, it is theirs
            shown = MembershipRequest.objects.open().at(link.request.email).first()
        if not is_mine or shown is None:
            return _gone(request)
        return redirect("network:request", token=membership.status_token(shown))

    return answer(request, form, act, "pages/network/request_confirm.html", {"asked": link.request})


def _gone(request: HttpRequest) -> HttpResponse:
    """The same for a link that never was, was used or has run out."""
    return TemplateResponse(request, "pages/network/request_gone.html", status=404)
