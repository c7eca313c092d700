"""Project leaders for Network managers: who answers for what, and whether letters reach them."""

from contextlib import nullcontext

from django import forms
from django.contrib import admin
from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from casestudies.admin.base import AdminForm, AuditedAdmin, PartInline
from network.actions import leaders
from network.models import Leadership, ProjectLeader

from .decisions import Deciding, Decision, DecisionForm

CHANGE = "network.change_projectleader"


class HeardForm(DecisionForm):
    note = forms.CharField(
        label=_("How do you know?"),
        max_length=300,
        help_text=_("Such as “told me by telephone on 3 May”. It is kept with the leader."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        error_messages={"required": _("Say how you know, so that others can rely on it.")},
    )


def can_be_told(leader):
    return leader.is_active and leader.told_on is None and not leader.has_placeholder_address


DECISIONS = (
    Decision(
        name="tell",
        button=_("Tell them"),
        question=_("Tell %(thing)s what is held?"),
        consequence=_(
            "They get a letter that says what is held about them and where it came from, with a "
            "link to confirm, pause, correct or leave."
        ),
        done=_("A letter is on its way to %(thing)s."),
        already=_("Nothing was sent: %(thing)s was told already, or has no address to write to."),
        act=leaders.tell,
        applies=can_be_told,
        permission=CHANGE,
        is_main=True,
    ),
    Decision(
        name="confirm",
        button=_("Record that they confirmed"),
        question=_("Did %(thing)s confirm that this is right?"),
        consequence=_(
            "From now on, questions about their case studies are sent to them. Do this only if "
            "they told you so themselves."
        ),
        done=_("%(thing)s is confirmed."),
        already=_("%(thing)s was confirmed today already."),
        act=leaders.confirm,
        applies=lambda leader: leader.is_active,
        permission=CHANGE,
        form=HeardForm,
    ),
    Decision(
        name="clear-bounce",
        button=_("Letters arrive again"),
        question=_("Do letters reach %(thing)s again?"),
        consequence=_("Questions are sent to them again. Check the address first."),
        done=_("Letters are sent to %(thing)s again."),
        already=_("Nothing came back from %(thing)s."),
        act=lambda leader, by, at: leaders.clear_bounce(leader, by=by),
        applies=lambda leader: leader.bounced_at is not None,
        permission=CHANGE,
    ),
)


class StandingFilter(admin.SimpleListFilter):
    title = _("standing")
    parameter_name = "standing"

    def lookups(self, request, model_admin):
        return [
            ("reachable", _("receives questions")),
            ("unconfirmed", _("never confirmed")),
            ("bounced", _("letters came back")),
            ("never-told", _("not told within a month")),
            ("placeholder", _("has no real address yet")),
            ("inactive", _("inactive")),
        ]

    def queryset(self, request, queryset):
        now = timezone.now()
        narrow = {
            "reachable": lambda: queryset.reachable(timezone.localdate()),
            "unconfirmed": lambda: queryset.filter(is_active=True, confirmed_on=None),
            "bounced": queryset.bounced,
            "never-told": lambda: queryset.never_told(now),
            "placeholder": queryset.with_placeholder,
            "inactive": lambda: queryset.filter(is_active=False),
        }
        return narrow[self.value()]() if self.value() in narrow else queryset


class LeaderForm(AdminForm):
    class Meta:
        model = ProjectLeader
        fields = "__all__"

    def clean_email(self):
        email = self.cleaned_data["email"].strip()
        local, at, host = email.rpartition("@")
        email = f"{local}{at}{host.lower()}"
        others = ProjectLeader.objects.at(email).exclude(pk=self.instance.pk)
        if others.exists():
            raise forms.ValidationError(
                _("A leader with this address is here already: add the case study to them.")
            )
        return email


class LeadershipInline(PartInline):
    model = Leadership
    linked = ("study",)
    advice = _("0 is asked first. The next one is the deputy, who takes over.")


@admin.register(ProjectLeader)
class ProjectLeaderAdmin(Deciding, AuditedAdmin):
    """Written here by hand; each leader can correct it from a page of their own."""

    form = LeaderForm
    decisions = DECISIONS
    change_form_template = "admin/network/leader.html"
    happened = {
        "project_leader.added": _("entered them"),
        "project_leader.changed": _("changed them"),
        "leader.told": _("told them what is held"),
        "leader.confirmed": _("confirmed"),
        "leader.paused": _("asked for a pause"),
        "leader.resumed": _("ended the pause"),
        "leader.corrected": _("corrected what is held"),
        "leader.letters_returned": _("found that letters come back"),
        "leader.bounce_cleared": _("noted that letters arrive again"),
        "leader.left": _("left"),
        "leader.followed": _("was followed by somebody"),
        "leader.named_successor": _("named who follows"),
        "leader.address_changed": _("changed the address, which nobody has confirmed yet"),
        "leader.not_theirs": _("heard that a case study is not theirs, and took it off them"),
        "leader.erased": _("erased name and address"),
    }
    list_display = ("who_column", "standing_column", "told_column", "studies_column")
    list_filter = (StandingFilter, "consent")
    search_fields = ("role_title", "organisation__name", "email", "name")
    search_help_text = _("Role, organisation, name or address")
    autocomplete_fields = ("organisation",)
    inlines = (LeadershipInline,)
    readonly_fields = (
        "told_on",  # said by letters and buttons, never typed
        "confirmed_on",
        "bounced_at",
        "bounce_reason",
        "left_at",
        "created_at",
        "entered_by",
    )
    fieldsets = (
        (_("Public"), {"fields": ("role_title", "organisation", "shows_speed")}),
        (_("Never public"), {"fields": ("name", "email")}),
        (
            _("Consent"),
            {"fields": ("consent", "consent_on", "consent_note", "told_on", "confirmed_on")},
        ),
        (
            _("Standing"),
            {"fields": ("is_active", "paused_until", "bounced_at", "bounce_reason", "left_at")},
        ),
        (_("Entered"), {"fields": (("created_at", "entered_by"),)}),
    )

    # Deciding makes a thing read only; this one is written too
    has_add_permission = admin.ModelAdmin.has_add_permission
    has_change_permission = admin.ModelAdmin.has_change_permission
    has_delete_permission = admin.ModelAdmin.has_delete_permission

    def one_change(self, request):
        # What a page says of whom to ask is renewed by the network's own receivers
        return transaction.atomic() if request.method == "POST" else nullcontext()

    def get_queryset(self, request):
        found = super().get_queryset(request).select_related("organisation", "entered_by")
        return found.annotate(number_of_studies=Count("leaderships"))

    def save_model(self, request, obj, form, change):
        if not change:
            obj.entered_by = request.user
        super().save_model(request, obj, form, change)
        if change:
            was = {name: form.initial.get(name) for name in form.changed_data}
            leaders.follow_edit(obj, was=was, by=request.user, at=timezone.now())

    def context_of(self, request, thing):
        return super().context_of(request, thing) | {
            "standing": standing_in_words(thing),
            "reachable": thing.is_reachable(timezone.localdate()),
        }

    @admin.display(description=_("leader"), ordering="organisation__name")
    def who_column(self, leader):
        return format_html(
            '<span class="entry">{}</span><span class="under">{}</span>',
            leader.role_title,
            leader.organisation,
        )

    @admin.display(description=_("standing"))
    def standing_column(self, leader):
        reachable = leader.is_reachable(timezone.localdate())
        return format_html(
            '<span class="badge badge--{}">{}</span>',
            "published" if reachable else "in-review" if leader.bounced_at else "draft",
            standing_in_words(leader),
        )

    @admin.display(description=_("told"), ordering="told_on")
    def told_column(self, leader):
        return date_format(leader.told_on, "j F Y") if leader.told_on else _("not yet")

    @admin.display(description=_("case studies"), ordering="number_of_studies")
    def studies_column(self, leader):
        return leader.number_of_studies


def standing_in_words(leader):
    """Whether questions reach them, and if not, why."""
    today = timezone.localdate()
    if leader.left_at:
        return _("left on %(day)s") % {"day": date_format(leader.left_at, "j F Y")}
    if not leader.is_active:
        return _("inactive")
    if leader.bounced_at:
        return _("letters came back")
    if leader.confirmed_on is None:
        if leader.has_placeholder_address:
            return _("no real address yet")
        return _("never confirmed")
    if leader.is_paused(today):
        return _("away until %(day)s") % {"day": date_format(leader.paused_until, "j F Y")}
    return _("receives questions")
