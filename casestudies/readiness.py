"""Whether this process can answer its first question as quickly as any other."""

from django.http import QueryDict

from casestudies.directory import Directory

# A word and a slip of the keyboard, so that postings, glossary and spellings are all read
QUESTION = "q=fire+staton"


def answers_a_question() -> bool:
    """Ask one, as a reader would. The first time this builds what later questions find built."""
    asked = Directory(QueryDict(QUESTION))
    asked.catalogue.suggestions.find("fire")
    return bool(asked.facets) and len(asked.studies) <= asked.count
