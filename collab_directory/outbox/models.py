"""A letter and what became of it."""

import datetime as dt
from functools import partial
from typing import Any, NamedTuple

from django.db import models, transaction
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import signals
from .writing import Unsendable, harmless, write

# How long after each failure that may pass the letter is tried again; after these, every hour.
PAUSES = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 30))
LONG_PAUSE = dt.timedelta(hours=1)
GIVEN_UP_AFTER = dt.timedelta(hours=72)
LEASE = dt.timedelta(minutes=2)  # a worker that has not answered by then is taken for dead
# Further ahead than any clock of ours may be of another: such a moment was set before a clock that
# was wrong went back, and nobody waits for it
CLOCKS_DIFFER = dt.timedelta(minutes=10)
BODY_KEPT = dt.timedelta(days=7)  # after a letter was sent, failed or was cancelled
ROW_KEPT = dt.timedelta(days=30)

# Whoever reads such a letter could sign in as somebody else: the admin does not show it
SECRET = frozenset({"account/code"})

# How a problem begins that is the mail server's, not the letter's
UNREACHABLE = "The mail server could not be reached"


class Forgotten(NamedTuple):
    emptied: int
    deleted: int


class LetterQuerySet(models.QuerySet["Letter"]):
    def post(
        self,
        template: str,
        *,
        to: str,
        key: str,
        about: models.Model | None,
        reply_to: str,
        in_bulk: bool,
        unsubscribe: str,
        context: dict[str, Any],
    ) -> "Letter":
        known = self.filter(key=key).first()
        if known is not None:
            return known
        letter = Letter(key=key, template=template, in_bulk=in_bulk, unsubscribe=unsubscribe)
        letter.to, letter.reply_to = harmless(to)[:320], harmless(reply_to)[:320]
        if about is not None:
            letter.target_type, letter.target_id = about._meta.label_lower, str(about.pk)
        try:
            written = write(
                template, to=to, reply_to=reply_to, unsubscribe=unsubscribe, context=context
            )
        except Unsendable as reason:
            letter.state, letter.problem = Letter.State.FAILED, str(reason)
            letter.finished_at = timezone.now()
        else:
            letter.subject, letter.text, letter.html = written.subject, written.text, written.html
            letter.message_id = written.message_id
        # Of two who post the same key at once, the database lets one write; both get its row.
        kept, is_new = self.get_or_create(key=key, defaults=letter.values())
        if is_new and kept.state == Letter.State.FAILED:
            # Whoever listens may change what is being written at this moment: not before it is
            transaction.on_commit(partial(signals.tell_of_failure, kept))
        return kept

    def due(self, at: dt.datetime) -> "LetterQuerySet":
        """What a worker may take now, single letters first, the longest waiting first.

        A letter that was never tried is due whatever the clock says, and so are moments that only
        a wrong clock can have set: no letter waits because a clock was put back.
        """
        ripe = Q(due_at__lte=at) | Q(attempts=0) | Q(due_at__gt=at + LONG_PAUSE + CLOCKS_DIFFER)
        forgotten = Q(lease_until__lte=at) | Q(lease_until__gt=at + LEASE + CLOCKS_DIFFER)
        return self.filter(
            Q(ripe, state=Letter.State.QUEUED) | Q(forgotten, state=Letter.State.SENDING)
        ).order_by("in_bulk", "due_at", "pk")

    def overdue(self, at: dt.datetime, patience: dt.timedelta) -> "LetterQuerySet":
        """Single letters that should have left so long ago: nobody sends, or to no server.

        One that waits for its next attempt because its own recipient's server was busy is not.
        """
        long_ago = at - patience
        never_tried = Q(state=Letter.State.QUEUED, due_at__lte=long_ago)
        forgotten = Q(state=Letter.State.SENDING, lease_until__lte=long_ago)
        server_is_down = Q(
            state=Letter.State.QUEUED,
            problem__startswith=UNREACHABLE,
            give_up_at__lte=long_ago + GIVEN_UP_AFTER,  # first tried so long ago
        )
        return self.filter(never_tried | forgotten | server_is_down, in_bulk=False)

    def waiting(self) -> "LetterQuerySet":
        return self.filter(state=Letter.State.QUEUED)

    def unreached(self) -> "LetterQuerySet":
        """Waiting only because the mail server itself could not be reached."""
        return self.waiting().filter(problem__startswith=UNREACHABLE)

    def unfinished(self) -> "LetterQuerySet":
        return self.filter(state__in=[Letter.State.QUEUED, Letter.State.SENDING])

    def failed(self) -> "LetterQuerySet":
        return self.filter(state=Letter.State.FAILED)

    def finished(self) -> "LetterQuerySet":
        return self.exclude(state__in=[Letter.State.QUEUED, Letter.State.SENDING])

    def addressed(self, to: str) -> "LetterQuerySet":
        """To this address however it is capitalised; to all of them when it is empty."""
        return self.filter(to__iexact=to) if to else self

    def about(self, target: models.Model | None) -> "LetterQuerySet":
        if target is None:
            return self
        return self.filter(target_type=target._meta.label_lower, target_id=str(target.pk))

    def cancel(self) -> int:
        """Take those that are not finished out of the queue; how many.

        One that a worker holds at this moment is not tried again; if it arrives, it is marked sent.
        """
        return self.unfinished().update(
            state=Letter.State.CANCELLED, finished_at=timezone.now(), lease_until=None
        )

    def again(self, at: dt.datetime) -> int:
        """Queue failed letters that can be sent once more, for another 72 hours."""
        return (
            self.failed()
            .exclude(message_id=None)
            .exclude(text="")
            .update(state=Letter.State.QUEUED, due_at=at, attempts=0, finished_at=None)
        )

    def forget(self, at: dt.datetime) -> "Forgotten":
        """Empty what was written a week after a letter's end, and delete the row three weeks later.

        Subjects go as well: they may name a person. Letters that are not finished are left alone.
        Once its row is gone, a key is free again.
        """
        finished = self.finished()
        deleted, _by_model = finished.filter(finished_at__lte=at - ROW_KEPT).delete()
        parts = dict.fromkeys(("text", "html", "subject", "reply_to", "unsubscribe"), "")
        written = ~Q(**parts)
        emptied = finished.filter(written, finished_at__lte=at - BODY_KEPT).update(**parts)
        return Forgotten(emptied=emptied, deleted=deleted)


def _now() -> dt.datetime:
    return timezone.now()


def _in_72_hours() -> dt.datetime:
    return timezone.now() + GIVEN_UP_AFTER


class Letter(models.Model):
    """One letter to one person. Its text goes a week after its fate is known, the row later."""

    class State(models.TextChoices):
        QUEUED = "queued", _("queued")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    key = models.CharField(_("key"), max_length=200, unique=True, editable=False)
    template = models.CharField(_("kind"), max_length=100, editable=False)
    to = models.CharField(_("to"), max_length=320, editable=False)
    reply_to = models.CharField(_("answers go to"), max_length=320, blank=True, editable=False)
    # Where a mail program may end such letters; whoever knows it can, so it goes with the text
    unsubscribe = models.CharField(max_length=300, blank=True, editable=False)
    subject = models.CharField(_("subject"), max_length=400, blank=True, editable=False)
    text = models.TextField(_("text"), blank=True, editable=False)
    html = models.TextField(_("text as HTML"), blank=True, editable=False)
    # None for a letter that could not be written; unique as soon as there is one
    message_id = models.CharField(
        _("message id"), max_length=200, unique=True, null=True, editable=False
    )
    in_bulk = models.BooleanField(_("one of many"), default=False, editable=False)
    target_type = models.CharField(_("about"), max_length=100, blank=True, editable=False)
    target_id = models.CharField(_("number"), max_length=64, blank=True, editable=False)

    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.QUEUED, editable=False
    )
    created_at = models.DateTimeField(_("written"), default=_now, editable=False)
    due_at = models.DateTimeField(_("next attempt"), default=_now, editable=False)
    give_up_at = models.DateTimeField(_("given up after"), default=_in_72_hours, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, editable=False)
    problem = models.CharField(_("what went wrong"), max_length=300, blank=True, editable=False)
    finished_at = models.DateTimeField(_("finished"), null=True, editable=False)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "in_bulk", "due_at"], name="outbox_due"),
            models.Index(fields=["target_type", "target_id"], name="outbox_by_target"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at=None, state__in=["queued", "sending"])
                | Q(finished_at__isnull=False, state__in=["sent", "failed", "cancelled"]),
                name="letter_is_finished_or_not",
            ),
            models.CheckConstraint(
                condition=Q(state="sending", lease_until__isnull=False)
                | (~Q(state="sending") & Q(lease_until=None)),
                name="letter_being_sent_has_a_lease",
            ),
        ]

    def __str__(self) -> str:
        """Without its subject, which may name a person: the audit trail keeps this for long."""
        return f"{self.template} {self.pk}"

    @property
    def is_secret(self) -> bool:
        return self.template in SECRET

    def values(self) -> dict[str, Any]:
        """Everything but number and key, as the database would be asked to store it."""
        fields = [f for f in self._meta.concrete_fields if f.name not in ("id", "key")]
        return {field.attname: getattr(self, field.attname) for field in fields}

    def claim(self, at: dt.datetime) -> bool:
        """Whether this worker may send it: of any number who try at once, one may.

        Not if its state is no longer what was read, nor if somebody claimed it in the meantime.
        The 72 hours of a letter begin with its first attempt, however long nobody sent any.
        """
        mine = Letter.objects.filter(pk=self.pk).due(at).order_by()
        until = at + LEASE
        from_now = When(attempts=0, then=Value(at + GIVEN_UP_AFTER))
        claimed = mine.update(
            state=Letter.State.SENDING,
            lease_until=until,
            attempts=F("attempts") + 1,
            give_up_at=Case(from_now, default=F("give_up_at")),
        )
        if claimed:
            self.refresh_from_db()
        return bool(claimed) and self.lease_until == until

    def mark_sent(self, at: dt.datetime) -> bool:
        values = {"state": Letter.State.SENT, "finished_at": at, "problem": ""}
        return self._leave(**values) or self._called_back_too_late(values)

    @transaction.atomic
    def mark_failed(self, at: dt.datetime, problem: str) -> bool:
        """For good: nobody tries again unless an editor says so. Sends `signals.failed`."""
        left = self._leave(state=Letter.State.FAILED, finished_at=at, problem=problem[:300])
        if left:
            signals.tell_of_failure(self)
        return left

    def try_later(self, at: dt.datetime, problem: str) -> bool:
        """Back to the queue, or failed once 72 hours have not been enough."""
        pause = PAUSES[self.attempts - 1] if self.attempts <= len(PAUSES) else LONG_PAUSE
        if at + pause > self.give_up_at:
            return self.mark_failed(at, problem)
        return self._leave(state=Letter.State.QUEUED, due_at=at + pause, problem=problem[:300])

    def _leave(self, **values: Any) -> bool:
        """Only while the lease is ours: a worker that comes back late changes nothing."""
        mine = Letter.objects.filter(
            pk=self.pk, state=Letter.State.SENDING, lease_until=self.lease_until
        )
        return self._take_over(mine.update(lease_until=None, **values), values)

    def _called_back_too_late(self, values: dict[str, Any]) -> bool:
        """Cancelled while we had it: what happened counts, not what was wished."""
        if self.state != Letter.State.SENDING:
            return False
        cancelled = Letter.objects.filter(
            pk=self.pk, state=Letter.State.CANCELLED, attempts=self.attempts
        )
        return self._take_over(cancelled.update(**values), values)

    def _take_over(self, changed: int, values: dict[str, Any]) -> bool:
        """The row has these values now; this object, too."""
        if changed:
            for name, value in {"lease_until": None, **values}.items():
                setattr(self, name, value)
        return bool(changed)
