"""The doors of what machines read."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from casestudies import catalogue
from casestudies.machines import opensearch as searching
from casestudies.machines import sitemap as maps
from casestudies.machines.robots import robots
from casestudies.machines.security import security_txt as security
from casestudies.search import suggestions as names
from casestudies.views.suggest import as_json

HOUR = 3600  # seconds for which whoever asked need not ask again
PLAIN = "text/plain; charset=utf-8"
XML = "application/xml; charset=utf-8"


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    made = maps.parts(maps.pages())
    content = maps.of_pages(made[0]) if len(made) == 1 else maps.of_parts(made)
    return HttpResponse(content, content_type=XML)


@require_safe
def sitemap_part(request: HttpRequest, number: int) -> HttpResponse:
    made = maps.parts(maps.pages())
    if not 1 <= number <= len(made):
        raise Http404
    return HttpResponse(maps.of_pages(made[number - 1]), content_type=XML)


@require_safe
@cache_control(public=True, max_age=HOUR)
def robots_txt(request: HttpRequest) -> HttpResponse:
    return HttpResponse(robots(), content_type=PLAIN)


@require_safe
@cache_control(public=True, max_age=HOUR)
def security_txt(request: HttpRequest) -> HttpResponse:
    return HttpResponse(security(timezone.localdate()), content_type=PLAIN)


@require_safe
@cache_control(public=True, max_age=HOUR)
def opensearch(request: HttpRequest) -> HttpResponse:
    return HttpResponse(searching.opensearch(), content_type=f"{searching.KIND}; charset=utf-8")


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """What our own search box offers, in the form that browsers want: four lists in step."""
    typed = names.cut(request.GET.get("q", ""))
    found = [as_json(one) for one in catalogue.current().suggestions.find(typed)]
    lists = [
        typed,
        [one["label"] for one in found],
        [one["kind_label"] for one in found],
        [settings.SITE_URL + one["url"] for one in found],
    ]
    return JsonResponse(lists, safe=False, content_type=searching.SUGGESTIONS)
