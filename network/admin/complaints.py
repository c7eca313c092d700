"""Complaints about personal data, for those who may read these and no other messages."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from network.admin.messages import GroupMessageAdmin
from network.models import Complaint, GroupMessage


@admin.register(Complaint)
class ComplaintAdmin(GroupMessageAdmin):
    settle_template = "admin/network/complaint.html"
    list_display = ("reference", "created_at", "standing_column", "due_column", "state")
    list_filter = ("state",)
    decisions = ()  # whoever complains is erased from their own page, with all else of theirs
    person_permission = "network.view_complaint"

    def context_of(self, request, message):
        # What is written down of it is written down of the message that it is
        plain = GroupMessage.objects.get(pk=message.pk)
        return super().context_of(request, plain) | {
            "may_look": request.user.has_perm("network.export_person"),
            "why": "complaint",
            "look": _("Look up what is held of them"),
        }

    def settle(self, request, message, form, at):
        plain = GroupMessage.objects.get(pk=message.pk)
        return super().settle(request, plain, form, at)
