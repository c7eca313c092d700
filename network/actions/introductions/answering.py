"""What the one who was asked says."""

import datetime as dt

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from collab_directory import audit, outbox
from network.models import Introduction, Member, Unwanted

from . import letters
from .asking import locked

State = Introduction.State


class Answer(models.TextChoices):
    """What each button says."""

    YES = "yes", _("Yes, introduce us")
    NO = "no", _("No, thank you")
    LATER = "later", _("Not now")
    NEVER = "never", _("No, and nothing more from this member")


BECOMES = {
    Answer.YES: State.ACCEPTED,
    Answer.NO: State.DECLINED,
    Answer.LATER: State.LATER,
    Answer.NEVER: State.DECLINED,
}


@transaction.atomic
def answer(introduction: Introduction, said: Answer, *, at: dt.datetime) -> bool:
    """Keep the answer and tell whom it concerns. Only the first one counts.

    False if it was answered before, or one of the two belongs no more: then nothing is told.
    """
    pair = _pair(introduction)
    if pair is None or not _end(introduction, BECOMES[said], at=at):
        return False
    asker, asked = pair
    audit.record(f"introduction.{BECOMES[said].value}", introduction, by=None)
    if said == Answer.YES:
        letters.introduce(introduction, asker, asked)
        letters.introduce(introduction, asked, asker)
    elif said == Answer.LATER:
        letters.tell_later(introduction, asker)
    else:
        letters.tell_nothing_came(introduction, asker)
    if said == Answer.NEVER:
        _want_no_more(asked, asker, at=at)
    return True


@transaction.atomic
def report(introduction: Introduction, text: str, *, at: dt.datetime) -> bool:
    """Bring the request before the working group. It counts as declined, and nothing more comes
    from who asked. Who asked is not told of the report. Whether this call did it.
    """
    pair = _pair(introduction)
    mine = Introduction.objects.with_words().filter(pk=introduction.pk, reported_at=None)
    if not text.strip() or not mine.update(reported_at=at, report=text.strip()):
        return False
    introduction.refresh_from_db()
    if _end(introduction, State.DECLINED, at=at) and pair is not None:
        outbox.cancel(about=introduction)
        letters.tell_nothing_came(introduction, pair[0])
    if introduction.asked is not None and introduction.asker is not None:
        _want_no_more(introduction.asked, introduction.asker, at=at)
    audit.record("introduction.reported", introduction, by=None)
    letters.tell_group(introduction)
    return True


@transaction.atomic
def want_again(by: Member, number: int) -> bool:
    """Let somebody ask again from whom nothing was wanted. Whether this call did it."""
    return bool(Unwanted.objects.filter(by=by, pk=number).delete()[0])


def _want_no_more(by: Member, asker: Member, *, at: dt.datetime) -> None:
    Unwanted.objects.get_or_create(by=by, asker=asker, defaults={"at": at})


def _pair(introduction: Introduction) -> tuple[Member, Member] | None:
    """Asker and asked, if both belong; until the transaction ends neither leaves."""
    numbers = (introduction.asker_id, introduction.asked_id)
    if None in numbers:
        return None
    found = locked(*filter(None, numbers))
    return (found[numbers[0]], found[numbers[1]]) if len(found) == 2 else None  # type: ignore[index]


def _end(introduction: Introduction, state: Introduction.State, *, at: dt.datetime) -> bool:
    """Whether this call ended it: of two who press at once, one does."""
    mine = Introduction.objects.open().filter(pk=introduction.pk)
    if not mine.update(state=state, ended_at=at):
        return False
    introduction.refresh_from_db()
    return True
