"""What a member's account says of introductions."""

from typing import Any

from django import template

from network.models import Member
from network.own_introductions import OwnIntroductions

register = template.Library()


@register.inclusion_tag("partials/network/account_introductions.html")
def account_introductions(member: Member) -> dict[str, Any]:
    """How many wait for an answer, whether others may ask, and the way to all of them."""
    return {"own": OwnIntroductions(member), "member": member}
