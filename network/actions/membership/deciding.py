"""What the working group decides about a request."""

import datetime as dt
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from casestudies.editorial import NotAllowed, NotPossible
from collab_directory import audit
from network.models import Member, MembershipRequest

from . import letters

CHANGE = "network.change_membershiprequest"

State = MembershipRequest.State


@transaction.atomic
def approve(asked: MembershipRequest, *, by: User, at: dt.datetime) -> bool:
    """Make the applicant a member who can sign in, and welcome them. Whether this call did it.

    An account at their address is taken as it is, with its rights; otherwise one without a password
    is made. Raises NotAllowed, and NotPossible where that account was switched off.
    """
    require(asked, by)
    if not _decide(asked, by=by, at=at, state=State.APPROVED):
        return False
    member = _make_member(asked, at=at)
    audit.record("membership.approved", asked, by=by, member=member.pk)
    letters.welcome(asked, at=at)
    return True


@transaction.atomic
def decline(asked: MembershipRequest, *, by: User, at: dt.datetime, reason: str) -> bool:
    """Say no, and why. Whether this call did it. Raises NotAllowed, and NotPossible without why."""
    require(asked, by)
    if not reason.strip():
        raise NotPossible(_("Say why, so that the applicant knows."))
    if not _decide(asked, by=by, at=at, state=State.DECLINED, reason=reason.strip()):
        return False
    audit.record("membership.declined", asked, by=by)
    letters.decline(asked, at=at)
    return True


@transaction.atomic
def ask_question(asked: MembershipRequest, *, by: User, at: dt.datetime, text: str) -> bool:
    """Ask the applicant something, once. Whether this call did it.

    Raises NotAllowed, and NotPossible without a question.
    """
    require(asked, by)
    if not text.strip():
        raise NotPossible(_("Write the question first."))
    unasked = MembershipRequest.objects.waiting().filter(pk=asked.pk, question="")
    if not unasked.update(state=State.ASKED, question=text.strip(), asked_at=at):
        return False
    asked.refresh_from_db()
    audit.record("membership.question_asked", asked, by=by)
    letters.put_question(asked, at=at)
    return True


def is_own(asked: MembershipRequest, by: User) -> bool:
    """Nobody decides about themselves."""
    theirs = {by.email.strip().casefold(), by.get_username().strip().casefold()}
    return bool(asked.email) and asked.email.strip().casefold() in theirs


def require(asked: MembershipRequest, by: User) -> None:
    """Raises NotAllowed for a role that may not decide, and for one's own request."""
    if not by.has_perm(CHANGE):
        raise NotAllowed(_("Your role may not decide who joins the network."))
    if is_own(asked, by):
        raise NotAllowed(_("This is your own request: somebody else decides about it."))


def _decide(asked: MembershipRequest, *, by: User, at: dt.datetime, **values: Any) -> bool:
    mine = MembershipRequest.objects.open().filter(pk=asked.pk)
    if not mine.update(decided_at=at, decided_by=by, **values):
        return False
    asked.refresh_from_db()
    return True


def _make_member(asked: MembershipRequest, *, at: dt.datetime) -> Member:
    user = _account(asked.email)
    # Whoever left keeps nothing, not even the account, which may have been an editor's
    Member.objects.filter(user=user).exclude(left_at=None).update(user=None)
    known = Member.objects.filter(Q(user=user) | Q(email__iexact=asked.email), left_at=None)
    if member := known.first():
        return member
    member = Member.objects.create(
        user=user,
        name=asked.name,
        email=asked.email,
        organisation=asked.organisation,
        other_organisation=asked.other_organisation,
        service=asked.service,
        role=asked.role,
        region=asked.region,
        is_listed=asked.wants_listing,
        consent_version=asked.consent_version,
        joined_at=at,
        heard_at=at,
    )
    member.interests.set(asked.interests.all())
    return member


def _account(address: str) -> User:
    """By its name, or by its address; a new one cannot sign in with a password."""
    name = address.strip().lower()
    accounts = User.objects.filter(Q(username__iexact=name) | Q(email__iexact=name)).order_by("pk")
    user = min(accounts, key=lambda one: one.username.lower() != name, default=None)
    if user is None:
        user = User(username=name, email=name)
        user.set_unusable_password()
        user.save()
    if not user.is_active:
        raise NotPossible(
            _("The account at this address was switched off. Ask an administrator about it first.")
        )
    return user
