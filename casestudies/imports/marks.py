"""Terms that editors merge or replace: what was loaded and names them follows, as it is no edit.

Whoever merges two types has not written in the entries that name them. Those that said what was
loaded still count as doing so, and what the fixtures say of them next arrives.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models

from casestudies.imports.documents import digest
from casestudies.imports.plan import Plan, Stored, What
from casestudies.imports.shapes import CASE_STUDY, SHAPES, Shape
from casestudies.models import ContentRecord
from casestudies.models.addresses import Retirable


@contextmanager
def following(term: Retirable, studies: Collection[int]) -> Iterator[None]:
    """What is written within moves what names `term` to another of its kind, and edits nothing.

    `studies` are the primary keys of the case studies that name it. Call it in the transaction.
    """
    before = {mark.pk for mark, said in _marked(term, studies) if said == mark.stored_digest}
    yield
    moved = []
    for mark, said in _marked(term, studies):
        if mark.pk in before and said != mark.stored_digest:
            mark.stored_digest = said
            moved.append(mark)
    ContentRecord.objects.bulk_update(moved, ["stored_digest"], batch_size=200)


def _marked(term: Retirable, studies: Collection[int]) -> Iterator[tuple[ContentRecord, str]]:
    """The marks of what may name the term, each with the digest of what its row says now."""
    stored = Stored()
    of_row = {(mark.kind, mark.target_id): mark for mark in stored.marks.values()}
    for shape in SHAPES:
        if stored.kinds[type(term)] not in _kinds_named(shape):
            continue
        rows = stored.loaded(shape)
        for row in rows.filter(pk__in=studies) if shape is CASE_STUDY else rows:
            yield of_row[shape.kind, row.pk], digest(stored.document(row, shape))


def _kinds_named(shape: Shape) -> set[str]:
    return {link.kind for link in (*shape.links, *(k for r in shape.rows for k in r.links))}


def led_on(plan: Plan) -> dict[tuple[str, str], int]:
    """What the records of merged and replaced terms lead to: a primary key by kind and key."""
    found: dict[tuple[str, str], int] = {}
    for shape in SHAPES:
        if not issubclass(shape.model, Retirable):
            continue
        keys = [step.record.key for step in plan.of(shape, What.REMOVED)]
        manager: models.Manager[Any] = shape.model._default_manager
        for slug, row in manager.all().by_slug(keys).items() if keys else ():  # type: ignore[attr-defined]
            found[shape.kind, slug] = row.pk
        replaced = manager.exclude(replaced_by=None).values_list("pk", "replaced_by_id")
        new = dict(replaced)
        for step in plan.steps:
            if step.record.shape is shape and step.target in new:
                found[shape.kind, step.record.key] = new[step.target]
    return found
