"""Taking a second step of signing in away from somebody who has lost what shows it."""

import datetime as dt

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from casestudies.editorial import NotAllowed, NotPossible
from collab_directory import audit, outbox
from network.models import SignIn
from network.sign_in import factors, sessions

CHANGE = "auth.change_user"


@transaction.atomic
def take_away(user: User, *, by: User | None, at: dt.datetime) -> bool:
    """Forget app, passkeys and recovery codes, sign them out everywhere, and tell them.

    `by` is None for the command line. False if there was nothing to take away. Raises NotAllowed,
    and NotPossible for one's own account: whoever finds an open session would do that.
    """
    if by is not None:
        if not by.has_perm(CHANGE) or (user.is_superuser and not by.is_superuser):
            raise NotAllowed(_("Your role may not change this account."))
        if by == user:
            raise NotPossible(_("This is your own account. Ask another administrator."))
    if not factors.take_away(user):
        return False
    sessions.end(SignIn.objects.filter(user=user))
    audit.record("user.second_step_removed", user, by=by)
    outbox.post(
        "account/second_step_removed",
        to=user.email,
        key=f"second-step-removed:{user.pk}:{at.isoformat()}",
        about=user,
    )
    return True
