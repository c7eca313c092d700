"""A member's work address changes: they ask, and confirm it from the new one."""

import datetime as dt
import uuid

from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from collab_directory import audit, limits, outbox
from collab_directory.limits import Limit
from collab_directory.outbox.models import Letter
from network.actions import alerts
from network.models import AddressChange, Link, Member, MembershipRequest, SignIn
from network.models.address_changes import CONFIRM_WITHIN, WISH_KEPT
from network.sign_in import sessions

from . import moving_letters as letters
from .asking import BY_ADDRESS

BY_MEMBER = Limit("address_change.by_member", ((5, dt.timedelta(days=1)),))


@transaction.atomic
def ask_to_move(member: Member, *, key: uuid.UUID, email: str, at: dt.datetime) -> AddressChange:
    """Write to the new address, once for each `key`. A wish before it is forgotten.

    Whoever asks is not told whether the address is somebody's: only the letter differs. Raises
    limits.Refused, and has then stored nothing.
    """
    wish, is_new = AddressChange.objects.get_or_create(
        form_key=key, defaults={"member": member, "email": email, "created_at": at}
    )
    if not is_new:
        return wish
    limits.take({BY_MEMBER: str(member.pk), BY_ADDRESS: email}, at=at)
    member.address_changes.exclude(pk=wish.pk).delete()
    token = Link.make(Link.Purpose.CHANGE_ADDRESS, wish, at=at, lasts=CONFIRM_WITHIN)
    if _is_taken(email):
        letters.tell_whose_address_it_is(wish)
    else:
        letters.ask_at_new_address(wish, token=token, until=at + CONFIRM_WITHIN)
    audit.record("member.address_asked", member, by=None)
    return wish


@transaction.atomic
def move(wish: AddressChange, *, at: dt.datetime) -> bool:
    """The button in the letter to the new address: it is theirs from now on.

    Alerts and what they have asked of the network go with them, the old address is told, and
    whoever is signed in has to sign in anew. False if somebody has the address meanwhile, or the
    member has left.
    """
    found = Member.objects.active().select_for_update(of=("self",)).filter(pk=wish.member_id)
    member = found.select_related("user").first()
    if member is None or member.user is None or _is_taken(wish.email):
        return False
    old, account = member.email, member.user
    letters.tell_old_address(member, at=at)
    Member.objects.filter(pk=member.pk).update(email=wish.email, bounced_at=None, bounce_reason="")
    MembershipRequest.objects.at(old).filter(erased_at=None).update(email=wish.email)
    User.objects.filter(pk=account.pk).update(email=wish.email, username=wish.email.lower())
    EmailAddress.objects.filter(user=account).delete()  # the next sign-in makes the new one
    alerts.move(old, wish.email, at=at)
    sessions.end(SignIn.objects.filter(user=account))
    member.address_changes.all().delete()
    audit.record("member.address_changed", member, by=None)
    return True


@transaction.atomic
def forget_wish(wish: AddressChange) -> bool:
    """With its letter, which went to an address that is in nothing else of theirs. Whether it was
    there."""
    outbox.cancel(about=wish)
    Letter.objects.about(wish).finished().delete()
    return bool(AddressChange.objects.filter(pk=wish.pk).delete()[0])


def forget_wishes(at: dt.datetime) -> int:
    """That were not confirmed. How many."""
    over = AddressChange.objects.filter(created_at__lte=at - WISH_KEPT)
    number = over.count()
    over.delete()
    return number


def _is_taken(email: str) -> bool:
    """By any account or member; both are asked each time, so that each takes as long."""
    accounts = User.objects.filter(Q(email__iexact=email) | Q(username__iexact=email))
    return any([accounts.exists(), Member.objects.at(email).exists()])
