"""How the rest of the house hears of a letter that cannot arrive."""

import logging
import traceback
from typing import TYPE_CHECKING

from django.db import transaction
from django.dispatch import Signal

if TYPE_CHECKING:
    from .models import Letter

log = logging.getLogger(__name__)

# A letter failed for good. Sent with `letter` and `problem`, in the transaction that marks it. For
# a letter that could not even be written it is sent when the transaction that posted it has ended.
failed = Signal()


def tell_of_failure(letter: "Letter") -> None:
    """What the receivers write is kept or lost as a whole, and never undoes the mark itself."""
    try:
        with transaction.atomic():
            failed.send(type(letter), letter=letter, problem=letter.problem)
    except Exception as fault:
        # Where, and never what: the words of an error may hold an address
        where = "".join(traceback.format_tb(fault.__traceback__))
        log.error("Letter %s failed, and then %s\n%s", letter.pk, type(fault).__name__, where)
