"""What pages of the schemes say of the people behind them."""

from typing import Any
from urllib.parse import urlsplit

from django import template
from django.urls import reverse
from django.utils import timezone

from network.reach import reach

register = template.Library()


@register.inclusion_tag("partials/network/leader_panel.html")
def leader_panel(study: Any) -> dict[str, Any]:
    """Whom a question about a case study reaches today, and the way to ask it. One query."""
    return {"study": study, "reach": reach(study, timezone.localdate())}


@register.filter
def alerts_address(directory: Any) -> str:
    """Where the search behind a list can be kept: the same question, at another address."""
    query = urlsplit(directory.filter_url).query
    return reverse("network:updates") + (f"?{query}" if query else "")
