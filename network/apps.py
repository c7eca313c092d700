"""The app of the people behind the schemes."""

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "network"
    verbose_name = "Peer network"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from network import checks, receivers  # noqa: F401 - checks register themselves

        receivers.connect()
