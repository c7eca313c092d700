"""Asking to be introduced to another member, answering, and all of a member's introductions."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from collab_directory.posting import answer, token_page
from network.actions import introductions as actions
from network.actions.introductions import NotNow, NotPossible
from network.forms.enquiry import ButtonForm
from network.forms.introduction import AnswerForm, IntroduceForm, SwitchForm
from network.models import Introduction, Link, Member
from network.models.introductions import ANSWERED_WITHIN, KEPT_AFTER_END
from network.own_introductions import OwnIntroductions, View, with_both
from network.shown_members import Shown
from network.views.account import own_page


@own_page
def introduce(request: HttpRequest, reader: Member, handle: str) -> HttpResponse:
    """Why, and before it is sent: what the other will see, and when an address is told."""
    form = IntroduceForm(request.POST if request.method == "POST" else None)
    possible = actions.may_be_asked(reader).filter(handle=handle)
    asked = possible.select_related("organisation", "service", "region").first()
    if asked is None:
        return _cannot_be_asked(request)

    def act() -> HttpResponse:
        why, at = form.cleaned_data["why"], timezone.now()
        try:
            introduction = actions.ask(reader, asked, key=form.key, why=why, at=at)
        except NotPossible:
            return _cannot_be_asked(request)
        except NotNow as refused:
            form.add_error(None, _too_soon(refused.earlier))
            return TemplateResponse(request, template, context | {"form": form})
        messages.success(request, _("Your request is on its way."))
        return redirect("network:introduction_own", reference=introduction.reference)

    template = "pages/network/introduce.html"
    context = {
        "member": Shown.of(asked),
        "reader": reader,
        "me": Shown.with_name(reader),
        "earlier": actions.recent(reader, asked, at=timezone.now()),
        "answer_days": ANSWERED_WITHIN.days,
    }
    return answer(request, form, act, template, context)


def _cannot_be_asked(request: HttpRequest) -> HttpResponse:
    """The same for one who never was, left, hid themselves, or wants no such requests."""
    context = {"why": request.POST.get("why", "")}
    return TemplateResponse(request, "pages/network/introduce_gone.html", context, status=404)


def _too_soon(earlier: Introduction) -> str:
    day = date_format(timezone.localdate(earlier.again_from), "j F Y")
    return _(
        "You have asked this member before, so this was not sent. What you typed is still here: "
        "you can ask again from %(day)s."
    ) % {"day": day}


@own_page
def introductions(request: HttpRequest, reader: Member) -> HttpResponse:
    """All that the member asked for and was asked for, and whether others may ask."""
    form = SwitchForm(request.POST if request.method == "POST" else None)

    def act() -> HttpResponse:
        do = form.cleaned_data["do"]
        if do == SwitchForm.WANT_AGAIN:
            actions.want_again(reader, form.cleaned_data["number"] or 0)
        else:
            actions.change_switch(reader, takes=do == SwitchForm.TAKE)
        messages.success(request, _("Saved."))
        return redirect("network:introductions")

    context = {
        "own": OwnIntroductions(reader),
        "reader": reader,
        "answer_days": ANSWERED_WITHIN.days,
        "kept_days": KEPT_AFTER_END.days,
    }
    return answer(request, form, act, "pages/network/introductions.html", context)


@own_page
def introduction_own(request: HttpRequest, reader: Member, reference: str) -> HttpResponse:
    """One of them: to take back by whoever asked, to answer by the other."""
    mine = Introduction.objects.with_words().of(reader).filter(reference=reference)
    introduction = with_both(mine).first()
    if introduction is None:
        raise Http404
    view = View.of(introduction, reader)
    here = redirect("network:introduction_own", reference=reference)
    if not view.is_mine:
        return _to_answer(request, view, here)
    form = ButtonForm(request.POST if request.method == "POST" else None)

    def act() -> HttpResponse:
        actions.withdraw(introduction, at=timezone.now())
        return here

    return answer(request, form, act, "pages/network/introduction_own.html", {"view": view})


@token_page
def introduction(request: HttpRequest, token: str) -> HttpResponse:
    """The same for whoever was asked, behind the link in our letter, without signing in."""
    link = Link.find(Link.Purpose.ANSWER_INTRODUCTION, token, at=timezone.now())
    found = Introduction.objects.with_words().filter(pk=link.introduction_id if link else None)
    one = with_both(found).first()
    asked = one.asked if one else None
    # Whoever reads an address that the member no longer has must not answer for them
    if link is None or one is None or asked is None or not link.is_bound_to(asked.email.lower()):
        return _gone(request)
    if asked.user is None or not asked.user.is_active:
        return _gone(request)
    # The address was in a letter; a page that needs no sign-in does not repeat it
    view = replace(View.of(one, asked), address="")
    return _to_answer(request, view, redirect("network:introduction", token=token))


def _to_answer(request: HttpRequest, view: View, here: HttpResponse) -> HttpResponse:
    form = AnswerForm(request.POST if request.method == "POST" else None)

    def act() -> HttpResponse:
        at = timezone.now()
        if form.is_report:
            actions.report(view.introduction, form.cleaned_data["report"], at=at)
        else:
            actions.answer(view.introduction, form.chosen, at=at)
        return here

    return answer(request, form, act, "pages/network/introduction.html", {"view": view})


def _gone(request: HttpRequest) -> HttpResponse:
    """The same for a link that never was, has run out, or led to a request that is over."""
    return TemplateResponse(request, "pages/network/introduction_gone.html", status=404)
