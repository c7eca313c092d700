"""What somebody who leaves the network can choose."""

from django import forms
from django.utils.translation import gettext_lazy


class LeaveForm(forms.Form):
    with_words = forms.BooleanField(
        label=gettext_lazy("Remove what I wrote in discussions, too"),
        help_text=gettext_lazy(
            "If you do not tick this, it stays as that of a former member, for those who asked and "
            "answered."
        ),
        required=False,
    )
