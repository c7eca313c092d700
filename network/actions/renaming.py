"""What people saved names terms by their slugs: alerts in their search, proposals in their answers.

Both follow a term that is renamed, merged or replaced, in the transaction in which that is done.
"""

import datetime as dt
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.db import models, transaction
from django.utils.translation import ngettext

from casestudies.facets import FACETS
from casestudies.models import CollaborationType, ForceArea, Region, Service
from network.actions.alerts.changing import ADMIN_PAGE, end
from network.actions.alerts.consents import record
from network.actions.alerts.searches import LONGEST
from network.models import Consent, Contribution, Subscription

# Under which name the answers of a proposal hold the slugs of each kind
ANSWERS: dict[type[models.Model], str] = {
    Service: "services",
    CollaborationType: "types",
    Region: "region",
    ForceArea: "force_areas",
}


@transaction.atomic
def follow(model: type[models.Model], *, was: str, now: str, at: dt.datetime) -> None:
    """Let everything that names a term of this kind by the one slug name it by the other."""
    for subscription in _alerts(model, was).select_for_update().order_by("pk"):
        _ask_anew(subscription, _parameter(model), was, now, at)
    name = ANSWERS.get(model, "")
    likely = [proposal.pk for proposal in _proposals(model, was)]
    # Once more, now that nobody else can save them
    for proposal in Contribution.objects.select_for_update().filter(pk__in=likely).order_by("pk"):
        if was not in _listed(proposal.answers.get(name)):
            continue
        said = proposal.answers[name]
        proposal.answers[name] = _without_doubles(said, was, now) if _is_list(said) else now
        Contribution.objects.filter(pk=proposal.pk).update(answers=proposal.answers)


def counted(model: type[models.Model], slug: str) -> list[tuple[str, int]]:
    """What would follow, in words, and how many."""
    alerts, proposals = _alerts(model, slug).count(), len(_proposals(model, slug))
    return [
        (ngettext("saved search", "saved searches", alerts), alerts),
        (ngettext("proposal", "proposals", proposals), proposals),
    ]


def _parameter(model: type[models.Model]) -> str:
    return next((facet.name for facet in FACETS if facet.model is model), "")


def _alerts(model: type[models.Model], slug: str) -> models.QuerySet[Subscription]:
    name = _parameter(model)
    if not name:
        return Subscription.objects.none()
    going_on = Subscription.objects.exclude(state=Subscription.State.ENDED)
    likely = going_on.filter(question__contains=f"{name}={slug}").values_list("pk", "question")
    exact = [pk for pk, question in likely if (name, slug) in parse_qsl(question)]
    return going_on.filter(pk__in=exact)


def _proposals(model: type[models.Model], slug: str) -> list[Contribution]:
    """Those that are not over: nobody reads the answers of the others any more."""
    name = ANSWERS.get(model)
    if name is None:
        return []
    open_ones = Contribution.objects.filter(decided_at=None).order_by("pk")
    return [one for one in open_ones if slug in _listed(one.answers.get(name))]


def _ask_anew(
    subscription: Subscription, parameter: str, was: str, now: str, at: dt.datetime
) -> None:
    pairs = [
        (name, now if (name, value) == (parameter, was) else value)
        for name, value in parse_qsl(subscription.question)
    ]
    question = urlencode(list(dict.fromkeys(pairs)))
    if len(question) > LONGEST:
        return  # the directory goes on to understand the old one
    is_active = subscription.state == Subscription.State.ACTIVE
    others = Subscription.objects.active().exclude(pk=subscription.pk)
    if is_active and others.filter(digest=subscription.digest, question=question).exists():
        # They would get each letter twice
        end(subscription, at=at, method=Consent.Method.STAFF, page=ADMIN_PAGE)
        return
    Subscription.objects.filter(pk=subscription.pk).update(question=question)
    subscription.refresh_from_db()
    if is_active:
        method = Consent.Method.STAFF
        record(subscription, Consent.Event.CHANGED, method=method, page=ADMIN_PAGE, at=at)


def _is_list(said: Any) -> bool:
    return isinstance(said, list)


def _listed(said: Any) -> list[Any]:
    return said if _is_list(said) else [said]


def _without_doubles(said: list[Any], was: str, now: str) -> list[Any]:
    return list(dict.fromkeys(now if one == was else one for one in said))
