"""A form sent twice at the same moment is one enquiry and one letter."""

import uuid
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from collab_directory import limits
from collab_directory.limits.models import Tally
from collab_directory.outbox.models import Letter
from network.actions import enquiries
from network.models import Enquiry, Link
from tests.factories import make_leader, make_study

PAIRS = 100


def at_once(*acts):
    """Run them together, each on a connection of its own."""
    ready, answers = Barrier(len(acts)), []

    def run(act):
        try:
            ready.wait()
            answers.append(act())
        finally:
            connection.close()

    threads = [Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def send(study, n, key):
    return enquiries.send(
        study,
        key=key,
        sender=enquiries.Sender("Ada", f"ada{n}@council.uk", "A council", "Officer"),
        topics=[],
        message="What did it cost?",
        wants_copy=False,
        client=f"2001:db8:{n:x}::1",
        at=timezone.now(),
    ).reference


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_hundred_pairs_of_clicks_make_a_hundred_enquiries():
    study = make_study("Shared station")
    for n in range(PAIRS):
        key = uuid.uuid4()
        both = at_once(*[lambda n=n, key=key: send(study, n, key)] * 2)
        assert len(both) == 2  # neither was refused, and neither failed
        assert len(set(both)) == 1
    assert Enquiry.objects.count() == Letter.objects.count() == PAIRS
    assert {len(tally.moments) for tally in Tally.objects.all()} == {1}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_press_a_letters_button_at_once_one_passes_it_on():
    study = make_study("Shared station")
    make_leader(study, email="planted@fire.uk")
    for n in range(20):
        send(make_study(), n, uuid.uuid4())
        enquiry = Enquiry.objects.latest("pk")
        make_leader(enquiry.study)
        press = lambda pk=enquiry.pk: enquiries.confirm(  # noqa: E731
            Enquiry.objects.get(pk=pk), at=timezone.now()
        )
        assert sorted(at_once(press, press)) == [False, True]
        letters = Letter.objects.about(enquiry).filter(template="network/enquiry_to_leader")
        assert letters.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_no_more_than_allowed_reach_a_leader_however_they_race():
    study = make_study("Shared station")
    make_leader(study, email="planted@fire.uk")

    def attempt(n):
        try:
            return send(study, n, uuid.uuid4())
        except limits.Refused:
            return None

    taken = []
    for start in range(0, 28, 4):
        taken += at_once(*[lambda n=n: attempt(n) for n in range(start, start + 4)])
    assert sum(reference is not None for reference in taken) == 20
    assert Enquiry.objects.count() == Letter.objects.count() == 20
    assert Link.objects.count() == 40
