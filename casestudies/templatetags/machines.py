"""What the head of a page says to machines: told everything, these query nothing."""

from django import template
from django.utils.safestring import SafeString

from casestudies.catalogue import Catalogue
from casestudies.machines import linked
from casestudies.reading import Reading
from collab_directory import linked_data

register = template.Library()


@register.simple_tag
def article(reading: Reading) -> SafeString:
    """A published case study, in the words of schema.org."""
    return linked_data.script(linked.article(reading))


@register.simple_tag
def site(now: Catalogue) -> SafeString:
    """The site, who keeps it, and the directory as a dataset."""
    return linked_data.script(linked.site(now))
