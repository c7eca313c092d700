"""The command that writes the search index anew."""

from importlib import import_module

import pytest
from django.core.management import call_command

from casestudies import catalogue
from casestudies.directory import Directory
from casestudies.models import Partner
from casestudies.models.search_index import IndexedText, IndexedWord, PostingBlock
from casestudies.search import bulk
from tests.factories import make_organisation, make_study

pytestmark = pytest.mark.django_db


def test_a_lost_index_comes_back_and_every_process_hears_of_it(capsys):
    make_study(title="Shared station")
    PostingBlock.objects.all().delete()
    before = catalogue.current_token()
    call_command("rebuild_search")
    assert capsys.readouterr().out == "1 case studies indexed.\n"
    assert catalogue.current_token() != before
    assert Directory.everything().finds(Directory.everything().question.but(text="station")) == 1


def whole_index():
    blocks = PostingBlock.objects.values_list("word", "block", "impacts", "positions")
    return (
        sorted((word, n, bytes(i), bytes(p)) for word, n, i, p in blocks),
        sorted(
            (pk, bytes(numbers), words, bytes(spots))
            for pk, numbers, words, spots in IndexedText.objects.values_list(
                "study_id", "numbers", "words", "spots"
            )
        ),
        dict(IndexedText.objects.values_list("study_id", "passages")),
        sorted(IndexedWord.objects.values_list("word", "holding")),
    )


def test_it_writes_what_saving_wrote_of_everything_a_page_says():
    body = make_organisation(name="Kent Police", short_name="KP")
    body.former_names.create(name="Kent County Constabulary")
    study = make_study(
        title="Shared station in Ramsgate",
        summary="A co-located front office, “open” to all. Dŵr and\nfire.",
        what_happened="We re-used the Fire Authority's station's yard, e-mail and all.",
        place="Ramsgate",
    )
    Partner.objects.create(study=study, organisation=body)
    make_study(title="Another one", what_happened="word " * 70_000)
    make_study(title="A third one")
    before = whole_index()
    assert len(before[0]) > 30
    call_command("rebuild_search")
    assert whole_index() == before


def test_a_few_written_at_a_time_are_the_same(monkeypatch):
    for n in range(7):
        make_study(title=f"Shared station number {n}")
    before = whole_index()
    # Of the same name as a function of the package
    monkeypatch.setattr(import_module("casestudies.search.index"), "AT_ONCE", 2)
    monkeypatch.setattr(bulk, "AT_ONCE", 3)
    call_command("rebuild_search")
    assert whole_index() == before


def test_an_empty_catalogue_has_an_empty_index():
    make_study().delete()
    call_command("rebuild_search")
    assert whole_index() == ([], [], {}, [])
