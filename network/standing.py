"""Where an enquiry stands, as its own page says it: no word of who asked what."""

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from network.models import Enquiry
from network.models.enquiries import CONFIRM_WITHIN
from network.reach import Why

State = Enquiry.State


@dataclass(frozen=True)
class Step:
    words: str
    at: dt.datetime | None = None


class Standing:
    def __init__(self, enquiry: Enquiry) -> None:
        self.enquiry = enquiry
        self.state = State(enquiry.state)

    @property
    def is_erased(self) -> bool:
        return self.state == State.ERASED

    @property
    def must_confirm(self) -> bool:
        return self.state == State.RECEIVED

    @property
    def may_be_confirmed(self) -> bool:
        """Also while an editor holds it; not once it is closed or erased."""
        is_open = self.state in (State.RECEIVED, State.HELD)
        return is_open and self.enquiry.confirmed_at is None

    @property
    def is_passed_on(self) -> bool:
        return self.state == State.PASSED_ON

    @property
    def is_with_group(self) -> bool:
        return self.state in (State.WITH_GROUP, State.HELD)

    @property
    def confirm_until(self) -> dt.datetime:
        return self.enquiry.created_at + CONFIRM_WITHIN

    @property
    def may_say_answer(self) -> bool:
        """Nothing is said yet; or "no", and an answer has come after all."""
        unsaid = self.enquiry.answer in (Enquiry.Answer.UNKNOWN, Enquiry.Answer.NO)
        return self.is_passed_on and unsaid

    @property
    def said_no(self) -> bool:
        return self.enquiry.answer == Enquiry.Answer.NO

    @property
    def why(self) -> str:
        """The public words for a reason of ours; an editor's own note is not for the public."""
        known = Why.values
        return str(Why(self.enquiry.why).label) if self.enquiry.why in known else ""

    @property
    def leader(self) -> str:
        """Role and organisation, nothing else."""
        return str(self.enquiry.leader) if self.enquiry.leader else ""

    @cached_property
    def steps(self) -> list[Step]:
        """What has happened, in its order."""
        enquiry = self.enquiry
        steps = [Step(_("We received it"), enquiry.created_at)]
        if enquiry.confirmed_at:
            steps.append(Step(_("You confirmed your address"), enquiry.confirmed_at))
        if self.is_with_group:
            steps.append(Step(_("The working group has it")))
        if enquiry.passed_on_at:
            words = _("We passed it on to: %(leader)s") % {"leader": self.leader}
            steps.append(Step(words if self.leader else _("We passed it on"), enquiry.passed_on_at))
        if enquiry.answer:
            steps.append(
                Step(
                    _("You told us: %(answer)s") % {"answer": enquiry.get_answer_display()},
                    enquiry.answer_told_at,
                )
            )
        if self.state == State.CLOSED:
            steps.append(Step(_("The working group closed it"), enquiry.closed_at))
        return steps
