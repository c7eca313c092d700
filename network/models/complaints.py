"""The register of complaints about personal data: messages that the law sets a day for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .messages import GroupMessage, GroupMessageQuerySet


class ComplaintManager(models.Manager.from_queryset(GroupMessageQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> GroupMessageQuerySet:
        found: GroupMessageQuerySet = super().get_queryset()
        return found.filter(subject=GroupMessage.Subject.DATA_PROTECTION)


class Complaint(GroupMessage):
    """A message of that subject, for those who may read these and no other messages."""

    objects = ComplaintManager()  # type: ignore[misc]

    class Meta:
        proxy = True
        verbose_name = _("complaint about personal data")
        verbose_name_plural = _("complaints about personal data")
