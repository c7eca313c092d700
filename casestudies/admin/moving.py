"""The pages behind the buttons: they say what will happen, and do it once that is confirmed."""

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casestudies import changes, editorial
from casestudies.admin.transitions import BY_NAME, IN_BULK, ConfirmForm, LookingForm, NoteForm
from casestudies.models import CaseStudy

# More at once would keep the browser waiting, and nobody reads a longer list before agreeing.
MOST_AT_ONCE = 200
# What a form asks that is between the page and the person, and nothing for the action
UNTOLD = {"seen", "looked"}


class Moving:
    """Gives the admin of case studies a confirm page for each transition, for one entry or many."""

    def get_urls(self):
        one = [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(self.move_view),
                {"name": name},
                name=f"casestudies_casestudy_{name}",
            )
            for name in BY_NAME
        ]
        return one + super().get_urls()

    def get_actions(self, request):
        actions = super().get_actions(request)
        # One at a time, on a page that says what goes with it; archiving is the way for many.
        actions.pop("delete_selected", None)
        return actions

    # One entry

    def move_view(self, request, pk, name):
        transition = BY_NAME[name]
        if not request.user.has_perm(transition.permission):
            raise PermissionDenied
        with transaction.atomic():
            study = self._in_hand(request, pk)
            if study is None:
                raise Http404
            return self._answer(request, transition, study)

    def _in_hand(self, request, pk):
        """Locked where a button was pressed: nobody saves it between the look and the deed."""
        studies = CaseStudy.objects.filter(pk=pk)
        if request.method == "POST":
            studies.select_for_update().values("pk").first()
        return studies.first()

    def _answer(self, request, transition, study):
        if not transition.applies_to(study):
            self._say_how_it_stands(request, transition, study)
            return self._back_to(study)
        form = transition.form(request.POST or None, study=study)
        if form.is_valid() and self._move(request, transition, study, form):
            return self._back_to(study)
        return self._ask(request, transition, study, form)

    def _move(self, request, transition, study, form):
        """Whether it is settled; if not, the form now says why, and the person is asked again."""
        given = {name: value for name, value in form.cleaned_data.items() if name not in UNTOLD}
        try:
            done = transition.act(study, by=request.user, **given)
        except editorial.NotPossible as problem:
            form.add_error(None, str(problem))
            return False
        if done:
            messages.success(request, transition.done % study)
        else:
            messages.info(request, transition.already % study)
        return True

    def _say_how_it_stands(self, request, transition, study):
        if study.state == transition.to:
            messages.info(request, transition.already % study)
            return
        words = {"title": study, "state": study.get_state_display(), "button": transition.button}
        messages.warning(
            request,
            _("Nothing was done: “%(title)s” is “%(state)s”, so “%(button)s” does not apply.")
            % words,
        )

    def _back_to(self, study):
        return HttpResponseRedirect(reverse("admin:casestudies_casestudy_change", args=[study.pk]))

    def _ask(self, request, transition, study, form):
        publishing = transition.to == CaseStudy.State.PUBLISHED
        context = {
            **self.admin_site.each_context(request),
            "title": transition.question % study,
            "opts": self.opts,
            "study": study,
            "transition": transition,
            "missing": editorial.missing_for_publication(study) if publishing else [],
            "form": form,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/casestudies/casestudy/confirm.html", context)

    # Many entries

    def move_many(self, request, queryset, transition):
        studies = list(
            CaseStudy.objects.filter(pk__in=queryset.values("pk"))
            .prefetch_related("services", "types", "sources")
            .order_by("title")[: MOST_AT_ONCE + 1]
        )
        if len(studies) > MOST_AT_ONCE:
            messages.error(
                request,
                _("Nothing was done: choose at most %d case studies at once.") % MOST_AT_ONCE,
            )
            return None
        form_class = transition.form if issubclass(transition.form, NoteForm) else ConfirmForm
        able = [study for study in studies if not why_not(transition, study)]
        more = {"studies": able} if issubclass(form_class, LookingForm) else {}
        form = form_class(request.POST if "confirmed" in request.POST else None, **more)
        if form.is_valid():
            self._move_all(request, studies, transition, form.cleaned_data.get("note"))
            return None
        return self._ask_about_many(request, studies, transition, form)

    def _ask_about_many(self, request, studies, transition, form):
        able = [study for study in studies if not why_not(transition, study)]
        context = {
            **self.admin_site.each_context(request),
            "title": ngettext(
                "%(button)s: %(count)d case study", "%(button)s: %(count)d case studies", len(able)
            )
            % {"button": transition.button, "count": len(able)},
            "opts": self.opts,
            "transition": transition,
            "able": able,
            "unable": [
                (study, reason) for study in studies if (reason := why_not(transition, study))
            ],
            "chosen": studies,
            "chosen_name": ACTION_CHECKBOX_NAME,
            "action": request.POST.get("action"),
            "form": form,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/casestudies/casestudy/confirm_many.html", context)

    def _move_all(self, request, studies, transition, note):
        given = {} if note is None else {"note": note}
        moved, left = 0, []
        with changes.one_change():
            # All at once and in everybody's order, so that two never wait for each other
            rows = CaseStudy.objects.select_for_update().filter(pk__in=[s.pk for s in studies])
            list(rows.order_by("pk").values_list("pk"))
            for study in studies:
                try:
                    moved += transition.act(study, by=request.user, **given)
                except editorial.NotPossible as problem:
                    name = f"“{study}”"
                    left.append(str(problem) if name in str(problem) else f"{name}: {problem}")
        summary = ngettext(
            "%(button)s: done for %(count)d case study.",
            "%(button)s: done for %(count)d case studies.",
            moved,
        )
        level = messages.SUCCESS if moved else messages.INFO
        words = {"button": transition.button, "count": moved}
        self.message_user(request, summary % words, level)
        for reason in left:
            self.message_user(request, _("Left as it was: %s") % reason, messages.WARNING)


def why_not(transition, study):
    """Why this entry would be left as it is, in words; empty if it would be moved."""
    if study.state == transition.to:
        return transition.already % study
    if study.state not in transition.states:
        return _("It is “%s”.") % study.get_state_display()
    if not transition.applies_to(study):
        return _("It is a change of an entry: look at what differs on its own page.")
    publishing = transition.to == CaseStudy.State.PUBLISHED
    if publishing and (missing := editorial.missing_for_publication(study)):
        return _("Missing: %s.") % ", ".join(missing)
    return ""


def bulk_action(transition):
    """The transition as an entry of the list's menu of actions."""

    def action(admin, request, queryset):
        return admin.move_many(request, queryset, transition)

    action.__name__ = f"{transition.name}_selected"
    action.short_description = _("%s: the chosen ones") % transition.button
    action.allowed_permissions = [transition.permission.split(".")[1].split("_")[0]]
    return action


BULK_ACTIONS = [bulk_action(transition) for transition in IN_BULK]


def offer(transition):
    """Let another app add a button to each case study, and to the menu of the list."""
    BY_NAME[transition.name] = transition
    if transition.in_bulk:
        BULK_ACTIONS.append(bulk_action(transition))
