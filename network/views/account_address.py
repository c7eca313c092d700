"""A member's new work address: asked for in the account, confirmed by a letter to it."""

from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from collab_directory.posting import answer, token_page
from network.actions import membership
from network.forms.address import NewAddressForm
from network.forms.enquiry import ButtonForm
from network.models import Link, Member
from network.sign_in import fresh
from network.views.account import own_page


@own_page
def account_address(request: HttpRequest, member: Member) -> HttpResponse:
    """The same answer whether or not the new address is known.

    Whoever has a second step passes it first: whose the address is, theirs is the account, and an
    editor's with it.
    """
    if fresh.is_stale(request):
        return fresh.ask_for(request)
    form = NewAddressForm(request.POST if request.method == "POST" else None, member=member)

    def act() -> HttpResponse:
        membership.ask_to_move(
            member, key=form.key, email=form.cleaned_data["email"], at=timezone.now()
        )
        messages.success(
            request,
            _("We have written to the new address. Press the button that the letter leads to."),
        )
        return redirect("network:account_address")

    return answer(request, form, act, "pages/network/account_address.html", {"member": member})


@token_page
def address_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The button in our letter: the member reads the new address."""
    link = Link.find(Link.Purpose.CHANGE_ADDRESS, token, at=timezone.now())
    if link is None:
        return _gone(request)
    form = ButtonForm(request.POST if request.method == "POST" else None)

    def act() -> HttpResponse:
        at = timezone.now()
        with transaction.atomic():
            if not (link.use(at=at) and membership.move(link.address_change, at=at)):
                return _gone(request)
        logout(request)
        there = redirect("account_login")
        there["Location"] += "?moved"
        return there

    context = {"wish": link.address_change}
    return answer(request, form, act, "pages/network/address_confirm.html", context)


def _gone(request: HttpRequest) -> HttpResponse:
    """The same for a link that never was, was used or has run out."""
    return TemplateResponse(request, "pages/network/link_gone.html", status=404)
