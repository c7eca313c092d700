"""What the working group knows of an entry while it works on it: who has it, and for what."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from casestudies.models.case_study import CaseStudy


def _somebody(label: Any) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=label,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )


class InHand(models.Model):
    """Who has an entry, and the change of an entry that is prepared beside what the public reads.

    A pending version is a row of its own, so that its form, lines and preview are those of any
    entry. It is a draft or in review, never published: publishing writes it over its original
    (`casestudies.pending`). None of these fields is ever shown to the public.
    """

    pending_of: "models.OneToOneField[CaseStudy | None, CaseStudy | None]" = models.OneToOneField(
        "self",
        verbose_name=_("a change of"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.CASCADE,
        related_name="pending",
    )
    # For types only: the plugin knows the first of no abstract model, and the entry has the second
    pending_of_id: int | None
    title: "models.CharField[str, str]"
    # What the original said when its change was begun; a document, as a version's
    pending_base = models.JSONField(null=True, blank=True, editable=False)
    # What is changed, in plain words: becomes the note of the version
    pending_note = models.CharField(max_length=300, blank=True, editable=False)

    # Nobody has what waits for the publishers, nor a draft that was put down
    held_by = _somebody(_("who has it"))
    held_since = models.DateTimeField(_("since when"), null=True, blank=True, editable=False)
    # Who sent it for review: hears what becomes of it, and gets it back
    submitted_by = _somebody(_("who sent it for review"))
    # What should change, from its return until it is sent for review again
    returned_because = models.TextField(blank=True, editable=False)

    # What could not be written because it is gone; said by `casestudies.pending.prepare`
    left_out: tuple[str, ...] = ()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(pending_of__isnull=True)
                | Q(state__in=["draft", "in-review"], pending_base__isnull=False),
                name="pending_version_is_never_public",
            ),
            models.CheckConstraint(
                condition=Q(pending_of__isnull=True) | ~Q(pending_of=F("id")),
                name="pending_version_is_of_another",
            ),
        ]

    @property
    def is_pending(self) -> bool:
        """Whether this is a change of another entry rather than an entry itself."""
        return self.pending_of_id is not None

    def validate_constraints(self, exclude: Any = None) -> None:
        """As Django does, but for the title: a form without `pending_of` could not be told."""
        left_out = set(exclude or ())
        super().validate_constraints(exclude=left_out | {"title"})
        if "title" not in left_out and self.shares_its_title():
            raise ValidationError({"title": self.unique_error_message(type(self), ("title",))})

    def shares_its_title(self) -> bool:
        """Whether another entry has this title: not the one that this is a change of."""
        kind: Any = type(self)  # an abstract model has no rows that could be typed
        entries = kind._default_manager.filter(pending_of=None, title=self.title)
        return entries.exclude(pk__in=[self.pk or 0, self.pending_of_id or 0]).exists()
