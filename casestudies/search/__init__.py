"""Full-text search over the published case studies. This is its whole face:

`find` what answers a question, `Suggestions` while it is typed, `index` or `forget` studies,
`rebuild` everything, `mark` why one was found, the `highest` of what was. Stems, synonyms and
scores are worked out in Python over ordinary tables, so that SQLite and PostgreSQL give the same
studies in the same order.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np

from casestudies.models import CaseStudy
from casestudies.models.search_index import IndexedText, IndexedWord, PostingBlock
from casestudies.search import query, ranking, snippets, spelling, synonyms
from casestudies.search.clues import Clue, clues_of
from casestudies.search.index import Progress, forget, index, rebuild
from casestudies.search.query import tidy
from casestudies.search.ranking import highest
from casestudies.search.shelf import Shelf
from casestudies.search.snippets import mark
from casestudies.search.suggestions import Named, Suggestions
from casestudies.search.synonyms import Form

__all__ = [
    "TABLES",
    "Found",
    "Named",
    "Progress",
    "Shelf",
    "Suggestions",
    "find",
    "forget",
    "highest",
    "index",
    "mark",
    "rebuild",
    "show_why",
    "tidy",
]

TABLES = (PostingBlock, IndexedText, IndexedWord)


@dataclass(frozen=True)
class Found:
    """What a search found, and what the page should say about how."""

    text: str  # as typed
    found: np.ndarray  # bool, one a study of the catalogue
    scores: np.ndarray  # int64, one a study; higher is better
    marked: frozenset[Form] = frozenset()  # words and phrases to mark, as stems
    missing: tuple[str, ...] = ()  # words, as typed, that no published study holds
    also: tuple[str, ...] = ()  # other words for the same that found something
    was_cut: bool = False  # the question was too long and only its beginning was used
    corrected: str = ""  # what was searched for in place of `text`, if anything


def find(text: str, *, token: str, shelf: Shelf) -> Found | None:
    """Search the studies of a shelf; `token` is that of its catalogue.

    Where a word is found nowhere, the question is mended and says so in `corrected`.
    None where the text asks for nothing, such as a lone comma.
    """
    asked = query.parse(text)
    if asked.is_empty:
        return None
    glossary = synonyms.glossary(token)
    clues = clues_of(asked, glossary, shelf)
    # Of a question to be mended only the mended one is ranked
    result = None if ranking.missing(clues) else _found(asked, clues, shelf)
    if result is not None and result.found.any():
        return result
    mended = spelling.correct(asked, glossary, shelf)
    if mended is not None:
        meant = query.parse(mended.text)
        again = _found(meant, clues_of(meant, glossary, shelf), shelf)
        if again.found.any():
            return replace(again, text=asked.text, corrected=mended.text)
    return result or _found(asked, clues, shelf)


def _found(asked: query.Query, clues: list[Clue], shelf: Shelf) -> Found:
    ranked = ranking.rank(asked, clues, shelf)
    return Found(
        text=asked.text,
        found=ranked.found,
        scores=ranked.scores,
        marked=ranked.marked,
        missing=ranked.missing,
        also=ranked.also,
        was_cut=asked.was_cut,
    )


def show_why(studies: list[CaseStudy], marked: Collection[Form], shelf: Shelf) -> list[CaseStudy]:
    """Mark what was found in each title and summary, and add the passage that says more.

    Sets `title_marked`, `summary_marked` and `snippet`, which is empty where title and summary
    already show all that was found. One query, for the texts that are not kept yet.
    """
    if studies:
        snippets.show_why(studies, marked, shelf.texts)
    return studies
