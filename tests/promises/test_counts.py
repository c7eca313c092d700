"""Counts never lie: a printed count is the length of the list one click later, in every format."""

import csv
import io
import json
import random

import openpyxl
import pytest
from django.http import QueryDict
from django.test import RequestFactory

from casestudies import formats
from casestudies.directory import Directory
from casestudies.formats.xlsx import write_xlsx
from tests.promises import canaries, oracle
from tests.promises.questions import PARTS, QUESTIONS, random_questions

FOLLOWED = 40  # questions of which every link is followed
SOME = 3  # links followed of each of the others


@pytest.fixture
def with_canaries(content):
    """What is published, beside what is not."""
    for state in canaries.UNSEEN:
        canaries.plant(state)


def ask(url_or_query: str) -> Directory:
    return Directory(QueryDict(url_or_query.partition("?")[2] or url_or_query))


def keeps_its_word(asked: Directory, facet, value) -> bool:
    """Whether the list behind a link is as long as the count beside it says."""
    then = ask(value.url).count
    alone = not asked.question.values(facet.name)
    if alone or (facet.may_match_all and asked.match_all):
        return then == value.count
    # One more of several: the list grows by those not yet in it
    return max(asked.count, value.count) <= then <= asked.count + value.count


@pytest.mark.parametrize("part", range(PARTS))
def test_every_count_is_what_the_database_itself_would_count(with_canaries, part):
    checked = 0
    for query in random_questions(QUESTIONS // PARTS, seed=part):
        asked = ask(query)
        assert set(asked.pks()) == oracle.answer(asked), query
        for facet in asked.facets:
            counted = oracle.counts(asked, facet.name)
            for value in facet.all_values:
                assert value.count == counted.get(value.slug, 0), (query, facet.name, value.slug)
                checked += 1
    assert checked > QUESTIONS // PARTS * 100  # it did look at something


@pytest.mark.parametrize("part", range(PARTS))
def test_the_pages_hold_as_many_as_the_count_and_so_does_the_next_list(with_canaries, part):
    pick = random.Random(part)
    for query in random_questions(QUESTIONS // PARTS, seed=100 + part):
        asked = ask(query)
        paged = [
            study.pk
            for number in range(1, asked.pages + 1)
            for study in ask(asked.page_url(number)).studies
        ]
        assert paged == asked.pks(), query
        assert len(set(paged)) == asked.count, query
        links = [(f, v) for f in asked.facets for v in f.all_values if not v.selected]
        for facet, value in pick.sample(links, SOME):
            assert keeps_its_word(asked, facet, value), (query, facet.name, value.slug)
        for chip in asked.chips:
            assert ask(chip.url).count == asked.finds(chip.question), (query, chip.label)


def test_every_count_is_the_length_of_the_list_one_click_later(content):
    for query in random_questions(FOLLOWED, seed=7):
        asked = ask(query)
        for facet in asked.facets:
            for value in facet.all_values:
                if not value.selected:
                    assert keeps_its_word(asked, facet, value), (query, facet.name, value.slug)
        for relaxation in asked.relaxations:
            assert ask(relaxation.url).count == relaxation.count, query


def test_the_pages_and_all_files_hold_the_same_studies_in_the_same_order(content):
    absolute = RequestFactory().get("/").build_absolute_uri
    for query in random_questions(FOLLOWED, seed=11):
        asked = ask(query)
        paged = [
            study.slug
            for number in range(1, asked.pages + 1)
            for study in ask(asked.page_url(number)).studies
        ]
        text = "".join(formats.as_csv(asked, absolute)).removeprefix("\ufeff")
        of_csv = [r["slug"] for r in csv.DictReader(io.StringIO(text, newline="")) if r["slug"]]
        whole = json.loads("".join(formats.all_as_json(asked, absolute)))
        assert len(paged) == len(set(paged)) == asked.count, query
        assert paged == of_csv == in_workbook(asked, absolute), query
        assert paged == [result["slug"] for result in whole["results"]], query
        assert whole["count"] == asked.count


def in_workbook(asked, absolute):
    file = io.BytesIO()
    write_xlsx(asked, absolute, file)
    rows = openpyxl.load_workbook(file, read_only=True).worksheets[0].iter_rows(min_row=2)
    return [row[1].value for row in rows]


@pytest.mark.parametrize("facet", ["service", "region", "force", "organisation"])
def test_a_landing_page_counts_as_the_directory_does(content, client, facet):
    everything = Directory.everything()
    for value in everything.facet(facet).all_values[::9]:
        page = Directory(QueryDict(), within=(facet, value.slug))
        assert page.count == value.count == ask(f"{facet}={value.slug}").count
