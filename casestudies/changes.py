"""Whatever a reader could see has one way of changing: the search index and the catalogue follow.

Both happen in the transaction of the change, so that no request, in any process, sees one without
the other. Rows written in bulk send no signals: whoever writes in bulk does so in `one_change()`
and says which studies it touched.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import models, transaction
from django.db.models import signals

from casestudies import catalogue, search
from casestudies.models import (
    CaseStudy,
    CatalogueVersion,
    ContentRecord,
    MissedSearch,
    Preview,
    TwinPair,
    Version,
)

# Nothing of these can be seen in a list or a page.
UNSEEN: tuple[type[models.Model], ...] = (
    CatalogueVersion,
    ContentRecord,
    MissedSearch,
    Preview,
    TwinPair,
    Version,
    *search.TABLES,
)

_touched: ContextVar[set[int] | None] = ContextVar("touched", default=None)


@contextmanager
def one_change() -> Iterator[set[int]]:
    """Several writes that are one change: index and catalogue follow once, at the end.

    Yields the primary keys of the studies touched so far; add those that were written in bulk.
    """
    outer = _touched.get()
    if outer is not None:
        yield outer
        return
    with transaction.atomic():
        studies: set[int] = set()
        reset = _touched.set(studies)
        try:
            yield studies
        finally:
            _touched.reset(reset)
        _follow(studies)


def note(studies: Iterable[int] = ()) -> None:
    """A reader could see something else from now on; these studies must be indexed again."""
    open_change = _touched.get()
    if open_change is not None:
        open_change.update(studies)
        return
    with transaction.atomic():
        _follow(set(studies))


def _follow(studies: set[int]) -> None:
    # First, because it locks: of two transactions that write to the same block of the index, the
    # second must read what the first has written.
    catalogue.changed()
    if studies:
        search.index(studies)


def rebuild_search(on_progress: search.Progress) -> int:
    """Write the whole index anew; how many studies it holds."""
    with transaction.atomic():
        catalogue.changed()
        return search.rebuild(on_progress)


def watch(watched: Iterable[type[models.Model]]) -> None:
    """Follow every save, deletion and many-to-many change of these models."""
    for model in watched:
        if model in UNSEEN or model._meta.auto_created:
            continue
        signals.post_save.connect(_saved, sender=model, dispatch_uid=f"changes.{model.__name__}")
        # Before a deletion, while the rows that say which studies it touches are still there.
        signals.pre_delete.connect(_going, sender=model, dispatch_uid=f"changes.{model.__name__}")
        signals.post_delete.connect(_gone, sender=model, dispatch_uid=f"changes.{model.__name__}")
        for field in model._meta.local_many_to_many:
            through = field.remote_field.through
            if through is not None and through._meta.auto_created:
                signals.m2m_changed.connect(_linked, sender=through)


def _studies_of(instance: models.Model) -> set[int]:
    """The studies whose words a row gives, and so must be indexed again when it changes."""
    if isinstance(instance, CaseStudy):
        return {instance.pk}
    if hasattr(instance, "study_id"):
        return {instance.study_id}
    if hasattr(instance, "organisation"):
        return _studies_of(instance.organisation)
    if hasattr(instance, "studies"):
        return set(instance.studies.order_by().values_list("pk", flat=True))
    return set()


def _saved(sender: Any, instance: models.Model, **kwargs: Any) -> None:
    note(_studies_of(instance))


def _going(sender: Any, instance: Any, **kwargs: Any) -> None:
    instance._studies_touched = _studies_of(instance)
    if isinstance(instance, CaseStudy):
        # Now, while the index still knows which words are its.
        with transaction.atomic():
            catalogue.changed()
            search.forget({instance.pk})


def _gone(sender: Any, instance: models.Model, origin: Any, **kwargs: Any) -> None:
    if getattr(origin, "model", type(origin)) is CaseStudy:
        # The study goes with its parts: indexed now, it would be in the index when it is gone.
        note()
        return
    touched: set[int] = getattr(instance, "_studies_touched", set())
    note(CaseStudy.objects.filter(pk__in=touched).values_list("pk", flat=True))


def _linked(
    sender: Any,
    instance: models.Model,
    action: str,
    reverse: bool,
    pk_set: set[int] | None,
    **kwargs: Any,
) -> None:
    if not action.startswith("post_"):
        return
    if isinstance(instance, CaseStudy):
        note({instance.pk})
    elif reverse and pk_set:
        note(CaseStudy.objects.filter(pk__in=pk_set).values_list("pk", flat=True))
    else:
        note(_studies_of(instance))
