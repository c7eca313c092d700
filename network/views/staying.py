"""The button in our letter to a member of whom nothing was heard for long."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from collab_directory.posting import answer, token_page
from network.actions import membership
from network.forms.enquiry import ButtonForm
from network.models import Link


@token_page
def stay(request: HttpRequest, token: str) -> HttpResponse:
    link = Link.find(Link.Purpose.STAY, token, at=timezone.now())
    member = link.member if link is not None else None
    if link is None or member is None or not link.is_bound_to(member.email.lower()):
        return _gone(request)
    form = ButtonForm(request.POST if request.method == "POST" else None)

    def act() -> HttpResponse:
        at = timezone.now()
        with transaction.atomic():
            done = link.use(at=at) and membership.stay(member, at=at)
        if not done:
            return _gone(request)
        return TemplateResponse(request, "pages/network/stays.html")

    return answer(request, form, act, "pages/network/stay.html", {"member": member})


def _gone(request: HttpRequest) -> HttpResponse:
    """The same for a link that never was, was used or has run out."""
    return TemplateResponse(request, "pages/network/stay_gone.html", status=404)
