"""What waits for the people of the working group, for the first page of the admin."""

from django import template
from django.utils import timezone

from network.admin.waiting import waiting_for

register = template.Library()


@register.inclusion_tag("admin/network/waiting.html", takes_context=True)
def people_waiting(context):
    """Empty for those who may see none of it."""
    return {"queues": waiting_for(context["request"].user, timezone.now())}
