"""Where a request to join stands, as the applicant's own page says it: no word of who asked."""

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from network.models import MembershipRequest

State = MembershipRequest.State


@dataclass(frozen=True)
class Step:
    words: str
    at: dt.datetime | None = None


class Progress:
    def __init__(self, asked: MembershipRequest) -> None:
        self.asked = asked
        self.state = State(asked.state)

    @property
    def must_confirm(self) -> bool:
        return self.state == State.RECEIVED

    @property
    def is_with_group(self) -> bool:
        return self.state == State.WAITING

    @property
    def must_answer(self) -> bool:
        return self.state == State.ASKED

    @property
    def is_approved(self) -> bool:
        return self.state == State.APPROVED

    @property
    def title(self) -> str:
        return {
            State.RECEIVED: _("Look in your mail"),
            State.WAITING: _("The working group has your request"),
            State.ASKED: _("The working group has a question"),
            State.APPROVED: _("You are a member"),
            State.DECLINED: _("Your request was declined"),
        }[self.state]

    @property
    def glyph(self) -> str:
        """What stands above the title: done, or still under way."""
        return "f-due" if self.must_confirm or self.asked.is_open else "f-ok"

    @cached_property
    def steps(self) -> list[Step]:
        """What has happened, in its order."""
        asked = self.asked
        steps = [Step(_("We received it"), asked.created_at)]
        if asked.confirmed_at:
            steps.append(Step(_("You confirmed your address"), asked.confirmed_at))
        if asked.asked_at:
            steps.append(Step(_("The working group asked you something"), asked.asked_at))
        if asked.answered_at:
            steps.append(Step(_("You answered"), asked.answered_at))
        if asked.decided_at:
            words = _("You were taken in") if self.is_approved else _("Your request was declined")
            steps.append(Step(words, asked.decided_at))
        return steps
