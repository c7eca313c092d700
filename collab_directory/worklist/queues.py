"""The shapes of the worklist: a queue, and how one thing in it reads."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.contrib.auth.models import User  # not before the apps are loaded

Words = str | Promise


class Whom(Enum):
    """For whom the work is done: the headings of the page, the most urgent first."""

    ANSWER = (
        "answer",
        _("For people who wait for an answer"),
        _("Each of them was told by when they hear from us."),
    )
    REVIEW = (
        "review",
        _("For those who write"),
        _("Entries and changes that wait for the next pair of eyes."),
    )
    READERS = (
        "readers",
        _("For readers who rely on an entry"),
        _("What is published and may not be true, or not be proved, any more."),
    )
    REACH = (
        "reach",
        _("For people whom our letters do not reach"),
        _("A question to them would be lost."),
    )
    SEEKERS = (
        "seekers",
        _("For readers who look for more"),
        _("What entries do not say yet, and what no entry answers."),
    )

    def __init__(self, word: str, title: Words, about: Words) -> None:
        self.word, self.title, self.about = word, title, about


@dataclass(frozen=True)
class Row:
    """One thing that waits, and the one next thing to do: a link, whose words are `action`.

    `since` is when it began to wait, where that says something.
    """

    title: Words
    about: Words
    action: Words
    address: str
    since: dt.datetime | dt.date | None = None


def change_page(thing: Any, part: str = "") -> str:
    """The address of a thing's own page in the admin."""
    meta = thing._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[thing.pk]) + part


def plain_row(thing: Any, user: "User") -> Row:
    """What needs no more than its name."""
    return Row(str(thing), "", _("Open"), change_page(thing), getattr(thing, "created_at", None))


@dataclass(frozen=True)
class Queue:
    """`found(at)` is what waits at that moment; `todo` what to do about each, in a sentence.

    `list_address()` is a list of the admin that is exactly as long as the queue. `among(found,
    user)` is what of it this user may see, where that is not all. `row(thing, user)` is its line
    on the front page, where the first by `order` come first; `load(found)` brings what lines say,
    so that no line asks the database by itself. `template` draws the lines, where a table of
    title, words and action is not enough. `none` says in a sentence that it is empty.
    """

    name: str
    label: Callable[[int], str]
    todo: Words
    permission: str
    found: Callable[[dt.datetime], QuerySet[Any]]
    list_address: Callable[[], str]
    among: Callable[[Any, "User"], QuerySet[Any]] = lambda found, user: found
    whom: Whom = Whom.ANSWER
    row: Callable[[Any, "User"], Row] = plain_row
    load: Callable[[Any], QuerySet[Any]] = lambda found: found
    order: tuple[Any, ...] = ("pk",)
    template: str = "admin/worklist/rows.html"

    def waiting(self, user: "User", at: dt.datetime) -> QuerySet[Any]:
        """What of it this user sees; nothing without the permission."""
        found = self.found(at)
        if not user.has_perm(self.permission):
            return found.none()
        return self.among(found, user)
