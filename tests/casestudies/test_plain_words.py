"""Hints for a plainer text are about what is there, and never many."""

import pytest

from casestudies import plain_words
from tests.factories import make_glossary_term, make_study

pytestmark = pytest.mark.django_db


def hints(**texts):
    return plain_words.hints_for(make_study(**texts))


def test_a_plain_entry_gets_no_hint():
    assert hints(summary="Two services share a station.", what_happened="It was old.") == []


def test_a_summary_of_many_sentences_or_words_is_told():
    (said,) = hints(summary="Two share a station. It works.")
    assert said == "The summary has 2 sentences; one is enough."
    (said,) = hints(summary="word " * 46)
    assert "46 words" in said


def test_the_longest_sentence_is_counted_and_quoted():
    long = "One two three four five six seven eight nine " + "word " * 30 + "end"
    (said,) = hints(what_happened=f"Short. {long}. Short.")
    assert "has 40 words: “One two three four five six seven eight…”" in said
    assert hints(what_happened="word " * 35) == []


def test_a_story_that_few_would_read_is_told():
    assert any("601 words" in said for said in hints(what_happened="One word. " * 300 + "End."))


def test_a_short_form_that_the_glossary_knows_is_to_be_explained_once():
    make_glossary_term("MASH", "multi-agency safeguarding hub")
    (said,) = hints(what_happened="The MASH opened.")
    assert said == "“MASH” is not explained: write “multi-agency safeguarding hub” at least once."
    assert hints(what_happened="The multi-agency safeguarding\nhub (MASH) opened.") == []
    assert hints(what_happened="The ABC opened.") == []
