"""No answer to a random question counts, suggests, mends to or shows what is not published."""

import random
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from casestudies.directory import Directory
from casestudies.models import CaseStudy
from tests.promises import canaries
from tests.promises.questions import PARTS, QUESTIONS, random_questions, slip


def ask(text: str) -> Directory:
    return Directory(QueryDict(urlencode({"q": text})))


def suggested(asked: Directory, typed: str) -> Iterator[str]:
    """What is offered while somebody types; each leads to something published."""
    for one in asked.catalogue.suggestions.find(typed):
        facet = {"scheme": "", "place": "region", "area": "force"}.get(one.kind, one.kind)
        if facet:
            assert asked.catalogue.value(facet, one.slug), one
        else:
            assert one.slug in asked.catalogue.by_slug
        yield one.label


def said(asked: Directory) -> Iterator[str]:
    """Every text of an answer but the names of choices, which are there whatever is published."""
    yield from (asked.heading, asked.subheading, asked.searched_for, *asked.also)
    yield from map(str, asked.ignored)
    for study in asked.studies:
        yield from (study.title, study.summary, study.place)
        yield from (getattr(study, name) or "" for name in MARKED)  # None where nothing is marked


MARKED = ("title_marked", "summary_marked", "snippet")


def test_a_canary_is_found_while_it_is_published(content):
    """Or the next test could not fail."""
    study = canaries.plant("published")
    pick = random.Random(1)
    for part in canaries.SEARCHED:
        word = canaries.word("published", part)
        asked = ask(word)
        assert asked.pks() == [study.pk], part
        assert ask(slip(pick, word)).searched_for == word
        if part not in {"place", "organisation", "former"}:  # a result shows texts, not names
            assert f"<mark>{word}</mark>" in "".join(said(asked)), part
    for part in ("title", "organisation", "former"):
        word = canaries.word("published", part)
        assert list(suggested(asked, word[:-2])), part


@pytest.mark.parametrize("part", range(PARTS))
def test_no_answer_holds_anything_that_is_not_published(content, part):
    hidden = {canaries.plant(state).pk for state in canaries.UNSEEN}
    everything = CaseStudy.objects.published().count()
    pick = random.Random(part)
    # Beside a word that is found a near spelling is shown, even if it finds nothing itself
    questions = [
        urlencode({"q": text})
        for word in canaries.WORDS
        for text in (word, slip(pick, word), f"{slip(pick, word)} station")
    ]
    for query in (*questions, *random_questions(QUESTIONS // PARTS, seed=1000 + part)):
        asked = Directory(QueryDict(query))
        typed = asked.text
        texts = [*said(asked)]
        for word in {*typed.split(), pick.choice(canaries.WORDS)}:
            texts += suggested(asked, word[: pick.randint(1, len(word))])
        text = " ".join(texts).casefold()
        leaks = [word for word in canaries.WORDS if word in text and word not in typed]
        assert not leaks, query
        assert asked.total == everything
        assert hidden.isdisjoint(asked.pks()), query
        for facet in asked.facets:
            for value in facet.all_values:
                assert not (value.count and "zq" in value.slug), (query, value.slug)
