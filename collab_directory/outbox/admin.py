"""The outbox for those who look after the people: to read, to send again, to call back."""

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from collab_directory import audit

from .models import Letter


@admin.register(Letter)
class LetterAdmin(admin.ModelAdmin):
    """Whom a letter is to and what it says is for those who hold the right to view it."""

    list_display = ["__str__", "subject", "state", "attempts", "problem", "age"]
    list_filter = ["state", "template", "in_bulk"]
    search_fields = ["to", "subject"]
    date_hierarchy = "created_at"
    show_full_result_count = False
    actions = ["send_again", "cancel"]
    fields = [
        *["state", "attempts", "problem", "to", "reply_to", "subject", "words"],
        *["template", "target_type", "target_id", "message_id"],
        *["created_at", "due_at", "give_up_at", "finished_at"],
    ]

    @admin.display(description=_("text"))
    def words(self, letter: Letter) -> str:
        return str(
            _("A code to sign in, shown to nobody else.") if letter.is_secret else letter.text
        )

    @admin.display(description=_("age"), ordering="created_at")
    def age(self, letter: Letter) -> str:
        return timesince(letter.created_at)

    @admin.action(description=_("Send again what failed"), permissions=["queue"])
    def send_again(self, request: HttpRequest, letters: QuerySet[Letter]) -> None:
        done = self._each(
            request, letters, "letter.sent_again", lambda one: one.again(timezone.now())
        )
        said = ngettext("%d letter is queued again.", "%d letters are queued again.", done) % done
        self.message_user(request, said, messages.SUCCESS if done else messages.WARNING)
        if left := letters.count() - done:
            said = ngettext(
                "%d letter is not: it did not fail, or its text is gone.",
                "%d letters are not: they did not fail, or their text is gone.",
                left,
            )
            self.message_user(request, said % left, messages.WARNING)

    @admin.action(description=_("Cancel what waits"), permissions=["queue"])
    def cancel(self, request: HttpRequest, letters: QuerySet[Letter]) -> None:
        done = self._each(request, letters, "letter.cancelled", lambda one: one.cancel())
        said = ngettext("%d letter is cancelled.", "%d letters are cancelled.", done) % done
        self.message_user(request, said, messages.SUCCESS if done else messages.WARNING)

    def _each(self, request: HttpRequest, letters: QuerySet[Letter], word: str, act: Any) -> int:
        """How many it changed, each with its line in the audit trail."""
        changed = 0
        with transaction.atomic():
            for letter in letters:
                if act(Letter.objects.filter(pk=letter.pk)):
                    audit.record(word, letter, by=request.user)
                    changed += 1
        return changed

    def has_queue_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("outbox.change_letter")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Django would show it to whoever may change it, too."""
        return request.user.has_perm("outbox.view_letter")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
