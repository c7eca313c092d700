"""What every list and form of the editors has in common."""

import logging
import re
from contextlib import nullcontext

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import BadRequest
from django.db import DatabaseError, models
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext_lazy as _

from casestudies import changes
from casestudies.admin.lost_lines import as_new_lines, without_unsent
from casestudies.models import CaseStudy
from collab_directory import audit, errors

log = logging.getLogger(__name__)

# In the address of a form: the list that gets an empty line
LINE = "line"

# Of one list in a form, unless more are stored. Each is worked out and drawn, whatever it says
MOST_LINES = 100

# The public site draws its own form controls; the admin's style sheets expect Django's.
plain_renderer = DjangoTemplates()


def action_name(model, verb):
    """How the audit trail names what was done to a model: `force_area.changed`."""
    return f"{re.sub(r'(?<!^)(?=[A-Z])', '_', model.__name__).lower()}.{verb}"


class AdminForm(forms.ModelForm):
    default_renderer = plain_renderer


# Addresses without a scheme are https, as they will be in the next Django.
ADDRESSES = {models.URLField: {"assume_scheme": "https"}}


def number_of_studies(path):
    """How many case studies lead to each row by this path; a join would count them twice."""
    studies = CaseStudy.objects.entries().filter(**{path: OuterRef("pk")})
    studies = studies.order_by().values(path)
    counted = Subquery(
        studies.annotate(n=Count("pk")).values("n"), output_field=models.IntegerField()
    )
    return Coalesce(counted, 0)


class PlainActionForm(ActionForm):
    default_renderer = plain_renderer


def could_be_keys(values):
    """Those that a row may have. The database is asked for no others: the form says what is wrong.

    What was sent need not be what was offered.
    """
    texts = [str(value) for value in values]
    return [text for text in texts if text.isascii() and text.isdecimal() and len(text) < 19]


class KnownSelectMultiple(AutocompleteSelectMultiple):
    def optgroups(self, name, value, attrs=None):
        return super().optgroups(name, could_be_keys(value), attrs)


class KnownSelect(AutocompleteSelect):
    """An autocomplete that need not ask the database for the label of what is chosen already."""

    known = None

    def optgroups(self, name, value, attrs=None):
        if self.known is None or [str(v) for v in value] != [str(self.known.pk)]:
            return super().optgroups(name, could_be_keys(value), attrs)
        option = self.create_option(name, self.known.pk, str(self.known), True, 0)
        blank = [(None, [self.create_option(name, "", "", False, 0)], 0)]
        return [*blank, (None, [option], 0)]


class AuditedAdmin(admin.ModelAdmin):
    """Each change an editor makes is one transaction, with its record in the audit trail."""

    form = AdminForm
    action_form = PlainActionForm
    formfield_overrides = ADDRESSES
    list_per_page = 50
    empty_value_display = _("None")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.autocomplete_fields:
            kwargs["widget"] = KnownSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in self.autocomplete_fields:
            kwargs["widget"] = KnownSelectMultiple(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def changeform_view(self, request, *args, **kwargs):
        if "_saveasnew" in request.POST:
            # Django heeds it, whether or not a form has the button; no form of ours has
            raise BadRequest("A button was pressed that is nowhere.")
        try:
            with self.one_change(request):
                return super().changeform_view(request, *args, **kwargs)
        except OverflowError as error:
            # A key of forty figures, which no form of ours offers and SQLite cannot look up
            raise BadRequest("A number was sent that is too large.") from error
        except DatabaseError as error:
            return self._not_taken(request, error)

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """Django would lead on, and what was typed would be lost."""
        if request.method == "POST":
            return errors.gone_meanwhile(request)
        return super()._get_obj_does_not_exist_redirect(request, opts, object_id)

    def delete_view(self, request, *args, **kwargs):
        try:
            with self.one_change(request):
                return super().delete_view(request, *args, **kwargs)
        except DatabaseError as error:
            return self._not_taken(request, error)

    def _not_taken(self, request, error):
        """Such as when a word is deleted while somebody saves an entry that has it."""
        if request.method != "POST":
            raise error
        log.error("A form of the editors could not be taken", exc_info=error)
        return errors.not_taken(request)

    def changelist_view(self, request, extra_context=None):
        with self.one_change(request):
            return super().changelist_view(request, extra_context)

    def one_change(self, request):
        """A form with its parts is many writes: search, catalogue and audit trail see one."""
        return changes.one_change() if request.method == "POST" else nullcontext()

    # The page that follows a save is marked, so that the browser forgets the text that it kept

    def response_add(self, request, obj, post_url_continue=None):
        request.has_saved = True
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        request.has_saved = True
        return super().response_change(request, obj)

    def message_user(self, request, message, level=messages.INFO, extra_tags="", *args, **kwargs):
        tags = "saved" if getattr(request, "has_saved", False) else extra_tags
        return super().message_user(request, message, level, tags, *args, **kwargs)

    def log_addition(self, request, obj, message):
        audit.record(action_name(self.model, "added"), obj, by=request.user)
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        audit.record(action_name(self.model, "changed"), obj, by=request.user, what=message)
        return super().log_change(request, obj, message)

    def log_deletions(self, request, queryset):
        for obj in queryset:
            audit.record(action_name(self.model, "deleted"), obj, by=request.user)
        return super().log_deletions(request, queryset)


class PartForm(AdminForm):
    """A line of a list. Its place in the list may be left empty: it then comes last."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "position" in self.fields:
            self.fields["position"].required = False
            if self.instance.pk is None:
                self.initial["position"] = None
        for name, field in self.fields.items():
            # The control itself, where Django wraps it together with a link.
            control = getattr(field.widget, "widget", field.widget)
            # A line of a table has no labels, only the heads of its columns.
            control.attrs.setdefault("aria-label", field.label or name)
            if isinstance(control, KnownSelect) and getattr(self.instance, f"{name}_id", None):
                control.known = getattr(self.instance, name)

    def clean_position(self):
        given = self.cleaned_data.get("position")
        return self.instance.position if given is None else given


class PartFormSet(forms.BaseInlineFormSet):
    default_error_messages = forms.BaseInlineFormSet.default_error_messages | {
        "too_many_forms": _("At most %(num)d lines can be kept here. Delete some."),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_bound:
            data = without_unsent(self.data, self.prefix)
            self.data = as_new_lines(data, self.prefix, self.model)
            # What a spreadsheet brought can be saved again
            self.max_num = self.absolute_max = max(MOST_LINES, len(self.get_queryset()))

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = _("Delete this line")

    def save_new(self, form, commit=True):
        if "position" in form.fields and form["position"].value() in (None, ""):
            self.next_position = max(self._next_position(), getattr(self, "next_position", 0))
            form.instance.position = self.next_position
            self.next_position += 1
        return super().save_new(form, commit=commit)

    def _next_position(self):
        taken = [form.instance.position for form in self.initial_forms]
        return max(taken, default=-1) + 1


class PartInline(admin.TabularInline):
    """A list that belongs to what is edited, such as its sources."""

    form = PartForm
    formset = PartFormSet
    formfield_overrides = {models.URLField: ADDRESSES[models.URLField] | {"widget": forms.URLInput}}
    template = "admin/casestudies/part.html"
    advice = ""  # a sentence above the list
    linked = ()  # fields chosen by typing, from a list too long to show
    named_by = ()  # what a line's own name is made of

    def get_extra(self, request, obj=None, **kwargs):
        # Whoever came to add a line to this list finds one, without a script, too.
        if request.GET.get(LINE) == self.model._meta.model_name:
            return 1
        # A new entry invites with one empty line; after that, "Add another" does.
        return 1 if obj is None and "collapse" not in (self.classes or ()) else 0

    max_num = MOST_LINES

    def get_formset(self, request, obj=None, **kwargs):
        kwargs = {"renderer": plain_renderer, "validate_max": True, **kwargs}
        return super().get_formset(request, obj, **kwargs)

    def get_queryset(self, request):
        lines = super().get_queryset(request)
        related = (*self.linked, *self.named_by)
        return lines.select_related(*related) if related else lines

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.linked:
            kwargs["widget"] = KnownSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is None:
            return field
        if db_field.name == "position":
            field.label, field.help_text = _("Order"), ""
            field.widget.attrs.update({"class": "order", "min": 0})
        elif isinstance(field.widget, forms.Textarea):
            field.widget.attrs["rows"] = 3
        elif db_field.name in self.linked:
            # A "+" helps whoever misses an organisation; the rest is kept on its own page.
            for may in ("change", "delete", "view"):
                setattr(field.widget, f"can_{may}_related", False)
        return field
