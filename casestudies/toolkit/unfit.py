"""Why a file cannot be handed to readers, in words for whoever brought it."""

from django.utils.translation import gettext as _

from casestudies.models.toolkit import MEGABYTE

MOST_INFLATED = 100 * MEGABYTE  # of all that is packed inside a file


class Unfit(Exception):  # noqa: N818 - it is said of a file, and reads as it is said
    """The file cannot be handed out. The message says why, and what to do."""


def wanted() -> Unfit:
    return Unfit(
        _(
            "This is no file that we can hand out. Choose a Word document (.docx), an Excel "
            "workbook (.xlsx), an OpenDocument text or spreadsheet (.odt, .ods) or a PDF."
        )
    )


def damaged() -> Unfit:
    return Unfit(_("This file is damaged. Open it in your program and save it once more."))


def locked() -> Unfit:
    return Unfit(
        _("This file is protected, so nobody can see what is in it. Save it without a password.")
    )


def acts() -> Unfit:
    return Unfit(
        _(
            "This file holds a macro, a script, a control or another file inside, which readers "
            "should not be handed. Take it out, or save or print the file without it."
        )
    )


def fetches() -> Unfit:
    return Unfit(
        _(
            "This file fetches something from elsewhere when it is opened, such as a picture or a "
            "template. Put it into the file itself, or take it out."
        )
    )


def too_large() -> Unfit:
    return Unfit(
        _("This file is too large once it is unpacked (more than %d MB). Make it smaller.")
        % (MOST_INFLATED // MEGABYTE)
    )
