"""Who has a form open, as a Django app."""

from django.apps import AppConfig


class PresenceConfig(AppConfig):
    name = "collab_directory.presence"
    verbose_name = "Open forms"
