"""Accounts, and what lets somebody in with one: sessions, second steps."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _

from casestudies.models import Preview
from casestudies.sheets.models import SheetImport
from collab_directory.audit.models import numbered
from collab_directory.presence.models import OpenForm
from collab_directory.worklist.models import Mark
from network.models import Member, SignIn
from network.personal.kind import Held, Kind, Person, column


def find(person: Person) -> Iterable[User]:
    return User.objects.filter(person.at("username", "email")).prefetch_related("groups")


def _erase(row: User, person: Person, at: dt.datetime) -> bool:
    """A member's goes. What one of the working group did stays readable, as done by a number."""
    mine = User.objects.filter(person.at("username", "email"), pk=row.pk)
    if not row.is_staff:
        return bool(mine.delete()[0])
    account = mine.first()
    if account is None:
        return False
    account.username, account.email = numbered(account.pk), ""
    account.first_name = account.last_name = ""
    account.is_active = account.is_staff = account.is_superuser = False
    account.set_unusable_password()
    account.save()
    account.groups.clear()
    account.user_permissions.clear()
    # Whoever leaves takes the account along that they sign in with; this one stays, as a number
    Member.objects.filter(user=account).update(user=None)
    return True


def _factors(person: Person) -> Iterable[Authenticator]:
    return Authenticator.objects.filter(user__in=find(person)).order_by("pk")


def _erase_factor(row: Authenticator, person: Person, at: dt.datetime) -> bool:
    return bool(Authenticator.objects.filter(pk=row.pk).delete()[0])


@dataclass(frozen=True)
class OpenSession:
    """Django keeps sessions as one text each, so they are read to know whose they are."""

    key: str
    ends_at: dt.datetime


def find_sessions(person: Person) -> Iterable[OpenSession]:
    """Those of their accounts, and those in which their address waits for its code."""
    numbers = {str(account.pk) for account in find(person)}
    for session in Session.objects.order_by("pk").iterator(chunk_size=500):
        said = session.get_decoded()
        everything = repr(said).lower()
        if said.get("_auth_user_id") in numbers or any(s in everything for s in person.spellings):
            yield OpenSession(session.session_key, session.expire_date)


def _erase_session(row: OpenSession, person: Person, at: dt.datetime) -> bool:
    return bool(Session.objects.filter(session_key=row.key).delete()[0])


def _sign_ins(person: Person) -> Iterable[SignIn]:
    return SignIn.objects.filter(user__in=find(person))


def _erase_sign_in(row: SignIn, person: Person, at: dt.datetime) -> bool:
    return bool(SignIn.objects.filter(pk=row.pk).delete()[0])


def _open_forms(person: Person) -> Iterable[OpenForm]:
    return OpenForm.objects.filter(user__in=find(person))


def _erase_open_form(row: OpenForm, person: Person, at: dt.datetime) -> bool:
    return bool(OpenForm.objects.filter(pk=row.pk).delete()[0])


def _spreadsheets(person: Person) -> Iterable[SheetImport]:
    return SheetImport.objects.filter(by__in=find(person)).defer("entries", "steps")


def _erase_spreadsheet(row: SheetImport, person: Person, at: dt.datetime) -> bool:
    return bool(SheetImport.objects.filter(pk=row.pk).delete()[0])


def _previews(person: Person) -> Iterable[Preview]:
    return Preview.objects.filter(made_by__in=find(person)).select_related("study")


def _erase_preview(row: Preview, person: Person, at: dt.datetime) -> bool:
    return bool(Preview.objects.filter(pk=row.pk).delete()[0])


def _marks(person: Person) -> Iterable[Mark]:
    return Mark.objects.filter(by__in=find(person))


def _erase_mark(row: Mark, person: Person, at: dt.datetime) -> bool:
    return bool(Mark.objects.filter(pk=row.pk).delete()[0])


def _addresses(person: Person) -> Iterable[EmailAddress]:
    return EmailAddress.objects.filter(person.at("email"))


def _erase_address(row: EmailAddress, person: Person, at: dt.datetime) -> bool:
    return bool(EmailAddress.objects.filter(pk=row.pk).delete()[0])


KINDS = (
    Kind(
        name="sessions",
        title=_("Open sessions"),
        held=(Held(Session, "session_data", "session_key"),),
        find=find_sessions,
        shown=("ends_at",),
        since="",
        erase=_erase_session,
        left=_("nothing"),
        until=_("12 hours after signing in"),
    ),
    Kind(
        name="sign-ins",
        title=_("Where they are signed in"),
        held=(Held(SignIn, "user browser system session_key"),),
        find=_sign_ins,
        shown=("browser", "system", "started_at", "used_at"),
        since="started_at",
        erase=_erase_sign_in,
        left=_("nothing"),
        rules=("sign-ins",),
    ),
    Kind(
        name="open-forms",
        title=_("Which entries they have open"),
        held=(Held(OpenForm, "user", "target_type target_id"),),
        find=_open_forms,
        shown=("target_type", "target_id", "opened_at"),
        since="opened_at",
        erase=_erase_open_form,
        left=_("nothing"),
        rules=("open-forms",),
    ),
    Kind(
        name="spreadsheets",
        title=_("Which spreadsheets they brought in"),
        held=(Held(SheetImport, "by name", "kind digest shown"),),
        find=_spreadsheets,
        shown=("name", "created_at", "state"),
        since="created_at",
        erase=_erase_spreadsheet,
        left=_("nothing"),
        rules=("spreadsheets",),
    ),
    Kind(
        name="previews",
        title=_("Links they made to show an entry before it is public"),
        held=(Held(Preview, "made_by", "digest"),),
        find=_previews,
        shown=("study", "made_at", "expires_at", "revoked_at"),
        since="made_at",
        erase=_erase_preview,
        left=_("nothing"),
        rules=("previews",),
    ),
    Kind(
        name="marks",
        title=_("What they said they are dealing with"),
        held=(Held(Mark, "by words", "queue row"),),
        find=_marks,
        shown=("queue", "words", "at"),
        since="at",
        erase=_erase_mark,
        left=_("nothing"),
        rules=("marks",),
    ),
    Kind(
        name="second-steps",
        # The secrets themselves are theirs already, and open doors
        title=_("Second steps of signing in, without their secrets"),
        held=(Held(Authenticator, "user data"),),
        find=_factors,
        shown=("type", "created_at", "last_used_at"),
        since="created_at",
        erase=_erase_factor,
        left=_("nothing"),
        until=_("as long as the account"),
    ),
    Kind(
        name="account-addresses",
        title=_("Addresses of an account"),
        held=(Held(EmailAddress, "user email"), Held(EmailConfirmation, "", "key")),
        find=_addresses,
        shown=("email", "verified"),
        since="",
        erase=_erase_address,
        left=_("nothing"),
        until=_("as long as the account"),
        addresses=column(EmailAddress, "email"),
    ),
    Kind(
        name="accounts",
        title=_("Account"),
        held=(Held(User, "username email first_name last_name", "password"),),
        find=find,
        shown=(
            "username",
            "email",
            "first_name",
            "last_name",
            "groups",
            "is_active",
            "date_joined",
            "last_login",
        ),
        since="date_joined",
        erase=_erase,
        left=_("of an editor, a number in place of the name"),
        until=_("until they leave; an editor’s, until an administrator deletes it"),
        addresses=column(User, "email"),
    ),
)
