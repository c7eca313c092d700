"""The list of members, for members."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from network.members import Members
from network.models import Member
from network.views.account import own_page


@require_safe
@own_page
def members(request: HttpRequest, reader: Member) -> HttpResponse:
    context = {"members": Members(request.GET), "reader": reader}
    return TemplateResponse(request, "pages/network/members.html", context)
