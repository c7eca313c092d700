"""The front page: what waits, with counts that are true."""

import re

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils.text import capfirst

from casestudies.admin import attention
from tests.casestudies.admin.pages import shown
from tests.factories import (
    make_study,
    make_user,
)

pytestmark = pytest.mark.django_db


def test_every_count_on_the_front_page_is_the_length_of_the_list_it_leads_to(various, publisher):
    page = publisher.get(reverse("admin:index"))
    tiles = re.findall(r'<a href="([^"]+attention=[^"]+)"><b>(\d+)</b>', page.text)
    assert len(tiles) == len(attention.QUEUES)
    assert sum(int(count) for _, count in tiles) == 6
    for address, count in tiles:
        assert len(shown(publisher.get(address))) == int(count), address


def test_the_front_page_counts_the_2014_overview_truly(publisher):
    make_study(in_2014_overview=True)
    make_study(in_2014_overview=True, state="draft")
    make_study()
    page = publisher.get(reverse("admin:index"))
    assert "1 of its 38 schemes" in page.text
    address = re.search(r'href="([^"]+in_2014[^"]+)"', page.text)[1].replace("&amp;", "&")
    assert len(shown(publisher.get(address))) == 1


def test_the_front_page_shows_ten_oldest_first_and_leads_to_all(publisher):
    for year in range(2001, 2013):
        make_study(f"From {year}", sources=(str(year),))
    make_study("Without a date", sources=("",))
    page = publisher.get(reverse("admin:index"))
    found = [str(study) for study in page.context["never_confirmed"]]
    assert found == ["Without a date", *(f"From {year}" for year in range(2001, 2010))]
    assert "See all 13" in page.text


def test_an_empty_queue_says_so(publisher):
    page = publisher.get(reverse("admin:index"))
    assert "Nothing is in review." in page.text
    assert "Every published entry has been confirmed" in page.text


def test_an_editor_sees_the_queues_without_the_publishers_buttons(various, editor):
    page = editor.get(reverse("admin:index")).text
    assert "Never confirmed" in page
    assert "Record a confirmation" not in page


def test_a_role_that_has_nothing_here_is_told_so(client):
    client.force_login(make_user(is_staff=True))
    page = client.get(reverse("admin:index"))
    assert "there is nothing here for your role yet" in page.text
    assert "never confirmed" not in page.text


def test_a_network_manager_sees_people_and_no_case_studies(client):
    client.force_login(make_user("Network manager"))
    page = client.get(reverse("admin:index")).text
    assert "People and letters" in page
    assert "never confirmed" not in page
    assert "there is nothing here for your role yet" not in page


def test_the_menu_has_every_list_once_under_a_heading(client):
    client.force_login(make_user("superuser"))
    menu = client.get(reverse("admin:index")).text
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
