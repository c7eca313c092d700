"""Accounts, with what only this app knows of them: the second step of signing in."""

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from casestudies.admin.accounts import AccountAdmin
from network.actions import second_steps
from network.admin.decisions import Deciding, Decision
from network.sign_in import factors

admin.site.unregister(User)


@admin.register(User)
class AccountWithStepAdmin(Deciding, AccountAdmin):
    change_form_template = "admin/network/account.html"
    decisions = (
        Decision(
            name="second_step",
            button=_("Remove the second step"),
            question=_("Remove the second step of %(thing)s?"),
            consequence=_(
                "For somebody who has lost what shows its codes, once you are sure who asks. They "
                "are signed out everywhere and told by letter. They then sign in with a code by "
                "mail alone, and set up a new second step."
            ),
            done=_("The second step of %(thing)s is removed, and they are told."),
            already=_("%(thing)s has no second step."),
            act=second_steps.take_away,
            applies=factors.has_any,
            permission=second_steps.CHANGE,
        ),
    )
    happened = {"user.second_step_removed": _("removed the second step")}

    # An account is written as well as decided about
    has_add_permission = AccountAdmin.has_add_permission
    has_change_permission = AccountAdmin.has_change_permission
    has_delete_permission = AccountAdmin.has_delete_permission

    def context_of(self, request, thing):
        context = super().context_of(request, thing)
        if not self._may_take_away(request, thing):
            context["decisions"] = []
        return context

    def decide_view(self, request, pk, name):
        user = self.get_object(request, str(pk))
        if user is not None and not self._may_take_away(request, user):
            raise PermissionDenied
        return super().decide_view(request, pk, name)

    def _may_take_away(self, request, user):
        """Not their own: whoever finds an open session would."""
        return user != request.user and self.has_change_permission(request, user)
