"""The list of case studies comes back as one left it, and says so."""

import pytest
from django.urls import reverse

from tests.casestudies.admin.pages import LIST, shown
from tests.factories import make_study, make_user

pytestmark = pytest.mark.django_db

FROM_MENU = {"HTTP_REFERER": "http://testserver/admin/"}


@pytest.fixture(autouse=True)
def two():
    make_study("Draft", state="draft")
    make_study("Published")


def test_it_comes_back_as_it_was_left(publisher):
    publisher.get(reverse(LIST), {"state__exact": "draft"})
    page = publisher.get(reverse(LIST), follow=True, **FROM_MENU)
    assert shown(page) == {"Draft"}
    assert "Back to all" in page.text


def test_back_to_all_shows_and_keeps_everything(publisher):
    publisher.get(reverse(LIST), {"q": "Draft"})
    assert shown(publisher.get(reverse(LIST), {"all": 1}, follow=True)) == {"Draft", "Published"}
    page = publisher.get(reverse(LIST))
    assert shown(page) == {"Draft", "Published"}
    assert "Back to all" not in page.text


def test_a_link_of_the_list_that_leaves_nothing_chosen_shows_everything(publisher):
    publisher.get(reverse(LIST), {"q": "Draft"})
    here = {"HTTP_REFERER": f"http://testserver{reverse(LIST)}?q=Draft"}
    assert shown(publisher.get(reverse(LIST), **here)) == {"Draft", "Published"}


def test_what_cannot_be_read_is_not_kept(publisher):
    publisher.get(reverse(LIST), {"attention": "boss"}, follow=True)
    assert shown(publisher.get(reverse(LIST))) == {"Draft", "Published"}


def test_it_is_nobody_elses(publisher):
    publisher.get(reverse(LIST), {"q": "Draft"})
    publisher.logout()
    publisher.force_login(make_user("Publisher"))
    assert shown(publisher.get(reverse(LIST))) == {"Draft", "Published"}
