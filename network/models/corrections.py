"""Corrections: what a reader, without an account, says is wrong with a case study."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casestudies.models import CaseStudy

from .leaders import ProjectLeader
from .references import new_correction_reference


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def waiting(self) -> "CorrectionQuerySet":
        return self.filter(state=Correction.State.NEW)


class Correction(models.Model):
    """A proposed change to one text of a case study, or a remark about one of its sections.

    `part` names what it is about: a field of the case study (`summary`), one line of a list
    (`outcome:12`), or a section (`partners`). Where it is a text, `before` is that text as the
    sender saw it and `proposed` as they would have it; otherwise only `remark` speaks.
    """

    class State(models.TextChoices):
        NEW = "new", _("waiting")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")

    reference = models.CharField(
        _("reference"), max_length=20, unique=True, default=new_correction_reference, editable=False
    )
    form_key = models.UUIDField(unique=True, editable=False)
    study = models.ForeignKey(
        CaseStudy,
        verbose_name=_("case study"),
        on_delete=models.CASCADE,
        related_name="corrections",
    )
    part = models.CharField(_("part"), max_length=40)
    before = models.TextField(_("as it is"), blank=True)
    proposed = models.TextField(_("as it should be"), blank=True)
    remark = models.TextField(_("what is wrong, and how they know"), blank=True)
    source_url = models.URLField(_("published source"), max_length=500, blank=True)

    name = models.CharField(_("name"), max_length=100, blank=True)
    email = models.CharField(_("email address"), max_length=254, blank=True)
    role = models.CharField(_("job and organisation"), max_length=150, blank=True)

    # Who was asked by our letter whether the entry is still true, and answered with this
    leader = models.ForeignKey(
        ProjectLeader,
        verbose_name=_("told by its leader"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.NEW)
    created_at = models.DateTimeField(_("received"), default=timezone.now)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    answer = models.TextField(_("what the sender is told"), blank=True)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="new", decided_at=None)
                | (~Q(state="new") & Q(decided_at__isnull=False)),
                name="correction_decided_at_a_moment",
            ),
            models.CheckConstraint(
                condition=~(Q(proposed="") & Q(remark="")) | Q(erased_at__isnull=False),
                name="correction_says_something",
            ),
        ]

    def __str__(self) -> str:
        return self.reference
