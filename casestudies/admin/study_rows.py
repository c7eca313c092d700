"""How a case study reads on the worklist: what it lacks, who has it, and what to do next."""

from django.contrib.auth.models import User
from django.db.models import Count, Exists, IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from casestudies import editorial
from casestudies.models import CaseStudy, Outcome, Saving, Source
from casestudies.models.evidence import Lesson
from collab_directory.worklist.queues import change_page

# An entry without any dated source is the least sure of all; both databases agree on "".
OLDEST_KNOWLEDGE = (Coalesce("newest_source", Value("")), "title", "pk")


def source_count():
    sources = Source.objects.filter(study=OuterRef("pk")).order_by().values("study")
    counted = Subquery(sources.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    return Coalesce(counted, 0)


def with_one_source(studies):
    return studies.alias(number_of_sources=source_count()).filter(number_of_sources=1)


def without(studies, part):
    return studies.filter(~Exists(part.objects.filter(study=OuterRef("pk"))))


def with_gaps(studies):
    """With all that a line says of an entry: what it has, and who has it."""
    mine = {"study": OuterRef("pk")}
    return (
        studies.with_dates()
        .select_related("region", "held_by", "submitted_by")
        .annotate(
            source_count=source_count(),
            has_outcome=Exists(Outcome.objects.filter(**mine)),
            has_saving=Exists(Saving.objects.filter(**mine)),
            has_lesson=Exists(Lesson.objects.filter(**mine)),
        )
    )


# What stands below the title


def place_and_source(study: CaseStudy, user: User) -> str:
    words = {"region": study.region.name, "date": study.reported_shown}
    if study.newest_source:
        return _("%(region)s · newest source %(date)s") % words
    return _("%(region)s · no dated source") % words


def last_confirmed(study: CaseStudy, user: User) -> str:
    words = {
        "date": date_format(study.verified_on, "j F Y"),  # type: ignore[arg-type]
        "due": date_format(study.due_on, "j F Y"),  # type: ignore[arg-type]
        "role": study.verified_by,
    }
    return _("Confirmed on %(date)s by %(role)s · due on %(due)s") % words


def silent_since(study: CaseStudy, user: User) -> str:
    day = date_format(study.stale_on, "j F Y")  # type: ignore[arg-type]
    if study.verified_on is None:
        return _("Never confirmed · nobody has answered by %s") % day
    words = {"day": day, "last": date_format(study.verified_on, "j F Y")}
    return _("Not confirmed since %(last)s · readers are told so since %(day)s") % words


def who_sent_it(study: CaseStudy, user: User) -> str:
    if study.submitted_by is None:
        return study.region.name
    return _("%(region)s · sent by %(who)s") % {
        "region": study.region.name,
        "who": name_of(study.submitted_by),
    }


def who_has_it(study: CaseStudy, user: User) -> str:
    if study.held_by is None:
        return _("%(region)s · nobody has it") % {"region": study.region.name}
    mine = study.held_by == user
    who = _("you have it") if mine else _("%s has it") % name_of(study.held_by)
    return f"{study.region.name} · {who}"


def name_of(user: User) -> str:
    return user.get_full_name() or user.get_username()


# What to do next: the words of the link, and its address


def open_it(study: CaseStudy, user: User) -> tuple[str, str]:
    return _("Open"), change_page(study)


def review(study: CaseStudy, user: User) -> tuple[str, str]:
    words = _("Review") if user.has_perm(editorial.PUBLISH) else _("Read it")
    return words, change_page(study)


def go_on(study: CaseStudy, user: User) -> tuple[str, str]:
    return _("Go on with it"), change_page(study)


def compare(study: CaseStudy, user: User) -> tuple[str, str]:
    return _("Compare"), reverse("admin:casestudies_casestudy_twins", args=[study.pk])


def confirm(study: CaseStudy, user: User) -> tuple[str, str]:
    if not user.has_perm(editorial.CHANGE):
        return open_it(study, user)
    return _("Record a confirmation"), reverse(
        "admin:casestudies_casestudy_verify", args=[study.pk]
    )


def archive(study: CaseStudy, user: User) -> tuple[str, str]:
    if not user.has_perm(editorial.PUBLISH):
        return open_it(study, user)
    return _("Look, then keep or archive"), change_page(study)


def fill(study: CaseStudy, user: User) -> tuple[str, str]:
    """To the list of what it lacks most, in its form; an Editor prepares a change there first."""
    if not editorial.may_change(study, user):
        return _("Open and prepare a change"), change_page(study)
    if not study.has_outcome:  # type: ignore[attr-defined]
        return _("Add what came of it"), change_page(study, "?line=outcome#outcomes-group")
    return _("Add a second source"), change_page(study, "?line=source#sources-group")
