"""Looks into a file that somebody brings: what it is, and whether anything in it could act.

Its name says nothing. What is handed to readers must be what we say it is, open without a question,
and hold no macro, no program, no form that sends, and nothing that is fetched when it is opened.
"""

from django.utils.translation import gettext as _

from casestudies.models import ResourceFile
from casestudies.models.toolkit import MEGABYTE, MOST_BYTES
from casestudies.toolkit.archives import look_into_archive
from casestudies.toolkit.pdfs import look_into_pdf
from casestudies.toolkit.unfit import Unfit, wanted


def look_into(content: bytes) -> ResourceFile.Format:
    """What the file is. Raises Unfit."""
    if not content:
        raise Unfit(_("This file is empty. Choose it once more."))
    if len(content) > MOST_BYTES:
        raise Unfit(
            _("This file is larger than %d MB. Make its pictures smaller and save it again.")
            % (MOST_BYTES // MEGABYTE)
        )
    if content.startswith(b"PK\x03\x04"):
        return look_into_archive(content)
    if content.startswith(b"%PDF-"):
        look_into_pdf(content)
        return ResourceFile.Format.PDF
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unfit(
            _(
                "This is an old Office file, or one with a password. Save it as .docx or .xlsx, "
                "without a password."
            )
        )
    raise wanted()
