"""Two who save one entry at the same moment: one saves, the other is told and loses nothing."""

import os
from functools import partial
from html import escape

import pytest
from django.contrib.auth.models import User
from django.test import Client

from casestudies import pending
from casestudies.models import CaseStudy
from tests.at_once import at_once
from tests.casestudies.admin.pages import form_of, move_address, save
from tests.factories import make_study, make_user

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

TIMES = int(os.environ.get("TEST_RACES", "25"))
TOLD = "Not saved: somebody else saved this case study"


def signed_in(username):
    client = Client()
    client.force_login(make_user("Publisher", username=username))
    return client


def words_of(who, n):
    return [f"{what} of {who}, {n}." for what in ("Summary", "Outcome", "Another outcome")]


def typed(form, words):
    """What somebody made of the form: a main field, a line, and a line more."""
    summary, first, second = words
    return form | {
        "summary": summary,
        "outcomes-0-text": first,
        "outcomes-TOTAL_FORMS": 2,
        "outcomes-1-text": second,
        "outcomes-1-evidence": form["outcomes-0-evidence"],
        "outcomes-1-position": 2,
    }


def press(who, client, address, sent):
    return who, save(client, address, sent)


def stored(study):
    return [study.summary, *study.outcomes.order_by("position").values_list("text", flat=True)]


def test_of_two_saves_one_is_kept_whole_and_the_other_stays_in_its_form():
    browsers = {who: signed_in(f"{who}@example.org") for who in ("jo", "sam")}
    study = make_study("Hub", outcomes=["Faster help."])
    address, form = form_of(browsers["jo"], study)
    for n in range(TIMES):
        # As the form would be opened now: by hand, as to draw it takes longer than the race
        form["seen"] = CaseStudy.objects.get(pk=study.pk).updated_at.isoformat()
        sent = {who: typed(form, words_of(who, n)) for who in browsers}
        presses = [
            partial(press, who, client, address, sent[who]) for who, client in browsers.items()
        ]
        answers = dict(at_once(*presses))
        (winner,) = [who for who, answer in answers.items() if answer.status_code == 302]
        (loser,) = set(answers) - {winner}
        study.refresh_from_db()
        # Nothing of one is mixed into what the other saved, and no line is there twice
        assert stored(study) == words_of(winner, n)
        assert study.versions.count() == n + 1
        page = answers[loser]
        assert page.status_code == 200
        assert TOLD in page.text
        for words in words_of(loser, n):
            assert f"{escape(words)}</textarea>" in page.text
        study.outcomes.order_by("position").last().delete()


def test_of_saving_a_change_and_discarding_it_one_wins_and_nothing_typed_is_lost():
    jo, sam = signed_in("jo@example.org"), signed_in("sam@example.org")
    entry = make_study("Hub")
    for n in range(10):
        change = pending.prepare(entry, by=User.objects.get(username="jo@example.org"))
        address, form = form_of(jo, change)
        typed = f"What somebody wrote in ten minutes, and would not want to write again: {n}."
        seen = {"seen": CaseStudy.objects.get(pk=change.pk).updated_at.isoformat()}
        answers = dict(
            at_once(
                partial(press, "save", jo, address, form | {"what_happened": typed}),
                partial(press, "discard", sam, move_address(change, "discard_change"), seen),
            )
        )
        saved, discarded = answers["save"], answers["discard"]
        assert (saved.status_code, discarded.status_code) in {(302, 200), (409, 302)}
        if saved.status_code == 409:
            assert typed in saved.text
        else:
            assert CaseStudy.objects.get(pk=change.pk).what_happened == typed
