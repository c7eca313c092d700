"""Spreadsheets as a Django app, for the one table of files that are on their way in."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SheetsConfig(AppConfig):
    name = "casestudies.sheets"
    verbose_name = _("Spreadsheets")
    default_auto_field = "django.db.models.BigAutoField"
