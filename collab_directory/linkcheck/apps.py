"""The checks of web addresses as a Django app."""

from django.apps import AppConfig


class LinkcheckConfig(AppConfig):
    name = "collab_directory.linkcheck"
    verbose_name = "Web addresses"
