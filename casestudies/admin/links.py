"""The addresses of sources: which are dead or have moved, and the buttons that put that right."""

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from casestudies import editorial, sources
from casestudies.admin.study_list import ChosenFilter
from collab_directory import limits
from collab_directory.linkcheck import checking
from collab_directory.linkcheck.models import CheckedLink
from collab_directory.worklist import Queue, Row, Whom
from collab_directory.worklist.queues import change_page

VIEW = "linkcheck.view_checkedlink"


def _row(link, action):
    about = _("“%(study)s” · asked on %(day)s: it %(answer)s") % {
        "study": link.study_title,
        "day": date_format(link.checked_at, "j F Y"),
        "answer": link.get_state_display(),
    }
    return Row(link.source_title, about, action, change_page(link), link.failing_since)


def _list(which):
    return lambda: f"{reverse('admin:linkcheck_checkedlink_changelist')}?waits={which}"


LINK_QUEUES = (
    Queue(
        "dead-sources",
        lambda n: ngettext("dead source", "dead sources", n),
        gettext_lazy(
            "Find where the page is now, or an archived copy, and write that address down; or say "
            "that it opens for you."
        ),
        VIEW,
        lambda at: sources.cited(CheckedLink.objects.dead()),
        _list("dead"),
        whom=Whom.READERS,
        row=lambda link, user: _row(link, _("Put it right")),
        load=sources.with_source,
        order=("checked_at", "address"),
    ),
    Queue(
        "moved-sources",
        lambda n: ngettext("source that has moved", "sources that have moved", n),
        gettext_lazy("The old address still leads there. Take the new one over while it does."),
        VIEW,
        lambda at: sources.cited(CheckedLink.objects.moved()),
        _list("moved"),
        whom=Whom.READERS,
        row=lambda link, user: _row(link, _("Compare the addresses")),
        load=sources.with_source,
        order=("checked_at", "address"),
    ),
)


class LinkFilter(ChosenFilter):
    title = gettext_lazy("what needs attention")
    parameter_name = "waits"
    choices_offered = (
        ("dead", gettext_lazy("dead sources")),
        ("moved", gettext_lazy("sources that have moved")),
        ("uncited", gettext_lazy("cited no more")),
    )

    def narrow(self, queryset, value):
        if value == "uncited":
            return queryset.exclude(pk__in=sources.cited(CheckedLink.objects.all()).values("pk"))
        found = queryset.dead() if value == "dead" else queryset.moved()
        return sources.cited(found)


@admin.register(CheckedLink)
class CheckedLinkAdmin(admin.ModelAdmin):
    """Nobody writes here: the addresses answer, and sources are written in their entries."""

    list_display = ("address", "state", "status", "checked_at")
    list_filter = (LinkFilter, "state")
    search_fields = ("address",)
    list_per_page = 50
    fields = ("address", "state", "status", "moved_to", "checked_at")
    change_form_template = "admin/linkcheck/checkedlink/change_form.html"
    change_list_template = "admin/linkcheck/checkedlink/change_list.html"

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        one = [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(self.press_view),
                {"name": name},
                name=f"linkcheck_checkedlink_{name}",
            )
            for name in PRESSES
        ]
        return one + super().get_urls()

    def changelist_view(self, request, extra_context=None):
        more = {"is_off": not settings.CHECK_SOURCES}
        return super().changelist_view(request, more | (extra_context or {}))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context |= {
            "subtitle": None,
            "citing": list(sources.citing(obj)),
            "is_off": not settings.CHECK_SOURCES,
            "may_edit": request.user.has_perm(editorial.CHANGE),
            "presses": list(_offered(request.user, obj)),
        }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def press_view(self, request, pk, name):
        press, permission = PRESSES[name]
        if not (request.user.has_perm(VIEW) and request.user.has_perm(permission)):
            raise PermissionDenied
        link = CheckedLink.objects.filter(pk=pk).first()
        if link is None:
            raise Http404
        if request.method == "POST":
            level, said = press(link, request.user)
            messages.add_message(request, level, said)
        return HttpResponseRedirect(change_page(link))


def _offered(user, link):
    """The buttons that do something for this link: address, words, and whether it is the first."""
    may_move = bool(link.moved_to) and user.has_perm(editorial.PUBLISH)
    offered = {
        "take-over": (_("Take the new address over"), may_move),
        "ask": (_("Ask it again now"), settings.CHECK_SOURCES > 0),
        "trust": (_("It opens for me"), link.state != CheckedLink.State.WORKS),
    }
    for name, (words, is_offered) in offered.items():
        if is_offered:
            yield f"admin:linkcheck_checkedlink_{name}", words, name == "take-over"


def ask_again(link, user):
    """In the request, as it is one address and takes ten seconds at most."""
    try:
        found = checking.check(link.address, at=timezone.now())
    except checking.OffError:
        return messages.WARNING, _("Addresses are not asked here: nothing was done.")
    except checking.NoNetworkError:
        return messages.WARNING, _("Nobody can be reached from here: nothing was noted.")
    except limits.Refused:
        return messages.WARNING, _("It was asked just now, or too many were asked today.")
    return messages.SUCCESS, _("Asked. It %s.") % found.get_state_display()


def trust(link, user):
    day = sources.trust(link, by=user, on=timezone.localdate())
    said = _("Noted: it opens for you. It is asked again after %s.") % date_format(day, "j F Y")
    return messages.SUCCESS, said


def take_over(link, user):
    done = sources.take_over(link, by=user)
    if not done:
        return messages.INFO, _("Nothing was done: no published entry has the old address.")
    said = ngettext(
        "The new address stands in %d source now.",
        "The new address stands in %d sources now.",
        done,
    )
    return messages.SUCCESS, said % done


PRESSES = {
    "ask": (ask_again, editorial.CHANGE),
    "trust": (trust, editorial.CHANGE),
    "take-over": (take_over, editorial.PUBLISH),
}
