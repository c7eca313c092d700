"""A member's own pages: what they say, what others see of it, their data, and leaving."""

import json

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from collab_directory.audit.models import AuditRecord
from collab_directory.outbox.models import Letter
from network.actions import membership
from network.models import Member, MembershipRequest
from tests.factories import make_member, make_request, make_types, make_user

pytestmark = pytest.mark.django_db

ACCOUNT = "/network/account/"


@pytest.fixture
def member(client):
    found = make_member()
    client.force_login(found.user)
    return found


def said(member, **changes):
    """The form as it would be sent."""
    return {
        "name": "Ada Reader",
        "role": "Area manager",
        "organisation": member.organisation_name or "A council",
        "service": member.service.slug,
        "region": member.region.slug,
        "interests": [],
        "about": "Ask me about shared stations.",
        "is_listed": "yes",
        "shown": ["role", "about"],
    } | changes


def test_a_member_says_who_they_are_and_what_others_see(client, member):
    types = make_types("shared-premises", "joint-training")
    answer = client.post(ACCOUNT, said(member, interests=[one.slug for one in types]), follow=True)
    assert "Your profile is saved." in answer.text
    member.refresh_from_db()
    assert (member.name, member.role, member.is_listed) == ("Ada Reader", "Area manager", True)
    assert set(member.interests.all()) == set(types)
    assert [field for field in Member.CHOSEN if member.shows(field)] == ["role", "about"]


def test_the_form_shows_what_is_kept(client, member):
    client.post(ACCOUNT, said(member))
    page = client.get(ACCOUNT).text
    assert 'value="Ada Reader"' in page
    assert "Ask me about shared stations." in page


def test_a_mistake_loses_nothing(client, member):
    page = client.post(ACCOUNT, said(member, name="", about="Kept")).text
    assert "Enter your name" in page
    assert "Kept" in page
    member.refresh_from_db()
    assert member.about != "Kept"


def test_script_in_a_profile_is_text(client, member):
    client.post(ACCOUNT, said(member, about="<script>alert(1)</script>"))
    assert "<script>alert" not in client.get(ACCOUNT).text


def test_the_trail_does_not_name_the_member(client, member):
    client.post(ACCOUNT, said(member))
    record = AuditRecord.objects.about(member).get()
    assert (record.action, record.actor) == ("member.changed", None)
    assert "Ada" not in json.dumps(record.detail) + record.target_label


def test_a_member_takes_their_data_away(client, member):
    make_request(email=member.email)
    answer = client.get(reverse("network:account_data"))
    assert answer["Content-Disposition"].startswith("attachment")
    held = answer.json()["held"]
    assert [one["email"] for one in held["members"]] == [member.email]
    assert len(held["requests"]) == 1
    assert len(held["accounts"]) == 1


def test_looking_at_the_way_out_changes_nothing(client, member):
    page = client.get(reverse("network:account_leave"))
    assert "Case studies that you proposed: your drafts are deleted." in page.text
    member.refresh_from_db()
    assert member.left_at is None


def test_who_leaves_is_erased_and_signed_out(client, member):
    address, account = member.email, member.user.pk
    make_request(email=address)
    Letter.objects.create(key="1", template="account/code", to=address)
    answer = client.post(reverse("network:account_leave"), follow=True)
    assert "You have left the network" in answer.text
    assert client.get(ACCOUNT).status_code == 302
    member.refresh_from_db()
    assert member.left_at is not None
    assert (member.name, member.email, member.user, member.organisation) == ("", "", None, None)
    assert not User.objects.filter(pk=account).exists()
    assert not MembershipRequest.objects.at(address).exists()
    assert not Letter.objects.waiting().addressed(address).exists()


def test_leaving_twice_changes_nothing(member):
    assert membership.leave(member, at=timezone.now())
    assert not membership.leave(member, at=timezone.now())


def test_an_editor_who_leaves_stays_an_editor(client):
    editor = make_user("Editor")
    member = make_member(user=editor)
    assert membership.leave(member, at=timezone.now())
    assert User.objects.filter(pk=editor.pk, is_staff=True).exists()


def test_somebody_removed_in_mid_session_is_out(client, member):
    assert client.get(ACCOUNT).status_code == 200
    manager = make_user("Network manager")
    membership.leave(Member.objects.get(pk=member.pk), at=timezone.now(), by=manager)
    assert client.get(ACCOUNT).status_code == 302
    assert AuditRecord.objects.get(action="member.removed").actor == manager
