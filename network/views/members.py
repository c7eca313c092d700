"""The list of members, for members."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from network.members import Members
from network.models import Member
from network.own_introductions import may_ask, waits_for
from network.views.account import own_page


@require_safe
@own_page
def members(request: HttpRequest, reader: Member) -> HttpResponse:
    found = Members(request.GET)
    context = {
        "members": found,
        "reader": reader,
        "may_ask": may_ask(reader, found.shown),
        "waits_for": waits_for(reader, found.shown),
    }
    return TemplateResponse(request, "pages/network/members.html", context)
