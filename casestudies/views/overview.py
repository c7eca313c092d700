"""The whole overview in one piece."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from casestudies.booklet import Overview


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    if request.META.get("QUERY_STRING"):
        # To draw it takes a second, and it would be drawn for each of them
        return redirect("casestudies:overview")
    context = {"overview": Overview(timezone.localdate())}
    return TemplateResponse(request, "pages/casestudies/overview.html", context)
