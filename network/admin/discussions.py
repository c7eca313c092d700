"""Discussions as moderators see them: their words are their authors', and buttons moderate them."""

from django import forms
from django.contrib import admin
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casestudies.admin.base import AuditedAdmin
from network.actions import discussions
from network.models import DiscussionCategory, Post, Topic

from .decisions import Deciding, Decision, DecisionForm


class ReasonForm(DecisionForm):
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        error_messages={"required": gettext_lazy("Say why.")},
    )


class ShowForm(DecisionForm):
    """What is to be shown, to be read once more."""

    text = forms.CharField(
        label=gettext_lazy("What members will read"),
        required=False,
        disabled=True,
        widget=forms.Textarea(attrs={"rows": 8, "class": "vLargeTextField"}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)  # as `Post.version`

    def __init__(self, *args, thing, **kwargs):
        title = f"{thing.topic.title}\n\n" if thing.is_opening else ""
        held = {"text": f"{title}{thing.text}", "seen": thing.version}
        super().__init__(*args, thing=thing, initial=held, **kwargs)

    def clean(self):
        """The text above is as it is now, so that may be sent next."""
        if self.cleaned_data.pop("seen") != self.thing.version:
            self.data = self.data.copy()
            self.data["seen"] = self.thing.version
            raise forms.ValidationError(discussions.CHANGED)
        return {"seen": self.thing.version}


class Moderating(Deciding):
    """Nobody is offered a button about what they wrote themselves."""

    def post_of(self, thing):
        raise NotImplementedError

    def context_of(self, request, thing):
        context = super().context_of(request, thing)
        if discussions.is_own(self.post_of(thing), request.user):
            context["decisions"] = []
        return context


@admin.register(Post)
class PostAdmin(Moderating, admin.ModelAdmin):
    change_form_template = "admin/network/post.html"
    decisions = (
        Decision(
            name="hide",
            button=gettext_lazy("Hide"),
            question=gettext_lazy("Hide %(thing)s?"),
            consequence=gettext_lazy(
                "Only its author and moderators read it from then on, and the author is told why. "
                "Where it began a topic, the whole topic is hidden with it."
            ),
            done=gettext_lazy("%(thing)s is hidden, and its author is told."),
            already=gettext_lazy("%(thing)s cannot be read by others as it is."),
            act=discussions.hide,
            applies=lambda post: post.state in (Post.State.SHOWN, Post.State.HELD),
            permission=discussions.CHANGE,
            form=ReasonForm,
        ),
        Decision(
            name="show",
            button=gettext_lazy("Show"),
            question=gettext_lazy("Let members read %(thing)s?"),
            consequence=gettext_lazy("Its author is told, and then those who follow the topic."),
            done=gettext_lazy("Members can read %(thing)s, and its author is told."),
            already=gettext_lazy("Members can read %(thing)s already, or it was deleted."),
            act=discussions.show,
            applies=lambda post: post.state in Post.UNSEEN,
            permission=discussions.CHANGE,
            form=ShowForm,
        ),
    )
    happened = {
        "post.held": gettext_lazy("held it back"),
        "post.edited": gettext_lazy("heard that its author changed it"),
        "post.deleted": gettext_lazy("heard that its author deleted it"),
        "post.reported": gettext_lazy("heard that a member reported it"),
        "post.hidden": gettext_lazy("hid it"),
        "post.shown": gettext_lazy("let others read it"),
        "post.erased": gettext_lazy("erased its words"),
    }
    list_display = ("__str__", "said_column", "topic", "author", "state", "created_at")
    list_filter = ("state", "held_why")
    list_select_related = ("topic", "author")
    list_per_page = 50
    search_fields = ("text",)
    search_help_text = gettext_lazy("Searches what was written.")
    date_hierarchy = "created_at"
    fieldsets = (
        (None, {"fields": ("text", "topic", "author")}),
        (
            gettext_lazy("Where it stands"),
            {"fields": ("state", "held_why", "reason", "moderated_by", "state_at")},
        ),
        (gettext_lazy("Dates"), {"fields": ("created_at", "edited_at")}),
    )

    @admin.display(description=gettext_lazy("What was written"))
    def said_column(self, post):
        return Truncator(post.text or _("Deleted")).chars(80)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("topic", "author__user")

    def post_of(self, post):
        return post

    def context_of(self, request, post):
        return super().context_of(request, post) | {"earlier": post.earlier.all()}


@admin.register(Topic)
class TopicAdmin(Moderating, admin.ModelAdmin):
    decisions = (
        Decision(
            name="close",
            button=gettext_lazy("Close to replies"),
            question=gettext_lazy("Close %(thing)s?"),
            consequence=gettext_lazy("It takes no more replies. Members read why."),
            done=gettext_lazy("%(thing)s is closed."),
            already=gettext_lazy("%(thing)s was closed already."),
            act=discussions.close,
            applies=lambda topic: topic.standing == Topic.Standing.OPEN,
            permission=discussions.CHANGE,
            form=ReasonForm,
        ),
        Decision(
            name="lock",
            button=gettext_lazy("Lock"),
            question=gettext_lazy("Lock %(thing)s?"),
            consequence=gettext_lazy(
                "Nothing can be written or changed in it any more; members can still read it, and "
                "delete what they wrote. They read why."
            ),
            done=gettext_lazy("%(thing)s is locked."),
            already=gettext_lazy("%(thing)s was locked already."),
            act=discussions.lock,
            applies=lambda topic: topic.standing != Topic.Standing.LOCKED,
            permission=discussions.CHANGE,
            form=ReasonForm,
        ),
        Decision(
            name="reopen",
            button=gettext_lazy("Open again"),
            question=gettext_lazy("Let members reply to %(thing)s again?"),
            consequence=gettext_lazy("Whoever closed it, it takes replies from then on."),
            done=gettext_lazy("%(thing)s takes replies again."),
            already=gettext_lazy("%(thing)s takes replies already."),
            act=discussions.reopen,
            applies=lambda topic: topic.standing != Topic.Standing.OPEN,
            permission=discussions.CHANGE,
        ),
    )
    happened = {
        "topic.begun": gettext_lazy("received it"),
        "topic.closed": gettext_lazy("closed it"),
        "topic.locked": gettext_lazy("locked it"),
        "topic.reopened": gettext_lazy("opened it again"),
        "topic.closed_by_its_author": gettext_lazy("heard that its author closed it"),
        "topic.open_by_its_author": gettext_lazy("heard that its author opened it again"),
        "topic.title_shown": gettext_lazy("heard that its author shows the title to visitors"),
        "topic.title_hidden": gettext_lazy("heard that its author hides the title from visitors"),
    }
    list_display = ("__str__", "title", "category", "standing", "replies", "last_at")
    list_filter = ("standing", "category", "title_is_public")
    list_select_related = ("category",)
    list_per_page = 50
    search_fields = ("title",)
    search_help_text = gettext_lazy("Searches the title.")
    fieldsets = (
        (None, {"fields": ("title", "opening", "category", "type", "study", "title_is_public")}),
        (gettext_lazy("Where it stands"), {"fields": ("standing", "reason")}),
        (gettext_lazy("Replies"), {"fields": ("replies", "last_at", "created_at")}),
    )

    def get_queryset(self, request):
        related = ("opening__author__user", "category", "type", "study")
        return super().get_queryset(request).select_related(*related)

    def post_of(self, topic):
        return topic.opening


@admin.register(DiscussionCategory)
class DiscussionCategoryAdmin(AuditedAdmin):
    list_display = ("name", "slug", "position")
    fields = ("name", "slug", "hint", "position")
    prepopulated_fields = {"slug": ("name",)}
