"""Does what a plan says, in one transaction: rows, links, lines, addresses, versions and marks."""

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, models
from django.utils import timezone

from casestudies import catalogue, changes, signals
from casestudies.imports.documents import digest, to_document
from casestudies.imports.marks import led_on
from casestudies.imports.plan import (
    WRITTEN,
    Plan,
    Step,
    Stored,
    What,
    fields_of,
    instance,
    line_of,
    make,
)
from casestudies.imports.records import Problem, Record, Refused
from casestudies.imports.shapes import CASE_STUDY, SHAPES, Link, Rows, Shape
from casestudies.imports.together import unique_together
from casestudies.models import CaseStudy, ContentRecord, OldSlug, Version

LOADED = "Part of what the directory began with."
FOLLOWED = "Brought up to date with the content that the directory ships."


def load(records: list[Record], *, dry_run: bool = False) -> Plan:
    """Make the plan and, unless it is only asked for, do it: everything, or nothing at all."""
    plan = make(records)
    if dry_run or not plan.writes:
        return plan
    try:
        with changes.one_change() as touched:
            # Of two processes that start at once, one waits here, and then finds the work done.
            catalogue.changed()
            plan = make(records)
            is_first = not ContentRecord.objects.filter(kind=CASE_STUDY.kind).exists()
            touched.update(_write(plan))
            new = [step.target for step in plan.of(CASE_STUDY, What.ADDED)]
            if new and not is_first:
                signals.loaded.send(CaseStudy, studies=new)
    except IntegrityError as error:
        problem = Problem("", "", "", f"The database refused it, and nothing was written: {error}")
        raise Refused([problem]) from error
    return plan


def _write(plan: Plan) -> list[int]:
    """Write what a plan says; the case studies among it, by primary key."""
    writing = _Writing(plan)
    for shape in SHAPES:
        writing.rows(shape)
    for shape in SHAPES:
        # What these name may be of their own kind, so all of that must be there first.
        writing.links(shape)
        writing.lines(shape)
        writing.addresses(shape)
    studies = [s.target for s in plan.of(CASE_STUDY, *WRITTEN) if s.target is not None]
    _keep_versions(studies)
    _mark(plan)
    return studies


class _Writing:
    """The rows that a plan's records are, filled in as they are written."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.found: dict[tuple[str, str], int] = {}
        for step in plan.steps:
            if step.target is not None:
                self.found[step.record.shape.kind, step.record.key] = step.target
        self.found |= led_on(plan)

    def rows(self, shape: Shape) -> None:
        """The rows themselves, with what they each name once."""
        added = self.plan.of(shape, What.ADDED)
        new = [self.filled(shape, step, instance(shape, step.record.document)) for step in added]
        for step, row in zip(added, shape.model._default_manager.bulk_create(new), strict=True):
            step.target = row.pk
            self.found[shape.kind, step.record.key] = row.pk
        changed = self.plan.of(shape, What.CHANGED)
        old = shape.model._default_manager.in_bulk([step.target for step in changed])
        for step in changed:
            row = old[step.target]
            for name, value in fields_of(shape, step.record.document).items():
                setattr(row, name, value)
            self.filled(shape, step, row).save()

    def filled(self, shape: Shape, step: Step, row: models.Model) -> models.Model:
        for link in shape.links:
            if not link.many:
                key = step.record.document.get(link.name)
                setattr(row, f"{link.name}_id", self.found.get((link.kind, key)))  # type: ignore[arg-type]
        if isinstance(row, CaseStudy) and step.what is What.ADDED:
            _publish(row)
        return row

    def links(self, shape: Shape) -> None:
        """What the rows name several of. New ones in bulk: a signal for each would be slow."""
        manager = shape.model._default_manager
        changed = manager.in_bulk([step.target for step in self.plan.of(shape, What.CHANGED)])
        for link in shape.links:
            if not link.many:
                continue
            for step in self.plan.of(shape, What.CHANGED):
                getattr(changed[step.target], link.name).set(self.named(link, step))
            model_field: Any = shape.model._meta.get_field(link.name)
            through = model_field.remote_field.through
            ends = [model_field.m2m_column_name(), model_field.m2m_reverse_name()]
            pairs: set[tuple[Any, Any]] = {
                (step.target, pk)
                for step in self.plan.of(shape, What.ADDED)
                for pk in self.named(link, step)
            }
            if getattr(model_field.remote_field, "symmetrical", False):
                pairs |= {(other, mine) for mine, other in pairs}
            through.objects.bulk_create(
                [through(**dict(zip(ends, pair, strict=True))) for pair in sorted(pairs)],
                ignore_conflicts=True,
            )

    def lines(self, shape: Shape) -> None:
        """The lines under the rows. Those of a changed record are all written anew."""
        steps = self.plan.of(shape, *WRITTEN)
        for rows in shape.rows:
            manager = rows.model._default_manager
            changed = [step.target for step in steps if step.what is What.CHANGED]
            manager.filter(**{f"{rows.parent}__in": changed}).delete()
            manager.bulk_create(line for step in steps for line in self.lines_of(rows, step))

    def lines_of(self, rows: Rows, step: Step) -> Iterable[models.Model]:
        has_position = any(f.name == "position" for f in rows.model._meta.get_fields())
        said: set[tuple[Any, ...]] = set()  # two things that an editor has merged are one line
        for n, given in enumerate(step.record.document.get(rows.name, []), start=1):
            line = line_of(rows, given)
            setattr(line, f"{rows.parent}_id", step.target)
            if has_position:
                line.position = n  # type: ignore[attr-defined]
            if self.linked(rows, line, given) and said.isdisjoint(once := _only_once(line)):
                said.update(once)
                yield line

    def linked(self, rows: Rows, line: Any, given: Any) -> bool:
        """Whether all that a line must name is there; an editor may have removed it."""
        for link in rows.links:
            pk = self.found.get((link.kind, given.get(link.name)))
            if pk is None and not rows.model._meta.get_field(link.name).null:  # type: ignore[union-attr]
                return False
            setattr(line, f"{link.name}_id", pk)
        return True

    def named(self, link: Link, step: Step) -> list[int]:
        """The rows that a record names; those that an editor removed are passed over."""
        keys = step.record.document.get(link.name, [])
        return [self.found[link.kind, key] for key in keys if (link.kind, key) in self.found]

    def addresses(self, shape: Shape) -> None:
        """Former addresses lead here, unless something else has them now."""
        kind = shape.model._meta.model_name or ""
        steps = self.plan.of(shape, *WRITTEN)
        # Whoever has an address now comes before whoever had it once.
        OldSlug.objects.filter(kind=kind, slug__in=[step.record.key for step in steps]).delete()
        for step in steps:
            for slug in step.record.former_slugs:
                OldSlug.objects.get_or_create(
                    kind=kind, slug=slug, defaults={"target_id": step.target}
                )


def _only_once(line: models.Model) -> list[tuple[Any, ...]]:
    """What the database takes from one line alone."""
    columns = {field.name: field.attname for field in line._meta.concrete_fields}
    return [
        (fields, *(getattr(line, columns[name]) for name in fields))
        for fields in unique_together(type(line))
    ]


def _publish(study: CaseStudy) -> None:
    study.state = CaseStudy.State.PUBLISHED
    study.published_at = timezone.now()


def _keep_versions(studies: list[int]) -> None:
    """A version of each study whose text is new, as when a person publishes it."""
    last: dict[int, Version] = {}
    for version in Version.objects.filter(study__in=studies).order_by("number"):
        last[version.study_id] = version
    versions = []
    for study in CASE_STUDY.complete().filter(pk__in=studies):
        document, before = to_document(study), last.get(study.pk)
        if before and before.document == document:
            continue
        versions.append(
            Version(
                study=study,
                number=before.number + 1 if before else 1,
                published_at=timezone.now(),
                note=FOLLOWED if before else LOADED,
                document=document,
            )
        )
    Version.objects.bulk_create(versions)


def _mark(plan: Plan) -> None:
    """Remember what each record said and what its row says now, to tell an edit later."""
    steps = [step for step in plan.steps if step.what in WRITTEN]
    ContentRecord.objects.bulk_create(
        ContentRecord(kind=step.record.shape.kind, key=step.record.key, target_id=step.target)
        for step in steps
        if step.mark is None and step.target is not None
    )
    stored = Stored()
    marks = []
    for shape in SHAPES:
        written = {s.target: s.record for s in steps if s.record.shape is shape}
        for row in shape.complete().filter(pk__in=written):
            record = written[row.pk]
            mark = stored.marks[shape.kind, record.key]
            mark.fixture_digest = record.digest
            mark.stored_digest = digest(stored.document(row, shape))
            marks.append(mark)
    ContentRecord.objects.bulk_update(marks, ["fixture_digest", "stored_digest"], batch_size=200)
