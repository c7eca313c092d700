"""The form of a case study, and the lists of what it is made of."""

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from casestudies.admin import looking
from casestudies.admin.base import AdminForm, PartFormSet, PartInline
from casestudies.models import (
    CaseStudy,
    Caveat,
    FactorShown,
    Funding,
    Lesson,
    Need,
    OldSlug,
    Outcome,
    Partner,
    Relation,
    Saving,
    Source,
)


class StudyForm(AdminForm):
    """Says so, and loses nothing, when somebody else has saved the entry in the meantime."""

    is_stale = False  # whether it was refused because somebody else had saved the entry

    # What the entry was like when the form was opened
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    # Asked of what is public already, once something is found that may be about a person
    looked = forms.BooleanField(
        label=_("I have looked, and this may be public"),
        required=False,
        widget=forms.HiddenInput,
    )
    change_note = forms.CharField(
        label=_("What did you change?"),
        required=False,
        max_length=300,
        help_text=_(
            "In plain words, for readers who know the earlier version. Such as: corrected the "
            "year in which the station opened."
        ),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    class Meta:
        model = CaseStudy
        exclude = ()
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
            "ended_advice": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
            "services": forms.CheckboxSelectMultiple,
            "types": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "seen" in self.fields and self.instance.pk:
            self.initial["seen"] = self.instance.updated_at.isoformat()
        for name in ("services", "types"):
            if name in self.fields:
                # What was chosen while it was offered may stay
                chosen = [term.pk for term in self.initial.get(name, ()) if self.instance.pk]
                field = self.fields[name]
                field.queryset = field.queryset.offered_or(*chosen)
        if "change_note" in self.fields and self.instance.is_pending:
            self.initial["change_note"] = self.instance.pending_note
            self.fields["change_note"].label = _("What does this change?")

    def clean(self):
        super().clean()
        if self.instance.is_published:
            for name in ("services", "types"):
                if not self.cleaned_data.get(name) and name in self.fields:
                    self.add_error(name, _("A published case study needs at least one."))
            self._ask_to_look()
        # Before the submitted values are written over it, the instance is what is stored now;
        # the admin has locked its row, so it stays so until this form is saved.
        stored = self.instance.updated_at.isoformat() if self.instance.pk else ""
        if stored and "seen" in self.fields and self.cleaned_data.get("seen") != stored:
            self.is_stale = True
            self.add_error(None, self._said_so())
            # They have been told. If they save again, they mean it.
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = stored

    def clean_slug(self):
        """An address that leads readers somewhere goes on doing so, whatever a draft is called."""
        slug = self.cleaned_data["slug"]
        if slug == self.initial.get("slug"):
            return slug
        old = OldSlug.objects.filter(kind="casestudy", slug=slug).exclude(
            target_id=self.instance.pk
        )
        if CaseStudy.objects.filter(pk__in=old.values("target_id")).exists():
            raise forms.ValidationError(
                _("This address leads to another entry, which had it once. Choose another one.")
            )
        return slug

    def _ask_to_look(self):
        """What is saved here is public at once, so it is asked before it is."""
        if "looked" not in self.fields or self.cleaned_data.get("looked"):
            return
        if found := looking.new_in(self.data, self.instance):
            self.fields["looked"].widget = forms.CheckboxInput()
            said = _(
                "Not saved: these words may be about a person. Take them out, or tick the box "
                "at the end of the form if they may be public."
            )
            self.add_error(None, format_html("{}<ul>{}</ul>", said, looking.listed(found)))

    def _said_so(self):
        when = timezone.localtime(self.instance.updated_at)
        return format_html(
            _(
                "Not saved: somebody else saved this case study at {} on {}, after you opened it. "
                "Your text is still in the form. Compare it with what is stored now, below, and "
                "save again to keep yours."
            ),
            date_format(when, "H:i"),
            date_format(when, "j F"),
        )


class PartnersInline(PartInline):
    model = Partner
    linked = ("organisation",)
    fields = ("organisation", "role", "part_played", "position")
    verbose_name = _("organisation")
    verbose_name_plural = _("organisations that take part")


class OutcomesInline(PartInline):
    model = Outcome
    advice = _(
        "Evidence: described – a source says so, without figures; reported – the partners give "
        "figures; measured – figures with a method, before and after; evaluated – somebody "
        "independent looked."
    )
    fields = ("text", "evidence", "position")


class LessonsInline(PartInline):
    model = Lesson
    fields = ("kind", "text", "position")


class SourcesFormSet(PartFormSet):
    def clean(self):
        super().clean()
        left = [form for form in self.forms if self._stays(form)]
        if self.instance.is_published and not left:
            raise forms.ValidationError(_("A published case study needs at least one source."))

    def _stays(self, form):
        if self._should_delete_form(form):
            return False
        return form.instance.pk is not None or form.has_changed()


class SourcesInline(PartInline):
    model = Source
    formset = SourcesFormSet
    advice = _("Dates as exact as the source is: 2015, 2015-05 or 2015-05-01.")
    fields = ("title", "publisher", "url", "date", "position")


class SavingsInline(PartInline):
    model = Saving
    classes = ("collapse",)
    fields = (
        "covers",
        "bound",
        "low",
        "high",
        "per",
        "period",
        "price_year",
        "baseline",
        "payer",
        "gainer",
        "grade",
        "note",
        "position",
    )
    # Twelve fields do not fit in a row
    template = "admin/edit_inline/stacked.html"


class FundingInline(PartInline):
    model = Funding
    classes = ("collapse",)
    linked = ("stream",)
    fields = ("description", "stream", "position")
    verbose_name = _("funding")
    verbose_name_plural = _("what paid for it")


class NeedsInline(PartInline):
    model = Need
    classes = ("collapse",)
    fields = ("kind", "text", "position")
    verbose_name = _("need")
    verbose_name_plural = _("what you would need to do it too")


class CaveatsInline(PartInline):
    model = Caveat
    classes = ("collapse",)
    fields = ("kind", "text", "position")
    verbose_name = _("caution")
    verbose_name_plural = _("cautions: what a reader must know first")


class FactorsInline(PartInline):
    model = FactorShown
    classes = ("collapse",)
    linked = ("factor",)
    fields = ("factor", "reason", "how_met", "position")
    verbose_name = _("success factor or barrier")
    verbose_name_plural = _("success factors and barriers that it shows")


class RelationsInline(PartInline):
    model = Relation
    fk_name = "study"
    classes = ("collapse",)
    linked = ("other",)
    named_by = ("study",)
    fields = ("kind", "other")
    verbose_name = _("related scheme")
    verbose_name_plural = _("schemes that it came from or went into")


PARTS = [
    PartnersInline,
    OutcomesInline,
    LessonsInline,
    SourcesInline,
    SavingsInline,
    FundingInline,
    NeedsInline,
    CaveatsInline,
    FactorsInline,
    RelationsInline,
]

FIELDSETS = [
    (None, {"fields": ["title", "slug", "summary", "what_happened"]}),
    (
        _("Which services work together?"),
        {
            "fields": ["services"],
            "description": _("The organisations themselves are named further down."),
        },
    ),
    (_("What do they do together?"), {"fields": ["types"]}),
    (_("Where"), {"fields": ["place", "region", "force_areas"]}),
    (
        _("Is it still running?"),
        {"fields": [("started", "status"), ("ended", "ended_reason"), "ended_advice"]},
    ),
    (
        _("Confirmed"),
        {
            "fields": ["confirmed"],
            "description": _("Use the button “Record a confirmation” at the top of this page."),
        },
    ),
    (_("Printed overviews"), {"fields": [("in_2014_overview", "in_2016_overview")]}),
]

# A change has the address of its entry, and is confirmed when that is.
FIELDSETS_OF_CHANGE = [
    (None, {"fields": ["title", "summary", "what_happened"]}),
    *(part for part in FIELDSETS[1:] if part[1]["fields"] != ["confirmed"]),
]
