"""What is asked of a publisher who merges a term into another, or retires it."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casestudies.admin.base import plain_renderer
from casestudies.models import Organisation, Retirable


class ChooseForm(forms.Form):
    """Which other one of its kind. Its answer stands in the address: nothing is done yet."""

    default_renderer = plain_renderer

    into = forms.ModelChoiceField(
        None,
        label=gettext_lazy("Into which one?"),
        help_text=gettext_lazy("The next page says what will happen. Nothing is changed yet."),
        error_messages={
            "required": gettext_lazy("Choose the one that stays."),
            "invalid_choice": gettext_lazy("That one cannot be chosen. Choose another."),
        },
    )

    def __init__(self, *args, term, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = others(term)


class MergeForm(forms.Form):
    default_renderer = plain_renderer

    def __init__(self, *args, term, **kwargs):
        super().__init__(*args, **kwargs)
        if isinstance(term, Organisation):
            self.fields["keep_names"] = forms.BooleanField(
                label=_("Keep “%s” as a former name: search goes on finding it") % term,
                required=False,
                initial=True,
            )


class RetireForm(forms.Form):
    default_renderer = plain_renderer

    STAYS, REPLACED = "stays", "replaced"

    then = forms.ChoiceField(
        label=gettext_lazy("What becomes of what has it now?"),
        choices=[
            (STAYS, gettext_lazy("It keeps it. Only nothing new can choose it")),
            (REPLACED, gettext_lazy("It gets another one instead, which I choose here")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what becomes of what has it now.")},
    )
    replacement = forms.ModelChoiceField(
        None,
        label=gettext_lazy("Which one instead?"),
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy("That one cannot be chosen. Choose another.")
        },
    )

    def __init__(self, *args, term, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["replacement"].queryset = others(term)

    def clean(self):
        super().clean()
        if self.cleaned_data.get("then") == self.STAYS:
            self.cleaned_data["replacement"] = None
        elif not self.cleaned_data.get("replacement") and "replacement" not in self.errors:
            self.add_error("replacement", _("Choose the one that it gets instead."))


def others(term):
    """Those of its kind that are offered."""
    rows = type(term)._default_manager.exclude(pk=term.pk)
    return rows.offered() if isinstance(term, Retirable) else rows
