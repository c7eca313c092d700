"""Asking and answering at the same moment: one letter, one answer."""

import re

import pytest
from django.utils import timezone

from casestudies.models import CaseStudy
from collab_directory.audit.models import AuditRecord
from collab_directory.outbox.models import Letter
from network.actions import verification
from network.models import Correction, VerificationRound
from tests.at_once import at_once
from tests.factories import make_leader, make_study, make_user

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

TIMES = 10


def due():
    return make_study(published_at=timezone.now())


def token_for(study):
    letter = Letter.objects.filter(text__contains=study.title).latest("pk")
    return re.search(r"/network/verify/([\w-]+)/", letter.text)[1]


def test_the_daily_work_on_two_hosts_writes_one_letter():
    for n in range(TIMES):
        make_leader(due())
        results = at_once(*[lambda: verification.ask_all_due(at=timezone.now())] * 3)
        assert sorted(results) == [0, 0, 1]
        assert Letter.objects.filter(template="network/verification_asked").count() == n + 1


def test_an_editor_who_asks_during_the_daily_work_does_not_ask_twice():
    editor = make_user("Editor")
    for n in range(TIMES):
        study = due()
        make_leader(study)
        at_once(
            lambda: verification.ask_all_due(at=timezone.now()),
            lambda: verification.ask_now(study, by=editor),  # noqa: B023
        )
        assert VerificationRound.objects.filter(study=study).count() == 1
        assert Letter.objects.filter(template="network/verification_asked").count() == n + 1


def test_of_two_answers_at_once_one_is_taken():
    for _n in range(TIMES):
        study = due()
        make_leader(study)
        verification.ask_all_due(at=timezone.now())
        token, at = token_for(study), timezone.now()
        links = [verification.find(token, at=at) for _ in range(3)]
        results = at_once(
            lambda: verification.still_true(links[0], at=at),  # noqa: B023
            lambda: verification.changed(links[1], what="It moved.", source_url="", at=at),  # noqa: B023
            lambda: verification.not_theirs(links[2], who="", at=at),  # noqa: B023
        )
        assert sorted(results) == [False, False, True]
        confirmed = CaseStudy.objects.get(pk=study.pk).verified_on is not None
        assert confirmed + Correction.objects.filter(study=study).count() == 1
        answers = AuditRecord.objects.filter(action__in=["case_study.verified"])
        assert answers.about(study).count() == confirmed
