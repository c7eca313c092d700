"""The people behind the schemes, and what is said to them."""

from .address_changes import AddressChange
from .alerts import Announced, Consent, DoNotMail, Issue, Subscription
from .clearings import Clearing
from .complaints import Complaint
from .contributions import Contribution, ContributionQuestion
from .corrections import Correction
from .disclosures import Disclosure
from .discussions import DiscussionCategory, Following, Post, Topic
from .enquiries import ConfirmedAddress, Enquiry
from .erasures import Erasure
from .introductions import Introduction, Unwanted
from .leaders import Leadership, ProjectLeader
from .links import Link
from .membership import Member, MembershipRequest
from .messages import GroupMessage
from .moderation import EarlierText, Report
from .returned import ReturnedLetter
from .sign_ins import SignIn
from .verification import VerificationAsk, VerificationRound

__all__ = [
    "AddressChange",
    "Announced",
    "Clearing",
    "Complaint",
    "ConfirmedAddress",
    "Consent",
    "Contribution",
    "ContributionQuestion",
    "Correction",
    "Disclosure",
    "DiscussionCategory",
    "DoNotMail",
    "EarlierText",
    "Enquiry",
    "Erasure",
    "Following",
    "GroupMessage",
    "Introduction",
    "Issue",
    "Leadership",
    "Link",
    "Member",
    "MembershipRequest",
    "Post",
    "ProjectLeader",
    "Report",
    "ReturnedLetter",
    "SignIn",
    "Subscription",
    "Topic",
    "Unwanted",
    "VerificationAsk",
    "VerificationRound",
]
