"""The letters about an enquiry, and the addresses that they link to."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.crypto import salted_hmac

from casestudies import catalogue
from collab_directory import outbox
from collab_directory.outbox.models import Letter
from network.actions import leaders
from network.models import Enquiry, Link, ProjectLeader, ReturnedLetter
from network.reach import Reach
from network.topics import offers

TO_LEADER = "network/enquiry_to_leader"
PASSED_ON = "network/enquiry_passed_on"
WITH_GROUP = "network/enquiry_with_group"


def status_token(enquiry: Enquiry) -> str:
    """192 bits, the same each time: a form sent twice leads to one page."""
    salted = salted_hmac("network.enquiry_status", enquiry.form_key.hex, algorithm="sha256")
    return salted.hexdigest()[:48]


def status_address(enquiry: Enquiry) -> str:
    """In full, as a letter gives it."""
    return _full("network:enquiry", status_token(enquiry))


def make_status_link(enquiry: Enquiry, *, at: dt.datetime) -> None:
    Link.make(Link.Purpose.ENQUIRY_STATUS, enquiry, at=at, token=status_token(enquiry))


def ask_to_confirm(enquiry: Enquiry, *, token: str, until: dt.datetime, at: dt.datetime) -> None:
    """Says nothing that the sender wrote: the address may be somebody else's."""
    outbox.post(
        "network/confirm_address",
        to=enquiry.email,
        key=_key(enquiry, "confirm", at),
        about=enquiry,
        enquiry=enquiry,
        confirm_address=_full("network:confirm", token),
        until=until,
    )


def to_leader(enquiry: Enquiry, leader: ProjectLeader, *, at: dt.datetime) -> None:
    """The only letter that carries what was asked to somebody else; answers go to the sender."""
    outbox.post(
        TO_LEADER,
        to=leader.email,
        reply_to=enquiry.email,
        key=_key(enquiry, "leader", at),
        about=enquiry,
        enquiry=enquiry,
        leader=leader,
        topics=_topics(enquiry),
        message=quoted(enquiry.message),
        study_address=_address_of_study(enquiry),
        leader_address=leaders.letter_link(leader, at=at),
    )


def tell_passed_on(enquiry: Enquiry, leader: ProjectLeader, *, at: dt.datetime) -> None:
    """Names nothing of the leader but what `str` gives: role and organisation."""
    _tell_sender(PASSED_ON, enquiry, at=at, leader=str(leader))


def tell_with_group(enquiry: Enquiry, found: Reach, *, at: dt.datetime) -> None:
    """Unless it is what the sender heard last."""
    last = _told(enquiry).last()
    if last is None or last.template != WITH_GROUP:
        _tell_sender(WITH_GROUP, enquiry, at=at, why=found.why.label if found.why else "")


def tell_group(enquiry: Enquiry, *, at: dt.datetime) -> None:
    """That something waits, and where; nothing of who asked what leaves the admin."""
    if settings.CONTACT_EMAIL:
        outbox.post(
            "network/enquiry_for_group",
            to=settings.CONTACT_EMAIL,
            key=_key(enquiry, "group", at),
            about=enquiry,
            enquiry=enquiry,
            admin_address=settings.SITE_URL
            + reverse("admin:network_enquiry_change", args=[enquiry.pk]),
        )


def ask_whether_answered(enquiry: Enquiry, *, token: str) -> None:
    outbox.post(
        "network/was_it_answered",
        to=enquiry.email,
        key=f"enquiry:{enquiry.pk}:answered",
        about=enquiry,
        enquiry=enquiry,
        answered_address=_full("network:answered", token),
        status_address=status_address(enquiry),
    )


def has_arrived(enquiry: Enquiry, leader: ProjectLeader) -> bool:
    """Whether the letter left for this leader and did not come back.

    One that is being sent at this moment has not: better twice than never.
    """
    sent = Letter.objects.addressed(leader.email).about(enquiry)
    ids = sent.filter(template=TO_LEADER, state=Letter.State.SENT).values("message_id")
    returned = ReturnedLetter.objects.filter(kind=ReturnedLetter.Kind.PERMANENT)
    return ids.exclude(message_id__in=returned.values("message_id")).exists()


def _tell_sender(template: str, enquiry: Enquiry, *, at: dt.datetime, **context: Any) -> None:
    """With the copy that they may want, when they hear of it for the first time."""
    outbox.post(
        template,
        to=enquiry.email,
        key=_key(enquiry, template.removeprefix("network/"), at),
        about=enquiry,
        enquiry=enquiry,
        topics=_topics(enquiry),
        message=quoted(enquiry.message),
        with_copy=enquiry.wants_copy and not _told(enquiry).exists(),
        study_address=_address_of_study(enquiry),
        status_address=status_address(enquiry),
        **context,
    )


def _told(enquiry: Enquiry) -> models.QuerySet[Letter]:
    """What the sender was told of its way, in its order."""
    told = Letter.objects.addressed(enquiry.email).about(enquiry)
    return told.filter(template__in=[PASSED_ON, WITH_GROUP]).order_by("pk")


def _key(enquiry: Enquiry, what: str, at: dt.datetime) -> str:
    """A new one each time it is passed on or comes back: then it is another letter."""
    return f"enquiry:{enquiry.pk}:{what}:{at.isoformat()}"


def _topics(enquiry: Enquiry) -> list[str]:
    """Each with the questions under it that our entry leaves open, as they stood on the form."""
    study = catalogue.current().reading(enquiry.study_id) if enquiry.study_id else None
    open_ones = {offer.topic: offer.questions for offer in offers(study)} if study else {}
    topics = [Enquiry.Topic(topic) for topic in enquiry.topics]
    return [" ".join([f"{topic.label}.", *open_ones.get(topic, ())]) for topic in topics]


def quoted(text: str) -> str:
    """With a mark before each line, so that no message can pass for our own words."""
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())


def _address_of_study(enquiry: Enquiry) -> str:
    study = enquiry.study
    if study is None or not study.is_published:
        return ""
    return settings.SITE_URL + study.get_absolute_url()


def _full(name: str, token: str) -> str:
    return settings.SITE_URL + reverse(name, args=[token])
