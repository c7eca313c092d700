"""Whose data is asked for, and the shape of one kind of it."""

import datetime as dt
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.validators import validate_email
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise, cached_property

from network.models import ConfirmedAddress, Member, ProjectLeader

Words = str | Promise


class Person:
    """Somebody known by an address, however it is capitalised and its host is written.

    `address` is the one form in which two are compared. What stands behind a plus is part of it:
    whether it is another person is for the mail server to know, not for us.
    """

    def __init__(self, address: str) -> None:
        self.address = compared(address)
        local, _, host = self.address.rpartition("@")
        # As somebody may have typed it into a form of ours
        self.spellings = tuple(dict.fromkeys([self.address, f"{local}@{_in_letters(host)}"]))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Person) and other.address == self.address

    def __hash__(self) -> int:
        return hash(self.address)

    def at(self, *fields: str) -> Q:
        """Rows with this address in any of these fields, and nothing else in it."""
        return self._in(fields, "iexact")

    def mentioned_in(self, *fields: str) -> Q:
        """Rows with this address somewhere in any of these fields."""
        return self._in(fields, "icontains")

    def _in(self, fields: Iterable[str], how: str) -> Q:
        found = Q(pk__in=[])
        for field in fields:
            for spelling in self.spellings:
                found |= Q(**{f"{field}__{how}": spelling})
        return found

    @cached_property
    def accounts(self) -> list[User]:
        """Looked up once, so that what they did is still found when their account has lost them."""
        return list(User.objects.filter(self.at("username", "email")).order_by("pk"))

    @cached_property
    def full_names(self) -> list[str]:
        """As they gave them, longest first; looked up once, as accounts are.

        No single word: it could stand for much else.
        """
        names = {account.get_full_name() for account in self.accounts}
        names |= set(ProjectLeader.objects.filter(self.at("email")).values_list("name", flat=True))
        members = Member.objects.filter(user__in=[account.pk for account in self.accounts])
        names |= set(members.values_list("name", flat=True))
        said = {" ".join(name.split()) for name in names}
        return sorted((name for name in said if " " in name), key=len, reverse=True)

    @property
    def codes(self) -> list[str]:
        """By which rows know this address that are not to know it in letters."""
        return [ConfirmedAddress.digest_of(spelling) for spelling in self.spellings]

    @property
    def digest(self) -> str:
        """By which the ledger of erasures and the register of disclosures know the person."""
        return digests_of(self.address)[0]


def compared(address: str) -> str:
    """Without blanks around it, in small letters, its host as mail servers write it.

    Raises ValidationError for what is no address.
    """
    address = unicodedata.normalize("NFC", address.strip()).lower()
    validate_email(address)
    local, _, host = address.rpartition("@")
    try:
        return f"{local}@{host.encode('idna').decode()}"
    except UnicodeError as fault:
        raise ValidationError("This is not an email address.") from fault


def digests_of(address: str) -> list[str]:
    """Keyed hashes of an address as `compared` gives it: by the key in use, then by those before.

    So that a ledger that was written under an old key can still be applied.
    """
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [
        salted_hmac("network.person", address, secret=key, algorithm="sha256").hexdigest()
        for key in keys
    ]


def _in_letters(host: str) -> str:
    try:
        return host.encode().decode("idna")
    except UnicodeError:
        return host


@dataclass(frozen=True)
class Held:
    """One model: its personal fields, and those texts of it that say nothing of a person.

    Names are separated by blanks. A test fails for a text or an account that stands in neither.
    """

    model: type[models.Model]
    personal: str = ""
    plain: str = ""


@dataclass(frozen=True)
class Line:
    """One fact of an export."""

    name: str
    label: str
    value: Any


@dataclass(frozen=True)
class Kind:
    """One kind of data about people: how it is found, shown, and erased.

    `find(person)` gives rows. `shown` are the names of what an export says of each, or `told(row)`
    is; `since` is the field that says from when a row is, and `size(row)` how many things it is.
    `erase(row, person, at)` says how much was left to erase, and may be called again; `left` is
    what stays. `rules` are those of `network.retention` that end it by itself; where there is none,
    `until` says when it ends. `addresses()` are all that it holds.
    """

    name: str
    title: Words
    held: tuple[Held, ...]
    find: Callable[[Person], Iterable[Any]]
    shown: tuple[str, ...]
    since: str
    erase: Callable[[Any, Person, dt.datetime], int]
    left: Words  # what stays when it is erased
    rules: tuple[str, ...] = ()
    until: Words = ""
    addresses: Callable[[], Iterator[str]] = lambda: iter(())
    told: Callable[[Any], dict[str, Any]] | None = None
    size: Callable[[Any], int] = lambda row: 1

    def lines(self, row: Any) -> list[Line]:
        if self.told is not None:
            said = self.told(row).items()
            return [Line(name, name.replace("_", " "), value) for name, value in said]
        return [Line(name, _label(row, name), _value(row, name)) for name in self.shown]

    def moment(self, row: Any) -> dt.datetime | None:
        moment: dt.datetime | None = getattr(row, self.since, None)
        return moment


def column(model: type[models.Model], field: str) -> Callable[[], Iterator[str]]:
    """Every address in one field of a model, for `Kind.addresses`."""

    def found() -> Iterator[str]:
        rows = model._default_manager.exclude(**{field: ""}).order_by()
        yield from rows.values_list(field, flat=True).distinct().iterator(chunk_size=2000)

    return found


def keep(row: Any, person: Person, at: dt.datetime) -> bool:
    """For what is a code, or a count, and goes by itself: nothing to erase."""
    return False


def _label(row: Any, name: str) -> str:
    try:
        return str(row._meta.get_field(name).verbose_name)
    except (FieldDoesNotExist, AttributeError):
        return name.replace("_", " ")


def _value(row: Any, name: str) -> Any:
    """As a person reads it: the words of a choice, the name of a thing."""
    in_words = getattr(row, f"get_{name}_display", None)
    value = in_words() if in_words else getattr(row, name)
    if isinstance(value, models.Manager):
        return sorted(str(thing) for thing in value.all())
    return str(value) if isinstance(value, models.Model | Promise) else value
