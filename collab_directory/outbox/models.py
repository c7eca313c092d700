"""A letter and what became of it."""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .writing import Unsendable, write

# How long after each failure that may pass the letter is tried again; after these, every hour.
PAUSES = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 30))
LONG_PAUSE = dt.timedelta(hours=1)
GIVEN_UP_AFTER = dt.timedelta(hours=72)
LEASE = dt.timedelta(minutes=2)  # a worker that has not answered by then is taken for dead
BODY_KEPT = dt.timedelta(days=7)  # after a letter was sent, failed or was cancelled
ROW_KEPT = dt.timedelta(days=30)


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
        context: dict[str, Any],
    ) -> "Letter":
        known = self.filter(key=key).first()
        if known is not None:
            return known
        letter = Letter(key=key, template=template, to=to, reply_to=reply_to, in_bulk=in_bulk)
        if about is not None:
            letter.target_type, letter.target_id = about._meta.label_lower, str(about.pk)
        try:
            written = write(template, to=to, reply_to=reply_to, context=context)
        except Unsendable as reason:
            letter.state, letter.problem = Letter.State.FAILED, str(reason)
            letter.finished_at = timezone.now()
        else:
            letter.subject, letter.text, letter.html = written.subject, written.text, written.html
            letter.message_id = written.message_id
        # Of two who post the same key at once, the database lets one write; both get its row.
        return self.get_or_create(key=key, defaults=letter.values())[0]

    def due(self, at: dt.datetime) -> "LetterQuerySet":
        """What a worker may take now, single letters first, the longest waiting first."""
        queued = Q(state=Letter.State.QUEUED, due_at__lte=at)
        forgotten = Q(state=Letter.State.SENDING, lease_until__lte=at)
        return self.filter(queued | forgotten).order_by("in_bulk", "due_at", "pk")

    def waiting(self) -> "LetterQuerySet":
        return self.filter(state=Letter.State.QUEUED)

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
        return self.update(state=Letter.State.CANCELLED, finished_at=timezone.now())

    def again(self, at: dt.datetime) -> int:
        """Queue failed letters that can be sent once more, for another 72 hours."""
        return (
            self.failed()
            .exclude(message_id=None)
            .exclude(text="")
            .update(
                state=Letter.State.QUEUED,
                due_at=at,
                give_up_at=at + GIVEN_UP_AFTER,
                attempts=0,
                finished_at=None,
            )
        )


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
        return self.subject or self.template

    def values(self) -> dict[str, Any]:
        """Everything but number and key, as the database would be asked to store it."""
        fields = [f for f in self._meta.concrete_fields if f.name not in ("id", "key")]
        return {field.attname: getattr(self, field.attname) for field in fields}

    def claim(self, at: dt.datetime) -> bool:
        """Whether this worker may send it: of any number who try at once, one may.

        Not if its state is no longer what was read, nor if somebody claimed it in the meantime.
        """
        mine = Letter.objects.filter(pk=self.pk).due(at)
        claimed = mine.order_by().update(
            state=Letter.State.SENDING, lease_until=at + LEASE, attempts=F("attempts") + 1
        )
        if claimed:
            self.refresh_from_db()
        return bool(claimed)

    def mark_sent(self, at: dt.datetime) -> bool:
        return self._leave(state=Letter.State.SENT, finished_at=at, problem="")

    def mark_failed(self, at: dt.datetime, problem: str) -> bool:
        """For good: nobody tries again unless an editor says so."""
        return self._leave(state=Letter.State.FAILED, finished_at=at, problem=problem[:300])

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
        left = mine.update(lease_until=None, **values)
        self.refresh_from_db()
        return bool(left)
