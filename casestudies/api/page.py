"""The page /api/: how to ask, with answers drawn from what is published now."""

import json
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from casestudies import catalogue
from casestudies.api import rate
from casestudies.api.endpoints import ENDPOINTS, QUESTION, Endpoint
from casestudies.api.problems import DETAILS
from casestudies.models import ForceArea, Organisation, SuccessFactor, Version
from casestudies.question import MOST_PER_PAGE

MOST_ITEMS = 2  # of each list in an example
MOST_LETTERS = 160  # of each text in an example


@dataclass(frozen=True)
class Row:
    """What can be asked, and an address that answers now; none where nothing is published yet."""

    endpoint: Endpoint
    try_url: str


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    named = _something_of_each()
    context = {
        "rows": [Row(one, _address(one, named)) for one in ENDPOINTS],
        "parameters": QUESTION,
        "example_url": request.build_absolute_uri(reverse("api:case_studies")) + "?per_page=1",
        "list_example": _example(request, "case_studies", {}),
        "study_example": _example(request, "case_study", named),
        "errors": DETAILS.items(),
        "a_minute": rate.A_MINUTE,
        "burst": rate.BURST,
        "most_per_page": MOST_PER_PAGE,
    }
    return TemplateResponse(request, "pages/casestudies/api.html", context)


def _something_of_each() -> dict[str, dict[str, Any]]:
    """By the name of an endpoint, what stands in an address of it that answers."""
    found: dict[str, dict[str, Any]] = {}
    entry = next(iter(catalogue.current().entries), None)
    if entry is not None:
        found["case_study"] = {"slug": entry.slug}
        shown = Version.objects.filter(study=entry.pk, withheld_at=None).order_by("number").first()
        if shown is not None:
            found["version"] = {"slug": entry.slug, "number": shown.number}
    for name, model in (
        ("organisation", Organisation),
        ("area", ForceArea),
        ("factor", SuccessFactor),
    ):
        slugs = model._default_manager.order_by("slug")
        if model is not ForceArea:
            slugs = slugs.filter(retired_on=None)
        slug = slugs.values_list("slug", flat=True).first()
        if slug is not None:
            found[name] = {"slug": slug}
    return found


def _address(endpoint: Endpoint, named: dict[str, dict[str, Any]]) -> str:
    if endpoint.places and endpoint.name not in named:
        return ""
    return reverse(f"api:{endpoint.name}", kwargs=named.get(endpoint.name, {}))


def _example(request: HttpRequest, name: str, named: dict[str, dict[str, Any]]) -> str:
    """An answer of now, with long lists and texts cut; "" where there is none to show."""
    endpoint = next(one for one in ENDPOINTS if one.name == name)
    if endpoint.places and name not in named:
        return ""
    answer = endpoint.answer(request, **named.get(name, {}))
    return json.dumps(_cut(answer), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def _cut(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _cut(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_cut(part) for part in value[:MOST_ITEMS]] + (["…"] if value[MOST_ITEMS:] else [])
    if isinstance(value, str) and len(value) > MOST_LETTERS:
        return value[:MOST_LETTERS].rsplit(" ", 1)[0] + " …"
    return value
