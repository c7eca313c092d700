"""The people behind the schemes, and what is said to them."""

from .clearings import Clearing
from .corrections import Correction
from .enquiries import ConfirmedAddress, Enquiry
from .leaders import Leadership, ProjectLeader
from .links import Link
from .messages import GroupMessage
from .returned import ReturnedLetter

__all__ = [
    "Clearing",
    "ConfirmedAddress",
    "Correction",
    "Enquiry",
    "GroupMessage",
    "Leadership",
    "Link",
    "ProjectLeader",
    "ReturnedLetter",
]
