"""What a member does: say who they are and what others see of it, take it away, leave."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from casestudies.models import CollaborationType, Organisation, Region, Service
from collab_directory import audit, outbox
from collab_directory.outbox.models import Letter
from network.actions import contributions, discussions, introductions
from network.models import Member, MembershipRequest
from network.models.references import new_handle

from .erasing import erase
from .moving import forget_wish

SIGNING_IN = "account/"  # the folder of the letters that sign-in sends


@dataclass(frozen=True)
class Profile:
    """What a member says of themselves. `shown`: which of Member.CHOSEN other members see."""

    name: str
    role: str
    organisation: Organisation | None
    other_organisation: str
    service: Service
    region: Region
    interests: list[CollaborationType]
    about: str
    is_listed: bool
    shown: frozenset[str]


@transaction.atomic
def change_profile(member: Member, said: Profile, *, at: dt.datetime) -> bool:
    """Keep what a member says. False if they have left; saying the same again changes nothing."""
    mine = Member.objects.active().select_for_update(of=("self",)).filter(pk=member.pk).first()
    if mine is None:
        return False
    seen = {
        f"shows_{field}": Member.Seen.MEMBERS if field in said.shown else Member.Seen.NOBODY
        for field in Member.CHOSEN
    }
    values: dict[str, Any] = {
        "name": said.name,
        "role": said.role,
        "organisation": said.organisation,
        "other_organisation": said.other_organisation,
        "service": said.service,
        "region": said.region,
        "about": said.about,
        "is_listed": said.is_listed,
        **seen,
    }
    changed = [field for field, value in values.items() if getattr(mine, field) != value]
    for field in changed:
        setattr(mine, field, values[field])
    if any(field == "is_listed" or field in seen for field in changed):
        # Or whoever kept the address of their row would know it again
        mine.handle = new_handle()
        mine.save(update_fields=["handle"])
    if changed:
        mine.save(update_fields=changed)
    if set(mine.interests.all()) != set(said.interests):
        mine.interests.set(said.interests)
        changed.append("interests")
    if changed:
        # By nobody: the trail outlives the member, and must not name them
        audit.record("member.changed", mine, by=None, fields=sorted(changed))
    return True


@transaction.atomic
def leave(
    member: Member,
    *,
    at: dt.datetime,
    by: User | None = None,
    lapsed: bool = False,
    with_words: bool = False,
) -> bool:
    """Erase what is kept of a member; a number without a person stays.

    `by` is None for themselves, and when they have `lapsed`: nothing was heard of them. What they
    wrote in discussions stays as that of a former member, or goes too, `with_words`.

    Their requests go too, and the account, unless it is that of an editor: it then only belongs
    nowhere. Whoever is signed in with it is out at the next request. Whether this call did it.
    """
    mine = Member.objects.select_for_update(of=("self",)).filter(pk=member.pk, left_at=None)
    found = mine.select_related("user").first()
    if found is None:
        return False
    address, account = found.email, found.user
    for asked in MembershipRequest.objects.at(address).filter(erased_at=None):
        Letter.objects.about(asked).finished().delete()
        erase(asked, by=None, at=at)
    for wish in found.address_changes.all():
        forget_wish(wish)
    introductions.forget(found, at=at)
    contributions.leave(found, at=at)
    discussions.let_go(found, with_words=with_words, at=at)
    found.interests.clear()
    Member.objects.filter(pk=found.pk).update(
        **dict.fromkeys(("name", "email", "role", "about", "other_organisation"), ""),
        **dict.fromkeys(("organisation", "service", "region", "user", "handle"), None),
        is_listed=False,
        left_at=at,
        bounced_at=None,
        bounce_reason="",
    )
    outbox.cancel(to=address)
    Letter.objects.addressed(address).filter(template__startswith=SIGNING_IN).finished().delete()
    if account is not None and not account.is_staff:
        account.delete()
    how = "lapsed" if lapsed else "left" if by is None else "removed"
    audit.record(f"member.{how}", found, by=by)
    return True
