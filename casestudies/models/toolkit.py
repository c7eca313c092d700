"""Documents to take away: what they say, and the files that Publishers put in their place."""

import datetime as dt
import hashlib
from typing import Self

from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casestudies.models.addresses import Slugged, SluggedQuerySet
from casestudies.models.evidence import SourceBase

MEGABYTE = 1024 * 1024
MOST_BYTES = 5 * MEGABYTE  # of one file
MOST_FILES = 20  # of one document: together at most a hundred megabytes


class ResourceQuerySet(SluggedQuerySet):
    def for_handing(self) -> Self:
        """With what a page or a file is made of, and without any bytes: three queries."""
        used = ResourceFile.objects.filter(in_use=True).light()
        return self.prefetch_related("sources", Prefetch("files", used, to_attr="used"))


class Resource(Slugged):
    """A document of the toolkit. Its page and its file are both made of what stands here.

    Where a file of a Publisher is in use (`ResourceFile`), that is handed out instead.
    """

    class Made(models.TextChoices):
        """What our own document is made of besides its text."""

        TEXT = "text", _("Its text alone (Word)")
        SELF_CHECK = "self-check", _("Its text and the statements of the self-check (Word)")
        TRACKER = "tracker", _("Its text and the benefits tracker (spreadsheet)")

    title = models.CharField(max_length=160, unique=True)
    summary = models.CharField(
        max_length=300, help_text=_("What it is for, in one or two sentences.")
    )
    text = models.TextField(
        blank=True,
        help_text=_(
            "Each line is a paragraph. A line that begins with “# ” is a heading, with “## ” one "
            "below it, with “- ” an item of a list, with “[] ” something to tick. Lines such as "
            "“| one | two |” are the rows of a table; the first of them are its headings."
        ),
    )
    made = models.CharField(
        _("made of"), max_length=20, choices=Made, default=Made.TEXT, editable=False
    )
    dated = models.DateField(
        _("date"), null=True, blank=True, help_text=_("Of what it says. Readers see this.")
    )
    position = models.PositiveSmallIntegerField(default=0, help_text=_("Lower comes first."))

    objects = ResourceQuerySet.as_manager()

    used: "list[ResourceFile]"  # by `for_handing`: the file of a Publisher, if one is in use

    class Meta:
        ordering = ["position", "title"]
        verbose_name = _("document of the toolkit")
        verbose_name_plural = _("documents of the toolkit")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("casestudies:toolkit_document", args=[self.slug])


class ResourceSource(SourceBase):
    """A page or document that a document of the toolkit rests on."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="sources")


class ResourceFileQuerySet(models.QuerySet["ResourceFile"]):
    def light(self) -> Self:
        """Without the bytes, which no list needs."""
        return self.defer("content")


class ResourceFile(models.Model):
    """A file that a Publisher put in the place of our document, now or before.

    The bytes are in the database: several hosts serve them, and one backup holds them. They were
    looked into when they came (`casestudies.toolkit.looking`), and never change.
    """

    class Format(models.TextChoices):
        """What the content is; the words are the ending of the file's address."""

        DOCX = "docx", _("Word document")
        XLSX = "xlsx", _("Excel workbook")
        ODT = "odt", _("OpenDocument text")
        ODS = "ods", _("OpenDocument spreadsheet")
        PDF = "pdf", _("PDF")

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="files")
    format = models.CharField(max_length=4, choices=Format)
    content = models.BinaryField(max_length=MOST_BYTES)
    size = models.PositiveIntegerField(help_text=_("In bytes."))
    digest = models.CharField(max_length=64)
    dated = models.DateField(_("date"), help_text=_("The date that the document bears."))
    summary = models.TextField(
        max_length=3000,
        help_text=_("What it holds and how to use it. Readers see this before they download it."),
    )
    note = models.CharField(
        max_length=300, blank=True, help_text=_("For Publishers: why it was put here.")
    )
    added_at = models.DateTimeField(default=timezone.now)
    in_use = models.BooleanField(default=False)

    objects = ResourceFileQuerySet.as_manager()

    class Meta:
        ordering = ["-added_at", "-pk"]
        # Put there, taken away and used again by actions alone
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["resource"], condition=Q(in_use=True), name="resource_file_in_use_once"
            ),
            models.UniqueConstraint(fields=["resource", "digest"], name="resource_file_once"),
            models.CheckConstraint(
                condition=Q(size__gt=0, size__lte=MOST_BYTES), name="resource_file_is_bounded"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resource_id}.{self.format}"

    @classmethod
    def of(cls, content: bytes, **said: object) -> Self:
        """A file of these bytes, not saved."""
        digest = hashlib.sha256(content).hexdigest()
        return cls(content=content, size=len(content), digest=digest, **said)

    @property
    def added_on(self) -> dt.date:
        return timezone.localdate(self.added_at)
