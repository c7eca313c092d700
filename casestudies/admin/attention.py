"""What waits for an editor. Each queue is defined once: its count and its list cannot differ."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.admin import SimpleListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.auth.models import User
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casestudies.admin import study_rows as rows
from casestudies.admin.links import LINK_QUEUES
from casestudies.admin.missed import MISSED_QUEUE
from casestudies.admin.study_rows import with_gaps, with_one_source, without
from casestudies.models import CaseStudy, Outcome, TwinPair
from casestudies.models.case_study_queries import CaseStudyQuerySet, last_day_out_of_date
from collab_directory import worklist
from collab_directory.worklist import Whom

# What falls due so soon is said before it is overdue
SOON = dt.timedelta(days=30)


@dataclass(frozen=True)
class Queue:
    """Some of the case studies, for a list's filter and for the worklist.

    `narrow(studies, on)` is which, on that day; `among(studies, user)` which of them are this
    user's to see in it, where that is not all. `action(study, user)` is the one next thing to do:
    the words of a link, and its address. `one` is the label where there is one of them, if that
    reads otherwise. What is not `on_worklist` is a choice of the filter only.
    """

    name: str
    label: str
    narrow: Callable[[CaseStudyQuerySet, dt.date], CaseStudyQuerySet]
    todo: str = ""
    whom: Whom = Whom.READERS
    action: Callable[[CaseStudy, User], tuple[str, str]] = rows.open_it
    about: Callable[[CaseStudy, User], str] = rows.place_and_source
    among: Callable[[CaseStudyQuerySet, User], CaseStudyQuerySet] = lambda studies, user: studies
    on_worklist: bool = True
    one: str = ""


def falling_due(studies, on):
    soon, now = last_day_out_of_date(on + SOON), last_day_out_of_date(on)
    return studies.filter(verified_on__lte=soon, verified_on__gt=now)


def thin(studies):
    """Without anything that came of them, or resting on a single source."""
    few = with_one_source(studies).values("pk")
    none = without(studies, Outcome).values("pk")
    return studies.filter(Q(pk__in=few) | Q(pk__in=none))


def with_a_twin(studies):
    """The newer one of each two that may be about one scheme: see `casestudies.twin_pairs`."""
    return studies.filter(pk__in=TwinPair.objects.between_living().values("second"))


def in_review(studies, on):
    return studies.filter(state=CaseStudy.State.IN_REVIEW)


QUEUES = (
    Queue(
        "in-review",
        _("in review"),
        in_review,
        todo=_("Read each as a reader would, then publish it, or return it with a comment."),
        whom=Whom.REVIEW,
        action=rows.review,
        about=rows.who_sent_it,
        among=lambda studies, user: studies.exclude(submitted_by=user),
    ),
    Queue(
        "mine-in-review",
        _("of yours in review"),
        in_review,
        todo=_("A publisher reads these. You can go on correcting them until then."),
        whom=Whom.REVIEW,
        among=lambda studies, user: studies.filter(submitted_by=user),
    ),
    Queue(
        "drafts",
        _("drafts"),
        lambda studies, on: studies.filter(state=CaseStudy.State.DRAFT),
        todo=_("Finish each and send it for review, or delete what nobody wants any more."),
        whom=Whom.REVIEW,
        one=_("draft"),
        action=rows.go_on,
        about=rows.who_has_it,
    ),
    Queue(
        "due",
        _("overdue to be confirmed again"),
        lambda studies, on: studies.published().due(on),
        todo=_("Readers are told how old the last confirmation is. Ask somebody who knows."),
        action=rows.confirm,
        about=rows.last_confirmed,
    ),
    Queue(
        "falling-due",
        _("falling due within 30 days"),
        lambda studies, on: falling_due(studies.published(), on),
        todo=_("Ask now, and nobody reads that it is out of date."),
        action=rows.confirm,
        about=rows.last_confirmed,
    ),
    Queue(
        "unconfirmed-for-long",
        _("unconfirmed for long: keep or archive"),
        lambda studies, on: studies.unconfirmed_for_long(on),
        todo=_(
            "Whoever runs it was asked three times, or nobody was there to ask, and half a year "
            "has passed. Find somebody who knows, or archive it."
        ),
        action=rows.archive,
        about=rows.silent_since,
    ),
    Queue(
        "never-confirmed",
        _("never confirmed"),
        lambda studies, on: studies.published().never_confirmed(),
        todo=_(
            "Find the right person, ask them whether the entry is true, then record which role "
            "said so and when. The oldest information comes first."
        ),
        action=rows.confirm,
    ),
    Queue(
        "thin",
        _("thin: with one source only, or no outcome"),
        lambda studies, on: thin(studies.published()),
        todo=_("Add what is missing, with the source that says it. The dashed blocks show it."),
        whom=Whom.SEEKERS,
        action=rows.fill,
    ),
    Queue(
        "twins",
        _("perhaps duplicates"),
        lambda studies, on: with_a_twin(studies),
        todo=_("Compare each with the older one. Merge the two, or say that they are two schemes."),
        whom=Whom.SEEKERS,
        action=rows.compare,
    ),
    Queue(
        "one-source",
        _("with one source only"),
        lambda studies, on: with_one_source(studies.published()),
        on_worklist=False,
    ),
    Queue(
        "no-outcome",
        _("with no outcome"),
        lambda studies, on: without(studies.published(), Outcome),
        on_worklist=False,
    ),
)
BY_NAME = {queue.name: queue for queue in QUEUES}


def on_the_worklist(queue: Queue) -> worklist.Queue:
    """The same queue in the shape of the front page."""

    def row(study, user):
        return worklist.Row(study.title, queue.about(study, user), *queue.action(study, user))

    def address():
        return f"{reverse('admin:casestudies_casestudy_changelist')}?attention={queue.name}"

    return worklist.Queue(
        name=queue.name,
        label=lambda n: str(queue.one or queue.label) if n == 1 else str(queue.label),
        todo=queue.todo,
        permission="casestudies.view_casestudy",
        found=lambda at: queue.narrow(CaseStudy.objects.all(), timezone.localdate(at)),
        list_address=address,
        among=queue.among,
        whom=queue.whom,
        row=row,
        load=with_gaps,
        order=rows.OLDEST_KNOWLEDGE,
        template="admin/worklist/gaps.html",
    )


WORKLIST = (
    *(on_the_worklist(queue) for queue in QUEUES if queue.on_worklist),
    *LINK_QUEUES,
    MISSED_QUEUE,
)


class AttentionFilter(SimpleListFilter):
    title = _("what needs attention")
    parameter_name = "attention"

    def lookups(self, request, model_admin):
        return [(queue.name, queue.label) for queue in QUEUES]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        if self.value() not in BY_NAME:
            raise IncorrectLookupParameters
        queue = BY_NAME[self.value()]
        return queue.narrow(queue.among(queryset, request.user), timezone.localdate())
