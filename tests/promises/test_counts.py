"""Counts never lie: a printed count is the length of the list one click later, in every format."""

import pytest
from django.http import QueryDict
from django.test import RequestFactory

from casestudies import formats
from casestudies.directory import Directory
from tests.promises import oracle
from tests.promises.questions import random_questions

QUESTIONS = 150
FOLLOWED = 40  # questions of which every link is followed


def ask(url_or_query: str) -> Directory:
    return Directory(QueryDict(url_or_query.partition("?")[2] or url_or_query))


def test_every_count_is_what_the_database_itself_would_count(content):
    checked = 0
    for query in random_questions(QUESTIONS):
        asked = ask(query)
        assert set(asked.pks()) == oracle.answer(asked), query
        for facet in asked.facets:
            if facet.name == "has":
                continue
            counted = oracle.counts(asked, facet.name)
            for value in facet.all_values:
                assert value.count == counted.get(value.slug, 0), (query, facet.name, value.slug)
                checked += 1
    assert checked > QUESTIONS * 100  # it did look at something


def test_every_count_is_the_length_of_the_list_one_click_later(content):
    for query in random_questions(FOLLOWED, seed=7):
        asked = ask(query)
        for facet in asked.facets:
            alone = len(asked.question.values(facet.name)) == 0
            for value in facet.all_values:
                if value.selected:
                    continue
                then = ask(value.url)
                if alone or (facet.may_match_all and asked.match_all):
                    assert then.count == value.count, (query, facet.name, value.slug)
                else:  # one more of several: the list grows by those not yet in it
                    assert then.count >= max(asked.count, value.count), (query, value.slug)
        for relaxation in asked.relaxations:
            assert ask(relaxation.url).count == relaxation.count, query


def test_the_pages_the_csv_and_the_json_hold_the_same_studies(content):
    absolute = RequestFactory().get("/").build_absolute_uri
    for query in random_questions(FOLLOWED, seed=11):
        asked = ask(query)
        paged = [
            study.title
            for number in range(1, asked.pages + 1)
            for study in Directory(QueryDict(asked.page_url(number).partition("?")[2])).studies
        ]
        lines = list(formats.as_csv(asked, absolute))
        assert len(paged) == len(set(paged)) == asked.count == len(lines) - 1, query
        assert formats.as_json(asked, absolute)["count"] == asked.count


@pytest.mark.parametrize("facet", ["service", "region", "force", "organisation"])
def test_a_landing_page_counts_as_the_directory_does(content, client, facet):
    everything = Directory.everything()
    for value in everything.facet(facet).all_values[::9]:
        page = Directory(QueryDict(), within=(facet, value.slug))
        assert page.count == value.count == ask(f"{facet}={value.slug}").count
