"""What an entry does not say, and what is therefore worth asking the people who run the scheme.

The questions are ours and speak of no scheme in particular.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casestudies.models import CaseStudy, Need, Outcome, Saving

NEED_QUESTIONS: dict[str, str | Promise] = {
    Need.Kind.STAFF: gettext_lazy("Who works in it, who employs them, and whose rules apply?"),
    Need.Kind.LAW: gettext_lazy("Which powers, agreements and data sharing does it rest on?"),
    Need.Kind.SYSTEMS: gettext_lazy("Which systems did you join, buy or do without?"),
    Need.Kind.SPACE: gettext_lazy("What room and equipment does it need, and whose are they?"),
    Need.Kind.MONEY: gettext_lazy("What did it cost to set up, and what does it cost a year?"),
    Need.Kind.TIME: gettext_lazy("How long was it from the first meeting to the first day?"),
}


@dataclass(frozen=True)
class Gap:
    """Something not recorded: its name, a question that would fill it, and its kind in a word."""

    name: str
    question: str
    kind: str


def gaps(study: CaseStudy) -> list[Gap]:
    return [
        *_first_facts(study),
        *_results(study),
        *_experience(study),
        *_needs(study),
        *_relations(study),
    ]


MOST_NEEDS_APART = 2


def together(found: list[Gap]) -> list[Gap]:
    """The same for a page: many kinds of need that are not recorded are one question."""
    needs = [gap for gap in found if gap.kind in Need.Kind.values]
    if len(needs) <= MOST_NEEDS_APART:
        return found
    names = ", ".join(gap.name for gap in needs).lower()
    question = _("What did it take of these: %(names)s?") % {"names": names}
    one = Gap(_("What else it takes"), question, "needs")
    return [one if gap is needs[0] else gap for gap in found if gap not in needs[1:]]


def _first_facts(study: CaseStudy) -> Iterator[Gap]:
    if not any(partner.is_lead for partner in study.partners.all()):
        yield Gap(_("Lead"), _("Who leads it, and who decides when the partners disagree?"), "lead")
    if not study.started:
        yield Gap(_("Start"), _("When did it begin?"), "start")
    if study.has_ended and not study.ended:
        yield Gap(_("End"), _("When did it end?"), "end")
    if study.has_ended and study.ended_reason == CaseStudy.EndedReason.UNKNOWN:
        yield Gap(_("Why it ended"), _("Why did it end, and what took its place?"), "why-ended")
    if study.has_ended and not study.ended_advice:
        yield Gap(_("Advice"), _("What would you tell the next team?"), "advice")


def _results(study: CaseStudy) -> Iterator[Gap]:
    outcomes: list[Outcome] = list(study.outcomes.all())
    savings: list[Saving] = list(study.savings.all())
    if not outcomes:
        yield Gap(
            _("Outcomes"), _("What has changed for the public, and how do you know?"), "outcomes"
        )
    elif max(outcome.evidence for outcome in outcomes) < 3:
        yield Gap(
            _("Measurement"),
            _("What did you count before you began, and what is it now?"),
            "measurement",
        )
    if not savings:
        yield Gap(_("Savings"), _("Did it save money, for whom, and who has checked?"), "savings")
    elif all(saving.low is None for saving in savings):
        yield Gap(_("Amount saved"), _("How much did it save, compared with what?"), "amount")
    if not study.fundings.all():
        yield Gap(_("Funding"), _("Who paid for it, and who pays now?"), "funding")


def _experience(study: CaseStudy) -> Iterator[Gap]:
    kinds = {lesson.kind for lesson in study.lessons.all()}
    if "hard" not in kinds:
        yield Gap(
            _("What was hard"), _("What went wrong, and what would you do differently?"), "hard"
        )
    if "helped" not in kinds:
        yield Gap(_("What helped"), _("What made the difference when it mattered?"), "helped")


def _needs(study: CaseStudy) -> Iterator[Gap]:
    recorded = {need.kind for need in study.needs.all()}
    if not recorded:
        yield Gap(
            _("What it takes"),
            _("Which staff, agreements, systems, space, money and time did it need?"),
            "needs",
        )
        return
    for kind in Need.Kind:
        if kind not in recorded:
            yield Gap(str(kind.label), str(NEED_QUESTIONS[kind]), kind.value)


def _relations(study: CaseStudy) -> Iterator[Gap]:
    others = [relation.other for relation in study.relations.all()]
    others += [relation.study for relation in study.reverse_relations.all()]
    if not any(other.is_published for other in others):
        yield Gap(_("Copies"), _("Whose idea was it first, and who has copied it since?"), "copies")
