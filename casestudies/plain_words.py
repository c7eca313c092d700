"""How a text reads: its length, its longest sentence, and short forms that it does not explain.

Hints for whoever writes. They never keep anything from being saved or published.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casestudies.models import CaseStudy, GlossaryTerm

LONG_SENTENCE = 35  # words; readers lose the thread of longer ones
SUMMARY_WORDS = 45
STORY_WORDS = 600

SHORT_FORM = re.compile(r"\b[A-Z]{2,6}s?\b")


@dataclass(frozen=True)
class Measure:
    """Of one text: how many words, and its longest sentence."""

    words: int
    sentences: int
    longest: str

    @property
    def longest_words(self) -> int:
        return len(self.longest.split())


def measure(text: str) -> Measure:
    sentences = [one for one in re.split(r"(?<=[.!?])\s+", text.strip()) if one]
    longest = max(sentences, key=lambda one: len(one.split()), default="")
    return Measure(len(text.split()), len(sentences), longest)


def hints_for(study: CaseStudy) -> list[str]:
    """What could be plainer in its summary and its story; one query, for the glossary."""
    return [
        *_of_summary(measure(study.summary)),
        *_of_story(measure(study.what_happened)),
        *_of_short_forms(f"{study.summary}\n{study.what_happened}"),
    ]


def hints_for_text(text: str) -> list[str]:
    """What could be plainer in a text of guidance; one query, for the glossary."""
    return [*_of_longest(longest_of(text)), *_of_short_forms(text)]


def longest_of(text: str) -> Measure:
    """The line with the longest sentence: headings and items of lists end without a full stop."""
    lines = [measure(line) for line in text.splitlines()]
    return max(lines, key=lambda line: line.longest_words, default=measure(""))


def _of_longest(text: Measure) -> Iterator[str]:
    if text.longest_words > LONG_SENTENCE:
        said = ngettext(
            "The longest sentence has %(words)d word: “%(begin)s”",
            "The longest sentence has %(words)d words: “%(begin)s”",
            text.longest_words,
        )
        yield said % {"words": text.longest_words, "begin": _beginning(text.longest)}


def _beginning(sentence: str) -> str:
    return Truncator(" ".join(sentence.split())).words(8)


def _of_summary(summary: Measure) -> Iterator[str]:
    if summary.sentences > 1:
        yield _("The summary has %d sentences; one is enough.") % summary.sentences
    if summary.words > SUMMARY_WORDS:
        yield _("The summary has %(words)d words. Lists show it: try %(most)d or fewer.") % {
            "words": summary.words,
            "most": SUMMARY_WORDS,
        }


def _of_story(story: Measure) -> Iterator[str]:
    if story.words > STORY_WORDS:
        words = {"words": story.words, "most": STORY_WORDS}
        yield _("The story has %(words)d words. Few read more than %(most)d.") % words
    if story.longest_words > LONG_SENTENCE:
        said = ngettext(
            "The longest sentence of the story has %(words)d word: “%(begin)s”",
            "The longest sentence of the story has %(words)d words: “%(begin)s”",
            story.longest_words,
        )
        yield said % {"words": story.longest_words, "begin": _beginning(story.longest)}


def _of_short_forms(text: str) -> Iterator[str]:
    """Those that the glossary knows in full, where the text nowhere says it in full."""
    if not SHORT_FORM.search(text):
        return
    terms = GlossaryTerm.objects.prefetch_related("synonyms")
    groups = (names_of(term) for term in terms)
    for short, full in unexplained(text, groups):
        words = {"short": ", ".join(short), "full": full}
        yield _("“%(short)s” is not explained: write “%(full)s” at least once.") % words


def names_of(term: GlossaryTerm) -> list[str]:
    """All that a term of the glossary is called; what it stands for comes first, if it does."""
    expansion = [term.expansion] if term.expansion else []
    return [*expansion, term.term, *(synonym.word for synonym in term.synonyms.all())]


def unexplained(text: str, groups: Iterable[list[str]]) -> Iterator[tuple[list[str], str]]:
    """Short forms in a text that nowhere says them in full, and what to write.

    `groups` are words that mean the same, as the glossary has them.
    """
    used = {found.removesuffix("s") for found in SHORT_FORM.findall(text)}
    said = " ".join(text.lower().split())
    for names in groups:
        short = sorted(used & {name for name in names if name.isupper()})
        full = [name for name in names if not name.isupper()]
        if short and full and not _is_said(said, full):
            yield short, full[0]


def _is_said(text: str, names: Iterable[str]) -> bool:
    return any(name.lower() in text for name in names)
