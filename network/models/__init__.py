"""The people behind the schemes, and what is said to them."""

from .alerts import Announced, Consent, Issue, Subscription
from .clearings import Clearing
from .corrections import Correction
from .enquiries import ConfirmedAddress, Enquiry
from .erasures import Erasure
from .leaders import Leadership, ProjectLeader
from .links import Link
from .membership import Member, MembershipRequest
from .messages import GroupMessage
from .returned import ReturnedLetter

__all__ = [
    "Announced",
    "Clearing",
    "ConfirmedAddress",
    "Consent",
    "Correction",
    "Enquiry",
    "Erasure",
    "GroupMessage",
    "Issue",
    "Leadership",
    "Link",
    "Member",
    "MembershipRequest",
    "ProjectLeader",
    "ReturnedLetter",
    "Subscription",
]
