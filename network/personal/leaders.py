"""Project leaders: whoever answers questions about schemes."""

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from network.actions import leaders
from network.models import Leadership, ProjectLeader, VerificationAsk
from network.personal.kind import Held, Kind, Person, column


def find(person: Person) -> QuerySet[ProjectLeader]:
    found = ProjectLeader.objects.filter(person.at("email"))
    return found.select_related("organisation").prefetch_related("studies", "asks__round__study")


def _erase(row: ProjectLeader, person: Person, at: dt.datetime) -> bool:
    return leaders.erase(row, by=None, at=at)


KINDS = (
    Kind(
        name="leaders",
        title=_("Project leader"),
        held=(
            Held(ProjectLeader, "name email consent_note bounce_reason entered_by", "role_title"),
            Held(Leadership),
            Held(VerificationAsk),
        ),
        find=find,
        shown=(
            "role_title",
            "organisation",
            "name",
            "email",
            "studies",
            "asks",
            "is_active",
            "consent",
            "consent_note",
            "consent_on",
            "told_on",
            "confirmed_on",
            "paused_until",
            "bounced_at",
            "bounce_reason",
            "shows_speed",
            "created_at",
            "left_at",
        ),
        since="created_at",
        erase=_erase,
        left=_("the role, for the questions that it was asked; nothing is passed on to it"),
        rules=("leaders-who-left",),
        until=_("while the scheme is published; they confirm it each year"),
        addresses=column(ProjectLeader, "email"),
    ),
)
