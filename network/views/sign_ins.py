"""Where somebody is signed in, for everybody who has an account."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collab_directory.posting import answer, form_page
from network.forms.sign_ins import EndSignInForm
from network.own_sign_ins import OwnSignIns
from network.sign_in import accounts, sessions


@form_page
@login_required
def sign_ins(request: HttpRequest) -> HttpResponse:
    request.is_members_page = accounts.is_member(request.user)
    page = OwnSignIns.of(request, at=timezone.now())
    form = EndSignInForm(request.POST if request.method == "POST" else None, page=page)

    def act() -> HttpResponse:
        ended = sessions.end(form.chosen)
        said = ngettext("Signed out in %(n)s place.", "Signed out in %(n)s places.", ended)
        messages.success(request, said % {"n": ended} if ended else _("It had ended already."))
        return redirect("network:sign_ins")

    return answer(request, form, act, "pages/network/sign_ins.html", {"page": page})
