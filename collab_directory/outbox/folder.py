"""A mail backend for laptops: each letter is a file of its own, which any mail program opens."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from django.utils.text import slugify


class EmailBackend(BaseEmailBackend):
    """Writes into EMAIL_FILE_PATH: `2026-11-22 21.05.09 your-enquiry 3f2a81c0.eml`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.folder = Path(settings.EMAIL_FILE_PATH or ".")

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        self.folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            _write(message.message().as_bytes(), self._place(message))
        return len(email_messages)

    def _place(self, message: EmailMessage) -> Path:
        """Two letters of one second and subject differ by the beginning of their Message-ID."""
        written = f"{timezone.localtime():%Y-%m-%d %H.%M.%S}"
        subject = slugify(message.subject)[:60]
        mark = slugify(message.extra_headers.get("Message-ID", ""))[:8]
        return self.folder / f"{written} {subject} {mark}.eml"


def _write(content: bytes, place: Path) -> None:
    """Whoever watches the folder sees whole letters only, and nobody else's."""
    unfinished = place.with_suffix(f".{os.getpid()}")
    with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(content)
    unfinished.replace(place)
