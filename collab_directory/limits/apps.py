"""The limits as a Django app."""

from django.apps import AppConfig


class LimitsConfig(AppConfig):
    name = "collab_directory.limits"
    verbose_name = "Limits"
