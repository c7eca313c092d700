"""The letters about a member's new address."""

import datetime as dt

from collab_directory import outbox
from network import status
from network.models import AddressChange, Member

from .letters import sign_in_address


def ask_at_new_address(wish: AddressChange, *, token: str, until: dt.datetime) -> None:
    outbox.post(
        "network/address_confirm",
        to=wish.email,
        key=f"address:{wish.form_key}:confirm",
        about=wish,
        confirm_address=status.in_a_letter("network:address_confirm", token),
        until=until,
    )


def tell_whose_address_it_is(wish: AddressChange) -> None:
    """Somebody belongs under it already: nothing changes. It may be the same person."""
    outbox.post(
        "network/address_taken",
        to=wish.email,
        key=f"address:{wish.form_key}:taken",
        about=wish,
        sign_in_address=sign_in_address(),
    )


def tell_old_address(member: Member, *, at: dt.datetime) -> None:
    """Without the new one: somebody else may read this letter box now."""
    outbox.post(
        "network/address_changed",
        to=member.email,
        key=f"address:{member.pk}:changed:{at.isoformat()}",
        about=member,
    )
