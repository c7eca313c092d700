"""What Network managers see of introductions: what was reported, and nothing else."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from collab_directory.worklist.lists import worklist_of
from network.models import Introduction
from tests.factories import make_introduction, make_member, make_user

pytestmark = pytest.mark.django_db

LIST = "admin:network_introduction_changelist"
PAGE = "admin:network_introduction_change"


@pytest.fixture
def manager(client):
    client.force_login(make_user("Network manager"))
    return client


def reported(**fields):
    return make_introduction(reported_at=timezone.now(), report="Advertising.", **fields)


def test_what_nobody_reported_is_read_by_nobody(manager):
    private = make_introduction(why="Private words.")
    seen = reported(why="Buy this.")
    listed = manager.get(reverse(LIST)).text
    assert seen.reference in listed
    assert private.reference not in listed
    assert manager.get(reverse(PAGE, args=[private.pk])).status_code == 302
    close = reverse("admin:network_introduction_close", args=[private.pk])
    assert manager.get(close).status_code == 404


def test_the_page_says_what_was_asked_and_leads_to_both(manager):
    seen = reported(why="Buy this.")
    page = manager.get(reverse(PAGE, args=[seen.pk])).text
    assert "Buy this." in page
    assert "Advertising." in page
    for member in (seen.asker, seen.asked):
        assert reverse("admin:network_member_change", args=[member.pk]) in page


def test_a_report_is_closed_by_a_button(manager):
    seen = reported()
    address = reverse("admin:network_introduction_close", args=[seen.pk])
    assert "Close the report" in manager.get(address).text
    assert Introduction.objects.for_the_group().exists()
    assert (
        f"The report about {seen.reference} is closed." in manager.post(address, follow=True).text
    )
    assert not Introduction.objects.for_the_group().exists()
    again = manager.post(address, follow=True)
    assert f"The report about {seen.reference} was closed already." in again.text


def test_who_was_reported_neither_reads_nor_closes_it():
    """They are not told of the report, not even as one who reads reports."""
    asker = make_member(user=make_user("Network manager"))
    mine, other = reported(asker=asker), reported()
    browser = Client()
    browser.force_login(asker.user)
    listed = browser.get(reverse(LIST)).text
    assert other.reference in listed
    assert mine.reference not in listed
    assert browser.get(reverse(PAGE, args=[mine.pk])).status_code == 302
    close = reverse("admin:network_introduction_close", args=[mine.pk])
    assert browser.post(close).status_code == 404
    sections = worklist_of(asker.user, timezone.now()).sections
    counts = {one.queue.name: one.count for section in sections for one in section.listed}
    assert counts["reported-introductions"] == 1


def test_who_reported_it_leaves_it_to_others():
    asked = make_member(user=make_user("Network manager"))
    mine = reported(asked=asked)
    browser = Client()
    browser.force_login(asked.user)
    close = reverse("admin:network_introduction_close", args=[mine.pk])
    assert close not in browser.get(reverse(PAGE, args=[mine.pk])).text
    assert browser.post(close).status_code == 403
    assert Introduction.objects.for_the_group().exists()


def test_what_is_erased_is_not_here_any_more(manager):
    gone = reported(asker=None)
    Introduction.objects.filter(pk=gone.pk).update(
        asker=None, asked=None, why="", report="", erased_at=timezone.now()
    )
    assert gone.reference not in manager.get(reverse(LIST)).text
