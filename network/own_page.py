"""What a leader's own page says of them: to nobody but whoever has the link from a letter."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from casestudies.models import CaseStudy
from network.models import Enquiry, ProjectLeader

SHOWN = 20  # questions, the newest; the older ones are counted


@dataclass(frozen=True)
class Asked:
    """One question that was passed on. Who asked is gone once it was erased; nobody's name is told.

    `wants_answer`: nobody has said yet what came of it.
    """

    reference: str
    on: dt.datetime
    by: str
    about: str
    outcome: str
    wants_answer: bool


class OwnPage:
    """Without the leader's address, which is in the letter and on no page at all."""

    def __init__(self, leader: ProjectLeader, on: dt.date) -> None:
        self.leader, self.on = leader, on

    @property
    def is_confirmed(self) -> bool:
        return self.leader.confirmed_on is not None

    @property
    def is_due(self) -> bool:
        return self.leader.due_on is not None and self.leader.due_on <= self.on

    @property
    def is_paused(self) -> bool:
        return self.leader.is_paused(self.on)

    @property
    def is_confirmed_today(self) -> bool:
        return self.leader.confirmed_on == self.on

    @property
    def successor(self) -> str:
        """Role and organisation of whoever was named and has not confirmed yet; "" for nobody."""
        successor = self.leader.successor
        return str(successor) if successor is not None and successor.is_active else ""

    @cached_property
    def studies(self) -> QuerySet[CaseStudy]:
        return self.leader.published_studies()

    @cached_property
    def asked(self) -> list[Asked]:
        return [_asked(enquiry) for enquiry in self._passed_on.order_by("-passed_on_at")[:SHOWN]]

    @cached_property
    def older(self) -> int:
        """How many questions there are beyond those shown."""
        return self._passed_on.count() - SHOWN if len(self.asked) == SHOWN else 0

    @property
    def _passed_on(self) -> QuerySet[Enquiry]:
        return Enquiry.objects.filter(leader=self.leader, passed_on_at__isnull=False)


def _asked(enquiry: Enquiry) -> Asked:
    known = dict(Enquiry.Topic.choices)
    topics = [str(known[topic]) for topic in enquiry.topics if topic in known]
    is_erased = enquiry.state == Enquiry.State.ERASED
    is_open = enquiry.answer in (Enquiry.Answer.UNKNOWN, Enquiry.Answer.NO)
    return Asked(
        reference=enquiry.reference,
        on=enquiry.passed_on_at or enquiry.created_at,
        by=", ".join(filter(None, [enquiry.role, enquiry.organisation])),
        about=": ".join(filter(None, [enquiry.study_title, ", ".join(topics)])),
        outcome=enquiry.get_answer_display() if enquiry.answer else _("not known whether answered"),
        wants_answer=is_open and not is_erased,
    )
