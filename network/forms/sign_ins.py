"""The buttons beside the browsers in which somebody is signed in."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from network.models import SignIn
from network.own_sign_ins import OwnSignIns


class EndSignInForm(forms.Form):
    """Which of the others ends, or all of them. One that has ended meanwhile may be named, too."""

    OTHERS = "others"

    end = forms.RegexField(
        rf"^(\d{{1,18}}|{OTHERS})\Z",
        error_messages={
            "required": gettext_lazy("Press one of the buttons"),
            "invalid": gettext_lazy("Press one of the buttons"),
        },
    )

    def __init__(self, data: Any = None, *, page: OwnSignIns, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.page = page

    @property
    def chosen(self) -> QuerySet[SignIn]:
        """Of their own, whatever number was sent."""
        said = self.cleaned_data["end"]
        others = self.page.others
        return others if said == self.OTHERS else others.filter(pk=int(said))
