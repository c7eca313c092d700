"""Whether this process can answer its first question as quickly as any other."""

from django.http import QueryDict
from django.urls import reverse
from django.utils.html import escape

from casestudies.directory import Directory
from casestudies.models import CaseStudy

# A word and a slip of the keyboard, so that postings, glossary and spellings are all read
QUESTION = "q=fire+staton"


def answers_a_question() -> bool:
    """Ask one, as a reader would. The first time this builds what later questions find built."""
    asked = Directory(QueryDict(QUESTION))
    asked.catalogue.suggestions.find("fire")
    return bool(asked.facets) and len(asked.studies) <= asked.count


def pages_to_try() -> dict[str, str]:
    """By address, what must stand on a page: the front page, the list, and one case study if any.

    Asked of a database that was restored.
    """
    pages = {reverse("casestudies:home"): "</html>", reverse("casestudies:directory"): "</html>"}
    if study := CaseStudy.objects.published().order_by("pk").first():
        pages[study.get_absolute_url()] = escape(study.title)
    return pages
