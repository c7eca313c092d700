"""Who may sign in."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.db.models import Q
from django.http import HttpRequest

MAY_SIGN_IN = Q(is_active=True) & (
    Q(is_staff=True) | Q(member__isnull=False, member__left_at__isnull=True)
)


def at(address: str) -> User | None:
    """The account of staff or of a member at this address, however it is capitalised.

    Somebody with two accounts signs in to the one with more rights.
    """
    return (
        User.objects.filter(MAY_SIGN_IN, email__iexact=address)
        .order_by("-is_staff", "-is_superuser", "pk")
        .first()
    )


def may_sign_in(user: Any) -> bool:
    """Asked again when the code is entered: much can have happened since it was sent."""
    return User.objects.filter(MAY_SIGN_IN, pk=user.pk).exists()


def is_member(user: Any) -> bool:
    """Whether the pages of members are for them."""
    return User.objects.filter(
        pk=user.pk, is_active=True, member__isnull=False, member__left_at__isnull=True
    ).exists()


class Accounts(ModelBackend):
    """Knows people and their rights, and takes no password.

    A session is asked at every request whether its account is still switched on (`get_user`), so
    whoever is switched off is out at once.
    """

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> None:  # type: ignore[override]
        return None
