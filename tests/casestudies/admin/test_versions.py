"""What was published is kept, what is deleted is recorded, and every page fits the policy."""

import re

import pytest
from django.urls import reverse

from casestudies import editorial
from collab_directory.audit.models import AuditRecord
from tests.casestudies.admin.pages import CHANGE, LIST, move_address
from tests.factories import (
    make_study,
    make_user,
)

pytestmark = pytest.mark.django_db


def test_a_version_shows_what_it_said_and_what_changed(editor):
    publisher = make_user("Publisher", first_name="Ada", last_name="Hill")
    study = make_study(state="draft", summary="As it was.", outcomes=["One"])
    editorial.publish(study, by=publisher)
    study.summary = "As <it> is."
    study.save()
    editorial.revise(study, by=publisher, note="Made clear.")
    listed = editor.get(
        reverse("admin:casestudies_version_changelist"), {"study__id__exact": study.pk}
    )
    assert [version.number for version in listed.context["cl"].result_list] == [2, 1]
    assert "Ada Hill" in listed.text
    assert publisher.username not in listed.text
    newest = study.versions.first()
    page = editor.get(reverse("admin:casestudies_version_change", args=[newest.pk])).text
    assert "What changed since version 1" in page
    assert "[taken out: </span>" in page
    assert "&lt;it&gt; is" in page
    assert "Made clear." in page
    assert editor.get(reverse(CHANGE, args=[study.pk])).text.count("2 versions") == 1


def test_deleting_is_recorded_and_asks_about_no_machinery(client):
    client.force_login(make_user("Administrator"))
    study = make_study("Shared station")
    address = reverse("admin:casestudies_casestudy_delete", args=[study.pk])
    page = client.get(address).text
    assert "Posting" not in page
    assert "Indexed text" not in page
    assert client.post(address, {"post": "yes"}).status_code == 302
    assert AuditRecord.objects.get(action="case_study.deleted").target_label == "Shared station"


def test_nothing_on_an_editors_page_needs_more_than_the_policy_allows(publisher):
    study = make_study(state="in-review", organisations=["A"])
    addresses = [
        reverse("admin:index"),
        reverse(LIST),
        reverse(CHANGE, args=[study.pk]),
        move_address(study, "publish"),
        reverse("admin:casestudies_casestudy_history", args=[study.pk]),
    ]
    for address in addresses:
        page = publisher.get(address)
        policy = page["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page.text), address
