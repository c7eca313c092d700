"""Letters that arrive: `outbox.post("network/welcome", to=address, key="welcome:7", by=member)`.

A letter is a row, written in the transaction of the thing that it is about; `send_mail` sends it.
Each has a key: posting the same key again changes nothing. `signals.failed` tells of a letter that
cannot arrive. What is promised, and why this is no library: docs/decisions/0014.
"""

from typing import TYPE_CHECKING, Any

from django.db.models import Model

if TYPE_CHECKING:
    from .models import Letter

__all__ = ["cancel", "post"]


def post(
    template: str,
    *,
    to: str,
    key: str,
    about: Model | None = None,
    reply_to: str = "",
    in_bulk: bool = False,
    unsubscribe: str = "",
    **context: Any,
) -> "Letter":
    """Queue one letter, drawn from `templates/emails/<template>.txt`, and `.html` if there is one.

    The first line of the text is the subject. `key` says what the letter is, once and for all: if
    it is taken, the letter that took it is returned as it stands. `about` is what the letter is
    about, so that its fate can be shown there. Letters `in_bulk` go after all others. `unsubscribe`
    is an address to which a mail program may post so that no more such letters come (RFC 8058); the
    template is given it, too. A letter that cannot be sent as it is written (a line break in its
    subject, a broken address) is kept as failed, with the reason, and raises nothing: it must not
    undo what it is about.
    """
    from .models import Letter  # not before the apps are loaded

    return Letter.objects.post(
        template,
        to=to,
        key=key,
        about=about,
        reply_to=reply_to,
        in_bulk=in_bulk,
        unsubscribe=unsubscribe,
        context=context | {"unsubscribe": unsubscribe},
    )


def cancel(*, to: str = "", about: Model | None = None) -> int:
    """Take letters that wait out of the queue: to this address, about this thing, or both.

    How many were taken. One that is being sent at this moment may arrive all the same, and is then
    marked sent; if it does not, it is not tried again.
    """
    from .models import Letter

    if not to and about is None:
        raise ValueError("Say whose letters, or about what: nobody cancels all of them")
    return Letter.objects.addressed(to).about(about).cancel()
