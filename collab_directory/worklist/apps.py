"""The worklist as a Django app."""

from django.apps import AppConfig


class WorklistConfig(AppConfig):
    name = "collab_directory.worklist"
    verbose_name = "Worklist"
