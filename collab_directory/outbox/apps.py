"""The outbox as a Django app."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "collab_directory.outbox"
    verbose_name = "Outbox"
