"""Wires the catalogue's version to every change that a reader could see."""

from django.apps import AppConfig


class CaseStudiesConfig(AppConfig):
    name = "casestudies"
    verbose_name = "Directory"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from casestudies import changes, merging, signals

        changes.watch(self.get_models())
        signals.published.connect(merging.published_again, dispatch_uid="a merge is undone")
