"""Entries that may be doubles: offered while one is typed, compared, kept apart, or merged."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from casestudies import editorial, merging, signals, twin_pairs, uniting
from casestudies.admin.transitions import NoteForm
from casestudies.differences import LISTS, between
from casestudies.imports.one import current_document, text_of
from casestudies.models import CaseStudy, Organisation, TwinPair
from casestudies.twins import twins_of

CHANGE = "admin:casestudies_casestudy_change"
LONGEST = 300  # characters of a title or place that are compared while they are typed
MOST_PARTNERS = 50
MOST_FOUND = 10


class MergeForm(NoteForm):
    """One question for each thing that the two entries say differently.

    `study` is the entry that stays. Whoever agrees has seen both as they are.
    """

    MINE, THEIRS = "stays", "goes"

    def __init__(self, *args, study, gone, choices, texts, **kwargs):
        super().__init__(*args, study=study, **kwargs)
        self.initial["seen"] += f" {gone.updated_at.isoformat()}"
        self.choices = choices
        for choice in choices:
            mine, theirs = texts(choice.name)
            self.fields[f"take_{choice.name}"] = forms.ChoiceField(
                label=choice.label,
                choices=[(self.MINE, mine or _("Nothing")), (self.THEIRS, theirs)],
                initial=self.THEIRS if choice.is_filled else self.MINE,
                widget=forms.RadioSelect,
            )
        self.order_fields([*(f"take_{choice.name}" for choice in choices), "note"])

    @property
    def taken(self):
        said = self.cleaned_data
        return [c.name for c in self.choices if said.get(f"take_{c.name}") == self.THEIRS]


class Twins:
    """Put before ModelAdmin: the pages and hints of the admin of case studies."""

    class Media:
        js = (forms.Script("js/twins.js", defer=True),)

    def get_urls(self):
        wrap, name = self.admin_site.admin_view, "casestudies_casestudy"
        mine = [
            path("twins.json", wrap(self.twins_json), name=f"{name}_twins_json"),
            path("<int:pk>/twins/", wrap(self.twins_view), name=f"{name}_twins"),
            path("<int:pk>/twins/<int:other>/", wrap(self.twin_view), name=f"{name}_twin"),
            path("<int:pk>/merge/<int:other>/", wrap(self.merge_view), name=f"{name}_merge"),
        ]
        return mine + super().get_urls()

    # On the form

    def twins_json(self, request):
        """What may be the same as what is typed: `title`, `place`, `organisation`, `pk`."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        asked = request.GET
        numbers = [n for n in asked.getlist("organisation")[:MOST_PARTNERS] if is_number(n)]
        among, own = twin_pairs.alive(), asked.get("pk", "")
        if is_number(own):
            apart = TwinPair.objects.exclude(apart_at=None)
            among = among.exclude(pk=own)
            among = among.exclude(pk__in=apart.filter(first=own).values("second"))
            among = among.exclude(pk__in=apart.filter(second=own).values("first"))
        found = twins_of(
            asked.get("title", "")[:LONGEST],
            place=asked.get("place", "")[:LONGEST],
            organisations=list(Organisation.objects.filter(pk__in=numbers)),
            among=among,
        )
        heading = ngettext(
            "There is an entry that may be about the same scheme:",
            "There are %(count)d entries that may be about the same scheme:",
            len(found),
        ) % {"count": len(found)}
        return JsonResponse(
            {
                "heading": heading if found else "",
                "twins": [
                    {
                        "title": twin.study.title,
                        "url": reverse(CHANGE, args=[twin.study.pk]),
                        "why": "; ".join([twin.study.get_state_display(), *twin.reasons]),
                    }
                    for twin in found
                ],
            }
        )

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        found = twin_pairs.look_again(form.instance)
        if found and not change:
            address = reverse("admin:casestudies_casestudy_twins", args=[form.instance.pk])
            said = _("This may be about the same scheme as another entry: {}. {}")
            link = format_html('<a href="{}">{}</a>', address, _("Compare them"))
            messages.warning(request, format_html(said, found[0].study.title, link))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["twins_json"] = reverse("admin:casestudies_casestudy_twins_json")
        if obj is not None and not obj.is_pending:
            pairs = TwinPair.objects.between_living().of(obj).select_related("first", "second")
            context["twins"] = [p.second if p.first_id == obj.pk else p.first for p in pairs]
            context["merge"] = getattr(obj, "merge", None)
        return super().render_change_form(request, context, add, change, form_url, obj)

    # The pages

    def twins_view(self, request, pk):
        """The twins of an entry, and a box to look for another one by hand."""
        study = self._entry(request, pk)
        sought = request.GET.get("q", "").strip()[:LONGEST]
        named = twin_pairs.alive().exclude(pk=study.pk).order_by("title", "pk")
        by_hand = named.filter(title__icontains=sought) | named.filter(slug=sought)
        context = {
            "title": _("Is “%s” the same scheme as another entry?") % study,
            "study": study,
            "found": twin_pairs.twins(study),
            "sought": sought,
            "by_hand": by_hand[:MOST_FOUND] if sought else [],
        }
        return self._page(request, "twins", context)

    def twin_view(self, request, pk, other):
        """Two entries side by side. The button says that they are two."""
        if pk == other:
            raise Http404
        study, other = self._entry(request, pk), self._entry(request, other)
        may = request.user.has_perm(editorial.CHANGE)
        if request.method == "POST":
            if not may:
                raise PermissionDenied
            if twin_pairs.keep_apart(study, other, by=request.user):
                messages.success(request, _("Remembered: these are two schemes."))
            else:
                messages.info(request, _("That was said already."))
            return self._to(study)
        may_merge = request.user.has_perm(editorial.PUBLISH)
        context = {
            "title": _("One scheme, or two?"),
            "study": study,
            "other": other,
            "may": may,
            "differences": between(
                text_of(current_document(study)), text_of(current_document(other))
            ),
            "ways": [
                (gone, into, merging.why_not(gone, into))
                for gone, into in ((other, study), (study, other))
                if may_merge
            ],
        }
        return self._page(request, "twin", context)

    def merge_view(self, request, pk, other):
        """What will happen when the first goes into the other, and the button that does it."""
        if not request.user.has_perm(editorial.PUBLISH):
            raise PermissionDenied
        with transaction.atomic():
            if request.method == "POST":
                # Nobody saves either of them between the look and the deed
                both = CaseStudy.objects.select_for_update().filter(pk__in=[pk, other])
                list(both.order_by("pk").values_list("pk"))
            return self._ask_about_merge(request, pk, other)

    def _ask_about_merge(self, request, pk, other):
        into = self._entry(request, other)
        gone = CaseStudy.objects.filter(pk=pk).first()
        if gone is None or (getattr(gone, "merge", None) and gone.merge.into_id == into.pk):
            messages.info(request, _("They are one entry already: this one."))
            return self._to(into)
        kept, goes = current_document(into), current_document(gone)
        choices = uniting.choices(kept, goes)
        filled = [choice.name for choice in choices if choice.is_filled]
        form = MergeForm(
            request.POST if request.method == "POST" else None,
            study=into,
            gone=gone,
            choices=choices,
            texts=lambda name: (in_words(into, name), in_words(gone, name)),
        )
        reason = merging.why_not(gone, into)
        if not reason and form.is_valid() and self._merge(request, gone, into, form):
            return self._to(into)
        context = {
            "title": _("Merge “%(gone)s” into “%(into)s”?") % {"gone": gone, "into": into},
            "gone": gone,
            "into": into,
            "form": form,
            "reason": reason,
            "follows": what_follows(gone),
            "differences": between(text_of(kept), text_of(uniting.united(kept, goes, filled))),
            "doubles": [
                (LISTS[name][0], count) for name, count in uniting.doubles(kept, goes).items()
            ],
            "transition": MERGE,
        }
        return self._page(request, "merge", context)

    def _merge(self, request, gone, into, form):
        note = form.cleaned_data["note"]
        try:
            done = merging.merge(gone, into, by=request.user, taken=form.taken, note=note)
        except editorial.NotPossible as problem:
            form.add_error(None, str(problem))
            return False
        said = _("“%s” has gone into this entry.") if done else _("“%s” is here already.")
        messages.success(request, said % gone)
        return True

    def _entry(self, request, pk):
        if not self.has_view_permission(request):
            raise PermissionDenied
        study = CaseStudy.objects.entries().filter(pk=pk).first()
        if study is None:
            raise Http404
        return study

    def _to(self, study):
        return HttpResponseRedirect(reverse(CHANGE, args=[study.pk]))

    def _page(self, request, name, context):
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "media": self.media,
            **context,
        }
        return TemplateResponse(request, f"admin/casestudies/casestudy/{name}.html", context)


MERGE = {
    "button": gettext_lazy("Merge"),
    "consequence": gettext_lazy(
        "One of the two goes, and the one that stays says what both said. Readers see it at once; "
        "the earlier text is kept as a version."
    ),
}


def is_number(text):
    return text.isascii() and text.isdecimal() and len(text) < 19


def in_words(study, name):
    """What an entry says of a choice, as the form shows it."""
    if name == "region":
        return str(study.region)
    if name == "status":
        said = [study.get_status_display(), study.ended_shown]
        if study.ended_reason:
            said.append(study.get_ended_reason_display())
        return "; ".join(filter(None, said))
    return study.started_shown if name == "started" else getattr(study, name)


def what_follows(gone):
    """Everything of other kinds that goes along: pairs of a number and what it is."""
    found = [
        (count, label)
        for _receiver, said in signals.merge_counted.send(CaseStudy, gone=gone)
        for label, count in said
    ]
    return [(count, label) for count, label in found if count]
