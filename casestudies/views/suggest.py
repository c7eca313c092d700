"""What the search box offers while somebody types."""

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from casestudies import catalogue
from casestudies.search import suggestions

# Of each kind: the address it leads to, and what it is called.
KINDS = {
    "scheme": ("casestudies:case_study", _("Scheme")),
    "place": ("casestudies:region", _("Region")),
    "area": ("casestudies:area", _("Police force area")),
    "organisation": ("casestudies:organisation", _("Organisation")),
    "type": ("casestudies:type", _("Type of collaboration")),
    "service": ("casestudies:service", _("Service")),
}


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    typed = suggestions.cut(request.GET.get("q", ""))
    found = catalogue.current().suggestions.find(typed)
    return JsonResponse({"q": typed, "suggestions": [as_json(one) for one in found]})


def as_json(one: suggestions.Named) -> dict[str, str]:
    address, label = KINDS[one.kind]
    return {
        "kind": one.kind,
        "kind_label": str(label),
        "label": one.label,
        "url": reverse(address, args=[one.slug]),
    }
