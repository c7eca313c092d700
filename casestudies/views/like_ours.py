"""Schemes like ours: from an organisation or an area to the schemes that are most like it."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from casestudies import places
from casestudies.similar.choosing import choices
from casestudies.similar.ours import Ours


@require_safe
def like_ours(request: HttpRequest) -> HttpResponse:
    ours = Ours(request.GET)
    context = {"ours": ours, "choices": choices(ours)}
    if not ours.is_asked:
        now = ours.catalogue
        context["regions"] = places.areas_by_region(now.count("force", now.all))
    return TemplateResponse(request, "pages/casestudies/like_ours.html", context)
