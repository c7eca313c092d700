"""What stays of a request to join once it is erased, and what is not erased yet."""

import pytest

from collab_directory.outbox.models import Letter
from network.actions import membership
from network.models import Link, MembershipRequest
from tests.factories import make_user
from tests.network.test_membership import ADDRESS, NOW, asks

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return make_user("Network manager")


@pytest.mark.parametrize("state", ["waiting", "asked", "approved", "declined"])
def test_erasing_leaves_nothing_of_who_asked(state, manager):
    asked = asks()
    said = {"question": "Ada?", "answer": "Ada!", "reason": "Not Ada."}
    times = {"confirmed_at": NOW, "asked_at": NOW}
    decided = {"decided_at": NOW} if state in ("approved", "declined") else {}
    MembershipRequest.objects.update(state=state, **said, **times, **decided)
    asked.refresh_from_db()
    assert membership.erase(asked, by=manager, at=NOW)
    assert not membership.erase(asked, by=manager, at=NOW)
    row = repr(MembershipRequest.objects.values().get())
    for private in ("Ada", ADDRESS, "Area manager", "shared station"):
        assert private not in row
    assert MembershipRequest.objects.get().state == (state if state == "approved" else "declined")
    assert not Link.objects.exists()
    assert not Letter.objects.waiting().exists()


def test_what_nobody_confirmed_is_forgotten_with_its_row_and_letter():
    asked = asks()
    assert membership.erase(asked, by=None, at=NOW)
    assert not membership.forget(asked)
    assert not MembershipRequest.objects.exists()
    assert not Link.objects.exists()
    assert not Letter.objects.waiting().exists()


def test_what_was_confirmed_a_moment_ago_is_not_forgotten():
    asked = asks()
    stale = MembershipRequest.objects.get()
    membership.confirm(asked, at=NOW)
    assert not membership.forget(stale)
    assert MembershipRequest.objects.waiting().exists()
