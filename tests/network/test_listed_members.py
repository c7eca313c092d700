"""The list that each process keeps of those who are listed is what the database says now."""

import random

import pytest
from django.utils import timezone

from network import listed_members
from network.models import Member
from network.shown_members import Shown
from tests.factories import make_member, make_organisation, make_types

pytestmark = pytest.mark.django_db

SECRET = "Zqsecret"


def change_of(member, **values):
    Member.objects.filter(pk=member.pk).update(**values)


def rename(thing):
    thing.name = SECRET
    thing.save()


@pytest.mark.parametrize("seed", range(5))
def test_each_is_shown_as_that_member_alone_would_be(seed):
    pick = random.Random(seed)
    for number in range(25):
        make_member(
            name=f"Name {number}",
            about=pick.choice(["", "About us."]),
            organisation=pick.choice([None, make_organisation("Alpha"), make_organisation("Beta")]),
            interests=pick.sample(["zebra", "drones", "estates"], pick.randint(0, 3)),
            is_listed=pick.random() < 0.8,
            takes_introductions=pick.random() < 0.8,
            **{f"shows_{name}": pick.choice(Member.Seen.values) for name in Member.CHOSEN},
        )
    listed = Member.objects.listed().select_related("organisation", "service", "region")
    alone = [Shown.of(member) for member in listed.prefetch_related("interests")]
    assert list(listed_members.current().members) == sorted(alone, key=lambda one: one.order)


def test_it_is_not_made_again_while_nothing_changes():
    make_member(interests=["drones"])
    assert listed_members.current() is listed_members.current()


@pytest.mark.parametrize(
    "change",
    [
        lambda member: change_of(member, shows_role="nobody"),
        lambda member: change_of(member, role="Another"),
        lambda member: change_of(member, is_listed=False),
        lambda member: change_of(
            member, left_at=timezone.now(), name="", email="", role="", about=""
        ),
        lambda member: change_of(member, takes_introductions=False),
        lambda member: change_of(member, shows_interests="nobody"),
        lambda member: type(member.user).objects.update(is_active=False),
        lambda member: member.interests.clear(),
        lambda member: member.interests.add(*make_types("estates")),
        lambda member: rename(member.organisation),
        lambda member: rename(member.service),
        lambda member: rename(member.region),
        lambda member: rename(member.interests.get()),
        lambda member: make_member(),
    ],
)
def test_whatever_changes_is_seen_at_the_next_question(change):
    member = make_member(organisation=make_organisation("Alpha"), interests=["drones"])
    before = listed_members.current().members
    change(member)
    assert listed_members.current().members != before


def test_what_is_hidden_does_not_leave_the_database():
    hidden = {f"shows_{name}": Member.Seen.NOBODY for name in Member.CHOSEN}
    said = dict.fromkeys(("name", "role", "about", "other_organisation"), SECRET)
    make_member(organisation=make_organisation(SECRET), interests=[SECRET], **said)
    assert SECRET in str(listed_members.current().read[0])
    Member.objects.update(**hidden)
    rows, interests, _types = listed_members.current().read
    assert SECRET not in str(rows)
    assert interests == []
