"""Several who act on one proposal at the same moment: one wins, and nothing is done twice."""

import pytest
from django.utils import timezone

from casestudies import editorial
from casestudies.models import CaseStudy
from collab_directory.outbox.models import Letter
from network.actions import contributions
from network.forms.contribution_whole import Whole
from network.models import Contribution
from tests.at_once import at_once
from tests.factories import make_contribution, make_member, make_user

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

TIMES = 10


def send(mine):
    mine = Contribution.objects.get(pk=mine.pk)
    return contributions.send(
        mine,
        Whole(mine.answers).proposal(credit=""),
        seen=mine.saved_at,
        confirmed_version="2026-11",
        at=timezone.now(),
    )


def drafts():
    return [make_contribution(said={"title": f"Hub {n}"}) for n in range(TIMES)]


def fresh(mine):
    return Contribution.objects.get(pk=mine.pk)


def test_two_presses_send_one():
    for mine in drafts():
        assert sorted(at_once(lambda m=mine: send(m), lambda m=mine: send(m))) == [False, True]
        assert CaseStudy.objects.filter(title=mine.title).count() == 1
        assert Letter.objects.about(mine).filter(to=mine.member.email).count() == 1


def test_begun_twice_by_one_form_is_one_draft():
    member = make_member()
    for n in range(TIMES):
        key = f"{n:032}"
        acts = [lambda k=key: contributions.begin(member, key=k, at=timezone.now())] * 2
        one, other = at_once(*acts)
        assert one == other
        Contribution.objects.all().delete()


def test_of_taking_back_and_publishing_one_wins():
    publisher = make_user("Publisher")
    for mine in drafts():
        send(mine)
        mine = fresh(mine)
        study = mine.study

        def publish(study=study):
            try:
                return editorial.publish(CaseStudy.objects.get(pk=study.pk), by=publisher)
            except (editorial.NotPossible, CaseStudy.DoesNotExist):
                return False

        back = lambda m=mine: contributions.take_back(m, at=timezone.now())  # noqa: E731
        assert sorted(at_once(publish, back)) == [False, True]
        public = CaseStudy.objects.published().filter(pk=study.pk).exists()
        assert fresh(mine).state == ("published" if public else "draft")


def test_of_withdrawing_and_declining_one_wins():
    editor = make_user("Editor")
    for mine in drafts():
        send(mine)
        one, other = fresh(mine), fresh(mine)
        acts = (
            lambda m=one: contributions.withdraw(m, at=timezone.now()),
            lambda m=other: contributions.decline(m, by=editor, at=timezone.now(), reason="No."),
        )
        assert sorted(at_once(*acts)) == [False, True]
        assert not CaseStudy.objects.filter(title=mine.title).exists()


def test_two_steps_saved_at_once_are_both_kept():
    for mine in drafts():
        one, other = fresh(mine), fresh(mine)
        acts = (
            lambda m=one: contributions.save(m, {"place": "Deal"}, at=timezone.now()),
            lambda m=other: contributions.save(m, {"paid_by": "Us"}, at=timezone.now()),
        )
        assert at_once(*acts) == [True, True]
        assert (fresh(mine).answers["place"], fresh(mine).answers["paid_by"]) == ("Deal", "Us")
