"""A second step that was passed just now, before what hands people's data out, erases, or changes
what somebody may do: whoever finds an unlocked computer finds these closed."""

import datetime as dt

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from network.sign_in import factors

# A page is opened within the first; what is sent from it has a little longer, so that there is
# always time to read what it says
OPENED_WITHIN = dt.timedelta(minutes=10)
SENT_WITHIN = dt.timedelta(minutes=15)

# Pages of the admin by the end of their name: deleting, erasing and removing of whatever kind
ENDS = ("_delete", "_erase", "_remove")
# And by their whole name: what an account or a role may do, and what is held of a person
PAGES = {
    "audit_auditrecord_export",
    "auth_group_add",
    "auth_group_change",
    "auth_user_add",
    "auth_user_change",
    "auth_user_second_step",
    "casestudies_casestudy_everything",
    "casestudies_casestudy_everything_file",
    "network_disclosure_person",
    "sheets_sheetimport_export",
}
IN_BULK = {"delete_selected"}  # actions of a list


def is_missing(request: HttpRequest) -> bool:
    """Whether a page of the admin asks for one that was passed just now, and it was not."""
    return _is_needed(request) and not _is_there(request)


def is_stale(request: HttpRequest) -> bool:
    """For a member's own page: whether they have a second step, and passed it too long ago."""
    return factors.has_one(request.user) and not _is_there(request)


def ask_for(request: HttpRequest) -> HttpResponse:
    """Leads to the second step, and back to the page; nothing was done yet."""
    if request.method == "POST":
        messages.warning(
            request,
            _("Nothing was done yet: your second step was too long ago. Now you can go on."),
        )
    return redirect_to_login(request.get_full_path(), reverse("mfa_reauthenticate"))


def _is_needed(request: HttpRequest) -> bool:
    match = request.resolver_match
    name = (match.url_name if match else None) or ""
    in_bulk = request.method == "POST" and request.POST.get("action") in IN_BULK
    return name.endswith(ENDS) or name in PAGES or in_bulk


def _is_there(request: HttpRequest) -> bool:
    passed = factors.passed_at(request)
    is_sent = request.method == "POST"
    return passed is not None and timezone.now() - passed < (
        SENT_WITHIN if is_sent else OPENED_WITHIN
    )
