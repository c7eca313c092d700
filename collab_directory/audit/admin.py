"""The audit trail for administrators: to read, never to write."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from .models import AuditRecord


@admin.register(AuditRecord)
class AuditRecordAdmin(admin.ModelAdmin):
    list_display = ["at", "actor_name", "action", "target_label"]
    list_filter = ["action", "target_type"]
    search_fields = ["actor_name", "target_label"]
    date_hierarchy = "at"
    fields = ["at", "actor_name", "action", "target_type", "target_id", "target_label", "detail"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
