"""Case studies that members propose, and what was asked of them."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from network.models import Contribution, ContributionQuestion
from network.personal.kind import Held, Kind, Person


def find(person: Person) -> Iterable[Contribution]:
    theirs = Contribution.objects.filter(person.at("member__email"))
    return theirs.select_related("study").prefetch_related("questions")


def _erase(row: Contribution, person: Person, at: dt.datetime) -> bool:
    """A draft goes; of what was sent, the case study stays, and who proposed it does not."""
    mine = Contribution.objects.filter(pk=row.pk)
    if row.is_draft:
        return bool(mine.delete()[0])
    row.questions.update(text="", answer="")
    return bool(mine.filter(erased_at=None).update(answers={}, credit="", reason="", erased_at=at))


KINDS = (
    Kind(
        name="proposals",
        title=_("Case studies that they proposed"),
        held=(
            Held(
                Contribution,
                "answers credit reason taken_by member",
                "reference sent_digest confirmed_version",
            ),
            Held(ContributionQuestion, "text answer asked_by"),
        ),
        find=find,
        shown=(
            "reference",
            "state",
            "answers",
            "credit",
            "study",
            "reason",
            "created_at",
            "saved_at",
            "sent_at",
            "decided_at",
        ),
        since="created_at",
        erase=_erase,
        left=_("the case study, if it was sent, and that a member proposed it"),
        until=_("until they leave"),
    ),
)
