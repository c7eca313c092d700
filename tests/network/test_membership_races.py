"""Two who decide about a request, or confirm one, at the same moment: one wins."""

import pytest
from django.utils import timezone

from collab_directory.outbox.models import Letter
from network.actions import membership
from network.models import Member, MembershipRequest
from tests.factories import make_request, make_user
from tests.network.test_double_clicks import at_once


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_wins():
    managers = [make_user("Network manager") for _ in range(2)]
    for n in range(20):
        asked = make_request(email=f"ada{n}@council.uk", state="waiting")
        pk = asked.pk

        def approve(pk=pk):
            mine = MembershipRequest.objects.get(pk=pk)
            return membership.approve(mine, by=managers[0], at=timezone.now())

        def decline(pk=pk):
            mine = MembershipRequest.objects.get(pk=pk)
            return membership.decline(mine, by=managers[1], at=timezone.now(), reason="No.")

        assert sorted(at_once(approve, decline)) == [False, True]
        asked.refresh_from_db()
        assert Letter.objects.about(asked).count() == 1
        assert Member.objects.at(asked.email).exists() == (asked.state == "approved")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_approve_at_once_one_does():
    managers = [make_user("Network manager") for _ in range(2)]
    for n in range(20):
        asked = make_request(email=f"ada{n}@council.uk", state="waiting")
        acts = [
            lambda by=by, pk=asked.pk: membership.approve(
                MembershipRequest.objects.get(pk=pk), by=by, at=timezone.now()
            )
            for by in managers
        ]
        assert sorted(at_once(*acts)) == [False, True]
        assert Letter.objects.about(asked).count() == 1
    assert Member.objects.count() == 20


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_requests_confirmed_at_once_one_waits():
    for n in range(20):
        pair = [make_request(email=f"ada{n}@council.uk") for _ in range(2)]
        acts = [lambda one=one: membership.confirm(one, at=timezone.now()) for one in pair]
        assert sorted(at_once(*acts)) == [False, True]
    assert MembershipRequest.objects.waiting().count() == 20
