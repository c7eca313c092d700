"""A process says that it is ready only when a reader's question costs it no more than any other."""

import pytest
from django.http import QueryDict

from casestudies.directory import Directory
from casestudies.readiness import answers_a_question
from tests.factories import make_study

pytestmark = pytest.mark.django_db


def test_after_it_said_so_nothing_is_left_to_build(client, django_assert_max_num_queries):
    for n in range(25):
        make_study(title=f"Fire station {n:02}")
    assert client.get("/readyz").json()["checks"]["content"] == "ok"
    with django_assert_max_num_queries(3):  # the token, the texts for snippets and for nearness
        asked = Directory(QueryDict("q=fire+stations"))
        assert len(asked.studies) == 20


def test_an_empty_catalogue_is_ready_too():
    assert answers_a_question()
