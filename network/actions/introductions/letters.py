"""The letters about an introduction. Only `introduce` names an address, and only after a yes."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from collab_directory import outbox
from network import status
from network.actions.enquiries.letters import quoted
from network.models import Introduction, Member
from network.shown_members import Shown


def ask(introduction: Introduction, asker: Member, asked: Member, *, token: str) -> None:
    """To whoever was asked: who asks and why, without an address to answer to."""
    _post(
        "asked",
        introduction,
        to=asked,
        shown=Shown.with_name(asker),
        why=quoted(introduction.why),
        answer_address=status.in_a_letter("network:introduction", token),
    )


def introduce(introduction: Introduction, to: Member, other: Member) -> None:
    """To each of the two, once: the other's name and address, where an answer goes."""
    _post(
        "made",
        introduction,
        to=to,
        reply_to=other.email,
        other=other,
        is_asker=to.pk == introduction.asker_id,
        why=quoted(introduction.why),
    )


def tell_later(introduction: Introduction, asker: Member) -> None:
    _post("later", introduction, to=asker, why=quoted(introduction.why))


def tell_nothing_came(introduction: Introduction, asker: Member) -> None:
    """The same words for a no, for silence, and for somebody who left."""
    _post("ended", introduction, to=asker, why=quoted(introduction.why))


def tell_group(introduction: Introduction) -> None:
    """That there is a report, and where; nothing of who or what leaves the admin."""
    if settings.CONTACT_EMAIL:
        outbox.post(
            "network/introduction_reported",
            to=settings.CONTACT_EMAIL,
            key=f"introduction:{introduction.pk}:reported",
            about=introduction,
            introduction=introduction,
            admin_address=settings.SITE_URL
            + reverse("admin:network_introduction_change", args=[introduction.pk]),
        )


def _post(
    what: str, introduction: Introduction, *, to: Member, reply_to: str = "", **context: Any
) -> None:
    outbox.post(
        f"network/introduction_{what}",
        to=to.email,
        reply_to=reply_to,
        key=f"introduction:{introduction.pk}:{what}:{to.pk}",
        about=introduction,
        introduction=introduction,
        own_address=settings.SITE_URL + reverse("network:introductions"),
        members_address=settings.SITE_URL + reverse("network:members"),
        **context,
    )
