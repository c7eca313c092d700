"""The letters of one issue, one to a person."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import groupby

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from collab_directory.outbox.models import Letter
from network.models import Announced, Issue, Subscription

from . import letters, news
from .letters import Entry
from .news import Said
from .searches import Search

BATCH = 50  # people whose letters are one transaction

Often = Subscription.Often


class Round:
    """Everything that a letter of an issue needs to know, read once.

    Several may be at work on one issue: a letter's key says whose and of which issue it is, so each
    is written once. One that was cancelled may be followed by another edition.
    """

    def __init__(self, issue: Issue, *, at: dt.datetime) -> None:
        self.issue, self.at = issue, at
        self._asked: dict[str, tuple[str, frozenset[int]]] = {}

    def write(self, *, at_most: int | None = None) -> int:
        """Write the letters that are not written yet; how many. Done when nobody is left."""
        written, people = 0, self._people()
        for start in range(0, len(people), BATCH):
            written += self._write_to(people[start : start + BATCH])
            if at_most is not None and written >= at_most:
                return written
        Issue.objects.filter(pk=self.issue.pk, finished_at=None).update(finished_at=self.at)
        return written

    @cached_property
    def _news(self) -> dict[int, Said]:
        return {said.study.pk: said for said in news.said_in(self.issue)}

    def _people(self) -> list[str]:
        """Who might get one and has none, by the code of their address."""
        if not self._news:
            return []
        latest = max(said.since for said in self._news.values())
        waiting = self._receiving().filter(confirmed_at__lt=latest)
        digests = waiting.order_by("digest").values_list("digest", flat=True).distinct()
        return [digest for digest in digests if digest not in self._served]

    def _receiving(self) -> QuerySet[Subscription]:
        today = timezone.localdate(self.at)
        return Subscription.objects.receiving(today).filter(often=self.issue.often)

    @cached_property
    def _written(self) -> list[tuple[str, str]]:
        """Digest and state of each letter of this issue."""
        rows = Letter.objects.about(self.issue).values_list("key", "state")
        return [(key.split(":")[2], state) for key, state in rows]

    @cached_property
    def _served(self) -> set[str]:
        return {who for who, state in self._written if state != Letter.State.CANCELLED}

    @cached_property
    def _editions(self) -> Counter[str]:
        return Counter(who for who, _ in self._written)

    @transaction.atomic
    def _write_to(self, people: Sequence[str]) -> int:
        # Locked: whoever ends one meanwhile waits, and then cancels what we have written
        locked = self._receiving().filter(digest__in=people).select_for_update()
        written = 0
        for digest, group in groupby(locked.order_by("digest", "pk"), lambda one: one.digest):
            written += self._write(digest, list(group))
        return written

    def _write(self, digest: str, mine: list[Subscription]) -> bool:
        entries = list(self._entries(digest, mine))
        if not entries:
            return False
        key = f"alert:{self.issue.pk}:{digest}:{self._editions[digest]}"
        token = letters.page_token(mine[0], at=self.at)
        words = [self._ask(one.question)[0] for one in mine]
        letters.alert(self.issue, entries, to=mine[0].email, searches=words, key=key, token=token)
        return True

    def _entries(self, digest: str, mine: list[Subscription]) -> Iterator[Entry]:
        """What is new to this person, each once, the newest first."""
        for pk, said in self._news.items():
            wanting = [one for one in mine if self._wants(one, pk, said)]
            if wanting and (digest, pk) not in self._told_at_once:
                words = [self._ask(one.question)[0] for one in wanting]
                yield Entry(said, tuple(words) if len(mine) > 1 else ())

    def _wants(self, subscription: Subscription, pk: int, said: Said) -> bool:
        confirmed = subscription.confirmed_at
        is_later = confirmed is not None and confirmed < said.since
        return is_later and pk in self._ask(subscription.question)[1]

    def _ask(self, question: str) -> tuple[str, frozenset[int]]:
        """A search in words, and what of our news answers it: once, however many ask the same."""
        if question not in self._asked:
            search = Search.stored(question)
            self._asked[question] = search.words, search.finds(self._news)
        return self._asked[question]

    @cached_property
    def _told_at_once(self) -> set[tuple[str, int]]:
        """Who had a letter of what as it came, and needs none in the week's."""
        if self.issue.often != Often.WEEKLY:
            return set()
        came = Announced.objects.filter(often=Often.AT_ONCE, study__in=list(self._news))
        studies = defaultdict(list)
        for issue, study in came.values_list("issue", "study"):
            studies[str(issue)].append(study)
        told = Letter.objects.filter(
            target_type=Issue._meta.label_lower, target_id__in=list(studies)
        ).exclude(state=Letter.State.CANCELLED)
        rows = [(key.split(":")[2], issue) for key, issue in told.values_list("key", "target_id")]
        asked = self._asked_at_once({who for who, _issue in rows})
        return {
            (who, study)
            for who, issue in rows
            for study in studies[issue]
            # One that came alone is what its letter was about, whatever they ask for by now
            if len(studies[issue]) == 1
            or any(study in self._ask(question)[1] for question in asked[who])
        }

    def _asked_at_once(self, people: set[str]) -> dict[str, list[str]]:
        """What each of them asked to hear of as it comes: of several that came, only these."""
        asked = defaultdict(list)
        theirs = Subscription.objects.active().filter(digest__in=people, often=Often.AT_ONCE)
        for digest, question in theirs.values_list("digest", "question"):
            asked[digest].append(question)
        return asked
