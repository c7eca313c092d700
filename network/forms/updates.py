"""What somebody says who wants to hear of new case studies, and later, to change that."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collab_directory.forms import Address, PostedForm
from network.actions.alerts import Search
from network.models import Subscription

LONGEST_PAUSE = dt.timedelta(days=366)


def _how_often() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("How often"),
        choices=[
            (Subscription.Often.WEEKLY, gettext_lazy("Once a week, on Thursday morning")),
            (Subscription.Often.AT_ONCE, gettext_lazy("As they come")),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose how often"),
            "invalid_choice": gettext_lazy("Choose how often"),
        },
    )


class SubscribeForm(PostedForm):
    """The same answer whoever asks, so nothing here looks the address up."""

    often = _how_often()
    email = Address(
        label=gettext_lazy("Your email address"),
        help_text=gettext_lazy("We write to it once first, to see that it is yours"),
        error_messages={"required": gettext_lazy("Enter your email address")},
    )

    def __init__(self, data: Any = None, *, search: Search, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.search = search
        self.fields["often"].initial = Subscription.Often.WEEKLY

    def clean(self) -> dict[str, Any] | None:
        if self.search.is_too_long:
            raise ValidationError(
                _("This search is too long to be kept. Take a few words or choices out of it"),
                code="long",
            )
        return super().clean()


class MemberSubscribeForm(SubscribeForm):
    """Of a member who is signed in: we know their address, and that they read it."""

    email = None  # type: ignore[assignment]  # so Django leaves a field out


class ChangeForm(forms.Form):
    """How often, and not at all until a day."""

    often = _how_often()
    paused_until = forms.DateField(
        label=gettext_lazy("Nothing until and including"),
        help_text=gettext_lazy(
            "Such as 24/12/2026. What is published in that time is not sent later. Leave it empty "
            "for no pause"
        ),
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y"],
        error_messages={"invalid": gettext_lazy("Enter a day, such as 24/12/2026")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data: Any = None, *, today: dt.date, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.today, self.last = today, today + LONGEST_PAUSE
        self.fields["paused_until"].widget.attrs |= {
            "min": today.isoformat(),
            "max": self.last.isoformat(),
        }

    def clean_paused_until(self) -> dt.date | None:
        until: dt.date | None = self.cleaned_data["paused_until"]
        if until is not None and until < self.today:
            raise ValidationError(_("Enter a day that is still to come"), code="past")
        if until is not None and until > self.last:
            raise ValidationError(
                _("Enter a day up to %(last)s") % {"last": f"{self.last:%-d %B %Y}"}, code="far"
            )
        return until


class EndForm(forms.Form):
    """The buttons of the subscriber's own page: which alert ends, or that letters arrive again."""

    ALL, ARRIVE = "all", "arrive"

    end = forms.ChoiceField(
        error_messages={
            "required": gettext_lazy("Press one of the buttons"),
            "invalid_choice": gettext_lazy("Press one of the buttons"),
        }
    )

    def __init__(self, data: Any = None, *, known: list[int], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field: Any = self.fields["end"]
        buttons = [*map(str, known), self.ALL, self.ARRIVE]
        field.choices = [(button, "") for button in buttons]
