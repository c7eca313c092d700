"""Letters to a person, letters to others that speak of them, and those that came back."""

import datetime as dt
from collections.abc import Iterable
from itertools import chain

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collab_directory.outbox.models import Letter
from network.models import Link, ReturnedLetter
from network.personal import alerts, belonging, leaders, proposals, sent
from network.personal.kind import Held, Kind, Person, column, keep

WORDS = ("subject", "text", "html", "unsubscribe")
# What a letter may be about that is one person's
FINDERS = (
    sent.find_enquiries,
    sent.find_corrections,
    sent.find_messages,
    leaders.find,
    belonging.find_requests,
    alerts.find_subscriptions,
    proposals.find,
)


def find(person: Person) -> Iterable[Letter]:
    """To them or with their address in it, and about what is theirs."""
    theirs = person.at("to", "reply_to") | person.mentioned_in(*WORDS, "problem")
    for row in chain.from_iterable(finder(person) for finder in FINDERS):
        theirs |= Q(target_type=row._meta.label_lower, target_id=str(row.pk))
    return Letter.objects.filter(theirs)


def _erase(row: Letter, person: Person, at: dt.datetime) -> bool:
    """One that waits is not sent. One that a worker holds at this moment is not taken from under
    it: it loses its words, and if it arrives all the same, it is marked sent."""
    mine = Letter.objects.filter(pk=row.pk)
    is_on_its_way = mine.filter(state=Letter.State.SENDING).exists()
    is_theirs = mine.filter(person.at("to")).exists()
    cancelled = mine.cancel()
    if is_theirs and not is_on_its_way:
        ReturnedLetter.objects.filter(message_id=row.message_id or "-").delete()
        return bool(mine.delete()[0])
    nothing = dict.fromkeys((*WORDS, "reply_to", "problem"), "")
    if is_theirs:
        nothing["to"] = ""
    return bool(mine.exclude(**nothing).update(**nothing) or cancelled)


def _returned(person: Person) -> Iterable[ReturnedLetter]:
    numbers = Letter.objects.filter(person.at("to")).exclude(message_id=None)
    return ReturnedLetter.objects.filter(message_id__in=numbers.values("message_id"))


def _erase_returned(row: ReturnedLetter, person: Person, at: dt.datetime) -> bool:
    return bool(ReturnedLetter.objects.filter(pk=row.pk).delete()[0])


KINDS = (
    Kind(
        name="returned-letters",
        title=_("Letters that came back"),
        held=(Held(ReturnedLetter, "reason", "event_id message_id status"),),
        find=_returned,
        shown=("kind", "status", "reason", "received_at"),
        since="received_at",
        erase=_erase_returned,
        left=_("nothing"),
        rules=("returned-letters",),
    ),
    Kind(
        name="letters",
        # Their words are left out: they have links that open things, and what others wrote
        title=_("Letters to them or about what is theirs, without the text"),
        held=(
            Held(
                Letter,
                "to reply_to subject text html unsubscribe problem",
                "key template message_id target_type target_id",
            ),
        ),
        find=find,
        shown=("template", "subject", "created_at", "state", "finished_at"),
        since="created_at",
        erase=_erase,
        left=_("of letters to others, that they were sent"),
        rules=("letters",),
        addresses=column(Letter, "to"),
    ),
    Kind(
        name="links",
        title=_("Links in letters, as codes"),
        held=(Held(Link, "digest bound_to"),),
        find=lambda person: (),  # they go with what they open
        shown=(),
        since="created_at",
        erase=keep,
        left=_("nothing: they go with what they open"),
        rules=("used-links",),
    ),
)
