"""The title of a tab says what the page shows, and no more."""

import re

import pytest

from tests.factories import make_study

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address, title",
    [
        ("/case-studies/", "page 1 of 2 – Directory"),
        ("/case-studies/?page=2", "page 2 of 2 – Directory"),
        ("/case-studies/?service=police", "Police: 21 schemes – page 1 of 2 – Directory"),
        ("/case-studies/map/", "Map"),  # one map, however long the list
        ("/case-studies/map/?service=police", "Police: 21 schemes – Map"),
    ],
)
def test_a_title_names_the_page_only_where_there_are_pages(client, address, title):
    for n in range(21):
        make_study(title=f"Scheme {n:02}", services=("police",))
    head, _, _ = client.get(address).text.partition("<body")
    (shown,) = re.findall(r"<title>(.*?)</title>", head, re.DOTALL)
    assert " ".join(shown.split()) == f"{title} – Blue Light A to Z"
