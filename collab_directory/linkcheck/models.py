"""What came of asking a web address, by the address: whoever cites it, however often."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# A server that does not answer may only be tired: dead is what failed so often, over so long
FAILS_TO_BE_DEAD = 3
FAILING_TO_BE_DEAD = dt.timedelta(days=7)


class CheckedLinkQuerySet(models.QuerySet["CheckedLink"]):
    def dead(self) -> "CheckedLinkQuerySet":
        """Where readers find nothing any more."""
        return self.filter(state__in=[CheckedLink.State.GONE, CheckedLink.State.DEAD])

    def moved(self) -> "CheckedLinkQuerySet":
        return self.filter(state=CheckedLink.State.MOVED)


class CheckedLink(models.Model):
    """One address, and how it answered last."""

    class State(models.TextChoices):
        WORKS = "works", _("works")
        MOVED = "moved", _("has moved for good")
        REFUSED = "refused", _("does not let us in, which says nothing of its readers")
        FAILING = "failing", _("does not answer, so far not for long")
        DEAD = "dead", _("does not answer")
        GONE = "gone", _("is gone: its site says that there is no such page")
        NOT_ASKED = "not-asked", _("is an address that we do not ask")

    address = models.CharField(_("web address"), max_length=600, unique=True, editable=False)
    state = models.CharField(_("answer"), max_length=10, choices=State, editable=False)
    status = models.PositiveSmallIntegerField(_("status"), null=True, editable=False)
    # Why, where there was no status: one word of `asking.Trouble`
    trouble = models.CharField(max_length=20, blank=True, editable=False)
    moved_to = models.CharField(_("new address"), max_length=600, blank=True, editable=False)
    checked_at = models.DateTimeField(_("asked"), editable=False)
    failing_since = models.DateTimeField(null=True, editable=False)
    failures = models.PositiveSmallIntegerField(default=0, editable=False)
    # An editor opened it and read it: not asked again until then
    trusted_until = models.DateField(null=True, editable=False)

    objects = CheckedLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("address of a source")
        verbose_name_plural = _("addresses of sources")
        ordering = ["address"]
        indexes = [models.Index(fields=["state", "checked_at"], name="link_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="moved") ^ Q(moved_to=""), name="moved_link_says_where"
            ),
            models.CheckConstraint(
                condition=Q(failures=0, failing_since=None)
                | Q(failures__gt=0, failing_since__isnull=False),
                name="failing_link_says_since_when",
            ),
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def is_dead(self) -> bool:
        return self.state in (self.State.GONE, self.State.DEAD)
