"""Where schemes are, and whose they are: regions, force areas, organisations."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casestudies.models.addresses import Retirable, Slugged, SluggedQuerySet, TermQuerySet


class Region(Slugged):
    """One of the nine English regions, Wales, or National."""

    name = models.CharField(max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = SluggedQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("casestudies:region", args=[self.slug])


class ForceArea(Slugged):
    """One of the 43 territorial police force areas, with its place on the tile map."""

    name = models.CharField(max_length=60, unique=True)
    code = models.CharField(
        max_length=3, unique=True, help_text=_("Three letters for a small map.")
    )
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="force_areas")
    tile_label = models.CharField(
        max_length=40,
        blank=True,
        help_text=_("Its name on the tile map, with | where a line ends."),
    )
    column = models.PositiveSmallIntegerField(help_text=_("Place on the tile map, from the left."))
    row = models.PositiveSmallIntegerField(help_text=_("Place on the tile map, from the top."))
    neighbours = models.ManyToManyField(
        "self",
        blank=True,
        help_text=_("The areas that share a border with it on land."),
    )

    objects = SluggedQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["column", "row"], name="force_area_has_its_own_tile")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("casestudies:area", args=[self.slug])


class Organisation(Retirable):
    """A body that takes part in schemes. It keeps its former names, because sources use them."""

    class Kind(models.TextChoices):
        POLICE = "police", _("Police")
        FIRE = "fire", _("Fire and rescue")
        AMBULANCE = "ambulance", _("Ambulance")
        LOCAL_AUTHORITY = "local-authority", _("Local authority")
        HEALTH = "health", _("Health")
        COASTGUARD = "coastguard", _("Coastguard")
        VOLUNTARY = "voluntary", _("Voluntary sector")
        GOVERNANCE = "governance", _("Commissioner or authority")
        NATIONAL = "national", _("National body")
        OTHER = "other", _("Other")

    name = models.CharField(max_length=160, unique=True)
    short_name = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=20, choices=Kind)
    region = models.ForeignKey(
        Region, null=True, blank=True, on_delete=models.PROTECT, related_name="organisations"
    )
    force_areas = models.ManyToManyField(ForceArea, blank=True, related_name="organisations")
    borders = models.CharField(
        _("where its borders differ"),
        max_length=300,
        blank=True,
        help_text=_("Which parts of police force areas it covers, if not the whole of each."),
    )
    website = models.URLField(max_length=300, blank=True)

    objects = TermQuerySet.as_manager()

    class Meta(Retirable.Meta):
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("casestudies:organisation", args=[self.slug])


class FormerName(models.Model):
    """A name that an organisation had before."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="former_names"
    )
    name = models.CharField(max_length=160)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="former_name_said_once")
        ]

    def __str__(self) -> str:
        return self.name
