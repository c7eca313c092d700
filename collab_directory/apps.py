"""The kernel as a Django app: for its template tags and its checks."""

from django.apps import AppConfig


class CollabDirectoryConfig(AppConfig):
    name = "collab_directory"
    verbose_name = "Directory"

    def ready(self) -> None:
        from . import checks  # noqa: F401  registers them
