"""A request that began under one catalogue ends under it, though the index has gone on."""

import pytest

from casestudies import catalogue, search
from casestudies.models import CaseStudy
from tests.factories import make_study


@pytest.mark.django_db
@pytest.mark.parametrize("text", ['"zyxwv wvutq"', "zyxwv wvutq", "zyxwv -wvutq", "zyxvw"])
def test_a_word_may_go_between_two_looks_at_the_index(text):
    make_study(title="Shared station")
    study = make_study(title="Zyxwv wvutq")
    before = catalogue.current()
    before.shelf.words({"zyxwv", "wvutq"})
    study.state = CaseStudy.State.ARCHIVED
    study.save()
    found = search.find(text, token=before.token, shelf=before.shelf)
    assert found is not None
    assert before.cards(before.entries[n].pk for n in found.found.nonzero()[0]) == []
