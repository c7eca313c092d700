"""What a member sees of introductions: those they asked for, and those they were asked for."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.functional import cached_property

from network.actions import introductions
from network.models import Introduction, Member, Unwanted
from network.models.introductions import IntroductionQuerySet
from network.shown_members import Shown

State = Introduction.State


@dataclass(frozen=True)
class View:
    """One request, as one of the two sees it.

    `shown` is what the other side shows, and None for one who is hidden or belongs no more; `name`
    and `address` are "" for whoever may not know them.
    """

    introduction: Introduction
    is_mine: bool
    shown: Shown | None
    name: str
    address: str

    @classmethod
    def of(cls, introduction: Introduction, reader: Member) -> "View":
        """Whoever asks gives their name with it, and whoever is asked only with a yes."""
        is_mine = introduction.asker_id == reader.pk
        other = introduction.asked if is_mine else introduction.asker
        if other is None or other.user is None or not other.user.is_active:
            return cls(introduction, is_mine, None, "", "")
        is_made = introduction.state == State.ACCEPTED
        return cls(
            introduction,
            is_mine,
            shown=_shown(other, is_mine=is_mine, is_made=is_made),
            name=other.name if is_made or not is_mine else "",
            address=other.email if is_made else "",
        )

    @property
    def may_answer(self) -> bool:
        return self.introduction.is_open and not self.is_mine and self.shown is not None

    @property
    def may_report(self) -> bool:
        """As long as there is something to read, and whatever was answered."""
        return not self.is_mine and self.introduction.reported_at is None


def _shown(other: Member, *, is_mine: bool, is_made: bool) -> Shown | None:
    if is_mine and not other.is_listed:
        # They have hidden themselves since, and are not shown because somebody once asked for them
        return None
    return Shown.of(other) if is_mine and not is_made else Shown.with_name(other)


class OwnIntroductions:
    """All that is kept of a member's introductions, the newest first."""

    def __init__(self, member: Member) -> None:
        self.member = member

    @cached_property
    def _all(self) -> list[View]:
        mine = with_both(Introduction.objects.with_words().of(self.member))
        return [View.of(one, self.member) for one in mine]

    @property
    def asked_for(self) -> list[View]:
        return [view for view in self._all if view.is_mine]

    @property
    def asked_of(self) -> list[View]:
        """Those that wait for an answer first."""
        theirs = [view for view in self._all if not view.is_mine]
        return sorted(theirs, key=lambda view: not view.may_answer)

    @property
    def waiting(self) -> int:
        """How many wait for this member's answer."""
        return sum(view.may_answer for view in self._all)

    @cached_property
    def unwanted(self) -> list[Unwanted]:
        return list(Unwanted.objects.filter(by=self.member).select_related("asker"))


def with_both(found: IntroductionQuerySet) -> IntroductionQuerySet:
    """With all that a page says of the two."""
    people = Member.objects.select_related("user", "organisation", "service", "region")
    loaded = people.prefetch_related("interests")
    return found.prefetch_related(Prefetch("asker", loaded), Prefetch("asked", loaded))


def may_ask(reader: Member, members: Iterable[Shown]) -> Collection[int]:
    """The numbers of those among them whom the reader may ask now: two queries."""
    numbers = [shown.pk for shown in members]
    possible = introductions.may_be_asked(reader).filter(pk__in=numbers)
    return set(possible.values_list("pk", flat=True))


def waits_for(reader: Member, members: Iterable[Shown]) -> Collection[int]:
    """The numbers of those among them whom the reader has asked, and who have not answered."""
    numbers = [shown.pk for shown in members]
    mine = Introduction.objects.open().filter(asker=reader, asked__in=numbers)
    return set(mine.values_list("asked", flat=True))
