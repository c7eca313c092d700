"""The front page: what waits, with counts that are true."""

import re

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils.text import capfirst

from tests.casestudies.admin.pages import TODAY, shown
from tests.factories import make_study, make_user

pytestmark = pytest.mark.django_db


def test_the_front_page_counts_the_2014_overview_truly(publisher):
    make_study(in_2014_overview=True)
    make_study(in_2014_overview=True, state="draft")
    make_study()
    page = publisher.get(reverse("admin:index"))
    assert "1 of its 38 schemes" in page.text
    address = re.search(r'href="([^"]+in_2014[^"]+)"', page.text)[1].replace("&amp;", "&")
    assert len(shown(publisher.get(address))) == 1


def titles_in(page, name):
    (listed,) = [one for one in filled(page) if one.queue.name == name]
    return [line.row.title for line in listed.lines]


def filled(page):
    return [one for section in page.context["worklist"].sections for one in section.filled]


def test_a_list_shows_the_first_five_oldest_first_and_leads_to_all(publisher):
    for year in range(2001, 2008):
        make_study(f"From {year}", sources=(str(year), str(year)), outcomes=["Good"])
    make_study("Without a date", sources=("", ""), outcomes=["Good"])
    page = publisher.get(reverse("admin:index"))
    expected = ["Without a date", *(f"From {year}" for year in range(2001, 2005))]
    assert titles_in(page, "never-confirmed") == expected
    assert "See all 8 never confirmed" in page.text


@pytest.mark.parametrize("number, said", [(1, "1 draft"), (2, "2 drafts")])
def test_one_draft_is_no_drafts(publisher, number, said):
    for one in range(number):
        make_study(f"Draft {one}", state="draft")
    page = publisher.get(reverse("admin:index"))
    assert f'<h3 id="drafts" tabindex="-1">{said}</h3>' in page.text


def test_an_empty_section_says_in_words_what_was_looked_for(publisher):
    page = " ".join(publisher.get(reverse("admin:index")).text.split())
    assert "Nothing is waiting for you. Everything on this page is up to date." in page
    assert "We looked for: in review, of yours in review, drafts" in page


def test_the_page_says_where_to_begin(various, publisher):
    page = publisher.get(reverse("admin:index"))
    assert page.context["worklist"].first.queue.name == "in-review"
    assert 'Begin with: <a href="#in-review">1 in review</a>' in " ".join(page.text.split())


def test_each_line_has_one_next_step_that_its_reader_may_take(various, publisher, client):
    actions = [line.row.action for one in filled(publisher.get("/admin/")) for line in one.lines]
    assert {"Review", "Go on with it", "Record a confirmation", "Add what came of it"} <= {*actions}
    client.force_login(make_user("Editor"))
    page = client.get(reverse("admin:index"))
    assert titles_in(page, "never-confirmed") == ["Never"]
    actions = [line.row.action for one in filled(page) for line in one.lines]
    assert {"Record a confirmation", "Open and prepare a change"} <= {*actions}
    assert not {"Review", "Add what came of it"} & {*actions}


def test_a_thin_entry_shows_what_it_lacks_as_blocks_with_words(publisher):
    make_study("Thin", verified_on=TODAY, sources=("2015",), started="2012")
    page = publisher.get(reverse("admin:index")).text
    (row,) = re.findall(r"<tr>.*?</tr>", page.split('id="thin"')[1], re.DOTALL)[1:]
    assert (row.count(">Recorded<"), row.count(">Missing<")) == (1, 4)


def test_a_role_that_has_nothing_here_is_told_so(client):
    client.force_login(make_user(is_staff=True))
    page = client.get(reverse("admin:index"))
    assert "there is nothing here for your role yet" in page.text
    assert "never confirmed" not in page.text


def test_a_network_manager_sees_people_and_no_case_studies(client):
    client.force_login(make_user("Network manager"))
    page = client.get(reverse("admin:index")).text
    assert "For people who wait for an answer" in page
    assert "never confirmed" not in page
    assert "there is nothing here for your role yet" not in page


def test_the_menu_has_every_list_once_under_a_heading(client):
    client.force_login(make_user("superuser"))
    page = client.get(reverse("admin:index")).text
    menu = page.split('id="nav-sidebar"')[1].split("</nav>")[0]
    for model, model_admin in admin.site._registry.items():
        address = reverse(f"admin:{model_admin.opts.app_label}_{model._meta.model_name}_changelist")
        assert menu.count(f'<a href="{address}"') == 1, model
    assert "<caption>Other</caption>" not in menu


def test_a_list_is_headed_by_what_is_in_it(client):
    client.force_login(make_user("superuser"))
    for model, model_admin in admin.site._registry.items():
        name = f"admin:{model_admin.opts.app_label}_{model._meta.model_name}_changelist"
        heading = capfirst(model_admin.opts.verbose_name_plural)
        page = client.get(reverse(name)).text
        assert f"<h1>{heading}</h1>" in page
        assert f"<title>{heading} – " in " ".join(page.split())
