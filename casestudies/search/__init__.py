"""Full-text search over the published case studies. This is its whole face:

`find` what answers a question, `index` or `forget` studies, `rebuild` everything, `mark` why one
was found. Stems, synonyms and scores are worked out in Python over ordinary tables, so that
SQLite and PostgreSQL give the same studies in the same order.
"""

from collections.abc import Collection
from dataclasses import dataclass

from casestudies.models.search_index import IndexedText, Posting
from casestudies.search import query, ranking, snippets, synonyms
from casestudies.search.index import forget, index, rebuild
from casestudies.search.query import tidy
from casestudies.search.snippets import mark

__all__ = [
    "Found",
    "IndexedText",
    "Posting",
    "find",
    "forget",
    "index",
    "mark",
    "rebuild",
    "snippets_for",
    "tidy",
]


@dataclass(frozen=True)
class Found:
    """What a search found, and what the page should say about how."""

    text: str  # as searched
    scores: dict[int, int]  # by primary key; higher is better
    marked: frozenset[str] = frozenset()  # stems to mark in titles and snippets
    missing: tuple[str, ...] = ()  # words, as typed, that no published study holds
    also: tuple[str, ...] = ()  # other words for the same that found something
    was_cut: bool = False  # the question was too long and only its beginning was used
    corrected: str = ""  # what was searched for in place of `text`, if anything


def find(text: str, *, token: str, total: int) -> Found | None:
    """Search the published studies, of which there are `total` under this catalogue token.

    None where the text asks for nothing, such as a lone comma.
    """
    asked = query.parse(text)
    if asked.is_empty:
        return None
    found = ranking.rank(asked, synonyms.glossary(token), token, total)
    written = asked.written or {}
    return Found(
        text=asked.text,
        scores=found.scores,
        marked=found.marked,
        missing=tuple(written.get(word, word) for word in found.missing),
        also=found.also,
        was_cut=asked.was_cut,
    )


def snippets_for(studies: Collection[int], marked: Collection[str]) -> dict[int, str]:
    """The passage of each study that shows best why it was found. One query."""
    texts = IndexedText.objects.filter(study__in=studies).values_list("study_id", "passages")
    return {study: snippets.snippet(passages, marked) for study, passages in texts}
