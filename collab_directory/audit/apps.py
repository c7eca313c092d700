"""The audit trail as a Django app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "collab_directory.audit"
    verbose_name = "Audit trail"
