"""Wires the catalogue's version to every change that a reader could see."""

from django.apps import AppConfig


class CaseStudiesConfig(AppConfig):
    name = "casestudies"
    verbose_name = "Directory"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from casestudies import changes

        changes.watch(self.get_models())
