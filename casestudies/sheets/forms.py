"""The form that takes a file."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casestudies.sheets.bounds import MEGABYTE, MOST_BYTES
from collab_directory.forms import IN_A_LINE


class BringForm(forms.Form):
    """One file, and what is in it. `kinds` are those that whoever is asked may bring."""

    # The public site draws its own form controls; the admin's style sheets expect Django's.
    default_renderer = DjangoTemplates

    kind = forms.ChoiceField(
        label=gettext_lazy("What is in it?"),
        error_messages={"required": gettext_lazy("Choose what is in the file.")},
    )
    file = forms.FileField(
        label=gettext_lazy("Which file?"),
        help_text=gettext_lazy("An Excel workbook (.xlsx) or a CSV file, at most 25 MB."),
        allow_empty_file=True,  # reading it says so, and what to do
        error_messages={
            "required": gettext_lazy("Choose the file."),
            "invalid": gettext_lazy("Choose the file once more."),
        },
    )

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(
                _("This file is larger than %d MB.") % (MOST_BYTES // MEGABYTE)
            )
        file.name = IN_A_LINE.sub(" ", file.name or "")
        return file
