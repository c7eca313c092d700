"""Two to four schemes side by side."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from casestudies.side_by_side import SideBySide
from collab_directory.days import today


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    context = {"compared": SideBySide(request.GET, on=today())}
    return TemplateResponse(request, "pages/casestudies/compare.html", context)
