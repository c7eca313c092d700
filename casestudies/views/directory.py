"""The directory as a list, on the map and from A to Z."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from casestudies import alphabet, catalogue, missed
from casestudies.directory import Directory
from casestudies.models import ForceArea
from casestudies.outlines import OutlinedResponse
from casestudies.tiles import tile_map
from casestudies.views.kept import asked_already


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    asked = Directory(request.GET, token=asked_already(request))
    missed.count(asked)
    response = OutlinedResponse(request, "pages/casestudies/directory.html", {"directory": asked})
    response.is_not_kept = not asked.count  # each search that finds nothing is counted
    return response


@require_safe
def map(request: HttpRequest) -> HttpResponse:
    asked = Directory(request.GET, address=reverse("casestudies:map"))
    listed = reverse("casestudies:directory")

    def narrowed_to(area: ForceArea) -> str:
        return listed + asked.question.only("force", area.slug).query_string()

    counts = {value.slug: value.count for value in asked.facet("force").all_values}
    context = {"directory": asked, "tiles": tile_map(counts, narrowed_to)}
    return TemplateResponse(request, "pages/casestudies/map.html", context)


@require_safe
def a_to_z(request: HttpRequest) -> HttpResponse:
    now = catalogue.current()
    context = {
        "letters": alphabet.letters,
        "groups": alphabet.groups,
        "fragments": now.fragments,
    }
    return TemplateResponse(request, "pages/casestudies/a_to_z.html", context)
