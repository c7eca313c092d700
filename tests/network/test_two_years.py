"""Two years on a frozen clock, day by day: each entry is asked about, shown and sunk on its day.

The daily work runs half an hour after midnight in London: in summer that is the day before in UTC.
"""

import datetime as dt
import re
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils import timezone

from casestudies import confirming
from casestudies.entries import entries_of
from casestudies.models import CaseStudy
from collab_directory.outbox.models import Letter
from network.actions import corrections, leaders, verification
from network.models import Correction, VerificationRound
from tests.factories import make_leader, make_study, make_user

pytestmark = pytest.mark.django_db

LONDON = ZoneInfo("Europe/London")
FIRST, LAST = dt.date(2027, 3, 2), dt.date(2029, 3, 1)
DAY = dt.timedelta(days=1)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def at(on: dt.date) -> dt.datetime:
    return dt.datetime.combine(on, dt.time(0, 30), LONDON)


def link_in(letter: Letter, study: CaseStudy):
    """The link of the entry's part of a letter, as the page behind it finds it."""
    part = letter.text[letter.text.index(study.title) :]
    token = re.search(r"/network/verify/([\w-]+)/", part)[1]
    return verification.find(token, at=timezone.now())


def last_letter(study: CaseStudy) -> Letter:
    return Letter.objects.filter(text__contains=study.title).order_by("-pk")[0]


def press(study: CaseStudy) -> None:
    assert verification.still_true(link_in(last_letter(study), study), at=timezone.now())


def say_that_it_changed(study: CaseStudy) -> None:
    link = link_in(last_letter(study), study)
    assert verification.changed(link, what="It moved.", source_url="", at=timezone.now())


def decide(study: CaseStudy) -> None:
    correction = Correction.objects.get(study=study)
    assert corrections.accept(correction, by=_publisher(), at=timezone.now())


def confirm_by_hand(study: CaseStudy) -> None:
    on = timezone.localdate()
    assert confirming.verify(study, by=_publisher(), on=on, role="Lead", note="By telephone.")


def pause_for_two_months(study: CaseStudy) -> None:
    first = study.leaderships.order_by("position")[0].leader
    until = timezone.localdate() + 60 * DAY
    assert leaders.pause(first, until=until, at=timezone.now())


def _publisher() -> User:
    return User.objects.get(username="publisher")


class Situation:
    """An entry, what happens to it on which day, and what must be seen of it on which days."""

    def __init__(self, title, expected, *, happens=None, addresses=("lead@fire.uk",), **fields):
        self.title, self.expected, self.fields = title, expected, fields
        self.happens: dict[str, Callable[[CaseStudy], None]] = happens or {}
        self.addresses = addresses

    def make(self) -> CaseStudy:
        self.study = make_study(self.title, published_at=at(FIRST), **self.fields)
        for n, address in enumerate(self.addresses):
            local, _at, host = address.partition("@")
            whose = f"{local}.{self.title.split()[0].lower()}@{host}"
            make_leader(self.study, email=whose, role_title=("Lead", "Deputy")[n])
        return self.study


SITUATIONS = [
    Situation(
        "Silent station",
        [
            ("2027-03-31", "due"),  # three days after the clocks went forward
            ("2027-03-31", "letter to lead"),
            ("2027-04-14", "letter to lead"),
            ("2027-04-28", "letter to deputy"),
            ("2027-04-28", "letter to lead"),
            ("2027-05-12", "stale"),
            ("2027-05-26", "lower"),
            ("2027-11-11", "archive"),
        ],
        addresses=("lead@fire.uk", "deputy@fire.uk"),
        verified_on=day("2026-03-31"),
    ),
    Situation(
        "Leap-year launch",
        [
            ("2028-02-28", "due"),
            ("2028-02-28", "letter to lead"),
            ("2028-02-29", "ok"),  # confirmed on a day that the next year has not
            ("2029-02-28", "due"),
            ("2029-02-28", "letter to lead"),
        ],
        verified_on=day("2027-02-28"),
        happens={"2028-02-29": press},
    ),
    Situation(
        "Second-letter scheme",
        [
            ("2027-10-31", "due"),  # the night in which the clocks go back
            ("2027-10-31", "letter to lead"),
            ("2027-11-14", "letter to lead"),
            ("2027-11-20", "ok"),
            ("2028-11-20", "due"),
            ("2028-11-20", "letter to lead"),
            ("2028-12-04", "letter to lead"),
            ("2028-12-18", "letter to lead"),
            ("2029-01-01", "stale"),
            ("2029-01-15", "lower"),
        ],
        verified_on=day("2026-10-31"),
        happens={"2027-11-20": press},
    ),
    Situation(
        "Late answer",
        [
            ("2027-06-15", "due"),
            ("2027-06-15", "letter to lead"),
            ("2027-06-29", "letter to lead"),
            ("2027-07-13", "letter to lead"),
            ("2027-07-27", "stale"),
            ("2027-08-10", "lower"),
            ("2027-09-01", "ok"),  # and neither stale nor lower any more
            ("2028-09-01", "due"),
            ("2028-09-01", "letter to lead"),
            ("2028-09-10", "ok"),
        ],
        verified_on=day("2026-06-15"),
        happens={"2027-09-01": press, "2028-09-10": confirm_by_hand},
    ),
    Situation(
        "Address unknown",
        [
            ("2027-05-01", "due"),
            ("2027-05-01", "nobody to ask"),
            ("2027-06-12", "stale"),
            ("2027-06-26", "lower"),
            ("2027-12-12", "archive"),
        ],
        addresses=("lead@example.org",),
        verified_on=day("2026-05-01"),
    ),
    Situation(
        "Never confirmed",
        [
            ("2027-03-02", "letter to lead"),  # the day on which it is published
            ("2027-03-16", "letter to lead"),
            ("2027-03-30", "letter to lead"),
            ("2027-04-13", "stale"),
            ("2027-04-27", "lower"),
            ("2027-10-13", "archive"),
        ],
    ),
    Situation(
        "Never known",
        [("2027-03-02", "nobody to ask")],  # neither sinks, nor is it to be archived
        addresses=(),
    ),
    Situation(
        "Changed scheme",
        [
            ("2027-09-01", "due"),
            ("2027-09-01", "letter to lead"),
            # Told on the 5th, dealt with on the 8th: asked anew four weeks after the answer
            ("2027-10-03", "letter to lead"),
            ("2027-10-05", "ok"),
            ("2028-10-05", "due"),
            ("2028-10-05", "letter to lead"),
            ("2028-10-06", "ok"),
        ],
        verified_on=day("2026-09-01"),
        happens={
            "2027-09-05": say_that_it_changed,
            "2027-09-08": decide,
            "2027-10-05": press,
            "2028-10-06": press,
        },
    ),
    Situation(
        "Away in spring",
        [
            ("2028-03-26", "due"),
            ("2028-03-26", "letter to lead"),
            # Away from then on: the deputy is asked instead, from the beginning
            ("2028-03-30", "letter to deputy"),
            ("2028-04-13", "letter to deputy"),
            ("2028-04-20", "ok"),
        ],
        addresses=("lead@fire.uk", "deputy@fire.uk"),
        verified_on=day("2027-03-26"),
        happens={"2028-03-30": pause_for_two_months, "2028-04-20": press},
    ),
]


class Watch:
    """What could be seen of each entry, from one day to the next."""

    def __init__(self, studies):
        self.titles = {study.pk: study.title for study in studies}
        self.seen = {pk: self._now(FIRST - DAY)[pk] for pk in self.titles}
        self.events = {title: [] for title in self.titles.values()}
        self.letters = 0

    def look(self, on):
        for pk, now in self._now(on).items():
            for what in ("stale", "lower", "archive", "nobody to ask"):
                if now[what] and not self.seen[pk][what]:
                    self._note(pk, on, what)
            if now["fresh"] != self.seen[pk]["fresh"]:
                self._note(pk, on, now["fresh"])
                if now["fresh"] == "ok":
                    assert not any([now["stale"], now["lower"], now["archive"]])
            self.seen[pk] = now
        new = Letter.objects.filter(template="network/verification_asked", pk__gt=self.letters)
        for letter in new.order_by("pk"):
            self.letters = letter.pk
            for pk, title in self.titles.items():
                if f"\n{title}\n" in letter.text:
                    self._note(pk, on, f"letter to {letter.to.partition('.')[0]}")

    def _note(self, pk, on, what):
        self.events[self.titles[pk]].append((on.isoformat(), what))

    def _now(self, on):
        nobody = set(VerificationRound.objects.nobody_to_ask().values_list("study_id", flat=True))
        archive = set(
            CaseStudy.objects.unconfirmed_for_long(on).order_by().values_list("pk", flat=True)
        )
        studies = CaseStudy.objects.published()
        lowered = {entry.pk: entry.lowered_from for entry in entries_of(studies)}
        return {
            study.pk: {
                "fresh": study.freshness(on),
                "stale": study.is_stale(on),
                "lower": lowered[study.pk] is not None and lowered[study.pk] <= on,
                "archive": study.pk in archive,
                "nobody to ask": study.pk in nobody,
            }
            for study in studies
        }


def test_two_years_day_by_day():
    make_user("Publisher", username="publisher")
    watch = Watch([situation.make() for situation in SITUATIONS])
    on = FIRST
    while on <= LAST:
        with time_machine.travel(at(on), tick=False):
            for situation in SITUATIONS:
                if on.isoformat() in situation.happens:
                    study = CaseStudy.objects.get(pk=situation.study.pk)
                    situation.happens[on.isoformat()](study)
            if verification.ask_all_due(at=timezone.now()):
                assert verification.ask_all_due(at=timezone.now()) == 0, "not twice on a day"
            watch.look(on)
        on += DAY
    for situation in SITUATIONS:
        assert sorted(watch.events[situation.title]) == sorted(situation.expected), situation.title
