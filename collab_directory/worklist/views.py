"""The buttons of the worklist: “Seen, dealing with it”, and taking that back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from . import marking

TAKE, PUT_BACK = "take", "put_back"


def mark(request: HttpRequest) -> HttpResponse:
    """One press, and back to the queue. What a user may not see is to them as if it were gone."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    verb = TAKE if TAKE in request.POST else PUT_BACK
    queue, _colon, row = request.POST.get(verb, "").partition(":")
    try:
        if verb == TAKE:
            _take(request, queue, row)
        else:
            _put_back(request, queue, row)
    except marking.NotWaitingError:
        said = _("That does not wait any more: it has been dealt with.")
        messages.info(request, said)
        return HttpResponseRedirect(reverse("admin:index"))
    return HttpResponseRedirect(f"{reverse('admin:index')}#{queue}")


def _take(request: HttpRequest, queue: str, row: str) -> None:
    user, words = request.user, request.POST.get("words", "")
    held = marking.take(queue, row, by=user, at=timezone.now(), words=words)  # type: ignore[arg-type]
    if held.by_id == user.pk:
        said = _("It is at the end of its list now, with your name, until it is done.")
        messages.success(request, said)
    else:
        who = held.by.get_full_name() or held.by.get_username()
        messages.info(request, _("%s is dealing with that already.") % who)


def _put_back(request: HttpRequest, queue: str, row: str) -> None:
    if marking.put_back(queue, row, by=request.user, at=timezone.now()):  # type: ignore[arg-type]
        messages.success(request, _("It waits for everybody again."))
    else:
        messages.info(request, _("It waited for everybody already."))
