"""What a publisher does with a term besides editing it: merge it into another, retire it.

Each page says how many things will follow before anything is done.
"""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casestudies import terms
from casestudies.admin.base import plain_renderer
from casestudies.admin.term_forms import ChooseForm, MergeForm, RetireForm
from casestudies.editorial import NotPossible
from casestudies.models import Retirable


class RetiredFilter(admin.SimpleListFilter):
    title = gettext_lazy("whether it is offered")
    parameter_name = "offered"

    def lookups(self, request, model_admin):
        return [("yes", _("offered")), ("no", _("retired"))]

    def queryset(self, request, queryset):
        if self.value() not in ("yes", "no"):
            return queryset
        return queryset.filter(retired_on__isnull=self.value() == "yes")


class TermPages:
    """Put before ModelAdmin: the buttons of a term and the pages behind them."""

    change_form_template = "admin/casestudies/term/change_form.html"
    may_retire = True

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        pages = {"merge": self.merge_view}
        if self.may_retire:
            pages |= {"retire": self.retire_view, "offer": self.offer_view}
        wrap = self.admin_site.admin_view
        mine = [
            path(f"<int:pk>/{page}/", wrap(self._heeding(view)), name=f"{name}_{page}")
            for page, view in pages.items()
        ]
        return mine + super().get_urls()

    def _heeding(self, view):
        """A page that may stand in the way of somebody who saves an entry with its term.

        Each of the two then waits for what the other holds, and the database ends one of them.
        """

        def page(request, pk):
            try:
                return view(request, pk)
            except DatabaseError as error:
                return self._not_taken(request, error)

        return page

    def get_actions(self, request):
        actions = super().get_actions(request)
        # Of several at once, the page that says what each is used for would not be read.
        actions.pop("delete_selected", None)
        return actions

    def get_list_filter(self, request):
        filters = super().get_list_filter(request)
        return [*filters, RetiredFilter] if self.may_retire else filters

    def get_search_results(self, request, queryset, search_term):
        found, may_double = super().get_search_results(request, queryset, search_term)
        if self.may_retire and request.path == reverse("admin:autocomplete"):
            found = found.offered()
        return found, may_double

    # What is in use is not deleted: entries would silently lose it

    def uses_of(self, term):
        return terms.uses(term) if isinstance(term, Retirable) else []

    def has_delete_permission(self, request, obj=None):
        if not super().has_delete_permission(request, obj):
            return False
        return obj is None or not self.uses_of(obj)

    def delete_view(self, request, object_id, extra_context=None):
        term = self.get_object(request, object_id)
        may = super().has_delete_permission(request)
        if term is not None and may and (used := self.uses_of(term)):
            messages.error(
                request,
                _(
                    "“%(term)s” was not deleted, because it is used: %(uses)s. Merge it into "
                    "another one, or retire it. There is a button for each."
                )
                % {"term": term, "uses": in_words(used)},
            )
            return self._back_to(term)
        return super().delete_view(request, object_id, extra_context)

    # The form

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            context |= {
                "uses": in_words(self.uses_of(obj)),
                "may_merge": self._may_merge(request),
                "may_retire": self.may_retire and self.has_change_permission(request, obj),
                "retired": getattr(obj, "is_retired", False),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _may_merge(self, request):
        model = self.opts.model_name
        verbs = ("change", "delete")
        return all(request.user.has_perm(f"{self.opts.app_label}.{v}_{model}") for v in verbs)

    # The pages

    def merge_view(self, request, pk):
        term = self._term(request, pk, self._may_merge(request))
        if term is None:
            messages.info(request, _("It is gone already: somebody has merged or deleted it."))
            return self._to_list()
        chosen = ChooseForm(request.GET if "into" in request.GET else None, term=term)
        if not chosen.is_valid():
            return self._ask(request, "choose", term, chosen, _("Merge “%s” into another") % term)
        into = chosen.cleaned_data["into"]
        form = MergeForm(request.POST if request.method == "POST" else None, term=term)
        if form.is_valid() and self._merge(request, term, into, form):
            return self._back_to(into)
        question = _("Merge “%(gone)s” into “%(into)s”?") % {"gone": term, "into": into}
        return self._ask(request, "merge", term, form, question, into=into)

    def _merge(self, request, term, into, form):
        try:
            if isinstance(term, Retirable):
                done = terms.merge(term, into, by=request.user, **form.cleaned_data)
            else:
                done = terms.merge_words(term, into, by=request.user)
        except NotPossible as problem:
            form.add_error(None, str(problem))
            return False
        words = {"gone": term, "into": into}
        if done:
            said = _("“%(gone)s” has gone into “%(into)s”. Its address leads here.")
            messages.success(request, said % words)
        else:
            messages.info(request, _("“%(gone)s” has gone into another one already.") % words)
        return True

    def retire_view(self, request, pk):
        term = self._term(request, pk, self.has_change_permission(request))
        if term is None:
            raise Http404
        if term.is_retired:
            messages.info(request, _("“%s” is retired already.") % term)
            return self._back_to(term)
        form = RetireForm(request.POST if request.method == "POST" else None, term=term)
        if form.is_valid() and self._retire(request, term, form.cleaned_data["replacement"], form):
            return self._back_to(term)
        return self._ask(request, "retire", term, form, _("Retire “%s”?") % term)

    def _retire(self, request, term, replacement, form):
        try:
            terms.retire(term, by=request.user, replacement=replacement)
        except NotPossible as problem:
            form.add_error(None, str(problem))
            return False
        messages.success(request, _("“%s” is retired. Nothing new can choose it.") % term)
        return True

    def offer_view(self, request, pk):
        term = self._term(request, pk, self.has_change_permission(request))
        if term is None:
            raise Http404
        if request.method == "POST" or not term.is_retired:
            if terms.offer_again(term, by=request.user):
                messages.success(request, _("“%s” can be chosen again.") % term)
            else:
                messages.info(request, _("“%s” is not retired.") % term)
            return self._back_to(term)
        form = forms.Form(renderer=plain_renderer)
        return self._ask(request, "offer", term, form, _("Offer “%s” again?") % term)

    def _term(self, request, pk, may):
        if not may:
            raise PermissionDenied
        return self.model._default_manager.filter(pk=pk).first()

    def _back_to(self, term):
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return HttpResponseRedirect(reverse(name, args=[term.pk]))

    def _to_list(self):
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"
        return HttpResponseRedirect(reverse(name))

    def _ask(self, request, page, term, form, title, into=None):
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "page": page,
            "term": term,
            "into": into,
            "uses": self.uses_of(term),
            "is_term": isinstance(term, Retirable),
            "transition": BUTTONS[page],
            "form": form,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/casestudies/term/ask.html", context)


BUTTONS = {
    "choose": {
        "button": gettext_lazy("Show what will happen"),
        "consequence": gettext_lazy(
            "Use this where two words mean the same. One of them goes, and everything that has it "
            "gets the other."
        ),
    },
    "merge": {
        "button": gettext_lazy("Merge"),
        "consequence": gettext_lazy(
            "Readers see the change at once. It cannot be undone by a button: to part the two "
            "again, each thing has to be changed by hand."
        ),
    },
    "retire": {
        "button": gettext_lazy("Retire"),
        "consequence": gettext_lazy(
            "It leaves the forms: no new entry, member or proposal can choose it. You can offer it "
            "again at any time."
        ),
    },
    "offer": {
        "button": gettext_lazy("Offer again"),
        "consequence": gettext_lazy(
            "It can be chosen again, and its page says nothing of its being retired. What went to "
            "another one stays there."
        ),
    },
}


def in_words(uses):
    """“12 case studies and 3 members”; empty for none."""
    said = [f"{use.count} {use.label}" for use in uses]
    return get_text_list(said, _("and"))
