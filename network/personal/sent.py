"""What people send without an account: questions, corrections, messages, and proven addresses."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from network.actions import corrections, enquiries, messages
from network.models import Complaint, ConfirmedAddress, Correction, Enquiry, GroupMessage
from network.personal.kind import Held, Kind, Person, column


def find_enquiries(person: Person) -> QuerySet[Enquiry]:
    return Enquiry.objects.filter(person.at("email")).select_related("study", "leader")


def find_corrections(person: Person) -> QuerySet[Correction]:
    return Correction.objects.filter(person.at("email")).select_related("study")


def find_messages(person: Person) -> QuerySet[GroupMessage]:
    return GroupMessage.objects.filter(person.at("email"))


def _proofs(person: Person) -> QuerySet[ConfirmedAddress]:
    return ConfirmedAddress.objects.filter(digest__in=person.codes)


def _erase_enquiry(row: Enquiry, person: Person, at: dt.datetime) -> bool:
    return enquiries.erase(row, by=None, at=at)


def _erase_correction(row: Correction, person: Person, at: dt.datetime) -> bool:
    return corrections.erase(row, by=None, at=at)


def _erase_message(row: GroupMessage, person: Person, at: dt.datetime) -> bool:
    return messages.erase(row, by=None, at=at)


def _erase_proof(row: Any, person: Person, at: dt.datetime) -> bool:
    return bool(ConfirmedAddress.objects.filter(pk=row.pk).delete()[0])


KINDS = (
    Kind(
        name="enquiries",
        title=_("Questions to project leaders"),
        held=(
            Held(
                Enquiry, "name email organisation role topics message why", "reference study_title"
            ),
        ),
        find=find_enquiries,
        shown=(
            "reference",
            "study_title",
            "name",
            "email",
            "organisation",
            "role",
            "topics",
            "message",
            "state",
            "created_at",
            "confirmed_at",
            "passed_on_at",
            "reported_at",
            "answer",
        ),
        since="created_at",
        erase=_erase_enquiry,
        left=_("that there was a question, about which scheme, and whether it was answered"),
        rules=("unconfirmed-enquiries", "delivered-enquiries", "reported-enquiries"),
        addresses=column(Enquiry, "email"),
    ),
    Kind(
        name="corrections",
        title=_("Corrections of case studies"),
        held=(
            Held(
                Correction,
                "before proposed remark source_url name email role decided_by answer",
                "reference part",
            ),
        ),
        find=find_corrections,
        shown=(
            "reference",
            "study",
            "part",
            "proposed",
            "remark",
            "source_url",
            "name",
            "email",
            "role",
            "state",
            "created_at",
            "decided_at",
            "answer",
        ),
        since="created_at",
        erase=_erase_correction,
        left=_("that there was one, and what was taken over into the entry"),
        rules=("decided-corrections",),
        addresses=column(Correction, "email"),
    ),
    Kind(
        name="messages",
        title=_("Messages to the working group, and complaints"),
        held=(
            Held(GroupMessage, "name email message about answer answered_by", "reference"),
            Held(Complaint, "name email message about answer answered_by", "reference"),
        ),
        find=find_messages,
        shown=(
            "reference",
            "subject",
            "name",
            "email",
            "message",
            "about",
            "state",
            "created_at",
            "due_on",
            "answer",
            "answered_at",
        ),
        since="created_at",
        erase=_erase_message,
        left=_("that there was one, its subject, and when it was answered"),
        rules=("answered-messages", "answered-complaints"),
        addresses=column(GroupMessage, "email"),
    ),
    Kind(
        name="proven-addresses",
        title=_("That the address was confirmed, under a code"),
        held=(Held(ConfirmedAddress, "digest"),),
        find=_proofs,
        shown=("confirmed_at",),
        since="confirmed_at",
        erase=_erase_proof,
        left=_("nothing"),
        rules=("proven-addresses",),
    ),
)
