"""Links in letters: long enough that nobody guesses them, and kept only as a hash."""

import datetime as dt
import hashlib
import secrets
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.utils import timezone

from .address_changes import AddressChange
from .alerts import Subscription
from .corrections import Correction
from .discussions import Following
from .enquiries import Enquiry
from .introductions import Introduction
from .leaders import ProjectLeader
from .membership import Member, MembershipRequest
from .messages import GroupMessage
from .verification import VerificationAsk

Target = (
    Enquiry
    | ProjectLeader
    | Correction
    | GroupMessage
    | MembershipRequest
    | Subscription
    | AddressChange
    | Introduction
    | Member
    | Following
    | VerificationAsk
)
FIELDS: dict[type[models.Model], str] = {
    Enquiry: "enquiry",
    ProjectLeader: "leader",
    Correction: "correction",
    GroupMessage: "message",
    MembershipRequest: "request",
    Subscription: "subscription",
    AddressChange: "address_change",
    Introduction: "introduction",
    Member: "member",
    Following: "following",
    VerificationAsk: "ask",
}


def _exactly_one() -> Q:
    """Of the fields that say what a link is about."""
    names = list(FIELDS.values())
    ways = (Q(**{f"{name}__isnull": name != mine for name in names}) for mine in names)
    return reduce(or_, ways)


class Link(models.Model):
    """What a letter's link is for, about what, until when, and whether it was used.

    Opening it changes nothing, because mail scanners open links; a button on the page does.
    """

    class Purpose(models.TextChoices):
        CONFIRM_ADDRESS = "confirm-address"  # of an enquiry's sender; used once
        ENQUIRY_STATUS = "enquiry-status"  # for as long as the enquiry is kept
        SAY_WHETHER_ANSWERED = "say-whether-answered"  # used once
        LEADER_PAGE = "leader-page"
        CORRECTION_STATUS = "correction-status"
        MESSAGE_STATUS = "message-status"
        CONFIRM_REQUEST = "confirm-request"  # of a membership request; used once
        REQUEST_STATUS = "request-status"
        CONFIRM_SUBSCRIPTION = "confirm-subscription"  # used once
        SUBSCRIPTION = "subscription"  # to change, pause and end it; never runs out
        CHANGE_ADDRESS = "change-address"  # of a member; used once
        ANSWER_INTRODUCTION = "answer-introduction"  # by whoever is asked
        FOLLOWING = "following"  # to end the letters about one topic; never runs out
        STAY = "stay"  # of a member who has not been here for long; used once
        STILL_TRUE = "still-true"  # of a leader who is asked about an entry; used once

    purpose = models.CharField(max_length=24, choices=Purpose)
    digest = models.CharField(max_length=64, unique=True)
    enquiry = models.ForeignKey(Enquiry, null=True, on_delete=models.CASCADE, related_name="links")
    leader = models.ForeignKey(
        ProjectLeader, null=True, on_delete=models.CASCADE, related_name="links"
    )
    correction = models.ForeignKey(
        Correction, null=True, on_delete=models.CASCADE, related_name="links"
    )
    message = models.ForeignKey(
        GroupMessage, null=True, on_delete=models.CASCADE, related_name="links"
    )
    request = models.ForeignKey(
        MembershipRequest, null=True, on_delete=models.CASCADE, related_name="links"
    )
    subscription = models.ForeignKey(
        Subscription, null=True, on_delete=models.CASCADE, related_name="links"
    )
    address_change = models.ForeignKey(
        AddressChange, null=True, on_delete=models.CASCADE, related_name="links"
    )
    introduction = models.ForeignKey(
        Introduction, null=True, on_delete=models.CASCADE, related_name="links"
    )
    member = models.ForeignKey(Member, null=True, on_delete=models.CASCADE, related_name="links")
    following = models.ForeignKey(
        Following, null=True, on_delete=models.CASCADE, related_name="links"
    )
    ask = models.ForeignKey(
        VerificationAsk, null=True, on_delete=models.CASCADE, related_name="links"
    )
    # What the link was made for; a link to a leader's page dies with the address it was sent to
    bound_to = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_exactly_one(), name="link_is_about_one_thing")
        ]
        indexes = [models.Index(fields=["expires_at"], name="link_expires_at")]

    def __str__(self) -> str:
        return self.get_purpose_display()

    @classmethod
    def make(
        cls,
        purpose: "Link.Purpose",
        target: Target,
        *,
        at: dt.datetime,
        lasts: dt.timedelta | None = None,
        token: str = "",
        bound_to: str = "",
    ) -> str:
        """A token of 192 bits for a new link; `token` where it must be the same a second time."""
        token = token or secrets.token_urlsafe(24)
        link = Link(
            purpose=purpose,
            digest=digest_of(token),
            bound_to=digest_of(bound_to) if bound_to else "",
            created_at=at,
            expires_at=at + lasts if lasts else None,
            **{FIELDS[type(target)]: target},
        )
        Link.objects.bulk_create([link], ignore_conflicts=True)  # or it is there already
        return token

    @classmethod
    def find(cls, purpose: "Link.Purpose", token: str, *, at: dt.datetime) -> "Link | None":
        """None for one that never was, is for something else, was used, or has run out."""
        usable = cls.objects.filter(Q(expires_at=None) | Q(expires_at__gt=at), used_at=None)
        related = ("enquiry__study", "leader__organisation", "correction__study", *FIELDS.values())
        return (
            usable.filter(purpose=purpose, digest=digest_of(token)).select_related(*related).first()
        )

    def use(self, *, at: dt.datetime) -> bool:
        """Whether this call used it up: of two who press at once, one does."""
        return bool(Link.objects.filter(pk=self.pk, used_at=None).update(used_at=at))

    def is_bound_to(self, what: str) -> bool:
        return self.bound_to == digest_of(what)


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
