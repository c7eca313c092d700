"""What other pages say of discussions, to members alone."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from network import discussions
from network.readers import reader_of

register = template.Library()


@register.simple_tag(takes_context=True)
def discussions_about(context: Any, study: Any) -> SafeString:
    """How many topics there are about a case study, and the way to begin one.

    Not a byte for anybody who is no member, whose page is the same for everybody.
    """
    if reader_of(context["request"]) is None:
        return mark_safe("")
    said = {"study": study, "number": discussions.number_about(study)}
    return render_to_string("partials/network/discussions_about.html", said)


@register.simple_tag(takes_context=True)
def latest_discussions(context: Any) -> list[discussions.Line]:
    """Those with the latest replies, for a member; none for anybody else."""
    reader = reader_of(context["request"])
    return discussions.latest(reader) if reader else []
