"""The pages on which a change of a published entry is begun, published over it, or discarded.

And the two buttons with which an editor says that they work on something, or no longer do.
"""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casestudies import differences, editorial, in_hand, pending
from casestudies.admin.study_list import name_of
from casestudies.admin.transitions import ConfirmForm, LookingForm
from casestudies.models import CaseStudy
from collab_directory.audit.models import AuditRecord

State = CaseStudy.State
CHANGE_PAGE = "admin:casestudies_casestudy_change"


class PublishChangeForm(LookingForm):
    """What the publisher saw of the change and, apart from it, of the entry that it changes."""

    meanwhile = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, three, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial |= {"meanwhile": three.seen, "note": self.study.pending_note}
        self.fields["note"].label = gettext_lazy("What changes?")
        self.fields["note"].help_text = gettext_lazy(
            "In plain words, for readers who know the earlier version. It is kept with the new one."
        )

    def clean(self):
        super().clean()
        if self.cleaned_data.get("meanwhile") != self.initial["meanwhile"]:
            self.add_error(
                None,
                _(
                    "Nothing was done: the entry itself has been changed since you opened this "
                    "page. What is said of it here is what it says now. Press the button if you "
                    "still agree."
                ),
            )
            self.data = self.data.copy()
            self.data["meanwhile"] = self.initial["meanwhile"]


class Preparing:
    """Gives the admin of case studies what a pending version needs besides its form."""

    def get_urls(self):
        views = {
            "prepare": self.prepare_view,
            "take": self.take_view,
            "put_down": self.put_down_view,
            "publish_change": self.publish_change_view,
            "discard_change": self.discard_change_view,
        }
        mine = [
            path(
                f"<int:pk>/{name.replace('_', '-')}/",
                self.admin_site.admin_view(view),
                name=f"casestudies_casestudy_{name}",
            )
            for name, view in views.items()
        ]
        return mine + super().get_urls()

    # One press: begin a change, take it, put it down

    def prepare_view(self, request, pk):
        study = self._asked_for(request, pk)
        if request.method != "POST":
            return _to_page_of(study)
        was_there = CaseStudy.objects.filter(pending_of=study).exists()
        try:
            change = pending.prepare(study, by=request.user)
        except editorial.NotPossible as problem:
            messages.warning(request, str(problem))
            return _to_page_of(study)
        if was_there:
            messages.info(request, _("This change of “%s” is being prepared already.") % study)
        return _to_page_of(change)

    def take_view(self, request, pk):
        return self._hand_over(request, pk, in_hand.take, _("You have “%s” now."))

    def put_down_view(self, request, pk):
        return self._hand_over(request, pk, in_hand.put_down, _("Nobody has “%s” now."))

    def _hand_over(self, request, pk, act, done):
        study = self._asked_for(request, pk)
        if request.method == "POST":
            try:
                if act(study, by=request.user):
                    messages.success(request, done % study)
            except editorial.NotPossible as problem:
                messages.warning(request, str(problem))
        return _to_page_of(study)

    # A page that asks: publish a change, discard it

    def publish_change_view(self, request, pk):
        if not request.user.has_perm(editorial.PUBLISH):
            raise PermissionDenied
        change = _change(pk)
        if change is None:
            return self._over_already(request, pk)
        three = pending.meanwhile(change)
        form = PublishChangeForm(request.POST or None, study=change, three=three)
        if form.is_valid():
            try:
                entry = pending.publish(
                    change,
                    by=request.user,
                    note=form.cleaned_data["note"],
                    seen=form.cleaned_data["meanwhile"],
                )
            except editorial.NotPossible as problem:
                form.add_error(None, str(problem))
            else:
                if entry is None:
                    return self._over_already(request, pk)
                messages.success(request, _("The change of “%s” is published.") % entry)
                return _to_page_of(entry)
        more = {
            "missing": editorial.missing_for_publication(change),
            "differences": differences.between(three.now, three.together()),
            "kept": _only(three.base, three.now, three.kept),
            "replaced": _only(three.base, three.now, three.replaced),
        }
        return self._ask_about_change(request, change, form, PUBLISHING, more)

    def discard_change_view(self, request, pk):
        if not request.user.has_perm(editorial.CHANGE):
            raise PermissionDenied
        change = _change(pk)
        if change is None:
            return self._over_already(request, pk)
        form = ConfirmForm(request.POST or None, study=change)
        if form.is_valid():
            try:
                entry = pending.discard(change, by=request.user)
            except editorial.NotPossible as problem:
                form.add_error(None, str(problem))
            else:
                if entry is None:
                    return self._over_already(request, pk)
                messages.success(request, _("The change of “%s” is discarded.") % entry)
                return _to_page_of(entry)
        three = pending.meanwhile(change)
        more = {"differences": differences.between(three.now, three.together())}
        return self._ask_about_change(request, change, form, DISCARDING, more)

    def _ask_about_change(self, request, change, form, words, more):
        context = {
            **self.admin_site.each_context(request),
            "title": words["question"] % change.pending_of,
            "opts": self.opts,
            "study": change,
            "transition": words,
            "form": form,
            "media": self.media,
            **more,
        }
        return TemplateResponse(request, "admin/casestudies/casestudy/confirm_change.html", context)

    def _asked_for(self, request, pk):
        if not request.user.has_perm(editorial.CHANGE):
            raise PermissionDenied
        study = CaseStudy.objects.filter(pk=pk).first()
        if study is None:
            raise Http404
        return study

    def _over_already(self, request, pk):
        """To the entry whose change somebody published or discarded a moment before."""
        over = ("case_study.change_published", "case_study.change_discarded")
        record = AuditRecord.objects.filter(action__in=over, detail__pending=pk).last()
        entry = record and CaseStudy.objects.filter(pk=record.target_id).first()
        if entry is None:
            raise Http404
        if record.action == over[0]:
            messages.info(request, _("This change of “%s” is published already.") % entry)
        else:
            messages.info(request, _("This change of “%s” was discarded.") % entry)
        return _to_page_of(entry)


PUBLISHING = {
    "button": gettext_lazy("Publish the change"),
    "question": gettext_lazy("Publish the change of “%s”?"),
    "consequence": gettext_lazy(
        "From that moment everybody reads the entry as it is here, at the address that it has. The "
        "earlier text is kept as a version."
    ),
}
DISCARDING = {
    "button": gettext_lazy("Discard the change"),
    "question": gettext_lazy("Discard the change of “%s”?"),
    "consequence": gettext_lazy(
        "What was prepared is deleted and cannot be brought back. The entry stays as the public "
        "reads it."
    ),
}


def of_change(user, study):
    """What the form's page says of who has it, and of the change that it is or that there is."""
    is_work = study.state in (State.DRAFT, State.IN_REVIEW)
    may_edit = user.has_perm(editorial.CHANGE)
    context = {
        "is_work": is_work,
        "may_prepare": may_edit and not study.is_pending and not is_work,
        "may_take": may_edit and is_work and study.held_by_id != user.pk,
        "may_put_down": may_edit and is_work and study.held_by_id == user.pk,
        "holder": name_of(study.held_by) if study.held_by else "",
        "submitter": name_of(study.submitted_by) if study.submitted_by else "",
        "returned_by": _returned_by(study) if study.returned_because else "",
    }
    if not study.is_pending:
        return context | {"prepared": CaseStudy.objects.filter(pending_of=study).first()}
    three = pending.meanwhile(study)
    return context | {
        "entry": study.pending_of,
        "may_publish_change": user.has_perm(editorial.PUBLISH),
        "may_discard_change": may_edit,
        "has_moved_on": three.has_moved_on,
        "differing": [one.label for one in differences.between(three.now, three.together())],
    }


def _returned_by(study):
    returned = AuditRecord.objects.about(study).filter(action="case_study.returned")
    return returned.values_list("actor_name", flat=True).first() or ""


def _change(pk):
    return CaseStudy.objects.filter(pk=pk).exclude(pending_of=None).first()


def _only(before, after, names):
    return [one for one in differences.between(before, after) if one.name in names]


def _to_page_of(study):
    return HttpResponseRedirect(reverse(CHANGE_PAGE, args=[study.pk]))
