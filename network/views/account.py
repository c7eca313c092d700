"""A member's own pages: who they are, what others see, their data, and the way out."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from collab_directory.posting import answer, form_page
from network.actions import membership
from network.forms.leaving import LeaveForm
from network.forms.membership import ProfileForm
from network.models import Member
from network.own_alerts import OwnAlerts
from network.own_sign_ins import OwnSignIns
from network.personal import Person, export
from network.readers import member_of
from network.shown_members import Shown
from network.sign_in import factors, sessions


def own_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For members: the view gets its member. A visitor is asked to sign in; for anybody else who is
    signed in there is nothing here."""

    @form_page
    @login_required
    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        member = member_of(request)
        if member is None:
            raise Http404
        request.is_members_page = True  # type: ignore[attr-defined] # base.html leads to the others
        sessions.note_use(request, at=timezone.now())
        return view(request, member, *args, **kwargs)

    return shown


@own_page
def account(request: HttpRequest, member: Member) -> HttpResponse:
    form = ProfileForm(request.POST if request.method == "POST" else None, member=member)

    def act() -> HttpResponse:
        membership.change_profile(member, form.profile, at=timezone.now())
        messages.success(request, _("Your profile is saved."))
        return redirect("network:account")

    today = timezone.localdate()
    context = {
        "member": member,
        "seen": Shown.of(member),
        "alerts": OwnAlerts.at(member.email, today),
        "sign_ins": OwnSignIns.of(request, at=timezone.now()),
        "has_second_step": factors.has_one(request.user),
    }
    return answer(request, form, act, "pages/network/account.html", context)


@require_safe
@own_page
def account_data(request: HttpRequest, member: Member) -> HttpResponse:
    """What is kept of the member, as a file."""
    text = export.as_json(Person(member.email), at=timezone.now())
    response = HttpResponse(text, content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@own_page
def account_leave(request: HttpRequest, member: Member) -> HttpResponse:
    form = LeaveForm(request.POST if request.method == "POST" else None)

    def act() -> HttpResponse:
        membership.leave(member, at=timezone.now(), **form.cleaned_data)
        logout(request)
        return redirect("network:account_left")

    return answer(request, form, act, "pages/network/account_leave.html", {"member": member})


@require_safe
def account_left(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "pages/network/account_left.html")
