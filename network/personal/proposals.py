"""Case studies that members propose, and what was asked of them."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from network.actions import contributions
from network.models import Contribution, ContributionQuestion
from network.personal.kind import Held, Kind, Person


def find(person: Person) -> Iterable[Contribution]:
    theirs = Contribution.objects.filter(person.at("member__email"))
    return theirs.select_related("study", "member").prefetch_related("questions")


def _erase(row: Contribution, person: Person, at: dt.datetime) -> bool:
    return contributions.let_go(row, at=at)


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
        rules=("idle-drafts", "proposals"),
    ),
)
