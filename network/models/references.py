"""Numbers that people can read out on the telephone."""

import secrets

# Without vowels, so that no word appears, and without what is read or heard as something else
LETTERS = "23456789CDFHJKMPRTVWX"


def new_reference(prefix: str) -> str:
    """Such as `E-4KTM-9PRD`: 21^8, some 38,000 million. The database has the last word."""
    code = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"{prefix}-{code[:4]}-{code[4:]}"


def new_handle() -> str:
    """Of 128 bits: nobody guesses one, and it says nothing."""
    return secrets.token_urlsafe(16)


def new_enquiry_reference() -> str:
    return new_reference("E")


def new_correction_reference() -> str:
    return new_reference("C")


def new_message_reference() -> str:
    return new_reference("M")


def new_request_reference() -> str:
    return new_reference("N")


def new_contribution_reference() -> str:
    return new_reference("P")


def new_introduction_reference() -> str:
    return new_reference("I")
