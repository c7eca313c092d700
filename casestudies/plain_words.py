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
        begin = Truncator(" ".join(story.longest.split())).words(8)
        yield said % {"words": story.longest_words, "begin": begin}


def _of_short_forms(text: str) -> Iterator[str]:
    """Those that the glossary knows in full, where the text nowhere says it in full."""
    used = {found.removesuffix("s") for found in SHORT_FORM.findall(text)}
    if not used:
        return
    said = " ".join(text.lower().split())
    for term in GlossaryTerm.objects.prefetch_related("synonyms"):
        names = [term.term, *(synonym.word for synonym in term.synonyms.all())]
        short = sorted(used & {name for name in names if name.isupper()})
        if short and not _is_said(said, (name for name in names if not name.isupper())):
            full = next((name for name in names if not name.isupper()), "")
            words = {"short": ", ".join(short), "full": full}
            if full:
                yield _("“%(short)s” is not explained: write “%(full)s” at least once.") % words


def _is_said(text: str, names: Iterable[str]) -> bool:
    return any(name.lower() in text for name in names)
