"""What a mail server's refusal means: try the letter again, or never."""

import re
import smtplib
from dataclasses import dataclass

from .writing import Unsendable, harmless

# "Sign in first", "wrong password" and their like are about us: an expired password of ours must
# not cost anybody a letter
ABOUT_US = {530, 534, 535, 538}

ADDRESS = re.compile(r"<?[^\s<>@]+@[^\s<>@]+>?")


@dataclass(frozen=True)
class Fault:
    """Why a letter did not leave. `words` are for an editor and hold no address."""

    words: str
    is_permanent: bool
    is_expected: bool = True


def judge(fault: Exception) -> Fault:
    """Anything that nobody expected counts as passing: a letter is given up for a reason."""
    if isinstance(fault, Unsendable):
        return Fault(str(fault), is_permanent=True)
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        return max(
            (_answered(code, said) for code, said in fault.recipients.values()),
            key=lambda found: found.is_permanent,
        )
    if isinstance(fault, smtplib.SMTPResponseException):
        return _answered(fault.smtp_code, fault.smtp_error)
    if isinstance(fault, smtplib.SMTPNotSupportedError):
        return Fault("The mail server cannot carry this address.", is_permanent=True)
    if isinstance(fault, smtplib.SMTPServerDisconnected):
        return Fault("The mail server hung up.", is_permanent=False)
    if isinstance(fault, TimeoutError):
        return Fault("The mail server did not answer in time.", is_permanent=False)
    if isinstance(fault, OSError):
        return Fault(f"The connection broke: {type(fault).__name__}.", is_permanent=False)
    words = f"Something unexpected: {type(fault).__name__}."
    return Fault(words, is_permanent=False, is_expected=False)


def _answered(code: int, said: bytes | str) -> Fault:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    # Servers like to repeat the address, on several lines
    shown = " ".join(ADDRESS.sub("…", harmless(text.replace("\n", " "))).split())
    words = f"The mail server answered {code}: {shown}"[:200]
    return Fault(words, is_permanent=500 <= code <= 599 and code not in ABOUT_US)
