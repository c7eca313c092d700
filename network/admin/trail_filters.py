"""By what the history of the whole site can be narrowed: days, people, what was done, to what."""

import datetime as dt

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collab_directory.audit.models import AuditRecord

THE_HOUSE = "house"
MOST_PEOPLE = 300


def kind_of(target_type):
    """`casestudies.casestudy` as people say it; of a kind that is no more, its name."""
    try:
        return str(capfirst(apps.get_model(target_type)._meta.verbose_name))
    except (LookupError, ValueError):
        return target_type


class DaysFilter(admin.ListFilter):
    """From a day to a day, both of them with it."""

    title = gettext_lazy("day")
    template = "admin/audit/days.html"
    names = ("from", "to")

    def __init__(self, request, params, model, model_admin):
        super().__init__(request, params, model, model_admin)
        self.given = {name: (params.pop(name, [""]) or [""])[-1].strip() for name in self.names}
        self.days, self.problem = {}, ""
        for name, text in self.given.items():
            try:
                self.days[name] = dt.date.fromisoformat(text) if text else None
            except ValueError:
                self.days[name] = None
                self.problem = _("“%s” is no day. Write it as 2026-05-31.") % text

    def has_output(self):
        return True

    def expected_parameters(self):
        return list(self.names)

    def choices(self, changelist):
        others = changelist.get_filters_params()
        yield {
            "given": self.given,
            "problem": self.problem,
            "others": [
                (name, value)
                for name, values in others.items()
                if name not in self.names
                for value in (values if isinstance(values, list) else [values])
            ],
            "query": changelist.query,
        }

    def queryset(self, request, queryset):
        if first := self.days["from"]:
            queryset = queryset.filter(at__gte=_midnight(first))
        last = self.days["to"]
        if last and last < dt.date.max:
            queryset = queryset.filter(at__lt=_midnight(last + dt.timedelta(days=1)))
        return queryset


def _midnight(day):
    day = max(day, dt.date(1900, 1, 1))
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


class PersonFilter(admin.SimpleListFilter):
    title = gettext_lazy("person")
    parameter_name = "who"

    def lookups(self, request, model_admin):
        acted = AuditRecord.objects.order_by().exclude(actor=None).values("actor")
        people = User.objects.filter(pk__in=acted).order_by("username")[:MOST_PEOPLE]
        named = [(str(one.pk), one.get_full_name() or one.get_username()) for one in people]
        return [(THE_HOUSE, _("The directory itself")), *named]

    def queryset(self, request, queryset):
        if self.value() == THE_HOUSE:
            return queryset.filter(actor=None)
        is_number = self.value() and self.value().isdecimal() and len(self.value()) < 19
        return queryset.filter(actor=int(self.value())) if is_number else queryset


class ActionFilter(admin.SimpleListFilter):
    title = gettext_lazy("what was done")
    parameter_name = "done"

    def lookups(self, request, model_admin):
        from network.admin.trail import did

        names = AuditRecord.objects.order_by("action").values_list("action", flat=True).distinct()
        nouns = {name: name.partition(".")[0].replace("_", " ").capitalize() for name in names}
        return [(name, f"{noun}: {did(name)}") for name, noun in nouns.items()]

    def queryset(self, request, queryset):
        return queryset.filter(action=self.value()) if self.value() else queryset


class ThingFilter(admin.SimpleListFilter):
    title = gettext_lazy("kind of thing")
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        kinds = AuditRecord.objects.order_by("target_type").values_list("target_type", flat=True)
        return sorted(((kind, kind_of(kind)) for kind in kinds.distinct()), key=lambda one: one[1])

    def queryset(self, request, queryset):
        return queryset.filter(target_type=self.value()) if self.value() else queryset
