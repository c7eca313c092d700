"""Where an enquiry stands, and the buttons in its letters."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from collab_directory import client
from collab_directory.posting import answer, token_page
from network import proof
from network.actions import enquiries
from network.forms.enquiry import AnswerForm, ButtonForm
from network.models import Enquiry, Link
from network.standing import Standing


@token_page
def enquiry(request: HttpRequest, token: str) -> HttpResponse:
    """Where it stands, for as long as its row is kept; and the one thing its sender can do now."""
    link = _link(Link.Purpose.ENQUIRY_STATUS, token)
    if link is None:
        return _gone(request)
    standing = Standing(link.enquiry)
    form_class = AnswerForm if standing.may_say_answer else ButtonForm
    form = form_class(request.POST if request.method == "POST" else None)

    def act() -> HttpResponse:
        at = timezone.now()
        here = redirect("network:enquiry", token=token)
        if standing.may_say_answer:
            enquiries.say_answer(link.enquiry, form.chosen, at=at)
        elif proof.holds(request, link.enquiry.email, at):
            enquiries.confirm(link.enquiry, at=at)
        else:
            enquiries.resend(link.enquiry, client=client.address(request), at=at)
            here["Location"] += "?again"
        return here

    context = {"standing": standing, "was_asked_again": "again" in request.GET}
    return answer(request, form, act, "pages/network/enquiry.html", context)


@token_page
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The button in our letter: the sender reads the address that they gave."""
    link = _link(Link.Purpose.CONFIRM_ADDRESS, token)
    if link is None or not Standing(link.enquiry).may_be_confirmed:
        return _gone(request)
    form = ButtonForm(request.POST if request.method == "POST" else None)

    def act() -> HttpResponse:
        at, address = timezone.now(), link.enquiry.email
        with transaction.atomic():
            done = link.use(at=at) and enquiries.confirm(link.enquiry, at=at)
        if not done:
            return _gone(request)
        status = redirect("network:enquiry", token=enquiries.status_token(link.enquiry))
        proof.remember(status, address)
        return status

    context = {"enquiry": link.enquiry}
    return answer(request, form, act, "pages/network/confirm.html", context)


@token_page
def answered(request: HttpRequest, token: str) -> HttpResponse:
    """Was it answered? One press."""
    link = _link(Link.Purpose.SAY_WHETHER_ANSWERED, token)
    if link is None or link.enquiry.state == Enquiry.State.ERASED:
        return _gone(request)
    form = AnswerForm(request.POST if request.method == "POST" else None)

    def act() -> HttpResponse:
        at = timezone.now()
        with transaction.atomic():
            link.use(at=at)
            enquiries.say_answer(link.enquiry, form.chosen, at=at)
        return redirect("network:enquiry", token=enquiries.status_token(link.enquiry))

    context = {"enquiry": link.enquiry}
    return answer(request, form, act, "pages/network/answered.html", context)


def _link(purpose: Link.Purpose, token: str) -> Link | None:
    return Link.find(purpose, token, at=timezone.now())


def _gone(request: HttpRequest) -> HttpResponse:
    """The same for a link that never was, was used or has run out."""
    return TemplateResponse(request, "pages/network/link_gone.html", status=404)
