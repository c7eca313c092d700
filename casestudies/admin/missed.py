"""What readers searched for and did not find: to read, to act on elsewhere, and to cross out."""

from contextlib import nullcontext

from django.contrib import admin, messages
from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from casestudies.admin.base import AuditedAdmin
from casestudies.models import MissedSearch
from collab_directory.worklist import Queue, Row, Whom
from collab_directory.worklist.queues import change_page


def row(search, user):
    times = ngettext("searched for once", "searched for %(count)d times", search.times)
    day = gettext("last on %s") % date_format(search.last_on, "j F Y")
    about = f"{times % {'count': search.times}} · {day}"
    return Row(f"“{search.text}”", about, gettext("See what would help"), change_page(search))


MISSED_QUEUE = Queue(
    "missed-searches",
    lambda n: ngettext("search that found nothing", "searches that found nothing", n),
    _("Teach the search the word, or write the entry that is missing; then cross it out."),
    "casestudies.view_missedsearch",
    lambda at: MissedSearch.objects.all(),
    lambda: reverse("admin:casestudies_missedsearch_changelist"),
    whom=Whom.SEEKERS,
    row=row,
    order=("-times", "-last_on", "text"),
)


@admin.register(MissedSearch)
class MissedSearchAdmin(AuditedAdmin):
    """Nobody adds to it or corrects it: the searches themselves do."""

    list_display = ("text", "times", "last_on")
    search_fields = ("text",)
    fields = ("text", "times", "last_on")
    actions = ("dealt_with",)
    change_form_template = "admin/casestudies/missedsearch/change_form.html"

    def one_change(self, request):
        # No reader sees these, so neither the catalogue nor the search has anything to follow.
        return transaction.atomic() if request.method == "POST" else nullcontext()

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)  # the same under a name that frightens
        return actions

    @admin.action(description=_("Dealt with: take off the list"), permissions=["delete"])
    def dealt_with(self, request, searches):
        self.log_deletions(request, searches)
        count, _rows = searches.delete()
        said = ngettext(
            "%(count)s search is off the list. It comes back if it finds nothing again.",
            "%(count)s searches are off the list. They come back if they find nothing again.",
            count,
        )
        self.message_user(request, said % {"count": count}, messages.SUCCESS)
