"""The letters about a membership request, and the addresses that they link to.

None repeats what was typed into the form before its address is confirmed: it may be somebody
else's.
"""

import datetime as dt
from typing import Any

from django.conf import settings
from django.urls import reverse

from collab_directory import outbox
from network import status
from network.models import Link, Member, MembershipRequest


def status_token(asked: MembershipRequest) -> str:
    """What the address of the applicant's page ends with; the same each time."""
    return status.token_for(Link.Purpose.REQUEST_STATUS, asked.form_key)


def make_status_link(asked: MembershipRequest, *, at: dt.datetime) -> None:
    Link.make(Link.Purpose.REQUEST_STATUS, asked, at=at, token=status_token(asked))


def ask_to_confirm(
    asked: MembershipRequest, *, token: str, until: dt.datetime, at: dt.datetime
) -> None:
    _post(
        "confirm",
        asked,
        at=at,
        confirm_address=status.in_a_letter("network:request_confirm", token),
        until=until,
    )


def tell_member(asked: MembershipRequest, *, at: dt.datetime) -> None:
    """Whoever asked belongs already."""
    _post("known", asked, at=at, sign_in_address=sign_in_address())


def tell_of_open_request(
    asked: MembershipRequest, waits: MembershipRequest, *, at: dt.datetime
) -> None:
    """Whoever asked has asked before, and that request still waits."""
    open_address = status.in_a_letter("network:request", status_token(waits))
    _post("open", asked, at=at, waits=waits, open_address=open_address)


def tell_group(asked: MembershipRequest, *, at: dt.datetime) -> None:
    """That something waits, and where; nothing of who asks leaves the admin."""
    if settings.CONTACT_EMAIL:
        outbox.post(
            "network/membership_for_group",
            to=settings.CONTACT_EMAIL,
            key=_key(asked, "group", at),
            about=asked,
            asked=asked,
            admin_address=settings.SITE_URL + reverse("admin:index"),
        )


def put_question(asked: MembershipRequest, *, at: dt.datetime) -> None:
    _post("question", asked, at=at)


def welcome(asked: MembershipRequest, *, at: dt.datetime) -> None:
    _post("welcome", asked, at=at, sign_in_address=sign_in_address())


def decline(asked: MembershipRequest, *, at: dt.datetime) -> None:
    _post("declined", asked, at=at)


def ask_whether_they_stay(
    member: Member, *, token: str, until: dt.datetime, at: dt.datetime
) -> None:
    outbox.post(
        "network/member_stays",
        to=member.email,
        key=f"member:{member.pk}:stays:{at.isoformat()}",
        about=member,
        until=until,
        stay_address=status.in_a_letter("network:stay", token),
        sign_in_address=sign_in_address(),
    )


def sign_in_address() -> str:
    return settings.SITE_URL + reverse("account_login")


def _post(what: str, asked: MembershipRequest, *, at: dt.datetime, **context: Any) -> None:
    outbox.post(
        f"network/membership_{what}",
        to=asked.email,
        key=_key(asked, what, at),
        about=asked,
        asked=asked,
        status_address=status.in_a_letter("network:request", status_token(asked)),
        **context,
    )


def _key(asked: MembershipRequest, what: str, at: dt.datetime) -> str:
    """The moment is in it, because some letters go out more than once."""
    return f"membership:{asked.pk}:{what}:{at.isoformat()}"
