"""The letter with a code, also when there is nobody to send it to."""

import uuid
from contextlib import suppress

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.db import transaction

from collab_directory import outbox


class _NobodysError(Exception):
    """Undoes what was done for an address at which there is no account."""


def write_in_vain(address: str) -> None:
    """What a code for this address would have cost, undone.

    Nobody can tell by the time that an answer takes whether there is an account.
    """
    with suppress(_NobodysError), transaction.atomic():
        code = get_adapter().generate_login_code()
        post_code(address, code)
        raise _NobodysError


def post_code(address: str, code: str) -> None:
    minutes = settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60
    key = f"account:{uuid.uuid4()}"  # each is a letter of its own: the next code is another
    outbox.post("account/code", to=address, key=key, code=code, minutes=minutes)
