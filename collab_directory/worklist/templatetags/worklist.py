"""The worklist for the front page of the admin."""

from typing import Any

from django import template
from django.utils import timezone

from collab_directory.worklist.lists import worklist_of

register = template.Library()


@register.inclusion_tag("admin/worklist/worklist.html", takes_context=True)
def worklist(context: template.Context) -> dict[str, Any]:
    """Empty for those who may see none of it."""
    request = context["request"]
    return {
        "worklist": worklist_of(request.user, timezone.now()),
        "csrf_token": context.get("csrf_token"),
    }
