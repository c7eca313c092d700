"""The case study that a proposal becomes: made when it is sent, in review, and unseen."""

import datetime as dt
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Model
from django.urls import reverse
from django.utils.text import Truncator, slugify

from casestudies import changes, editorial
from casestudies.imports.documents import digest, to_document
from casestudies.imports.shapes import CASE_STUDY
from casestudies.models import (
    CaseStudy,
    Funding,
    Lesson,
    OldSlug,
    Outcome,
    Partner,
    Saving,
    Source,
)
from casestudies.models.case_study import is_of_another_page
from casestudies.models.evidence import MEMBER_CONTRIBUTION

from .proposal import Proposal

# Kept with the entry, so not in the language of whoever sends it. Never who it was: a credit is the
# member's to take back, and versions of an entry are kept for ever
OWN_ACCOUNT = "Account by a member of the peer network"
EXPLAINED_AT = "contributions"  # on the page of the network


def make(proposal: Proposal, *, reference: str, on: dt.date) -> CaseStudy:
    """A case study that says what the proposal says, before the publishers."""
    with changes.one_change() as touched:
        study = CaseStudy(
            title=_free_title(proposal.title, reference),
            slug=_free_slug(proposal.title),
            summary=proposal.summary,
            what_happened=proposal.what_happened,
            place=proposal.place,
            region=proposal.region,
            status=proposal.status,
            started=proposal.started,
        )
        if study.has_ended:
            study.ended = proposal.ended
            study.ended_reason = proposal.ended_reason
            study.ended_advice = proposal.ended_advice
        study.save()
        study.services.set(proposal.services)
        study.types.set(proposal.types)
        study.force_areas.set(proposal.force_areas)
        _add_lines(study, proposal, on)
        touched.add(study.pk)
        editorial.receive(study)
    return study


def digest_of(study: CaseStudy) -> str:
    return digest(to_document(CASE_STUDY.complete().get(pk=study.pk)))


def is_untouched(study: CaseStudy, sent_digest: str) -> bool:
    """Whether it is still as its member sent it, and where it was put then."""
    return study.state == CaseStudy.State.IN_REVIEW and digest_of(study) == sent_digest


def locked(pk: int | None) -> CaseStudy | None:
    """With the lock of every editor's save, until the transaction ends; None for one that is gone.

    Before the proposal's own row is touched: publishing takes the two in this order, too.
    """
    return CaseStudy.objects.select_for_update().filter(pk=pk).first() if pk else None


def drop(study: CaseStudy) -> None:
    """Take away what nobody but its member has worked on."""
    editorial.discard(study)


def set_aside(study: CaseStudy | None, sent_digest: str, *, by: User | None, comment: str) -> None:
    """Take it out of the publishers' queue: away, or to the drafts if an editor has changed it."""
    if study is None or study.published_at is not None:
        return
    if is_untouched(study, sent_digest):
        drop(study)
    else:
        editorial.set_aside(study, by=by, comment=comment)


def _add_lines(study: CaseStudy, proposal: Proposal, on: dt.date) -> None:
    known = [one for one in proposal.partners if one.organisation is not None]
    lessons = [("helped", text) for text in proposal.helped]
    lessons += [("hard", text) for text in proposal.hard]
    lines: list[list[Model]] = [
        [
            Partner(
                study=study,
                organisation=one.organisation,
                role=Partner.Role.LEAD if one.is_lead else Partner.Role.PARTNER,
                position=n,
            )
            for n, one in enumerate(known)
        ],
        [
            Outcome(study=study, text=one.text, evidence=one.evidence, position=n)
            for n, one in enumerate(proposal.outcomes)
        ],
        [
            Lesson(study=study, kind=kind, text=text, position=n)
            for n, (kind, text) in enumerate(lessons)
        ],
        [
            Saving(
                study=study,
                covers=one.covers,
                low=one.pounds,
                per=one.per or Saving.Per.UNKNOWN,
                position=n,
            )
            for n, one in enumerate(proposal.savings)
        ],
        [Funding(study=study, description=proposal.paid_by)] if proposal.paid_by else [],
        _sources(study, proposal, on),
    ]
    for rows in lines:
        if rows:
            type(rows[0])._default_manager.bulk_create(rows)


def _sources(study: CaseStudy, proposal: Proposal, on: dt.date) -> list[Model]:
    """What is published first; the member's own account last."""
    own = Source(
        title=OWN_ACCOUNT,
        publisher=MEMBER_CONTRIBUTION,
        url=f"{settings.SITE_URL}{reverse('network:network')}#{EXPLAINED_AT}",
        date=on.isoformat(),
    )
    found = [
        Source(title=one.title, publisher=one.publisher, url=one.url, date=one.date)
        for one in proposal.sources
    ]
    for n, source in enumerate([*found, own]):
        source.study, source.position = study, n
    return [*found, own]


def _free_title(title: str, reference: str) -> str:
    """The database allows a title once; whoever proposes a second one is not told of the first."""
    if not CaseStudy.objects.entries().filter(title__iexact=title).exists():
        return title
    mark = f" ({reference})"
    longest = cast(Any, CaseStudy._meta.get_field("title")).max_length
    return Truncator(title).chars(longest - len(mark)) + mark


def _free_slug(title: str) -> str:
    """Not one that something has or had, nor that of another page."""
    base = slugify(title)[:100].strip("-") or "scheme"
    candidates = (base if n == 1 else f"{base}-{n}" for n in range(1, 10_000))
    return next(slug for slug in candidates if _is_free(slug))


def _is_free(slug: str) -> bool:
    return (
        not is_of_another_page(slug)
        and not CaseStudy.objects.filter(slug=slug).exists()
        and not OldSlug.objects.filter(kind="casestudy", slug=slug).exists()
    )
