"""A member's alerts, in their account: the same that the links of letters lead to."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from collab_directory.posting import answer
from network.actions import alerts
from network.actions.alerts import Search
from network.forms.updates import ChangeForm, EndForm
from network.models import Consent, Member
from network.own_alerts import OwnAlerts
from network.views.account import own_page

HERE = {"method": Consent.Method.ACCOUNT, "page": alerts.ACCOUNT_PAGE}


@own_page
def account_alerts(request: HttpRequest, member: Member) -> HttpResponse:
    """Everything that the member's address gets, and a button to end each."""
    page = OwnAlerts.at(member.email, timezone.localdate())
    posted = request.POST if request.method == "POST" else None
    form = EndForm(posted, known=[one.pk for one in page.active])

    def act() -> HttpResponse:
        chosen, at = form.cleaned_data["end"], timezone.now()
        if chosen == EndForm.ALL:
            alerts.end_all(page.digest, at=at, **HERE)
        elif chosen == EndForm.ARRIVE:
            alerts.reached(member.email)
        else:
            alerts.end(page.active_with(int(chosen)), at=at, **HERE)
        arrives = chosen == EndForm.ARRIVE
        messages.success(request, _("We write to you again.") if arrives else _("It has ended."))
        return redirect("network:account_alerts")

    return answer(request, form, act, "pages/network/account_alerts.html", {"page": page})


@own_page
def account_alert(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """How often one alert comes, and until when not."""
    today = timezone.localdate()
    found = OwnAlerts.at(member.email, today).active_with(number)
    if found is None:
        raise Http404
    held = {"often": found.often, "paused_until": found.paused_until}
    posted = request.POST if request.method == "POST" else None
    form = ChangeForm(posted, initial=held, today=today)

    def act() -> HttpResponse:
        alerts.change(found, **form.cleaned_data, at=timezone.now(), **HERE)
        messages.success(request, _("Your change is made."))
        return redirect("network:account_alerts")

    context = {"search": Search.stored(found.question)}
    return answer(request, form, act, "pages/network/updates_change.html", context)
