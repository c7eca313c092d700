"""What pages of guidance say of how old their facts are."""

from collections.abc import Iterable

from django import template

from casestudies.models.evidence import SourceBase
from casestudies.models.fields import show_partial_date

register = template.Library()


@register.filter
def newest_date(sources: Iterable[SourceBase]) -> str:
    """The date of the newest source that shows one, in words; "" if none does."""
    return show_partial_date(max((source.date or "" for source in sources), default=""))
