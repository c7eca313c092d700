"""From template to letter: subject, text, HTML, and whether a mail server could take it."""

import re
import unicodedata
from dataclasses import dataclass
from email.errors import MessageError
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.template import Context, Engine, TemplateDoesNotExist
from django.template.loader import get_template

from collab_directory.context import site

# Also what a mail library takes for the end of a line: VT, FF, U+001C to U+001E, U+0085, U+2028
LINE_ENDS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class Unsendable(Exception):  # noqa: N818 - it says what the letter is
    """No mail server could take this letter as it is written. The message says why."""


@dataclass(frozen=True)
class Written:
    subject: str
    text: str
    html: str
    message_id: str


def write(
    template: str, *, to: str, reply_to: str, context: dict[str, Any], unsubscribe: str = ""
) -> Written:
    """Draw `emails/<template>.txt` and, if there is one, `.html`. Raises Unsendable."""
    _check_address(to)
    if reply_to:
        _check_address(reply_to)
    everything = site() | context
    # Plain text: an apostrophe stays one
    as_text = Context(everything, autoescape=False)
    text_template = Engine.get_default().get_template(f"emails/{template}.txt")
    drawn = str(text_template.render(as_text)).replace("\x00", "")  # PostgreSQL cannot keep it
    subject, _, text = drawn.lstrip().partition("\n")
    subject = unicodedata.normalize("NFC", subject.strip())
    if not subject or LINE_ENDS.search(subject):
        raise Unsendable("The subject is empty or has a control character.")
    written = Written(
        # A mail program shows some seventy characters of it
        subject[:300],
        unicodedata.normalize("NFC", text.strip() + "\n"),
        _html(template, everything),
        f"<{uuid4().hex}@{urlsplit(settings.SITE_URL).hostname}>",
    )
    _try_out(message(written, to=to, reply_to=reply_to, unsubscribe=unsubscribe))
    return written


def message(
    written: Any, *, to: str, reply_to: str, unsubscribe: str = ""
) -> EmailMultiAlternatives:
    """The message as it goes out. `written` is a Written, or a Letter, which has the same parts."""
    made = EmailMultiAlternatives(
        subject=written.subject,
        body=written.text,
        # On the envelope, which only mail servers read: whoever returns a letter returns it there
        from_email=settings.MAIL_RETURN,
        to=[to],
        reply_to=[reply_to] if reply_to else None,
        headers={
            "From": settings.DEFAULT_FROM_EMAIL,
            "Message-ID": written.message_id,
            # No holiday note should answer a machine
            "Auto-Submitted": "auto-generated",
            **_ways_out(unsubscribe),
        },
    )
    if written.html:
        made.attach_alternative(written.html, "text/html")
    return made


def sendable(letter: Any) -> EmailMultiAlternatives:
    """The message of a Letter, tried out: raises Unsendable rather than trouble a mail server."""
    if not letter.message_id or not letter.text:
        raise Unsendable("Nothing is written in it.")
    _check_address(letter.to)
    if letter.reply_to:
        _check_address(letter.reply_to)
    made = message(letter, to=letter.to, reply_to=letter.reply_to, unsubscribe=letter.unsubscribe)
    _try_out(made)
    return made


def harmless(line: str) -> str:
    """What may be kept and shown of a line that is not fit to be sent."""
    return LINE_ENDS.sub("\N{REPLACEMENT CHARACTER}", line)


def _ways_out(unsubscribe: str) -> dict[str, str]:
    """What makes a mail program show a button to unsubscribe (RFC 2369 and RFC 8058)."""
    if not unsubscribe:
        return {}
    return {
        "List-Unsubscribe": f"<{unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _try_out(made: EmailMultiAlternatives) -> None:
    try:
        made.message().as_bytes()
    except (MessageError, ValueError, UnicodeError) as fault:
        raise Unsendable(f"It cannot be written as a message: {type(fault).__name__}.") from None


def _html(template: str, context: dict[str, Any]) -> str:
    try:
        found = get_template(f"emails/{template}.html")
    except TemplateDoesNotExist:
        return ""
    return found.render(context).strip().replace("\x00", "")


def _check_address(address: str) -> None:
    # The validator lets control characters through in quotes, and U+2028 in a domain
    if LINE_ENDS.search(address):
        raise Unsendable("The address has a control character.")
    try:
        validate_email(address)
    except ValidationError:
        raise Unsendable("The address is not one.") from None
