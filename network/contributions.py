"""Where a proposal stands, as its member's own page says it, and what its page can do."""

from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from casestudies.models import CaseStudy, Organisation
from casestudies.twins import Twin, twins_of
from network import organisations
from network.actions.contributions import studies
from network.models import Contribution, ContributionQuestion, Member
from network.progress import Step

State = Contribution.State
CREDITED = ("name", "role", "organisation")


class Standing:
    """A proposal that was sent, for its own member."""

    def __init__(self, contribution: Contribution) -> None:
        self.contribution = contribution
        self.state = State(contribution.state)

    @property
    def title(self) -> str:
        return {
            State.DRAFT: _("Not sent yet"),
            State.SENT: _("Sent, and waiting for an editor"),
            State.TAKEN: _("An editor is working on it"),
            State.ASKED: _("The editors have a question"),
            State.PUBLISHED: _("Published"),
            State.DECLINED: _("Declined"),
            State.WITHDRAWN: _("Withdrawn"),
        }[self.state]

    @property
    def glyph(self) -> str:
        return "f-due" if self.contribution.is_open else "f-ok"

    @property
    def name(self) -> str:
        """Of the scheme: as the member wrote it, or as it was published."""
        said = self.contribution.title
        public = self.public
        return (public.title if public else said) or _("Without a name yet")

    @cached_property
    def public(self) -> CaseStudy | None:
        """The case study, while everybody may read it."""
        study = self.contribution.study
        return study if study is not None and study.is_published else None

    @cached_property
    def questions(self) -> list[ContributionQuestion]:
        return list(self.contribution.questions.all())

    @property
    def question(self) -> ContributionQuestion | None:
        """The one that waits for an answer."""
        waits = self.state == State.ASKED
        return next((q for q in self.questions if waits and q.answered_at is None), None)

    @property
    def answered(self) -> list[ContributionQuestion]:
        """Those whose words are still kept."""
        return [q for q in self.questions if q.answer]

    @cached_property
    def may_change(self) -> bool:
        """Until an editor has taken it up, or begun to change it."""
        mine = self.contribution
        if self.state != State.SENT or mine.taken_at is not None or mine.study is None:
            return False
        return studies.is_untouched(mine.study, mine.sent_digest)

    @cached_property
    def steps(self) -> list[Step]:
        """What has happened, in its order."""
        mine = self.contribution
        steps = [Step(_("You began it"), mine.created_at)]
        if mine.sent_at:
            steps.append(Step(_("You sent it"), mine.sent_at))
        if mine.taken_at:
            steps.append(Step(_("An editor took it up"), mine.taken_at))
        for question in self.questions:
            steps.append(Step(_("The editors asked you something"), question.asked_at))
            if question.answered_at:
                steps.append(Step(_("You answered"), question.answered_at))
        if mine.decided_at:
            ends = {
                State.PUBLISHED: _("It was published"),
                State.DECLINED: _("The editors declined it"),
                State.WITHDRAWN: _("You withdrew it"),
            }
            steps.append(Step(ends[self.state], mine.decided_at))
        return sorted(steps, key=lambda step: step.at or mine.created_at)


@dataclass(frozen=True)
class Credit:
    """How a member wants to be named: some of CREDITED."""

    member: Member
    parts: tuple[str, ...]

    @classmethod
    def of(cls, member: Member, chosen: object) -> "Credit":
        wanted = chosen if isinstance(chosen, list) else []
        return cls(member, tuple(part for part in CREDITED if part in wanted))

    def __str__(self) -> str:
        """As readers see it; empty for none."""
        said = {
            "name": self.member.name,
            "role": self.member.role,
            "organisation": self.member.organisation_name,
        }
        return ", ".join(said[part] for part in self.parts if said[part])


def organisations_in(contribution: Contribution) -> dict[str, list[Organisation]]:
    """Each organisation that was named, and whom the list calls so."""
    said = contribution.answers
    names = [said.get("lead", ""), *(one.get("name", "") for one in said.get("partners", ()))]
    known = organisations.Known()
    return {name: known.meant_by(name) for name in names if name}


def twins(contribution: Contribution) -> list[Twin]:
    """Published case studies that may be about the same scheme. Others are not the member's."""
    meant = organisations_in(contribution)
    return twins_of(
        contribution.title,
        place=contribution.answers.get("place", ""),
        organisations={found[0] for found in meant.values() if len(found) == 1},
        among=CaseStudy.objects.published(),
    )


def credit_of(study: CaseStudy) -> str:
    """As readers see it; empty for none."""
    mine = Contribution.objects.filter(study=study, state=State.PUBLISHED)
    return mine.values_list("credit", flat=True).first() or ""


def proposal_of(study: CaseStudy) -> Contribution | None:
    """What a member proposed that became this case study."""
    return Contribution.objects.filter(study=study).select_related("taken_by").first()
