"""The roles of the working group. Each is a group of this name, made by a migration."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    EDITOR = "Editor", _("Editor")
    PUBLISHER = "Publisher", _("Publisher")
    NETWORK_MANAGER = "Network manager", _("Network manager")
    DATA_PROTECTION = "Data protection", _("Data protection")
    ADMINISTRATOR = "Administrator", _("Administrator")
