"""The picture in figures: the charts of a question, and the table of each as a file."""

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from casestudies.directory import Directory
from casestudies.insights import CHARTS, Insights
from casestudies.insights.csv import as_csv
from casestudies.insights.upkeep import upkeep
from casestudies.reading.guidance_pages import guide
from collab_directory.addresses import whole


@require_safe
def insights(request: HttpRequest) -> HttpResponse:
    asked = Directory(request.GET, address=reverse("casestudies:insights"))
    today = timezone.localdate()
    context = {
        "guide": guide(request, "insights"),
        "directory": asked,
        "insights": Insights(asked, today),
        "upkeep": upkeep(asked.catalogue, today),
        "today": today,
    }
    return TemplateResponse(request, "pages/casestudies/insights.html", context)


@require_safe
def insights_csv(request: HttpRequest, chart: str) -> HttpResponse:
    if chart not in CHARTS:
        raise Http404
    picture = Insights(Directory(request.GET), timezone.localdate())
    text = as_csv(picture.chart(chart), picture.schemes, whole)
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="insights-{chart}.csv"'
    return response
