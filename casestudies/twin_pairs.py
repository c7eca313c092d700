"""The pairs of entries that may be about one scheme: kept, so that the worklist only reads them.

All of them are looked for once a day, and those of one entry whenever an editor saves it. A pair
of which somebody has said that it is two schemes is never offered again.
"""

import datetime as dt

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casestudies import editorial
from casestudies.models import CaseStudy, TwinPair
from casestudies.models.case_study_queries import CaseStudyQuerySet
from casestudies.twins import Twin, pairs_among, twins_of
from collab_directory import audit

AT_ONCE = 500
MOST = 10  # of one entry

Pair = tuple[int, int]  # primary keys, the lower first


def alive() -> CaseStudyQuerySet:
    """The entries that can be doubles: not what is archived, nor a change of one."""
    return CaseStudy.objects.entries().exclude(state=CaseStudy.State.ARCHIVED)


def look_for_all(at: dt.datetime) -> int:
    """Keep the pairs as the entries stand now. How many of them came or went."""
    found = set(pairs_among(alive()))
    with transaction.atomic():
        known = set(TwinPair.objects.values_list("first_id", "second_id"))
        gone = [
            pk
            for pk, *pair in TwinPair.objects.open().values_list("pk", "first_id", "second_id")
            if tuple(pair) not in found
        ]
        for start in range(0, len(gone), AT_ONCE):
            TwinPair.objects.filter(pk__in=gone[start : start + AT_ONCE]).delete()
        # An entry may have been deleted since: its pair is then found on no other day.
        there = set(alive().values_list("pk", flat=True))
        new = [
            TwinPair(first_id=one, second_id=two)
            for one, two in sorted(found - known)
            if one in there and two in there
        ]
        TwinPair.objects.bulk_create(new, batch_size=AT_ONCE, ignore_conflicts=True)
    return len(gone) + len(new)


def twins(study: CaseStudy, most: int = MOST) -> list[Twin]:
    """The entries that may be the same as this one, as it is stored, likest first."""
    apart = {
        other
        for pair in TwinPair.objects.of(study).exclude(apart_at=None)
        for other in (pair.first_id, pair.second_id)
    }
    others = alive().exclude(pk__in=apart | {study.pk})
    organisations = [line.organisation for line in study.partners.select_related("organisation")]
    return twins_of(
        study.title, place=study.place, organisations=organisations, among=others, most=most
    )


@transaction.atomic
def look_again(study: CaseStudy) -> list[Twin]:
    """Keep the pairs of one entry as it stands now. All that are like it, likely or not."""
    open_ones = TwinPair.objects.open().of(study)
    if study.is_pending or study.state == CaseStudy.State.ARCHIVED:
        open_ones.delete()
        return []
    found = twins(study)
    now = {pair_of(study, twin.study) for twin in found if twin.is_likely}
    for pair in open_ones:
        if (pair.first_id, pair.second_id) not in now:
            pair.delete()
    TwinPair.objects.bulk_create(
        [TwinPair(first_id=one, second_id=two) for one, two in sorted(now)], ignore_conflicts=True
    )
    return found


def pair_of(one: CaseStudy, other: CaseStudy) -> Pair:
    first, second = sorted((one.pk, other.pk))
    return first, second


@transaction.atomic
def keep_apart(one: CaseStudy, other: CaseStudy, *, by: User) -> bool:
    """Remember that these are two schemes. False where that was said already."""
    editorial.require(by, editorial.CHANGE, _("Only an editor can say that two entries differ."))
    first, second = pair_of(one, other)
    pair, _is_new = TwinPair.objects.get_or_create(first_id=first, second_id=second)
    if not TwinPair.objects.open().filter(pk=pair.pk).update(apart_at=timezone.now()):
        return False
    audit.record("case_study.kept_apart", one, by=by, other=str(other))
    audit.record("case_study.kept_apart", other, by=by, other=str(one))
    return True
