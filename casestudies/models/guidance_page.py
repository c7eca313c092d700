"""The words around what guidance pages list: what Publishers change without touching code."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from casestudies.models.evidence import SourceBase


class GuidancePage(models.Model):
    """The text of one page of guidance. Which pages there are is the code's to say.

    A page whose row is missing still answers, with the name below and no text.
    """

    class Page(models.TextChoices):
        GUIDANCE = "guidance", _("What works")
        SUCCESS_FACTORS = "success-factors", _("What makes a collaboration successful?")
        SELF_CHECK = "self-check", _("Readiness self-check")
        TOOLKIT = "toolkit", _("Toolkit")
        NATIONAL = "national", _("National work")
        FUNDING = "funding", _("Funding")
        GLOSSARY = "glossary", _("Glossary")
        INSIGHTS = "insights", _("Insights")

    slug = models.CharField(_("page"), max_length=40, unique=True, choices=Page)
    title = models.CharField(max_length=120, help_text=_("The heading at the top of the page."))
    lead = models.TextField(
        max_length=300,
        help_text=_("One or two sentences under the heading. Lists and search engines show them."),
    )
    body = models.TextField(
        blank=True,
        help_text=_(
            "Plain text. An empty line begins a new paragraph. A line that begins with “# ” is a "
            "heading, and lines that begin with “- ” are a list. Web addresses become links."
        ),
    )
    reviewed_on = models.DateField(
        _("last reviewed on"),
        null=True,
        blank=True,
        help_text=_("When somebody last checked that all of it is true. Readers see this."),
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("text of a guidance page")
        verbose_name_plural = _("texts of guidance pages")

    def __str__(self) -> str:
        return self.title


class GuidancePageSource(SourceBase):
    """A page or document that the text of a guidance page rests on."""

    page = models.ForeignKey(GuidancePage, on_delete=models.CASCADE, related_name="sources")
