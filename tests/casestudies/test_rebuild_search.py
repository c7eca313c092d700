"""The command that writes the search index anew."""

import pytest
from django.core.management import call_command

from casestudies import catalogue
from casestudies.directory import Directory
from casestudies.models.search_index import PostingBlock
from tests.factories import make_study

pytestmark = pytest.mark.django_db


def test_a_lost_index_comes_back_and_every_process_hears_of_it(capsys):
    make_study(title="Shared station")
    PostingBlock.objects.all().delete()
    before = catalogue.current_token()
    call_command("rebuild_search")
    assert capsys.readouterr().out == "1 case studies indexed.\n"
    assert catalogue.current_token() != before
    assert Directory.everything().finds(Directory.everything().question.but(text="station")) == 1
