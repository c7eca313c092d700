"""Those who belong to the network, or asked to."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from network.actions import membership
from network.models import AddressChange, Member, MembershipRequest
from network.personal.kind import Held, Kind, Person, column

SAID = "name email other_organisation role bounce_reason"


def find_requests(person: Person) -> Iterable[MembershipRequest]:
    found = MembershipRequest.objects.filter(person.at("email"))
    return found.select_related("organisation", "service", "region").prefetch_related("interests")


def find_members(person: Person) -> Iterable[Member]:
    found = Member.objects.filter(person.at("email"))
    return found.select_related("organisation", "service", "region", "user").prefetch_related(
        "interests"
    )


def _changes(person: Person) -> Iterable[AddressChange]:
    """By its new address, and by that of whoever wished for it."""
    return AddressChange.objects.filter(person.at("email", "member__email"))


def _erase_request(row: MembershipRequest, person: Person, at: dt.datetime) -> bool:
    return membership.erase(row, by=None, at=at)


def _erase_member(row: Member, person: Person, at: dt.datetime) -> bool:
    return membership.leave(row, at=at)


def _erase_change(row: AddressChange, person: Person, at: dt.datetime) -> bool:
    return membership.forget_wish(row)


KINDS = (
    Kind(
        name="requests",
        title=_("Requests to join the network"),
        held=(
            Held(
                MembershipRequest,
                f"{SAID} why question answer reason decided_by",
                "reference consent_version",
            ),
        ),
        find=find_requests,
        shown=(
            "reference",
            "name",
            "email",
            "organisation_name",
            "service",
            "role",
            "region",
            "interests",
            "why",
            "wants_listing",
            "consent_version",
            "state",
            "created_at",
            "confirmed_at",
            "question",
            "answer",
            "decided_at",
            "reason",
        ),
        since="created_at",
        erase=_erase_request,
        left=_("service, region, dates and outcome, without a person"),
        rules=("unconfirmed-requests", "declined-requests", "approval-records"),
        addresses=column(MembershipRequest, "email"),
    ),
    Kind(
        name="address-changes",
        title=_("Wishes for another address"),
        held=(Held(AddressChange, "email"),),
        find=_changes,
        shown=("email", "created_at"),
        since="created_at",
        erase=_erase_change,
        left=_("nothing"),
        rules=("address-changes",),
        addresses=column(AddressChange, "email"),
    ),
    Kind(
        name="members",
        title=_("Member of the network"),
        held=(Held(Member, f"{SAID} user about handle", "consent_version"),),
        find=find_members,
        shown=(
            "name",
            "email",
            "organisation_name",
            "service",
            "role",
            "region",
            "interests",
            "about",
            "is_listed",
            "shows_name",
            "shows_organisation",
            "shows_role",
            "shows_interests",
            "shows_about",
            "takes_introductions",
            "consent_version",
            "joined_at",
            "seen_on",
            "heard_at",
            "bounced_at",
            "bounce_reason",
        ),
        since="joined_at",
        erase=_erase_member,
        left=_("that somebody belonged, from when and until when"),
        rules=("quiet-members",),
        until=_("until they leave"),
        addresses=column(Member, "email"),
    ),
)
