"""How long what sending and receiving leaves behind is kept: letters, links, limits."""

import datetime as dt

from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from casestudies.models import Preview
from casestudies.sheets.models import KEPT as SPREADSHEET_KEPT
from casestudies.sheets.models import SheetImport
from collab_directory.limits.models import Tally
from collab_directory.outbox.models import BODY_KEPT, ROW_KEPT, Letter
from collab_directory.presence.models import OpenForm
from collab_directory.worklist.models import HOLDS, Mark
from network.models import Link, ReturnedLetter
from network.retention.rule import Rule
from network.sign_in import sessions

SIGN_IN_KEPT = dt.timedelta(days=1)  # longer than any session lasts
RETURNED_KEPT = dt.timedelta(days=30)
OPEN_FORM_KEPT = dt.timedelta(days=1)
PREVIEW_KEPT = dt.timedelta(days=30)
USED_LINK_KEPT = dt.timedelta(days=30)


def _links(at: dt.datetime) -> int:
    over = Q(expires_at__lte=at - USED_LINK_KEPT) | Q(used_at__lte=at - USED_LINK_KEPT)
    return Link.objects.filter(over).delete()[0]


def _returned_letters(at: dt.datetime) -> int:
    return ReturnedLetter.objects.filter(received_at__lte=at - RETURNED_KEPT).delete()[0]


def _previews(at: dt.datetime) -> int:
    return Preview.objects.over(at - PREVIEW_KEPT).delete()[0]


def _letters(at: dt.datetime) -> int:
    forgotten = Letter.objects.forget(at)
    return forgotten.emptied + forgotten.deleted


def _tallies(at: dt.datetime) -> int:
    return Tally.objects.over(at).delete()[0]


def _open_forms(at: dt.datetime) -> int:
    return OpenForm.objects.over(at - OPEN_FORM_KEPT).delete()[0]


def _spreadsheets(at: dt.datetime) -> int:
    return SheetImport.objects.over(at).delete()[0]


def _marks(at: dt.datetime) -> int:
    return Mark.objects.over(at).delete()[0]


RULES = (
    Rule(
        "sign-ins",
        _("Where a member or an editor is signed in: the kind of browser, and when it was used"),
        SIGN_IN_KEPT,
        _("after signing in, or at once when they sign out"),
        _("deleted"),
        lambda at: sessions.forget_over(at, SIGN_IN_KEPT),
    ),
    Rule(
        "letters",
        _("That a letter was sent, to whom, when, and whether it arrived"),
        ROW_KEPT,
        _("after it was sent, or given up"),
        format_lazy(_("deleted; its text goes after {days} days already"), days=BODY_KEPT.days),
        _letters,
    ),
    Rule(
        "returned-letters",
        _("That a letter came back, and why"),
        RETURNED_KEPT,
        _("after it came back"),
        _("deleted"),
        _returned_letters,
    ),
    Rule(
        "used-links",
        _("Links in letters, as codes from which the link cannot be read"),
        USED_LINK_KEPT,
        _("after they were used or ran out"),
        _("deleted"),
        _links,
    ),
    Rule(
        "limits",
        _("How often somebody sent something, under a code that does not say who"),
        dt.timedelta(days=1),
        _("at most, after they sent it"),
        _("deleted"),
        _tallies,
    ),
    Rule(
        "open-forms",
        _("That an editor has an entry open, so that others see who else is at it"),
        OPEN_FORM_KEPT,
        _("at most, after they closed it; at once when they save it or leave it"),
        _("deleted"),
        _open_forms,
    ),
    Rule(
        "spreadsheets",
        _("What an editor brought in as a spreadsheet, until it is applied or given up"),
        SPREADSHEET_KEPT,
        _("after it was brought"),
        _("deleted; the drafts and changes that were made of it stay"),
        _spreadsheets,
    ),
    Rule(
        "previews",
        _("Which editor made a link that shows an entry before it is public"),
        PREVIEW_KEPT,
        _("after the link ran out or was withdrawn"),
        _("deleted"),
        _previews,
    ),
    Rule(
        "marks",
        _("That an editor says they are dealing with something on the worklist"),
        HOLDS,
        _("after they said so, or once it is dealt with"),
        _("deleted"),
        _marks,
    ),
)
