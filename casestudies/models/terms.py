"""The words by which schemes are sorted, the glossary, and the words that readers search by."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casestudies.models.addresses import Retirable, TermQuerySet


class Term(Retirable):
    """A word of a short, ordered list that the working group keeps."""

    name = models.CharField(max_length=80, unique=True)
    description = models.TextField(
        blank=True, help_text=_("One or two sentences, shown at the top of its own page.")
    )
    position = models.PositiveSmallIntegerField(default=0, help_text=_("Lower comes first."))

    objects = TermQuerySet.as_manager()

    class Meta(Retirable.Meta):
        abstract = True
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class Service(Term):
    """Who works together: police, fire and rescue, ambulance and their partners."""

    def get_absolute_url(self) -> str:
        return reverse("casestudies:service", args=[self.slug])


class CollaborationType(Term):
    """What they do together, such as shared premises or joint training."""

    def get_absolute_url(self) -> str:
        return reverse("casestudies:type", args=[self.slug])


class GlossaryTerm(models.Model):
    """A group of words that mean the same to a reader; search finds any of them by any other."""

    term = models.CharField(max_length=80, unique=True)
    expansion = models.CharField(max_length=160, blank=True)
    meaning = models.TextField(blank=True)

    class Meta:
        ordering = ["term"]

    def __str__(self) -> str:
        return self.term


class Synonym(models.Model):
    """Another word for a glossary term. No word stands in two groups."""

    term = models.ForeignKey(GlossaryTerm, on_delete=models.CASCADE, related_name="synonyms")
    word = models.CharField(max_length=80, unique=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.word


class SearchTerm(models.Model):
    """A term as the services write it, and what others say instead. Only the search reads it."""

    term = models.CharField(
        max_length=80,
        unique=True,
        help_text=_("As case studies write it. It may be a glossary term as well."),
    )

    class Meta:
        verbose_name = _("everyday word")
        ordering = ["term"]

    def __str__(self) -> str:
        return self.term


class SearchWord(models.Model):
    """A word or a short phrase that people use for a term. None stands under two terms."""

    term = models.ForeignKey(SearchTerm, on_delete=models.CASCADE, related_name="words")
    word = models.CharField(max_length=80, unique=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.word


class SearchPlace(models.Model):
    """A name that a term answers without meaning the same: a town, for the county it lies in.

    It leads to the term and not back, and may lead to several.
    """

    term = models.ForeignKey(SearchTerm, on_delete=models.CASCADE, related_name="places")
    word = models.CharField(_("name"), max_length=80)

    class Meta:
        verbose_name = _("place")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["term", "word"],
                name="a_place_stands_once_under_a_term",
                violation_error_message=_("This place stands here already."),
            )
        ]

    def __str__(self) -> str:
        return self.word


class WelshWord(models.Model):
    """A Welsh word or phrase for a term, in its base form; the search knows the soft mutation."""

    term = models.ForeignKey(SearchTerm, on_delete=models.CASCADE, related_name="welsh")
    word = models.CharField(max_length=80, unique=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.word
