"""What was published when, what was loaded from the fixtures, and which catalogue is in force."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casestudies.models.case_study import CaseStudy


class Version(models.Model):
    """A case study as it was published: a whole copy.

    Two things are done to it afterwards: its text is withheld from the public and given back
    (`casestudies.withholding`), and somebody who is erased is taken out of it (`network.personal`).
    """

    study = models.ForeignKey(CaseStudy, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.CharField(max_length=300, blank=True, help_text="What changed, in plain words.")
    document = models.JSONField(help_text="The case study as the fixtures and imports write it.")
    withheld_at = models.DateTimeField(_("withheld"), null=True, editable=False)
    withheld_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # For the working group alone
    withheld_because = models.CharField(max_length=300, blank=True, editable=False)

    class Meta:
        ordering = ["study", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["study", "number"], name="version_number_used_once"),
            models.CheckConstraint(
                condition=Q(withheld_at=None, withheld_because="")
                | Q(withheld_at__isnull=False) & ~Q(withheld_because=""),
                name="version_is_withheld_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.study}, version {self.number}"


class ContentRecord(models.Model):
    """Which row a fixture record became, and what both said then.

    With it, loading again can tell an entry nobody has touched, which may follow the fixture,
    from one that an editor has changed or removed, which it must leave alone.
    """

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=160)
    target_id = models.BigIntegerField()
    fixture_digest = models.CharField(max_length=64)
    stored_digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="record_loaded_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class CatalogueVersion(models.Model):
    """One row; its token is replaced in the transaction of any change that a reader could see."""

    token = models.CharField(max_length=32)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.token
